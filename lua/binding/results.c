/* Results: open structs into Lua tables, NaN into nil. */
#include "binding.h"

#include <math.h>
#include <stddef.h>

void push_number(lua_State *L, double value)
{
    if (isnan(value))
        lua_pushnil(L);
    else
        lua_pushnumber(L, value);
}

static void push_range(lua_State *L, const double *range)
{
    lua_createtable(L, 0, 2);                         // range
    push_number(L, range[0]);                         // range lo
    lua_setfield(L, -2, "lo");                        // range
    push_number(L, range[1]);                         // range hi
    lua_setfield(L, -2, "hi");                        // range
}

static void push_result(lua_State *L, result_kind kind, const void *place)
{
    switch (kind) {
    case RESULT_NUMBER: push_number(L, *(const double *)place); return;
    case RESULT_COUNT: lua_pushinteger(L, *(const int64_t *)place); return;
    case RESULT_SMALL: lua_pushinteger(L, *(const int32_t *)place); return;
    case RESULT_RANGE: push_range(L, place); return;
    case RESULT_COUNT_OR_NIL: break;
    }
    if (*(const int64_t *)place < 0)
        lua_pushnil(L);
    else
        lua_pushinteger(L, *(const int64_t *)place);
}

void set_results(lua_State *L, const result *results, const void *from)
{
    for (; results->key != NULL; results++) {
        push_result(L, results->kind, (const char *)from + results->offset); // table value
        lua_setfield(L, -2, results->key);            // table
    }
}
