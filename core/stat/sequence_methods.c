/* The bounds of confidence sequences, one side at a time: predictable plug-ins and betting (Waudby-Smith and Ramdas
 * 2024, "Estimating means of bounded random variables by betting"), conjugate mixtures (Howard et al. 2021). */
#include "stat/sequence.h"

#include "dist/dist.h"
#include "stat/bisection.h"

#include <math.h>

/* Bets start as if one observation had been seen, in the middle and with the largest variance there is. */
static const double PRIOR_MEAN = 0.5;
static const double PRIOR_VARIANCE = 0.25;
static const double LARGEST_HOEFFDING_BET = 1;
static const double LARGEST_BERNSTEIN_BET = 0.5;
/* Least number of observations that the prior of the beta mixture is worth. */
static const double LEAST_PRIOR = 1e-3;

static double error_of(const whisker_sequence *sequence)
{
    return 1 - sequence->plan.level;
}

/* log(2/alpha): each side may err with half of the error. */
static double side_threshold(const whisker_sequence *sequence)
{
    return log(2 / error_of(sequence));
}

/* ---- bets, which know only the past ---- */

static double guessed_mean(const whisker_sequence *sequence)
{
    return (PRIOR_MEAN + sum_value(sequence->side[0].scores)) / (1 + sum_value(sequence->weights));
}

static double guessed_variance(const whisker_sequence *sequence)
{
    return (PRIOR_VARIANCE + sum_value(sequence->squares)) / (double)(sequence->n + 1);
}

/* Bets that shrink as 1 / sqrt(t log t), so that the width does nearly so. */
static double plug_in_bet(const whisker_sequence *sequence, double variance)
{
    double t = (double)(sequence->n + 1);
    return sqrt(2 * side_threshold(sequence) / (t * log1p(t) * variance));
}

static double next_bet(const whisker_sequence *sequence)
{
    switch (sequence->plan.method) {
    case WHISKER_SEQUENCE_HOEFFDING:
        return fmin(LARGEST_HOEFFDING_BET, plug_in_bet(sequence, PRIOR_VARIANCE));
    case WHISKER_SEQUENCE_EMPIRICAL_BERNSTEIN:
        return fmin(LARGEST_BERNSTEIN_BET, plug_in_bet(sequence, guessed_variance(sequence)));
    case WHISKER_SEQUENCE_BETTING:
        return plug_in_bet(sequence, guessed_variance(sequence));
    default:
        return 0;
    }
}

/* ---- predictable plug-ins in closed form ---- */

/* By how much a fair bet may grow the logarithm of the capital: bet^2 / 8 for any score in 0 .. 1 (Hoeffding), or by
 * what the score was away from the mean before it (empirical Bernstein, psi_E of the paper). The mean before the first
 * score is the side's own end, 0. */
static double cost_of(const whisker_sequence *sequence, const sequence_side *side, double bet, double score)
{
    if (sequence->plan.method == WHISKER_SEQUENCE_HOEFFDING)
        return bet * bet / 8;
    double before = sequence->n > 0 ? sum_value(side->scores) / (double)sequence->n : 0;
    return (score - before) * (score - before) * (-log1p(-bet) - bet);
}

static double plug_in_bound(const whisker_sequence *sequence, const sequence_side *side)
{
    double won = sum_value(side->bet_scores) - sum_value(side->cost) - side_threshold(sequence);
    return won / sum_value(sequence->bets);
}

/* ---- mixtures ---- */

/* The beta-binomial mixture against a mean p: the prior is centred on p. */
typedef struct beta_mixture {
    double ones, zeros;
    double prior;     /* observations that the prior is worth */
    double threshold; /* log(1/alpha) */
} beta_mixture;

static beta_mixture beta_mixture_of(const whisker_sequence *sequence, const sequence_side *side)
{
    double ones = sum_value(side->scores), threshold = -log(error_of(sequence));
    double worth = sequence->plan.expected / (2 * threshold + log1p(2 * threshold));
    return (beta_mixture){ones, (double)sequence->n - ones, fmax(worth - 1, LEAST_PRIOR), threshold};
}

