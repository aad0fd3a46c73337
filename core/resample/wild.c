/* The wild cluster bootstrap-t of a mean (M9.3; Cameron, Gelbach and Miller 2008). A replicate multiplies the residuals of
 * each cluster by a random weight and is studentised by its own CR1 standard error. The same weights serve every null
 * value, and wild_draws.h gives the statistics at any of them in one pass over the replicates, so that the interval can
 * be found by inverting the test. */
#include "base/error.h"
#include "base/structs.h"
#include "base/sum.h"
#include "resample/scores.h"
#include "resample/units.h"
#include "resample/wild_draws.h"
#include "stat/bisection.h"
#include "stat/mean.h"
#include "stat/sampling.h"

enum { DEFAULT_REPLICATES = 9999, FEW_UNITS = 12 };
static const int64_t most_replicates = INT64_C(1) << 31;
static const double tie = 1e-10; /* a replicate this near to the statistic seen, relatively, is as far out as it */

/* One call. Everything from `units` on is in units of 2^exponent and seen from the estimate. */
typedef struct wild {
    whisker_wild_options options;
    whisker_estimate estimate; /* with CR1 */
    wild_units units;
    wild_plan plan;
    wild_draws draws;
    int exponent;
    double mean;               /* of the units: what rounding left */
    double squares;            /* of the residuals of the units */
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

static void centre_units(wild *this)
{
    const wild_units *units = &this->units;
    sum mean = {0, 0}, squares = {0, 0};
    for (int64_t g = 0; g < units->n; g++)
        sum_add(&mean, units->sum[g]);
    this->mean = sum_value(mean);
    for (int64_t g = 0; g < units->n; g++) {
        double residual = units->sum[g] - units->share[g] * this->mean;
        sum_add_product(&squares, residual, residual);
    }
    this->squares = sum_value(squares);
}

/* ---- test ---- */

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

/* Replicates whose |t| is at least that of the data when `null` is tested: t^2 against t^2, multiplied out, since a
 * replicate without variation has an infinite t. */
static int64_t count_extreme(const wild *this, double null)
{
    const wild_draws *draws = &this->draws;
    double at = this->options.unrestricted ? this->mean : null;
    double seen = (this->mean - null) * (this->mean - null) * (1 - tie);
    int64_t count = 0;
    for (int64_t r = 0; r < draws->n; r++) {
        double mean = draws->sum[r] - at * draws->share[r];
        double squares = draws->square[r] + at * (at * draws->share_square[r] - 2 * draws->cross[r]);
        count += mean * mean * this->squares >= seen * squares;
    }
    return count;
}

/* All patterns are the law itself; of random ones the data count as one more. */
static double p_value(const wild *this, int64_t extreme)
{
    double count = (double)extreme, n = (double)this->draws.n;
    return this->plan.enumerated ? count / n : (count + 1) / (n + 1);
}

/* ---- interval ---- */

static int is_rejected(const wild *this, int64_t extreme)
{
    return p_value(this, extreme) <= (1 - this->options.level) * (1 + tie);
}

/* Positive where the null value is not rejected. */
static double excess(double null, const void *context)
{
    const wild *this = context;
    return is_rejected(this, count_extreme(this, null)) ? -1 : 1;
}

/* The distance u from the estimate beyond which a replicate is never as far out as the data, unless it always is. Its mean
 * there is at most |a| + u b, and the root of its sum of squares at least u times that of the null alone less that of the
 * data: u (u c - d) > e (|a| + u b), with e the root of the data's squares. */
static double replicate_reach(const wild *this, int64_t r)
{
    const wild_draws *draws = &this->draws;
    double at = this->mean, data = sqrt(this->squares);
    double mean = fabs(draws->sum[r] - at * draws->share[r]);
    double squares = draws->square[r] + at * (at * draws->share_square[r] - 2 * draws->cross[r]);
    double own = sqrt(fmax(0, squares)), null = sqrt(draws->share_square[r]);
    if (this->options.unrestricted)
        return own > 0 ? data * mean / own : 0;
    double linear = own + data * draws->share[r];
    return null > 0 ? (linear + sqrt(linear * linear + 4 * null * data * mean)) / (2 * null) : 0;
}

static double reach(const wild *this)
{
    double reach = ldexp(this->estimate.standard_error, -this->exponent);
    for (int64_t r = 0; r < this->draws.n; r++)
        reach = fmax(reach, replicate_reach(this, r));
    return 2 * reach;
}

/* The end of what is not rejected on one side, infinite when nothing is. Where one cluster holds most of the items, p may
 * fall, rise again and fall for good: halving from beyond its last fall finds the outermost. */
static double bound(const wild *this, double direction, double reach)
{
    double outside = this->mean + direction * reach;
    return excess(outside, this) > 0 ? direction * INFINITY : bisect(excess, this, this->mean, outside);
}

static void fill_interval(const wild *this, whisker_wild *out)
{
    if (out->smallest_p <= (1 - out->level) * (1 + tie)) {
        double furthest = reach(this);
        out->lower = this->estimate.value + ldexp(bound(this, -1, furthest), this->exponent);
        out->upper = this->estimate.value + ldexp(bound(this, 1, furthest), this->exponent);
    }
    if (isfinite(out->lower) && isfinite(out->upper))
        return;
    out->lower = out->upper = NAN;
    out->notes |= WHISKER_NOTE_CANNOT_REJECT;
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

static int32_t bootstrap(wild *this, scratch *scratch, whisker_wild *out, whisker_error *error)
{
    centre_units(this);
    choose_weights(this);
    int32_t status = wild_draw(&this->units, &this->plan, scratch, &this->draws, error);
    if (status != WHISKER_OK)
        return status;
    double distance = this->estimate.value - this->options.null;
    out->weights = this->plan.weights;
    out->enumerated = this->plan.enumerated;
    out->draws = this->plan.enumerated ? 2 * this->draws.n : this->draws.n;
    out->smallest_p = this->plan.enumerated ? 1 / (double)this->draws.n : 1 / (double)(this->draws.n + 1);
    out->t = distance / this->estimate.standard_error;
    out->p = p_value(this, count_extreme(this, ldexp(-distance, -this->exponent)));
    fill_interval(this, out);
    return WHISKER_OK;
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
