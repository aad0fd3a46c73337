#include "resample/pair_tails.h"

void pair_tails_plain(int64_t n, const double *a, const double *b, pair_tails *tails)
{
    double total[TAIL_LANES] = {0}, squares[TAIL_LANES] = {0};
    int64_t n_low = 0, n_high = 0, n_below = 0, n_above = 0;
    for (int64_t r = 0; r < n; r++) {
        double difference = a[r] - b[r];
        total[r % TAIL_LANES] += difference;
        squares[r % TAIL_LANES] += difference * difference;
        n_below += difference < -tails->slack;
        n_above += difference > tails->slack;
        tails->low[n_low] = tails->high[n_high] = difference; /* kept if the count moves on */
        n_low += difference < tails->floor;
        n_high += difference > tails->ceiling;
    }
    tails->n_low = n_low;
    tails->n_high = n_high;
    tails->n_below = n_below;
    tails->n_above = n_above;
    pair_tails_join(total, squares, tails);
}

pair_tails_of *pair_tails_for(processor processor)
{
#ifdef PROCESSOR_X86
    if (processor == PROCESSOR_AVX512)
        return pair_tails_avx512;
#endif
    (void)processor;
    return pair_tails_plain;
}
