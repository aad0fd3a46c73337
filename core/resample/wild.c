/* The wild cluster bootstrap-t of a mean (M9.3; Cameron, Gelbach and Miller 2008). A replicate multiplies the residuals of
 * each cluster by a random weight and is studentised by its own CR1 standard error. The same weights serve every null
 * value: wild_draws.h has them, wild_test.h the test and the interval. */
#include "base/error.h"
#include "base/structs.h"
#include "base/sum.h"
#include "resample/scores.h"
#include "resample/units.h"
#include "resample/wild_draws.h"
#include "resample/wild_test.h"
#include "stat/mean.h"
#include "stat/sampling.h"

enum { DEFAULT_REPLICATES = 9999, FEW_UNITS = 12 };
static const int64_t most_replicates = INT64_C(1) << 31;
static const double rounding = 1e-10; /* of alpha, which is 1 less the level */

/* One call. Everything from `units` on is in units of 2^exponent and seen from the estimate. */
typedef struct wild {
    whisker_wild_options options;
    whisker_estimate estimate; /* with CR1 */
    wild_units units;
    wild_plan plan;
    wild_draws draws;
    wild_test test;
    int exponent;
} wild;

/* ---- input ---- */

static int32_t load_options(const whisker_wild_options *given, whisker_wild_options *options, whisker_error *error)
{
    int32_t status = struct_load(options, sizeof *options, given, "whisker_wild_options", error);
    if (status != WHISKER_OK)
        return status;
    if (options->level == 0)
        options->level = 0.95;
    if (options->replicates == 0)
        options->replicates = DEFAULT_REPLICATES;
    if (!(options->level > 0 && options->level < 1))
        return error_set(error, WHISKER_BAD_OPTION, "a confidence level lies between 0 and 1");
    if (options->replicates < 1 || options->replicates > most_replicates)
        return error_set(error, WHISKER_BAD_OPTION, "replicates must lie in 1 .. 2147483648");
    if (!isfinite(options->null))
        return error_set(error, WHISKER_BAD_OPTION, "the null value is not a finite number");
    if (options->weights != WHISKER_WILD_DEFAULT && whisker_wild_weights_name(options->weights) == NULL)
        return error_set(error, WHISKER_BAD_OPTION, "no weights have the number %d", (int)options->weights);
    if ((options->low != 0 || options->high != 0) && !(options->low < options->high))
        return error_set(error, WHISKER_BAD_OPTION, "the range of a score runs from low to high");
    return WHISKER_OK;
}

