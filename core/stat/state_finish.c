/* Estimates from a state. Sums are exact until here: means and residuals are rounded once, and squares about a mean,
 * n sum x^2 - (sum x)^2, are taken from whole numbers, so that nothing cancels. */
#include "stat/state.h"

#include "base/error.h"
#include "base/structs.h"
#include "stat/comparison.h"

#include <math.h>

/* One column, added up over the clusters. */
typedef struct column_sums {
    total scores;
    total squares;      /* n sum x^2 - (sum x)^2, not on the grid */
    sample sample;
    clusters clusters;
    double squared;     /* sum over items of residual^2, in units of the sample */
} column_sums;

/* ---- one column ---- */

static int add_clusters(const whisker_state *state, int32_t column, scratch *scratch, total *out)
{
    limb_window window = state->column[column].window;
    int32_t offset = state_offset(state, column);
    int64_t *limbs = arena_take_zeroed(scratch->arena, window.n, sizeof *limbs);
    if (limbs == NULL)
        return 0;
    for (int64_t g = 0; g < state->n_clusters; g++)
        for (int32_t k = 0; k < window.n; k++)
            limbs[k] += state_row(state, g)[offset + k];
    *out = total_of_limbs(limbs, window);
    return 1;
}

static double whole_value(const total *total)
{
    return sum_value(total_value(total, 0));
}

static void place_on_grid(const total *scores, const total *squares, sample *out)
{
    double total = whole_value(scores), square = whole_value(squares);
    out->grid_reach = out->magnitude * SCORE_GRID;
    out->binary = out->minimum >= 0 && out->maximum <= 1 && total == square;
    out->n_ones = out->binary ? (int64_t)total : 0;
    out->on_grid = out->grid_reach * (double)out->n < 0x1p31;
    if (!out->on_grid)
        return;
    out->grid_total = (int64_t)(total * SCORE_GRID);
    out->grid_squares = (int64_t)(square * SCORE_GRID * SCORE_GRID);
}

static void describe(const whisker_state *state, const state_column *column, const total *scores, const total *squares,
                     sample *out)
{
    *out = (sample){.n = state->n, .n_missing = state->n_missing, .n_keys = state->clustered,
                    .notes = state->n_infinite > 0 ? WHISKER_NOTE_NON_FINITE : 0, .minimum = column->minimum,
                    .maximum = column->maximum, .total_weight = (double)state->n};
    out->magnitude = fmax(fabs(out->minimum), fabs(out->maximum));
    out->exponent = scale_exponent(out->magnitude);
    out->scale = ldexp(1, -out->exponent);
    if (column->on_grid)
        place_on_grid(scores, squares, out);
    if (out->on_grid)
        sample_centre_on_grid(out);
    else
        sum_divide(total_value(scores, out->exponent), out->total_weight, &out->centre, &out->centre_low);
    out->reach = fmax(fabs(out->maximum * out->scale - out->centre), fabs(out->minimum * out->scale - out->centre));
}

static double squares_about_mean(const total *scores, const total *squares, const sample *sample)
{
    if (sample->on_grid)
        return sample_squares(sample);
    total all = total_times(squares, sample->n), mean = total_product(scores, scores), rest = total_minus(&all, &mean);
    return sum_value(total_value(&rest, 2 * sample->exponent)) / (double)sample->n;
}

/* ---- its clusters ---- */

/* Exact: no score on the grid reaches below its first limb, nor above the next. */
static double grid_sum_of(const int64_t *limbs, limb_window window)
{
    double out = 0;
    for (int32_t k = 0; k < window.n; k++)
        out += ldexp((double)limbs[k] * SCORE_GRID, 32 * (window.first + k));
    return out;
}

/* A sum less count times the mean, where only the last step rounds. */
static double residual_of(const int64_t *limbs, limb_window window, double count, const sample *sample)
{
    total total = total_of_limbs(limbs, window);
    sum own = total_value(&total, sample->exponent);
    double expected = count * sample->centre, rest = fma(count, sample->centre, -expected);
    return ((own.total - expected) - rest) + (own.correction - count * sample->centre_low);
}

