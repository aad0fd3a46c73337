/* The mean of one run: variance, degrees of freedom and what must be known to judge them (STATISTICS 2). */
#include "stat/mean.h"

#include "base/binary.h"
#include "base/error.h"
#include "base/structs.h"
#include "stat/groups.h"

static const double DEFAULT_LEVEL = 0.95;
static const double ROUNDING = 1e-12; /* a relative spread below this is rounding, not variation */

enum { FEW_CLUSTERS = 20, VERY_FEW_CLUSTERS = 6, FEW_DF = 4 };

/* ---- options ---- */

int32_t mean_load_plan(const whisker_mean_options *options, mean_plan *plan, whisker_error *error)
{
    whisker_mean_options given;
    int32_t status = struct_load(&given, sizeof given, options, "whisker_mean_options", error);
    if (status != WHISKER_OK)
        return status;
    int ranged = given.low != 0 || given.high != 0;
    *plan = (mean_plan){.variance = given.variance, .interval = given.interval,
                        .level = given.level == 0 ? DEFAULT_LEVEL : given.level, .ranged = ranged,
                        .low = ranged ? given.low : -INFINITY, .high = ranged ? given.high : INFINITY};
    if (!(plan->level > 0 && plan->level < 1))
        return error_set(error, WHISKER_BAD_OPTION, "a confidence level lies between 0 and 1");
    if (!(plan->low < plan->high))
        return error_set(error, WHISKER_BAD_OPTION, "the range of the score has its low end above its high end");
    if (whisker_variance_name(plan->variance) == NULL && plan->variance != WHISKER_VARIANCE_DEFAULT)
        return error_set(error, WHISKER_BAD_OPTION, "variance %d is not known", (int)plan->variance);
    if (plan->variance == WHISKER_JACKKNIFE)
        return error_set(error, WHISKER_BAD_OPTION, "the jackknife is for summaries; of a mean, cr3 is next to it");
    return WHISKER_OK;
}

static int32_t default_variance(const sample *sample)
{
    if (sample->stratum != NULL || sample->population > 0)
        return WHISKER_LINEARIZED;
    return sample->n_keys > 0 ? WHISKER_CR2 : WHISKER_CLT;
}

static int32_t check_variance(const sample *sample, const mean_plan *plan, whisker_error *error)
{
    if (plan->variance == WHISKER_BERNOULLI && !plan->proportion)
        return error_set(error, WHISKER_NOT_BINARY, "the bernoulli variance is for scores that are 0 or 1");
    if (plan->variance == WHISKER_BERNOULLI && sample->weight != NULL)
        return error_set(error, WHISKER_BAD_OPTION, "the bernoulli variance knows no weights");
    if (sample->n_keys > 1 && (plan->variance == WHISKER_CLUSTER_PAPER || plan->variance == WHISKER_LINEARIZED))
        return error_set(error, WHISKER_BAD_OPTION, "%s knows one cluster key, and %d cross here",
                         whisker_variance_name(plan->variance), (int)sample->n_keys);
    return WHISKER_OK;
}

/* Settle the plan on what the scores turned out to be. */
static int32_t resolve_plan(const sample *sample, mean_plan *plan, whisker_error *error)
{
    if (sample->minimum < plan->low || sample->maximum > plan->high)
        return error_set(error, WHISKER_BAD_OPTION, "a score lies outside the range that was declared");
    plan->proportion = sample->binary && (!plan->ranged || (plan->low == 0 && plan->high == 1));
    if (plan->proportion) {
        plan->low = 0;
        plan->high = 1;
    }
    if (plan->variance == WHISKER_VARIANCE_DEFAULT)
        plan->variance = default_variance(sample);
    plan->clustered = sample->n_keys > 0 && plan->variance != WHISKER_CLT && plan->variance != WHISKER_BERNOULLI;
    int32_t status = check_variance(sample, plan, error);
    return status != WHISKER_OK ? status : mean_interval_check(sample, plan, error);
}

/* ---- variance ---- */

/* Miller 2024 eq. 1 */
static void plain_spread(int64_t n_items, double squares, spread *out)
{
    double n = (double)n_items;
    out->independent = n_items < 2 ? NAN : squares / (n * (n - 1));
    out->independent_df = n - 1;
    out->units = n;
}

/* With weights CR2 of singletons, of which eq. 1 is the unweighted case. */
static int independent_spread(const sample *sample, double squares, scratch *scratch, spread *out)
{
    clusters singletons;
    if (sample->weight == NULL) {
        plain_spread(sample->n, squares, out);
        return 1;
    }
    if (!clusters_sum(sample, NULL, 0, scratch, &singletons))
        return 0;
    out->independent = clusters_variance(&singletons, WHISKER_CR2);
    out->independent_df = singletons.satterthwaite;
    out->units = clusters_kish(&singletons);
    return 1;
}

