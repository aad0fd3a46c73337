/* Scores of items: means over draws, by hand and under every order of the rows. */
#include "rows.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) ((int64_t)(sizeof(array) / sizeof *(array)))

Test(matrix, averages_draws_of_an_item)
{
    const row rows[] = {
        {"a", "q1", "1", 1, NULL, 1},     {"a", "q1", "2", 0, NULL, 1},   {"a", "q1", "3", 1, NULL, 1},
        {"a", "q1", "4", 1, NULL, 1},     {"a", "q2", "1", 0.5, NULL, 1}, {"a", "q2", "2", 0.25, NULL, 1},
        {"a", "q3", "1", -7, NULL, 1},    {"a", "q4", "1", 0.1, NULL, 1}, {"a", "q4", "2", 0.1, NULL, 1},
        {"a", "q4", "3", 0.1, NULL, 1},   {"a", "q4", "4", NAN, NULL, 1},
    };
    whisker_table *table = rows_table(NULL, COUNT(rows), rows);
    whisker_roles roles = rows_roles();
    for (int with_draw = 0; with_draw < 2; with_draw++) {
        roles.draw = with_draw ? DRAW : WHISKER_NO_COLUMN;
        whisker_design *design = rows_design(table, &roles);
        const double *scores = whisker_design_scores(design, 0), *within = whisker_design_within(design, 0);
        const int32_t *draws = whisker_design_draws(design, 0);
        cr_assert(draws[0] == 4 && draws[1] == 2 && draws[2] == 1 && draws[3] == 3);
        cr_assert(scores[0] == 0.75 && scores[1] == 0.375 && scores[2] == -7 && scores[3] == 0.1);
        cr_assert(within[0] == 0.25, "(3/16 + 9/16) / 3 = 0.25, not %.17g", within[0]);
        cr_assert(within[1] == 0.03125, "2 (1/8)^2 / 1");
        cr_assert(isnan(within[2]));
        cr_assert(within[3] == 0, "equal draws have no variance at all");
        whisker_design_free(design);
    }
    whisker_table_free(table);
}

Test(matrix, lets_a_later_row_replace_the_same_draw)
{
    const row rows[] = {
        {"a", "q", "1", 1, NULL, 1},   {"b", "q", "1", 0.5, NULL, 1}, {"a", "q", "2", 1, NULL, 1},
        {"a", "q", "1", 0, NULL, 1},   {"a", "q", NULL, 8, NULL, 1},  {"a", "q", NULL, 2, NULL, 1},
        {"a", "q", "2", NAN, NULL, 1},
    };
    whisker_table *table = rows_table(NULL, COUNT(rows), rows);
    whisker_roles roles = rows_roles();
    roles.draw = DRAW;
    whisker_design *design = rows_design(table, &roles);
    cr_assert_eq(rows_counts(design).n_duplicates, 3);
    cr_assert_eq(rows_counts(design).n_unscored, 1);
    cr_assert_eq(whisker_design_draws(design, 0)[0], 2, "an empty cell names a draw, and draw 2 lost its score");
    cr_assert_eq(whisker_design_scores(design, 0)[0], 1);
    cr_assert_eq(whisker_design_scores(design, 1)[0], 0.5);
    whisker_design_free(design);
    whisker_table_free(table);
}

/* Sums that plain addition gets wrong: the mean of 1e16, 1 and -1e16 is 1/3. */
Test(matrix, loses_nothing_to_cancellation)
{
    const row rows[] = {
        {"a", "q", "1", 1e16, NULL, 1}, {"a", "q", "2", 1, NULL, 1}, {"a", "q", "3", -1e16, NULL, 1},
        {"a", "r", "1", 1e9 + 0.25, NULL, 1}, {"a", "r", "2", 1e9 + 0.5, NULL, 1}, {"a", "r", "3", 1e9 + 0.75, NULL, 1},
    };
    whisker_table *table = rows_table(NULL, COUNT(rows), rows);
    whisker_roles roles = rows_roles();
    roles.draw = DRAW;
    whisker_design *design = rows_design(table, &roles);
    cr_assert_eq(whisker_design_scores(design, 0)[0], 1.0 / 3);
    cr_assert_eq(whisker_design_scores(design, 0)[1], 1e9 + 0.5);
    cr_assert_eq(whisker_design_within(design, 0)[1], 0.0625);
    whisker_design_free(design);
    whisker_table_free(table);
}

