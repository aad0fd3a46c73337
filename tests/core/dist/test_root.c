/* The search for quantiles: it must find, and must say when it does not. */
#include "dist/root.h"

#include <criterion/criterion.h>

#include <math.h>

/* Logistic distribution: log mass -log(1 + e^-u). */
static root_view logistic(const void *context, double u)
{
    (void)context;
    double upper = 1 / (1 + exp(u));
    return (root_view){-log1p(exp(-u)), upper, 1 - 2 * (1 - upper)};
}

Test(root, finds_from_far_on_either_side)
{
    for (double p = 1e-12; p < 0.9; p *= 3)
        for (double start = -500; start <= 30; start += 53) {
            double u = root_find(logistic, NULL, log(p), start);
            cr_expect(fabs(u - log(p / (1 - p))) <= 1e-13 * (1 + fabs(u)), "p %g from %g: %g", p, start, u);
        }
}

static root_view flat(const void *context, double u)
{
    (void)context;
    (void)u;
    return (root_view){-3, 0.1, 0};
}

static root_view noise(const void *context, double u)
{
    (void)context;
    return (root_view){u > 1 ? -1 : -3, 1e12, 0};
}

static root_view undefined(const void *context, double u)
{
    (void)context;
    (void)u;
    return (root_view){NAN, 1, 0};
}

Test(root, says_that_there_is_none)
{
    cr_expect(isnan(root_find(flat, NULL, -1, 0)));
    cr_expect(isnan(root_find(noise, NULL, -2, 0)));
    cr_expect(isnan(root_find(undefined, NULL, -1, 0)));
}
