/* Normal draws y = mean + item + draw, item variance lambda times the draw variance. Given lambda, all else has a
 * closed form, so that the likelihood is a function of lambda alone (Searle, Casella and McCulloch 1992, section 3.7):
 *   w_i = K_i / (1 + lambda K_i),  mean = sum w d / sum w,  R = SSW + sum w (d - mean)^2,  within = R / M
 *   deviance = M log R + sum log(1 + lambda K_i) [+ log sum w],   M = N [N - 1]     (in brackets: REML) */
#include "stat/one_way.h"

#include "stat/bisection.h"
#include "stat/totals.h"

#include <math.h>

typedef struct profile {
    const spreads *items;
    double ss_within;
    double n;             /* M above */
    int restricted;
    double lambda, mean;  /* of the terms below */
} profile;

/* ---- terms ---- */

static double weight(const profile *this, int64_t i)
{
    double draws = (double)this->items->draws[i];
    return draws > 0 ? draws / (1 + this->lambda * draws) : NAN;
}

static double distance(const profile *this, int64_t i)
{
    return this->items->deviation[i] - this->mean;
}

static double weight_term(const void *this, int64_t i)
{
    return weight(this, i);
}

static double weight_squared_term(const void *this, int64_t i)
{
    return weight(this, i) * weight(this, i);
}

static double mean_term(const void *context, int64_t i)
{
    const profile *this = context;
    return weight(this, i) * this->items->deviation[i];
}

static double square_term(const void *this, int64_t i)
{
    return weight(this, i) * distance(this, i) * distance(this, i);
}

static double slope_term(const void *this, int64_t i)
{
    double reduced = weight(this, i) * distance(this, i);
    return reduced * reduced;
}

static double log_term(const void *context, int64_t i)
{
    const profile *this = context;
    return log1p(this->lambda * (double)this->items->draws[i]);
}

/* ---- the profile ---- */

static double total(const profile *this, total_term *term)
{
    return total_of(this->items->n, term, this);
}

static profile at(const profile *this, double lambda)
{
    profile here = *this;
    here.lambda = lambda;
    here.mean = total(&here, mean_term) / total(&here, weight_term);
    return here;
}

static double residual_squares(const profile *here)
{
    return here->ss_within + total(here, square_term);
}

static double deviance(const profile *this, double lambda)
{
    profile here = at(this, lambda);
    double found = here.n * log(residual_squares(&here)) + total(&here, log_term);
    return here.restricted ? found + log(total(&here, weight_term)) : found;
}

/* Positive where the likelihood still rises with lambda. */
static double rise(double lambda, const void *context)
{
    profile here = at(context, lambda);
    double weights = total(&here, weight_term);
    double fall = here.restricted ? weights - total(&here, weight_squared_term) / weights : weights;
    return here.n * total(&here, slope_term) / residual_squares(&here) - fall;
}

/* ---- its maximum ---- */

enum { STEPS = 48 };

/* The likelihood may have a second maximum when groups are very uneven: every interval in which it turns is searched,
 * and the edge at 0 is one candidate more. Steps of a factor of two from far below to far above what matters. */
static double best_lambda(const profile *this)
{
    double best = 0, least = deviance(this, 0), before = 0, rising = rise(0, this);
    double lambda = ldexp(1, -STEPS / 2);
    for (int step = 0; step <= STEPS; step++, lambda *= 2) {
        double slope = rise(lambda, this);
        if (rising > 0 && !(slope > 0)) {
            double top = bisect(rise, this, before, lambda);
            double found = deviance(this, top);
            best = found < least ? top : best;
            least = fmin(found, least);
        }
        before = lambda;
        rising = slope;
    }
    return rising > 0 ? NAN : best;
}

typedef struct fit {
    double within, between, mean, standard_error;
} fit;

static fit maximise(const profile *this)
{
    double lambda = best_lambda(this);
    if (isnan(lambda))
        return (fit){NAN, NAN, NAN, NAN};
    profile here = at(this, lambda);
    double within = residual_squares(&here) / here.n;
    return (fit){within, lambda * within, here.items->centre + (here.items->centre_low + here.mean),
                 sqrt(within / total(&here, weight_term))};
}

/* Without variation inside items lambda is infinite, without repeated items it is not to be seen. */
void one_way_likelihood(const spreads *items, whisker_one_way *out)
{
    if (!(out->ss_within > 0) || !(out->df_within > 0) || out->n_groups < 2)
        return;
    profile profile = {.items = items, .ss_within = out->ss_within, .n = (double)out->n - 1, .restricted = 1};
    fit reml = maximise(&profile);
    profile.n = (double)out->n;
    profile.restricted = 0;
    fit ml = maximise(&profile);
    out->reml_within = reml.within;
    out->reml_between = reml.between;
    out->reml_mean = reml.mean;
    out->reml_standard_error = reml.standard_error;
    out->ml_within = ml.within;
    out->ml_between = ml.between;
    out->ml_mean = ml.mean;
    out->ml_standard_error = ml.standard_error;
}
