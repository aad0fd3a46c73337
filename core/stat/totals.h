/* Totals of computed terms, the same bits in any order of the terms. */
#ifndef WHISKER_STAT_TOTALS_H
#define WHISKER_STAT_TOTALS_H

#include <stdint.h>

/* A term that is NaN does not count. */
typedef double total_term(const void *context, int64_t i);

/* Sum of term(context, 0 .. n-1). Each is computed twice: the largest sets the places where all are cut. */
double total_of(int64_t n, total_term *term, const void *context);

#endif
