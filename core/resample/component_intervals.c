/* Every component is a function of sums over items, so that leaving a cluster out, or drawing clusters with replacement,
 * costs a few additions a cluster. The jackknife interval is made on the scale of standard deviations, and for a share on
 * that of its log odds, with t quantiles: measured, this covers where percentiles of few clusters do not (M6.4). */
#include "resample/component_intervals.h"

#include "base/error.h"
#include "base/random.h"
#include "base/sort.h"
#include "base/workers.h"
#include "resample/units.h"

#include <math.h>

/* ---- sums of a unit ---- */

enum part {
    ITEMS,        /* items */
    DEVIATION,    /* their means, less the centre */
    SQUARE,       /* squares of these */
    REPEATED,     /* items with two draws or more */
    WITHIN,       /* variances of their draws */
    NOISE,        /* the same over K */
    JUDGED,       /* items with an answer judged twice or more */
    JUDGE,        /* variances of their judgements */
    JUDGE_INSIDE, /* what judgements put into WITHIN, and the share of answers of which it is not known */
    ONCE_INSIDE,
    SINGLE_NOISE, /* the same of items with one answer */
    SINGLE_ONCE,
    SUM_SQUARED,  /* of the unit: DEVIATION^2, DEVIATION ITEMS, ITEMS^2 */
    SUM_SIZE,
    SIZE_SQUARED,
    N_PARTS
};

typedef struct parts {
    double of[N_PARTS];
} parts;

enum { PLAIN_COLUMNS = 4, JUDGED_COLUMNS = 9 };

static void fill_columns(const spreads *spreads, int64_t i, int64_t n, double *columns)
{
    double draws = (double)spreads->draws[i];
    int repeated = spreads->draws[i] > 1;
    columns[0 * n + i] = spreads->deviation[i];
    columns[1 * n + i] = spreads->deviation[i] * spreads->deviation[i];
    columns[2 * n + i] = spreads->within[i];
    columns[3 * n + i] = spreads->within[i] / draws;
    if (spreads->judge == NULL)
        return;
    columns[4 * n + i] = spreads->judge[i];
    columns[5 * n + i] = repeated ? spreads->judge_noise[i] : NAN;
    columns[6 * n + i] = repeated ? spreads->judged_once[i] : NAN;
    columns[7 * n + i] = repeated ? 0 : spreads->judge_noise[i];
    columns[8 * n + i] = repeated ? 0 : spreads->judged_once[i];
}

static void fill_parts(const units *units, int64_t u, parts *out)
{
    static const int place[JUDGED_COLUMNS] = {DEVIATION,    SQUARE,      WITHIN,       NOISE,      JUDGE,
                                              JUDGE_INSIDE, ONCE_INSIDE, SINGLE_NOISE, SINGLE_ONCE};
    *out = (parts){{0}};
    for (int32_t c = 0; c < units->n_columns; c++)
        out->of[place[c]] = units->sum[c * units->n + u];
    out->of[ITEMS] = units->size[u];
    out->of[REPEATED] = units->size[2 * units->n + u];
    if (units->n_columns == JUDGED_COLUMNS)
        out->of[JUDGED] = units->size[4 * units->n + u];
    out->of[SUM_SQUARED] = out->of[DEVIATION] * out->of[DEVIATION];
    out->of[SUM_SIZE] = out->of[DEVIATION] * out->of[ITEMS];
    out->of[SIZE_SQUARED] = out->of[ITEMS] * out->of[ITEMS];
}

static void add_parts(parts *into, const parts *more, double sign)
{
    for (int p = 0; p < N_PARTS; p++)
        into->of[p] += sign * more->of[p];
}

/* ---- the components of sums ---- */

static double ratio(double numerator, double denominator)
{
    return denominator > 0 ? numerator / denominator : NAN;
}

/* n_units that these sums are of; grown: by how much variances of resampled units fall short, n / (n - 1), else 1. */
static component_set components_of(const parts *parts, double n_units, double grown)
{
    const double *of = parts->of;
    double n = of[ITEMS], mean = of[DEVIATION] / n;
    double variance = grown * (of[SQUARE] - mean * of[DEVIATION]) / (n - 1);
    double within = ratio(of[WITHIN], of[REPEATED]);
    double judge = ratio(of[JUDGE], of[JUDGED]);
    double answer = within - ratio(of[JUDGE_INSIDE] + judge * of[ONCE_INSIDE], of[REPEATED]);
    double single = isnan(judge) ? within : answer; /* of an item with one draw, judgements apart */
    double noise = (of[NOISE] + single * (n - of[REPEATED]) + of[SINGLE_NOISE]) / n;
    if (of[SINGLE_ONCE] != 0)
        noise += judge * of[SINGLE_ONCE] / n;
    double squares = of[SUM_SQUARED] - 2 * mean * of[SUM_SIZE] + mean * mean * of[SIZE_SQUARED];
    double clustered = grown * n_units / (n_units - 1) * squares / n;
    return (component_set){{
        [COMPONENT_WITHIN] = within,
        [COMPONENT_BETWEEN] = variance - noise,
        [COMPONENT_JUDGE] = judge,
        [COMPONENT_ANSWER] = answer,
        [COMPONENT_SHARE] = ratio(noise, clustered),
    }};
}

