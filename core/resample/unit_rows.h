/* The sums of units as whole numbers, so that replicates add them up without rounding: in any order, in any number of
 * lanes, with the same bits. */
#ifndef WHISKER_RESAMPLE_UNIT_ROWS_H
#define WHISKER_RESAMPLE_UNIT_ROWS_H

#include "base/arena.h"

typedef struct unit_rows {
    int64_t n;         /* units */
    int32_t n_columns;
    int64_t *row;      /* row[unit * n_columns + column], in steps of 2^exponent[column] */
    int *exponent;
    int64_t *total;    /* total[column]: of the units, each once */
} unit_rows;

/* Each column[c][n] rounded to a step such that n draws of its largest number add up to less than 2^62: to 2^-48 of that
 * number for ten thousand units, which leaves scores that are whole numbers, halves, quarters as they are. 0 when memory
 * is out. */
int unit_rows_fill(int64_t n, int32_t n_columns, const double *const *column, scratch *scratch, unit_rows *out);

/* What a sum over a column is worth. */
double unit_rows_sum(const unit_rows *rows, int32_t column, int64_t total);

/* The binary exponent of the smallest step for which no sum of n such numbers reaches 2^bits steps; 2 to it is a double. */
int unit_rows_exponent(int64_t n, const double *number, int bits);

#endif
