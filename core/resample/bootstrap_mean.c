#include "resample/bootstrap_mean.h"

#include "base/error.h"
#include "base/sum.h"

/* ---- turning ---- */

static int compare(double first, double second)
{
    return (first > second) - (first < second);
}

/* Order of the units by those of the other sign: by the residuals, then by the sizes; 0 when they are the same. */
static int compare_turned(const mean_sample *this, const double *residual, const double *size)
{
    int order = 0;
    for (int64_t u = 0; u < this->n && order == 0; u++)
        order = compare(this->residual[u], residual[u]);
    for (int64_t u = 0; u < this->n && order == 0; u++)
        order = compare(this->size[u], size[u]);
    return order;
}

/* The units of the other sign in their order: backwards, but those with equal residuals by size as before. */
static void turn_units(const mean_sample *this, double *residual, double *size)
{
    for (int64_t u = 0; u < this->n; u++)
        residual[this->n - 1 - u] = -this->residual[u] + 0.0;
    for (int64_t first = 0, last; first < this->n; first = last) {
        for (last = first; last < this->n && this->residual[last] == this->residual[first]; last++)
            ;
        for (int64_t u = first; u < last; u++)
            size[this->n - last + (u - first)] = this->size[u];
    }
}

/* The sign of the mean decides; where it is 0 the units do. */
static int turn_if_due(mean_sample *this, scratch *scratch)
{
    if (this->value > 0)
        return 1;
    double *residual = arena_take(scratch->arena, this->n, sizeof *residual);
    double *size = arena_take(scratch->arena, this->n, sizeof *size);
    if (residual == NULL || size == NULL)
        return 0;
    turn_units(this, residual, size);
    int order = compare_turned(this, residual, size);
    this->symmetric = this->value == 0 && order == 0;
    if (this->value == 0 && order >= 0)
        return 1;
    this->residual = residual;
    this->size = size;
    this->value = -this->value;
    this->turned = 1;
    return 1;
}

/* ---- sample ---- */

static void describe(mean_sample *this)
{
    sum squares = {0, 0};
    this->even = 1;
    this->low = INFINITY;
    this->high = -INFINITY;
    for (int64_t u = 0; u < this->n; u++) {
        double mean = this->value + this->residual[u] / this->size[u];
        sum_add_product(&squares, this->residual[u], this->residual[u]);
        this->even &= this->size[u] == this->size[0];
        this->low = fmin(this->low, mean);
        this->high = fmax(this->high, mean);
    }
    this->standard_error = sqrt(sum_value(squares)) / this->total;
}

int mean_sample_take(const units *reduced, double value, int may_turn, scratch *scratch, mean_sample *out)
{
    *out = (mean_sample){.n = reduced->n, .residual = reduced->sum, .size = reduced->size, .total = reduced->total[0],
                         .value = value};
    if (may_turn && !turn_if_due(out, scratch))
        return 0;
    describe(out);
    return 1;
}

/* ---- replicates ---- */

/* Columns of the rows. The first is all that is needed of units of one size, the first two of others; the standard error
 * of a replicate takes the squares as well. */
enum { RESIDUAL, SIZE, RESIDUAL_SQUARED, RESIDUAL_BY_SIZE, SIZE_SQUARED, MOST_COLUMNS };

typedef struct mean_drawing {
    const mean_sample *sample;
    const mean_replicates *out;
    unit_rows rows;
    int32_t place[MOST_COLUMNS]; /* of a column among the rows, -1: not there */
} mean_drawing;

static double number_of(const mean_sample *sample, int32_t column, int64_t unit)
{
    double residual = sample->residual[unit], size = sample->size[unit];
    switch (column) {
    case RESIDUAL: return residual;
    case SIZE: return size;
    case RESIDUAL_SQUARED: return residual * residual;
    case RESIDUAL_BY_SIZE: return residual * size;
    }
    return size * size;
}

static int is_wanted(const mean_sample *sample, const mean_replicates *out, int32_t column)
{
    int of_size = column == SIZE || column == RESIDUAL_BY_SIZE || column == SIZE_SQUARED;
    return (column < RESIDUAL_SQUARED || out->ratio != NULL) && !(of_size && sample->even);
}

static int take_rows(mean_drawing *this, scratch *scratch)
{
    const double *columns[MOST_COLUMNS];
    int32_t n_columns = 0;
    for (int32_t c = 0; c < MOST_COLUMNS; c++) {
        this->place[c] = -1;
        if (!is_wanted(this->sample, this->out, c))
            continue;
        double *column = arena_take(scratch->arena, this->sample->n, sizeof *column);
        if (column == NULL)
            return 0;
        for (int64_t u = 0; u < this->sample->n; u++)
            column[u] = number_of(this->sample, c, u);
        this->place[c] = n_columns;
        columns[n_columns++] = column;
    }
    return unit_rows_fill(this->sample->n, n_columns, columns, scratch, &this->rows);
}

static double sum_of(const mean_drawing *this, int32_t column, const int64_t *total)
{
    return unit_rows_sum(&this->rows, this->place[column], total[this->place[column]]);
}

/* Within what rounding to steps can add up to, the mean of the replicate is that of the sample. */
static double deviation_of(const mean_drawing *this, const int64_t *total)
{
    int64_t steps = total[this->place[RESIDUAL]], slack = this->sample->n + 1024;
    if (steps >= -slack && steps <= slack)
        return 0;
    double size = this->sample->even ? this->sample->total : sum_of(this, SIZE, total);
    return sum_of(this, RESIDUAL, total) / size;
}

/* Sum over what was drawn of (residual - deviation size)^2, and 0 where that is rounding. */
static double squares_of(const mean_drawing *this, double deviation, const int64_t *total)
{
    double squares = sum_of(this, RESIDUAL_SQUARED, total);
    if (this->sample->even) {
        double about = deviation * deviation * this->sample->size[0] * this->sample->total;
        return squares - about > 1e-12 * squares ? squares - about : 0;
    }
    double cross = 2 * deviation * sum_of(this, RESIDUAL_BY_SIZE, total);
    double about = deviation * deviation * sum_of(this, SIZE_SQUARED, total);
    double rest = squares - cross + about;
    return rest > 1e-12 * (squares + about) ? rest : 0;
}

static double ratio_of(const mean_drawing *this, double deviation, const int64_t *total)
{
    double size = this->sample->even ? this->sample->total : sum_of(this, SIZE, total);
    double squares = squares_of(this, deviation, total);
    if (deviation == 0)
        return 0;
    return squares > 0 ? deviation * size / sqrt(squares) : copysign(INFINITY, deviation);
}

static void read_replicate(void *context, int64_t replicate, const int64_t *total)
{
    const mean_drawing *this = context;
    double deviation = deviation_of(this, total);
    this->out->deviation[replicate] = deviation;
    if (this->out->ratio != NULL)
        this->out->ratio[replicate] = ratio_of(this, deviation, total);
}

int32_t mean_sample_draw(const mean_sample *sample, const resampling *resampling, scratch *scratch,
                         const mean_replicates *out, whisker_error *error)
{
    mean_drawing this = {.sample = sample, .out = out};
    if (!take_rows(&this, scratch))
        return error_memory(error);
    return replicates_draw(resampling, &this.rows, read_replicate, &this, error);
}
