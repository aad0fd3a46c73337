/* Order statistics without sorting: Floyd and Rivest 1975 (algorithm 489). */
#ifndef WHISKER_BASE_QUICKSELECT_H
#define WHISKER_BASE_QUICKSELECT_H

#include <stdint.h>

/* The number of rank k (from 0) among number[n], none of them NaN. Afterwards smaller ones stand before it, larger ones
 * behind. */
double quickselect(int64_t n, double *number, int64_t k);

#endif
