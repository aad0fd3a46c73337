/* Numbers as text and back. printf and strtod run under the "C" locale of this thread for the length of the call, so
 * that the host's locale neither changes our digits nor is changed. */
#define _GNU_SOURCE
#include "whisker.h"

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

/* Length of the decimal number at the start of text, 0 if there is none: [+-] digits [. digits] [e[+-]digits]. */
static size_t decimal_length(const char *text, size_t length)
{
    size_t i = 0, digits = 0;
    if (i < length && (text[i] == '+' || text[i] == '-'))
        i++;
    for (; i < length && text[i] >= '0' && text[i] <= '9'; i++)
        digits++;
    if (i < length && text[i] == '.')
        for (i++; i < length && text[i] >= '0' && text[i] <= '9'; i++)
            digits++;
    if (digits == 0)
        return 0;
    if (i < length && (text[i] == 'e' || text[i] == 'E')) {
        size_t mark = i++;
        if (i < length && (text[i] == '+' || text[i] == '-'))
            i++;
        if (i == length || text[i] < '0' || text[i] > '9')
            return mark;
        while (i < length && text[i] >= '0' && text[i] <= '9')
            i++;
    }
    return i;
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

/* Up to 15 digits and powers of ten up to 22 are exact doubles, so that one rounding is the right one (Clinger 1990).
 * Sixteen bytes hold 15 digits and a point, or 16 digits, which are rounded once when they become a double. */
static int parse_short(const char *text, size_t length, double *value)
{
    static const double power[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    size_t i = text[0] == '-' || text[0] == '+';
    uint64_t mantissa = 0;
    int places = 0, seen_point = 0;
    if (length - i > 16)
        return 0;
    for (; i < length; i++) {
        if (text[i] == '.') {
            seen_point = 1;
            continue;
        }
        if (text[i] == 'e' || text[i] == 'E')
            return 0;
        mantissa = mantissa * 10 + (uint64_t)(text[i] - '0');
        places += seen_point;
    }
    double magnitude = (double)mantissa / power[places];
    *value = text[0] == '-' ? -magnitude : magnitude;
    return 1;
}

int32_t whisker_number_parse(const char *text, size_t length, double *value)
{
    char copy[LONGEST_NUMBER];
    if (parse_word(text, length, value))
        return 1;
    if (length == 0 || length >= sizeof copy || decimal_length(text, length) != length)
        return 0;
    if (parse_short(text, length, value))
        return 1;
    memcpy(copy, text, length);
    copy[length] = '\0';
    plain_locale scope = locale_enter();
    *value = strtod(copy, NULL);
    locale_leave(scope);
    return 1;
}
