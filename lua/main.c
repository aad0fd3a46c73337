/* The program whisker: a Lua state with whisker.core and whisker.guard inside, and the files of lua/whisker, which are
 * found before any on disk. All that it does is in whisker/cli.lua.
 *
 * SIGINT keeps its default, so that the shell sees 130 and a loop around the program ends with it. */
#define _POSIX_C_SOURCE 200809L
#include "embedded.h"
#include "sandbox.h"
#include "binding/binding.h"

#include <lualib.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { STATUS_UNWRITTEN = 3, STATUS_BROKEN = 70 }; /* EX_SOFTWARE */

/* ---- modules inside the program ---- */

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

static void open_modules(lua_State *L)
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

/* ---- what the command line and the terminal say ---- */

static void push_arguments(lua_State *L, int count, char **arguments)
{
    lua_createtable(L, count - 1, 0);                 // list
    for (int i = 1; i < count; i++) {
        lua_pushstring(L, arguments[i]);              // list argument
        lua_rawseti(L, -2, i);                        // list
    }
}

static void push_terminal(lua_State *L)
{
    struct winsize size;
    lua_createtable(L, 0, 3);                         // terminal
    lua_pushboolean(L, isatty(STDOUT_FILENO));        // terminal is_terminal
    lua_setfield(L, -2, "stdout_is_terminal");        // terminal
    lua_pushboolean(L, isatty(STDERR_FILENO));        // terminal is_terminal
    lua_setfield(L, -2, "stderr_is_terminal");        // terminal
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        lua_pushinteger(L, size.ws_col);              // terminal columns
        lua_setfield(L, -2, "columns");               // terminal
    }
}

typedef struct command_line {
    int count;
    char **arguments;
} command_line;

/* cli.main(arguments, terminal) -> exit status */
static int run(lua_State *L)
{
    const command_line *given = lua_touserdata(L, 1); // given
    open_modules(L);
    lua_getglobal(L, "require");                      // given require
    lua_pushliteral(L, "whisker.cli");                // given require name
    lua_call(L, 1, 1);                                // given cli
    lua_getfield(L, -1, "main");                      // given cli main
    push_arguments(L, given->count, given->arguments); // given cli main arguments
    push_terminal(L);                                 // given cli main arguments terminal
    lua_call(L, 2, 1);                                // given cli status
    if (!lua_isinteger(L, -1))
        return luaL_error(L, "cli.main returned a %s, not an exit status", luaL_typename(L, -1));
    return 1;
}

/* ---- the process ---- */

static int add_traceback(lua_State *L)
{
    luaL_traceback(L, L, luaL_tolstring(L, 1, NULL), 1); // error text traceback
    return 1;
}

static int run_protected(lua_State *L, command_line *given)
{
    lua_pushcfunction(L, add_traceback);              // add_traceback
    lua_pushcfunction(L, run);                        // add_traceback run
    lua_pushlightuserdata(L, given);                  // add_traceback run given
    if (lua_pcall(L, 1, 1, 1) == LUA_OK)              // add_traceback status
        return (int)lua_tointeger(L, -1);
    fprintf(stderr, "whisker: this is a fault of the program, please report it: %s\n", lua_tostring(L, -1));
    return STATUS_BROKEN;
}

static int close_output(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fprintf(stderr, "whisker: standard output cannot be written\n");
    return STATUS_UNWRITTEN;
}

int main(int count, char **arguments)
{
    command_line given = {count, arguments};
    signal(SIGPIPE, SIG_DFL); /* a reader that goes away ends the program quietly, whatever the parent set */
    lua_State *L = luaL_newstate();
    if (L == NULL) {
        fprintf(stderr, "whisker: not enough memory\n");
        return STATUS_BROKEN;
    }
    int status = run_protected(L, &given);
    lua_close(L);
    return close_output(status);
}
