#include "resample/unit_rows.h"

#include <math.h>

enum { SUM_BITS = 62, SMALLEST_EXPONENT = -1074 };

int unit_rows_exponent(int64_t n, const double *number, int bits)
{
    double largest = 0;
    int size, count;
    for (int64_t u = 0; u < n; u++)
        largest = fabs(number[u]) > largest ? fabs(number[u]) : largest;
    frexp(largest, &size); /* largest < 2^size, n < 2^count */
    frexp((double)n, &count);
    int exponent = size + count - bits;
    return exponent < SMALLEST_EXPONENT ? SMALLEST_EXPONENT : exponent;
}

static void fill_column(const double *number, int32_t column, unit_rows *out)
{
    int exponent = unit_rows_exponent(out->n, number, SUM_BITS);
    out->exponent[column] = exponent;
    for (int64_t u = 0; u < out->n; u++) {
        int64_t steps = (int64_t)rint(ldexp(number[u], -exponent));
        out->row[u * out->n_columns + column] = steps;
        out->total[column] += steps;
    }
}

int unit_rows_fill(int64_t n, int32_t n_columns, const double *const *column, scratch *scratch, unit_rows *out)
{
    *out = (unit_rows){.n = n, .n_columns = n_columns};
    out->row = arena_take(scratch->arena, n * n_columns, sizeof *out->row);
    out->exponent = arena_take(scratch->arena, n_columns, sizeof *out->exponent);
    out->total = arena_take_zeroed(scratch->arena, n_columns, sizeof *out->total);
    if (out->row == NULL || out->exponent == NULL || out->total == NULL)
        return 0;
    for (int32_t c = 0; c < n_columns; c++)
        fill_column(column[c], c, out);
    return 1;
}

double unit_rows_sum(const unit_rows *rows, int32_t column, int64_t total)
{
    return ldexp((double)total, rows->exponent[column]);
}
