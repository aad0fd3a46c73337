#include "match.h"

#include "box.h"

#include <lauxlib.h>

#include <string.h>

enum { DEEPEST = 200, ESCAPE = '%' };

/* ---- work ---- */

/* What was done counts even when it is given up, so that trying again is no way around. */
static void give_up(matcher *m)
{
    box_charge(m->L, m->steps);
    luaL_error(m->L, "the pattern '%s' takes more than %I steps on this text; use plain find, or fewer of * + - in it",
               m->pattern, (LUAI_UACINT)m->steps_allowed);
}

static void take_step(matcher *m)
{
    if (++m->steps > m->steps_allowed)
        give_up(m);
}

void matcher_open(matcher *m, lua_State *L, const char *text, size_t text_length, const char *pattern,
                  size_t pattern_length, int64_t steps_allowed)
{
    m->L = L;
    m->text = text;
    m->text_end = text + text_length;
    m->pattern = pattern;
    m->pattern_end = pattern + pattern_length;
    m->steps = 0;
    m->steps_allowed = steps_allowed;
    m->level = 0;
    m->depth = 0;
}

/* ---- one character: letters are those of ASCII, whatever the locale ---- */

static int between(int c, int low, int high)
{
    return c >= low && c <= high;
}

static int is_upper(int c) { return between(c, 'A', 'Z'); }
static int is_lower(int c) { return between(c, 'a', 'z'); }
static int is_letter(int c) { return is_upper(c) || is_lower(c); }
static int is_digit(int c) { return between(c, '0', '9'); }
static int is_visible(int c) { return between(c, 33, 126); }

static int is_in_class(int c, int letter)
{
    int is_in;
    switch (is_upper(letter) ? letter - 'A' + 'a' : letter) {
    case 'a': is_in = is_letter(c); break;
    case 'c': is_in = c < 32 || c == 127; break;
    case 'd': is_in = is_digit(c); break;
    case 'g': is_in = is_visible(c); break;
    case 'l': is_in = is_lower(c); break;
    case 'p': is_in = is_visible(c) && !is_letter(c) && !is_digit(c); break;
    case 's': is_in = c == ' ' || between(c, '\t', '\r'); break;
    case 'u': is_in = is_upper(c); break;
    case 'w': is_in = is_letter(c) || is_digit(c); break;
    case 'z': is_in = c == 0; break; /* of Lua 5.1, and still taken */
    case 'x': is_in = is_digit(c) || between(c, 'a', 'f') || between(c, 'A', 'F'); break;
    default: return letter == c;
    }
    return is_upper(letter) ? !is_in : is_in;
}

static int byte_at(const char *place)
{
    return (unsigned char)*place;
}

/* Is c in the set from "[" at `set` to "]" at `last`? */
static int is_in_set(matcher *m, int c, const char *set, const char *last)
{
    int wanted = 1;
    const char *p = set + 1;
    if (*p == '^') {
        wanted = 0;
        p++;
    }
    for (; p < last; p++) {
        take_step(m);
        if (*p == ESCAPE) {
            p++;
            if (is_in_class(c, byte_at(p)))
                return wanted;
        } else if (p[1] == '-' && p + 2 < last) {
            if (between(c, byte_at(p), byte_at(p + 2)))
                return wanted;
            p += 2;
        } else if (byte_at(p) == c) {
            return wanted;
        }
    }
    return !wanted;
}

/* One past the item that begins at p: a character, a class or a set. */
static const char *item_end(matcher *m, const char *p)
{
    if (*p == ESCAPE) {
        if (p + 1 == m->pattern_end)
            luaL_error(m->L, "malformed pattern (ends with '%%')");
        return p + 2;
    }
    if (*p != '[')
        return p + 1;
    p++;
    if (*p == '^')
        p++;
    do { /* a "]" right at the start belongs to the set */
        if (p == m->pattern_end)
            luaL_error(m->L, "malformed pattern (missing ']')");
        if (*p++ == ESCAPE && p < m->pattern_end)
            p++;
    } while (*p != ']'); /* the NUL behind the pattern is none */
    return p + 1;
}

