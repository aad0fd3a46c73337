/* Time-uniform boundaries of sums: Howard, Ramdas, McAuliffe and Sekhon 2021, "Time-uniform, nonparametric,
 * nonasymptotic confidence sequences" (M8.4). A mixture of exponential supermartingales exceeds 1/alpha with
 * probability at most alpha; the bound is the sum at which it would. */
#include "whisker.h"

#include "dist/dist.h"
#include "stat/bisection.h"

#include <math.h>

/* Polynomial stitching: epochs grow by ETA, errors shrink as k^-S. */
static const double ETA = 2;
static const double S = 1.4;
static const double ZETA_OF_S = 3.105547277977580400; /* Riemann's zeta at 1.4 */

/* A mixture at one point in time. */
typedef struct mixture {
    double (*log_value)(double sum, const struct mixture *mixture);
    double v, rho;
    double c;          /* gamma-exponential */
    double g, h, x;    /* beta-binomial; the mixing density is cut at x, 1: not cut */
    double threshold;  /* log(1/alpha) */
} mixture;

static int is_error(double alpha)
{
    return alpha > 0 && alpha < 1;
}

static int is_time(double v, double v_best)
{
    return v >= 0 && isfinite(v) && v_best > 0 && isfinite(v_best);
}

/* The rho that makes the mixture tightest at v, a close approximation (Howard et al. 2021, section 3.5): of one side
 * for alpha it is that of two sides for twice as much. */
static double best_rho(double v, double alpha, int32_t sides)
{
    double excess = -2 * log(sides == 1 ? 2 * alpha : alpha);
    return v / (excess + log1p(excess));
}

static int is_best(double alpha_best, int32_t sides)
{
    return (sides == 1 || sides == 2) && alpha_best > 0 && alpha_best < (sides == 1 ? 0.5 : 1);
}

static double lacking(double sum, const void *context)
{
    const mixture *at = context;
    return at->threshold - at->log_value(sum, at);
}

/* The sum at which the mixture reaches its threshold, at most `largest`. */
static double mixture_bound(const mixture *at, double largest)
{
    double above = fmin(largest, fmax(at->v, 1));
    while (lacking(above, at) > 0) {
        if (above >= largest)
            return above;
        above = fmin(2 * above, largest);
    }
    return isnan(lacking(above, at)) || isinf(above) ? NAN : bisect(lacking, at, 0, above);
}

/* ---- normal mixtures ---- */

/* Mixed over half of a normal distribution: one side. */
static double log_half_normal(double sum, const mixture *at)
{
    double total = at->v + at->rho;
    return 0.5 * log(4 * at->rho / total) + sum * sum / (2 * total) +
           whisker_normal_cdf(sum / sqrt(total), WHISKER_LOWER | WHISKER_LOG);
}

double whisker_normal_mixture_bound(double v, double alpha, double v_best, double alpha_best, int32_t sides)
{
    if (!is_time(v, v_best) || !is_error(alpha) || !is_best(alpha_best, sides))
        return NAN;
    mixture at = {.log_value = log_half_normal, .v = v, .rho = best_rho(v_best, alpha_best, sides),
                  .threshold = -log(alpha)};
    if (sides == 2)
        return sqrt((v + at.rho) * (log1p(v / at.rho) + 2 * at.threshold));
    return mixture_bound(&at, INFINITY);
}

/* ---- gamma-exponential mixture ---- */

/* Mixed over a gamma distribution, in units of c. */
static double log_gamma_exponential(double sum, const mixture *at)
{
    double prior = at->rho / (at->c * at->c), shape = (at->v + at->rho) / (at->c * at->c);
    double reach = sum / at->c + at->v / (at->c * at->c), x = reach + prior;
    double scale = prior * log(prior) - log_gamma(prior) - whisker_gamma_cdf(prior, prior, 1, WHISKER_LOG);
    return scale + log_gamma(shape) + whisker_gamma_cdf(x, shape, 1, WHISKER_LOG) - shape * log(x) + reach;
}

double whisker_gamma_exponential_bound(double v, double alpha, double v_best, double alpha_best, double c)
{
    if (!is_time(v, v_best) || !is_error(alpha) || !is_best(alpha_best, 1) || !(c > 0 && isfinite(c)))
        return NAN;
    mixture at = {.log_value = log_gamma_exponential, .v = v, .rho = best_rho(v_best, alpha_best, 1), .c = c,
                  .threshold = -log(alpha)};
    return mixture_bound(&at, INFINITY);
}

/* ---- beta-binomial mixture ---- */

static double log_cut_beta(double a, double b, double x)
{
    return log_beta(a, b) + (x < 1 ? whisker_beta_cdf(x, a, b, WHISKER_LOG) : 0);
}

/* Mixed over a beta distribution of the success probability, cut at that of mean 0 for one side. */
static double log_beta_binomial(double sum, const mixture *at)
{
    double g = at->g, h = at->h, width = g + h, r = at->rho;
    double down = (at->v - g * sum) / (g * width), up = (at->v + h * sum) / (h * width);
    double prior_down = r / (g * width), prior_up = r / (h * width);
    return at->v / (g * h) * log(width) - up * log(g) - down * log(h) +
           log_cut_beta(prior_down + fmax(down, 0), prior_up + up, at->x) - log_cut_beta(prior_down, prior_up, at->x);
}

double whisker_beta_binomial_bound(double v, double alpha, double v_best, double alpha_best, double g, double h,
                                   int32_t sides)
{
    if (!is_time(v, v_best) || !is_error(alpha) || !is_best(alpha_best, sides) || !(g > 0 && isfinite(g)) ||
        !(h > 0 && isfinite(h)))
        return NAN;
    double r = fmax(best_rho(v_best, alpha_best, sides) - g * h, 1e-3 * g * h);
    mixture at = {.log_value = log_beta_binomial, .v = v, .rho = r, .g = g, .h = h, .x = sides == 1 ? h / (g + h) : 1,
                  .threshold = -log(alpha)};
    return mixture_bound(&at, v / g);
}

/* ---- polynomial stitching ---- */

double whisker_stitched_bound(double v, double alpha, double v_least, double c)
{
    if (!is_time(v, v_least) || !is_error(alpha) || !(c >= 0 && isfinite(c)))
        return NAN;
    double time = fmax(v, v_least);
    double epochs = S * log(log(ETA * time / v_least)) + log(ZETA_OF_S / (alpha * pow(log(ETA), S)));
    double slope = (pow(ETA, 0.25) + pow(ETA, -0.25)) / sqrt(2), offset = (sqrt(ETA) + 1) / 2 * c * epochs;
    return sqrt(slope * slope * time * epochs + offset * offset) + offset;
}
