/* Confidence sequences as a handle: options, scores in, interval and decision out (M8). */
#include "stat/sequence.h"

#include "base/error.h"
#include "base/structs.h"

#include <float.h>
#include <math.h>

static const double DEFAULT_LEVEL = 0.95;
static const double DEFAULT_EXPECTED = 100;

enum { DEFAULT_GRID = 1000, LEAST_GRID = 10, LARGEST_GRID = 100000 };

/* ---- options ---- */

static int32_t check_range(const sequence_plan *plan, whisker_error *error)
{
    if (!(plan->low < plan->high) || !isfinite(plan->high - plan->low))
        return error_set(error, WHISKER_BAD_OPTION, "a score needs a finite range, its low end below its high");
    return WHISKER_OK;
}

int32_t sequence_plan_check(const sequence_plan *plan, whisker_error *error)
{
    if (whisker_sequence_method_name(plan->method) == NULL)
        return error_set(error, WHISKER_BAD_OPTION, "sequence method %d is not known", (int)plan->method);
    if (!(plan->level > 0 && plan->level < 1))
        return error_set(error, WHISKER_BAD_OPTION, "a confidence level lies between 0 and 1");
    if (!(plan->expected >= 1 && isfinite(plan->expected)))
        return error_set(error, WHISKER_BAD_OPTION, "at least one observation must be expected");
    if (plan->grid < LEAST_GRID || plan->grid > LARGEST_GRID)
        return error_set(error, WHISKER_BAD_OPTION, "a grid has %d to %d steps", LEAST_GRID, LARGEST_GRID);
    if (plan->largest_cluster < 0)
        return error_set(error, WHISKER_BAD_OPTION, "the largest cluster has at least one item");
    if (plan->largest_cluster > 0 && plan->method != WHISKER_SEQUENCE_BETTING)
        return error_set(error, WHISKER_BAD_OPTION, "clusters that count by their items need the method betting");
    return check_range(plan, error);
}

static int32_t load_plan(const whisker_sequence_options *options, sequence_plan *plan, whisker_error *error)
{
    whisker_sequence_options given;
    int32_t status = struct_load(&given, sizeof given, options, "whisker_sequence_options", error);
    if (status != WHISKER_OK)
        return status;
    int ranged = given.low != 0 || given.high != 0;
    *plan = (sequence_plan){
        .method = given.method == WHISKER_SEQUENCE_DEFAULT ? WHISKER_SEQUENCE_BETTING : given.method,
        .grid = given.grid == 0 ? DEFAULT_GRID : given.grid,
        .level = given.level == 0 ? DEFAULT_LEVEL : given.level,
        .low = ranged ? given.low : 0,
        .high = ranged ? given.high : 1,
        .expected = given.expected == 0 ? DEFAULT_EXPECTED : given.expected,
        .largest_cluster = given.largest_cluster,
    };
    return sequence_plan_check(plan, error);
}

/* ---- life ---- */

int64_t sequence_capital(const sequence_plan *plan)
{
    return plan->method == WHISKER_SEQUENCE_BETTING ? SEQUENCE_SIDES * ((int64_t)plan->grid + 1) : 0;
}

static size_t size_of(const sequence_plan *plan)
{
    return sizeof(whisker_sequence) + (size_t)sequence_capital(plan) * sizeof(double);
}

int32_t sequence_open(const whisker_allocator *allocator, const sequence_plan *plan, whisker_sequence **sequence,
                      whisker_error *error)
{
    if (allocator == NULL)
        allocator = &allocator_default;
    whisker_sequence *made = allocator_take(allocator, size_of(plan));
    if (made == NULL)
        return error_memory(error);
    *made = (whisker_sequence){.allocator = *allocator, .plan = *plan};
    for (int side = 0; side < SEQUENCE_SIDES && plan->method == WHISKER_SEQUENCE_BETTING; side++) {
        made->side[side].capital = made->capital + side * ((int64_t)plan->grid + 1);
        capital_start(made->side[side].capital, plan->grid);
    }
    *sequence = made;
    return WHISKER_OK;
}

