#include "stat/noncentrality.h"

#include <criterion/criterion.h>

#include <math.h>

typedef struct published {
    double df, alpha, power, noncentrality;
} published;

/* scipy's nct, by root finding; and the normal quantiles 1.959963984540 + 0.841621233573. */
static const published known[] = {
    {1, 0.05, 0.8, 16.334008869920964},  {2, 0.05, 0.8, 5.653489266405572},  {5, 0.05, 0.8, 3.5139041055628986},
    {4, 0.1, 0.8, 3.039750965833674},    {10, 0.05, 0.8, 3.1099710408565775}, {11, 0.01, 0.9, 4.572424501469242},
    {30, 0.05, 0.95, 3.7265573297832635}, {99, 0.05, 0.8, 2.8291297842553385}, {100, 0.05, 0.8, 2.8015852181129692},
    {INFINITY, 0.05, 0.8, 2.8015852181129692},
};

Test(noncentrality, known_values)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        published at = known[i];
        double got = noncentrality(at.alpha, at.power, at.df);
        cr_expect(fabs(got - at.noncentrality) < 1e-10 * got, "df %g: %.16g", at.df, got);
        cr_expect_float_eq(noncentral_power(at.noncentrality, at.alpha, at.df), at.power, 1e-10);
    }
}

/* Where nothing can be computed the approximation stands in, and says no nonsense: fewer df need larger effects. */
Test(noncentrality, far_out)
{
    double half = noncentrality(0.05, 0.8, 0.5), fifth = noncentrality(0.05, 0.8, 0.2);
    cr_expect(half > noncentrality(0.05, 0.8, 1) && fifth > half && isfinite(fifth));
    cr_expect(isfinite(noncentrality(0.001, 0.999, 1)));
    cr_expect(isnan(noncentrality(0.05, 0.8, NAN)));
}
