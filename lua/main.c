/* The program whisker: a Lua state with the layer inside. All that it does is in whisker/cli.
 *
 * SIGINT keeps its default, so that the shell sees 130 and a loop around the program ends with it. */
#define _POSIX_C_SOURCE 200809L
#include "layer.h"

#include <lauxlib.h>

#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { STATUS_UNWRITTEN = 3, STATUS_BROKEN = 70 }; /* EX_SOFTWARE */

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
    open_layer(L);
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
