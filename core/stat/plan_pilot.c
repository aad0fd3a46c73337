/* A plan from two runs that were scored already (M7.5). */
#include "base/error.h"
#include "base/structs.h"
#include "stat/cluster.h"
#include "stat/spreads.h"

#include <math.h>

typedef struct pilot_run {
    const double *score;
    const int32_t *draws;
    const double *variance; /* of the draws of each item */
    double within;          /* their mean */
    double noise;           /* what draws put into item scores */
} pilot_run;

typedef struct pilot {
    whisker_items items;
    pilot_run a, b;
    double level;
    scratch scratch;
    double *difference;     /* NaN where a run has no score */
    whisker_comparison comparison;
    double chi_square_df;
} pilot;

/* ---- the comparison ---- */

static int32_t compare(pilot *this, whisker_error *error)
{
    whisker_difference_options options = {.size = sizeof options, .pairing = WHISKER_PAIRED};
    const whisker_estimate *difference = &this->comparison.difference;
    this->comparison = (whisker_comparison){.size = sizeof this->comparison, .difference.size = sizeof *difference};
    int32_t status = whisker_difference(&this->items, this->a.score, this->b.score, &options,
                                        this->scratch.arena, &this->comparison, error);
    if (status != WHISKER_OK)
        return status;
    if (isnan(difference->standard_error))
        return error_set(error, WHISKER_NO_DATA, "a pilot needs two items that both runs have, and two clusters of them "
                                                 "where there are clusters");
    if (difference->standard_error == 0)
        return error_set(error, WHISKER_NO_DATA, "the two runs of the pilot differ by the same on every item, which "
                                                 "says nothing about how much other runs will");
    this->difference = arena_take(this->scratch.arena, this->items.n, sizeof *this->difference);
    if (this->difference == NULL)
        return error_memory(error);
    for (int64_t i = 0; i < this->items.n; i++) {
        double a = this->a.score[i], b = this->b.score[i];
        this->difference[i] = isfinite(a) && isfinite(b) ? a - b : NAN;
    }
    return WHISKER_OK;
}

/* ---- draws ---- */

/* Of the items that both runs have. */
static int32_t find_noise(pilot *this, pilot_run *run, whisker_error *error)
{
    spreads items;
    if (run->draws == NULL || run->variance == NULL)
        return WHISKER_OK;
    double *shared = arena_take(this->scratch.arena, this->items.n, sizeof *shared);
    if (shared == NULL)
        return error_memory(error);
    for (int64_t i = 0; i < this->items.n; i++)
        shared[i] = isnan(this->difference[i]) ? NAN : run->score[i];
    int32_t status = spreads_of_items(this->items.n, shared, run->draws, run->variance, &this->scratch, &items, error);
    if (status != WHISKER_OK)
        return status;
    double within = spreads_within(&items);
    if (isnan(within))
        return WHISKER_OK; /* single draws */
    run->within = within;
    run->noise = spreads_noise(&items, within);
    return WHISKER_OK;
}

/* ---- clusters ---- */

static int32_t find_sizes(const pilot *this, double *mean, double *variation, whisker_error *error)
{
    int64_t *sizes = arena_take_zeroed(this->scratch.arena, this->items.n, sizeof *sizes), n = 0;
    if (sizes == NULL)
        return error_memory(error);
    for (int64_t i = 0; i < this->items.n; i++)
        if (!isnan(this->difference[i]))
            sizes[this->items.cluster[i]]++;
    for (int64_t code = 0; code < this->items.n; code++)
        if (sizes[code] > 0)
            sizes[n++] = sizes[code];
    return whisker_cluster_sizes(n, sizes, mean, variation, error);
}

/* ---- how well the variance is known ---- */

/* 2 (mean)^2 / variance of the clusters' parts of the variance: what chi-square has as df when its terms are
 * chi-square, and fewer when tails are heavy, as those of differences that are mostly 0. */
static double df_of_terms(const clusters *clusters)
{
    double n = (double)clusters->n, sum = 0, squares = 0;
    for (int64_t g = 0; g < clusters->n; g++)
        sum += clusters->residual[g] * clusters->residual[g] / (clusters->total - clusters->size[g]);
    for (int64_t g = 0; g < clusters->n; g++) {
        double term = clusters->residual[g] * clusters->residual[g] / (clusters->total - clusters->size[g]) - sum / n;
        squares += term * term;
    }
    return 2 * sum * sum / (n / (n - 1) * squares);
}

