/* Numbers as text and back. printf and strtod run under the "C" locale of this thread for the length of the call, so
 * that the host's locale neither changes our digits nor is changed. */
#define _GNU_SOURCE
#include "whisker.h"

#include "base/word.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_NUMBER = 1100 }; /* the exact decimals of any double fit */

typedef struct plain_locale {
    locale_t plain;
    locale_t before;
} plain_locale;

static plain_locale locale_enter(void)
{
    plain_locale scope = {newlocale(LC_ALL_MASK, "C", (locale_t)0), (locale_t)0};
    if (scope.plain != (locale_t)0)
        scope.before = uselocale(scope.plain);
    return scope;
}

static void locale_leave(plain_locale scope)
{
    if (scope.plain == (locale_t)0)
        return;
    uselocale(scope.before);
    freelocale(scope.plain);
}

static const char *non_finite(double value)
{
    return isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

size_t whisker_number_text(double value, int32_t digits, char *buffer)
{
    if (!isfinite(value))
        return (size_t)snprintf(buffer, 32, "%s", non_finite(value));
    plain_locale scope = locale_enter();
    int length = 0;
    if (digits > 0) {
        length = snprintf(buffer, 32, "%.*g", digits > 17 ? 17 : digits, value);
    } else {
        for (int precision = isnormal(value) ? DBL_DIG : 1; precision <= DBL_DECIMAL_DIG; precision++) {
            length = snprintf(buffer, 32, "%.*g", precision, value);
            if (strtod(buffer, NULL) == value)
                break;
        }
    }
    locale_leave(scope);
    return (size_t)length;
}

size_t whisker_fixed_text(double value, int32_t decimals, char *buffer, size_t capacity)
{
    if (!isfinite(value))
        return (size_t)snprintf(buffer, capacity, "%s", non_finite(value));
    plain_locale scope = locale_enter();
    int length = snprintf(buffer, capacity, "%.*f", decimals < 0 ? 0 : decimals > 60 ? 60 : (int)decimals, value);
    locale_leave(scope);
    return (size_t)length;
}

/* A decimal number as it is written: digits * 10^exponent. */
typedef struct decimal {
    uint64_t digits;   /* those of them that are significant; wraps beyond 19 */
    int32_t n_digits;
    int32_t exponent;
    int32_t is_negative;
} decimal;

enum { MOST_DIGITS = 19 /* fit into 64 bits */, GREATEST_EXPONENT = 100000 /* far out of any double's range */ };

/* Every byte is 0x30 to 0x39: its upper half is 3, and still is when 6 is added. */
static int are_digits(uint64_t word)
{
    const uint64_t upper = WORD_OF_BYTE(0xf0), three = WORD_OF_BYTE(0x30);
    return (word & upper) == three && ((word + WORD_OF_BYTE(0x06)) & upper) == three;
}

/* Eight digits: pairs of them, then pairs of those, then both of these (Lemire 2021, "Number parsing at a gigabyte per
 * second"). */
static uint64_t number_of_eight(uint64_t word)
{
    const uint64_t pairs = UINT64_C(0x000000ff000000ff);
    word -= WORD_OF_BYTE(0x30);
    word = word * 10 + (word >> 8);
    uint64_t odd = (word & pairs) * (100 + (UINT64_C(1000000) << 32));
    uint64_t even = (word >> 16 & pairs) * (1 + (UINT64_C(10000) << 32));
    return (odd + even) >> 32;
}

/* Digits from `at` on; returns the place behind them. */
static const char *read_digits(const char *at, const char *end, decimal *number)
{
    while (number->n_digits == 0 && at < end && *at == '0')
        at++;
    for (; end - at >= WORD_BYTES && are_digits(word_load(at)); at += WORD_BYTES) {
        number->digits = number->digits * 100000000 + number_of_eight(word_load(at));
        number->n_digits += WORD_BYTES;
    }
    for (; at < end && *at >= '0' && *at <= '9'; at++) {
        number->digits = number->digits * 10 + (uint64_t)(*at - '0');
        number->n_digits++;
    }
    return at;
}

/* [e[+-]digits] up to the end. */
static int read_exponent(const char *at, const char *end, decimal *number)
{
    int32_t exponent = 0;
    if (at == end)
        return 1;
    if (*at != 'e' && *at != 'E')
        return 0;
    at++;
    int is_negative = at < end && *at == '-';
    at += at < end && (*at == '+' || *at == '-');
    if (at == end)
        return 0;
    for (; at < end && *at >= '0' && *at <= '9'; at++)
        if (exponent < GREATEST_EXPONENT)
            exponent = exponent * 10 + (*at - '0');
    number->exponent += is_negative ? -exponent : exponent;
    return at == end;
}

/* Is all of the text a decimal number, [+-] digits [. digits] [e[+-]digits]? */
static int read_decimal(const char *text, size_t length, decimal *number)
{
    const char *end = text + length, *at = text;
    *number = (decimal){.is_negative = length > 0 && *at == '-'};
    at += length > 0 && (*at == '+' || *at == '-');
    const char *whole = at, *point = read_digits(at, end, number);
    int has_digits = point > whole;
    at = point;
    if (at < end && *at == '.') {
        at = read_digits(at + 1, end, number);
        has_digits |= at > point + 1;
        number->exponent = (int32_t)(point + 1 - at);
    }
    return has_digits && read_exponent(at, end, number);
}

static int parse_word(const char *text, size_t length, double *value)
{
    size_t sign = length > 0 && (text[0] == '-' || text[0] == '+');
    if (length == 3 && memcmp(text, "NaN", 3) == 0)
        *value = NAN;
    else if (length - sign == 8 && memcmp(text + sign, "Infinity", 8) == 0)
        *value = text[0] == '-' ? -INFINITY : INFINITY;
    else
        return 0;
    return 1;
}

__extension__ typedef unsigned __int128 wide;

/* That of a normal double. */
static double power_of_two(int exponent)
{
    uint64_t bits = (uint64_t)(exponent + 1023) << 52;
    double power;
    memcpy(&power, &bits, sizeof power);
    return power;
}

/* digits / 10^places, rounded once. The quotient by 5^places, both shifted to 64 bits, has 63 or 64 bits; whether
 * anything is left over decides with its last ones how 53 of them are rounded, half to even. */
static double quotient(uint64_t digits, int32_t places)
{
    static const uint64_t power_of_five[] = {
        UINT64_C(1), UINT64_C(5), UINT64_C(25), UINT64_C(125), UINT64_C(625), UINT64_C(3125), UINT64_C(15625),
        UINT64_C(78125), UINT64_C(390625), UINT64_C(1953125), UINT64_C(9765625), UINT64_C(48828125),
        UINT64_C(244140625), UINT64_C(1220703125), UINT64_C(6103515625), UINT64_C(30517578125),
        UINT64_C(152587890625), UINT64_C(762939453125), UINT64_C(3814697265625), UINT64_C(19073486328125),
        UINT64_C(95367431640625), UINT64_C(476837158203125), UINT64_C(2384185791015625), UINT64_C(11920928955078125),
        UINT64_C(59604644775390625), UINT64_C(298023223876953125), UINT64_C(1490116119384765625),
        UINT64_C(7450580596923828125),
    };
    uint64_t power = power_of_five[places];
    int up = __builtin_clzll(digits), power_up = __builtin_clzll(power);
    wide dividend = (wide)(digits << up) << 63;
    uint64_t divisor = power << power_up, ratio = (uint64_t)(dividend / divisor);
    int is_inexact = (wide)ratio * divisor != dividend, spare = 11 - __builtin_clzll(ratio);
    uint64_t kept = ratio >> spare, rest = ratio << (64 - spare), half = UINT64_C(1) << 63;
    kept += rest > half || (rest == half && (is_inexact || (kept & 1) != 0));
    return (double)kept * power_of_two(spare - 63 - up + power_up - places);
}

/* 1 when the number is had without strtod, and the same. Integers up to 2^53 and powers of ten up to 22 are exact
 * doubles, so that one rounding is the right one (Clinger 1990). 5^27 is the last power that fits into 64 bits. */
static int round_decimal(const decimal *number, double *value)
{
    static const double power[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                   1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    int32_t exponent = number->exponent;
    int is_short = number->digits <= UINT64_C(1) << 53;
    if (number->n_digits > MOST_DIGITS)
        return 0;
    if (number->digits == 0 || exponent == 0)
        *value = (double)number->digits;
    else if (is_short && exponent < 0 && exponent >= -22)
        *value = (double)number->digits / power[-exponent];
    else if (is_short && exponent > 0 && exponent <= 22)
        *value = (double)number->digits * power[exponent];
    else if (exponent < 0 && exponent >= -27)
        *value = quotient(number->digits, -exponent);
    else
        return 0;
    *value = number->is_negative ? -*value : *value;
    return 1;
}

int32_t whisker_number_parse(const char *text, size_t length, double *value)
{
    char copy[LONGEST_NUMBER];
    decimal number;
    if (length >= sizeof copy || !read_decimal(text, length, &number))
        return parse_word(text, length, value);
    if (round_decimal(&number, value))
        return 1;
    memcpy(copy, text, length);
    copy[length] = '\0';
    plain_locale scope = locale_enter();
    *value = strtod(copy, NULL);
    locale_leave(scope);
    return 1;
}
