/* The binomial distribution: its tails are those of a beta variable, P[X <= k] = P[Y > p] with Y ~ Beta(k+1, n-k). */
#include "dist/incomplete_beta.h"

static int is_binomial(double n, double p)
{
    return n >= 0 && n == floor(n) && !isinf(n) && p >= 0 && p <= 1;
}

/* ---- probability of one count ---- */

/* n / (k (n-k)) times the beta kernel with shapes k and n-k, 0 < k < n */
static double log_inner_pmf(double k, double n, double p)
{
    beta_shape shape = beta_shape_of(k, n - k);
    return log(n / k) - log(n - k) + beta_log_kernel(shape, beta_point_at(shape, p));
}

static double log_pmf(double k, double n, double p)
{
    if (k < 0 || k > n || k != floor(k))
        return -INFINITY;
    if (k == 0)
        return n == 0 ? 0 : n * log1p(-p);
    if (k == n)
        return n * log(p);
    return p == 0 || p == 1 ? -INFINITY : log_inner_pmf(k, n, p);
}

double whisker_binomial_pmf(double x, double n, double p, int32_t tail)
{
    if (isnan(x) || !is_binomial(n, p) || (tail != 0 && tail != WHISKER_LOG))
        return NAN;
    return tail == WHISKER_LOG ? log_pmf(x, n, p) : exp(log_pmf(x, n, p));
}

/* ---- distribution function ---- */

static tail_mass binomial_mass(double x, double n, double p)
{
    double k = floor(x);
    if (k < 0)
        return lower_mass(-INFINITY);
    if (k >= n || p == 0)
        return upper_mass(-INFINITY);
    if (p == 1)
        return lower_mass(-INFINITY);
    beta_shape shape = beta_shape_of(k + 1, n - k);
    return mirrored(beta_mass(shape, beta_point_at(shape, p)));
}

double whisker_binomial_cdf(double x, double n, double p, int32_t tail)
{
    if (isnan(x) || !is_binomial(n, p))
        return NAN;
    return tail_form(binomial_mass(x, n, p), tail);
}

/* ---- quantile ---- */

typedef struct count_target {
    double probability;
    int32_t tail;
    double n, p;
} count_target;

/* Whether P[X <= k] reaches the target, judged in the form in which it was given. A probability that is itself a
 * rounded value of the distribution function must find its own count, hence the allowance. */
static int reaches(const count_target *target, double k)
{
    double allowance = 1e-14 * fabs(target->probability);
    double reached = whisker_binomial_cdf(k, target->n, target->p, target->tail);
    return target->tail & WHISKER_UPPER ? reached <= target->probability + allowance
                                        : reached >= target->probability - allowance;
}

/* The normal approximation with its first correction for skewness (Cornish and Fisher 1938) */
static double count_guess(tail_target target, double n, double p)
{
    double z = nearer_normal(target);
    double guess = n * p + z * sqrt(n * p * (1 - p)) + (1 - 2 * p) * (z * z - 1) / 6;
    return fmin(fmax(floor(guess), 0), n);
}

/* The smallest count that reaches the target lies in (below, above]; halve that. */
static double narrow(const count_target *target, double below, double above)
{
    while (above - below > 1) {
        double middle = below + floor((above - below) / 2);
        *(reaches(target, middle) ? &above : &below) = middle;
    }
    return above;
}

static double search_down(const count_target *target, double above)
{
    double below = above - 1;
    for (double step = 1; below >= 0 && reaches(target, below); step *= 2) {
        above = below;
        below -= step;
    }
    return narrow(target, fmax(below, -1), above);
}

static double search_up(const count_target *target, double below)
{
    double above = below + 1;
    for (double step = 1; above < target->n && !reaches(target, above); step *= 2) {
        below = above;
        above += step;
    }
    return narrow(target, below, fmin(above, target->n));
}

double whisker_binomial_quantile(double probability, double n, double p, int32_t tail)
{
    tail_target wanted = target_of(probability, tail);
    if (isnan(wanted.log_lower) || !is_binomial(n, p))
        return NAN;
    if (isinf(wanted.log_lower) || p == 0)
        return 0;
    if (isinf(wanted.log_upper) || p == 1)
        return n;
    count_target target = {probability, tail, n, p};
    double guess = count_guess(wanted, n, p);
    return reaches(&target, guess) ? search_down(&target, guess) : search_up(&target, guess);
}
