#include "resample/draw.h"
#include "resample/replicates.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

enum { UNITS = 5000, REPLICATES = 200, COLUMNS = 3 };

static double column[COLUMNS][UNITS];
static int64_t found[REPLICATES][COLUMNS];

static void fill(void)
{
    for (int u = 0; u < UNITS; u++) {
        column[0][u] = u / 2.;
        column[1][u] = sin(u) * 1e-30;
        column[2][u] = (u % 7) * 1e200;
    }
}

static unit_rows rows_of(int64_t n, int32_t n_columns, scratch *scratch)
{
    const double *columns[] = {column[0], column[1], column[2]};
    unit_rows rows;
    cr_assert_eq(scratch_open(scratch, NULL, NULL), WHISKER_OK);
    cr_assert(unit_rows_fill(n, n_columns, columns, scratch, &rows));
    return rows;
}

static void keep(void *context, int64_t replicate, const int64_t *total)
{
    memcpy(found[replicate], total, (size_t)*(int32_t *)context * sizeof *total);
}

Test(unit_rows, numbers_are_rounded_to_steps_below_their_digits)
{
    scratch scratch;
    fill();
    unit_rows rows = rows_of(UNITS, COLUMNS, &scratch);
    for (int u = 0; u < UNITS; u++) {
        cr_assert_eq(unit_rows_sum(&rows, 0, rows.row[u * COLUMNS]), column[0][u], "halves are exact");
        cr_assert_float_eq(unit_rows_sum(&rows, 1, rows.row[u * COLUMNS + 1]), column[1][u], 1e-30 * 0x1p-48);
        cr_assert_float_eq(unit_rows_sum(&rows, 2, rows.row[u * COLUMNS + 2]), column[2][u], 6e200 * 0x1p-48);
    }
    cr_assert_eq(unit_rows_sum(&rows, 0, rows.total[0]), UNITS * (UNITS - 1) / 4.);
    scratch_close(&scratch);
}

/* The sums of a replicate are those of the units that its stream draws. */
Test(replicates, sums_of_what_the_stream_draws)
{
    scratch scratch;
    fill();
    for (int32_t n_columns = 1; n_columns <= COLUMNS; n_columns++) {
        unit_rows rows = rows_of(UNITS, n_columns, &scratch);
        resampling how = {.seed = 3, .n_replicates = REPLICATES, .threads = 2};
        cr_assert_eq(replicates_draw(&how, &rows, keep, &n_columns, NULL), WHISKER_OK);
        draw_stream stream = {0};
        for (int r = 0; r < REPLICATES; r++) {
            int64_t total[COLUMNS] = {0};
            uint32_t unit[5008];
            if (r % REPLICATES_IN_TASK == 0)
                stream = draw_open(3, (uint64_t)r / REPLICATES_IN_TASK);
            draw_units_plain(&stream, UNITS, 5008, unit);
            for (int i = 0; i < UNITS; i++)
                for (int c = 0; c < n_columns; c++)
                    total[c] += rows.row[unit[i] * (int64_t)n_columns + c];
            cr_assert_eq(memcmp(found[r], total, (size_t)n_columns * sizeof *total), 0);
        }
        scratch_close(&scratch);
    }
}

Test(replicates, threads_and_number_of_replicates_change_no_bit)
{
    static int64_t first[REPLICATES][COLUMNS];
    int32_t n_columns = 1;
    scratch scratch;
    fill();
    unit_rows rows = rows_of(100, 1, &scratch);
    resampling how = {.seed = 1, .n_replicates = REPLICATES, .threads = 1};
    cr_assert_eq(replicates_draw(&how, &rows, keep, &n_columns, NULL), WHISKER_OK);
    memcpy(first, found, sizeof first);
    memset(found, 0, sizeof found);
    how.threads = 5;
    how.n_replicates = 150;
    cr_assert_eq(replicates_draw(&how, &rows, keep, &n_columns, NULL), WHISKER_OK);
    cr_assert_eq(memcmp(first, found, 150 * sizeof *found), 0);
    scratch_close(&scratch);
}

static int32_t stop(void *context, double done)
{
    (void)done;
    return ++*(int *)context == 2;
}

Test(replicates, can_be_stopped)
{
    int32_t n_columns = 1;
    int asked = 0;
    scratch scratch;
    fill();
    unit_rows rows = rows_of(100, 1, &scratch);
    resampling how = {.n_replicates = REPLICATES, .threads = 1, .watch = stop, .watch_context = &asked};
    cr_assert_eq(replicates_draw(&how, &rows, keep, &n_columns, NULL), WHISKER_CANCELLED);
    cr_assert_eq(asked, 2);
    scratch_close(&scratch);
}
