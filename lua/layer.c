#include "layer.h"

#include "binding/binding.h"
#include "embedded.h"
#include "sandbox.h"

#include <lualib.h>

#include <string.h>

static const embedded_file *find_file(const char *name)
{
    for (const embedded_file *file = embedded_files; file->name != NULL; file++)
        if (strcmp(file->name, name) == 0)
            return file;
    return NULL;
}

/* "whisker.report" is whisker/report.lua or whisker/report/init.lua. */
static const embedded_file *find_module(lua_State *L, const char *module)
{
    const char *path = luaL_gsub(L, module, ".", "/"); // path
    const embedded_file *file = find_file(lua_pushfstring(L, "%s.lua", path)); // path name
    if (file == NULL)
        file = find_file(lua_pushfstring(L, "%s/init.lua", path)); // path name name
    return file;
}

static int search_embedded(lua_State *L)
{
    const char *module = luaL_checkstring(L, 1);
    const embedded_file *file = find_module(L, module); // path name...
    if (file == NULL) {
        lua_pushfstring(L, "no module '%s' inside the program", module); // message
        return 1;
    }
    lua_pushfstring(L, "@%s", file->name);            // chunk_name
    if (luaL_loadbufferx(L, file->bytes, file->length, lua_tostring(L, -1), "t") != LUA_OK) // chunk_name chunk
        return lua_error(L);
    lua_pushstring(L, file->name);                    // chunk_name chunk name
    return 2;
}

/* The source of an embedded module for whisker.guard: source, chunk name, or nothing. */
static int source_of(lua_State *L)
{
    const embedded_file *file = find_module(L, luaL_checkstring(L, 1)); // path name...
    if (file == NULL)
        return 0;
    lua_pushlstring(L, file->bytes, file->length);    // source
    lua_pushstring(L, file->name);                    // source name
    return 2;
}

void open_layer(lua_State *L)
{
    luaL_openlibs(L);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE); // preload
    lua_pushcfunction(L, luaopen_whisker_core);       // preload open
    lua_setfield(L, -2, "whisker.core");              // preload
    lua_pushcfunction(L, luaopen_whisker_guard);      // preload open
    lua_setfield(L, -2, "whisker.guard");             // preload
    lua_getglobal(L, "package");                      // preload package
    lua_getfield(L, -1, "searchers");                 // preload package searchers
    for (lua_Integer i = (lua_Integer)lua_rawlen(L, -1); i >= 2; i--) {
        lua_rawgeti(L, -1, i);                        // preload package searchers searcher
        lua_rawseti(L, -2, i + 1);                    // preload package searchers
    }
    lua_pushcfunction(L, search_embedded);            // preload package searchers searcher
    lua_rawseti(L, -2, 2);                            // preload package searchers
    lua_pop(L, 3);                                    //
    lua_pushcfunction(L, source_of);                  // source_of
    lua_setfield(L, LUA_REGISTRYINDEX, GUARD_SOURCES); //
}

void watch_layer(lua_State *L, whisker_work *work)
{
    lua_getglobal(L, "require");                      // require
    lua_pushliteral(L, "whisker.core");               // require name
    lua_call(L, 1, 0);                                //
    push_work_of_all(L, work);                        // work
    lua_pop(L, 1);                                    //
}
