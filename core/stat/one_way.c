/* The classical table: E[MSW] = within, E[MSB] = within + n0 between, n0 = (N - sum K^2 / N) / (n - 1) (Searle, Casella
 * and McCulloch 1992, section 3.6). */
#include "stat/one_way.h"

#include "base/error.h"
#include "base/structs.h"
#include "stat/totals.h"

#include <math.h>

typedef struct table {
    const spreads *items;
    double mean;          /* over draws, less the centre */
} table;

static double draws_of(const table *this, int64_t i)
{
    return (double)this->items->draws[i];
}

static double weighted_deviation(const void *context, int64_t i)
{
    const table *this = context;
    return draws_of(this, i) * this->items->deviation[i];
}

static double square_between(const void *context, int64_t i)
{
    const table *this = context;
    double distance = this->items->deviation[i] - this->mean;
    return draws_of(this, i) * distance * distance;
}

static double square_within(const void *context, int64_t i)
{
    const table *this = context;
    return (draws_of(this, i) - 1) * this->items->within[i];
}

static double count_squared(const void *context, int64_t i)
{
    const table *this = context;
    return draws_of(this, i) * draws_of(this, i);
}

/* An answer that was judged several times is one draw, its score the mean of its judgements. */
static int64_t count_draws(const spreads *items)
{
    int64_t count = 0;
    for (int64_t i = 0; i < items->n; i++)
        count += items->draws[i];
    return count;
}

static int64_t count_groups(const spreads *items)
{
    int64_t count = 0;
    for (int64_t i = 0; i < items->n; i++)
        count += items->draws[i] > 0;
    return count;
}

static void fill_moments(whisker_one_way *out)
{
    out->ms_between = out->df_between > 0 ? out->ss_between / out->df_between : NAN;
    out->ms_within = out->df_within > 0 ? out->ss_within / out->df_within : NAN;
    out->f = out->ms_within > 0 ? out->ms_between / out->ms_within : NAN;
    out->p = whisker_f_cdf(out->f, out->df_between, out->df_within, WHISKER_UPPER);
    out->between = (out->ms_between - out->ms_within) / out->group_size;
    double spread = out->ms_between + (out->group_size - 1) * out->ms_within;
    out->icc = spread > 0 ? (out->ms_between - out->ms_within) / spread : NAN;
    double squares = out->ss_between + out->ss_within;
    out->r_squared = squares > 0 ? out->ss_between / squares : NAN;
}

void one_way_moments(const spreads *items, whisker_one_way *out)
{
    table table = {.items = items};
    int64_t n_draws = count_draws(items);
    double n = (double)n_draws;
    *out = (whisker_one_way){.size = sizeof *out, .notes = items->notes, .n_groups = count_groups(items),
                             .n = n_draws, .n_missing = items->n_missing};
    table.mean = total_of(items->n, weighted_deviation, &table) / n;
    out->mean = items->centre + (items->centre_low + table.mean);
    out->ss_between = total_of(items->n, square_between, &table);
    out->ss_within = total_of(items->n, square_within, &table);
    out->df_between = (double)(out->n_groups - 1);
    out->df_within = (double)(out->n - out->n_groups);
    out->group_size = out->n_groups < 2 ? NAN
                                        : (n - total_of(items->n, count_squared, &table) / n) / out->df_between;
    fill_moments(out);
    out->reml_within = out->reml_between = out->reml_mean = out->reml_standard_error = NAN;
    out->ml_within = out->ml_between = out->ml_mean = out->ml_standard_error = NAN;
}

int32_t whisker_analyse_draws(int64_t n_items, const whisker_draws *draws, whisker_arena *arena, whisker_one_way *out,
                              whisker_error *error)
{
    scratch scratch;
    spreads items;
    whisker_one_way made;
    int32_t status = struct_check(out, "whisker_one_way", error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = spreads_of_draws(n_items, draws, &scratch, &items, error);
    if (status == WHISKER_OK) {
        one_way_moments(&items, &made);
        one_way_likelihood(&items, &made);
        struct_store(out, &made, sizeof made);
    }
    scratch_close(&scratch);
    return status;
}
