/* Hedged betting (Waudby-Smith and Ramdas 2024): who bets that the mean is larger than m multiplies a
 * capital of 1 by 1 + bet (score - m weight). If m is the mean, that is a fair game, and the capital ever exceeds C
 * with probability at most 1/C (Ville's inequality). The capital falls in m, so that where it exceeds C, all smaller
 * means are excluded as well: the bound on a grid is exact but for the step. */
#include "stat/sequence.h"

#include <math.h>

/* Of the bet that could lose everything, 1/m, this much is allowed. */
static const double LARGEST_SHARE = 0.5;
/* Money below this is given away: arithmetic among subnormal numbers is slow, and the game stays fair to us. */
static const double WORTHLESS = 1e-250;

static inline double keep(double money)
{
    return money < WORTHLESS ? 0 : money;
}

void capital_start(double *capital, int32_t grid)
{
    for (int32_t k = 0; k <= grid; k++)
        capital[k] = 1;
}

void capital_bet(double *capital, int32_t grid, double bet, observation seen)
{
    double steps = grid, gain = 1 + bet * seen.score, loss = bet * seen.weight / steps;
    int32_t uncut = (int32_t)fmin(steps, LARGEST_SHARE / bet * steps);
    for (int32_t k = 0; k <= uncut; k++)
        capital[k] = keep(capital[k] * (gain - loss * k));
    double kept = 1 - LARGEST_SHARE * seen.weight, won = LARGEST_SHARE * seen.score * steps;
    for (int32_t k = uncut + 1; k <= grid; k++)
        capital[k] = keep(capital[k] * (kept + won / k));
}

double capital_bound(const double *capital, int32_t grid, double threshold)
{
    int32_t excluded = -1, open = grid + 1;
    while (open - excluded > 1) {
        int32_t middle = excluded + (open - excluded) / 2;
        if (capital[middle] > threshold)
            excluded = middle;
        else
            open = middle;
    }
    return excluded < 0 ? 0 : (double)excluded / grid;
}
