/* Run A against run B (M5.1 to M5.3; Miller 2024 section 4). */
#include "base/error.h"
#include "base/simd.h"
#include "base/structs.h"
#include "stat/comparison.h"

#include <float.h>
#include <math.h>

/* The scores side by side. */
typedef struct pairs {
    double *a, *b;          /* scores on the items that both runs have, else NaN */
    double *difference;     /* a - b */
} pairs;

/* ---- pairs ---- */

static SIMD_INLINE int64_t is_finite(double score)
{
    return fabs(score) <= DBL_MAX;
}

/* Counts and a maximum, in as many lanes as there are. */
SIMD_CLONES
static void count_pairs(int64_t n, const double *a, const double *b, pairing *out)
{
    int64_t both = 0, a_only = 0, b_only = 0, infinite = 0, equal = 0, right = 0, right_a = 0, right_b = 0, wrong = 0;
    double magnitude = 0;
#pragma omp simd reduction(+ : both, a_only, b_only, infinite, equal, right, right_a, right_b, wrong) \
    reduction(max : magnitude)
    for (int64_t i = 0; i < n; i++) {
        int64_t has_a = is_finite(a[i]), has_b = is_finite(b[i]), shared = has_a & has_b;
        double larger = fabs(a[i]) > fabs(b[i]) ? fabs(a[i]) : fabs(b[i]), kept = shared != 0 ? larger : 0;
        magnitude = kept > magnitude ? kept : magnitude;
        both += shared;
        a_only += has_a & ~has_b;
        b_only += has_b & ~has_a;
        infinite += (fabs(a[i]) > DBL_MAX) + (fabs(b[i]) > DBL_MAX);
        equal += shared & (a[i] == b[i]);
        right += (a[i] == 1) & (b[i] == 1);
        right_a += (a[i] == 1) & (b[i] == 0);
        right_b += (a[i] == 0) & (b[i] == 1);
        wrong += (a[i] == 0) & (b[i] == 0);
    }
    *out = (pairing){.n_both = both, .n_a_only = a_only, .n_b_only = b_only, .magnitude = magnitude,
                     .has_infinite = infinite > 0, .identical = equal == both,
                     .binary = right + right_a + right_b + wrong == both,
                     .cell = {{wrong, right_b}, {right_a, right}}};
}

static int take_pairs(int64_t n, const double *a, const double *b, scratch *scratch, pairs *pairs)
{
    pairs->a = arena_take(scratch->arena, n, sizeof *pairs->a);
    pairs->b = arena_take(scratch->arena, n, sizeof *pairs->b);
    pairs->difference = arena_take(scratch->arena, n, sizeof *pairs->difference);
    if (pairs->a == NULL || pairs->b == NULL || pairs->difference == NULL)
        return 0;
    for (int64_t i = 0; i < n; i++) {
        int shared = isfinite(a[i]) && isfinite(b[i]);
        pairs->a[i] = shared ? a[i] : NAN;
        pairs->b[i] = shared ? b[i] : NAN;
        pairs->difference[i] = shared ? a[i] - b[i] : NAN;
    }
    return 1;
}

/* ---- paired ---- */

/* Only the items that both have count; they move to the front. */
static correlation correlate(int64_t n, pairs *pairs)
{
    int64_t n_both = 0;
    for (int64_t i = 0; i < n; i++) {
        if (isnan(pairs->a[i]))
            continue;
        pairs->a[n_both] = pairs->a[i];
        pairs->b[n_both++] = pairs->b[i];
    }
    return correlation_of(n_both, pairs->a, pairs->b);
}

