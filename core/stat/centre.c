/* Range and mean of a sample. Cut sums, and sums of numbers that lie on a grid, give the same bits in any number of
 * lanes, so that every loop here may be widened. */
#include "base/simd.h"
#include "stat/cut_sum.h"
#include "stat/sampling.h"

#include <float.h>

/* ---- range ---- */

/* One pass. Adding and taking away 1.5 * 2^44, whose last place is 1/256, leaves what lies on the grid as it is. */
SIMD_CLONES
static score_range find_range(int64_t n, const double *score)
{
    const double place = 0x1.8p52 / SCORE_GRID;
    double minimum = INFINITY, maximum = -INFINITY, total = 0, squares = 0;
    int64_t n_finite = 0, n_on_grid = 0;
#pragma omp simd reduction(min : minimum) reduction(max : maximum) reduction(+ : total, squares, n_finite, n_on_grid)
    for (int64_t i = 0; i < n; i++) {
        double x = score[i];
        minimum = x < minimum ? x : minimum;
        maximum = x > maximum ? x : maximum;
        total += x;
        squares += x * x;
        n_finite += fabs(x) <= DBL_MAX;
        n_on_grid += (x + place) - place == x;
    }
    return (score_range){n_finite, n_on_grid, minimum, maximum, total, squares};
}

score_range range_of(int64_t n, const double *score)
{
    return find_range(n, score);
}

int scale_exponent(double largest)
{
    int exponent = 0;
    frexp(largest, &exponent);
    return exponent < -1000 ? -1000 : exponent;
}

/* Below these bounds no sum of range_of has rounded, and products of two sums fit 64 bits. */
static void take_grid(const score_range *range, sample *out)
{
    out->grid_reach = out->magnitude * SCORE_GRID;
    out->on_grid = range->n_on_grid == out->n && out->grid_reach <= 65536 && out->grid_reach * (double)out->n < 0x1p31;
    if (!out->on_grid)
        return;
    out->grid_total = (int64_t)(range->total * SCORE_GRID);
    out->grid_squares = (int64_t)(range->squares * SCORE_GRID * SCORE_GRID);
}

/* On the grid between 0 and 1 no square exceeds its score, and only 0 and 1 reach it. */
static int is_binary(const score_range *range, const sample *sample)
{
    return range->n_on_grid == sample->n && sample->minimum >= 0 && sample->maximum <= 1 &&
           range->total == range->squares;
}

static void take_range(const score_range *range, sample *out)
{
    out->minimum = range->minimum;
    out->maximum = range->maximum;
    out->magnitude = fmax(fabs(out->minimum), fabs(out->maximum));
    out->binary = is_binary(range, out);
    out->n_ones = out->binary ? (int64_t)range->total : 0;
    out->exponent = scale_exponent(out->magnitude);
    out->scale = ldexp(1, -out->exponent);
    take_grid(range, out);
}

/* ---- centre ---- */

void sum_divide(sum total, double divisor, double *quotient, double *rest)
{
    *quotient = sum_value(total) / divisor;
    *rest = (fma(-*quotient, divisor, total.total) + total.correction) / divisor;
}

SIMD_CLONES
static sum sum_of(int64_t n, const double *number, double scale, cut place)
{
    uint64_t first = 0, second = 0;
#pragma omp simd reduction(+ : first, second)
    for (int64_t i = 0; i < n; i++) {
        bit_sum bits = cut_bits(place, number[i] * scale);
        first += bits.first;
        second += bits.second;
    }
    return bit_sum_pieces((bit_sum){first, second}, n, place);
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

static sum grid_sum(const sample *sample)
{
    return (sum){(double)sample->grid_total / SCORE_GRID * sample->scale, 0};
}

void sample_centre_on_grid(sample *sample)
{
    sum_divide(grid_sum(sample), sample->total_weight, &sample->centre, &sample->centre_low);
}

static sum score_sum(const sample *sample, cut place)
{
    if (sample->weight != NULL)
        return weighted_sum(sample, place);
    return sample->on_grid ? grid_sum(sample) : sum_of(sample->n, sample->score, sample->scale, place);
}

static void find_centre(sample *out)
{
    const cut place = cut_for(2 * out->n, 1);
    sum weights = {(double)out->n, 0};
    if (out->weight != NULL)
        weights = sum_of(out->n, out->weight, 1, place);
    out->total_weight = sum_value(weights);
    sum_divide(score_sum(out, place), out->total_weight, &out->centre, &out->centre_low);
    out->reach = fmax(fabs(out->maximum * out->scale - out->centre), fabs(out->minimum * out->scale - out->centre));
}

void sample_centre_in(sample *sample, const score_range *range)
{
    take_range(range, sample);
    find_centre(sample);
}

void sample_centre(sample *sample)
{
    score_range range = range_of(sample->n, sample->score);
    sample_centre_in(sample, &range);
}

sample sample_unweighted(const sample *weighted)
{
    sample plain = *weighted;
    plain.weight = NULL;
    find_centre(&plain);
    return plain;
}

/* ---- squares ---- */

double grid_squares_about_mean(int64_t n, int64_t total, int64_t squares, double scale)
{
    double unit = scale / SCORE_GRID;
    return (double)(n * squares - total * total) / (double)n * unit * unit;
}

static SIMD_INLINE sum square_sum(const sample *sample, const double *weight, cut place)
{
    const double *score = sample->score;
    const double scale = sample->scale, centre = sample->centre, centre_low = sample->centre_low;
    const int64_t n = sample->n;
    uint64_t first = 0, second = 0;
#pragma omp simd reduction(+ : first, second)
    for (int64_t i = 0; i < n; i++) {
        double residual = ((score[i] * scale - centre) - centre_low) * (weight != NULL ? weight[i] : 1);
        bit_sum bits = cut_bits(place, residual * residual);
        first += bits.first;
        second += bits.second;
    }
    return bit_sum_pieces((bit_sum){first, second}, n, place);
}

SIMD_CLONES
static double squares_of(const sample *sample, cut place)
{
    return sum_value(sample->weight != NULL ? square_sum(sample, sample->weight, place)
                                            : square_sum(sample, NULL, place));
}

double sample_squares(const sample *sample)
{
    if (sample->on_grid && sample->weight == NULL)
        return grid_squares_about_mean(sample->n, sample->grid_total, sample->grid_squares, sample->scale);
    return squares_of(sample, cut_for(sample->n, sample->reach * sample->reach));
}
