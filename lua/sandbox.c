/* whisker.guard for Lua 5.4: configs run in states of their own (binding/guard.meta.lua says what is promised).
 *
 * A config gets a Lua state with a counting allocator, cut-down libraries and a budget of steps (sandbox/box.c); values
 * cross as copies of plain data (sandbox/copy.c). Functions among them become functions of the host that run in the
 * guarded state, each call under a fresh budget. The state lives as long as one of them. */
#define _XOPEN_SOURCE 700
#include "sandbox.h"

#include "binding/binding.h"
#include "sandbox/box.h"
#include "sandbox/copy.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define BOX_TYPE "whisker.Guard"

static const char exports_key = 0;

/* ---- boxes in the host: userdata whose user value is the log ---- */

static int box_collect(lua_State *L)
{
    box_close(luaL_checkudata(L, 1, BOX_TYPE));
    return 0;
}

typedef struct settings {
    int64_t memory_bytes, instructions;
    double seconds;
    const char *folder;
} settings;

static const option settings_options[] = {
    {"memory_bytes", OPTION_COUNT, offsetof(settings, memory_bytes), NULL},
    {"instructions", OPTION_COUNT, offsetof(settings, instructions), NULL},
    {"seconds", OPTION_NUMBER, offsetof(settings, seconds), NULL},
    {"folder", OPTION_TEXT, offsetof(settings, folder), NULL},
    {"globals", OPTION_OTHER, 0, NULL},
    {"log", OPTION_OTHER, 0, NULL},
    {NULL, OPTION_OTHER, 0, NULL},
};

static char *copy_text(lua_State *L, const char *text)
{
    char *copy = strdup(text);
    if (copy == NULL)
        luaL_error(L, "not enough memory");
    return copy;
}

static box *push_box(lua_State *L, const char *name, const settings *settings)
{
    box *box = lua_newuserdatauv(L, sizeof *box, 1);  // box
    memset(box, 0, sizeof *box);
    luaL_setmetatable(L, BOX_TYPE);
    box->bytes_allowed = settings->memory_bytes > 0 ? (size_t)settings->memory_bytes : (size_t)64 << 20;
    box->steps_allowed = settings->instructions > 0 ? settings->instructions : 50000000;
    box->seconds_allowed = settings->seconds > 0 ? settings->seconds : 10;
    box->name = copy_text(L, name);
    if (settings->folder != NULL) {
        box->real_folder = realpath(settings->folder[0] != '\0' ? settings->folder : ".", NULL);
        box->folder = box->real_folder != NULL ? copy_text(L, settings->folder) : NULL;
    }
    return box;
}

/* ---- functions that cross ---- */

static int call_exported(lua_State *L);
enum { BOX_UPVALUE = 1, NUMBER_UPVALUE = 2 };

/* In the guarded state: exports[number] is the function and exports[function] the number. */
static int64_t export_function(lua_State *G, int index, void *context)
{
    (void)context;
    lua_rawgetp(G, LUA_REGISTRYINDEX, &exports_key);  // exports
    lua_pushvalue(G, index);                          // exports function
    if (lua_rawget(G, -2) == LUA_TNIL) {              // exports nil
        lua_pop(G, 1);                                // exports
        lua_Integer number = (lua_Integer)lua_rawlen(G, -1) + 1;
        lua_pushvalue(G, index);                      // exports function
        lua_rawseti(G, -2, number);                   // exports
        lua_pushvalue(G, index);                      // exports function
        lua_pushinteger(G, number);                   // exports function number
        lua_rawset(G, -3);                            // exports
        lua_pushinteger(G, number);                   // exports number
    }
    int64_t number = lua_tointeger(G, -1);
    lua_pop(G, 2);                                    //
    return number;
}

static void push_exported(lua_State *G, int64_t number, void *context)
{
    (void)context;
    lua_rawgetp(G, LUA_REGISTRYINDEX, &exports_key);  // exports
    lua_rawgeti(G, -1, number);                       // exports function
    lua_remove(G, -2);                                // function
}

/* In the host: a function that came from the same config goes back as what it was. */
static int64_t number_in_host(lua_State *L, int index, void *context)
{
    if (lua_tocfunction(L, index) != call_exported)
        return -1;
    lua_getupvalue(L, index, BOX_UPVALUE);            // box
    lua_getupvalue(L, index, NUMBER_UPVALUE);         // box number
    int64_t number = lua_touserdata(L, -2) == context ? lua_tointeger(L, -1) : -1;
    lua_pop(L, 2);                                    //
    return number;
}

