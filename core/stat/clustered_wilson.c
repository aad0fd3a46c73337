/* How many independent 0/1 trials a mean is worth, judged twice (M3.3): by its standard error, and by the beta-binomial
 * model with a correlation as large as the clusters leave room for. The standard error is blind where few clusters
 * have all the failures, or one cluster most of the items; the model where scores depend on the size of a cluster. The
 * smaller number is put into Wilson's interval. */
#include "stat/clustered_wilson.h"

#include "base/error.h"
#include "base/simd.h"
#include "stat/beta_binomial.h"
#include "stat/cluster.h"
#include "stat/mean.h"

/* The upper 85% bound of the correlation: the smallest that holds 93% and more in the grid of tests/validity. */
static const double CORRELATION_AT = 0.85;

/* With more items than this that are their own clusters the standard error is exact enough. */
enum { MOST_SINGLE_ITEMS = 10000 };

static double range_length(const mean_plan *plan)
{
    return plan->high - plan->low;
}

/* The mean as a share of the range. */
static double share_of(const sample *sample, const mean_plan *plan)
{
    return (ldexp(sample->centre, sample->exponent) - plan->low) / range_length(plan);
}

/* Near the middle Wilson's interval at this size is as wide as that of t. Infinite for a standard error of 0. */
static double trials_by_error(const mean_plan *plan, const whisker_estimate *estimate)
{
    double share = (estimate->value - plan->low) / range_length(plan);
    double error = estimate->standard_error / range_length(plan);
    double ratio = whisker_normal_quantile((1 - plan->level) / 2, WHISKER_UPPER) /
                   mean_half_width(plan->level, estimate->df);
    return share * (1 - share) / (error * error) * ratio * ratio;
}

/* ---- the model ---- */

/* What one item is worth in 0/1 trials: 1 when scores are 0 or 1, near K when they are means of K independent draws. */
static double trials_an_item(const sample *sample, const mean_plan *plan, const clusters *clusters)
{
    double share = share_of(sample, plan);
    double unit = ldexp(1, sample->exponent) / range_length(plan);
    return plan->proportion ? 1 : share * (1 - share) * (double)sample->n / (clusters->squares * unit * unit);
}

/* Trials and successes of each cluster. Of 0/1 scores they are whole numbers but for rounding: adding 1.5 * 2^52 and
 * taking it away rounds that off. */
SIMD_CLONES
static void count_trials(const sample *sample, const mean_plan *plan, double worth, const clusters *clusters,
                         double *successes, double *trials)
{
    const double share = share_of(sample, plan), unit = ldexp(1, sample->exponent) / range_length(plan);
    const double whole = plan->proportion ? 0x1.8p52 : 0, *size = clusters->size, *residual = clusters->residual;
    for (int64_t g = 0; g < clusters->n; g++) {
        double gained = ((size[g] * share + residual[g] * unit) + whole) - whole;
        double most = worth * size[g], found = worth * gained;
        found = found > 0 ? found : 0;
        trials[g] = most;
        successes[g] = found < most ? found : most;
    }
}

/* Beyond this the likelihood loses its digits: scores that hardly vary on their range. */
static const double MOST_TRIALS_A_CLUSTER = 1e11;

/* What the items of one key say. */
typedef struct model {
    double correlation; /* as large as the clusters leave room for */
    double worth;       /* of an item, in trials */
    double items;       /* how many even ones these are worth, by Kish's count */
    double clusters;
} model;

/* Correlation and worth are those of items that weigh the same. 0 when memory is out. */
static int fit(const sample *equal, const mean_plan *plan, const clusters *clusters, scratch *scratch, model *out)
{
    beta_binomial data;
    double *successes = arena_take(scratch->arena, clusters->n, sizeof *successes);
    double *trials = arena_take(scratch->arena, clusters->n, sizeof *trials);
    if (successes == NULL || trials == NULL)
        return 0;
    out->worth = trials_an_item(equal, plan, clusters);
    out->correlation = 0;
    if (!(out->worth * clusters->largest < MOST_TRIALS_A_CLUSTER))
        return 1;
    count_trials(equal, plan, out->worth, clusters, successes, trials);
    int loaded = beta_binomial_load(clusters->n, successes, trials, share_of(equal, plan), scratch, &data);
    if (loaded == BETA_BINOMIAL_LOADED)
        out->correlation = beta_binomial_correlation_quantile(&data, CORRELATION_AT);
    return loaded != BETA_BINOMIAL_NO_MEMORY;
}

