/* The law of drawn replicates: moments and order statistics. */
#include "resample/bootstrap_law.h"

#include "base/sum.h"
#include "whisker.h"

/* ---- order statistics ---- */

static double selected(law *law, int64_t k, int from_above)
{
    return ranking_at(&law->replicates, from_above ? law->n_replicates - k : k - 1);
}

/* Kept within 1 .. n. */
static double ranked(law *law, double rank, int from_above)
{
    int64_t n = law->n_replicates;
    return law->ranked(law, rank < 1 ? 1 : rank > (double)n ? n : (int64_t)rank, from_above);
}

/* A rank that is whole but for rounding is whole. */
static double settle(double rank)
{
    return fabs(rank - rint(rank)) < 1e-10 * rank ? rint(rank) : rank;
}

static double rank_of(law *law, double tail)
{
    double n = (double)law->n_replicates;
    return settle(law->rule == LAW_TYPE_7 ? 1 + (n - 1) * tail : (n + 1) * tail);
}

/* The share of the way from rank k to rank k + 1. */
static double way_between(law *law, double tail, double k, double rank)
{
    if (law->rule != LAW_NORMAL_SCALE)
        return rank - k;
    double n = (double)law->n_replicates, from = whisker_normal_quantile(k / (n + 1), WHISKER_LOWER);
    double to = whisker_normal_quantile((k + 1) / (n + 1), WHISKER_LOWER);
    return (whisker_normal_quantile(tail, WHISKER_LOWER) - from) / (to - from);
}

static double between(law *law, double tail, int from_above)
{
    double rank = rank_of(law, tail), k = floor(rank), first = ranked(law, k, from_above);
    if (rank == k || k < 1 || k >= (double)law->n_replicates)
        return first;
    double second = ranked(law, k + 1, from_above);
    if (first == second || isinf(first))
        return first;
    return first + way_between(law, tail, k, rank) * (second - first);
}

/* Half the distance of the order statistics one standard error of the rank to either side; beyond the last replicate,
 * that to the inner one. */
static double spacing(law *law, double tail, int from_above)
{
    double n = (double)law->n_replicates, rank = n * tail, reach = sqrt(n * tail * (1 - tail));
    double inner = ranked(law, rint(rank + reach), from_above);
    if (rank - reach < 1)
        return fabs(inner - ranked(law, fmax(1, rint(rank)), from_above));
    return fabs(inner - ranked(law, rint(rank - reach), from_above)) / 2;
}

/* The ranks further off first: the others are then sought between them. */
static law_limit drawn_limit(law *law, double tail, int from_above)
{
    double rank = rank_of(law, tail), error = spacing(law, tail, from_above);
    return (law_limit){between(law, tail, from_above), error, rank < 1 || rank > (double)law->n_replicates};
}

/* ---- moments ---- */

static void fill_moments(law *law)
{
    sum total = {0, 0}, squares = {0, 0};
    double n = (double)law->n_replicates;
    for (int64_t r = 0; r < law->n_replicates; r++)
        sum_add(&total, law->replicates.number[r] - law->estimate);
    double shift = sum_value(total) / n;
    for (int64_t r = 0; r < law->n_replicates; r++) {
        double residual = (law->replicates.number[r] - law->estimate) - shift;
        sum_add(&squares, residual * residual);
    }
    law->mean = law->estimate + shift;
    law->standard_error = sqrt(sum_value(squares) / (n - 1));
}

static void fill_shares(law *law)
{
    int64_t n_below = 0, n_tied = 0, n = law->n_replicates;
    for (int64_t r = 0; r < n; r++) {
        n_below += law->replicates.number[r] < law->estimate;
        n_tied += law->replicates.number[r] == law->estimate;
    }
    law->below = ((double)n_below + (double)n_tied / 2) / (double)n;
    law->above = ((double)(n - n_below - n_tied) + (double)n_tied / 2) / (double)n;
}

law law_ranked(int64_t n, law_rank *ranked, void *context)
{
    return (law){.limit = drawn_limit, .n_replicates = n, .ranked = ranked, .context = context};
}

law law_drawn(int64_t n, double *replicate, double estimate)
{
    law made = law_ranked(n, selected, NULL);
    made.replicates = ranking_of(n, replicate);
    made.estimate = estimate;
    fill_shares(&made);
    fill_moments(&made);
    return made;
}
