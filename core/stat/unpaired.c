/* The difference of two means from two samples (M5.2). Without clusters: Welch 1947. With clusters the two runs may
 * share some of them, and then their means covary:
 *     V = V_A + V_B - 2 sum over clusters of (c_Ag S_Ag / n_A) (c_Bg S_Bg / n_B),
 * with S the sums of residuals and c the correction of the variance estimator. For CR2 this is Bell and McCaffrey 2002
 * for a regression on two indicators, whose hat matrix falls into one block a run. */
#include "stat/unpaired.h"

#include "base/error.h"
#include "stat/mean.h"
#include "stat/multiway.h"
#include "stat/sampling.h"

#include <math.h>

/* Notes of a single run that say nothing about the difference. */
static const uint32_t NOT_OF_A_DIFFERENCE = WHISKER_NOTE_NO_VARIATION | WHISKER_NOTE_CLIPPED |
                                            WHISKER_NOTE_SMALL_EXACT | WHISKER_NOTE_FEW_DF |
                                            WHISKER_NOTE_MULTIWAY_FALLBACK;

/* One run, cluster by cluster. */
typedef struct side {
    whisker_estimate estimate;
    double *share;    /* of the run's items that lie in the cluster */
    double *pull;     /* c S / n: the cluster's part in the error of the mean */
    int64_t n_codes;
    double weight;    /* of all its items together */
} side;

/* The two runs over one cluster key. */
typedef struct contrast {
    double variance;
    double df;
    int64_t n_clusters;
    double largest_share;
    int shares_clusters;
} contrast;

static double weight_of(const whisker_items *items, int64_t i)
{
    return items->weight != NULL ? items->weight[i] : 1;
}

static int is_scored(const whisker_items *items, const double *a, const double *b, int64_t i)
{
    return (isfinite(a[i]) || isfinite(b[i])) && weight_of(items, i) > 0;
}

/* ---- one run ---- */

static double correction(int32_t estimator, double share, int64_t n_clusters)
{
    switch (estimator) {
    case WHISKER_CR1: return sqrt((double)n_clusters / (double)(n_clusters - 1));
    case WHISKER_CR2: return 1 / sqrt(1 - share);
    case WHISKER_CR3: return 1 / (1 - share);
    default: return 1;
    }
}

static int fill_clusters(const sample *sample, scratch *scratch, side *out)
{
    int64_t n_codes = sample->n_codes[0];
    sum *residual = arena_take_zeroed(scratch->arena, n_codes, sizeof *residual);
    out->share = arena_take_zeroed(scratch->arena, n_codes, sizeof *out->share);
    out->pull = arena_take(scratch->arena, n_codes, sizeof *out->pull);
    if (residual == NULL || out->share == NULL || out->pull == NULL)
        return 0;
    out->n_codes = n_codes;
    out->weight = sample->total_weight;
    for (int64_t i = 0; i < sample->n; i++) {
        int32_t code = sample->key[0][i];
        out->share[code] += sample_weight(sample, i);
        sum_add(&residual[code], sample_weight(sample, i) * sample_residual(sample, i));
    }
    for (int64_t g = 0; g < n_codes; g++) {
        out->share[g] /= sample->total_weight;
        out->pull[g] = ldexp(sum_value(residual[g]), sample->exponent) / sample->total_weight *
                       correction(out->estimate.variance, out->share[g], out->estimate.n_clusters);
    }
    return 1;
}

static int32_t side_prepare(const whisker_items *items, const double *score, const whisker_mean_options *options,
                            scratch *scratch, side *out, whisker_error *error)
{
    sample sample;
    int32_t status = mean_estimate(items, score, 0, options, scratch, &out->estimate, error);
    if (status == WHISKER_OK)
        status = sample_prepare(items, score, scratch, &sample, error);
    if (status == WHISKER_OK && !fill_clusters(&sample, scratch, out))
        status = error_memory(error);
    return status;
}

/* ---- two runs ---- */

static double variance_of(const whisker_estimate *estimate)
{
    return estimate->standard_error * estimate->standard_error;
}

/* What is left after clusters that move both runs alike have cancelled; 0 where only rounding is left. */
static double difference_variance(const whisker_estimate *a, const whisker_estimate *b, double covariance)
{
    double apart = variance_of(a) + variance_of(b);
    double left = apart - 2 * covariance;
    return fabs(left) <= 1e-14 * apart ? 0 : left;
}

