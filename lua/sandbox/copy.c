#include "copy.h"

#include <lauxlib.h>

#include <string.h>

typedef enum mark { MARK_NIL, MARK_FALSE, MARK_TRUE, MARK_INTEGER, MARK_NUMBER, MARK_TEXT, MARK_FUNCTION, MARK_TABLE,
                    MARK_END } mark;

/* ---- bytes that grow, in a userdata at a fixed place of the stack ---- */

typedef struct packer {
    lua_State *L;
    int slot;
    char *bytes;
    size_t length, capacity;
    int64_t values;
    const char *names, *who;
    number_function *number_of;
    void *context;
} packer;

static void grow(packer *packer, size_t needed)
{
    size_t capacity = packer->capacity;
    while (capacity < needed)
        capacity *= 2;
    char *bytes = lua_newuserdatauv(packer->L, capacity, 0); // ... bytes
    if (packer->length > 0)
        memcpy(bytes, packer->bytes, packer->length);
    lua_replace(packer->L, packer->slot);             // ...
    packer->bytes = bytes;
    packer->capacity = capacity;
}

static void add_bytes(packer *packer, const void *bytes, size_t count)
{
    if (packer->length + count > packer->capacity)
        grow(packer, packer->length + count);
    memcpy(packer->bytes + packer->length, bytes, count);
    packer->length += count;
}

static void add_mark(packer *packer, mark mark)
{
    char byte = (char)mark;
    add_bytes(packer, &byte, 1);
}

/* ---- the place of a value, for messages: "report.to[2]" ---- */

typedef struct place {
    const struct place *above; /* NULL: a whole value */
    const char *name;          /* or NULL: an index */
    lua_Integer index;
} place;

static void push_place(lua_State *L, const packer *packer, const place *at)
{
    if (at->above == NULL) {
        lua_pushfstring(L, packer->names == NULL ? "" : packer->names, (int)at->index); // text
        return;
    }
    push_place(L, packer, at->above);                 // above
    if (at->name == NULL)
        lua_pushfstring(L, "%s[%I]", lua_tostring(L, -1), (LUAI_UACINT)at->index); // above text
    else
        lua_pushfstring(L, "%s%s%s", lua_tostring(L, -1), lua_rawlen(L, -1) > 0 ? "." : "", at->name); // above text
    lua_remove(L, -2);                                // text
}

static void refuse(const packer *packer, const place *at, const char *problem)
{
    lua_State *L = packer->L;
    luaL_checkstack(L, 8 + DEEPEST_VALUE, NULL);
    push_place(L, packer, at);                        // ... place
    const char *whole = lua_rawlen(L, -1) > 0 ? lua_tostring(L, -1) : "the value";
    lua_pushfstring(L, "%s%s%s: %s", packer->who, packer->who[0] != '\0' ? ": " : "", whole, problem); // ... message
    lua_error(L);
}

/* ---- packing ---- */

static void pack_value(packer *packer, int index, int depth, const place *at);

static void pack_text(packer *packer, int index, const place *at)
{
    size_t length;
    const char *text = lua_tolstring(packer->L, index, &length);
    if (length > LONGEST_TEXT)
        refuse(packer, at, "a text of more than 16 MiB");
    add_mark(packer, MARK_TEXT);
    add_bytes(packer, &length, sizeof length);
    add_bytes(packer, text, length);
}

static void pack_number(packer *packer, int index)
{
    lua_Integer integer = lua_tointeger(packer->L, index);
    lua_Number number = lua_tonumber(packer->L, index);
    int is_integer = lua_isinteger(packer->L, index);
    add_mark(packer, is_integer ? MARK_INTEGER : MARK_NUMBER);
    if (is_integer)
        add_bytes(packer, &integer, sizeof integer);
    else
        add_bytes(packer, &number, sizeof number);
}

static void pack_function(packer *packer, int index, const place *at)
{
    int64_t number = packer->number_of(packer->L, index, packer->context);
    if (number < 0)
        refuse(packer, at, "a function that cannot be given to a config");
    add_mark(packer, MARK_FUNCTION);
    add_bytes(packer, &number, sizeof number);
}

/* The key on top of the stack as a place below `at`. */
static place place_of_key(const packer *packer, int index, const place *at)
{
    place below = {.above = at};
    size_t length;
    if (lua_type(packer->L, index) == LUA_TNUMBER) {
        below.index = lua_tointeger(packer->L, index);
        return below;
    }
    if (lua_type(packer->L, index) != LUA_TSTRING)
        refuse(packer, at, "a key that is neither a text nor a number");
    below.name = lua_tolstring(packer->L, index, &length);
    if (length > LONGEST_NAME)
        refuse(packer, at, "a name longer than 200 bytes");
    return below;
}

