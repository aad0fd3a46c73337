/* pairs and next in a fixed order: numbers, texts, false, true. Lua's own order changes from run to run with the seed
 * of its hash, and reports made from configs must not. */
#include "box.h"

#include <stdlib.h>
#include <string.h>

typedef enum key_rank { RANK_NUMBER, RANK_TEXT, RANK_FALSE, RANK_TRUE } key_rank;

typedef struct key {
    key_rank rank;
    int is_integer;
    lua_Integer integer;
    lua_Number number;
    const char *text;
    size_t length;
    lua_Integer place;
} key;

/* ---- one key ---- */

static key read_key(lua_State *G, int index)
{
    key read = {.rank = RANK_NUMBER};
    switch (lua_type(G, index)) {
    case LUA_TNUMBER:
        read.is_integer = lua_isinteger(G, index);
        read.integer = read.is_integer ? lua_tointeger(G, index) : 0;
        read.number = lua_tonumber(G, index);
        break;
    case LUA_TSTRING:
        read.rank = RANK_TEXT;
        read.text = lua_tolstring(G, index, &read.length);
        break;
    case LUA_TBOOLEAN:
        read.rank = lua_toboolean(G, index) ? RANK_TRUE : RANK_FALSE;
        break;
    default:
        luaL_error(G, "the keys of this table have no fixed order: one is a %s", luaL_typename(G, index));
    }
    return read;
}

static int compare_numbers(const key *a, const key *b)
{
    if (a->is_integer && b->is_integer)
        return (a->integer > b->integer) - (a->integer < b->integer);
    return (a->number > b->number) - (a->number < b->number);
}

/* By bytes, whatever the locale. */
static int compare_texts(const key *a, const key *b)
{
    size_t shorter = a->length < b->length ? a->length : b->length;
    int order = shorter > 0 ? memcmp(a->text, b->text, shorter) : 0;
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

static int compare_keys(const void *first, const void *second)
{
    const key *a = first, *b = second;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return a->rank == RANK_NUMBER ? compare_numbers(a, b) : a->rank == RANK_TEXT ? compare_texts(a, b) : 0;
}

/* ---- pairs: the keys at the start, sorted; keys that lose their value on the way are passed over ---- */

static lua_Integer push_keys(lua_State *G, int table)
{
    lua_Integer count = 0;
    lua_newtable(G);                                  // keys
    int keys = lua_gettop(G);
    lua_pushnil(G);                                   // keys nil
    while (lua_next(G, table) != 0) {                 // keys key value
        lua_pop(G, 1);                                // keys key
        lua_pushvalue(G, -1);                         // keys key key
        lua_rawseti(G, keys, ++count);                // keys key
    }
    return count;
}

void push_sorted_keys(lua_State *G, int table)
{
    lua_Integer count = push_keys(G, table);          // keys
    int keys = lua_gettop(G);
    box_charge(G, count * 8 + 1);
    key *list = lua_newuserdatauv(G, (size_t)(count + 1) * sizeof *list, 0); // keys list
    for (lua_Integer i = 0; i < count; i++) {
        lua_rawgeti(G, keys, i + 1);                  // keys list key
        list[i] = read_key(G, -1);
        list[i].place = i + 1;
        lua_pop(G, 1);                                // keys list
    }
    qsort(list, (size_t)count, sizeof *list, compare_keys);
    lua_createtable(G, (int)count, 0);                // keys list sorted
    for (lua_Integer i = 0; i < count; i++) {
        lua_rawgeti(G, keys, list[i].place);          // keys list sorted key
        lua_rawseti(G, -2, i + 1);                    // keys list sorted
    }
    lua_replace(G, keys);                             // sorted list
    lua_pop(G, 1);                                    // sorted
}

enum { KEYS_UPVALUE = 1, PLACE_UPVALUE = 2 };

static int next_pair(lua_State *G)
{
    lua_Integer place = lua_tointeger(G, lua_upvalueindex(PLACE_UPVALUE));
    luaL_checktype(G, 1, LUA_TTABLE);
    lua_settop(G, 1);                                 // table
    while (lua_rawgeti(G, lua_upvalueindex(KEYS_UPVALUE), ++place) != LUA_TNIL) { // table key
        lua_pushvalue(G, -1);                         // table key key
        if (lua_rawget(G, 1) != LUA_TNIL) {           // table key value
            lua_pushinteger(G, place);                // table key value place
            lua_replace(G, lua_upvalueindex(PLACE_UPVALUE)); // table key value
            return 2;
        }
        lua_pop(G, 2);                                // table
    }
    return 1;
}

static int pairs(lua_State *G)
{
    luaL_checkany(G, 1);
    if (luaL_getmetafield(G, 1, "__pairs") != LUA_TNIL) { // ... pairs
        lua_pushvalue(G, 1);                          // ... pairs table
        lua_call(G, 1, 3);                            // ... next state first
        return 3;
    }
    luaL_checktype(G, 1, LUA_TTABLE);
    lua_settop(G, 1);                                 // table
    push_sorted_keys(G, 1);                           // table keys
    lua_pushinteger(G, 0);                            // table keys place
    lua_pushcclosure(G, next_pair, 2);                // table next_pair
    lua_insert(G, 1);                                 // next_pair table
    lua_pushnil(G);                                   // next_pair table nil
    return 3;
}

/* ---- next: the smallest key after the given one. Without a state of its own it must look at all of them. ---- */

static int next(lua_State *G)
{
    int has_best = 0;
    key given = {.rank = RANK_NUMBER}, best = given;
    luaL_checktype(G, 1, LUA_TTABLE);
    lua_settop(G, 2);                                 // table given
    int from_start = lua_isnil(G, 2);
    if (!from_start)
        given = read_key(G, 2);
    lua_pushnil(G);                                   // table given best
    lua_pushnil(G);                                   // table given best nil
    while (lua_next(G, 1) != 0) {                     // table given best key value
        lua_pop(G, 1);                                // table given best key
        key candidate = read_key(G, -1);
        box_charge(G, 8);
        if ((!from_start && compare_keys(&candidate, &given) <= 0) ||
            (has_best && compare_keys(&candidate, &best) >= 0))
            continue;
        best = candidate;
        has_best = 1;
        lua_pushvalue(G, -1);                         // table given best key key
        lua_replace(G, 3);                            // table given best key
    }
    if (!has_best)
        return 1;                                     // table given nil
    lua_pushvalue(G, 3);                              // table given best best
    lua_rawget(G, 1);                                 // table given best value
    return 2;
}

void open_ordered(lua_State *G)
{
    lua_pushcfunction(G, pairs);                      // globals pairs
    lua_setfield(G, -2, "pairs");                     // globals
    lua_pushcfunction(G, next);                       // globals next
    lua_setfield(G, -2, "next");                      // globals
}
