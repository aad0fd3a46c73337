#include "scan/json_skip.h"

#include "base/random.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Skip the container behind `before` spaces, in a block that ends where the text does. */
static skip_result skip(json_skipper skipper, const char *text, size_t before, int32_t max_depth, size_t *passed)
{
    uint64_t objects[4] = {0};
    size_t length = strlen(text);
    char *block = malloc(before + length);
    memset(block, ' ', before);
    memcpy(block + before, text, length);
    const char *at = block + before;
    skip_result result = json_skip_container(skipper, &at, block + before + length, objects, max_depth);
    *passed = (size_t)(at - block) - before;
    free(block);
    return result;
}

/* By the loops of every processor up to this one, at every place in a block of 64 bytes. */
static void expect(const char *text, int32_t max_depth, skip_result result, size_t passed)
{
    for (processor processor = PROCESSOR_PLAIN; processor <= processor_here(); processor++)
        for (size_t before = 0; before < 66; before++) {
            size_t got;
            cr_expect_eq(skip(json_skipper_for(processor), text, before, max_depth, &got), result,
                         "%s behind %zu on %d", text, before, (int)processor);
            cr_expect_eq(got, passed, "%s behind %zu on %d: %zu", text, before, (int)processor, got);
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

/* ---- against a reader of one byte after another ---- */

static const char *string_by_bytes(const char *at, const char *end, int *escaped)
{
    for (; at < end; at++) {
        if (*at == '"')
            return at + 1;
        if (*at == '\\') {
            *escaped = 1;
            at++;
        }
    }
    return NULL;
}

static const char *container_by_bytes(const char *at, const char *end, int32_t max_depth)
{
    char open[300];
    int32_t depth = 0;
    int escaped;
    while (at < end) {
        char byte = *at++;
        if (byte == '"' && (at = string_by_bytes(at, end, &escaped)) == NULL)
            return NULL;
        if ((byte == '{' || byte == '[') && depth == max_depth)
            return NULL;
        if (byte == '{' || byte == '[')
            open[depth++] = byte;
        if ((byte == '}' || byte == ']') && open[--depth] != (byte == '}' ? '{' : '['))
            return NULL;
        if (depth == 0)
            return at;
    }
    return NULL;
}

/* Few kinds of bytes, so that quotes, runs of backslashes and brackets meet at every place of a block. */
Test(json_skip, every_processor_reads_the_same)
{
    static const char kinds[] = "{}[]\"\\\\aa   ,:\"\x5b\xfb";
    for (uint64_t round = 0; round < 100000; round++) {
        random_stream stream = random_open(5, round);
        size_t length = 1 + random_below(&stream, 200);
        uint32_t plain = random_below(&stream, 12);
        char *text = malloc(length);
        for (size_t i = 0; i < length; i++)
            text[i] = random_below(&stream, 12) < plain ? 'x' : kinds[random_below(&stream, sizeof kinds - 1)];
        text[0] = random_below(&stream, 2) ? '{' : '[';
        int expected_escaped = 0;
        const char *string = string_by_bytes(text, text + length, &expected_escaped);
        const char *container = container_by_bytes(text, text + length, 20);
        for (processor processor = PROCESSOR_PLAIN; processor <= processor_here(); processor++) {
            json_skipper skipper = json_skipper_for(processor);
            uint64_t objects[1] = {0};
            int escaped = 0;
            cr_assert_eq(skipper.string(text, text + length, &escaped), string, "%.*s", (int)length, text);
            cr_assert_eq(escaped, expected_escaped, "%.*s", (int)length, text);
            const char *at = text;
            int is_done = json_skip_container(skipper, &at, text + length, objects, 20) == SKIP_DONE;
            cr_assert_eq(is_done ? at : NULL, container, "%.*s", (int)length, text);
        }
        free(text);
    }
}
