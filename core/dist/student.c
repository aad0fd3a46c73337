/* Student's t with any positive df: t^2 / (t^2 + df) is beta distributed with shapes 1/2 and df/2. */
#include "dist/student.h"

student student_of(double df)
{
    student out = {.df = df};
    if (!isinf(df))
        out.shape = beta_shape_of(0.5, 0.5 * df);
    return out;
}

/* The mass of |T| on one side of |t|, in log */
static double log_two_sided(const student *student, double t, int32_t side)
{
    double df = student->df, odds = t / df * t, log_odds = 2 * log(t) - log(df);
    return tail_form(beta_mass(student->shape, beta_point_of_odds(student->shape, odds, log_odds)), side | WHISKER_LOG);
}

double student_cdf(const student *student, double x, int32_t tail)
{
    if (isnan(x))
        return NAN;
    if (isinf(student->df))
        return whisker_normal_cdf(x, tail);
    double log_half_tail = log_two_sided(student, fabs(x), WHISKER_UPPER) - LOG_2;
    return tail_form(x > 0 ? upper_mass(log_half_tail) : lower_mass(log_half_tail), tail);
}

double whisker_t_cdf(double x, double df, int32_t tail)
{
    if (isnan(x) || !(df > 0))
        return NAN;
    student known = student_of(df);
    return student_cdf(&known, x, tail);
}

/* |T| as a target: the nearer of its centre and its tail, both known without cancellation */
static tail_target two_sided(tail_target target)
{
    double central = 2 * fabs(target.above_median);
    double log_tail = nearer_log(target) + LOG_2;
    tail_target both = {.log_lower = log(central), .log_upper = log_tail, .above_median = central - 0.5};
    if (central > 0.5)
        both.log_lower = log1m_exp(log_tail);
    else
        both.log_upper = log1p(-central);
    return both;
}

/* log(t^2 / df): two terms of the expansion around the normal quantile (Fisher and Cornish 1960) where they are small,
 * otherwise the power law of the tail or the flat centre. */
static double start_of(beta_shape shape, double df, tail_target target, tail_target both)
{
    double z = fabs(nearer_normal(target));
    if (z * z > 2 * df)
        return beta_log_odds_guess(shape, both);
    return 2 * log(z * (1 + (z * z + 1) / (4 * df))) - log(df);
}

double whisker_t_quantile(double p, double df, int32_t tail)
{
    tail_target target = target_of(p, tail);
    if (isnan(target.log_lower) || !(df > 0))
        return NAN;
    if (isinf(df))
        return whisker_normal_quantile(p, tail);
    if (target.above_median == 0)
        return 0;
    beta_shape shape = beta_shape_of(0.5, 0.5 * df);
    tail_target both = two_sided(target);
    double log_odds = beta_log_odds(shape, both, start_of(shape, df, target, both));
    double t = exp(0.5 * log_odds) * sqrt(df);
    return target.above_median > 0 ? t : -t;
}
