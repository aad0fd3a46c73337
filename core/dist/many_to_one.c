/* Given what the control contributes, z, and the estimate of the standard deviation, s, the groups are independent
 * (Dunnett 1955): both integrals by the trapezoidal rule, as for the studentized range. */
#include "dist/many_to_one.h"

#include "dist/normal_slice.h"
#include "dist/scale_mixture.h"
#include "dist/secant.h"
#include "dist/tails.h"

static const double reach = 9;       /* of the integral over z, beyond where a group is as likely out as in */
static const double far_range = 36;

typedef struct comparisons {
    double q;
    int64_t groups;
    const double *load;
    double step;        /* in z: a fraction of the narrowest rise of the integrand */
    double largest_load;
    int32_t side;
} comparisons;

static double rest_of(double load)
{
    return sqrt((1 - load) * (1 + load));
}

/* log of the probability that all groups lie within w of 0, given z: from the side of each on which nothing cancels. */
static double log_all_within(const comparisons *this, double z, double w)
{
    double log_mass = 0;
    for (int64_t i = 0; i < this->groups; i++) {
        double rest = rest_of(this->load[i]), centre = this->load[i] * z / rest, width = w / rest;
        double outside = normal_lower(centre - width) + normal_lower(-centre - width);
        log_mass += outside < 0.5 ? log1p(-outside) : log(normal_slice(width - centre, 2 * width));
    }
    return log_mass;
}

/* The integral over z, which is even; relative to its largest term where that is far below 1. */
static double log_tail_at(const void *context, double s)
{
    const comparisons *this = context;
    double w = this->q * s, total = 0;
    if (w > far_range && this->side == WHISKER_UPPER) /* no two groups are out at once */
        return log(2 * (double)this->groups) + whisker_normal_cdf(-w, WHISKER_LOG);
    w = fmin(w, far_range);
    double last = reach + this->largest_load * w;
    double peak = this->side == WHISKER_LOWER ? log_all_within(this, 0, w) : 0;
    for (double z = 0; z <= last; z += this->step) {
        double within = log_all_within(this, z, w);
        double mass = this->side == WHISKER_LOWER ? exp(within - peak) : -expm1(within);
        total += (z == 0 ? 0.5 : 1) * exp(-0.5 * z * z) * mass;
    }
    return log(2 * this->step * total) + peak - 0.5 * LOG_2_PI;
}

static tail_mass mass_of(const comparisons *given, double df, int32_t side)
{
    comparisons this = *given;
    this.side = side;
    if (isinf(df))
        return (tail_mass){log_tail_at(&this, 1), side};
    double groups = (double)this.groups + 1; /* as for the range of so many */
    double curvature = 16 * log(groups) + (side == WHISKER_LOWER ? 4 * groups : 0);
    return (tail_mass){log_scale_mean(log_tail_at, &this, df, curvature), side};
}

static comparisons open(double q, int64_t groups, const double *load)
{
    comparisons this = {.q = q, .groups = groups, .load = load};
    for (int64_t i = 0; i < groups; i++)
        this.largest_load = fmax(this.largest_load, load[i]);
    this.step = 0.3 * rest_of(this.largest_load);
    return this;
}

static int is_domain(int64_t groups, const double *load, double df)
{
    for (int64_t i = 0; i < groups; i++)
        if (!(load[i] > 0 && load[i] < 1))
            return 0;
    return groups >= 1 && df > 0;
}

double many_to_one_cdf(double q, int64_t groups, const double *load, double df, int32_t tail)
{
    if (isnan(q) || !is_domain(groups, load, df) || !is_tail(tail))
        return NAN;
    if (q <= 0 || isinf(q))
        return tail_form(q <= 0 ? lower_mass(-INFINITY) : upper_mass(-INFINITY), tail);
    comparisons this = open(q, groups, load);
    tail_mass mass = mass_of(&this, df, tail & WHISKER_UPPER);
    if (mass.log_mass > -LOG_2) /* a tail above 1/2 has lost the digits of the other */
        mass = mass_of(&this, df, mirrored(mass).side);
    return tail_form(mass, tail);
}

/* ---- quantile ---- */

typedef struct quantile {
    int64_t groups;
    const double *load;
    double df;
    int32_t side;
} quantile;

static double log_tail_of(const void *context, double u)
{
    const quantile *this = context;
    return many_to_one_cdf(exp(u), this->groups, this->load, this->df, this->side | WHISKER_LOG);
}

double many_to_one_quantile(double p, int64_t groups, const double *load, double df, int32_t tail)
{
    tail_target target = target_of(p, tail);
    if (!is_domain(groups, load, df) || isnan(target.log_lower))
        return NAN;
    if (isinf(nearer_log(target)))
        return nearer_side(target) == WHISKER_LOWER ? 0 : INFINITY;
    quantile this = {groups, load, df, nearer_side(target)};
    return exp(secant_find(log_tail_of, &this, nearer_log(target), log(2)));
}
