/* Order statistics without sorting. */
#ifndef WHISKER_BASE_QUICKSELECT_H
#define WHISKER_BASE_QUICKSELECT_H

#include <stdint.h>

enum { MOST_SETTLED = 16 };

/* Numbers of which some ranks are wanted. What was settled by one rank is not looked at again for the next. */
typedef struct ranking {
    int64_t n;
    double *number;                 /* number[n], put into another order; none of them NaN */
    int32_t n_settled;
    int64_t settled[MOST_SETTLED];  /* ranks whose numbers are in place, ascending */
} ranking;

static inline ranking ranking_of(int64_t n, double *number)
{
    return (ranking){.n = n, .number = number};
}

/* The number of rank k (from 0). Afterwards smaller ones stand before it, larger ones behind. */
double ranking_at(ranking *ranking, int64_t k);

/* One rank alone. */
static inline double quickselect(int64_t n, double *number, int64_t k)
{
    ranking alone = ranking_of(n, number);
    return ranking_at(&alone, k);
}

#endif