/* ---- order of rows ---- */

enum { RUNS = 3, ITEMS = 40, MOST_DRAWS = 30 };

static uint64_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

/* 1 to 30 draws, some unscored, over so many powers of two and with so much cancellation that even a compensated sum
 * depends on the order of its terms. */
static int64_t random_rows(row *rows, uint64_t *state)
{
    static char item[ITEMS][32], draw[MOST_DRAWS][32];
    static const char *const run[RUNS] = {"a", "b", "c"};
    int64_t n = 0;
    for (int r = 0; r < RUNS; r++)
        for (int i = 0; i < ITEMS; i++)
            for (int k = 0, draws = 1 + (i * 7 + r) % MOST_DRAWS; k < draws; k++) {
                snprintf(item[i], sizeof item[i], "item %d", i);
                snprintf(draw[k], sizeof draw[k], "epoch %d", k);
                double x = ldexp((double)next_random(state), (int)(next_random(state) % 400) - 200);
                if (k % 2 == 1 && isfinite(rows[n - 1].score))
                    x = -rows[n - 1].score;
                rows[n++] = (row){run[r], item[i], draw[k], next_random(state) % 16 == 0 ? NAN : x, NULL, 1};
            }
    return n;
}

static void shuffle(row *rows, int64_t n, uint64_t *state)
{
    for (int64_t i = n - 1; i > 0; i--) {
        int64_t j = (int64_t)(next_random(state) % (uint64_t)(i + 1));
        row kept = rows[i];
        rows[i] = rows[j];
        rows[j] = kept;
    }
}

/* A run's place may change, its bits may not. */
static int32_t run_named(const whisker_table *table, const whisker_design *design, const char *name)
{
    int32_t run = 0;
    while (!rows_run_is(table, design, run, name))
        run++;
    return run;
}

static void copy_matrix(const whisker_table *table, const whisker_design *design, double *into)
{
    static const char *const run[RUNS] = {"a", "b", "c"};
    for (int r = 0; r < RUNS; r++) {
        int32_t place = run_named(table, design, run[r]);
        memcpy(into + (2 * r) * ITEMS, whisker_design_scores(design, place), ITEMS * sizeof *into);
        memcpy(into + (2 * r + 1) * ITEMS, whisker_design_within(design, place), ITEMS * sizeof *into);
    }
}

static void check_permutations(int32_t draw_column)
{
    static row rows[RUNS * ITEMS * MOST_DRAWS];
    static double first[2 * RUNS * ITEMS], again[2 * RUNS * ITEMS];
    uint64_t state = 7;
    int64_t n = random_rows(rows, &state);
    whisker_roles roles = rows_roles();
    roles.draw = draw_column;
    for (int round = 0; round < 20; round++) {
        whisker_table *table = rows_table(NULL, n, rows);
        whisker_design *design = rows_design(table, &roles);
        copy_matrix(table, design, round == 0 ? first : again);
        if (round > 0)
            cr_assert_arr_eq(again, first, sizeof first, "round %d changed a bit", round);
        whisker_design_free(design);
        whisker_table_free(table);
        shuffle(rows, n, &state);
    }
}

Test(matrix, does_not_depend_on_the_order_of_rows_with_draws)
{
    check_permutations(DRAW);
}

Test(matrix, does_not_depend_on_the_order_of_rows_without_draws)
{
    check_permutations(WHISKER_NO_COLUMN);
}