/* How far the mixture lies beyond its threshold. It is a sum of terms log(prior + i/p) and log(prior + j/(1-p)),
 * hence convex in p, and at most 0 at the observed share: what it excludes are two outer ends. */
static double beta_excess(double p, const void *context)
{
    const beta_mixture *at = context;
    double a = at->prior * p, b = at->prior * (1 - p);
    double likelihood = (at->ones > 0 ? at->ones * log(p) : 0) + (at->zeros > 0 ? at->zeros * log1p(-p) : 0);
    return log_beta(a + at->ones, b + at->zeros) - log_beta(a, b) - likelihood - at->threshold;
}

/* A single success excludes nothing: its term is the same for every p. */
static double beta_bound(const whisker_sequence *sequence, const sequence_side *side)
{
    beta_mixture at = beta_mixture_of(sequence, side);
    return at.ones < 2 ? 0 : bisect(beta_excess, &at, 0, at.ones / (at.ones + at.zeros));
}

/* The bound by search is worth its cost only where it would be a new one. */
static int beta_excludes(const whisker_sequence *sequence, const sequence_side *side)
{
    beta_mixture at = beta_mixture_of(sequence, side);
    if (at.ones < 2)
        return 0;
    return side->bound <= 0 || (side->bound < at.ones / (at.ones + at.zeros) && beta_excess(side->bound, &at) > 0);
}

/* Scores in 0 .. 1 are sub-Gaussian with variance 1/4 at most. */
static double normal_bound(const whisker_sequence *sequence, const sequence_side *side)
{
    double n = (double)sequence->n, error = error_of(sequence);
    double reach = whisker_normal_mixture_bound(n / 4, error, sequence->plan.expected / 4, error, 2);
    return (sum_value(side->scores) - reach) / n;
}

/* ---- a side ---- */

static double any_bound(const whisker_sequence *sequence, const sequence_side *side)
{
    switch (sequence->plan.method) {
    case WHISKER_SEQUENCE_BETTING:
        return capital_bound(side->capital, sequence->plan.grid, 2 / error_of(sequence));
    case WHISKER_SEQUENCE_BETA_MIXTURE: return beta_bound(sequence, side);
    case WHISKER_SEQUENCE_NORMAL_MIXTURE: return normal_bound(sequence, side);
    default: return plug_in_bound(sequence, side);
    }
}

double sequence_bound(const whisker_sequence *sequence, int side)
{
    return sequence->n == 0 ? 0 : fmin(1, fmax(0, any_bound(sequence, &sequence->side[side])));
}

static void side_observe(const whisker_sequence *sequence, sequence_side *side, double bet, observation seen)
{
    switch (sequence->plan.method) {
    case WHISKER_SEQUENCE_BETTING: capital_bet(side->capital, sequence->plan.grid, bet, seen); break;
    case WHISKER_SEQUENCE_HOEFFDING:
    case WHISKER_SEQUENCE_EMPIRICAL_BERNSTEIN:
        sum_add(&side->cost, cost_of(sequence, side, bet, seen.score));
        sum_add_product(&side->bet_scores, bet, seen.score);
        break;
    default: break;
    }
    sum_add(&side->scores, seen.score);
}

static void side_raise(whisker_sequence *sequence, int side)
{
    sequence_side *raised = &sequence->side[side];
    if (sequence->plan.method != WHISKER_SEQUENCE_BETA_MIXTURE || beta_excludes(sequence, raised))
        raised->bound = fmax(raised->bound, sequence_bound(sequence, side));
}

void sequence_observe(whisker_sequence *sequence, observation seen)
{
    double bet = next_bet(sequence);
    side_observe(sequence, &sequence->side[0], bet, seen);
    side_observe(sequence, &sequence->side[1], bet, (observation){seen.weight - seen.score, seen.weight});
    sum_add(&sequence->bets, bet);
    sum_add(&sequence->weights, seen.weight);
    double residual = seen.score - guessed_mean(sequence) * seen.weight;
    sum_add_product(&sequence->squares, residual, residual);
    sequence->n++;
    side_raise(sequence, 0);
    side_raise(sequence, 1);
}