/* Does the item p .. end match the character at s? */
static int matches_item(matcher *m, const char *s, const char *p, const char *end)
{
    take_step(m);
    if (s >= m->text_end)
        return 0;
    switch (*p) {
    case '.': return 1;
    case ESCAPE: return is_in_class(byte_at(s), byte_at(p + 1));
    case '[': return is_in_set(m, byte_at(s), p, end - 1);
    default: return *p == *s;
    }
}

/* ---- pattern items that are more than one character ---- */

static const char *match_here(matcher *m, const char *s, const char *p);

static const char *match_balance(matcher *m, const char *s, const char *p)
{
    if (p + 1 >= m->pattern_end)
        luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
    if (s >= m->text_end || *s != *p)
        return NULL;
    int64_t open = 1;
    while (++s < m->text_end) {
        take_step(m);
        if (*s == p[1]) {
            if (--open == 0)
                return s + 1;
        } else if (*s == *p) {
            open++;
        }
    }
    return NULL;
}

static int is_at_frontier(matcher *m, const char *s, const char *set, const char *last)
{
    int before = s == m->text ? 0 : byte_at(s - 1);
    int after = s == m->text_end ? 0 : byte_at(s);
    return !is_in_set(m, before, set, last) && is_in_set(m, after, set, last);
}

static const char *match_longest(matcher *m, const char *s, const char *p, const char *end)
{
    ptrdiff_t count = 0;
    while (matches_item(m, s + count, p, end))
        count++;
    for (; count >= 0; count--) {
        const char *found = match_here(m, s + count, end + 1);
        if (found != NULL)
            return found;
    }
    return NULL;
}

static const char *match_shortest(matcher *m, const char *s, const char *p, const char *end)
{
    for (;;) {
        const char *found = match_here(m, s, end + 1);
        if (found != NULL)
            return found;
        if (!matches_item(m, s, p, end))
            return NULL;
        s++;
    }
}

/* ---- captures ---- */

static const char *begin_capture(matcher *m, const char *s, const char *p, ptrdiff_t kind)
{
    if (m->level >= MOST_CAPTURES)
        luaL_error(m->L, "too many captures");
    m->capture[m->level].start = s;
    m->capture[m->level].length = kind;
    m->level++;
    const char *found = match_here(m, s, p);
    if (found == NULL)
        m->level--;
    return found;
}

static const char *end_capture(matcher *m, const char *s, const char *p)
{
    int i = m->level - 1;
    while (i >= 0 && m->capture[i].length != CAPTURE_OPEN)
        i--;
    if (i < 0)
        luaL_error(m->L, "invalid pattern capture");
    m->capture[i].length = s - m->capture[i].start;
    const char *found = match_here(m, s, p);
    if (found == NULL)
        m->capture[i].length = CAPTURE_OPEN;
    return found;
}

/* "%1": the text that a capture before it met. */
static const char *match_back_reference(matcher *m, const char *s, int digit)
{
    int i = digit - '1';
    if (i < 0 || i >= m->level || m->capture[i].length == CAPTURE_OPEN)
        luaL_error(m->L, "invalid capture index %%%d", i + 1);
    if (m->capture[i].length == CAPTURE_POSITION)
        return NULL;
    size_t length = (size_t)m->capture[i].length;
    m->steps += (int64_t)(length / 16);
    take_step(m);
    if ((size_t)(m->text_end - s) < length || memcmp(m->capture[i].start, s, length) != 0)
        return NULL;
    return s + length;
}

/* ---- the pattern from p on against the text from s on ---- */

