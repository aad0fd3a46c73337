#include "scan/utf8.h"

#include <criterion/criterion.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Encode by the table of RFC 3629, section 3, whatever the number. */
static size_t encode(uint32_t code, char *text)
{
    if (code < 0x80) {
        text[0] = (char)code;
        return 1;
    }
    size_t size = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = size - 1; i > 0; i--, code >>= 6)
        text[i] = (char)(0x80 | (code & 0x3f));
    text[0] = (char)(lead[size] | code);
    return size;
}

Test(utf8, takes_every_character_and_no_surrogate)
{
    for (uint32_t code = 0; code < 0x1fffff; code++) {
        char text[4];
        size_t size = encode(code, text);
        int is_character = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
        cr_assert_eq(utf8_character(text, size), is_character ? size : 0, "U+%04X", (unsigned)code);
        cr_assert(size == 1 || utf8_character(text, size - 1) == 0, "U+%04X cut", (unsigned)code);
    }
}

Test(utf8, refuses_long_forms_and_stray_bytes)
{
    static const char *const wrong[] = {"\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf", "\x80", "\xbf", "\xfe",
                                        "\xff", "\xc3" "A", "\xe2\x82" "A", "\xf8\x88\x80\x80\x80"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        cr_expect_eq(utf8_character(wrong[i], strlen(wrong[i])), 0, "number %zu", i);
}

Test(utf8, finds_the_first_byte_that_is_wrong)
{
    for (size_t before = 0; before < 40; before++) {
        char *text = malloc(before + 3);
        memset(text, 'a', before);
        memcpy(text + before, "\xc3\xa9\xe9", 3);
        cr_expect_eq(utf8_valid(text, before + 2), before + 2);
        cr_expect_eq(utf8_valid(text, before + 3), before + 2);
        free(text);
    }
}

Test(utf8, cuts_between_characters)
{
    static const char text[] = "a\xc3\xa9\xf0\x9f\x98\x80z";
    static const size_t cut[] = {0, 1, 1, 3, 3, 3, 3, 7, 8, 8};
    for (size_t most = 0; most < 10; most++)
        cr_expect_eq(utf8_prefix(text, 8, most), cut[most], "%zu", most);
}