static int sum_clusters(const whisker_state *state, int32_t column, double squared, const sample *sample,
                        scratch *scratch, clusters *out)
{
    limb_window window = state->column[column].window;
    int32_t offset = state_offset(state, column);
    double *size = arena_take(scratch->arena, state->n_clusters, sizeof *size);
    double *sum = arena_take(scratch->arena, state->n_clusters, sizeof *sum);
    int64_t n = 0;
    if (size == NULL || sum == NULL)
        return 0;
    for (int64_t g = 0; g < state->n_clusters; g++) {
        const int64_t *row = state_row(state, g), *limbs = row + offset;
        if (row[ROW_COUNT] == 0)
            continue;
        size[n] = (double)row[ROW_COUNT];
        sum[n] = sample->on_grid ? grid_sum_of(limbs, window) : residual_of(limbs, window, size[n], sample);
        n++;
    }
    return clusters_of_sums(sample, n, size, sum, squared, scratch, out);
}

static int sum_column(const whisker_state *state, int32_t column, scratch *scratch, column_sums *out)
{
    if (!add_clusters(state, column, scratch, &out->scores))
        return 0;
    out->squares = state_total(&state->column[column].squares);
    describe(state, &state->column[column], &out->scores, &out->squares, &out->sample);
    out->squared = squares_about_mean(&out->scores, &out->squares, &out->sample);
    return !state->clustered || sum_clusters(state, column, out->squared, &out->sample, scratch, &out->clusters);
}

/* ---- estimates ---- */

static int32_t examine(const whisker_state *state, const column_sums *sums, const whisker_mean_options *options,
                       mean_study *study, whisker_error *error)
{
    mean_plan plan;
    int32_t status = mean_load_plan(options, &plan, error);
    if (status != WHISKER_OK)
        return status;
    study->sample = sums->sample;
    return mean_examine_sums(&plan, state->clustered ? &sums->clusters : NULL, sums->squared, study, error);
}

static int32_t estimate_column(const whisker_state *state, const column_sums *sums, double magnitude,
                               const whisker_mean_options *options, scratch *scratch, whisker_estimate *out,
                               whisker_error *error)
{
    mean_study study;
    int32_t status = examine(state, sums, options, &study, error);
    return status != WHISKER_OK ? status : mean_conclude(&study, magnitude, scratch, out, error);
}

/* While the scores themselves are there. */
static int32_t estimate_kept(const whisker_state *state, const whisker_mean_options *options, scratch *scratch,
                             whisker_estimate *out, whisker_error *error)
{
    whisker_items items = {.size = sizeof items, .n = state->n};
    int32_t status = mean_estimate(&items, state->kept, 0, options, scratch, out, error);
    out->n_missing = state->n_missing;
    out->notes |= state->n_infinite > 0 ? WHISKER_NOTE_NON_FINITE : 0;
    return status;
}

static int32_t estimate(const whisker_state *state, const whisker_mean_options *options, scratch *scratch,
                        whisker_estimate *out, whisker_error *error)
{
    column_sums sums;
    if (state->kept != NULL && state->n <= STATE_MOST_KEPT)
        return estimate_kept(state, options, scratch, out, error);
    if (!sum_column(state, STATE_A, scratch, &sums))
        return error_memory(error);
    return estimate_column(state, &sums, 0, options, scratch, out, error);
}

