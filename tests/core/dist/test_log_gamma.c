#include "check.h"

#include "dist/dist.h"
#include "dist/log_gamma.h"

#include <criterion/criterion.h>

static const double gammas[][2] = {
    {1e-300, 690.7755278982137},
    {1e-10, 23.025850929882736},
    {0.1, 2.252712651734206},
    {0.4999999, 0.5723651392757274},
    {0.5, 0.5723649429247001},
    {0.9, 0.06637623973474295},
    {0.999999999, 5.77215649399226e-10},
    {1, 0.0},
    {1.000000001, -5.772157118381039e-10},
    {1.3, -0.10817480950786047},
    {1.4616321449683622, -0.12148629053584961},
    {1.7, -0.09580769740706588},
    {1.999999999, -4.227843697573328e-10},
    {2, 0.0},
    {2.000000001, 4.2278437040226697e-10},
    {2.4, 0.21685932244884157},
    {2.6, 0.35741186354897986},
    {3, 0.6931471805599453},
    {7.5, 7.534364236758733},
    {9.99, 12.779315214350193},
    {10, 12.801827480081469},
    {25, 54.78472939811232},
    {170.5, 704.0044277342047},
    {100000, 1051287.7089736569},
    {10000000000, 220258509288.81058},
    {1e+300, 6.897755278982137e+302},
};

static const double betas[][3] = {
    {1e-300, 1e-300, 691.4686750787737},
    {1e-08, 5, 18.420680723119034},
    {0.5, 0.5, 1.1447298858494002},
    {0.5, 1000000, -6.335390211057437},
    {3, 7, -5.529429087511423},
    {1.5, 1000000000000, -41.567313911528444},
    {9.5, 10.5, -13.709925546998463},
    {57, 44, -69.85349690096206},
    {1000, 10, -56.32058348093065},
    {500000, 500000, -693152.4762292606},
    {2000000000, 3, -63.556091873459124},
    {1000000000000, 1000000000000, -1386294361132.4407},
};

static const double choices[][3] = {
    {5, 2, 2.302585092994046},
    {10, 1, 2.302585092994046},
    {10, 9, 2.302585092994046},
    {52, 5, 14.77062192297037},
    {1000, 500, 689.4672615678512},
    {1000000, 3, 39.654769204662266},
    {1000000000, 500000000, 693147169.9725211},
    {1000000000000000, 2, 68.38440560926142},
};

Test(log_gamma, agrees_with_mpmath)
{
    for (size_t i = 0; i < COUNT(gammas); i++)
        check_close("log_gamma", log_gamma(gammas[i][0]), gammas[i][1], 4e-15);
}

Test(log_gamma, beta_agrees_with_mpmath)
{
    for (size_t i = 0; i < COUNT(betas); i++)
        check_close("log_beta", log_beta(betas[i][0], betas[i][1]), betas[i][2], 4e-15);
    cr_expect(fabs(log_beta(1, 1)) < 1e-15);
}

Test(log_gamma, choose_agrees_with_mpmath)
{
    for (size_t i = 0; i < COUNT(choices); i++)
        check_close("log_choose", log_choose(choices[i][0], choices[i][1]), choices[i][2], 4e-15);
    cr_expect_eq(log_choose(12, 0), 0);
    cr_expect_eq(log_choose(12, 12), 0);
    cr_expect_eq(log_choose(0, 0), 0);
}

/* log Gamma(b + e) - log Gamma(b) for an e that adding to b loses: digamma(b) e. */
Test(log_gamma, ratio_keeps_tiny_steps)
{
    check_close("digamma(1)", log_gamma_ratio(1, 1e-100), -0.57721566490153286061e-100, 1e-14);
    check_close("digamma(1/2)", log_gamma_ratio(0.5, 1e-100), -1.9635100260214234794e-100, 1e-14);
    check_close("digamma(100)", log_gamma_ratio(100, 1e-100), 4.6001618527380874002e-100, 1e-14);
    check_close("factorials", log_gamma_ratio(3, 7), log(362880.0 / 2), 1e-14);
}

Test(log_gamma, outside_its_domain)
{
    cr_expect(isnan(log_gamma(0)));
    cr_expect(isnan(log_gamma(-1.5)));
    cr_expect(isnan(log_gamma(NAN)));
    cr_expect(isnan(log_beta(1, 0)));
    cr_expect(isnan(log_choose(3, 4)));
    cr_expect(isnan(log_choose(3, -1)));
}
