/* The algebra of tails and logarithms, once. A distribution function is known by the logarithm of one of its tails;
 * as long as that is accurate relative to itself, so is every form that can be asked for. */
#ifndef WHISKER_DIST_TAILS_H
#define WHISKER_DIST_TAILS_H

#include "dist/elementary.h"
#include "whisker.h"

#include <math.h>

typedef struct tail_mass {
    double log_mass; /* NaN: not to be had */
    int32_t side;    /* WHISKER_LOWER or WHISKER_UPPER */
} tail_mass;

static inline tail_mass lower_mass(double log_mass)
{
    return (tail_mass){log_mass, WHISKER_LOWER};
}

static inline tail_mass upper_mass(double log_mass)
{
    return (tail_mass){log_mass, WHISKER_UPPER};
}

static inline tail_mass mirrored(tail_mass mass)
{
    mass.side = mass.side == WHISKER_LOWER ? WHISKER_UPPER : WHISKER_LOWER;
    return mass;
}

static inline int is_tail(int32_t tail)
{
    return tail >= 0 && tail <= (WHISKER_UPPER | WHISKER_LOG);
}

/* The mass in the form that `tail` asks for. */
static inline double tail_form(tail_mass mass, int32_t tail)
{
    double log_mass = mass.log_mass > 0 ? 0 : mass.log_mass;
    if (!is_tail(tail))
        return NAN;
    if (mass.side == (tail & WHISKER_UPPER))
        return tail & WHISKER_LOG ? log_mass : exp(log_mass);
    return tail & WHISKER_LOG ? log1m_exp(log_mass) : 0 - expm1(log_mass);
}

/* A probability that a caller gave in some form, as all that a quantile works with. */
typedef struct tail_target {
    double log_lower;
    double log_upper;
    double above_median; /* lower - 1/2, exact near it */
} tail_target;

static inline tail_target target_of(double p, int32_t tail)
{
    tail_target target = {NAN, NAN, NAN};
    int logarithm = (tail & WHISKER_LOG) != 0;
    if (!is_tail(tail) || isnan(p) || (logarithm ? p > 0 : p < 0 || p > 1))
        return target;
    target.log_lower = logarithm ? p : log(p);
    target.log_upper = logarithm ? log1m_exp(p) : log1p(-p);
    target.above_median = logarithm ? 0.5 * expm1((p + LOG_2) + LOG_2_REST) : p - 0.5;
    if (tail & WHISKER_UPPER) {
        double swapped = target.log_lower;
        target.log_lower = target.log_upper;
        target.log_upper = swapped;
        target.above_median = -target.above_median;
    }
    return target;
}

/* The smaller tail of a target is the one to search: the other may round to 1. */
static inline int32_t nearer_side(tail_target target)
{
    return target.log_lower < target.log_upper ? WHISKER_LOWER : WHISKER_UPPER;
}

static inline double nearer_log(tail_target target)
{
    return fmin(target.log_lower, target.log_upper);
}

/* The normal quantile of the target, from which many searches start. */
static inline double nearer_normal(tail_target target)
{
    return whisker_normal_quantile(nearer_log(target), nearer_side(target) | WHISKER_LOG);
}

#endif
