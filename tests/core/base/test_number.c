/* Numbers as text and back, held to the C library's strtod in the "C" locale, where the tests run. */
#include "base/random.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int parse(const char *text, double *value)
{
    return whisker_number_parse(text, strlen(text), value);
}

static int same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static void check_parse(const char *text)
{
    double value = -99;
    cr_assert(parse(text, &value), "\"%s\" is a number", text);
    cr_assert(same_bits(value, strtod(text, NULL)), "\"%s\" became %.17g", text, value);
}

static void check_refused(const char *text)
{
    double value = -99;
    cr_assert_not(parse(text, &value), "\"%s\" is no number", text);
}

/* ---- parse ---- */

Test(number, parse_rounds_like_strtod)
{
    static const char *const texts[] = {
        "0", "-0", "+0", "0.0", "-0.0e5", "1", "+1", "-1", "1.", ".5", "-.5", "+.5e1", "00012", "1e5", "1E+5", "1e-05",
        "0.1", "0.3", "123456789012345", "1234567890123456", "999999999999999.9", "0.000000000000001",
        "0.0000000000000001",
        /* beside 2^53, where whole numbers end, and halfway between neighbours */
        "9007199254740991", "9007199254740992", "9007199254740993", "9007199254740994", "9007199254740995",
        "9007199254740993.0", "900719925474099.3", "9.007199254740993",
        "1.00000000000000011102230246251565404236316680908203125",
        "1.00000000000000011102230246251565404236316680908203124",
        "1.00000000000000011102230246251565404236316680908203126",
        "1.00000000000000033306690738754696212708950042724609375",
        /* 17 digits */
        "0.10000000000000001", "0.30000000000000004", "1.7976931348623157e308", "2.2250738585072014e-308",
        "5.6843418860808015e-14", "9.5367431640625e-07",
        /* overflow, subnormals, underflow */
        "1.7976931348623158e308", "1.7976931348623159e308", "1e400", "-1e400", "1e99999999999999999999",
        "2.2250738585072011e-308", "2.2250738585072012e-308", "4.9406564584124654e-324", "5e-324", "3e-324",
        "2.4703282292062327e-324", "2.4703282292062328e-324", "2e-324", "1e-400", "-1e-400", "1e-99999999999999999999",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_parse(texts[i]);
}

Test(number, parse_rounds_like_strtod_at_random)
{
    for (uint64_t round = 0; round < 200000; round++) {
        random_stream stream = random_open(31, round);
        char text[64];
        size_t length = 0, digits = 1 + random_below(&stream, 25), point = random_below(&stream, 27);
        if (random_below(&stream, 2))
            text[length++] = '-';
        for (size_t i = 0; i < digits; i++) {
            if (i == point)
                text[length++] = '.';
            text[length++] = (char)('0' + random_below(&stream, 10));
        }
        text[length] = '\0';
        if (random_below(&stream, 2))
            snprintf(text + length, sizeof text - length, "e%d", (int)random_below(&stream, 700) - 350);
        check_parse(text);
    }
}

Test(number, parse_reads_a_number_with_every_digit_it_has)
{
    char text[1200];
    snprintf(text, sizeof text, "%.1074f", -0x1.fffffffffffffp-1023);
    check_parse(text);
    snprintf(text, sizeof text, "%.0f", 1.7976931348623157e308);
    check_parse(text);
    memset(text, '1', 1100);
    text[1100] = '\0';
    check_refused(text);
}

Test(number, parse_refuses_what_is_no_decimal_number)
{
    static const char *const texts[] = {
        "", " ", " 1", "1 ", "1e", "1e+", "1e-", "e5", ".", "-", "+", "-.", ".e1", "1.2.3", "1..2", "--1", "+-1", "1,5",
        "0x10", "0x1p3", "nan", "NAN", "-NaN", "+NaN", "inf", "-inf", "infinity", "Inf", "INFINITY", "Infinityx", "1_000",
        "1f", "1e5.5", "one", "\xd9\xa1",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_refused(texts[i]);
    double value;
    cr_assert_not(whisker_number_parse("1\0" "2", 3, &value));
    cr_assert_not(whisker_number_parse(NULL, 0, &value));
    cr_assert(whisker_number_parse("12345", 2, &value) && value == 12, "no byte behind the length is read");
}

Test(number, parse_takes_the_words_of_javascript)
{
    double value = 0;
    cr_assert(parse("NaN", &value) && isnan(value));
    cr_assert(parse("Infinity", &value) && value == INFINITY);
    cr_assert(parse("+Infinity", &value) && value == INFINITY);
    cr_assert(parse("-Infinity", &value) && value == -INFINITY);
}

/* ---- text ---- */

static double random_double(random_stream *stream)
{
    uint64_t bits = random_bits(stream);
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static int digits_of(const char *text)
{
    int digits = 0, zeros = 0;
    for (; *text != '\0' && *text != 'e'; text++) {
        if (*text < '0' || *text > '9' || (digits == 0 && *text == '0'))
            continue;
        zeros = *text == '0' ? zeros + 1 : 0;
        digits++;
    }
    return digits - zeros;
}

/* It reads back, its length is right, and one digit fewer would not read back. */
static void check_round_trip(double x)
{
    char text[32], shorter[40];
    size_t length = whisker_number_text(x, 0, text);
    double back;
    cr_assert(length == strlen(text) && length < sizeof text);
    cr_assert(parse(text, &back) && same_bits(back, x), "%a became %s", x, text);
    int digits = digits_of(text);
    if (digits < 2)
        return;
    snprintf(shorter, sizeof shorter, "%.*e", digits - 2, x);
    cr_assert(strtod(shorter, NULL) != x, "%s would do for %s", shorter, text);
}

Test(number, text_reads_back_at_random)
{
    random_stream stream = random_open(32, 0);
    for (int i = 0; i < 100000; i++) {
        double x = random_double(&stream);
        if (isfinite(x))
            check_round_trip(x);
    }
}

Test(number, text_reads_back_at_the_edges)
{
    for (int power = -1074; power < 1024; power++) {
        double x = ldexp(1, power);
        check_round_trip(x);
        check_round_trip(nextafter(x, 0));
        check_round_trip(-nextafter(x, INFINITY));
    }
    check_round_trip(0.0);
    check_round_trip(-0.0);
}

static void check_text(double value, int32_t digits, const char *expected)
{
    char text[32];
    cr_assert_eq(whisker_number_text(value, digits, text), strlen(expected));
    cr_assert_str_eq(text, expected);
}

Test(number, text_is_what_people_write)
{
    check_text(0.1, 0, "0.1");
    check_text(0.1 + 0.2, 0, "0.30000000000000004");
    check_text(1.0 / 3, 0, "0.3333333333333333");
    check_text(100, 0, "100");
    check_text(-2.5, 0, "-2.5");
    check_text(5e-324, 0, "5e-324");
    check_text(0, 0, "0");
    check_text(NAN, 0, "nan");
    check_text(-NAN, 0, "nan");
    check_text(INFINITY, 0, "inf");
    check_text(-INFINITY, 3, "-inf");
    check_text(2.0 / 3, 3, "0.667");
    check_text(1234567, 3, "1.23e+06");
    check_text(0.1, 17, "0.10000000000000001");
    check_text(0.1, 99, "0.10000000000000001");
    check_text(-1.7976931348623157e308, 17, "-1.7976931348623157e+308");
}

Test(number, fixed_text_says_what_it_needs)
{
    char text[16];
    cr_assert_eq(whisker_fixed_text(2.0 / 3, 3, text, sizeof text), 5);
    cr_assert_str_eq(text, "0.667");
    cr_assert_eq(whisker_fixed_text(-12.5, 0, text, sizeof text), 3);
    cr_assert_str_eq(text, "-12", "halves go to the even number");
    cr_assert_eq(whisker_fixed_text(1.25, -4, text, sizeof text), 1);
    cr_assert_str_eq(text, "1");
    cr_assert_eq(whisker_fixed_text(1e20, 2, text, sizeof text), 24);
    cr_assert_str_eq(text, "100000000000000", "cut, and still ends in NUL");
    cr_assert_eq(whisker_fixed_text(NAN, 2, text, sizeof text), 3);
    cr_assert_str_eq(text, "nan");
    cr_assert_eq(whisker_fixed_text(-INFINITY, 2, text, 3), 4);
    cr_assert_str_eq(text, "-i");
    cr_assert_eq(whisker_fixed_text(1, 2, NULL, 0), 4);
}

/* ---- locale ---- */

static const char *comma_locale(void)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8", "fr_FR.utf8", "fr_FR",
                                        "es_ES.UTF-8", "it_IT.UTF-8", "nl_NL.UTF-8", "pt_BR.UTF-8", "ru_RU.UTF-8"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (setlocale(LC_NUMERIC, names[i]) != NULL && strcmp(localeconv()->decimal_point, ",") == 0)
            return names[i];
    setlocale(LC_NUMERIC, "C");
    return NULL;
}

Test(number, does_not_depend_on_the_locale)
{
    const char *name = comma_locale();
    if (name == NULL)
        cr_skip_test("skipped: no locale with a decimal comma is installed (localedef -i de_DE -f UTF-8 de_DE.UTF-8)");
    char text[32];
    double value;
    snprintf(text, sizeof text, "%.1f", 1.5);
    cr_assert_str_eq(text, "1,5", "%s is in force", name);
    check_text(1.5, 0, "1.5");
    check_text(1.0 / 3, 17, "0.33333333333333331");
    cr_assert_eq(whisker_fixed_text(1234.5, 2, text, sizeof text), 7);
    cr_assert_str_eq(text, "1234.50");
    cr_assert(parse("0.10000000000000001", &value) && value == 0.1);
    cr_assert_not(parse("0,5", &value));
    snprintf(text, sizeof text, "%.1f", 1.5);
    cr_assert_str_eq(text, "1,5", "the host's locale is as it was");
}
