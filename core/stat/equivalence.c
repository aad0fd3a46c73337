/* Equivalence and non-inferiority: two one-sided tests at margins (M5.8; Schuirmann 1987). */
#include "base/error.h"
#include "base/structs.h"
#include "stat/mean.h"

#include <math.h>

static const double DEFAULT_ALPHA = 0.05;

static const char *const verdict_names[] = {
    [WHISKER_VERDICT_UNDECIDED] = "undecided",
    [WHISKER_VERDICT_INFERIOR] = "inferior",
    [WHISKER_VERDICT_NOT_INFERIOR] = "not_inferior",
    [WHISKER_VERDICT_EQUIVALENT] = "equivalent",
    [WHISKER_VERDICT_SUPERIOR] = "superior",
};

const char *whisker_verdict_name(int32_t verdict)
{
    return verdict >= 0 && verdict <= WHISKER_VERDICT_SUPERIOR ? verdict_names[verdict] : NULL;
}

static int32_t check(double standard_error, const whisker_equivalence *asked, whisker_error *error)
{
    if (standard_error < 0)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a standard error is not below 0");
    if (!(asked->low <= 0 && asked->high >= 0 && asked->low < asked->high) || isinf(asked->low))
        return error_set(error, WHISKER_BAD_ARGUMENT, "the margins lie on either side of 0: a finite low <= 0 and a "
                         "high >= 0, and not both are 0");
    if (!(asked->alpha > 0 && asked->alpha < 0.5))
        return error_set(error, WHISKER_BAD_OPTION, "alpha, the error of each one-sided test, lies between 0 and 1/2");
    return WHISKER_OK;
}

/* The strongest statement that holds. Each is a one-sided test of its own; a stronger one implies those below it, so
 * that looking for the strongest costs no error. */
static int32_t verdict_of(const whisker_equivalence *tests)
{
    double alpha = tests->alpha;
    if (tests->p_inferior <= alpha)
        return WHISKER_VERDICT_INFERIOR;
    if (tests->p <= alpha && isfinite(tests->high))
        return WHISKER_VERDICT_EQUIVALENT;
    if (tests->p_superior <= alpha)
        return WHISKER_VERDICT_SUPERIOR;
    return tests->p_lower <= alpha ? WHISKER_VERDICT_NOT_INFERIOR : WHISKER_VERDICT_UNDECIDED;
}

static void test(double value, double standard_error, double df, whisker_equivalence *out)
{
    double from_low = (value - out->low) / standard_error, from_high = (value - out->high) / standard_error;
    double half = mean_half_width(1 - 2 * out->alpha, df) * standard_error;
    out->p_lower = whisker_t_cdf(from_low, df, WHISKER_UPPER);
    out->p_upper = whisker_t_cdf(from_high, df, WHISKER_LOWER);
    out->p = fmax(out->p_lower, out->p_upper);
    out->p_inferior = whisker_t_cdf(from_low, df, WHISKER_LOWER);
    out->p_superior = whisker_t_cdf(value / standard_error, df, WHISKER_UPPER);
    out->lower = value - half;
    out->upper = value + half;
    out->verdict = verdict_of(out);
}

int32_t whisker_test_equivalence(double value, double standard_error, double df, double low, double high, double alpha,
                                 whisker_equivalence *out, whisker_error *error)
{
    whisker_equivalence made = {.low = low, .high = high, .alpha = alpha == 0 ? DEFAULT_ALPHA : alpha,
                                .p_lower = NAN, .p_upper = NAN, .p = NAN, .p_inferior = NAN, .p_superior = NAN,
                                .lower = NAN, .upper = NAN};
    int32_t status = struct_check(out, "whisker_equivalence", error);
    if (status == WHISKER_OK)
        status = check(standard_error, &made, error);
    if (status != WHISKER_OK)
        return status;
    if (isfinite(value) && standard_error > 0 && isfinite(standard_error) && df > 0)
        test(value, standard_error, df, &made);
    struct_store(out, &made, sizeof made);
    return WHISKER_OK;
}
