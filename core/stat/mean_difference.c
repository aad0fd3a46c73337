#include "stat/mean_difference.h"

#include "base/binary.h"

/* What is left of two variances after a subtraction keeps 13 digits while it is not smaller than this share of them. */
static const double SHARE_LEFT = 1e-3;
/* Products of residuals may be wrong by this share of the result. */
static const double ERROR_SHARE = 1e-12;
/* Scores vary so little beside their size that it may be rounding: for whoever sees the differences to decide. */
static const double HARDLY_VARIES = 1e-9;

/* In units of the larger exponent of both. */
static sample common_sample(const sample *a, const sample *b)
{
    sample out = {.n = a->n, .n_keys = a->n_keys, .total_weight = a->total_weight};
    out.exponent = a->exponent > b->exponent ? a->exponent : b->exponent;
    out.scale = binary_scaled(1, -out.exponent);
    return out;
}

/* The largest difference that there may be. */
static double largest_difference(const sample *a, const sample *b)
{
    double larger = fmax(a->magnitude, b->magnitude);
    return a->minimum >= 0 && b->minimum >= 0 ? larger : 2 * larger;
}

static const clusters *clusters_of(const mean_study *study)
{
    return study->sample.n_keys > 0 ? &study->found.first : NULL;
}

/* ---- on the grid ---- */

static int fits_grid(const sample *a, const sample *b)
{
    double largest = largest_difference(a, b) * SCORE_GRID;
    return largest <= 65536 && largest * (double)a->n < 0x1p31;
}

static void subtract_on_grid(const mean_study *a, const mean_study *b, int64_t products, double *residual,
                             mean_study *out)
{
    sample *difference = &out->sample;
    clusters found;
    difference->on_grid = 1;
    difference->grid_reach = largest_difference(&a->sample, &b->sample) * SCORE_GRID;
    difference->grid_total = a->sample.grid_total - b->sample.grid_total;
    difference->grid_squares = a->sample.grid_squares + b->sample.grid_squares - 2 * products;
    sample_centre_on_grid(difference);
    double squares = sample_squares(difference);
    if (clusters_of(a) != NULL)
        clusters_subtract(difference, &a->sample, &a->found.first, &b->sample, &b->found.first, squares, residual,
                          &found);
    mean_spread_of(clusters_of(a) != NULL ? &found : NULL, squares, out);
}

/* ---- elsewhere ---- */

/* The difference of two unevaluated sums, as one. */
static void subtract_centres(const sample *a, double scale_a, const sample *b, double scale_b, sample *out)
{
    double first = a->centre * scale_a, second = b->centre * scale_b, high = first - second;
    double taken = high - first;
    double low = (first - (high - taken)) - (second + taken); /* what the subtraction rounded away (Knuth 1969) */
    low += a->centre_low * scale_a - b->centre_low * scale_b;
    out->centre = high + low;
    out->centre_low = low - (out->centre - high);
}

/* 0 when cancellation has taken too much. */
static int subtract_residuals(const mean_study *a, const mean_study *b, double products, double *residual,
                              mean_study *out)
{
    sample *difference = &out->sample;
    clusters found;
    double scale_a = binary_scaled(1, a->sample.exponent - difference->exponent);
    double scale_b = binary_scaled(1, b->sample.exponent - difference->exponent);
    double square_a = a->squares * scale_a * scale_a, square_b = b->squares * scale_b * scale_b;
    double squares = square_a + square_b - 2 * products * scale_a * scale_b;
    double magnitude = fmax(a->sample.magnitude, b->sample.magnitude) * difference->scale;
    if (!(squares > SHARE_LEFT * (square_a + square_b)) ||
        product_error(&a->sample, &b->sample) * scale_a * scale_b > ERROR_SHARE * squares ||
        squares < HARDLY_VARIES * HARDLY_VARIES * magnitude * magnitude * (double)difference->n)
        return 0;
    subtract_centres(&a->sample, scale_a, &b->sample, scale_b, difference);
    if (clusters_of(a) != NULL)
        clusters_subtract(difference, &a->sample, &a->found.first, &b->sample, &b->found.first, squares, residual,
                          &found);
    mean_spread_of(clusters_of(a) != NULL ? &found : NULL, squares, out);
    double variance_a = a->spread.variance * scale_a * scale_a, variance_b = b->spread.variance * scale_b * scale_b;
    return out->spread.variance > SHARE_LEFT * (variance_a + variance_b) || isnan(out->spread.variance);
}

/* ---- both ---- */

int mean_subtract(const mean_study *a, const mean_study *b, const mean_plan *plan, product_kind kind,
                  const product *product, double *residual, mean_study *out, correlation *related)
{
    *out = (mean_study){.sample = common_sample(&a->sample, &b->sample), .plan = *plan};
    if (kind != PRODUCT_RESIDUALS) {
        int64_t products = product_on_grid(kind, product);
        *related = correlation_on_grid(&a->sample, &b->sample, products);
        if (!fits_grid(&a->sample, &b->sample))
            return 0;
        subtract_on_grid(a, b, products, residual, out);
        return 1;
    }
    double products = product_of_residuals(product, &a->sample, &b->sample);
    *related = correlation_of_residuals(&a->sample, a->squares, &b->sample, b->squares, products);
    return subtract_residuals(a, b, products, residual, out);
}