/* Satterthwaite df when run A has variance V_A and df_A, run B likewise, and `overlap` measures shared clusters; 0
 * gives Welch-Satterthwaite. */
static double satterthwaite(const whisker_estimate *a, const whisker_estimate *b, double overlap)
{
    double va = variance_of(a), vb = variance_of(b);
    return (va + vb) * (va + vb) / ((va * va / a->df + vb * vb / b->df) + 2 * va * vb * overlap);
}

/* The cross term of the double sum over clusters behind the df of CR2, when items of run A have the variance that V_A
 * says, those of B that of V_B, and all are independent: with shares s and q = s_A s_B / sqrt((1 - s_A)(1 - s_B)),
 * sum s_A s_B + (sum q)^2 - sum q^2. For the same balanced clusters in both runs it is 1/(G-1), and df is G-1. */
static double overlap_of(const side *a, const side *b)
{
    sum shares = {0, 0}, products = {0, 0}, squares = {0, 0};
    for (int64_t g = 0; g < a->n_codes; g++) {
        double share = a->share[g] * b->share[g];
        double product = share == 0 ? 0 : share / sqrt((1 - a->share[g]) * (1 - b->share[g]));
        sum_add(&shares, share);
        sum_add(&products, product);
        sum_add(&squares, product * product);
    }
    return sum_value(shares) + (sum_value(products) * sum_value(products) - sum_value(squares));
}

/* The other estimators know no df of their own beyond counts of clusters: the smaller one is on the safe side. */
static double contrast_df(const side *a, const side *b, const contrast *contrast)
{
    if (!contrast->shares_clusters)
        return satterthwaite(&a->estimate, &b->estimate, 0);
    if (a->estimate.variance == WHISKER_CR2)
        return satterthwaite(&a->estimate, &b->estimate, overlap_of(a, b));
    return fmin(a->estimate.df, b->estimate.df);
}

static contrast contrast_of(const side *a, const side *b)
{
    contrast out = {0};
    sum covariance = {0, 0};
    double both = a->weight + b->weight;
    for (int64_t g = 0; g < a->n_codes; g++) {
        double weight = a->share[g] * a->weight + b->share[g] * b->weight;
        out.n_clusters += weight > 0;
        out.largest_share = fmax(out.largest_share, weight / both);
        if (a->share[g] == 0 || b->share[g] == 0)
            continue;
        out.shares_clusters = 1;
        sum_add(&covariance, a->pull[g] * b->pull[g]);
    }
    out.variance = difference_variance(&a->estimate, &b->estimate, sum_value(covariance));
    out.df = contrast_df(a, b, &out);
    return out;
}

/* ---- several keys ---- */

static const int32_t *codes_of(const whisker_items *items, int32_t subset, scratch *scratch)
{
    const int32_t *codes = NULL;
    for (int32_t key = 0; key < items->n_keys; key++) {
        const int32_t *next = items->cluster + (int64_t)key * items->n;
        int64_t n_codes;
        if (!(subset >> key & 1))
            continue;
        codes = codes == NULL ? next : codes_cross(items->n, codes, items->n, next, items->n, scratch, &n_codes);
        if (codes == NULL)
            return NULL;
    }
    return codes;
}

static int n_members(int32_t subset)
{
    int count = 0;
    for (; subset != 0; subset &= subset - 1)
        count++;
    return count;
}

static int32_t one_way(const whisker_items *items, const int32_t *codes, const double *a, const double *b,
                       const whisker_mean_options *options, scratch *scratch, contrast *out, whisker_error *error)
{
    whisker_items one_key = *items;
    side side_a, side_b;
    one_key.n_keys = 1;
    one_key.cluster = codes;
    int32_t status = side_prepare(&one_key, a, options, scratch, &side_a, error);
    if (status == WHISKER_OK)
        status = side_prepare(&one_key, b, options, scratch, &side_b, error);
    if (status == WHISKER_OK)
        *out = contrast_of(&side_a, &side_b);
    return status;
}

static void take_key(const contrast *contrast, unpaired *out)
{
    out->df = fmin(out->df, contrast->df);
    out->n_clusters = contrast->n_clusters < out->n_clusters ? contrast->n_clusters : out->n_clusters;
    out->largest_share = fmax(out->largest_share, contrast->largest_share);
    out->notes |= contrast->shares_clusters ? WHISKER_NOTE_SHARED_CLUSTERS : 0;
}

