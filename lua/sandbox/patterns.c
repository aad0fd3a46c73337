/* string.find, match, gmatch and gsub over the counting matcher. Plain find is not limited: memmem is linear. */
#define _GNU_SOURCE
#include "box.h"
#include "match.h"

#include <string.h>

/* What one call may do: enough for any sane pattern, linear in the text, and no more than the run has left. */
enum { STEPS_A_CALL = 100000, STEPS_A_BYTE = 64 };

static int64_t steps_for(lua_State *G, size_t text_length)
{
    int64_t allowed = STEPS_A_CALL + STEPS_A_BYTE * (int64_t)text_length;
    int64_t left = box_of(G)->steps_left;
    return allowed < left ? allowed : left;
}

/* A place from 1 or from the end, as one from 0; past the end stays there. */
static size_t start_place(lua_Integer place, size_t length)
{
    if (place > 0)
        return (lua_Unsigned)place - 1 > length ? length + 1 : (size_t)place - 1;
    if (place == 0 || (lua_Unsigned)-(place + 1) >= length)
        return 0;
    return length - (size_t)-place;
}

/* ---- find and match ---- */

static int is_plain(const char *pattern, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (pattern[i] != '\0' && strchr("^$*+?.([%-", pattern[i]) != NULL)
            return 0;
    return 1;
}

static int find_plain(lua_State *G, const char *text, size_t text_length, size_t start, const char *wanted,
                      size_t length)
{
    const char *found = length == 0 ? text + start : memmem(text + start, text_length - start, wanted, length);
    box_charge(G, (int64_t)((text_length - start) / 16));
    if (found == NULL) {
        luaL_pushfail(G);                             // nil
        return 1;
    }
    lua_pushinteger(G, found - text + 1);             // first
    lua_pushinteger(G, found - text + (lua_Integer)length); // first last
    return 2;
}

static int search(lua_State *G, matcher *m, const char *start, int with_places)
{
    int is_anchored = m->pattern < m->pattern_end && *m->pattern == '^';
    m->pattern += is_anchored;
    for (const char *s = start; s <= m->text_end; s++) {
        const char *end = matcher_match(m, s);
        if (end != NULL && with_places) {
            lua_pushinteger(G, s - m->text + 1);      // first
            lua_pushinteger(G, end - m->text);        // first last
            return 2 + matcher_push_captures(m, NULL, NULL); // first last captures...
        }
        if (end != NULL)
            return matcher_push_captures(m, s, end);  // captures...
        if (is_anchored)
            break;
    }
    luaL_pushfail(G);                                 // nil
    return 1;
}

static int find_or_match(lua_State *G, int with_places)
{
    size_t text_length, pattern_length;
    const char *text = luaL_checklstring(G, 1, &text_length);
    const char *pattern = luaL_checklstring(G, 2, &pattern_length);
    size_t start = start_place(luaL_optinteger(G, 3, 1), text_length);
    if (start > text_length) {
        luaL_pushfail(G);                             // nil
        return 1;
    }
    if (with_places && (lua_toboolean(G, 4) || is_plain(pattern, pattern_length)))
        return find_plain(G, text, text_length, start, pattern, pattern_length);
    matcher m;
    matcher_open(&m, G, text, text_length, pattern, pattern_length, steps_for(G, text_length));
    int count = search(G, &m, text + start, with_places);
    box_charge(G, m.steps);
    return count;
}

static int string_find(lua_State *G)
{
    return find_or_match(G, 1);
}

static int string_match(lua_State *G)
{
    return find_or_match(G, 0);
}

/* ---- gmatch: text and pattern are upvalues, so that they live as long as the walk ---- */

typedef struct walk {
    matcher m;
    const char *place;
    const char *last_end; /* of the match before; an empty match may not follow at once */
} walk;

enum { WALK_UPVALUE = 3 };

static int next_match(lua_State *G)
{
    walk *walk = lua_touserdata(G, lua_upvalueindex(WALK_UPVALUE));
    walk->m.L = G;
    walk->m.steps = 0;
    walk->m.steps_allowed = steps_for(G, (size_t)(walk->m.text_end - walk->m.text));
    for (; walk->place <= walk->m.text_end; walk->place++) {
        const char *start = walk->place, *end = matcher_match(&walk->m, start);
        if (end == NULL || end == walk->last_end)
            continue;
        walk->place = walk->last_end = end;
        box_charge(G, walk->m.steps);
        return matcher_push_captures(&walk->m, start, end); // captures...
    }
    box_charge(G, walk->m.steps);
    return 0;
}

static int string_gmatch(lua_State *G)
{
    size_t text_length, pattern_length;
    const char *text = luaL_checklstring(G, 1, &text_length);
    const char *pattern = luaL_checklstring(G, 2, &pattern_length);
    size_t start = start_place(luaL_optinteger(G, 3, 1), text_length);
    lua_settop(G, 2);                                 // text pattern
    walk *walk = lua_newuserdatauv(G, sizeof *walk, 0); // text pattern walk
    matcher_open(&walk->m, G, text, text_length, pattern, pattern_length, 0);
    walk->place = text + (start > text_length ? text_length + 1 : start);
    walk->last_end = NULL;
    lua_pushcclosure(G, next_match, 3);               // next_match
    return 1;
}