/* The context is the place of the box on the host's stack. */
static void push_in_host(lua_State *L, int64_t number, void *context)
{
    lua_pushvalue(L, *(const int *)context);          // box
    lua_pushinteger(L, number);                       // box number
    lua_pushcclosure(L, call_exported, 2);            // function
}

/* ---- a run in the guarded state ---- */

typedef enum phase { PHASE_START, PHASE_LOAD, PHASE_RUN, PHASE_COPY } phase;

typedef struct task {
    const char *source;
    size_t length;
    const void *globals;   /* packed */
    const void *arguments; /* packed, of a function */
    int64_t function;
    int is_edit;           /* the arguments, as the function left them, come before its results */
    phase phase;
} task;

static void set_globals(lua_State *G, const void *globals)
{
    lua_pushglobaltable(G);                           // globals
    unpack_values(G, globals, push_exported, NULL);   // globals given
    lua_pushnil(G);                                   // globals given nil
    while (lua_next(G, 2) != 0) {                     // globals given name value
        lua_pushvalue(G, 3);                          // globals given name value name
        if (lua_rawget(G, 1) != LUA_TNIL)             // globals given name value taken
            luaL_error(G, "%s: the global '%s' cannot be set; there is one of this name", box_of(G)->name,
                       lua_tostring(G, 3));
        lua_pop(G, 1);                                // globals given name value
        lua_pushvalue(G, 3);                          // globals given name value name
        lua_insert(G, 4);                             // globals given name name value
        lua_rawset(G, 1);                             // globals given name
    }
    lua_settop(G, 0);                                 //
}

/* In the guarded state: a source to its packed value. */
static int run_source(lua_State *G)
{
    task *task = lua_touserdata(G, 1);
    lua_settop(G, 0);                                 //
    task->phase = PHASE_LOAD;
    lua_pushfstring(G, "@%s", box_of(G)->name);       // chunk_name
    if (luaL_loadbufferx(G, task->source, task->length, lua_tostring(G, -1), "t") != LUA_OK) // chunk_name chunk
        return lua_error(G);
    task->phase = PHASE_RUN;
    lua_call(G, 0, 1);                                // chunk_name value
    task->phase = PHASE_COPY;
    if (lua_isnil(G, -1))
        return luaL_error(G, "%s: returns nothing; a config returns one value", box_of(G)->name);
    pack_values(G, 2, NULL, box_of(G)->name, export_function, NULL); // chunk_name value packed
    return 1;
}

/* The first source of a state: the config itself. */
static int run_config(lua_State *G)
{
    task *task = lua_touserdata(G, 1);
    open_libraries(G);
    lua_newtable(G);                                  // task exports
    lua_rawsetp(G, LUA_REGISTRYINDEX, &exports_key);  // task
    lua_settop(G, 0);                                 //
    set_globals(G, task->globals);
    lua_pushlightuserdata(G, task);                   // task
    return run_source(G);
}

/* In the guarded state: one of its functions from packed arguments to packed results. */
static int run_function(lua_State *G)
{
    task *task = lua_touserdata(G, 1);
    lua_settop(G, 0);                                 //
    push_exported(G, task->function, NULL);           // function
    int count = unpack_values(G, task->arguments, push_exported, NULL); // function arguments...
    luaL_checkstack(G, count + 1, "too many arguments");
    for (int index = 1; task->is_edit && index <= count + 1; index++)
        lua_pushvalue(G, index);                      // function arguments... function arguments...
    if (task->is_edit)
        lua_remove(G, 1);                             // arguments... function arguments...
    task->phase = PHASE_RUN;
    lua_call(G, count, LUA_MULTRET);                  // arguments... results...
    task->phase = PHASE_COPY;
    const char *names = task->is_edit ? "value %d" : "result %d";
    pack_values(G, 1, names, box_of(G)->name, export_function, NULL); // arguments... results... packed
    return 1;
}

/* ---- what a run leaves ---- */

/* Append what was printed to the log of the box at `index`, line by line. */
static void keep_log(lua_State *L, int index, box *box)
{
    lua_getiuservalue(L, index, 1);                   // log
    const char *line = box->log, *end = box->log + box->log_length;
    while (lua_istable(L, -1) && line < end) {
        const char *line_end = memchr(line, '\n', (size_t)(end - line));
        if (line_end == NULL)
            line_end = end;
        lua_pushlstring(L, line, (size_t)(line_end - line)); // log line
        lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1); // log
        line = line_end + 1;
    }
    box->log_length = 0;
    lua_pop(L, 1);                                    //
}