/* Miller 2024 eq. 4 as printed: eq. 1 and the cross terms within clusters, these divided by n^2. */
static double paper_variance(double independent, const clusters *clusters)
{
    double cross = clusters_variance(clusters, WHISKER_CR0) - clusters->squares / (clusters->total * clusters->total);
    return independent + cross;
}

/* Clusters whose sizes are counts, for the intraclass correlation. */
static int counted_clusters(const sample *given, const multiway *found, scratch *scratch, clusters *out)
{
    *out = found->first;
    if (given->weight == NULL)
        return 1;
    sample unweighted = sample_unweighted(given);
    return clusters_sum(&unweighted, unweighted.key[0], unweighted.n_codes[0], scratch, out);
}

static void describe_clusters(const clusters *counted, const multiway *found, spread *out)
{
    out->icc = clusters_icc(counted);
    out->satterthwaite = found->df;
    out->n_clusters = found->n_clusters;
    out->largest_share = found->largest_share;
}

static void use_clusters(const sample *sample, const mean_plan *plan, const multiway *found, spread *out)
{
    if (!plan->clustered)
        return;
    out->units = sample->weight == NULL ? (double)found->n_clusters : fmin(clusters_kish(&found->first), out->units);
    out->df = plan->variance == WHISKER_CR2 ? found->df : (double)(found->n_clusters - 1);
    out->variance = plan->variance == WHISKER_CLUSTER_PAPER ? paper_variance(out->independent, &found->first)
                                                            : found->used;
    if (found->used > found->raw)
        out->notes |= WHISKER_NOTE_MULTIWAY_FALLBACK;
}

/* The estimator that the clusters are added up for, whatever the variance in force. */
static int32_t cluster_estimator(const mean_plan *plan)
{
    return plan->variance >= WHISKER_CR0 && plan->variance <= WHISKER_CR3 ? plan->variance : WHISKER_CR2;
}

static int clustered_spread(mean_study *study, scratch *scratch)
{
    const sample *sample = &study->sample;
    multiway *found = &study->found;
    clusters counted;
    if (!multiway_variance(sample, cluster_estimator(&study->plan), scratch, found) ||
        !independent_spread(sample, found->first.squares, scratch, &study->spread) ||
        !counted_clusters(sample, found, scratch, &counted))
        return 0;
    study->squares = found->first.squares;
    describe_clusters(&counted, found, &study->spread);
    use_clusters(sample, &study->plan, found, &study->spread);
    return 1;
}

static int unclustered_spread(mean_study *study, scratch *scratch)
{
    study->squares = sample_squares(&study->sample);
    return independent_spread(&study->sample, study->squares, scratch, &study->spread);
}

/* Items as their own clusters: cr0, cr1 and cr3 have a meaning there too. */
static int singleton_spread(const sample *sample, const mean_plan *plan, scratch *scratch, spread *out)
{
    clusters singletons;
    if (!clusters_sum(sample, NULL, 0, scratch, &singletons))
        return 0;
    out->variance = clusters_variance(&singletons, plan->variance);
    out->df = (double)(sample->n - 1);
    return 1;
}

static void bernoulli_spread(const sample *sample, spread *out)
{
    double p = sample->centre * binary_scaled(1, sample->exponent);
    out->variance = p * (1 - p) / (double)sample->n * sample->scale * sample->scale;
    out->df = INFINITY;
}

static int use_variance(const sample *sample, const mean_plan *plan, scratch *scratch, spread *out)
{
    linearized found;
    switch (plan->variance) {
    case WHISKER_BERNOULLI:
        bernoulli_spread(sample, out);
        return 1;
    case WHISKER_LINEARIZED:
        if (!linearized_variance(sample, scratch, &found))
            return 0;
        out->variance = found.variance;
        out->df = found.df;
        return 1;
    case WHISKER_CR0:
    case WHISKER_CR1:
    case WHISKER_CR3:
        return plan->clustered || singleton_spread(sample, plan, scratch, out);
    default:
        if (plan->clustered)
            return 1;
        out->variance = out->independent;
        out->df = out->independent_df;
        return 1;
    }
}

static spread no_spread(const sample *sample)
{
    return (spread){.variance = NAN, .df = NAN, .satterthwaite = NAN, .largest_share = NAN, .icc = NAN,
                    .n_clusters = sample->n};
}

