/* Lua lists into C arrays. */
#include "binding.h"

#include <math.h>

void *push_array(lua_State *L, int64_t count, size_t element)
{
    if (count < 0 || (uint64_t)count > SIZE_MAX / 2 / element)
        luaL_error(L, "not enough memory");
    return lua_newuserdatauv(L, count > 0 ? (size_t)count * element : 1, 0);
}

int64_t list_length(lua_State *L, int index)
{
    int is_integer = 0;
    lua_Integer n = 0;
    if (push_option(L, index, "n")) {                 // n
        n = lua_tointegerx(L, -1, &is_integer);
        lua_pop(L, 1);                                //
    }
    return is_integer && n >= 0 ? n : (int64_t)lua_rawlen(L, index);
}

static int raise_element(lua_State *L, int index, const char *name, int64_t place, const char *expected)
{
    return misuse(L, index, "element %I of %s%s%s must be %s, got %s", (LUAI_UACINT)place, name ? "'" : "the list",
                  name ? name : "", name ? "'" : "", expected, luaL_typename(L, -1));
}

static int is_false(lua_State *L, int index)
{
    return lua_isnil(L, index) || (lua_isboolean(L, index) && !lua_toboolean(L, index));
}

double *push_numbers(lua_State *L, int index, int list, const char *name, int64_t count)
{
    double *numbers = push_array(L, count, sizeof *numbers); // numbers
    for (int64_t i = 0; i < count; i++) {
        lua_rawgeti(L, list, i + 1);                  // numbers element
        if (is_false(L, -1))
            numbers[i] = NAN;
        else if (lua_type(L, -1) == LUA_TNUMBER)
            numbers[i] = lua_tonumber(L, -1);
        else
            raise_element(L, index, name, i + 1, "a number or false");
        lua_pop(L, 1);                                // numbers
    }
    return numbers;
}

void push_number_list(lua_State *L, const double *numbers, int64_t count)
{
    lua_newtable(L);                                  // list
    for (int64_t i = 0; i < count; i++) {
        if (numbers[i] != numbers[i])
            lua_pushboolean(L, 0);                    // list false
        else
            lua_pushnumber(L, numbers[i]);            // list number
        lua_rawseti(L, -2, i + 1);                    // list
    }
}

/* A label as a key: text, or a number that equals itself. */
static int is_label(lua_State *L, int index)
{
    return lua_type(L, index) == LUA_TSTRING ||
           (lua_type(L, index) == LUA_TNUMBER && !isnan(lua_tonumber(L, index)));
}

/* The code of the label on top of the stack, which is taken. */
static int64_t code_of(lua_State *L, int dictionary, int64_t *n_codes)
{
    lua_pushvalue(L, -1);                             // label label
    if (lua_rawget(L, dictionary) == LUA_TNIL) {      // label nil
        lua_pushvalue(L, -2);                         // label nil label
        lua_pushinteger(L, (*n_codes)++);             // label nil label code
        lua_rawset(L, dictionary);                    // label nil
        lua_pop(L, 2);                                //
        return *n_codes - 1;
    }
    int64_t code = lua_tointeger(L, -1);              // label code
    lua_pop(L, 2);                                    //
    return code;
}

void encode_labels(lua_State *L, int index, int list, const char *name, int64_t count, int singles, int64_t *codes)
{
    int64_t n_codes = 0;
    lua_newtable(L);                                  // dictionary
    int dictionary = lua_gettop(L);
    for (int64_t i = 0; i < count; i++) {
        lua_rawgeti(L, list, i + 1);                  // dictionary label
        if (is_label(L, -1)) {
            codes[i] = code_of(L, dictionary, &n_codes); // dictionary
            continue;
        }
        if (!is_false(L, -1))
            raise_element(L, index, name, i + 1, "a text, a number or false");
        codes[i] = singles ? n_codes++ : -1;
        lua_pop(L, 1);                                // dictionary
    }
    lua_pop(L, 1);                                    //
}
