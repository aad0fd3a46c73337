#include "base/binary.h"

#include <criterion/criterion.h>

#include <float.h>

static const double numbers[] = {0,       -0.0,     1,         -1,      0.5,      0x1.fffffffffffffp-1, 1.5, 3e-300, -7e300,
                                 DBL_MIN, DBL_MAX, -DBL_MAX, 0x1p-1074, 0x1.8p-1060, 0x0.fffffffffffffp-1022, 1. / 3};

enum { NUMBERS = sizeof numbers / sizeof numbers[0] };

Test(binary, scales_as_ldexp)
{
    for (int k = 0; k < NUMBERS; k++)
        for (int exponent = -2200; exponent <= 2200; exponent++) {
            double found = binary_scaled(numbers[k], exponent), expected = ldexp(numbers[k], exponent);
            cr_assert(memcmp(&found, &expected, sizeof found) == 0, "%a by 2^%d: %a, not %a", numbers[k], exponent, found,
                      expected);
        }
}

Test(binary, has_the_exponent_of_frexp)
{
    for (int k = 0; k < NUMBERS; k++)
        for (int exponent = -1100; exponent <= 1100; exponent++) {
            int expected;
            double number = ldexp(numbers[k], exponent);
            if (!isfinite(number))
                continue;
            frexp(number, &expected);
            cr_assert_eq(binary_exponent(number), expected, "%a", number);
        }
}
