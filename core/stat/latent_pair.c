/* An item is solved by A when X > 0 and by B when Y > 0, (X, Y) bivariate normal with unit variances, correlation rho and
 * such means that the runs solve theta_A and theta_B of the items; theta_A, theta_B ~ Beta(1, 1), rho = 2 Beta(4, 2) - 1.
 * The authors draw from the prior and weigh; here the two variables that the gap leaves open are integrated out. Both
 * run over the whole line: the place t of the pair of proportions (slide.h) and z = atanh rho. */
#include "stat/latent_pair.h"

#include "dist/elementary.h"
#include "dist/log_integral.h"
#include "stat/slide.h"
#include "whisker.h"

enum { MOST_STEPS = 2000000 };

static const double negligible = 25; /* e^-25 of the peak */
static const double least = 1e-300;  /* of a cell that rounding has emptied */
static const double two_pi = 6.283185307179586477;

/* ---- steps: fine enough that halving them changes no result by 1e-6 ---- */

/* t, by how far the items solved by both runs together pin down the middle of the two proportions. Where the runs agree on
 * fewer items than independent ones would, the likelihood bends as sharply as the smaller of those two cells is small. */
static double place_step(const latent_pair *pair)
{
    double both = pair->both + 0.5, neither = pair->neither + 0.5;
    double more = fmax(pair->only_a, pair->only_b) + 0.5, fewer = fmin(pair->only_a, pair->only_b) + 0.5;
    double n = both + neither + more + fewer, solved = (2 * both + more + fewer) / n;
    double middle = sqrt(((4 * both + more + fewer) / n - solved * solved) / (4 * n));
    if (both * neither < more * fewer)
        middle = fmin(middle, 2 * fmin(both, neither) / n);
    return fmin(0.5, 0.7 * middle / slide_speed((both + fewer) / n, (both + more) / n));
}

/* z, by how many items the runs disagree on, or agree on. */
static double correlation_step(const latent_pair *pair)
{
    double rarer = fmin(pair->only_a + pair->only_b, pair->both + pair->neither);
    return fmin(0.25, 1.2 / sqrt(1 + 2 * rarer));
}

latent_pair latent_pair_of(double both, double only_a, double only_b, double neither, double first, double second)
{
    latent_pair made = {both, only_a, only_b, neither, first, second, 0, 0, 0};
    made.step = place_step(&made);
    made.inner_step = correlation_step(&made);
    return made;
}

/* ---- the margins ---- */

/* The proportions at one gap and place, and what they say of (X, Y) with means h and k. */
typedef struct margins {
    slide slide;
    int neither_is_rarer;            /* than both, for independent runs */
    double squares, apart, together; /* h^2 + k^2, (h - k)^2, (h + k)^2 */
} margins;

static double quantile(double probability, double complement)
{
    return probability < complement ? whisker_normal_quantile(probability, WHISKER_LOWER)
                                    : whisker_normal_quantile(complement, WHISKER_UPPER);
}

static margins margins_at(double gap, double t)
{
    margins made = {.slide = slide_at(gap, t)};
    double h = quantile(made.slide.larger, made.slide.above_larger);
    double k = quantile(made.slide.smaller, made.slide.above_smaller);
    made.neither_is_rarer = h + k > 0;
    made.squares = h * h + k * k;
    made.apart = (h - k) * (h - k);
    made.together = (h + k) * (h + k);
    return made;
}

/* ---- the table of probabilities as the correlation moves ---- */

enum { NODES = 4 };

/* A step of z, with four Gauss-Legendre nodes on the way. */
typedef struct stride {
    double width;
    double growth;                     /* of e^2z */
    double weight[NODES], node[NODES]; /* node: growth of e^2z up to it */
} stride;

static stride stride_of(double width)
{
    static const double rule[2][2] = {{0.86113631159405257522, 0.34785484513745385737},
                                      {0.33998104358485626480, 0.65214515486254614263}};
    stride made = {.width = width, .growth = exp(2 * width)};
    for (int i = 0; i < NODES; i++) {
        const double *found = rule[i < 2 ? i : NODES - 1 - i];
        made.node[i] = exp(width * (1 + (i < 2 ? -found[0] : found[0])));
        made.weight[i] = width * found[1] / two_pi;
    }
    return made;
}

