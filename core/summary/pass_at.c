/* What k draws of an item achieve, from n draws of which c passed (M4.3): the mean over all subsets of k draws, which
 * is unbiased; the plug-in 1 - (1 - c/n)^k is not. */
#include "base/error.h"
#include "base/structs.h"
#include "base/sum.h"
#include "summary/hypergeometric.h"
#include "whisker.h"

#include <math.h>
#include <string.h>

#define COUNT(array) ((int32_t)(sizeof(array) / sizeof((array)[0])))

static const char *const names[] = {
    [WHISKER_PASS_AT] = "pass_at",
    [WHISKER_PASS_ALL] = "pass_all",
    [WHISKER_G_PASS] = "g_pass",
    [WHISKER_MG_PASS] = "mg_pass",
    [WHISKER_MAJORITY] = "majority",
};

const char *whisker_pass_name(int32_t kind)
{
    return kind >= 0 && kind < COUNT(names) ? names[kind] : NULL;
}

int32_t whisker_pass_number(const char *name)
{
    for (int32_t kind = WHISKER_PASS_AT; name != NULL && kind < COUNT(names); kind++)
        if (strcmp(names[kind], name) == 0)
            return kind;
    return -1;
}

/* ---- one item ---- */

/* log of C(n - taken, k) / C(n, k), by whichever of the two has fewer factors (Chen et al. 2021 take the first). */
static double log_none(int64_t n, int64_t taken, int64_t k)
{
    int64_t fewer = taken < k ? taken : k, other = taken < k ? k : taken;
    sum total = {0, 0};
    if (taken + k > n)
        return -INFINITY;
    for (int64_t i = 0; i < fewer; i++)
        sum_add(&total, log1p(-(double)other / (double)(n - i)));
    return sum_value(total);
}

/* C(c, k) / C(n, k), with what each factor and product was rounded by. */
static double all_pass(int64_t n, int64_t c, int64_t k)
{
    int64_t fewer = k < n - c ? k : n - c, other = k < n - c ? n - c : k;
    double product = 1, lost = 0;
    int exponent = 0;
    if (c < k)
        return 0;
    for (int64_t i = 0; i < fewer; i++) {
        double above = (double)(n - other - i), below = (double)(n - i), factor = above / below;
        double next = product * factor;
        lost += fma(-factor, below, above) / above + fma(product, factor, -next) / next;
        int shift;
        product = frexp(next, &shift);
        exponent += shift;
    }
    return ldexp(product * (1 + lost), exponent);
}

static double once(int64_t x, int64_t from)
{
    (void)x;
    (void)from;
    return 1;
}

static double excess(int64_t x, int64_t from)
{
    return (double)(x - from + 1);
}

/* Passes that a share of k asks for. A share such as 0.55 is a little more than 55 of 100 in binary: no pass more. */
static int64_t passes_needed(double share, int64_t k)
{
    int64_t needed = (int64_t)ceil(share * (double)k * (1 - 1e-12));
    return needed < 1 ? 1 : needed;
}

/* More than half of k draws right; half of them: a coin. */
static double majority(hypergeometric law)
{
    double tied = law.k % 2 == 0 ? hypergeometric_pmf(law, law.k / 2) : 0;
    return hypergeometric_sum(law, law.k / 2 + 1, once) + tied / 2;
}

double whisker_pass_value(int32_t kind, int64_t n, int64_t c, int64_t k, double share)
{
    hypergeometric law = {n, c, k};
    int64_t half = k / 2 + k % 2;
    if (c < 0 || c > n || k < 1 || k > n)
        return NAN;
    switch (kind) {
    case WHISKER_PASS_AT_DEFAULT:
    case WHISKER_PASS_AT:
        return -expm1(log_none(n, c, k));
    case WHISKER_PASS_ALL:
        return all_pass(n, c, k);
    case WHISKER_G_PASS:
        return share > 0 && share <= 1 ? fmin(1, hypergeometric_sum(law, passes_needed(share, k), once)) : NAN;
    case WHISKER_MG_PASS: /* 2/k times the sum over i > ceil(k/2) of P[X >= i] */
        return hypergeometric_sum(law, half + 1, excess) * 2 / (double)k;
    case WHISKER_MAJORITY:
        return fmin(1, majority(law));
    default: return NAN;
    }
}

/* ---- all items ---- */

static int32_t load_options(const whisker_pass_options *options, whisker_pass_options *given, whisker_error *error)
{
    int32_t status = struct_load(given, sizeof *given, options, "whisker_pass_options", error);
    if (status != WHISKER_OK)
        return status;
    if (given->kind != WHISKER_PASS_AT_DEFAULT && whisker_pass_name(given->kind) == NULL)
        return error_set(error, WHISKER_BAD_OPTION, "pass kind %d is not known", (int)given->kind);
    if (given->k == 0)
        given->k = 1;
    if (given->k < 1)
        return error_set(error, WHISKER_BAD_OPTION, "k is the number of draws that are looked at, at least 1");
    if (given->kind == WHISKER_G_PASS && !(given->share > 0 && given->share <= 1))
        return error_set(error, WHISKER_BAD_OPTION,
                         "the share of k draws that must pass lies above 0 and is at most 1");
    return WHISKER_OK;
}

int32_t whisker_pass_scores(int64_t n_items, const int32_t *draws, const int32_t *passed,
                            const whisker_pass_options *options, double *score, whisker_error *error)
{
    whisker_pass_options given;
    int32_t status = load_options(options, &given, error);
    if (status != WHISKER_OK)
        return status;
    if (n_items < 0 || (n_items > 0 && (draws == NULL || passed == NULL || score == NULL)))
        return error_set(error, WHISKER_BAD_ARGUMENT, "the draws and passes of the items are needed");
    for (int64_t i = 0; i < n_items; i++)
        if (draws[i] < 0 || passed[i] < 0 || passed[i] > draws[i])
            return error_set(error, WHISKER_BAD_ARGUMENT, "item %lld has %d passes of %d draws", (long long)i,
                             (int)passed[i], (int)draws[i]);
    for (int64_t i = 0; i < n_items; i++)
        score[i] = whisker_pass_value(given.kind, draws[i], passed[i], given.k, given.share);
    return WHISKER_OK;
}

int32_t whisker_design_pass_scores(const whisker_design *design, int32_t run, const whisker_pass_options *options,
                                   double *score, whisker_error *error)
{
    whisker_pass_options given;
    whisker_design_counts counts = {.size = sizeof counts};
    int32_t status = load_options(options, &given, error);
    if (status != WHISKER_OK)
        return status;
    const double *mean = design != NULL ? whisker_design_scores(design, run) : NULL;
    if (mean == NULL || score == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "the design has no run %d", (int)run);
    whisker_design_counts_of(design, &counts);
    if (counts.n_graded > 0)
        return error_set(error, WHISKER_NOT_BINARY,
                         "passes are counted from draws that are 0 or 1, and %lld are neither",
                         (long long)counts.n_graded);
    const int32_t *draws = whisker_design_draws(design, run);
    for (int64_t i = 0; i < counts.n_items; i++) {
        int is_failed = draws[i] == 0 && mean[i] == 0; /* the policy on missing items says so */
        int64_t passed = llround(mean[i] * draws[i]);
        score[i] = is_failed ? 0 : whisker_pass_value(given.kind, draws[i], passed, given.k, given.share);
    }
    return WHISKER_OK;
}