/* Push the message of a failed run. G is not protected here, so nothing is made in it. */
static void push_message(lua_State *L, box *box, int status)
{
    lua_State *G = box->G;
    size_t length;
    if (status == LUA_ERRMEM)
        lua_pushfstring(L, "%s: stopped: a config may not use more than %f MiB", box->name, // message
                        (LUAI_UACNUMBER)box->bytes_allowed / (1 << 20));
    else if (status == LUA_OK)
        lua_pushfstring(L, "%s: stopped: a config may not run for more than %I steps", box->name, // message
                        (LUAI_UACINT)box->steps_allowed);
    else if (lua_type(G, -1) != LUA_TSTRING)
        lua_pushfstring(L, "%s: raised a %s instead of a message", box->name, luaL_typename(G, -1)); // message
    else {
        const char *message = lua_tolstring(G, -1, &length);
        lua_pushlstring(L, message, length);          // message
    }
}

static const char *failure_code(const box *box, int status, phase phase)
{
    if (status == LUA_ERRMEM)
        return whisker_status_text(WHISKER_NO_MEMORY);
    if (box->is_spent)
        return whisker_status_text(WHISKER_CANCELLED);
    return phase == PHASE_RUN ? "failed" : whisker_status_text(WHISKER_MALFORMED);
}

/* Run under fresh budgets: 1 with the packed values on top of G's stack, or 0 with message and code on L's. */
static int run_task(lua_State *L, int box_index, box *box, lua_CFunction function, task *task)
{
    lua_settop(box->G, 0);
    lua_pushcfunction(box->G, function);
    lua_pushlightuserdata(box->G, task);
    int status = box_run(box, L, 1, 1);
    keep_log(L, box_index, box);
    if (status == LUA_OK && !box->is_spent)
        return 1;
    push_message(L, box, status);                     // message
    lua_pushstring(L, failure_code(box, status, task->phase)); // message code
    return 0;
}

/* Call a function of the config whose box stands at 1, with the arguments above it. */
static int call_in_box(lua_State *L, int64_t function, int is_edit)
{
    box *box = lua_touserdata(L, 1);
    task task = {.function = function, .is_edit = is_edit, .phase = PHASE_START};
    if (box->G == NULL)
        return luaL_error(L, "the state of this config is closed");
    if (box->is_running)
        return luaL_error(L, "%s: a function of a config is called while the config runs", box->name);
    pack_values(L, 2, "argument %d", "", number_in_host, box); // box arguments... packed
    task.arguments = lua_touserdata(L, -1);
    if (!run_task(L, 1, box, run_function, &task)) {  // box arguments... packed message code
        lua_pop(L, 1);                                // box arguments... packed message
        return lua_error(L);
    }
    int box_index = 1;
    lua_settop(L, 1);                                 // box
    return unpack_values(L, lua_touserdata(box->G, -1), push_in_host, &box_index); // box results...
}

static int call_exported(lua_State *L)
{
    lua_pushvalue(L, lua_upvalueindex(BOX_UPVALUE));  // arguments... box
    lua_insert(L, 1);                                 // box arguments...
    return call_in_box(L, lua_tointeger(L, lua_upvalueindex(NUMBER_UPVALUE)), 0);
}

/* A function that runs in the host edits the arguments themselves. */
static int edit_in_host(lua_State *L)
{
    int count = lua_gettop(L) - 1;
    lua_pushvalue(L, 1);                              // function arguments... function
    for (int i = 0; i < count; i++)
        lua_pushvalue(L, 2 + i);                      // function arguments... function arguments...
    lua_call(L, count, LUA_MULTRET);                  // function arguments... results...
    return lua_gettop(L) - 1;
}

static int guard_edit(lua_State *L)
{
    if (!lua_isfunction(L, 1))
        return misuse_type(L, 1, "function");
    luaL_checkstack(L, lua_gettop(L) + 8, "too many arguments");
    if (lua_tocfunction(L, 1) != call_exported)
        return edit_in_host(L);
    lua_getupvalue(L, 1, NUMBER_UPVALUE);             // function arguments... number
    int64_t number = lua_tointeger(L, -1);
    lua_pop(L, 1);                                    // function arguments...
    lua_getupvalue(L, 1, BOX_UPVALUE);                // function arguments... box
    lua_replace(L, 1);                                // box arguments...
    return call_in_box(L, number, 1);
}

