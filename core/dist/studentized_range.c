/* The studentized range: the range of k normals over an independent estimate of their standard deviation. Both
 * integrals, over the largest of the normals and over the scale, by the trapezoidal rule (formulas of Copenhaver and
 * Holland 1988). */
#include "dist/normal_slice.h"
#include "dist/scale_mixture.h"
#include "dist/secant.h"
#include "dist/tails.h"

static const double reach = 9; /* of the integral over the largest normal */
static const double far_range = 30;

typedef struct normal_range {
    double q, groups;
    int32_t side;
} normal_range;

/* log of the tail of the range at w = q s: k times the integral over the largest, z, of phi(z) and the probability that
 * all others lie within w of it; or that they do not, Phi(z)^(k-1) less that. */
static double log_within(double groups, double w)
{
    double widest = normal_slice(0.5 * w, w), total = 0;
    double step = 0.5 / sqrt(16 + groups); /* a narrow slice to the power k - 1 is as narrow as that */
    if (widest == 0)
        return -INFINITY;
    for (double z = -reach; z <= reach + 0.5 * w; z += step)
        total += exp(-0.5 * z * z) * pow(normal_slice(z, w) / widest, groups - 1);
    return log(groups * step * total) + (groups - 1) * log(widest) - 0.5 * LOG_2_PI;
}

static double log_beyond(double groups, double w)
{
    const double step = 0.1;
    double total = 0;
    for (double z = -reach; z <= reach + 0.5 * w; z += step) {
        double all = normal_lower(z);
        double missed = -expm1((groups - 1) * log1p(-normal_lower(z - w) / all));
        total += exp(-0.5 * z * z) * pow(all, groups - 1) * missed;
    }
    return log(groups * step * total) - 0.5 * LOG_2_PI;
}

/* So far out no two pairs are more than w apart together, to e^-100: the sum over pairs is the probability. */
static double log_pairs_beyond(double groups, double w)
{
    return log(groups * (groups - 1)) + whisker_normal_cdf(-w * NORMAL_SQRT_HALF, WHISKER_LOG);
}

static double log_range_tail(const void *context, double s)
{
    const normal_range *range = context;
    double w = range->q * s;
    if (range->side == WHISKER_LOWER)
        return log_within(range->groups, fmin(w, far_range));
    return w < far_range ? log_beyond(range->groups, w) : log_pairs_beyond(range->groups, w);
}

static tail_mass range_mass(double q, double groups, double df, int32_t side)
{
    normal_range range = {q, groups, side};
    if (isinf(df))
        return (tail_mass){log_range_tail(&range, 1), side};
    /* The lower tail is close to a power k - 1 of s that bends within one unit of log s. Measured: steps half as long
     * change neither tail by 1e-10 for up to 10,000 groups. */
    double curvature = 16 * log(groups) + (side == WHISKER_LOWER ? 4 * groups : 0);
    return (tail_mass){log_scale_mean(log_range_tail, &range, df, curvature), side};
}

/* A tail above 1/2 has lost the digits of the other, which is then computed instead. */
double whisker_studentized_range_cdf(double q, double groups, double df, int32_t tail)
{
    if (isnan(q) || !(groups >= 2) || isinf(groups) || !(df > 0) || !is_tail(tail))
        return NAN;
    if (q <= 0 || isinf(q))
        return tail_form(q <= 0 ? lower_mass(-INFINITY) : upper_mass(-INFINITY), tail);
    tail_mass mass = range_mass(q, groups, df, tail & WHISKER_UPPER);
    if (mass.log_mass > -LOG_2)
        mass = range_mass(q, groups, df, mirrored(mass).side);
    return tail_form(mass, tail);
}

/* ---- quantile ---- */

typedef struct range_quantile {
    double groups, df;
    int32_t side;
} range_quantile;

static double log_tail_of(const void *context, double u)
{
    const range_quantile *this = context;
    return whisker_studentized_range_cdf(exp(u), this->groups, this->df, this->side | WHISKER_LOG);
}

double whisker_studentized_range_quantile(double p, double groups, double df, int32_t tail)
{
    tail_target target = target_of(p, tail);
    if (!(groups >= 2) || isinf(groups) || !(df > 0) || isnan(target.log_lower))
        return NAN;
    if (isinf(nearer_log(target)))
        return nearer_side(target) == WHISKER_LOWER ? 0 : INFINITY;
    range_quantile this = {groups, df, nearer_side(target)};
    return exp(secant_find(log_tail_of, &this, nearer_log(target), log(3)));
}
