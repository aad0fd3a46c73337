#include "base/random.h"
#include "resample/flips.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_UNITS = 1000, COLUMNS = 3 };

static void fill(int64_t n, int64_t *unit)
{
    random_stream stream = random_open(5, 0);
    for (int64_t i = 0; i < n; i++)
        unit[i] = (int64_t)(random_bits(&stream) >> 12) - (INT64_C(1) << 51);
}

/* By the definition of the header, sign by sign. */
static int64_t sum_of(const flips *flips, int32_t column, uint64_t replicate)
{
    random_stream stream = random_open(flips->seed, replicate);
    uint64_t bits = replicate;
    int64_t sum = 0;
    for (int64_t u = 0; u < flips->n; u++) {
        if (u % 64 == 0 && !flips->enumerated)
            bits = random_bits(&stream);
        int64_t unit = flips->unit[column * flips->n + u];
        sum += bits >> u % 64 & 1 ? unit : -unit;
    }
    return sum;
}

static void expect_sums(const flips *flips, const flips_kernel *kernel, uint64_t first)
{
    int64_t sums[COLUMNS * FLIPS_BLOCK];
    flips_sum(flips, kernel, first, sums);
    for (int32_t column = 0; column < flips->n_columns; column++)
        for (uint64_t i = 0; i < FLIPS_BLOCK; i++)
            cr_assert_eq(sums[flips_place(flips->n_columns, column, (int64_t)i)], sum_of(flips, column, first + i),
                         "%lld units, column %d, replicate %llu", (long long)flips->n, (int)column,
                         (unsigned long long)(first + i));
}

/* Every processor adds up the signs that the definition gives, so they all have the same bits. */
Test(flips, every_kernel_sums_what_the_signs_say)
{
    const int64_t sizes[] = {1, 3, 4, 63, 64, 127, 128, 129, 300, MOST_UNITS};
    const flips_kernel *kernels[] = {&flips_plain, flips_kernel_for(processor_here())};
    static int64_t unit[MOST_UNITS * COLUMNS];
    fill(MOST_UNITS * COLUMNS, unit);
    for (size_t k = 0; k < sizeof kernels / sizeof *kernels; k++) {
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            flips flips = {.n = sizes[s], .n_columns = COLUMNS, .seed = UINT64_C(0x123456789abcdef0), .unit = unit};
            expect_sums(&flips, kernels[k], 0);
            expect_sums(&flips, kernels[k], UINT64_C(0x1fffffff00));
        }
    }
}

Test(flips, patterns_in_order)
{
    int64_t unit[11 * COLUMNS];
    fill(11 * COLUMNS, unit);
    flips flips = {.n = 11, .n_columns = COLUMNS, .enumerated = 1, .unit = unit};
    for (uint64_t first = 0; first < 1024; first += FLIPS_BLOCK) {
        expect_sums(&flips, &flips_plain, first);
        expect_sums(&flips, flips_kernel_for(processor_here()), first);
    }
}

/* Sums of n units of total magnitude M stay below 2^61, and the digits of each are kept to M 2^-60. */
Test(flips, fixed_point_keeps_the_digits)
{
    const double x[] = {1, -0.1, 1e-3, 1e-9, 0, 0x1p-40};
    int exponent = fixed_exponent(1.101000001);
    int64_t unit[6];
    fixed_units(6, x, exponent, unit);
    cr_assert_eq(unit[0], INT64_C(1) << exponent);
    cr_assert(llabs(unit[0]) + llabs(unit[1]) + llabs(unit[2]) + llabs(unit[3]) + llabs(unit[5]) < INT64_C(1) << 61);
    for (int i = 0; i < 6; i++)
        cr_assert(fabs(ldexp((double)unit[i], -exponent) - x[i]) <= 0x1p-60);
    for (double magnitude = 1e-300; magnitude < 1e300; magnitude *= 1e10)
        cr_assert(ldexp(magnitude, fixed_exponent(magnitude)) < 0x1p60);
}