/* More source in the state where a function lives; nothing for functions of the host. */
static int guard_extend(lua_State *L)
{
    task task = {.phase = PHASE_START};
    int box_index = 3;
    if (!lua_isfunction(L, 1))
        return misuse_type(L, 1, "function");
    task.source = take_text(L, 2, &task.length);
    lua_settop(L, 2);                                 // function source
    if (lua_tocfunction(L, 1) != call_exported)
        return 0;
    lua_getupvalue(L, 1, BOX_UPVALUE);                // function source box
    box *box = lua_touserdata(L, box_index);
    if (box->G == NULL || box->is_running)
        return luaL_error(L, "%s: a state that is closed or runs cannot be extended", box->name);
    if (!run_task(L, box_index, box, run_source, &task)) { // function source box message code
        lua_pop(L, 1);                                // function source box message
        return lua_error(L);
    }
    return unpack_values(L, lua_touserdata(box->G, -1), push_in_host, &box_index); // function source box value
}

/* ---- load ---- */

/* Push the option `globals`, packed. */
static void push_globals(lua_State *L)
{
    if (!push_option(L, 3, "globals"))                // globals
        lua_newtable(L);
    if (!lua_istable(L, -1))
        misuse(L, 3, "option 'globals' must be a table, got %s", luaL_typename(L, -1));
    lua_pushnil(L);                                   // globals nil
    while (lua_next(L, -2) != 0) {                    // globals name value
        if (lua_type(L, -2) != LUA_TSTRING)
            misuse(L, 3, "globals are named, found a %s as a name", luaL_typename(L, -2));
        lua_pop(L, 1);                                // globals name
    }
    pack_values(L, lua_gettop(L), NULL, "globals", number_in_host, NULL); // globals packed
}

static void set_log(lua_State *L, int box_index)
{
    if (!push_option(L, 3, "log"))                    // log
        return;
    if (!lua_istable(L, -1))
        misuse(L, 3, "option 'log' must be a table, got %s", luaL_typename(L, -1));
    lua_setiuservalue(L, box_index, 1);               //
}

/* As run_task: 0 with message and code when not even an empty state fits. */
static int start_box(lua_State *L, box *box)
{
    if (box_open(box))
        return 1;
    push_message(L, box, LUA_ERRMEM);                 // message
    lua_pushstring(L, failure_code(box, LUA_ERRMEM, PHASE_START)); // message code
    return 0;
}

static int has_exports(lua_State *G)
{
    lua_rawgetp(G, LUA_REGISTRYINDEX, &exports_key);  // packed exports
    int has = lua_rawlen(G, -1) > 0;
    lua_pop(G, 1);                                    // packed
    return has;
}

static int guard_load(lua_State *L)
{
    settings settings = {0, 0, 0, NULL};
    task task = {.phase = PHASE_START};
    int box_index = 4;
    task.source = take_text(L, 1, &task.length);
    const char *name = take_text(L, 2, NULL);
    take_options(L, 3, settings_options, &settings);
    lua_settop(L, 3);                                 // source name options
    box *box = push_box(L, name, &settings);          // source name options box
    set_log(L, box_index);
    push_globals(L);                                  // ... globals packed
    task.globals = lua_touserdata(L, -1);
    if (!start_box(L, box) || !run_task(L, box_index, box, run_config, &task)) { // ... message code
        luaL_pushfail(L);                             // ... message code nil
        lua_insert(L, -3);                            // ... nil message code
        box_close(box);
        return 3;
    }
    unpack_values(L, lua_touserdata(box->G, -1), push_in_host, &box_index); // ... value
    if (!has_exports(box->G))
        box_close(box);
    return 1;
}

static const luaL_Reg guard_functions[] = {
    {"load", guard_load},
    {"edit", guard_edit},
    {"extend", guard_extend},
    {NULL, NULL},
};

int luaopen_whisker_guard(lua_State *L)
{
    static const luaL_Reg *const no_methods[] = {NULL};
    luaL_checkversion(L);
    make_handle_type(L, BOX_TYPE, no_methods, box_collect);
    lua_newtable(L);                                  // guard
    register_functions(L, guard_functions, 0);
    return 1;
}
