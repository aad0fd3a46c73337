/* What a config finds: the libraries base, table, string, math and utf8, cut down to a list of what is allowed and
 * edited in place, since ("x"):rep reaches the true string table whatever the environment says. */
#include "box.h"

#include "../binding/names.h"

#include <lualib.h>

#include <stdlib.h>
#include <string.h>

enum { SEED = 20240607, LONGEST_LOG = 65536 };

/* ---- the lists ---- */

/* What is added below need not stand here. */
static const char *const base_names[] = {
    "_G", "_VERSION", "assert", "error", "getmetatable", "ipairs", "pcall", "rawequal", "rawget", "rawlen", "rawset",
    "select", "setmetatable", "tonumber", "type", "table", "string", "math", "utf8", NULL,
};
static const char *const table_names[] = {"concat", "insert", "move", "pack", "remove", "sort", "unpack", NULL};
/* Without dump, which makes bytecode, and pack and unpack, which are for binary data. Patterns are our own. */
static const char *const string_names[] = {
    "byte", "char", "format", "len", "lower", "rep", "reverse", "sub", "upper", NULL,
};
static const char *const math_names[] = {
    "abs", "acos", "asin", "atan", "ceil", "cos", "deg", "exp", "floor", "fmod", "huge", "log", "max", "maxinteger",
    "min", "mininteger", "modf", "pi", "rad", "random", "randomseed", "sin", "sqrt", "tan", "tointeger", "type", "ult",
    NULL,
};
static const char *const utf8_names[] = {"char", "charpattern", "codepoint", "codes", "len", "offset", NULL};

/* Why a name that other Lua programs have is not there. */
static const char *const absent[][2] = {
    {"os", "a config has no clock, no environment and no processes"},
    {"io", "a config reads and writes no files; 'require' finds those beside it"},
    {"package", "'require' finds files beside the config and modules of whisker"},
    {"debug", "a config cannot look behind the language"},
    {"coroutine", "a config runs from its start to its end"},
    {"load", "a config is source, not bytecode or text put together"},
    {"loadstring", "a config is source, not bytecode or text put together"},
    {"loadfile", "use 'require' for a file beside the config"},
    {"dofile", "use 'require' for a file beside the config"},
    {NULL, NULL},
};