static void pack_table(packer *packer, int index, int depth, const place *at)
{
    lua_State *L = packer->L;
    if (depth == DEEPEST_VALUE)
        refuse(packer, at, "nested more than 32 deep, or a table that contains itself");
    if (lua_getmetatable(L, index))
        refuse(packer, at, "a table with a metatable; only plain data can cross");
    luaL_checkstack(L, 8, "too deeply nested");
    add_mark(packer, MARK_TABLE);
    lua_pushnil(L);                                   // nil
    while (lua_next(L, index) != 0) {                 // key value
        int value = lua_gettop(L);
        place below = place_of_key(packer, value - 1, at);
        pack_value(packer, value - 1, depth + 1, &below);
        pack_value(packer, value, depth + 1, &below);
        lua_settop(L, value - 1);                     // key
    }
    add_mark(packer, MARK_END);
}

static void pack_value(packer *packer, int index, int depth, const place *at)
{
    if (++packer->values > MOST_VALUES)
        refuse(packer, at, "more than 1000000 values");
    switch (lua_type(packer->L, index)) {
    case LUA_TNIL: add_mark(packer, MARK_NIL); break;
    case LUA_TBOOLEAN: add_mark(packer, lua_toboolean(packer->L, index) ? MARK_TRUE : MARK_FALSE); break;
    case LUA_TNUMBER: pack_number(packer, index); break;
    case LUA_TSTRING: pack_text(packer, index, at); break;
    case LUA_TFUNCTION: pack_function(packer, index, at); break;
    case LUA_TTABLE: pack_table(packer, index, depth, at); break;
    default: refuse(packer, at, "neither text, number, boolean, table nor function");
    }
}

void pack_values(lua_State *from, int first, const char *names, const char *who, number_function *number_of,
                 void *context)
{
    int last = lua_gettop(from);
    packer packer = {.L = from, .slot = last + 1, .names = names, .who = who, .number_of = number_of};
    packer.context = context;
    luaL_checkstack(from, 8, NULL);
    packer.capacity = 64;
    packer.bytes = lua_newuserdatauv(from, packer.capacity, 0); // values... bytes
    for (int index = first; index <= last; index++) {
        place at = {.index = index - first + 1};
        pack_value(&packer, index, 0, &at);
    }
    add_mark(&packer, MARK_END);                      // values... bytes
}

/* ---- unpacking ---- */

typedef struct unpacker {
    lua_State *L;
    const char *bytes;
    push_function *push;
    void *context;
} unpacker;

static void take_bytes(unpacker *unpacker, void *into, size_t count)
{
    memcpy(into, unpacker->bytes, count);
    unpacker->bytes += count;
}

static int unpack_value(unpacker *unpacker);

static void unpack_table(unpacker *unpacker)
{
    luaL_checkstack(unpacker->L, 8, "too deeply nested");
    lua_newtable(unpacker->L);                        // table
    while (unpack_value(unpacker)) {                  // table key
        unpack_value(unpacker);                       // table key value
        lua_rawset(unpacker->L, -3);                  // table
    }
}

static void unpack_text(unpacker *unpacker)
{
    size_t length;
    take_bytes(unpacker, &length, sizeof length);
    lua_pushlstring(unpacker->L, unpacker->bytes, length); // text
    unpacker->bytes += length;
}

/* Push the next value; 0 at an end. */
static int unpack_value(unpacker *unpacker)
{
    lua_Integer integer;
    lua_Number number;
    int64_t function;
    mark mark = (enum mark)*unpacker->bytes++;
    switch (mark) {
    case MARK_NIL: lua_pushnil(unpacker->L); break;
    case MARK_FALSE: lua_pushboolean(unpacker->L, 0); break;
    case MARK_TRUE: lua_pushboolean(unpacker->L, 1); break;
    case MARK_INTEGER:
        take_bytes(unpacker, &integer, sizeof integer);
        lua_pushinteger(unpacker->L, integer);
        break;
    case MARK_NUMBER:
        take_bytes(unpacker, &number, sizeof number);
        lua_pushnumber(unpacker->L, number);
        break;
    case MARK_TEXT: unpack_text(unpacker); break;
    case MARK_FUNCTION:
        take_bytes(unpacker, &function, sizeof function);
        unpacker->push(unpacker->L, function, unpacker->context);
        break;
    case MARK_TABLE: unpack_table(unpacker); break;
    case MARK_END: return 0;
    }
    return 1;
}

int unpack_values(lua_State *to, const void *bytes, push_function *push, void *context)
{
    unpacker unpacker = {.L = to, .bytes = bytes, .push = push, .context = context};
    int count = 0;
    luaL_checkstack(to, 8, NULL);
    while (unpack_value(&unpacker)) {                 // values...
        count++;
        luaL_checkstack(to, 8, "too many values");
    }
    return count;
}
