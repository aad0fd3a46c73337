#include "stat/correlation.h"

#include "stat/sampling.h"

#include <math.h>

typedef struct centred {
    int exponent;              /* numbers are in units of 2^exponent, so that no square overflows or vanishes */
    double scale;
    double mean, mean_low;
    double squares;
    int varies;
} centred;

static double residual(const centred *centred, double score)
{
    return (score * centred->scale - centred->mean) - centred->mean_low;
}

static centred centre(int64_t n, const double *score, int64_t n_pairs)
{
    centred out = {0};
    double lowest = INFINITY, highest = -INFINITY;
    sum total = {0, 0}, squares = {0, 0};
    for (int64_t i = 0; i < n; i++) {
        lowest = score[i] < lowest ? score[i] : lowest;
        highest = score[i] > highest ? score[i] : highest;
    }
    out.varies = lowest < highest;
    out.exponent = scale_exponent(fmax(fabs(lowest), fabs(highest)));
    out.scale = ldexp(1, -out.exponent);
    for (int64_t i = 0; i < n; i++)
        if (!isnan(score[i]))
            sum_add(&total, score[i] * out.scale);
    sum_divide(total, (double)n_pairs, &out.mean, &out.mean_low);
    for (int64_t i = 0; i < n; i++)
        if (!isnan(score[i]))
            sum_add(&squares, residual(&out, score[i]) * residual(&out, score[i]));
    out.squares = sum_value(squares);
    return out;
}

correlation correlation_of(int64_t n, const double *a, const double *b)
{
    correlation out = {NAN, NAN};
    int64_t n_pairs = 0;
    for (int64_t i = 0; i < n; i++)
        n_pairs += !isnan(a[i]);
    if (n_pairs < 2)
        return out;
    centred of_a = centre(n, a, n_pairs), of_b = centre(n, b, n_pairs);
    sum products = {0, 0};
    for (int64_t i = 0; i < n; i++)
        if (!isnan(a[i]))
            sum_add(&products, residual(&of_a, a[i]) * residual(&of_b, b[i]));
    out.covariance = 0;
    if (!of_a.varies || !of_b.varies)
        return out;
    out.covariance = ldexp(sum_value(products) / (double)(n_pairs - 1), of_a.exponent + of_b.exponent);
    out.pearson = fmax(-1, fmin(1, sum_value(products) / (sqrt(of_a.squares) * sqrt(of_b.squares))));
    return out;
}