static int is_listed(const char *const *names, const char *name)
{
    for (; *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return 1;
    return 0;
}

/* Take everything out of the table on top of the stack that is not listed. */
static void keep_listed(lua_State *G, const char *const *names)
{
    lua_pushnil(G);                                   // library nil
    while (lua_next(G, -2) != 0) {                    // library name value
        lua_pop(G, 1);                                // library name
        if (lua_type(G, -1) == LUA_TSTRING && is_listed(names, lua_tostring(G, -1)))
            continue;
        lua_pushvalue(G, -1);                         // library name name
        lua_pushnil(G);                               // library name name nil
        lua_rawset(G, -4);                            // library name
    }
}

/* ---- replacing: the library's own function is an upvalue and runs in the same frame, so that its messages are its
 * own; those of table, string and utf8 use no upvalues ---- */

enum { ORIGINAL_UPVALUE = 1 };

static int call_original(lua_State *G)
{
    return lua_tocfunction(G, lua_upvalueindex(ORIGINAL_UPVALUE))(G);
}

static void replace(lua_State *G, const char *name, lua_CFunction function)
{
    lua_getfield(G, -1, name);                        // library original
    lua_pushcclosure(G, function, 1);                 // library replacement
    lua_setfield(G, -2, name);                        // library
}

static void add(lua_State *G, const char *name, lua_CFunction function)
{
    lua_pushcfunction(G, function);                   // library function
    lua_setfield(G, -2, name);                        // library
}

/* ---- table: loops in C that instructions do not count ---- */

static lua_Integer span(lua_Integer first, lua_Integer last)
{
    if (last < first)
        return 0;
    lua_Unsigned distance = (lua_Unsigned)last - (lua_Unsigned)first;
    return distance < (lua_Unsigned)LUA_MAXINTEGER ? (lua_Integer)distance + 1 : LUA_MAXINTEGER;
}

static lua_Integer length_of(lua_State *G)
{
    lua_Integer length = lua_istable(G, 1) ? luaL_len(G, 1) : 0;
    return length > 0 ? length : 0;
}

/* With a position they move the elements behind it. */
static int charged_insert(lua_State *G)
{
    if (lua_gettop(G) >= 3)
        box_charge(G, length_of(G));
    return call_original(G);
}

static int charged_remove(lua_State *G)
{
    if (lua_gettop(G) >= 2)
        box_charge(G, length_of(G));
    return call_original(G);
}

/* n log n comparisons; log n is 32 at most. */
static int charged_sort(lua_State *G)
{
    lua_Integer length = length_of(G);
    box_charge(G, length < LUA_MAXINTEGER / 32 ? length * 32 : LUA_MAXINTEGER);
    return call_original(G);
}

static int charged_move(lua_State *G)
{
    box_charge(G, span(luaL_checkinteger(G, 2), luaL_checkinteger(G, 3)));
    return call_original(G);
}

static int charged_concat(lua_State *G)
{
    lua_Integer last = lua_isnoneornil(G, 4) ? length_of(G) : luaL_checkinteger(G, 4);
    box_charge(G, span(luaL_optinteger(G, 3, 1), last));
    return call_original(G);
}

static void open_table(lua_State *G)
{
    luaL_requiref(G, LUA_TABLIBNAME, luaopen_table, 1); // table
    keep_listed(G, table_names);
    replace(G, "insert", charged_insert);
    replace(G, "remove", charged_remove);
    replace(G, "sort", charged_sort);
    replace(G, "move", charged_move);
    replace(G, "concat", charged_concat);
    lua_pop(G, 1);                                    //
}

/* ---- string and utf8 ---- */

/* The library's own loops n times even over nothing. */
static int string_rep(lua_State *G)
{
    size_t length, separator = 0;
    luaL_checklstring(G, 1, &length);
    luaL_checkinteger(G, 2);
    luaL_optlstring(G, 3, "", &separator);
    if (length + separator > 0)
        return call_original(G);
    lua_pushliteral(G, "");                           // text
    return 1;
}

static int shows_address(const char *format)
{
    while ((format = strchr(format, '%')) != NULL) {
        format++;
        format += strspn(format, "-+ #0123456789.");
        if (*format == 'p')
            return 1;
        format += *format != '\0';
    }
    return 0;
}

static int string_format(lua_State *G)
{
    luaL_argcheck(G, !shows_address(luaL_checkstring(G, 1)), 1, "'%p' shows an address, which changes from run to run");
    for (int i = 2; i <= lua_gettop(G); i++) {
        if (lua_type(G, i) != LUA_TTABLE && lua_type(G, i) != LUA_TFUNCTION)
            continue;
        push_plain_text(G, i);                        // arguments text
        lua_replace(G, i);                            // arguments
    }
    return call_original(G);
}

static void open_string(lua_State *G)
{
    luaL_requiref(G, LUA_STRLIBNAME, luaopen_string, 1); // string
    keep_listed(G, string_names);
    replace(G, "rep", string_rep);
    replace(G, "format", string_format);
    open_patterns(G);
    lua_pop(G, 1);                                    //
}

/* len, offset and codepoint walk over the text. */
static int charged_text(lua_State *G)
{
    size_t length = 0;
    luaL_checklstring(G, 1, &length);
    box_charge(G, (int64_t)length);
    return call_original(G);
}

static void open_utf8(lua_State *G)
{
    luaL_requiref(G, LUA_UTF8LIBNAME, luaopen_utf8, 1); // utf8
    keep_listed(G, utf8_names);
    replace(G, "len", charged_text);
    replace(G, "offset", charged_text);
    replace(G, "codepoint", charged_text);
    lua_pop(G, 1);                                    //
}

/* ---- math: the same random numbers in every run ---- */

static int math_randomseed(lua_State *G)
{
    lua_pushvalue(G, lua_upvalueindex(ORIGINAL_UPVALUE)); // ... randomseed
    lua_pushinteger(G, luaL_checkinteger(G, 1));      // ... randomseed seed
    lua_call(G, 1, 0);                                // ...
    return 0;
}

static void open_math(lua_State *G)
{
    luaL_requiref(G, LUA_MATHLIBNAME, luaopen_math, 1); // math
    keep_listed(G, math_names);
    replace(G, "randomseed", math_randomseed);
    lua_getfield(G, -1, "randomseed");                // math randomseed
    lua_pushinteger(G, SEED);                         // math randomseed seed
    lua_call(G, 1, 0);                                // math
    lua_pop(G, 1);                                    //
}

/* ---- base ---- */

void push_plain_text(lua_State *G, int index)
{
    int type = lua_type(G, index);
    int has_address = type == LUA_TTABLE || type == LUA_TFUNCTION || type == LUA_TUSERDATA || type == LUA_TTHREAD;
    if (has_address && luaL_getmetafield(G, index, "__tostring") == LUA_TNIL)
        lua_pushstring(G, lua_typename(G, type));     // text
    else
        luaL_tolstring(G, index, NULL);               // (metafield) text
}

static int base_tostring(lua_State *G)
{
    luaL_checkany(G, 1);
    push_plain_text(G, 1);                            // text
    return 1;
}

static void log_text(box *box, const char *text, size_t length)
{
    if (box->log == NULL)
        box->log = malloc(LONGEST_LOG);
    if (box->log == NULL || length > LONGEST_LOG - box->log_length)
        length = box->log == NULL ? 0 : LONGEST_LOG - box->log_length;
    if (length > 0)
        memcpy(box->log + box->log_length, text, length);
    box->log_length += length;
}

static int base_print(lua_State *G)
{
    box *box = box_of(G);
    int count = lua_gettop(G);
    for (int i = 1; i <= count; i++) {
        size_t length;
        push_plain_text(G, i);                        // ... text
        const char *text = lua_tolstring(G, -1, &length);
        if (i > 1)
            log_text(box, "\t", 1);
        log_text(box, text, length);
        lua_settop(G, count);                         // ...
    }
    log_text(box, "\n", 1);
    return 0;
}

/* A finalizer runs with hooks off, and nothing would stop it. One added to the metatable later does not count. */
static int base_setmetatable(lua_State *G)
{
    if (lua_istable(G, 2)) {
        lua_pushliteral(G, "__gc");                   // ... name
        if (lua_rawget(G, 2) != LUA_TNIL)             // ... finalizer
            return luaL_error(G, "a config cannot have finalizers (__gc)");
        lua_pop(G, 1);                                // ...
    }
    return call_original(G);
}

/* The handler runs after the error has unwound, not inside it: within the hook that raised, hooks are off. */
static int base_xpcall(lua_State *G)
{
    luaL_checktype(G, 2, LUA_TFUNCTION);
    lua_pushvalue(G, 2);                              // f handler ... handler
    lua_insert(G, 1);                                 // handler f handler ...
    lua_remove(G, 3);                                 // handler f ...
    int is_fine = lua_pcall(G, lua_gettop(G) - 2, LUA_MULTRET, 0) == LUA_OK; // handler results...
    if (!is_fine) {
        lua_pushvalue(G, 1);                          // handler error handler
        lua_insert(G, -2);                            // handler handler error
        lua_call(G, 1, LUA_MULTRET);                  // handler results...
    }
    lua_pushboolean(G, is_fine);                      // handler results... is_fine
    lua_replace(G, 1);                                // is_fine results...
    return lua_gettop(G);
}

static int base_collectgarbage(lua_State *G)
{
    if (strcmp(luaL_optstring(G, 1, "collect"), "count") != 0)
        return luaL_error(G, "collectgarbage only answers \"count\" in a config");
    lua_pushnumber(G, (lua_Number)box_of(G)->bytes_used / 1024); // kilobytes
    return 1;
}

/* ---- globals that are not there ---- */

static const char *reason_absent(const char *name)
{
    for (int i = 0; absent[i][0] != NULL; i++)
        if (strcmp(absent[i][0], name) == 0)
            return absent[i][1];
    return NULL;
}

static const char *nearest_global(lua_State *G, const char *name)
{
    nearest_name nearest = nearest_start(name);
    push_sorted_keys(G, 1);                           // names
    for (lua_Integer i = 1; lua_rawgeti(G, -1, i) == LUA_TSTRING; i++) { // names known
        nearest_try(&nearest, lua_tostring(G, -1));
        lua_pop(G, 1);                                // names
    }
    return nearest.best;
}

static int unknown_global(lua_State *G)
{
    if (lua_type(G, 2) != LUA_TSTRING)
        return 0;
    const char *name = lua_tostring(G, 2), *reason = reason_absent(name);
    if (reason != NULL)
        return luaL_error(G, "there is no '%s' here: %s", name, reason);
    const char *near = nearest_global(G, name);
    if (near != NULL)
        return luaL_error(G, "unknown global '%s'; did you mean '%s'?", name, near);
    return luaL_error(G, "unknown global '%s'", name);
}

static void watch_globals(lua_State *G)
{
    lua_createtable(G, 0, 2);                         // globals metatable
    lua_pushcfunction(G, unknown_global);             // globals metatable unknown_global
    lua_setfield(G, -2, "__index");                   // globals metatable
    lua_pushboolean(G, 0);                            // globals metatable false
    lua_setfield(G, -2, "__metatable");               // globals metatable
    lua_setmetatable(G, -2);                          // globals
}

void open_libraries(lua_State *G)
{
    luaL_requiref(G, LUA_GNAME, luaopen_base, 1);     // globals
    open_table(G);
    open_string(G);
    open_math(G);
    open_utf8(G);
    keep_listed(G, base_names);
    replace(G, "setmetatable", base_setmetatable);
    add(G, "tostring", base_tostring);
    add(G, "print", base_print);
    add(G, "xpcall", base_xpcall);
    add(G, "collectgarbage", base_collectgarbage);
    open_ordered(G);
    open_require(G);
    watch_globals(G);
    lua_pop(G, 1);                                    //
}
