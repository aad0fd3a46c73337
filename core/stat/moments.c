/* Two-pass moments of plain numbers: the mean as a sum of two doubles, then squares of what lies around it. */
#include "base/error.h"
#include "base/structs.h"
#include "stat/cut_sum.h"
#include "stat/sampling.h"

typedef struct finite_range {
    int64_t n;
    double minimum, maximum;
} finite_range;

static finite_range find_range(int64_t n, const double *score)
{
    finite_range range = {0, INFINITY, -INFINITY};
    for (int64_t i = 0; i < n; i++) {
        if (!isfinite(score[i]))
            continue;
        range.n++;
        range.minimum = fmin(range.minimum, score[i]);
        range.maximum = fmax(range.maximum, score[i]);
    }
    return range;
}

static void fill_moments(int64_t n, const double *score, finite_range range, whisker_moments *out)
{
    int exponent = scale_exponent(fmax(fabs(range.minimum), fabs(range.maximum)));
    double scale = ldexp(1, -exponent), centre, centre_low;
    sum scores = {0, 0}, squares = {0, 0};
    const cut place = cut_for(range.n, 1);
    for (int64_t i = 0; i < n; i++)
        if (isfinite(score[i]))
            cut_add(&scores, place, score[i] * scale);
    sum_divide(scores, (double)range.n, &centre, &centre_low);
    double reach = fmax(fabs(range.minimum * scale - centre), fabs(range.maximum * scale - centre));
    const cut square = cut_for(range.n, reach * reach);
    for (int64_t i = 0; i < n; i++) {
        double residual = (score[i] * scale - centre) - centre_low;
        if (isfinite(score[i]))
            cut_add(&squares, square, residual * residual);
    }
    double variance = range.n < 2 ? NAN : sum_value(squares) / (double)(range.n - 1);
    out->mean = ldexp(centre, exponent);
    out->variance = ldexp(variance, 2 * exponent);
    out->standard_deviation = ldexp(sqrt(variance), exponent);
}

int32_t whisker_describe(int64_t n, const double *score, whisker_moments *out, whisker_error *error)
{
    int32_t status = struct_check(out, "whisker_moments", error);
    if (status != WHISKER_OK)
        return status;
    if (n < 0 || (score == NULL && n > 0))
        return error_set(error, WHISKER_BAD_ARGUMENT, "no scores were given");
    finite_range range = find_range(n, score);
    if (range.n == 0)
        return error_set(error, WHISKER_NO_DATA, "none of the %lld scores is a number", (long long)n);
    whisker_moments made = {.n = range.n, .minimum = range.minimum, .maximum = range.maximum};
    fill_moments(n, score, range, &made);
    struct_store(out, &made, sizeof made);
    return WHISKER_OK;
}