/* Inclusion and exclusion over the subsets of keys, as for one mean (M2.5); with one key just its variance. */
static int32_t clustered(const whisker_items *items, const double *a, const double *b,
                         const whisker_mean_options *options, scratch *scratch, unpaired *out, whisker_error *error)
{
    double total = 0, largest = 0;
    out->df = INFINITY;
    out->largest_share = 0;
    for (int32_t subset = 1; subset < 1 << items->n_keys; subset++) {
        contrast contrast;
        const int32_t *codes = codes_of(items, subset, scratch);
        if (codes == NULL)
            return error_memory(error);
        int32_t status = one_way(items, codes, a, b, options, scratch, &contrast, error);
        if (status != WHISKER_OK)
            return status;
        total += n_members(subset) % 2 == 1 ? contrast.variance : -contrast.variance;
        if (n_members(subset) > 1)
            continue;
        largest = isnan(contrast.variance) ? NAN : fmax(largest, contrast.variance);
        take_key(&contrast, out);
    }
    if (total < largest && items->n_keys > 1)
        out->notes |= WHISKER_NOTE_MULTIWAY_FALLBACK;
    out->variance = total < largest ? largest : total;
    return WHISKER_OK;
}

/* ---- designed samples ---- */

/* Linearisation of both means at once: each item carries what it adds to A - B, as if that were the score of an
 * unweighted sample of all items, so that strata, clusters and the finite population are treated as for one mean. */
static int32_t linearized(const whisker_items *items, const double *a, const double *b,
                          const whisker_mean_options *options, scratch *scratch, unpaired *out, whisker_error *error)
{
    whisker_items unweighted = *items;
    whisker_estimate total = {.size = sizeof total};
    double *part = arena_take(scratch->arena, items->n, sizeof *part);
    sum weight_a = {0, 0}, weight_b = {0, 0};
    if (part == NULL)
        return error_memory(error);
    for (int64_t i = 0; i < items->n; i++) {
        sum_add(&weight_a, isfinite(a[i]) ? weight_of(items, i) : 0);
        sum_add(&weight_b, isfinite(b[i]) ? weight_of(items, i) : 0);
    }
    double n = (double)out->n_clusters, scale_a = n / sum_value(weight_a), scale_b = n / sum_value(weight_b);
    for (int64_t i = 0; i < items->n; i++) {
        double from_a = isfinite(a[i]) ? weight_of(items, i) * scale_a * (a[i] - out->a.value) : 0;
        double from_b = isfinite(b[i]) ? weight_of(items, i) * scale_b * (b[i] - out->b.value) : 0;
        part[i] = is_scored(items, a, b, i) ? from_a - from_b : NAN;
    }
    unweighted.weight = NULL;
    whisker_mean_options unranged = {.size = sizeof unranged, .variance = WHISKER_LINEARIZED, .interval = WHISKER_T,
                                     .level = options->level};
    int32_t status = mean_estimate(&unweighted, part, 0, &unranged, scratch, &total, error);
    out->variance = variance_of(&total);
    out->df = total.df;
    out->n_clusters = total.n_clusters;
    out->largest_share = total.largest_share;
    return status;
}

/* ---- all of it ---- */

static int64_t count_scored(const whisker_items *items, const double *a, const double *b)
{
    int64_t count = 0;
    for (int64_t i = 0; i < items->n; i++)
        count += is_scored(items, a, b, i);
    return count;
}

static int is_clustered(int32_t estimator)
{
    return estimator >= WHISKER_CLUSTER_PAPER && estimator <= WHISKER_CR3;
}

int32_t unpaired_estimate(const whisker_items *items, const double *a, const double *b,
                          const whisker_mean_options *options, scratch *scratch, unpaired *out, whisker_error *error)
{
    *out = (unpaired){.n_clusters = count_scored(items, a, b), .largest_share = NAN};
    int32_t status = mean_estimate(items, a, 0, options, scratch, &out->a, error);
    if (status == WHISKER_OK)
        status = mean_estimate(items, b, 0, options, scratch, &out->b, error);
    if (status != WHISKER_OK)
        return status;
    out->notes = (out->a.notes | out->b.notes) & ~NOT_OF_A_DIFFERENCE;
    if (items->n_keys > 0 && is_clustered(out->a.variance))
        return clustered(items, a, b, options, scratch, out, error);
    if (out->a.variance == WHISKER_LINEARIZED)
        return linearized(items, a, b, options, scratch, out, error);
    out->variance = variance_of(&out->a) + variance_of(&out->b);
    out->df = satterthwaite(&out->a, &out->b, 0);
    return WHISKER_OK;
}