static int32_t find_df(pilot *this, whisker_error *error)
{
    sample sample;
    clusters clusters;
    this->chi_square_df = this->comparison.difference.df;
    if (this->items.n_keys > 1)
        return WHISKER_OK;
    int32_t status = sample_prepare(&this->items, this->difference, &this->scratch, &sample, error);
    if (status != WHISKER_OK)
        return status;
    const int32_t *codes = sample.n_keys > 0 ? sample.key[0] : NULL;
    if (!clusters_sum(&sample, codes, sample.n_codes[0], &this->scratch, &clusters))
        return error_memory(error);
    this->chi_square_df = fmin(this->chi_square_df, df_of_terms(&clusters));
    return WHISKER_OK;
}

/* ---- the plan ---- */

/* sigma^2 over what it puts into the means: the draws an item that would put in as much, a whole number when all items
 * have as many. */
static double typical_draws(const pilot_run *run)
{
    double draws = run->noise > 0 ? run->within / run->noise : 1;
    return fabs(draws - round(draws)) < 1e-9 ? round(draws) : draws;
}

static void fill(double *field, double found)
{
    if (*field == 0)
        *field = found;
}

static double held(double x, double low, double high)
{
    return fmin(fmax(x, low), high);
}

/* The icc that makes the plan reproduce the standard error of the pilot; likeness below 0 is taken for chance. */
static int32_t fill_clusters(const pilot *this, double variance, double noise, whisker_plan *plan,
                             whisker_plan_basis *basis, whisker_error *error)
{
    double size, variation, n = (double)this->comparison.difference.n_items;
    double error_squared = this->comparison.difference.standard_error * this->comparison.difference.standard_error;
    if (this->items.n_keys == 0)
        return WHISKER_OK;
    int32_t status = find_sizes(this, &size, &variation, error);
    if (status != WHISKER_OK)
        return status;
    double effect = variance > 0 ? (n * error_squared - noise) / variance : 1;
    double others = size * (1 + variation * variation) - 1;
    basis->icc_raw = others > 0 ? (effect - 1) / others : NAN;
    if (basis->icc_raw < 0)
        basis->notes |= WHISKER_NOTE_ICC_CLAMPED;
    if (plan->cluster_size == 0) {
        plan->cluster_size = size;
        fill(&plan->cluster_variation, variation);
    }
    if (others > 0)
        fill(&plan->icc, held(basis->icc_raw, 0, 1));
    return WHISKER_OK;
}

static void fill_interval(double variance, double noise, whisker_plan_basis *basis)
{
    double tail = (1 - basis->level) / 2, df = basis->df, n = (double)basis->n_items;
    double items = fmax(variance, n * basis->standard_error * basis->standard_error - noise);
    double all = items + noise, share = items > 0 ? variance / items : 1; /* 1 / design effect */
    double most = df * all / whisker_chi_square_quantile(tail, df, WHISKER_LOWER);
    double least = df * all / whisker_chi_square_quantile(tail, df, WHISKER_UPPER);
    basis->variance_low = fmax(0, least - noise) * share;
    basis->variance_high = fmax(0, most - noise) * share;
}

static int32_t fill_plan(const pilot *this, whisker_plan *plan, whisker_plan_basis *basis, whisker_error *error)
{
    const whisker_estimate *difference = &this->comparison.difference;
    double noise = this->a.noise + this->b.noise, n = (double)difference->n_items;
    double raw = n * difference->se_clt * difference->se_clt - noise, variance = fmax(0, raw);
    basis->notes = this->comparison.notes;
    if (raw < 0)
        basis->notes |= WHISKER_NOTE_BETWEEN_CLAMPED;
    if (noise == 0 && this->a.within + this->b.within == 0)
        basis->notes |= WHISKER_NOTE_NO_REPEATS;
    basis->n_items = difference->n_items;
    basis->n_clusters = difference->n_clusters;
    basis->difference = difference->value;
    basis->standard_error = difference->standard_error;
    basis->df = this->chi_square_df;
    basis->icc_raw = NAN;
    int32_t status = fill_clusters(this, variance, noise, plan, basis, error);
    if (status != WHISKER_OK)
        return status;
    fill_interval(variance, noise, basis);
    fill(&plan->variance, variance);
    fill(&plan->draws_a, typical_draws(&this->a));
    fill(&plan->draws_b, typical_draws(&this->b));
    fill(&plan->within_a, this->a.within);
    fill(&plan->within_b, this->b.within);
    return WHISKER_OK;
}