/* ---- gsub ---- */

enum { REPLACEMENT = 3 };

/* The replacement is text: %0 to %9 stand for the match and its captures, %% for %. */
static void add_text(matcher *m, luaL_Buffer *result, const char *start, const char *end)
{
    size_t length;
    const char *text = lua_tolstring(m->L, REPLACEMENT, &length), *text_end = text + length;
    const char *mark;
    while ((mark = memchr(text, '%', (size_t)(text_end - text))) != NULL) {
        luaL_addlstring(result, text, (size_t)(mark - text));
        text = mark + 2;
        if (mark[1] == '%') {
            luaL_addchar(result, '%');
        } else if (mark[1] == '0') {
            luaL_addlstring(result, start, (size_t)(end - start));
        } else if (mark[1] >= '1' && mark[1] <= '9') {
            matcher_push_capture(m, mark[1] - '1', start, end); // ... capture
            luaL_tolstring(m->L, -1, NULL);           // ... capture text
            lua_remove(m->L, -2);                     // ... text
            luaL_addvalue(result);                    // ...
        } else {
            luaL_error(m->L, "invalid use of '%%' in replacement string");
        }
    }
    luaL_addlstring(result, text, (size_t)(text_end - text));
}

/* Push what a table or a function says for the match. */
static void push_answer(matcher *m, const char *start, const char *end)
{
    if (lua_type(m->L, REPLACEMENT) == LUA_TTABLE) {
        matcher_push_capture(m, 0, start, end);       // ... capture
        lua_gettable(m->L, REPLACEMENT);              // ... answer
    } else {
        lua_pushvalue(m->L, REPLACEMENT);             // ... function
        int count = matcher_push_captures(m, start, end); // ... function captures...
        lua_call(m->L, count, 1);                     // ... answer
    }
}

/* Returns whether the text changed. */
static int add_replacement(matcher *m, luaL_Buffer *result, const char *start, const char *end)
{
    int type = lua_type(m->L, REPLACEMENT);
    if (type == LUA_TSTRING || type == LUA_TNUMBER) {
        add_text(m, result, start, end);
        return 1;
    }
    push_answer(m, start, end);                       // ... answer
    if (!lua_toboolean(m->L, -1)) {
        lua_pop(m->L, 1);                             // ...
        luaL_addlstring(result, start, (size_t)(end - start));
        return 0;
    }
    if (!lua_isstring(m->L, -1))
        return luaL_error(m->L, "invalid replacement value (a %s)", luaL_typename(m->L, -1));
    luaL_addvalue(result);                            // ...
    return 1;
}

static int substitute(lua_State *G, matcher *m, lua_Integer most)
{
    int is_anchored = m->pattern < m->pattern_end && *m->pattern == '^', has_changed = 0;
    lua_Integer count = 0;
    const char *s = m->text, *last_end = NULL;
    luaL_Buffer result;
    m->pattern += is_anchored;
    luaL_buffinit(G, &result);
    while (count < most) {
        const char *end = matcher_match(m, s);
        if (end != NULL && end != last_end) {
            count++;
            has_changed |= add_replacement(m, &result, s, end);
            s = last_end = end;
        } else if (s < m->text_end) {
            luaL_addchar(&result, *s++);
        } else {
            break;
        }
        if (is_anchored)
            break;
    }
    luaL_addlstring(&result, s, (size_t)(m->text_end - s));
    luaL_pushresult(&result);                         // text
    if (!has_changed) {
        lua_pushvalue(G, 1);                          // text given
        lua_replace(G, -2);                           // given
    }
    lua_pushinteger(G, count);                        // text count
    return 2;
}

static int string_gsub(lua_State *G)
{
    size_t text_length, pattern_length;
    const char *text = luaL_checklstring(G, 1, &text_length);
    const char *pattern = luaL_checklstring(G, 2, &pattern_length);
    int type = lua_type(G, REPLACEMENT);
    luaL_argexpected(G, type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION || type == LUA_TTABLE,
                     REPLACEMENT, "string/function/table");
    lua_Integer most = luaL_optinteger(G, 4, (lua_Integer)text_length + 1);
    matcher m;
    matcher_open(&m, G, text, text_length, pattern, pattern_length, steps_for(G, text_length));
    int count = substitute(G, &m, most);
    box_charge(G, m.steps);
    return count;
}

static const luaL_Reg functions[] = {
    {"find", string_find},
    {"match", string_match},
    {"gmatch", string_gmatch},
    {"gsub", string_gsub},
    {NULL, NULL},
};

void open_patterns(lua_State *G)
{
    luaL_setfuncs(G, functions, 0);                   // string
}