int32_t whisker_sequence_new(const whisker_allocator *allocator, const whisker_sequence_options *options,
                             whisker_sequence **sequence, whisker_error *error)
{
    sequence_plan plan;
    if (sequence == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no place to put the sequence");
    *sequence = NULL;
    int32_t status = load_plan(options, &plan, error);
    return status != WHISKER_OK ? status : sequence_open(allocator, &plan, sequence, error);
}

void whisker_sequence_free(whisker_sequence *sequence)
{
    if (sequence == NULL)
        return;
    whisker_allocator allocator = sequence->allocator;
    allocator_give(&allocator, sequence, size_of(&sequence->plan));
}

/* ---- scores ---- */

/* Can so many scores add up to this? The rounding of their sum is allowed for. */
static int is_possible(const sequence_plan *plan, double sum, double items)
{
    double rounding = (items - 1) * DBL_EPSILON * items * fmax(fabs(plan->low), fabs(plan->high));
    return sum >= plan->low * items - rounding && sum <= plan->high * items + rounding;
}

static int32_t check_score(const sequence_plan *plan, double score, whisker_error *error)
{
    if (isnan(score))
        return WHISKER_OK;
    if (!is_possible(plan, score, 1))
        return error_set(error, WHISKER_BAD_ARGUMENT, "a score lies outside the range that was declared");
    if (plan->method == WHISKER_SEQUENCE_BETA_MIXTURE && score != plan->low && score != plan->high)
        return error_set(error, WHISKER_NOT_BINARY, "the beta mixture is for scores at the ends of their range");
    return WHISKER_OK;
}

/* `items` scores that add up to `sum`, checked; NaN is none. */
static void take_in(whisker_sequence *sequence, double sum, double items)
{
    const sequence_plan *plan = &sequence->plan;
    if (isnan(sum)) {
        sequence->n_missing++;
        return;
    }
    double largest = plan->largest_cluster > 0 ? (double)plan->largest_cluster : items;
    double weight = items / largest;
    double score = (sum - plan->low * items) / ((plan->high - plan->low) * largest);
    sum_add(&sequence->total, sum);
    sum_add(&sequence->items, items);
    sequence_observe(sequence, (observation){fmin(weight, fmax(0, score)), weight});
}

int32_t whisker_sequence_add(whisker_sequence *sequence, double score, whisker_error *error)
{
    return whisker_sequence_add_many(sequence, 1, &score, error);
}

int32_t whisker_sequence_add_many(whisker_sequence *sequence, int64_t n, const double *scores, whisker_error *error)
{
    if (sequence == NULL || n < 0 || (scores == NULL && n > 0))
        return error_set(error, WHISKER_BAD_ARGUMENT, "scores are added to a sequence from an array");
    for (int64_t i = 0; i < n; i++) {
        int32_t status = check_score(&sequence->plan, scores[i], error);
        if (status != WHISKER_OK)
            return status;
    }
    for (int64_t i = 0; i < n; i++)
        take_in(sequence, scores[i], 1);
    return WHISKER_OK;
}

int32_t whisker_sequence_add_cluster(whisker_sequence *sequence, double sum, int64_t items, whisker_error *error)
{
    if (sequence == NULL || items < 1)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a cluster of at least one item is added to a sequence");
    if (sequence->plan.largest_cluster == 0)
        return error_set(error, WHISKER_BAD_OPTION, "clusters count by their items only where largest_cluster is set");
    if (items > sequence->plan.largest_cluster)
        return error_set(error, WHISKER_BAD_ARGUMENT, "the cluster has more items than largest_cluster");
    if (!isnan(sum) && !is_possible(&sequence->plan, sum, (double)items))
        return error_set(error, WHISKER_BAD_ARGUMENT, "scores in the range that was declared cannot have this sum");
    take_in(sequence, sum, (double)items);
    return WHISKER_OK;
}

/* ---- results ---- */

/* Bounds in units of the score, from those of the two sides. */
static double lower_of(const sequence_plan *plan, double bound)
{
    return plan->low + (plan->high - plan->low) * bound;
}

static double upper_of(const sequence_plan *plan, double bound)
{
    return plan->high - (plan->high - plan->low) * bound;
}

int32_t whisker_sequence_interval(const whisker_sequence *sequence, whisker_sequence_state *out, whisker_error *error)
{
    int32_t status = struct_check(out, "whisker_sequence_state", error);
    if (status != WHISKER_OK)
        return status;
    if (sequence == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no sequence to take the interval of");
    const sequence_plan *plan = &sequence->plan;
    whisker_sequence_state state = {
        .method = plan->method,
        .value = sequence->n > 0 ? sum_value(sequence->total) / sum_value(sequence->items) : NAN,
        .lower = lower_of(plan, sequence->side[0].bound),
        .upper = upper_of(plan, sequence->side[1].bound),
        .current_lower = lower_of(plan, sequence_bound(sequence, 0)),
        .current_upper = upper_of(plan, sequence_bound(sequence, 1)),
        .level = plan->level,
        .n = sequence->n,
        .n_missing = sequence->n_missing,
    };
    struct_store(out, &state, sizeof state);
    return WHISKER_OK;
}

int32_t whisker_sequence_decision(const whisker_sequence *sequence, double reference)
{
    if (sequence == NULL)
        return WHISKER_UNDECIDED;
    double lower = lower_of(&sequence->plan, sequence->side[0].bound);
    double upper = upper_of(&sequence->plan, sequence->side[1].bound);
    if (lower > upper)
        return WHISKER_CONTRADICTED;
    return lower > reference ? WHISKER_ABOVE : upper < reference ? WHISKER_BELOW : WHISKER_UNDECIDED;
}