/* Section 2 applied to the differences (Miller 2024 eqs. 7 and 8). */
static int32_t compare_pairs(comparison *this, const double *a, const double *b, scratch *scratch,
                             whisker_error *error)
{
    pairs pairs;
    whisker_mean_options run = comparison_run_options(&this->options);
    whisker_mean_options difference = comparison_difference_options(&this->options);
    whisker_estimate of_a = {.size = sizeof of_a}, of_b = {.size = sizeof of_b};
    if (this->options.variance == WHISKER_BERNOULLI)
        return error_set(error, WHISKER_NOT_BINARY,
                         "the bernoulli variance is for single proportions; a paired difference is none");
    if (!take_pairs(this->items.n, a, b, scratch, &pairs))
        return error_memory(error);
    int32_t status = mean_estimate(&this->items, pairs.a, 0, &run, scratch, &of_a, error);
    if (status == WHISKER_OK)
        status = mean_estimate(&this->items, pairs.b, 0, &run, scratch, &of_b, error);
    if (status == WHISKER_OK)
        status = mean_estimate(&this->items, pairs.difference, this->pairing.magnitude, &difference, scratch,
                               &this->out.difference, error);
    if (status != WHISKER_OK)
        return status;
    return comparison_conclude_paired(this, &of_a, &of_b, correlate(this->items.n, &pairs), error);
}

/* ---- unpaired ---- */

/* Number of ones among the scores of a run, -1 when it has others. */
static int64_t count_ones(int64_t n, const double *score)
{
    int64_t ones = 0;
    for (int64_t i = 0; i < n; i++) {
        if (isfinite(score[i]) && score[i] != 0 && score[i] != 1)
            return -1;
        ones += score[i] == 1;
    }
    return ones;
}

static int32_t compare_apart(comparison *this, const double *a, const double *b, scratch *scratch,
                             whisker_error *error)
{
    whisker_mean_options run = comparison_run_options(&this->options);
    unpaired found;
    if (this->options.interval == WHISKER_INTERVAL_DEFAULT)
        this->options.interval = WHISKER_T;
    int32_t status = unpaired_estimate(&this->items, a, b, &run, scratch, &found, error);
    if (status != WHISKER_OK)
        return status;
    return comparison_conclude_unpaired(this, &found, count_ones(this->items.n, a), count_ones(this->items.n, b),
                                        error);
}

/* ---- the call ---- */

int32_t comparison_of(comparison *this, const double *a, const double *b, scratch *scratch, whisker_error *error)
{
    count_pairs(this->items.n, a, b, &this->pairing);
    int32_t pairing = comparison_pairing(this);
    comparison_begin(this, pairing);
    int32_t status = pairing == WHISKER_PAIRED ? compare_pairs(this, a, b, scratch, error)
                                               : compare_apart(this, a, b, scratch, error);
    if (status == WHISKER_NO_DATA)
        return error_set(error, WHISKER_NO_DATA,
                         "nothing to compare: the runs share %lld items, A has %lld more, B %lld",
                         (long long)this->pairing.n_both, (long long)this->pairing.n_a_only,
                         (long long)this->pairing.n_b_only);
    comparison_end(this);
    return status;
}

static int32_t load_items(const whisker_items *given, const double *a, const double *b, whisker_items *items,
                          whisker_error *error)
{
    if (given == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no items to compare on");
    int32_t status = struct_load(items, sizeof *items, given, "whisker_items", error);
    if (status != WHISKER_OK)
        return status;
    items->size = sizeof *items;
    if (items->n < 0 || (items->n > 0 && (a == NULL || b == NULL)))
        return error_set(error, WHISKER_BAD_ARGUMENT, "the scores of two runs are needed");
    return WHISKER_OK;
}

int32_t whisker_difference(const whisker_items *items, const double *a, const double *b,
                           const whisker_difference_options *options, whisker_arena *arena, whisker_comparison *out,
                           whisker_error *error)
{
    comparison this = {0};
    scratch scratch;
    int32_t status = comparison_check_out(out, error);
    if (status == WHISKER_OK)
        status = comparison_load_options(options, &this.options, error);
    if (status == WHISKER_OK)
        status = load_items(items, a, b, &this.items, error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = comparison_of(&this, a, b, &scratch, error);
    scratch_close(&scratch);
    if (status != WHISKER_OK)
        return status;
    this.out.difference.size = out->difference.size;
    struct_store(out, &this.out, sizeof this.out);
    return WHISKER_OK;
}