/* An item and its suffix. 1: the pattern goes on behind both (*s and *p are moved); 0: *found is the answer. */
static int match_item(matcher *m, const char **s, const char **p, const char **found)
{
    const char *end = item_end(m, *p);
    int suffix = end < m->pattern_end ? *end : '\0';
    if (suffix == '*' || suffix == '-') {
        *found = suffix == '*' ? match_longest(m, *s, *p, end) : match_shortest(m, *s, *p, end);
        return 0;
    }
    int is_match = matches_item(m, *s, *p, end);
    if (suffix == '+') {
        *found = is_match ? match_longest(m, *s + 1, *p, end) : NULL;
        return 0;
    }
    if (suffix == '?') {
        *found = is_match ? match_here(m, *s + 1, end + 1) : NULL;
        *p = end + 1;
        return *found == NULL;
    }
    *found = NULL;
    *s += is_match;
    *p = end;
    return is_match;
}

/* What begins with "%" and is not a class; as match_item, and -1 when it is a class after all. */
static int match_escape(matcher *m, const char **s, const char **p, const char **found)
{
    int letter = *p + 1 < m->pattern_end ? byte_at(*p + 1) : '\0';
    *found = NULL;
    if (letter == 'b') {
        *s = match_balance(m, *s, *p + 2);
        *p += 4;
        return *s != NULL;
    }
    if (letter == 'f') {
        const char *set = *p + 2;
        if (set >= m->pattern_end || *set != '[')
            luaL_error(m->L, "missing '[' after '%%f' in pattern");
        *p = item_end(m, set);
        return is_at_frontier(m, *s, set, *p - 1);
    }
    if (is_digit(letter)) {
        *s = match_back_reference(m, *s, letter);
        *p += 2;
        return *s != NULL;
    }
    return -1;
}

static const char *match_items(matcher *m, const char *s, const char *p)
{
    while (p != m->pattern_end) {
        const char *found;
        int goes_on = -1;
        take_step(m);
        if (*p == '(')
            return p[1] == ')' ? begin_capture(m, s, p + 2, CAPTURE_POSITION)
                               : begin_capture(m, s, p + 1, CAPTURE_OPEN);
        if (*p == ')')
            return end_capture(m, s, p + 1);
        if (*p == '$' && p + 1 == m->pattern_end)
            return s == m->text_end ? s : NULL;
        if (*p == ESCAPE)
            goes_on = match_escape(m, &s, &p, &found);
        if (goes_on < 0)
            goes_on = match_item(m, &s, &p, &found);
        if (!goes_on)
            return found;
    }
    return s;
}

static const char *match_here(matcher *m, const char *s, const char *p)
{
    if (++m->depth > DEEPEST)
        luaL_error(m->L, "pattern too complex");
    const char *found = match_items(m, s, p);
    m->depth--;
    return found;
}

const char *matcher_match(matcher *m, const char *start)
{
    m->level = 0;
    m->depth = 0;
    return match_here(m, start, m->pattern);
}

/* ---- what was captured ---- */

void matcher_push_capture(matcher *m, int i, const char *start, const char *end)
{
    if (i >= m->level) {
        if (i != 0)
            luaL_error(m->L, "invalid capture index %%%d", i + 1);
        lua_pushlstring(m->L, start, (size_t)(end - start)); // match
        return;
    }
    if (m->capture[i].length == CAPTURE_OPEN)
        luaL_error(m->L, "unfinished capture");
    if (m->capture[i].length == CAPTURE_POSITION)
        lua_pushinteger(m->L, m->capture[i].start - m->text + 1); // position
    else
        lua_pushlstring(m->L, m->capture[i].start, (size_t)m->capture[i].length); // capture
}

int matcher_push_captures(matcher *m, const char *start, const char *end)
{
    int count = m->level == 0 && start != NULL ? 1 : m->level;
    luaL_checkstack(m->L, count, "too many captures");
    for (int i = 0; i < count; i++)
        matcher_push_capture(m, i, start, end);       // captures...
    return count;
}