static int fit_weighted(const sample *given, const mean_plan *plan, const int32_t *codes, int64_t n_codes,
                        scratch *scratch, model *out)
{
    clusters by_key, items, unweighted;
    sample equal = sample_unweighted(given);
    if (!clusters_sum(given, codes, n_codes, scratch, &by_key) || !clusters_sum(given, NULL, 0, scratch, &items) ||
        !clusters_sum(&equal, codes, n_codes, scratch, &unweighted))
        return 0;
    out->items = clusters_kish(&items);
    out->clusters = clusters_kish(&by_key);
    return fit(&equal, plan, &unweighted, scratch, out);
}

/* key -1: items are the clusters of their draws. first: of key 0. */
static int fit_key(const sample *given, const mean_plan *plan, int32_t key, const clusters *first, scratch *scratch,
                   model *out)
{
    const int32_t *codes = key < 0 ? NULL : given->key[key];
    int64_t n_codes = key < 0 ? 0 : given->n_codes[key];
    clusters summed;
    if (given->weight != NULL)
        return fit_weighted(given, plan, codes, n_codes, scratch, out);
    if (key != 0 && !clusters_sum(given, codes, n_codes, scratch, &summed))
        return 0;
    const clusters *own = key == 0 ? first : &summed;
    out->items = (double)given->n;
    out->clusters = clusters_kish(own);
    return fit(given, plan, own, scratch, out);
}

/* Trials of one cluster are alike to the degree of the correlation: it takes their number from that of the items
 * towards that of the clusters. */
static double trials_by_model(const model *model)
{
    return 1 / ((1 - model->correlation) / (model->worth * model->items) + model->correlation / model->clusters);
}

/* The fewest over the cluster keys. */
static int fewest_trials(const sample *sample, const mean_plan *plan, const clusters *first, scratch *scratch,
                         double *trials)
{
    int32_t n_keys = plan->clustered ? sample->n_keys : 0;
    if (n_keys == 0 && plan->proportion)
        *trials = plan->units; /* by Kish's count: weights alone make them fewer than the items */
    if (n_keys == 0 && (plan->proportion || sample->n > MOST_SINGLE_ITEMS || sample->score == NULL))
        return 1;
    for (int32_t key = 0; key < n_keys || key == 0; key++) {
        model model;
        if (!fit_key(sample, plan, n_keys == 0 ? -1 : key, first, scratch, &model))
            return 0;
        *trials = fmin(*trials, trials_by_model(&model));
    }
    return 1;
}

/* ---- bounds ---- */

int32_t clustered_wilson_fill(const sample *sample, const mean_plan *plan, const clusters *first, scratch *scratch,
                              whisker_estimate *estimate, whisker_error *error)
{
    double share = (estimate->value - plan->low) / range_length(plan), trials = INFINITY;
    int varies = estimate->se_clt > 0; /* by more than rounding */
    if (varies && !fewest_trials(sample, plan, first, scratch, &trials))
        return error_memory(error);
    if (varies)
        trials = fmin(trials, trials_by_error(plan, estimate));
    if (!(trials > 0) || isinf(trials)) {
        estimate->lower = estimate->upper = estimate->value;
        return WHISKER_OK;
    }
    double lower, upper;
    int32_t status = whisker_proportion_interval(share * trials, trials, WHISKER_WILSON, plan->level, &lower, &upper,
                                                 error);
    /* Around the mean, whatever the last digit says. */
    estimate->lower = fmin(estimate->value, plan->low + lower * range_length(plan));
    estimate->upper = fmax(estimate->value, plan->low + upper * range_length(plan));
    return status;
}
