/* Run A against run B (M5.1 to M5.3; Miller 2024 section 4). */
#include "base/error.h"
#include "base/simd.h"
#include "base/structs.h"
#include "stat/comparison.h"
#include "stat/kept_items.h"

#include <float.h>
#include <math.h>

/* The scores side by side. */
typedef struct pairs {
    whisker_items items;    /* those that both runs have, without weights; with weights all */
    const double *a, *b;    /* their scores; NaN where an item is not shared */
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

/* The places of the items that both have, without a guess at each whether they do. */
static int32_t *find_shared(int64_t n, const double *a, const double *b, scratch *scratch)
{
    int32_t *shared = arena_take(scratch->arena, n + 1, sizeof *shared);
    int64_t j = 0;
    for (int64_t i = 0; shared != NULL && i < n; i++) {
        shared[j] = (int32_t)i;
        j += is_finite(a[i]) & is_finite(b[i]);
    }
    return shared;
}

SIMD_CLONES
static void subtract(int64_t n, const double *a, const double *b, double *difference)
{
    for (int64_t i = 0; i < n; i++)
        difference[i] = a[i] - b[i];
}

/* Items are left out once, and not by each of three means. */
static int keep_shared(const whisker_items *items, const double *a, const double *b, int64_t n_both, double *own_a,
                       double *own_b, scratch *scratch, whisker_items *out)
{
    const int32_t *shared = find_shared(items->n, a, b, scratch);
    if (shared == NULL || !items_keep(items, shared, n_both, scratch, out))
        return 0;
    for (int64_t j = 0; j < n_both; j++) {
        own_a[j] = a[shared[j]];
        own_b[j] = b[shared[j]];
    }
    return 1;
}

/* Items with weights have rules of their own for what is missing. */
static void mark_shared(int64_t n, const double *a, const double *b, double *own_a, double *own_b)
{
    for (int64_t i = 0; i < n; i++) {
        int shared = isfinite(a[i]) && isfinite(b[i]);
        own_a[i] = shared ? a[i] : NAN;
        own_b[i] = shared ? b[i] : NAN;
    }
}

static int32_t take_some(const comparison *this, const double *a, const double *b, scratch *scratch, pairs *out,
                         whisker_error *error)
{
    const whisker_items *items = &this->items;
    double *own_a = arena_take(scratch->arena, items->n, sizeof *own_a);
    double *own_b = arena_take(scratch->arena, items->n, sizeof *own_b);
    if (own_a == NULL || own_b == NULL)
        return error_memory(error);
    if (items->weight != NULL || this->pairing.n_both == 0)
        mark_shared(items->n, a, b, own_a, own_b);
    else if (!keep_shared(items, a, b, this->pairing.n_both, own_a, own_b, scratch, &out->items))
        return error_memory(error);
    out->a = own_a;
    out->b = own_b;
    return WHISKER_OK;
}

static int32_t take_pairs(const comparison *this, const double *a, const double *b, scratch *scratch, pairs *out,
                          whisker_error *error)
{
    *out = (pairs){.items = this->items, .a = a, .b = b};
    int32_t status = sample_check(&this->items, a, error);
    if (status == WHISKER_OK && this->pairing.n_both < this->items.n)
        status = take_some(this, a, b, scratch, out, error);
    out->difference = arena_take(scratch->arena, out->items.n, sizeof *out->difference);
    if (status == WHISKER_OK && out->difference == NULL)
        status = error_memory(error);
    if (status == WHISKER_OK)
        subtract(out->items.n, out->a, out->b, out->difference);
    return status;
}

/* ---- paired ---- */

/* Only the items that both have count; where others stand between them they move to the front of copies. */
static int correlate(const comparison *this, const pairs *pairs, scratch *scratch, correlation *out)
{
    int64_t n_both = this->pairing.n_both, j = 0;
    if (n_both == pairs->items.n) {
        *out = correlation_of(n_both, pairs->a, pairs->b);
        return 1;
    }
    double *a = arena_take(scratch->arena, n_both + 1, sizeof *a), *b = arena_take(scratch->arena, n_both + 1, sizeof *b);
    if (a == NULL || b == NULL)
        return 0;
    for (int64_t i = 0; i < pairs->items.n; i++) {
        a[j] = pairs->a[i];
        b[j] = pairs->b[i];
        j += !isnan(pairs->a[i]) && j < n_both;
    }
    *out = correlation_of(n_both, a, b);
    return 1;
}

static int32_t reach_far(comparison *this, const pairs *pairs, scratch *scratch, whisker_error *error)
{
    whisker_mean_options run = comparison_run_options(&this->options);
    whisker_estimate of_a = {.size = sizeof of_a}, of_b = {.size = sizeof of_b};
    if (!comparison_wants_far_bound(this))
        return WHISKER_OK;
    run.interval = WHISKER_CLUSTERED_WILSON;
    int32_t status = mean_estimate(&pairs->items, pairs->a, 0, &run, scratch, &of_a, error);
    if (status == WHISKER_OK)
        status = mean_estimate(&pairs->items, pairs->b, 0, &run, scratch, &of_b, error);
    if (status == WHISKER_OK)
        comparison_set_far_bound(this, &of_a, &of_b);
    return status;
}

/* Section 2 applied to the differences (Miller 2024 eqs. 7 and 8). */
static int32_t compare_pairs(comparison *this, const double *a, const double *b, scratch *scratch,
                             whisker_error *error)
{
    pairs pairs;
    correlation related;
    whisker_mean_options run = comparison_run_options(&this->options);
    whisker_mean_options difference = comparison_difference_options(&this->options);
    whisker_estimate of_a = {.size = sizeof of_a}, of_b = {.size = sizeof of_b};
    if (this->options.variance == WHISKER_BERNOULLI)
        return error_set(error, WHISKER_NOT_BINARY,
                         "the bernoulli variance is for single proportions; a paired difference is none");
    int32_t status = take_pairs(this, a, b, scratch, &pairs, error);
    if (status == WHISKER_OK)
        status = mean_estimate(&pairs.items, pairs.a, 0, &run, scratch, &of_a, error);
    if (status == WHISKER_OK)
        status = mean_estimate(&pairs.items, pairs.b, 0, &run, scratch, &of_b, error);
    if (status == WHISKER_OK)
        status = mean_estimate(&pairs.items, pairs.difference, this->pairing.magnitude, &difference, scratch,
                               &this->out.difference, error);
    if (status != WHISKER_OK)
        return status;
    this->out.difference.n_missing += this->items.n - pairs.items.n;
    if (!correlate(this, &pairs, scratch, &related))
        return error_memory(error);
    status = comparison_conclude_paired(this, &of_a, &of_b, related, error);
    return status == WHISKER_OK ? reach_far(this, &pairs, scratch, error) : status;
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