/* ---- the calls ---- */

static int32_t load(const whisker_items *items, const whisker_pilot *pilot_given, pilot *this, whisker_error *error)
{
    whisker_pilot given;
    *this = (pilot){.chi_square_df = NAN};
    if (items == NULL || pilot_given == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a pilot needs items and the scores of two runs");
    int32_t status = struct_load(&this->items, sizeof this->items, items, "whisker_items", error);
    if (status == WHISKER_OK)
        status = struct_load(&given, sizeof given, pilot_given, "whisker_pilot", error);
    if (status != WHISKER_OK)
        return status;
    this->level = given.level == 0 ? 0.95 : given.level;
    this->a = (pilot_run){.score = given.score_a, .draws = given.draws_a, .variance = given.within_a};
    this->b = (pilot_run){.score = given.score_b, .draws = given.draws_b, .variance = given.within_b};
    if (!(this->level > 0 && this->level < 1))
        return error_set(error, WHISKER_BAD_ARGUMENT, "the level of the pilot's interval lies between 0 and 1");
    return WHISKER_OK;
}

static int32_t read_pilot(pilot *this, whisker_plan *plan, whisker_plan_basis *basis, whisker_error *error)
{
    int32_t status = compare(this, error);
    if (status == WHISKER_OK)
        status = find_noise(this, &this->a, error);
    if (status == WHISKER_OK)
        status = find_noise(this, &this->b, error);
    if (status == WHISKER_OK)
        status = find_df(this, error);
    return status == WHISKER_OK ? fill_plan(this, plan, basis, error) : status;
}

int32_t whisker_plan_from_pilot(const whisker_items *items, const whisker_pilot *given, whisker_arena *arena,
                                whisker_plan *out, whisker_plan_basis *basis, whisker_error *error)
{
    pilot this;
    whisker_plan plan;
    whisker_plan_basis made = {.size = sizeof made};
    int32_t status = struct_check(out, "whisker_plan", error);
    if (status == WHISKER_OK && basis != NULL)
        status = struct_check(basis, "whisker_plan_basis", error);
    if (status == WHISKER_OK)
        status = struct_load(&plan, sizeof plan, out, "whisker_plan", error);
    if (status == WHISKER_OK)
        status = load(items, given, &this, error);
    if (status == WHISKER_OK)
        status = scratch_open(&this.scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    made.level = this.level;
    status = read_pilot(&this, &plan, &made, error);
    scratch_close(&this.scratch);
    if (status != WHISKER_OK)
        return status;
    struct_store(out, &plan, sizeof plan);
    if (basis != NULL)
        struct_store(basis, &made, sizeof made);
    return WHISKER_OK;
}

/* ---- what the uncertainty of the pilot does to the answer ---- */

static double answer(const whisker_plan *plan)
{
    switch ((whisker_unknown)plan->unknown) {
    case WHISKER_SOLVE_ITEMS: return plan->items;
    case WHISKER_SOLVE_EFFECT: return plan->effect;
    case WHISKER_SOLVE_POWER: return plan->power;
    case WHISKER_SOLVE_DRAWS: return plan->draws_a;
    case WHISKER_SOLVE_CLUSTERS: return plan->clusters;
    }
    return NAN;
}

static double answer_at(whisker_plan plan, double variance)
{
    plan.variance = variance;
    int32_t status = whisker_solve_plan(&plan, NULL);
    return status == WHISKER_OK ? answer(&plan) : status == WHISKER_NO_DATA ? INFINITY : NAN;
}

int32_t whisker_plan_range(const whisker_plan *given, const whisker_plan_basis *known, double *low, double *high,
                           whisker_error *error)
{
    whisker_plan plan;
    whisker_plan_basis basis;
    if (given == NULL || known == NULL || low == NULL || high == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a range needs a solved plan and what the pilot knows");
    int32_t status = struct_load(&plan, sizeof plan, given, "whisker_plan", error);
    if (status == WHISKER_OK)
        status = struct_load(&basis, sizeof basis, known, "whisker_plan_basis", error);
    if (status != WHISKER_OK)
        return status;
    plan.size = sizeof plan;
    double first = answer_at(plan, basis.variance_low), second = answer_at(plan, basis.variance_high);
    *low = fmin(first, second);
    *high = fmax(first, second);
    return WHISKER_OK;
}