/* ---- jackknife ---- */

typedef struct sample_of_units {
    int64_t n;
    const parts *unit;
    parts all;
} sample_of_units;

static component_set without(const sample_of_units *sample, int64_t u)
{
    parts rest = sample->all;
    add_parts(&rest, &sample->unit[u], -1);
    return components_of(&rest, (double)(sample->n - 1), 1);
}

/* (G - 1) / G times the squares of what leaving out each unit does (Efron and Stein 1981). */
static component_set jackknife_errors(const sample_of_units *sample)
{
    double n = (double)sample->n;
    component_set centre = {{0}}, error = {{0}};
    for (int64_t u = 0; u < sample->n; u++) {
        component_set left = without(sample, u);
        for (int c = 0; c < N_COMPONENTS; c++)
            centre.of[c] += left.of[c] / n;
    }
    for (int64_t u = 0; u < sample->n; u++) {
        component_set left = without(sample, u);
        for (int c = 0; c < N_COMPONENTS; c++)
            error.of[c] += (left.of[c] - centre.of[c]) * (left.of[c] - centre.of[c]);
    }
    for (int c = 0; c < N_COMPONENTS; c++)
        error.of[c] = sqrt((n - 1) / n * error.of[c]);
    return error;
}

/* (sqrt(point) -+ reach / (2 sqrt(point)))^2. Where that would reach 0 the upper end goes on in a straight line: it would
 * run away as the point comes near 0. */
static void standard_deviation_scale(double point, double reach, double *lower, double *upper)
{
    double above = fmax(0, point), bent = reach * reach / (4 * above);
    *lower = reach < 2 * above ? above - reach + bent : 0;
    *upper = reach < 2 * above ? above + reach + bent : above + 1.5 * reach;
}

static void log_odds_scale(double point, double reach, double *lower, double *upper)
{
    if (point > 0 && point < 1) {
        double odds = point / (1 - point), factor = exp(reach / (point * (1 - point)));
        *lower = odds / factor / (1 + odds / factor);
        *upper = isinf(factor) ? 1 : odds * factor / (1 + odds * factor);
    } else {
        *lower = fmax(0, fmin(1, point) - reach);
        *upper = fmin(1, fmax(0, point) + reach);
    }
}

static void jackknife(const sample_of_units *sample, const component_set *point, double level, component_interval *out)
{
    component_set error = jackknife_errors(sample);
    double quantile = whisker_t_quantile((1 - level) / 2, (double)(sample->n - 1), WHISKER_UPPER);
    for (int c = 0; c < N_COMPONENTS; c++) {
        double reach = quantile * error.of[c];
        if (isnan(point->of[c]) || isnan(reach))
            continue;
        if (c == COMPONENT_SHARE)
            log_odds_scale(point->of[c], reach, &out->lower[c], &out->upper[c]);
        else
            standard_deviation_scale(point->of[c], reach, &out->lower[c], &out->upper[c]);
    }
}

/* ---- bootstrap ---- */

enum { REPLICATES_A_TASK = 16 };

typedef struct bootstrap {
    const sample_of_units *sample;
    uint64_t seed;
    int64_t replicates;
    double *found; /* found[component * replicates + replicate] */
} bootstrap;

static void draw_replicate(const bootstrap *this, int64_t replicate)
{
    const sample_of_units *sample = this->sample;
    double n = (double)sample->n;
    random_stream stream = random_open(this->seed, (uint64_t)replicate);
    parts drawn = {{0}};
    for (int64_t u = 0; u < sample->n; u++)
        add_parts(&drawn, &sample->unit[random_below(&stream, (uint32_t)sample->n)], 1);
    component_set set = components_of(&drawn, n, n / (n - 1));
    for (int c = 0; c < N_COMPONENTS; c++)
        this->found[c * this->replicates + replicate] = set.of[c];
}