static int find_spread(mean_study *study, scratch *scratch)
{
    study->spread = no_spread(&study->sample);
    int complete = study->sample.n_keys > 0 ? clustered_spread(study, scratch) : unclustered_spread(study, scratch);
    return complete && use_variance(&study->sample, &study->plan, scratch, &study->spread);
}

void mean_spread_of(const clusters *clusters, double squares, mean_study *study)
{
    spread *out = &study->spread;
    *out = no_spread(&study->sample);
    study->squares = squares;
    plain_spread(study->sample.n, squares, out);
    if (clusters != NULL) {
        multiway_of_one(clusters, cluster_estimator(&study->plan), &study->found);
        describe_clusters(clusters, &study->found, out);
        use_clusters(&study->sample, &study->plan, &study->found, out);
    }
    if (study->plan.clustered)
        return;
    out->variance = out->independent;
    out->df = out->independent_df;
}

/* ---- estimate ---- */

/* Numbers that are equal but for rounding have no variance, and neither have cluster sums that cancel. */
static double without_rounding(double variance, const sample *sample, double magnitude)
{
    double spread_of_scores = sqrt(variance * (double)sample->n);
    double scale = fmax(magnitude, sample->magnitude) * sample->scale;
    return spread_of_scores <= ROUNDING * scale ? 0 : variance;
}

/* Every item of the population was scored: a standard error of 0 says just that. */
static int is_census(const sample *sample)
{
    return sample->population == (double)sample->n;
}

static uint32_t notes_of(const sample *sample, const mean_plan *plan, const spread *spread)
{
    uint32_t notes = sample->notes | spread->notes;
    if (sample->n < 2)
        return notes | WHISKER_NOTE_ONE_ITEM;
    if (spread->variance == 0 && !is_census(sample))
        notes |= WHISKER_NOTE_NO_VARIATION;
    if (plan->variance == WHISKER_LINEARIZED && isnan(spread->variance))
        notes |= WHISKER_NOTE_ONE_CLUSTER;
    if (!plan->clustered)
        return notes;
    if (spread->n_clusters < 2)
        return notes | WHISKER_NOTE_ONE_CLUSTER;
    if (spread->n_clusters < FEW_CLUSTERS)
        notes |= WHISKER_NOTE_FEW_CLUSTERS;
    if (spread->n_clusters < VERY_FEW_CLUSTERS)
        notes |= WHISKER_NOTE_VERY_FEW_CLUSTERS;
    if (spread->largest_share > 0.25)
        notes |= WHISKER_NOTE_DOMINANT_CLUSTER;
    if (spread->satterthwaite < FEW_DF || spread->df < FEW_DF)
        notes |= WHISKER_NOTE_FEW_DF;
    return notes;
}

static double square_root(double variance, const sample *sample)
{
    return binary_scaled(sqrt(variance), sample->exponent);
}

static double two_sided(const student *student, double value, double standard_error)
{
    return fmin(1, 2 * student_cdf(student, fabs(value / standard_error), WHISKER_UPPER));
}

double mean_p_value(double value, double standard_error, double df)
{
    if (!(standard_error > 0) || !(df > 0))
        return NAN;
    student known = student_of(df);
    return two_sided(&known, value, standard_error);
}

static double p_value(const mean_plan *plan, const whisker_estimate *estimate)
{
    double value = estimate->value, standard_error = estimate->standard_error;
    if (estimate->df == plan->known.df && standard_error > 0)
        return two_sided(&plan->known, value, standard_error);
    return mean_p_value(value, standard_error, estimate->df);
}

static void fill_estimate(const sample *sample, const mean_plan *plan, const spread *spread, whisker_estimate *out)
{
    *out = (whisker_estimate){
        .size = out->size,
        .notes = notes_of(sample, plan, spread),
        .variance = plan->variance,
        .value = binary_scaled(sample->centre, sample->exponent),
        .standard_error = square_root(spread->variance, sample),
        .level = plan->level,
        .df = spread->df,
        .se_clt = square_root(spread->independent, sample),
        .icc = spread->icc,
        .design_effect = spread->independent > 0 ? spread->variance / spread->independent : NAN,
        .largest_share = spread->largest_share,
        .n_items = sample->n,
        .n_missing = sample->n_missing,
        .n_clusters = spread->n_clusters,
    };
    if (isnan(spread->variance))
        out->df = NAN;
    out->effective_n = (double)sample->n / out->design_effect;
}

/* ---- the two halves ---- */

