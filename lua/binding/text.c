/* Text: numbers as text and back, JSON strings, sentences of notes. */
#include "binding.h"

#include <string.h>

static int32_t take_digits(lua_State *L, int index, int32_t most)
{
    int64_t digits = take_integer(L, index);
    if (digits < 0 || digits > most)
        misuse(L, index, "%I digits are not within 0 to %I", (LUAI_UACINT)digits, (LUAI_UACINT)most);
    return (int32_t)digits;
}

static int number_text(lua_State *L)
{
    char text[32];
    double number = take_number(L, 1);
    int32_t digits = lua_isnoneornil(L, 2) ? 0 : take_digits(L, 2, 17);
    size_t length = whisker_number_text(number, digits, text);
    lua_pushlstring(L, text, length);                 // text
    return 1;
}

static int fixed_text(lua_State *L)
{
    char text[400]; /* the largest double has 309 digits before the point */
    double number = take_number(L, 1);
    size_t length = whisker_fixed_text(number, take_digits(L, 2, 60), text, sizeof text);
    lua_pushlstring(L, text, length);                 // text
    return 1;
}

static int json_quote(lua_State *L)
{
    size_t length, needed = 0;
    const char *text = take_text(L, 1, &length);
    whisker_error error = {0};
    int32_t status = whisker_json_quote(text, length, NULL, 0, &needed, &error);
    if (status != WHISKER_OK && status != WHISKER_TOO_LARGE)
        return push_failure(L, 1, status, &error, NULL);
    char *quoted = push_array(L, (int64_t)needed + 1, 1); // quoted
    status = whisker_json_quote(text, length, quoted, needed + 1, &needed, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 1, status, &error, NULL);
    lua_pushlstring(L, quoted, needed);               // quoted text
    return 1;
}

static int number_parse(lua_State *L)
{
    size_t length;
    double number;
    const char *text = take_text(L, 1, &length);
    if (!whisker_number_parse(text, length, &number))
        lua_pushnil(L);                               // nil
    else
        push_number(L, number);                       // number
    return 1;
}

static int note_text(lua_State *L)
{
    const char *name = take_text(L, 1, NULL);
    for (int bit = 0; bit < 32; bit++) {
        const char *known = whisker_note_name(UINT32_C(1) << bit);
        if (known != NULL && strcmp(known, name) == 0) {
            lua_pushstring(L, whisker_note_text(UINT32_C(1) << bit)); // text
            return 1;
        }
    }
    lua_pushnil(L);                                   // nil
    return 1;
}

const luaL_Reg text_functions[] = {
    {"number_text", number_text},
    {"fixed_text", fixed_text},
    {"json_quote", json_quote},
    {"number_parse", number_parse},
    {"note_text", note_text},
    {NULL, NULL},
};
