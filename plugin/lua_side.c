#include "lua_side.h"

#include "base/error.h"
#include "binding/binding.h"
#include "layer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- from messages and codes to statuses ---- */

/* The line in "config.lua:12: unknown key", 0 when a message has none. */
static int64_t line_of(const char *message)
{
    for (const char *colon = strchr(message, ':'); colon != NULL; colon = strchr(colon + 1, ':')) {
        char *end;
        long line = strtol(colon + 1, &end, 10);
        if (line > 0 && end > colon + 1 && end[0] == ':' && end[1] == ' ')
            return line;
    }
    return 0;
}

/* The status that a code of the layer means; what a config's function raised is the config's fault. */
static int32_t status_of(const char *code)
{
    for (int32_t status = WHISKER_BAD_ARGUMENT; status <= WHISKER_UNSUPPORTED; status++)
        if (code != NULL && strcmp(whisker_status_text(status), code) == 0)
            return status;
    return WHISKER_BAD_OPTION;
}

static int32_t fail(const char *message, int32_t status, whisker_error *error)
{
    return error_at(error, status, line_of(message), "%s", message);
}

int32_t lua_side_status(lua_State *L, int index, whisker_error *error)
{
    if (!lua_isnil(L, index))
        return WHISKER_OK;
    return fail(luaL_tolstring(L, index + 1, NULL), status_of(lua_tostring(L, index + 2)), error);
}

/* ---- life ---- */

typedef struct opening {
    lua_side *side;
    whisker_table *table;
} opening;

static int open_body(lua_State *L)
{
    const opening *opening = lua_touserdata(L, 1);
    open_layer(L);
    lua_getglobal(L, "require");                      // opening require
    lua_pushliteral(L, "whisker.core");               // opening require name
    lua_call(L, 1, 0);                                // opening
    push_borrowed(L, TABLE_TYPE, opening->table);     // opening table
    opening->side->table = luaL_ref(L, LUA_REGISTRYINDEX); // opening
    return 0;
}

int32_t lua_side_open(lua_side *side, whisker_table *table, whisker_error *error)
{
    opening opening = {side, table};
    side->session = side->table = LUA_NOREF;
    side->L = luaL_newstate();
    if (side->L == NULL)
        return error_memory(error);
    lua_setwarnf(side->L, NULL, NULL); /* nothing is printed in a host */
    return lua_side_run(side, open_body, &opening, error);
}

void lua_side_close(lua_side *side)
{
    if (side->L != NULL)
        lua_close(side->L);
}

/* ---- calls ---- */

int32_t lua_side_run(lua_side *side, lua_CFunction body, void *context, whisker_error *error)
{
    lua_State *L = side->L;
    int32_t status = WHISKER_OK;
    lua_pushcfunction(L, body);                       // body
    lua_pushlightuserdata(L, context);                // body context
    int outcome = lua_pcall(L, 1, 0, 0);              // or: message
    if (outcome == LUA_ERRMEM)
        status = error_memory(error);
    else if (outcome != LUA_OK)
        status = fail(lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "an error that is no text",
                      WHISKER_BAD_OPTION, error);
    lua_settop(L, 0);                                 //
    return status;
}

void lua_side_push_method(lua_State *L, const lua_side *side, const char *name)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, side->session); // session
    lua_getfield(L, -1, name);                        // session method
    lua_insert(L, -2);                                // method session
}

void lua_side_push_table(lua_State *L, const lua_side *side)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, side->table);   // table
}

/* ---- small things ---- */

static int note(lua_State *L)
{
    session_problems *problems = lua_touserdata(L, lua_upvalueindex(1));
    session_problems_add(problems, status_of(luaL_checkstring(L, 1)), luaL_checkstring(L, 2), luaL_optinteger(L, 3, 0),
                         luaL_checkstring(L, 4), luaL_optinteger(L, 5, 1));
    return 0;
}

void lua_side_push_note(lua_State *L, session_problems *problems)
{
    lua_pushlightuserdata(L, problems);               // problems
    lua_pushcclosure(L, note, 1);                     // note
}

double lua_side_number(lua_State *L, const char *field)
{
    lua_getfield(L, -1, field);                       // ... value
    double value = lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : NAN;
    lua_pop(L, 1);                                    // ...
    return value;
}

int64_t lua_side_count(lua_State *L, const char *field)
{
    lua_getfield(L, -1, field);                       // ... value
    int64_t count = lua_tointeger(L, -1);
    lua_pop(L, 1);                                    // ...
    return count;
}

void lua_side_set_number(lua_State *L, const char *field, double value)
{
    if (isnan(value))
        lua_pushnil(L);                               // ... nil
    else
        lua_pushnumber(L, value);                     // ... value
    lua_setfield(L, -2, field);                       // ...
}