static int32_t check_kind(const whisker_state *state, int32_t kind, whisker_error *error)
{
    if (state == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no state to finish");
    if (state->kind != kind)
        return error_set(error, WHISKER_BAD_ARGUMENT, "this state is of %s",
                         state->kind == WHISKER_STATE_PAIRS ? "pairs of scores" : "single scores");
    if (state->n == 0)
        return error_set(error, WHISKER_NO_DATA, "none of the %lld items has a score", (long long)state->n_missing);
    return WHISKER_OK;
}

int32_t whisker_state_finish(const whisker_state *state, const whisker_mean_options *options, whisker_arena *arena,
                             whisker_estimate *out, whisker_error *error)
{
    scratch scratch;
    whisker_estimate made = {.size = sizeof made};
    int32_t status = struct_check(out, "whisker_estimate", error);
    if (status == WHISKER_OK)
        status = check_kind(state, WHISKER_STATE_SCORES, error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = estimate(state, options, &scratch, &made, error);
    scratch_close(&scratch);
    if (status == WHISKER_OK)
        struct_store(out, &made, sizeof made);
    return status;
}

/* ---- two runs ---- */

static pairing pairing_of(const whisker_state *state, const column_sums *sums)
{
    pairing out = {.n_both = state->n, .n_a_only = state->n_a_only, .n_b_only = state->n_b_only,
                   .magnitude = fmax(sums[STATE_A].sample.magnitude, sums[STATE_B].sample.magnitude),
                   .has_infinite = state->n_infinite > 0, .identical = state->n_equal == state->n, .binary = 1};
    for (int k = 0; k < 4; k++)
        out.cell[k / 2][k % 2] = state->cell[k / 2][k % 2];
    out.binary = out.cell[0][0] + out.cell[0][1] + out.cell[1][0] + out.cell[1][1] == state->n;
    return out;
}

static correlation correlate(const whisker_state *state, const column_sums *a, const column_sums *b)
{
    total products = state_total(&state->products);
    if (a->sample.on_grid && b->sample.on_grid)
        return correlation_on_grid(&a->sample, &b->sample,
                                   (int64_t)(whole_value(&products) * SCORE_GRID * SCORE_GRID));
    total all = total_times(&products, state->n), means = total_product(&a->scores, &b->scores);
    total rest = total_minus(&all, &means);
    double residuals = sum_value(total_value(&rest, a->sample.exponent + b->sample.exponent)) / (double)state->n;
    return correlation_of_residuals(&a->sample, a->squared, &b->sample, b->squared, residuals);
}

static int32_t compare(const whisker_state *state, comparison *one, scratch *scratch, whisker_error *error)
{
    column_sums sums[STATE_COLUMNS];
    whisker_mean_options run = comparison_run_options(&one->options);
    whisker_mean_options difference = comparison_difference_options(&one->options);
    whisker_estimate a = {.size = sizeof a}, b = {.size = sizeof b};
    for (int32_t c = 0; c < STATE_COLUMNS; c++)
        if (!sum_column(state, c, scratch, &sums[c]))
            return error_memory(error);
    one->pairing = pairing_of(state, sums);
    comparison_begin(one, WHISKER_PAIRED);
    int32_t status = estimate_column(state, &sums[STATE_A], 0, &run, scratch, &a, error);
    if (status == WHISKER_OK)
        status = estimate_column(state, &sums[STATE_B], 0, &run, scratch, &b, error);
    if (status == WHISKER_OK)
        status = estimate_column(state, &sums[STATE_DIFFERENCE], one->pairing.magnitude, &difference, scratch,
                                 &one->out.difference, error);
    if (status == WHISKER_OK)
        status = comparison_conclude_paired(one, &a, &b, correlate(state, &sums[STATE_A], &sums[STATE_B]), error);
    if (status == WHISKER_OK && comparison_wants_far_bound(one)) {
        run.interval = WHISKER_CLUSTERED_WILSON;
        status = estimate_column(state, &sums[STATE_A], 0, &run, scratch, &a, error);
        if (status == WHISKER_OK)
            status = estimate_column(state, &sums[STATE_B], 0, &run, scratch, &b, error);
        if (status == WHISKER_OK)
            comparison_set_far_bound(one, &a, &b);
    }
    if (status == WHISKER_OK)
        comparison_end(one);
    return status;
}

static int32_t load_options(const whisker_difference_options *given, whisker_difference_options *options,
                            whisker_error *error)
{
    int32_t status = comparison_load_options(given, options, error);
    if (status != WHISKER_OK)
        return status;
    if (options->pairing == WHISKER_UNPAIRED)
        return error_set(error, WHISKER_BAD_OPTION, "a state of pairs can only be compared as paired");
    if (options->variance == WHISKER_BERNOULLI)
        return error_set(error, WHISKER_NOT_BINARY,
                         "the bernoulli variance is for single proportions; a paired difference is none");
    return WHISKER_OK;
}

int32_t whisker_state_compare(const whisker_state *state, const whisker_difference_options *options,
                              whisker_arena *arena, whisker_comparison *out, whisker_error *error)
{
    comparison one = {.items = {.size = sizeof one.items}};
    scratch scratch;
    int32_t status = comparison_check_out(out, error);
    if (status == WHISKER_OK)
        status = check_kind(state, WHISKER_STATE_PAIRS, error);
    if (status == WHISKER_OK)
        status = load_options(options, &one.options, error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    one.items.n = state->n + state->n_missing;
    status = compare(state, &one, &scratch, error);
    scratch_close(&scratch);
    if (status != WHISKER_OK)
        return status;
    one.out.difference.size = out->difference.size;
    struct_store(out, &one.out, sizeof one.out);
    return WHISKER_OK;
}