/* Clusters of one item each: cr0, cr1 and cr3 from the squares alone. */
static void singleton_spread_of(double squares, mean_study *study)
{
    double n = (double)study->sample.n;
    spread *out = &study->spread;
    switch (study->plan.variance) {
    case WHISKER_CR0: out->variance = squares / (n * n); break;
    case WHISKER_CR1: out->variance = squares / (n * n) * (n / (n - 1)); break;
    case WHISKER_CR3: out->variance = squares / ((n - 1) * (n - 1)); break;
    default: return;
    }
    if (study->sample.n < 2)
        out->variance = NAN;
}

int32_t mean_examine_sums(const mean_plan *plan, const clusters *clusters, double squares, mean_study *study,
                          whisker_error *error)
{
    study->plan = *plan;
    int32_t status = resolve_plan(&study->sample, &study->plan, error);
    if (status != WHISKER_OK)
        return status;
    if (study->plan.variance == WHISKER_LINEARIZED)
        return error_set(error, WHISKER_BAD_OPTION, "linearized looks at items, of which only sums are left");
    mean_spread_of(clusters, squares, study);
    if (study->plan.variance == WHISKER_BERNOULLI)
        bernoulli_spread(&study->sample, &study->spread);
    if (!study->plan.clustered)
        singleton_spread_of(squares, study);
    return WHISKER_OK;
}

int32_t mean_examine(const whisker_items *items, const double *score, const mean_plan *plan, scratch *scratch,
                     mean_study *out, whisker_error *error)
{
    out->plan = *plan;
    int32_t status = sample_prepare(items, score, scratch, &out->sample, error);
    if (status == WHISKER_OK && !multiway_reduce(&out->sample, scratch))
        status = error_memory(error);
    if (status == WHISKER_OK)
        status = resolve_plan(&out->sample, &out->plan, error);
    if (status == WHISKER_OK && !find_spread(out, scratch))
        status = error_memory(error);
    return status;
}

int mean_examine_alike(const mean_study *known, const double *score, const score_range *range, const mean_plan *plan,
                       scratch *scratch, mean_study *out)
{
    clusters clusters;
    sample *sample = &out->sample;
    *sample = known->sample;
    sample->score = score;
    sample_centre_in(sample, range);
    out->plan = *plan;
    if (resolve_plan(sample, &out->plan, NULL) != WHISKER_OK)
        return 0;
    if (sample->n_keys > 0 && !clusters_sum_alike(&known->found.first, sample, sample->key[0], sample->n_codes[0], scratch,
                                                  &clusters))
        return 0;
    if (sample->n_keys > 0)
        mean_spread_of(&clusters, clusters.squares, out);
    else
        mean_spread_of(NULL, sample_squares(sample), out);
    return 1;
}

int32_t mean_conclude(mean_study *study, double magnitude, scratch *scratch, whisker_estimate *out,
                      whisker_error *error)
{
    const sample *sample = &study->sample;
    spread *spread = &study->spread;
    if (sample->n < 2)
        spread->variance = NAN;
    spread->variance = without_rounding(spread->variance, sample, magnitude);
    spread->independent = without_rounding(spread->independent, sample, magnitude);
    study->plan.units = spread->units;
    fill_estimate(sample, &study->plan, spread, out);
    int32_t status = mean_interval_fill(sample, &study->plan, &study->found.first, scratch, out, error);
    out->p = p_value(&study->plan, out);
    return status;
}

int32_t mean_bound(const mean_study *study, scratch *scratch, whisker_estimate *out, whisker_error *error)
{
    mean_study bounded = *study;
    bounded.plan.interval = WHISKER_CLUSTERED_WILSON;
    return mean_conclude(&bounded, 0, scratch, out, error);
}

int32_t mean_estimate(const whisker_items *items, const double *score, double magnitude,
                      const whisker_mean_options *options, scratch *scratch, whisker_estimate *out,
                      whisker_error *error)
{
    mean_plan plan;
    mean_study study;
    struct scratch inner;
    int32_t status = mean_load_plan(options, &plan, error);
    if (status != WHISKER_OK)
        return status;
    scratch_open(&inner, scratch->arena, error);
    status = mean_examine(items, score, &plan, &inner, &study, error);
    if (status == WHISKER_OK)
        status = mean_conclude(&study, magnitude, &inner, out, error);
    scratch_close(&inner);
    return status;
}

int32_t whisker_mean(const whisker_items *items, const double *score, const whisker_mean_options *options,
                     whisker_arena *arena, whisker_estimate *out, whisker_error *error)
{
    scratch scratch;
    whisker_estimate made = {.size = sizeof made};
    int32_t status = struct_check(out, "whisker_estimate", error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = mean_estimate(items, score, 0, options, &scratch, &made, error);
    scratch_close(&scratch);
    if (status == WHISKER_OK)
        struct_store(out, &made, sizeof made);
    return status;
}
