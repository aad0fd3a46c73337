#include "scan/json_skip.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Skip the container behind `before` spaces, in a block that ends where the text does. */
static skip_result skip(const char *text, size_t before, int32_t max_depth, size_t *passed)
{
    uint64_t objects[4] = {0};
    size_t length = strlen(text);
    char *block = malloc(before + length);
    memset(block, ' ', before);
    memcpy(block + before, text, length);
    const char *at = block + before;
    skip_result result = json_skip_container(&at, block + before + length, objects, max_depth);
    *passed = (size_t)(at - block) - before;
    free(block);
    return result;
}

/* Words of eight bytes are read at every alignment. */
static void expect(const char *text, int32_t max_depth, skip_result result, size_t passed)
{
    for (size_t before = 0; before < 17; before++) {
        size_t got;
        cr_expect_eq(skip(text, before, max_depth, &got), result, "%s behind %zu", text, before);
        cr_expect_eq(got, passed, "%s behind %zu: %zu", text, before, got);
    }
}

Test(json_skip, ends_behind_the_bracket_that_closes)
{
    expect("{}", 9, SKIP_DONE, 2);
    expect("[1, 2.5e10, -Infinity, null], more]", 9, SKIP_DONE, 28);
    expect("{\"a\": [[{}], {\"b\": {}}], \"c\": 1}}", 9, SKIP_DONE, 32);
    expect("[[[[[]]]]]", 5, SKIP_DONE, 10);
}

Test(json_skip, respects_strings)
{
    expect("[\"]}{[\", \"\\\"]\", \"\\\\\"] ]", 9, SKIP_DONE, 21);
    expect("{\"a long string of over eight bytes }}}]]]\": \"\"}", 9, SKIP_DONE, 48);
    expect("[\"caf\xc3\xa9 \xdb\xfb\xdd\xfd\x02\x0a\"]", 9, SKIP_DONE, 16);
}

Test(json_skip, tells_how_text_is_wrong)
{
    expect("[1, {\"a\": 2}", 9, SKIP_ENDS_OPEN, 12);
    expect("[\"abc", 9, SKIP_ENDS_IN_STRING, 1);
    expect("[\"abc\\\"", 9, SKIP_ENDS_IN_STRING, 1);
    expect("[\"abc\\", 9, SKIP_ENDS_IN_STRING, 1);
    expect("[1}", 9, SKIP_MISMATCH, 2);
    expect("{\"a\": [}]", 9, SKIP_MISMATCH, 7);
    expect("[[[[[]]]]]", 4, SKIP_TOO_DEEP, 4);
}

/* More levels than one word of bits holds. */
Test(json_skip, remembers_the_kind_of_every_level)
{
    char text[600] = "", *end = text;
    for (int i = 0; i < 200; i++)
        *end++ = i % 3 == 0 ? '{' : '[';
    for (int i = 199; i >= 0; i--)
        *end++ = i % 3 == 0 ? '}' : ']';
    expect(text, 200, SKIP_DONE, 400);
    text[200 + 99] = text[200 + 99] == '}' ? ']' : '}';
    expect(text, 200, SKIP_MISMATCH, 299);
}
