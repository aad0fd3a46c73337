/* What the units of a pair add up to. */
#include "resample/max_t.h"

enum { LANES = 8 };

/* Fixed lanes, so that a compiler may take several at once without changing a digit. */
typedef struct lanes {
    double lane[LANES];
} lanes;

static double sum_of(const lanes *lanes)
{
    const double *lane = lanes->lane;
    return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

static const int64_t *column_of(const max_t_columns *columns, int family, int32_t column)
{
    return columns->unit + ((int64_t)family * columns->n_sums + column) * columns->n;
}

static void add_sums(const max_t_columns *columns, max_t_pair *pair)
{
    const int64_t *first = column_of(columns, MAX_T_SUM, pair->first), *size = columns->size + pair->size * columns->n;
    const int64_t *second = column_of(columns, MAX_T_SUM, pair->second);
    for (int64_t u = 0; u < columns->n; u++) {
        pair->sum += first[u] - second[u];
        pair->total_size += size[u];
        pair->n_units += size[u] > 0;
        pair->n_flipped += first[u] != second[u];
    }
    pair->mean = (double)pair->sum / (double)pair->total_size;
}

static void add_cross(const max_t_columns *columns, max_t_pair *pair)
{
    const int64_t *first = column_of(columns, MAX_T_CROSS, pair->first);
    const int64_t *second = column_of(columns, MAX_T_CROSS, pair->second);
    for (int64_t u = 0; u < columns->n; u++)
        pair->cross += first[u] - second[u];
}

static void add_even_squares(const max_t_columns *columns, max_t_pair *pair)
{
    const int64_t *first = column_of(columns, MAX_T_SUM, pair->first), *size = columns->size + pair->size * columns->n;
    const int64_t *second = column_of(columns, MAX_T_SUM, pair->second);
    lanes magnitude = {{0}}, square = {{0}}, centred = {{0}};
    for (int64_t begin = 0; begin < columns->n; begin += LANES) {
        int64_t left = columns->n - begin < LANES ? columns->n - begin : LANES;
        for (int64_t lane = 0; lane < left; lane++) {
            double d = (double)(first[begin + lane] - second[begin + lane]);
            double e = d - pair->mean * (double)size[begin + lane];
            magnitude.lane[lane] += fabs(d);
            square.lane[lane] += d * d;
            centred.lane[lane] += e * e;
        }
    }
    double units = (double)pair->n_units;
    pair->magnitude = sum_of(&magnitude);
    pair->square = sum_of(&square);
    pair->centred = sum_of(&centred);
    pair->variance = pair->centred * (units / (units - 1));
}

static void add_uneven_squares(const max_t_columns *columns, max_t_pair *pair)
{
    const int64_t *first = column_of(columns, MAX_T_SUM, pair->first), *size = columns->size + pair->size * columns->n;
    const int64_t *second = column_of(columns, MAX_T_SUM, pair->second);
    const double *lever = columns->lever + pair->size * columns->n;
    lanes magnitude = {{0}}, square = {{0}}, size_square = {{0}}, centred = {{0}}, variance = {{0}};
    for (int64_t begin = 0; begin < columns->n; begin += LANES) {
        int64_t left = columns->n - begin < LANES ? columns->n - begin : LANES;
        for (int64_t lane = 0; lane < left; lane++) {
            double d = (double)(first[begin + lane] - second[begin + lane]), n = (double)size[begin + lane];
            double w = lever[begin + lane], e = d - pair->mean * n, lean = w * e;
            magnitude.lane[lane] += fabs(d);
            square.lane[lane] += w * (d * d);
            size_square.lane[lane] += w * (n * n);
            centred.lane[lane] += w * (lean * lean);
            variance.lane[lane] += e * lean;
        }
    }
    pair->magnitude = sum_of(&magnitude);
    pair->square = sum_of(&square);
    pair->size_square = sum_of(&size_square);
    pair->centred = sum_of(&centred);
    pair->variance = sum_of(&variance);
}

void max_t_add_up(const max_t_columns *columns, max_t_pair *pair)
{
    add_sums(columns, pair);
    if (!columns->uneven) {
        add_even_squares(columns, pair);
        return;
    }
    add_cross(columns, pair);
    add_uneven_squares(columns, pair);
}
