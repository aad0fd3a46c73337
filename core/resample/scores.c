#include "resample/scores.h"

#include <math.h>

int scores_are_binary(int64_t n, const double *score)
{
    int binary = 1;
    for (int64_t i = 0; i < n; i++)
        binary &= !isfinite(score[i]) || score[i] == 0 || score[i] == 1;
    return binary;
}

double *scores_difference(int64_t n, const double *a, const double *b, scratch *scratch)
{
    double *difference = arena_take(scratch->arena, n, sizeof *difference);
    for (int64_t i = 0; difference != NULL && i < n; i++)
        difference[i] = isfinite(a[i]) && isfinite(b[i]) ? a[i] - b[i] : NAN;
    return difference;
}
