#include "dist/tail_integral.h"

#include <criterion/criterion.h>

#include <math.h>

/* exp(-slope v) (1 + v)^n exp(-n v) with whole n: integrate by parts n times. */
static double by_parts(double slope, int n)
{
    double rate = slope + n, total = 0, term = 1 / rate;
    for (int k = 0; k <= n; k++) {
        total += term;
        term *= (n - k) / rate;
    }
    return total;
}

Test(tail_integral, of_one_power_agrees_with_parts)
{
    density_factor none = {0, 0};
    for (int n = 200; n <= 100000; n *= 5)
        for (double slope = 0; slope < 1e6; slope = 10 * slope + 1) {
            density_factor power = {n, 1};
            double expected = by_parts(slope, n), got = tail_integral(slope, power, none);
            cr_expect(fabs(got - expected) <= 1e-13 * expected, "n %d, slope %g: %.17g, not %.17g", n, slope, got,
                      expected);
        }
}

/* (1 - 4 v^2)^(a-1) from 0 to 1/2 is B(1/2, a) / 4, which a product gives for whole a. */
Test(tail_integral, of_two_powers_is_a_beta_function)
{
    double beta = 2; /* B(1/2, 1) */
    for (int a = 1; a <= 1000000; a++) {
        density_factor falling = {a - 1, -2}, rising = {a - 1, 2};
        if (a >= 300 && a % 997 == 0) {
            double got = tail_integral(0, falling, rising);
            cr_expect(fabs(got - beta / 4) <= 1e-12 * got, "a %d: %.17g, not %.17g", a, got, beta / 4);
        }
        beta *= a / (a + 0.5);
    }
}
