/* Lua 5.4 patterns with a step counter: what they mean is section 6.4.1 of its manual. The library's own matcher can
 * take time that grows with a power of the text's length, inside one call that no hook interrupts. */
#ifndef WHISKER_SANDBOX_MATCH_H
#define WHISKER_SANDBOX_MATCH_H

#include <lua.h>

#include <stddef.h>
#include <stdint.h>

enum { MOST_CAPTURES = 32, CAPTURE_OPEN = -1, CAPTURE_POSITION = -2 };

typedef struct matcher {
    lua_State *L;
    const char *text, *text_end;
    const char *pattern, *pattern_end;
    int64_t steps, steps_allowed;
    int depth;
    int level; /* captures begun */
    struct {
        const char *start;
        ptrdiff_t length; /* or CAPTURE_OPEN, CAPTURE_POSITION */
    } capture[MOST_CAPTURES];
} matcher;

/* steps_allowed is the work that one call may do, of all its matches. */
void matcher_open(matcher *m, lua_State *L, const char *text, size_t text_length, const char *pattern,
                  size_t pattern_length, int64_t steps_allowed);
/* End of the match of the pattern at `start`, or NULL. Raises when the pattern is malformed or the steps are spent. */
const char *matcher_match(matcher *m, const char *start);
/* Push capture i; where the pattern has none, the whole match (start, end) is capture 0. */
void matcher_push_capture(matcher *m, int i, const char *start, const char *end);
/* Push all captures, or the whole match when there are none and start is not NULL. Returns how many. */
int matcher_push_captures(matcher *m, const char *start, const char *end);

#endif