static void draw_some(void *context, int64_t task)
{
    const bootstrap *this = context;
    int64_t first = task * REPLICATES_A_TASK;
    for (int64_t r = first; r < first + REPLICATES_A_TASK && r < this->replicates; r++)
        draw_replicate(this, r);
}

/* Between order statistics by straight lines (type 7 of Hyndman and Fan 1996). */
static double quantile_of(int64_t n, const sort_key *sorted, double p)
{
    double place = p * (double)(n - 1);
    int64_t below = (int64_t)place;
    double low = sort_real_of_head(sorted[below].head);
    double high = sort_real_of_head(sorted[below + 1 < n ? below + 1 : below].head);
    return low + (place - (double)below) * (high - low);
}

static void percentiles(const bootstrap *this, int c, double level, double most, sort_key *keys, sort_key *spare,
                        component_interval *out)
{
    int64_t n = 0;
    for (int64_t r = 0; r < this->replicates; r++)
        if (!isnan(this->found[c * this->replicates + r]))
            keys[n++] = (sort_key){sort_head_of_real(this->found[c * this->replicates + r]), r};
    if (n == 0)
        return;
    sort_keys(n, keys, spare, NULL, NULL);
    out->lower[c] = fmax(0, fmin(most, quantile_of(n, keys, (1 - level) / 2)));
    out->upper[c] = fmax(0, fmin(most, quantile_of(n, keys, (1 + level) / 2)));
}

static int32_t draw_bootstrap(const sample_of_units *sample, const component_set *point,
                              const whisker_component_options *options, scratch *scratch, component_interval *out,
                              whisker_error *error)
{
    int64_t n = options->replicates;
    bootstrap this = {.sample = sample, .seed = options->seed, .replicates = n};
    this.found = arena_take(scratch->arena, n * N_COMPONENTS, sizeof *this.found);
    sort_key *keys = arena_take(scratch->arena, n, sizeof *keys), *spare = arena_take(scratch->arena, n, sizeof *spare);
    if (this.found == NULL || keys == NULL || spare == NULL)
        return error_memory(error);
    if (!workers_watch(options->threads, (n + REPLICATES_A_TASK - 1) / REPLICATES_A_TASK, draw_some, &this,
                       options->watch, options->watch_context))
        return error_set(error, WHISKER_CANCELLED, "the bootstrap was stopped");
    for (int c = 0; c < N_COMPONENTS; c++)
        if (!isnan(point->of[c]))
            percentiles(&this, c, options->level, c == COMPONENT_SHARE ? 1 : INFINITY, keys, spare, out);
    return WHISKER_OK;
}

/* ---- all of it ---- */

static int32_t find_units(const whisker_items *items, const spreads *spreads, scratch *scratch, sample_of_units *out,
                          whisker_error *error)
{
    int32_t n_columns = spreads->judge == NULL ? PLAIN_COLUMNS : JUDGED_COLUMNS;
    double *columns = arena_take(scratch->arena, n_columns * items->n, sizeof *columns);
    units units;
    if (columns == NULL)
        return error_memory(error);
    for (int64_t i = 0; i < items->n; i++)
        fill_columns(spreads, i, items->n, columns);
    int32_t status = units_reduce(items, n_columns, columns, NULL, UNITS_EACH_COLUMN, scratch, &units, error);
    if (status != WHISKER_OK)
        return status;
    parts *unit = arena_take(scratch->arena, units.n, sizeof *unit);
    if (unit == NULL)
        return error_memory(error);
    out->n = units.n;
    out->unit = unit;
    for (int64_t u = 0; u < units.n; u++) {
        fill_parts(&units, u, &unit[u]);
        add_parts(&out->all, &unit[u], 1);
    }
    return WHISKER_OK;
}

int32_t component_intervals(const whisker_items *items, const spreads *spreads, const component_set *point,
                            const whisker_component_options *options, scratch *scratch, component_interval *out,
                            whisker_error *error)
{
    sample_of_units sample = {.n = 0};
    for (int c = 0; c < N_COMPONENTS; c++)
        out->lower[c] = out->upper[c] = NAN;
    if (items->n_keys > 1 || isnan(point->of[COMPONENT_WITHIN]))
        return WHISKER_OK;
    int32_t status = find_units(items, spreads, scratch, &sample, error);
    if (status != WHISKER_OK || sample.n < 2)
        return status;
    if (options->replicates > 0)
        return draw_bootstrap(&sample, point, options, scratch, out, error);
    jackknife(&sample, point, options->level, out);
    return WHISKER_OK;
}
