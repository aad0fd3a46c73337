#include "base/error.h"

#include <criterion/criterion.h>

#include <string.h>

Test(error, says_what_went_wrong_and_returns_its_status)
{
    whisker_error error;
    memset(&error, 0xff, sizeof error);
    cr_assert_eq(error_set(&error, WHISKER_CONFLICT, "%d of \"%s\"", 3, "x"), WHISKER_CONFLICT);
    cr_assert(error.status == WHISKER_CONFLICT && error.line == 0 && error.reserved == 0);
    cr_assert_str_eq(error.text, "3 of \"x\"");
    cr_assert_eq(error_at(&error, WHISKER_MALFORMED, 17, "cut"), WHISKER_MALFORMED);
    cr_assert(error.line == 17 && error.status == WHISKER_MALFORMED);
    cr_assert_str_eq(error.text, "cut");
    cr_assert_eq(error_memory(&error), WHISKER_NO_MEMORY);
    cr_assert_str_eq(error.text, "out of memory");
    cr_assert_eq(error_set(NULL, WHISKER_CONFLICT, "nobody listens"), WHISKER_CONFLICT);
}

/* Every way in which a character of 2, 3 or 4 bytes can lie across the end of the text. */
Test(error, cuts_between_characters)
{
    static const char *const characters[] = {"a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"};
    for (int c = 0; c < 4; c++)
        for (int before = 0; before < 5; before++) {
            char text[700] = "";
            whisker_error error;
            memset(text, 'x', (size_t)before);
            while (strlen(text) < 600)
                strcat(text, characters[c]);
            error_set(&error, WHISKER_CONFLICT, "%s", text);
            size_t width = strlen(characters[c]), length = strlen(error.text);
            cr_assert_eq((length - (size_t)before) % width, 0);
            cr_assert_gt(length + width, sizeof error.text - 1, "no more than needed is dropped");
            cr_assert_eq(memcmp(error.text, text, length), 0);
        }
}

Test(error, leaves_a_text_that_fits_alone)
{
    char text[sizeof((whisker_error *)0)->text];
    whisker_error error;
    memset(text, 'x', sizeof text);
    strcpy(text + sizeof text - 3, "\xc3\xa9");
    error_set(&error, WHISKER_CONFLICT, "%s", text);
    cr_assert_str_eq(error.text, text);
}

Test(error, shortens_names_to_whole_characters)
{
    char name[130];
    memset(name, 'x', sizeof name);
    cr_assert_eq(error_name_length(name, 0), 0);
    cr_assert_eq(error_name_length(name, 120), 120);
    cr_assert_eq(error_name_length(name, 121), 120);
    memcpy(name + 118, "\xe2\x82\xac", 3);
    cr_assert_eq(error_name_length(name, 130), 118);
    memcpy(name + 117, "\xe2\x82\xac", 3);
    cr_assert_eq(error_name_length(name, 130), 120);
}

Test(status, has_a_name_for_every_number)
{
    static const int32_t known[] = {0, 1, 2, 10, 11, 20, 21, 22, 23, 24, 30, 31, 32, 33, 34, 35};
    const char *unknown = whisker_status_text(-1);
    cr_assert_str_eq(unknown, "unknown status");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        cr_assert_str_neq(whisker_status_text(known[i]), unknown);
        for (size_t j = 0; j < i; j++)
            cr_assert_str_neq(whisker_status_text(known[i]), whisker_status_text(known[j]));
    }
    cr_assert_str_eq(whisker_status_text(3), unknown);
    cr_assert_str_eq(whisker_status_text(36), unknown);
    cr_assert_eq(whisker_abi_version(), UINT32_C(0x10001));
    cr_assert_str_eq(whisker_version(), WHISKER_VERSION);
}
