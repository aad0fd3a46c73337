/* Range and mean of a sample. Four lanes keep the additions from waiting for each other; cut sums give the same bits in
 * any number of lanes. */
#include "stat/cut_sum.h"
#include "stat/sampling.h"

enum { LANES = 4 };

/* ---- range ---- */

typedef struct range {
    double minimum[LANES], maximum[LANES];
    int64_t n_zeros, n_ones;
} range;

static inline void range_add(range *range, int lane, double score)
{
    range->minimum[lane] = score < range->minimum[lane] ? score : range->minimum[lane];
    range->maximum[lane] = score > range->maximum[lane] ? score : range->maximum[lane];
    range->n_zeros += score == 0;
    range->n_ones += score == 1;
}

static range range_of(int64_t n, const double *score)
{
    range range = {.n_zeros = 0};
    for (int lane = 0; lane < LANES; lane++)
        range.minimum[lane] = range.maximum[lane] = score[0];
    int64_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (int lane = 0; lane < LANES; lane++)
            range_add(&range, lane, score[i + lane]);
    for (; i < n; i++)
        range_add(&range, 0, score[i]);
    for (int lane = 1; lane < LANES; lane++) {
        range.minimum[0] = fmin(range.minimum[0], range.minimum[lane]);
        range.maximum[0] = fmax(range.maximum[0], range.maximum[lane]);
    }
    return range;
}

int scale_exponent(double largest)
{
    int exponent = 0;
    frexp(largest, &exponent);
    return exponent < -1000 ? -1000 : exponent;
}

static void find_range(sample *out)
{
    range range = range_of(out->n, out->score);
    out->minimum = range.minimum[0];
    out->maximum = range.maximum[0];
    out->magnitude = fmax(fabs(out->minimum), fabs(out->maximum));
    out->n_ones = range.n_ones;
    out->binary = range.n_zeros + range.n_ones == out->n;
    out->exponent = scale_exponent(out->magnitude);
    out->scale = ldexp(1, -out->exponent);
}

/* ---- centre ---- */

void sum_divide(sum total, double divisor, double *quotient, double *rest)
{
    *quotient = sum_value(total) / divisor;
    *rest = (fma(-*quotient, divisor, total.total) + total.correction) / divisor;
}

static sum add_lanes(const sum *lanes)
{
    sum all = lanes[0];
    for (int lane = 1; lane < LANES; lane++) {
        all.total += lanes[lane].total;
        all.correction += lanes[lane].correction;
    }
    return all;
}

static sum sum_of(int64_t n, const double *number, double scale, cut place)
{
    sum lanes[LANES] = {{0, 0}};
    int64_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (int lane = 0; lane < LANES; lane++)
            cut_add(&lanes[lane], place, number[i + lane] * scale);
    for (; i < n; i++)
        cut_add(&lanes[0], place, number[i] * scale);
    return add_lanes(lanes);
}

static sum weighted_sum(const sample *sample, cut place)
{
    sum scores = {0, 0};
    for (int64_t i = 0; i < sample->n; i++) {
        double score = sample->score[i] * sample->scale, product = sample->weight[i] * score;
        cut_add(&scores, place, product);
        cut_add(&scores, place, fma(sample->weight[i], score, -product));
    }
    return scores;
}

static void find_centre(sample *out)
{
    const cut place = cut_for(2 * out->n, 1);
    sum weights = {(double)out->n, 0};
    if (out->weight != NULL)
        weights = sum_of(out->n, out->weight, 1, place);
    sum scores = out->weight != NULL ? weighted_sum(out, place) : sum_of(out->n, out->score, out->scale, place);
    out->total_weight = sum_value(weights);
    sum_divide(scores, out->total_weight, &out->centre, &out->centre_low);
    out->reach = fmax(fabs(out->maximum * out->scale - out->centre), fabs(out->minimum * out->scale - out->centre));
}

void sample_centre(sample *sample)
{
    find_range(sample);
    find_centre(sample);
}

sample sample_unweighted(const sample *weighted)
{
    sample plain = *weighted;
    plain.weight = NULL;
    find_centre(&plain);
    return plain;
}

/* ---- squares ---- */

static inline void square_add(sum *lane, cut place, const sample *sample, int64_t i)
{
    double residual = sample_weight(sample, i) * sample_residual(sample, i);
    cut_add(lane, place, residual * residual);
}

double sample_squares(const sample *sample)
{
    const cut place = cut_for(sample->n, sample->reach * sample->reach);
    sum lanes[LANES] = {{0, 0}};
    int64_t i = 0;
    for (; i + LANES <= sample->n; i += LANES)
        for (int lane = 0; lane < LANES; lane++)
            square_add(&lanes[lane], place, sample, i + lane);
    for (; i < sample->n; i++)
        square_add(&lanes[0], place, sample, i);
    return sum_value(add_lanes(lanes));
}
