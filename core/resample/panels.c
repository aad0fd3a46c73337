#include "resample/panels.h"

#include "resample/unit_rows.h"

#include <math.h>

static int64_t blocks(int64_t count, int64_t size)
{
    return (count + size - 1) / size;
}

/* ---- short integers ---- */

/* The exponent for which the largest number has SHORT_BITS bits. */
static int short_exponent(int64_t n, const double *column)
{
    double largest = 0;
    int size;
    for (int64_t u = 0; u < n; u++)
        largest = fabs(column[u]) > largest ? fabs(column[u]) : largest;
    frexp(largest, &size);
    return size - SHORT_BITS;
}

static int are_short(const panels *this, const double *const *column)
{
    if (this->short_product == NULL || this->n >= 1 << SHORT_BITS)
        return 0;
    for (int32_t c = 0; c < this->n_columns; c++) {
        int exponent = short_exponent(this->n, column[c]);
        for (int64_t u = 0; u < this->n; u++) {
            double steps = ldexp(column[c][u], -exponent);
            if (steps != rint(steps))
                return 0;
        }
    }
    return 1;
}

/* Two numbers in one word, the first in its low half. */
static int32_t pair_of(int32_t first, int32_t second)
{
    return (int32_t)((uint32_t)(uint16_t)first | (uint32_t)(uint16_t)second << 16);
}

static int fill_short(const double *const *column, scratch *scratch, panels *out)
{
    int64_t n_pairs = blocks(out->n, 2);
    out->short_panel = arena_take_zeroed(scratch->arena, blocks(out->n_columns, SHORT_COLUMNS) * n_pairs,
                                         SHORT_COLUMNS * sizeof *out->short_panel);
    if (out->short_panel == NULL)
        return 0;
    for (int32_t c = 0; c < out->n_columns; c++) {
        int32_t *place = out->short_panel + c / SHORT_COLUMNS * n_pairs * SHORT_COLUMNS + c % SHORT_COLUMNS;
        int exponent = short_exponent(out->n, column[c]);
        out->step[c] = ldexp(1, exponent);
        for (int64_t p = 0; p < n_pairs; p++) {
            double second = 2 * p + 1 < out->n ? column[c][2 * p + 1] : 0;
            place[p * SHORT_COLUMNS] = pair_of((int32_t)ldexp(column[c][2 * p], -exponent),
                                               (int32_t)ldexp(second, -exponent));
        }
    }
    return 1;
}

static void multiply_short(const panels *this, const int32_t *count, void *work, double *sum)
{
    int64_t n = this->n, n_pairs = blocks(n, 2);
    int32_t *pairs = work, *block = pairs + PRODUCT_REPLICATES * n_pairs;
    for (int r = 0; r < PRODUCT_REPLICATES; r++) {
        const int32_t *own = count + r * n;
        for (int64_t p = 0; p < n / 2; p++)
            pairs[r * n_pairs + p] = own[2 * p] | own[2 * p + 1] << 16;
        if (n % 2 == 1)
            pairs[r * n_pairs + n / 2] = own[n - 1];
    }
    for (int32_t first = 0; first < this->n_columns; first += SHORT_COLUMNS) {
        this->short_product(n_pairs, pairs, this->short_panel + first * n_pairs, block);
        for (int32_t c = first; c < this->n_columns && c < first + SHORT_COLUMNS; c++)
            for (int r = 0; r < PRODUCT_REPLICATES; r++)
                sum[c * PRODUCT_REPLICATES + r] = this->step[c] * block[r * SHORT_COLUMNS + c - first];
    }
}

/* ---- doubles ---- */

static int fill_doubles(const double *const *column, scratch *scratch, panels *out)
{
    int64_t n = out->n;
    out->panel = arena_take_zeroed(scratch->arena, blocks(out->n_columns, PRODUCT_COLUMNS) * n,
                                   PRODUCT_COLUMNS * sizeof *out->panel);
    if (out->panel == NULL)
        return 0;
    for (int32_t c = 0; c < out->n_columns; c++) {
        double *place = out->panel + c / PRODUCT_COLUMNS * n * PRODUCT_COLUMNS + c % PRODUCT_COLUMNS;
        int exponent = unit_rows_exponent(n, column[c], PRODUCT_BITS);
        out->step[c] = ldexp(1, exponent);
        for (int64_t u = 0; u < n; u++)
            place[u * PRODUCT_COLUMNS] = rint(ldexp(column[c][u], -exponent));
    }
    return 1;
}

static void multiply_doubles(const panels *this, const int32_t *count, void *work, double *sum)
{
    int64_t n = this->n;
    double *times = work, *block = times + PRODUCT_REPLICATES * n;
    for (int64_t i = 0; i < PRODUCT_REPLICATES * n; i++)
        times[i] = count[i];
    for (int32_t first = 0; first < this->n_columns; first += PRODUCT_COLUMNS) {
        this->product(n, times, this->panel + first * n, block);
        for (int32_t c = first; c < this->n_columns && c < first + PRODUCT_COLUMNS; c++)
            for (int r = 0; r < PRODUCT_REPLICATES; r++)
                sum[c * PRODUCT_REPLICATES + r] = this->step[c] * block[r * PRODUCT_COLUMNS + c - first];
    }
}

/* ---- either ---- */

int panels_fill(int64_t n, int32_t n_columns, const double *const *column, processor processor, scratch *scratch,
                panels *out)
{
    *out = (panels){.n = n, .n_columns = n_columns, .product = product_for(processor),
                    .short_product = short_product_for(processor)};
    out->step = arena_take(scratch->arena, n_columns, sizeof *out->step);
    if (out->step == NULL)
        return 0;
    return are_short(out, column) ? fill_short(column, scratch, out) : fill_doubles(column, scratch, out);
}

int64_t panels_work(const panels *panels)
{
    int64_t n_pairs = blocks(panels->n, 2);
    if (panels->short_panel != NULL)
        return PRODUCT_REPLICATES * (n_pairs + SHORT_COLUMNS) * (int64_t)sizeof(int32_t);
    return PRODUCT_REPLICATES * (panels->n + PRODUCT_COLUMNS) * (int64_t)sizeof(double);
}

void panels_multiply(const panels *panels, const int32_t *count, void *work, double *sum)
{
    if (panels->short_panel != NULL)
        multiply_short(panels, count, work, sum);
    else
        multiply_doubles(panels, count, work, sum);
}
