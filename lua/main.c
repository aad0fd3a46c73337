/* The program whisker: a Lua state with the layer inside. All that it does is in whisker/cli.
 *
 * SIGINT stops the work that is under way; then the program ends by that signal, so that the shell sees 130 and a loop
 * around the program ends with it. A second one ends it at once. */
#define _POSIX_C_SOURCE 200809L
#include "bar.h"
#include "layer.h"
#include "untrusted.h"

#include <lauxlib.h>

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { STATUS_UNWRITTEN = 3, STATUS_TOO_LARGE = 3, STATUS_BROKEN = 70 }; /* EX_SOFTWARE */

/* ---- what the command line and the terminal say ---- */

static void push_arguments(lua_State *L, int count, char **arguments)
{
    lua_createtable(L, count - 1, 0);                 // list
    for (int i = 1; i < count; i++) {
        lua_pushstring(L, arguments[i]);              // list argument
        lua_rawseti(L, -2, i);                        // list
    }
}

/* terminal.bar(from, to, text); terminal.bar(): it is over */
static int show_bar(lua_State *L)
{
    bar *bar = lua_touserdata(L, lua_upvalueindex(1));
    if (lua_isnoneornil(L, 1))
        bar_clear(bar);
    else
        bar_show(bar, luaL_checknumber(L, 1), luaL_checknumber(L, 2), luaL_optstring(L, 3, NULL));
    return 0;
}

static int stderr_takes_a_bar(void)
{
    const char *kind = getenv("TERM");
    return isatty(STDERR_FILENO) && kind != NULL && strcmp(kind, "dumb") != 0;
}

static void push_terminal(lua_State *L, bar *bar)
{
    struct winsize size;
    lua_createtable(L, 0, 3);                         // terminal
    lua_pushboolean(L, isatty(STDOUT_FILENO));        // terminal is_terminal
    lua_setfield(L, -2, "stdout_is_terminal");        // terminal
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        lua_pushinteger(L, size.ws_col);              // terminal columns
        lua_setfield(L, -2, "columns");               // terminal
    }
    if (bar != NULL && stderr_takes_a_bar()) {
        lua_pushlightuserdata(L, bar);                // terminal bar
        lua_pushcclosure(L, show_bar, 1);             // terminal show
        lua_setfield(L, -2, "bar");                   // terminal
    }
}

typedef struct command_line {
    int count;
    char **arguments;
    whisker_work *work;
    bar *bar;
} command_line;

/* cli.main(arguments, terminal) -> exit status */
static int run(lua_State *L)
{
    const command_line *given = lua_touserdata(L, 1); // given
    open_layer(L);
    watch_layer(L, given->work);
    lua_getglobal(L, "require");                      // given require
    lua_pushliteral(L, "whisker.cli");                // given require name
    lua_call(L, 1, 1);                                // given cli
    lua_getfield(L, -1, "main");                      // given cli main
    push_arguments(L, given->count, given->arguments); // given cli main arguments
    push_terminal(L, given->bar);                     // given cli main arguments terminal
    lua_call(L, 2, 1);                                // given cli status
    if (!lua_isinteger(L, -1))
        return luaL_error(L, "cli.main returned a %s, not an exit status", luaL_typename(L, -1));
    return 1;
}

/* ---- Ctrl-C ---- */

static struct {
    lua_State *state;
    whisker_work *work;
    pthread_t thread; /* of Lua */
} running;            /* a signal handler has no other way to know */

static void end_by(int number)
{
    signal(number, SIG_DFL);
    raise(number);
}

static void raise_interrupted(lua_State *L, lua_Debug *where)
{
    (void)where;
    luaL_error(L, "interrupted");
}

/* Calls of the core return "cancelled"; Lua ends before its next instruction, and whoever catches that does as well. */
static void interrupt(int number)
{
    if (!pthread_equal(pthread_self(), running.thread)) {
        pthread_kill(running.thread, number);
        return;
    }
    if (whisker_work_stopped(running.work))
        end_by(number);
    whisker_work_stop(running.work);
    lua_sethook(running.state, raise_interrupted, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
}

static void take_interrupts(lua_State *L, whisker_work *work)
{
    struct sigaction action, before;
    sigaction(SIGINT, NULL, &before);
    if (before.sa_handler == SIG_IGN)
        return; /* of a job in the background */
    memset(&action, 0, sizeof action);
    action.sa_handler = interrupt;
    action.sa_flags = SA_RESTART;
    running.state = L;
    running.work = work;
    running.thread = pthread_self();
    sigaction(SIGINT, &action, NULL);
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
    int outcome = lua_pcall(L, 1, 1, 1);              // add_traceback status
    if (outcome == LUA_OK)
        return (int)lua_tointeger(L, -1);
    if (given->bar != NULL)
        bar_clear(given->bar);
    if (whisker_work_stopped(given->work)) {
        fflush(stdout);
        end_by(SIGINT);
    }
    if (outcome == LUA_ERRMEM) {
        fprintf(stderr, "whisker: not enough memory for these logs\n");
        return STATUS_TOO_LARGE;
    }
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

static int run_in_a_state(command_line *given)
{
    lua_State *L = luaL_newstate();
    if (L == NULL) {
        fprintf(stderr, "whisker: not enough memory\n");
        return STATUS_BROKEN;
    }
    take_interrupts(L, given->work);
    int status = run_protected(L, given);
    signal(SIGINT, SIG_DFL);
    lua_sethook(L, NULL, 0, 0);
    lua_close(L);
    return status;
}

int main(int count, char **arguments)
{
    command_line given = {.count = count, .arguments = arguments};
    signal(SIGPIPE, SIG_DFL); /* a reader that goes away ends the program quietly, whatever the parent set */
    int of_child = untrusted_child(count, arguments);
    if (of_child >= 0)
        return of_child;
    if (whisker_work_new(NULL, &given.work, NULL) != WHISKER_OK) {
        fprintf(stderr, "whisker: not enough memory\n");
        return STATUS_BROKEN;
    }
    given.bar = bar_new(given.work);
    int status = run_in_a_state(&given);
    bar_free(given.bar);
    whisker_work_free(given.work);
    return close_output(status);
}
