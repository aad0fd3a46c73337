/* Arguments checked, misuse raised, data problems returned. */
#include "binding.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

/* ---- functions that know their name ---- */

enum { NAME_UPVALUE = 1, METHOD_UPVALUE = 2 };

void register_functions(lua_State *L, const luaL_Reg *functions, int are_methods)
{
    for (; functions->name != NULL; functions++) {
        lua_pushstring(L, functions->name);           // module name
        lua_pushboolean(L, are_methods);              // module name is_method
        lua_pushcclosure(L, functions->func, 2);      // module function
        lua_setfield(L, -2, functions->name);         // module
    }
}

void register_closure(lua_State *L, const char *name, lua_CFunction function, int extra)
{
    lua_pushstring(L, name);                          // module extra... name
    lua_insert(L, -1 - extra);                        // module name extra...
    lua_pushboolean(L, 0);                            // module name extra... is_method
    lua_insert(L, -1 - extra);                        // module name is_method extra...
    lua_pushcclosure(L, function, 2 + extra);         // module function
    lua_setfield(L, -2, name);                        // module
}

/* ---- misuse ---- */

int misuse(lua_State *L, int index, const char *format, ...)
{
    const char *name = lua_tostring(L, lua_upvalueindex(NAME_UPVALUE));
    int position = lua_toboolean(L, lua_upvalueindex(METHOD_UPVALUE)) ? index - 1 : index;
    va_list arguments;
    va_start(arguments, format);
    const char *message = lua_pushvfstring(L, format, arguments);
    va_end(arguments);
    if (position == 0)
        return luaL_error(L, "calling '%s' on bad self (%s)", name, message);
    return luaL_error(L, "bad argument #%d to '%s' (%s)", position, name, message);
}

static const char *type_name(lua_State *L, int index)
{
    if (luaL_getmetafield(L, index, "__name") == LUA_TSTRING)
        return lua_tostring(L, -1);
    return lua_isnone(L, index) ? "nil" : luaL_typename(L, index);
}

int misuse_type(lua_State *L, int index, const char *expected)
{
    return misuse(L, index, "%s expected, got %s", expected, type_name(L, index));
}

const char *take_text(lua_State *L, int index, size_t *length)
{
    if (lua_type(L, index) != LUA_TSTRING)
        misuse_type(L, index, "string");
    return lua_tolstring(L, index, length);
}

double take_number(lua_State *L, int index)
{
    if (lua_isnil(L, index))
        return NAN;
    if (lua_type(L, index) != LUA_TNUMBER)
        misuse_type(L, index, "number");
    return lua_tonumber(L, index);
}

int64_t take_integer(lua_State *L, int index)
{
    int is_integer;
    if (lua_type(L, index) != LUA_TNUMBER)
        misuse_type(L, index, "integer");
    lua_Integer integer = lua_tointegerx(L, index, &is_integer);
    if (!is_integer)
        misuse(L, index, "integer expected, got a number that is none");
    return integer;
}

int64_t take_place(lua_State *L, int index, int64_t count, const char *what)
{
    int64_t place = take_integer(L, index);
    if (place < 1 || place > count)
        misuse(L, index, "%s %I is not one of 1 to %I", what, (LUAI_UACINT)place, (LUAI_UACINT)count);
    return place - 1;
}

void take_table(lua_State *L, int index)
{
    if (!lua_istable(L, index))
        misuse_type(L, index, "table");
}

/* ---- data problems ---- */

static void push_message(lua_State *L, const whisker_error *error, const char *source)
{
    if (source == NULL)
        lua_pushstring(L, error->text);
    else if (error->line > 0)
        lua_pushfstring(L, "%s:%I: %s", source, (LUAI_UACINT)error->line, error->text);
    else
        lua_pushfstring(L, "%s: %s", source, error->text);
}

int push_failure(lua_State *L, int index, int32_t status, const whisker_error *error, const char *source)
{
    if (status == WHISKER_BAD_ARGUMENT || status == WHISKER_BAD_OPTION)
        return misuse(L, index, "%s", error->text);
    luaL_pushfail(L);                                 // nil
    push_message(L, error, source);                   // nil message
    lua_pushstring(L, whisker_status_text(status));   // nil message code
    return 3;
}
