/* Cut sums against exact ones, and their sums of bits against their pieces, which must agree to the last bit. */
#include "stat/cut_sum.h"

#include "base/random.h"
#include "stat/exact_sum.h"

#include <criterion/criterion.h>

#include <math.h>

enum { MOST = 5000 };

static double largest_of(int n, const double *x)
{
    double largest = 0;
    for (int i = 0; i < n; i++)
        largest = fmax(largest, fabs(x[i]));
    return largest;
}

static sum pieces_of(int n, const double *x, cut place)
{
    sum total = {0, 0};
    for (int i = 0; i < n; i++)
        cut_add(&total, place, x[i]);
    return total;
}

static bit_sum bits_of(int n, const double *x, cut place)
{
    bit_sum total = {0, 0};
    for (int i = n - 1; i >= 0; i--) {
        bit_sum bits = cut_bits(place, x[i]);
        total.first += bits.first;
        total.second += bits.second;
    }
    return total;
}

static double exact_sum_of(int n, const double *x)
{
    const limb_window all = {SCORE_LIMB_FIRST, SCORE_LIMBS};
    int64_t limbs[SCORE_LIMBS] = {0};
    for (int i = 0; i < n; i++)
        limbs_add(limbs, all, whole_of(x[i]));
    total total = total_of_limbs(limbs, all);
    return sum_value(total_value(&total, 0));
}

static void check(int n, const double *x, const char *what)
{
    const double largest = largest_of(n, x);
    const cut place = cut_for(n, largest);
    sum pieces = pieces_of(n, x, place), counted = bit_sum_pieces(bits_of(n, x, place), n, place);
    cr_expect_eq(counted.total, pieces.total, "%s, n %d, first: %a and %a", what, n, counted.total, pieces.total);
    cr_expect_eq(counted.correction, pieces.correction, "%s, n %d, second: %a and %a", what, n, counted.correction,
                 pieces.correction);
    double lost = n * largest * n * (double)n * 0x1p-98, found = bit_sum_value(bits_of(n, x, place), n, place);
    double exact = exact_sum_of(n, x);
    cr_expect(fabs(found - exact) <= lost + fabs(exact) * 0x1p-53, "%s, n %d: %a and not %a", what, n, found, exact);
}

static void fill(int n, double *x, int exponent, int spread, uint64_t seed)
{
    random_stream random = random_open(seed, 3);
    for (int i = 0; i < n; i++) {
        double size = ldexp(random_uniform(&random), exponent - (int)random_below(&random, (uint64_t)spread + 1));
        x[i] = random_below(&random, 2) ? size : -size;
    }
}

Test(cut_sum, bits_are_pieces_and_next_to_exact)
{
    static double x[MOST];
    const int counts[] = {1, 2, 3, 7, 8, 64, 1000, 1023, 1024, 1025, MOST};
    const int exponents[] = {-860, -500, -1, 0, 1, 500, 950};
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++)
        for (size_t e = 0; e < sizeof exponents / sizeof exponents[0]; e++)
            for (int spread = 0; spread <= 120; spread += 40) {
                fill(counts[c], x, exponents[e], spread, c * 100 + e);
                check(counts[c], x, "random");
            }
}

/* All terms the largest there may be, or just below a power of two: what fills the room that the cut leaves. */
Test(cut_sum, equal_terms)
{
    static double x[MOST];
    const double terms[] = {1, -1, 0x1.fffffffffffffp0, -0x1.fffffffffffffp0, 0x1.0000000000001p0, 1. / 3, 0, 0x1p-860,
                            0x1.fffffffffffffp950};
    for (size_t k = 0; k < sizeof terms / sizeof terms[0]; k++) {
        for (int i = 0; i < MOST; i++)
            x[i] = terms[k];
        for (int n = 1; n <= MOST; n = 4 * n + 1)
            check(n, x, "equal");
    }
}

/* Where the total of terms that are not negative is known, all of it may be one term, or spread evenly. */
Test(cut_sum, cut_for_their_total)
{
    static double x[MOST];
    const double totals[] = {1, 0x1.fffffffffffffp0, 3e-200, 7e200};
    for (int n = 1; n <= MOST; n = 3 * n + 1)
        for (size_t k = 0; k < sizeof totals / sizeof totals[0]; k++)
            for (int spread = 0; spread < 3; spread++) {
                fill(n, x, 0, 30, (uint64_t)n);
                double all = 0;
                for (int i = 0; i < n; i++)
                    all += x[i] = spread == 0 ? i == n / 2 : spread == 1 ? 1 : fabs(x[i]);
                for (int i = 0; i < n; i++)
                    x[i] *= totals[k] / all;
                const cut place = cut_for_total(n, totals[k]);
                double found = bit_sum_value(bits_of(n, x, place), n, place), exact = exact_sum_of(n, x);
                cr_expect(fabs(found - exact) <= totals[k] * n * n * 0x1p-98 + exact * 0x1p-53, "%d of %g: %a, not %a", n,
                          totals[k], found, exact);
            }
}

/* A sum far below its terms keeps what the second place holds. */
Test(cut_sum, cancellation)
{
    static double x[MOST];
    fill(MOST / 2, x, 0, 20, 11);
    for (int i = 0; i < MOST / 2; i++)
        x[MOST / 2 + i] = -x[i];
    check(MOST, x, "nothing is left");
    x[MOST - 1] += 0x1p-50;
    check(MOST, x, "little is left");
}
