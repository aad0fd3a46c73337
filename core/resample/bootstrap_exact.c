/* The law of a mean over all n^n resamples of n units of one size. It depends on the sample through the shares of its
 * distinct values alone: two of them make it binomial, values on a lattice a sum whose law lattice.h has. */
#include "resample/bootstrap_mean.h"

#include "resample/lattice.h"

#include <math.h>

/* The longest transform, about 20 ms: drawing replicates takes over where the exact law would take longer. */
enum { MOST_ENTRIES = 1 << 18 };

typedef struct exact_mean {
    const mean_sample *sample;
    int64_t n_steps; /* from the smallest to the largest value */
    int64_t total;   /* of the steps of the sample */
    lattice_law sums;
} exact_mean;

static double mean_at(const exact_mean *this, int64_t total)
{
    double n = (double)this->sample->n, range = this->sample->high - this->sample->low;
    return this->sample->low + range * ((double)total / (n * (double)this->n_steps));
}

/* ---- two values: how often the larger one is drawn is binomial ---- */

static int64_t count_at(const exact_mean *this, double tail, int from_above)
{
    double n = (double)this->sample->n, rest = n - (double)this->total;
    if (from_above)
        return this->sample->n - (int64_t)whisker_binomial_quantile(tail, n, rest / n, WHISKER_LOWER);
    return (int64_t)whisker_binomial_quantile(tail, n, (double)this->total / n, WHISKER_LOWER);
}

static law_limit binomial_limit(law *law, double tail, int from_above)
{
    return (law_limit){mean_at(law->context, count_at(law->context, tail, from_above)), 0, 0};
}

/* (count - total) over the standard error of so many: it grows with the count. */
static law_limit binomial_ratio_limit(law *law, double tail, int from_above)
{
    const exact_mean *this = law->context;
    double n = (double)this->sample->n, count = (double)count_at(this, tail, from_above);
    double excess = count - (double)this->total;
    double ratio = excess == 0 ? 0 : excess / sqrt(count * (n - count) / n);
    return (law_limit){ratio, 0, 0};
}

static double half_at_most(double count, double n, double p)
{
    double at = exp(whisker_binomial_pmf(count, n, p, WHISKER_LOG));
    return fmax(0, whisker_binomial_cdf(count, n, p, WHISKER_LOWER) - at / 2);
}

static void fill_binomial(const exact_mean *this, law *out)
{
    double n = (double)this->sample->n, count = (double)this->total;
    out->limit = binomial_limit;
    out->below = half_at_most(count, n, count / n);
    out->above = half_at_most(n - count, n, (n - count) / n);
}

/* ---- few values ---- */

/* A probability this much too small, relatively, is meant to reach the tail. */
static const double rounding = 1e-9;

/* Entries with fewer than `tail` at or beyond them on the side that is counted from. */
static int64_t entries_short_of(const lattice_law *sums, double tail, int from_above)
{
    int64_t low = 0, high = sums->count - 1;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        double reached = from_above ? sums->at_least[sums->count - 1 - middle] : sums->at_most[middle];
        if (reached < tail * (1 - rounding))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static law_limit lattice_limit(law *law, double tail, int from_above)
{
    const exact_mean *this = law->context;
    int64_t entries = entries_short_of(&this->sums, tail, from_above);
    int64_t entry = from_above ? this->sums.count - 1 - entries : entries;
    return (law_limit){mean_at(this, this->sums.first + entry), 0, 0};
}

static void fill_lattice(const exact_mean *this, law *out)
{
    int64_t entry = this->total - this->sums.first;
    double at_most = this->sums.at_most[entry], at_least = this->sums.at_least[entry];
    double at = fmax(0, at_most + at_least - 1);
    out->limit = lattice_limit;
    out->below = at_most - at / 2;
    out->above = at_least - at / 2;
}

static int convolve(exact_mean *this, const int32_t *step, scratch *scratch)
{
    double *probability = arena_take_zeroed(scratch->arena, this->n_steps + 1, sizeof *probability);
    if (probability == NULL)
        return 0;
    for (int64_t u = 0; u < this->sample->n; u++)
        probability[step[u]]++;
    for (int64_t k = 0; k <= this->n_steps; k++)
        probability[k] /= (double)this->sample->n;
    return lattice_law_of_sum(this->sample->n, this->n_steps, probability, scratch, &this->sums);
}

/* ---- all ---- */

/* The most steps for which the transform is not too long. */
static int64_t most_steps(int64_t n)
{
    int64_t most = 1;
    while (most < MOST_ENTRIES && lattice_law_size(n, 2 * most) <= MOST_ENTRIES)
        most *= 2;
    return most;
}

/* Residuals are known to the rounding of scores of the size of the mean. */
static int64_t find_steps(const mean_sample *sample, int32_t *step)
{
    double magnitude = fmax(fabs(sample->low), fabs(sample->high)) * sample->size[0];
    return lattice_steps(sample->n, sample->residual, 0x1p-50 * magnitude, most_steps(sample->n), step);
}

static law_found find_law(const mean_sample *sample, scratch *scratch, exact_mean *this, law *out)
{
    if (!sample->even)
        return LAW_NONE;
    int32_t *step = arena_take(scratch->arena, sample->n, sizeof *step);
    if (step == NULL)
        return LAW_NO_MEMORY;
    *this = (exact_mean){.sample = sample, .n_steps = find_steps(sample, step)};
    if (this->n_steps == 0)
        return LAW_NONE;
    for (int64_t u = 0; u < sample->n; u++)
        this->total += step[u];
    *out = (law){.estimate = sample->value, .mean = sample->value, .standard_error = sample->standard_error,
                 .context = this};
    if (this->n_steps == 1) {
        fill_binomial(this, out);
        return LAW_FOUND;
    }
    if (!convolve(this, step, scratch))
        return LAW_NO_MEMORY;
    fill_lattice(this, out);
    return LAW_FOUND;
}

law_found mean_sample_law(const mean_sample *sample, scratch *scratch, law *out)
{
    exact_mean *this = arena_take(scratch->arena, 1, sizeof *this);
    return this == NULL ? LAW_NO_MEMORY : find_law(sample, scratch, this, out);
}

law_found mean_sample_ratio_law(const mean_sample *sample, scratch *scratch, law *out)
{
    law_found found = mean_sample_law(sample, scratch, out);
    if (found != LAW_FOUND || out->limit != binomial_limit)
        return found == LAW_FOUND ? LAW_NONE : found;
    out->limit = binomial_ratio_limit;
    out->estimate = 0;
    return LAW_FOUND;
}
