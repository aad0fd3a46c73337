/* require in a config: files under its own folder, and modules of whisker, whose source the host finds. Both run inside
 * the guarded state; what they need beyond it they do not get. */
#define _XOPEN_SOURCE 700
#include "box.h"

#include "../sandbox.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char loaded_key = 0;

/* ---- source from the folder ---- */

/* Names joined by dots, so that no name leads out of the folder. */
static int is_module_name(const char *name)
{
    int at_start = 1;
    for (; *name != '\0'; name++) {
        int is_dot = *name == '.';
        if (is_dot ? at_start : !isalnum((unsigned char)*name) && *name != '_' && *name != '-')
            return 0;
        at_start = is_dot;
    }
    return !at_start;
}

/* The real path lies below the real folder, links followed. */
static int is_inside(const char *path, const char *folder)
{
    char *real = realpath(path, NULL);
    size_t length = strlen(folder);
    int inside = real != NULL && strncmp(real, folder, length) == 0 &&
                 (real[length] == '/' || (length > 0 && folder[length - 1] == '/'));
    free(real);
    return inside;
}

static const char *push_path(lua_State *G, const char *folder, const char *name)
{
    const char *relative = luaL_gsub(G, name, ".", "/"); // relative
    int needs_slash = folder[0] != '\0' && folder[strlen(folder) - 1] != '/';
    return lua_pushfstring(G, "%s%s%s.lua", folder, needs_slash ? "/" : "", relative); // relative path
}

/* Push the bytes of a file; 0 when it cannot be read. The buffer is made before the file is opened, since making it
 * may raise. */
static int push_bytes(lua_State *G, const char *path, size_t *length)
{
    struct stat facts;
    if (stat(path, &facts) != 0 || !S_ISREG(facts.st_mode))
        return 0;
    char *bytes = lua_newuserdatauv(G, (size_t)facts.st_size + 1, 0); // bytes
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return 0;
    *length = fread(bytes, 1, (size_t)facts.st_size, file);
    fclose(file);
    return 1;
}

/* Push the chunk of a file of the folder; 0 when there is none. */
static int push_own_chunk(lua_State *G, const box *box, const char *name)
{
    size_t length;
    if (box->folder == NULL || !is_module_name(name))
        return 0;
    const char *path = push_path(G, box->folder, name); // relative path
    if (!push_bytes(G, path, &length))                // relative path bytes
        return 0;
    if (!is_inside(path, box->real_folder))
        luaL_error(G, "module '%s' leads out of the folder of the config", name);
    lua_pushfstring(G, "@%s", path);                  // relative path bytes chunk_name
    if (luaL_loadbufferx(G, lua_touserdata(G, -2), length, lua_tostring(G, -1), "t") != LUA_OK) // ... chunk
        lua_error(G);
    return 1;
}

/* ---- source of whisker's own modules, asked of the host ---- */

/* In the host: module name (a light userdata, since the caller may not raise) -> source, chunk name, or nothing. */
static int find_source(lua_State *L)
{
    size_t length;
    lua_pushstring(L, lua_touserdata(L, 1));          // pointer name
    lua_replace(L, 1);                                // name
    if (lua_getfield(L, LUA_REGISTRYINDEX, GUARD_SOURCES) == LUA_TFUNCTION) { // name sources
        lua_pushvalue(L, 1);                          // name sources name
        lua_call(L, 1, 2);                            // name source chunk_name
        return 2;
    }
    lua_getglobal(L, "package");                      // name nil package
    lua_getfield(L, -1, "searchpath");                // name nil package searchpath
    lua_pushvalue(L, 1);                              // name nil package searchpath name
    lua_getfield(L, -3, "path");                      // name nil package searchpath name path
    lua_call(L, 2, 1);                                // name nil package file
    if (!lua_isstring(L, -1) || !push_bytes(L, lua_tostring(L, -1), &length)) // name nil package file bytes
        return 0;
    lua_pushlstring(L, lua_touserdata(L, -1), length); // name nil package file bytes source
    lua_pushvalue(L, -3);                             // name nil package file bytes source file
    return 2;
}

/* Call find_source in the host, protected; on success its two results are on top of L's stack, which box_run clears. */
static int ask_host(lua_State *L, const char *name)
{
    if (!lua_checkstack(L, 8))
        return 0;
    lua_pushcfunction(L, find_source);                // find_source
    lua_pushlightuserdata(L, (void *)(uintptr_t)name); // find_source name
    return lua_pcall(L, 1, 2, 0) == LUA_OK && lua_isstring(L, -2) && lua_isstring(L, -1); // source chunk_name
}

static int push_stock_chunk(lua_State *G, const box *box, const char *name)
{
    if (strncmp(name, "whisker.", strlen("whisker.")) != 0 || !is_module_name(name) || !ask_host(box->L, name))
        return 0;
    size_t length;
    const char *source = lua_tolstring(box->L, -2, &length);
    lua_pushfstring(G, "@%s", lua_tostring(box->L, -1)); // chunk_name
    if (luaL_loadbufferx(G, source, length, lua_tostring(G, -1), "t") != LUA_OK) // chunk_name chunk
        lua_error(G);
    return 1;
}

/* ---- require ---- */

static int raise_not_found(lua_State *G, const box *box, const char *name)
{
    if (strcmp(name, "whisker.core") == 0 || strcmp(name, "whisker.guard") == 0)
        return luaL_error(G, "a config cannot use '%s'", name);
    if (box->folder == NULL)
        return luaL_error(G, "no module '%s': there is no folder to look in, and whisker has no such module", name);
    return luaL_error(G, "no module '%s' in the folder of the config, and whisker has no such module", name);
}

static int require(lua_State *G)
{
    const box *box = box_of(G);
    const char *name = luaL_checkstring(G, 1);
    lua_settop(G, 1);                                 // name
    lua_rawgetp(G, LUA_REGISTRYINDEX, &loaded_key);   // name loaded
    if (lua_getfield(G, 2, name) != LUA_TNIL) {       // name loaded module
        if (lua_islightuserdata(G, -1))
            return luaL_error(G, "module '%s' requires itself", name);
        return 1;
    }
    if (!push_own_chunk(G, box, name) && !push_stock_chunk(G, box, name)) // name loaded ... chunk
        return raise_not_found(G, box, name);
    lua_pushlightuserdata(G, (void *)(uintptr_t)&loaded_key); // name loaded ... chunk mark
    lua_setfield(G, 2, name);                         // name loaded ... chunk
    lua_pushvalue(G, 1);                              // name loaded ... chunk name
    if (lua_pcall(G, 1, 1, 0) != LUA_OK) {            // name loaded ... module
        lua_pushnil(G);                               // name loaded ... message nil
        lua_setfield(G, 2, name);                     // name loaded ... message
        return lua_error(G);
    }
    if (lua_isnil(G, -1))
        lua_pushboolean(G, 1);                        // name loaded ... nil true
    lua_pushvalue(G, -1);                             // name loaded ... module module
    lua_setfield(G, 2, name);                         // name loaded ... module
    return 1;
}

static void know_library(lua_State *G, const char *name)
{
    lua_getfield(G, -2, name);                        // globals loaded library
    lua_setfield(G, -2, name);                        // globals loaded
}

void open_require(lua_State *G)
{
    lua_newtable(G);                                  // globals loaded
    know_library(G, "table");
    know_library(G, "string");
    know_library(G, "math");
    know_library(G, "utf8");
    lua_rawsetp(G, LUA_REGISTRYINDEX, &loaded_key);   // globals
    lua_pushcfunction(G, require);                    // globals require
    lua_setfield(G, -2, "require");                   // globals
}
