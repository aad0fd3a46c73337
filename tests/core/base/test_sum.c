/* Sums against exact sums: whole numbers of up to 93 bits, added in 128. */
#include "base/random.h"
#include "base/sum.h"

#include <criterion/criterion.h>

#include <stdlib.h>

__extension__ typedef __int128 wide;

static wide magnitude(wide x)
{
    return x < 0 ? -x : x;
}

/* 53 random bits times a power of two, either sign: a whole number. */
static double random_whole(random_stream *stream, uint32_t most_shift)
{
    double x = ldexp((double)(random_bits(stream) >> 11), (int)random_below(stream, most_shift + 1));
    return random_below(stream, 2) ? x : -x;
}

/* Neumaier's bound: one rounding of the result and n eps^2 of the sum of magnitudes. */
static void check_sum(sum s, wide exact, wide magnitudes, int64_t n)
{
    wide error = magnitude((wide)sum_value(s) - exact);
    double allowed = 0x1p-53 * (double)magnitude(exact) + (double)n * 0x1p-104 * (double)magnitudes;
    cr_assert((double)error <= allowed, "off by %g, allowed %g", (double)error, allowed);
}

Test(sum, is_exact_to_one_rounding)
{
    for (uint64_t round = 0; round < 300; round++) {
        random_stream stream = random_open(11, round);
        sum s = {0};
        wide exact = 0, magnitudes = 0;
        for (int i = 0; i < 2000; i++) {
            double x = random_whole(&stream, 40);
            sum_add(&s, x);
            exact += (wide)x;
            magnitudes += magnitude((wide)x);
        }
        check_sum(s, exact, magnitudes, 2000);
    }
}

/* Everything cancels but a small rest, which plain addition loses wholly. */
Test(sum, keeps_what_cancellation_leaves)
{
    enum { PAIRS = 500 };
    static double terms[2 * PAIRS + 1];
    for (uint64_t round = 0; round < 200; round++) {
        random_stream stream = random_open(12, round);
        for (int i = 0; i < PAIRS; i++)
            terms[2 * i + 1] = -(terms[2 * i] = random_whole(&stream, 40));
        terms[2 * PAIRS] = 1 + (double)random_below(&stream, 1000);
        double rest = terms[2 * PAIRS];
        for (uint32_t i = 2 * PAIRS; i > 0; i--) {
            uint32_t j = random_below(&stream, i + 1);
            double kept = terms[i];
            terms[i] = terms[j];
            terms[j] = kept;
        }
        sum s = {0};
        wide magnitudes = 0;
        for (int i = 0; i <= 2 * PAIRS; i++) {
            sum_add(&s, terms[i]);
            magnitudes += magnitude((wide)terms[i]);
        }
        check_sum(s, (wide)rest, magnitudes, 2 * PAIRS + 1);
    }
    sum s = {0};
    for (int i = 0; i < 4; i++)
        sum_add(&s, (const double[]){1, 1e100, 1, -1e100}[i]);
    cr_assert_eq(sum_value(s), 2, "Neumaier's example, where Kahan's sum is 0");
}

Test(sum, of_products_keeps_their_roundings)
{
    for (uint64_t round = 0; round < 300; round++) {
        random_stream stream = random_open(13, round);
        sum s = {0};
        wide exact = 0, magnitudes = 0;
        for (int i = 0; i < 1000; i++) {
            double a = random_whole(&stream, 0), b = random_whole(&stream, 0);
            sum_add_product(&s, a, b);
            exact += (wide)a * (wide)b;
            magnitudes += magnitude((wide)a * (wide)b);
        }
        check_sum(s, exact, magnitudes, 2000);
    }
    sum s = {0};
    sum_add_product(&s, 1 + 0x1p-30, 1 - 0x1p-30);
    sum_add(&s, -1);
    cr_assert_eq(sum_value(s), -0x1p-60);
}