static int32_t check_items(const whisker_items *given, whisker_error *error)
{
    whisker_items items;
    if (given == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no items were given");
    int32_t status = struct_load(&items, sizeof items, given, "whisker_items", error);
    if (status == WHISKER_OK && items.population > 0)
        return error_set(error, WHISKER_BAD_OPTION, "the wild bootstrap takes an infinite population; the linearized "
                         "variance knows finite ones");
    return status;
}

/* ---- units ---- */

static int32_t take_units(wild *this, const units *reduced, scratch *scratch, whisker_error *error)
{
    double *sum = arena_take(scratch->arena, reduced->n, sizeof *sum);
    double *share = arena_take(scratch->arena, reduced->n, sizeof *share);
    double largest = 0, total = reduced->total[0];
    if (sum == NULL || share == NULL)
        return error_memory(error);
    for (int64_t g = 0; g < reduced->n; g++) {
        share[g] = reduced->size[g] / total;
        sum[g] = reduced->sum[g] / total;
        largest = fmax(largest, fabs(sum[g]));
    }
    this->exponent = scale_exponent(largest);
    for (int64_t g = 0; g < reduced->n; g++)
        sum[g] = ldexp(sum[g], -this->exponent);
    this->units = (wild_units){reduced->n, sum, share};
    return WHISKER_OK;
}

static void prepare_test(wild *this)
{
    const wild_units *units = &this->units;
    wild_test *test = &this->test;
    sum mean = {0, 0}, squares = {0, 0};
    for (int64_t g = 0; g < units->n; g++)
        sum_add(&mean, units->sum[g]);
    test->mean = sum_value(mean);
    for (int64_t g = 0; g < units->n; g++) {
        double residual = units->sum[g] - units->share[g] * test->mean;
        sum_add_product(&squares, residual, residual);
    }
    test->squares = sum_value(squares);
    test->draws = &this->draws;
    test->unrestricted = this->options.unrestricted;
    test->enumerated = this->plan.enumerated;
}

/* ---- weights ---- */

static int patterns_fit(int64_t n_units, int64_t replicates)
{
    return n_units < 32 && INT64_C(1) << n_units <= replicates;
}

static void choose_weights(wild *this)
{
    const whisker_wild_options *options = &this->options;
    int64_t n = this->units.n;
    int fit = patterns_fit(n, options->replicates) && options->weights != WHISKER_WEBB;
    int32_t weights = options->weights;
    if (weights == WHISKER_WILD_DEFAULT)
        weights = fit || n >= FEW_UNITS ? WHISKER_RADEMACHER : WHISKER_WEBB;
    this->plan = (wild_plan){.weights = weights,
                             .enumerated = fit,
                             .n = fit ? INT64_C(1) << (n - 1) : options->replicates,
                             .seed = options->seed,
                             .threads = options->threads,
                             .watch = options->watch,
                             .watch_context = options->watch_context};
}

/* ---- the bootstrap of prepared units ---- */

/* What is known without it. The notes of the estimate that speak of its t interval are left out. */
static whisker_wild start_result(const wild *this)
{
    const whisker_estimate *estimate = &this->estimate;
    const uint32_t of_interval = WHISKER_NOTE_FEW_CLUSTERS | WHISKER_NOTE_DOMINANT_CLUSTER | WHISKER_NOTE_CLIPPED;
    return (whisker_wild){
        .notes = estimate->notes & ~of_interval,
        .weights = this->options.weights,
        .value = estimate->value,
        .standard_error = estimate->standard_error,
        .null = this->options.null,
        .t = NAN,
        .p = NAN,
        .smallest_p = NAN,
        .lower = NAN,
        .upper = NAN,
        .level = this->options.level,
        .seed = this->options.seed,
        .n_items = estimate->n_items,
        .n_missing = estimate->n_missing,
        .n_clusters = estimate->n_clusters,
    };
}

/* No interval where no value can be rejected. */
static int32_t fill_interval(const wild *this, scratch *scratch, whisker_wild *out, whisker_error *error)
{
    double alpha = 1 - out->level, lower = -INFINITY, upper = INFINITY;
    double standard_error = ldexp(out->standard_error, -this->exponent);
    int32_t status = WHISKER_OK;
    if (out->smallest_p <= alpha * (1 + rounding))
        status = wild_test_invert(&this->test, alpha, standard_error, scratch, &lower, &upper, error);
    if (isfinite(lower) && isfinite(upper)) {
        out->lower = out->value + ldexp(lower, this->exponent);
        out->upper = out->value + ldexp(upper, this->exponent);
    } else {
        out->notes |= WHISKER_NOTE_CANNOT_REJECT;
    }
    return status;
}

static int32_t bootstrap(wild *this, scratch *scratch, whisker_wild *out, whisker_error *error)
{
    choose_weights(this);
    int32_t status = wild_draw(&this->units, &this->plan, scratch, &this->draws, error);
    if (status != WHISKER_OK)
        return status;
    prepare_test(this);
    double distance = out->value - out->null;
    out->weights = this->plan.weights;
    out->enumerated = this->plan.enumerated;
    out->draws = this->plan.enumerated ? 2 * this->draws.n : this->draws.n;
    out->smallest_p = this->plan.enumerated ? 1 / (double)this->draws.n : 1 / (double)(this->draws.n + 1);
    out->t = distance / out->standard_error;
    out->p = wild_test_p(&this->test, ldexp(-distance, -this->exponent));
    return fill_interval(this, scratch, out, error);
}

static void clip(whisker_wild *out, double low, double high)
{
    if (!(out->lower < low) && !(out->upper > high))
        return;
    out->lower = fmax(out->lower, low);
    out->upper = fmin(out->upper, high);
    out->notes |= WHISKER_NOTE_CLIPPED;
}

static int is_ranged(const whisker_wild_options *options)
{
    return options->low != 0 || options->high != 0;
}

/* ---- a mean ---- */

static int32_t mean_of(wild *this, const whisker_items *items, const double *score, scratch *scratch,
                       whisker_wild *out, whisker_error *error)
{
    units reduced;
    whisker_mean_options options = {.size = sizeof options, .variance = WHISKER_CR1, .interval = WHISKER_T,
                                    .low = this->options.low, .high = this->options.high};
    int32_t status = mean_estimate(items, score, 0, &options, scratch, &this->estimate, error);
    if (status == WHISKER_OK)
        status = units_reduce(items, 1, score, &this->estimate.value, UNITS_COMPLETE, scratch, &reduced, error);
    if (status != WHISKER_OK)
        return status;
    *out = start_result(this);
    if (!(out->standard_error > 0))
        return WHISKER_OK;
    status = take_units(this, &reduced, scratch, error);
    if (status == WHISKER_OK)
        status = bootstrap(this, scratch, out, error);
    if (is_ranged(&this->options))
        clip(out, this->options.low, this->options.high);
    else if (scores_are_binary(items->n, score))
        clip(out, 0, 1);
    return status;
}

/* ---- a paired difference ---- */

/* Differences B - A and minus their mean. */
static void turn(int64_t n, double *difference, double *about)
{
    for (int64_t i = 0; i < n; i++)
        difference[i] = -difference[i];
    *about = -*about;
}

static int precedes(const units *first, const units *second)
{
    for (int64_t g = 0; g < first->n; g++) {
        if (first->sum[g] != second->sum[g])
            return first->sum[g] < second->sum[g];
        if (first->size[g] != second->size[g])
            return first->size[g] < second->size[g];
    }
    return 0;
}

/* The units of A - B or those of B - A, whichever have the larger mean, or come first when it is 0: weights are drawn for
 * units in their order, and exchanging the runs must change no digit. *turned says which. */
static int32_t reduce_turned(const whisker_items *items, double *difference, double about, scratch *scratch,
                             units *reduced, int *turned, whisker_error *error)
{
    units other;
    *turned = about < 0;
    if (*turned)
        turn(items->n, difference, &about);
    int32_t status = units_reduce(items, 1, difference, &about, UNITS_COMPLETE, scratch, reduced, error);
    if (status != WHISKER_OK || about != 0)
        return status;
    turn(items->n, difference, &about);
    status = units_reduce(items, 1, difference, &about, UNITS_COMPLETE, scratch, &other, error);
    if (status == WHISKER_OK && precedes(&other, reduced)) {
        *reduced = other;
        *turned = 1;
    }
    return status;
}

static void turn_result(whisker_wild *out)
{
    double lower = out->lower;
    out->value = -out->value;
    out->null = -out->null;
    out->t = -out->t;
    out->lower = -out->upper;
    out->upper = -lower;
}

static int32_t bootstrap_turned(wild *this, const units *reduced, int turned, scratch *scratch, whisker_wild *out,
                                whisker_error *error)
{
    if (turned) {
        this->estimate.value = -this->estimate.value;
        this->options.null = -this->options.null;
        turn_result(out);
    }
    int32_t status = take_units(this, reduced, scratch, error);
    if (status == WHISKER_OK)
        status = bootstrap(this, scratch, out, error);
    if (turned)
        turn_result(out);
    return status;
}

static int32_t compare_pairs(wild *this, const whisker_items *items, const double *a, const double *b,
                             scratch *scratch, whisker_error *error)
{
    whisker_comparison comparison = {.size = sizeof comparison, .difference.size = sizeof comparison.difference};
    whisker_difference_options options = {.size = sizeof options, .variance = WHISKER_CR1, .pairing = WHISKER_PAIRED,
                                          .low = this->options.low, .high = this->options.high};
    int32_t status = whisker_difference(items, a, b, &options, scratch->arena, &comparison, error);
    this->estimate = comparison.difference;
    return status;
}

static int32_t difference_of(wild *this, const whisker_items *items, const double *a, const double *b,
                             scratch *scratch, whisker_wild *out, whisker_error *error)
{
    units reduced;
    int turned;
    int32_t status = compare_pairs(this, items, a, b, scratch, error);
    if (status != WHISKER_OK)
        return status;
    double *difference = scores_difference(items->n, a, b, scratch);
    if (difference == NULL)
        return error_memory(error);
    status = reduce_turned(items, difference, this->estimate.value, scratch, &reduced, &turned, error);
    if (status != WHISKER_OK)
        return status;
    *out = start_result(this);
    if (out->notes & WHISKER_NOTE_IDENTICAL && out->null == 0)
        out->p = 1;
    if (!(out->standard_error > 0))
        return WHISKER_OK;
    status = bootstrap_turned(this, &reduced, turned, scratch, out, error);
    double reach = this->options.high - this->options.low;
    if (is_ranged(&this->options))
        clip(out, -reach, reach);
    return status;
}

/* ---- the public form ---- */

/* Of a mean, or of a difference a - b. */
static int32_t run(const whisker_items *items, const double *a, const double *b, int is_difference,
                   const whisker_wild_options *options, whisker_arena *arena, whisker_wild *out, whisker_error *error)
{
    wild this = {.estimate.size = sizeof this.estimate};
    scratch scratch;
    whisker_wild made;
    int32_t status = struct_check(out, "whisker_wild", error);
    if (status == WHISKER_OK)
        status = load_options(options, &this.options, error);
    if (status == WHISKER_OK)
        status = check_items(items, error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = is_difference ? difference_of(&this, items, a, b, &scratch, &made, error)
                           : mean_of(&this, items, a, &scratch, &made, error);
    scratch_close(&scratch);
    if (status == WHISKER_OK)
        struct_store(out, &made, sizeof made);
    return status;
}

int32_t whisker_wild_mean(const whisker_items *items, const double *score, const whisker_wild_options *options,
                          whisker_arena *arena, whisker_wild *out, whisker_error *error)
{
    return run(items, score, NULL, 0, options, arena, out, error);
}

int32_t whisker_wild_difference(const whisker_items *items, const double *a, const double *b,
                                const whisker_wild_options *options, whisker_arena *arena, whisker_wild *out,
                                whisker_error *error)
{
    return run(items, a, b, 1, options, arena, out, error);
}
