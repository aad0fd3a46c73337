#include "whisker.h"

#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

static void expect_quoted(const char *text, size_t length, const char *expected)
{
    size_t needed = 0;
    cr_expect_eq(whisker_json_quote(text, length, NULL, 0, &needed, NULL), WHISKER_TOO_LARGE);
    cr_expect_eq(needed, strlen(expected), "%s", expected);
    char *buffer = malloc(needed);
    cr_expect_eq(whisker_json_quote(text, length, buffer, needed, &needed, NULL), WHISKER_OK);
    cr_expect(memcmp(buffer, expected, needed) == 0, "%.*s", (int)needed, buffer);
    free(buffer);
}

Test(json_text, quotes_text)
{
    expect_quoted("plain", 5, "\"plain\"");
    expect_quoted("", 0, "\"\"");
    expect_quoted("a \"b\" \\ /\n\t\x01", 12, "\"a \\\"b\\\" \\\\ /\\n\\t\\u0001\"");
    expect_quoted("caf\xc3\xa9 \xf0\x9f\x98\x80", 10, "\"caf\xc3\xa9 \xf0\x9f\x98\x80\"");
}

Test(json_text, quotes_bytes_that_are_no_text)
{
    expect_quoted("a\0b\0", 4, "\"a\\u0000b\\u0000\"");
    expect_quoted("caf\xe9!", 5, "\"caf\xef\xbf\xbd!\"");
    expect_quoted("\xed\xa0\x80", 3, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
    expect_quoted("\xc0\xaf\xf5", 3, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
}

Test(json_text, writes_no_more_than_there_is_room_for)
{
    char buffer[8] = "#######";
    size_t needed = 0;
    whisker_error error = {.text = ""};
    cr_expect_eq(whisker_json_quote("abcdef", 6, buffer, 4, &needed, &error), WHISKER_TOO_LARGE);
    cr_expect_eq(needed, 8);
    cr_expect_str_eq(buffer, "\"abc###");
    cr_expect_str_eq(error.text, "the quoted text needs 8 bytes");
    cr_expect_eq(whisker_json_quote(NULL, 1, buffer, 4, &needed, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_json_quote("a", 1, buffer, 4, NULL, NULL), WHISKER_BAD_ARGUMENT);
}