/* How much the probability of both, or of neither, grows by a stride from where e^2z is `grown`. Its derivative by rho is
 * the density of (X, Y) at the means (Plackett 1954), and so by z
 *     sech z / (2 pi) exp(-(h^2 + k^2) / 4 - ((h - k)^2 e^2z + (h + k)^2 e^-2z) / 8). */
static double agree_more(const margins *margins, const stride *stride, double grown)
{
    double total = 0;
    for (int i = 0; i < NODES; i++) {
        double square = grown * stride->node[i];
        double fall = 0.25 * margins->squares + 0.125 * (margins->apart * square + margins->together / square);
        total += stride->weight[i] * exp(-fall) * sqrt(square) / (1 + square);
    }
    return total;
}

/* ---- posterior at a correlation ---- */

/* Counts by which proportion is the larger. */
typedef struct counts {
    double both, only_larger, only_smaller, neither;
} counts;

static double log_cell(double count, double probability)
{
    return count > 0 ? count * log(fmax(probability, least)) : 0;
}

/* From the cell that is carried along, the others by what the margins leave. */
static double log_likelihood(const counts *counts, const margins *margins, double rarer)
{
    const slide *slide = &margins->slide;
    double other = slide->larger - (slide->above_smaller - rarer);
    if (!margins->neither_is_rarer)
        other = slide->above_larger - (slide->smaller - rarer);
    double only_smaller = margins->neither_is_rarer ? slide->above_larger - rarer : slide->smaller - rarer;
    return log_cell(counts->both, margins->neither_is_rarer ? other : rarer) +
           log_cell(counts->neither, margins->neither_is_rarer ? rarer : other) +
           log_cell(counts->only_smaller, only_smaller) +
           log_cell(counts->only_larger, only_smaller + slide->larger - slide->smaller);
}

/* Density of z when (1 + rho) / 2 has a beta law: e^((first - second) z) / cosh(z)^(first + second), up to a constant. */
static double log_prior(const latent_pair *pair, double z)
{
    double log_cosh = fabs(z) + log1p(exp(-2 * fabs(z))) - LOG_2;
    return (pair->first - pair->second) * z - (pair->first + pair->second) * log_cosh;
}

/* ---- integrals ---- */

/* One gap. */
typedef struct at_gap {
    const latent_pair *pair;
    counts counts;
    double gap;
    stride up, down;
} at_gap;

/* Correlations from 0 up or down, first step included or not; 0 when they do not end. */
static int add_correlations(const at_gap *this, const margins *margins, const stride *stride, int first, log_sum *sum)
{
    const slide *slide = &margins->slide;
    double rarer = margins->neither_is_rarer ? slide->above_larger * slide->above_smaller
                                             : slide->larger * slide->smaller;
    double grown = 1, before = -INFINITY;
    for (int j = 0; j < MOST_STEPS; j++) {
        if (j >= first) {
            double term = log_prior(this->pair, j * stride->width) + log_likelihood(&this->counts, margins, rarer);
            log_sum_add(sum, term, j);
            if (log_sum_ends(sum, before, term, negligible))
                return 1;
            before = term;
        }
        rarer = fmax(0, rarer + agree_more(margins, stride, grown));
        grown *= stride->growth;
    }
    return 0;
}

static double at_place(double t, void *context)
{
    const at_gap *this = context;
    margins margins = margins_at(this->gap, t);
    log_sum sum = log_sum_empty(0);
    if (!add_correlations(this, &margins, &this->down, 1, &sum) ||
        !add_correlations(this, &margins, &this->up, 0, &sum))
        return NAN;
    return margins.slide.log_slope + log_sum_value(&sum);
}

double latent_pair_gap(double gap, void *context)
{
    latent_pair *pair = context;
    int b_larger = gap < 0;
    at_gap here = {.pair = pair,
                   .counts = {pair->both, b_larger ? pair->only_b : pair->only_a,
                              b_larger ? pair->only_a : pair->only_b, pair->neither},
                   .gap = fabs(gap),
                   .up = stride_of(pair->inner_step),
                   .down = stride_of(-pair->inner_step)};
    return log_integral(at_place, &here, pair->step, negligible, &pair->start);
}
