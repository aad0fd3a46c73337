/* Which rows make a design, and what it counts. */
#include "rows.h"

#include "counting_allocator.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) ((int64_t)(sizeof(array) / sizeof *(array)))

Test(design, aligns_items_by_name_and_runs_by_appearance)
{
    const row rows[] = {
        {"zeta", "q10", NULL, 1, NULL, 1},
        {"zeta", "q9", NULL, 0, NULL, 1},
        {"alpha", "q9", NULL, 0.5, NULL, 1},
        {"alpha", "q1", NULL, 0.25, NULL, 1},
    };
    whisker_table *table = rows_table(NULL, COUNT(rows), rows);
    whisker_roles roles = rows_roles();
    whisker_design *design = rows_design(table, &roles);
    whisker_design_counts counts = rows_counts(design);
    cr_assert(counts.n_runs == 2 && counts.n_items == 3 && counts.n_rows == 4);
    cr_assert(counts.n_unscored == 0 && counts.n_duplicates == 0 && counts.n_nameless == 0);
    cr_assert(rows_run_is(table, design, 0, "zeta") && rows_run_is(table, design, 1, "alpha"));
    cr_assert(rows_item_is(table, design, 0, "q1") && rows_item_is(table, design, 1, "q9"));
    cr_assert(rows_item_is(table, design, 2, "q10"));
    const double *zeta = whisker_design_scores(design, 0), *alpha = whisker_design_scores(design, 1);
    cr_assert(isnan(zeta[0]) && zeta[1] == 0 && zeta[2] == 1);
    cr_assert(alpha[0] == 0.25 && alpha[1] == 0.5 && isnan(alpha[2]));
    cr_assert(whisker_design_draws(design, 0)[0] == 0 && whisker_design_draws(design, 0)[1] == 1);
    cr_assert(isnan(whisker_design_within(design, 0)[1]));
    cr_assert(whisker_design_item_row(design, 0) == 3 && whisker_design_item_row(design, 1) == 1);
    cr_assert_eq(whisker_design_item_row(design, 2), 0);
    whisker_design_free(design);
    whisker_table_free(table);
}

Test(design, answers_for_what_is_not_there)
{
    const row rows[] = {{"a", "q", NULL, 1, NULL, 1}};
    whisker_table *table = rows_table(NULL, COUNT(rows), rows);
    whisker_roles roles = rows_roles();
    whisker_design *design = rows_design(table, &roles);
    cr_assert_null(whisker_design_scores(design, 1));
    cr_assert_null(whisker_design_draws(design, -1));
    cr_assert_null(whisker_design_within(design, 1));
    cr_assert_eq(whisker_design_run_symbol(design, 1), WHISKER_NO_SYMBOL);
    cr_assert_eq(whisker_design_item_symbol(design, 1), WHISKER_NO_SYMBOL);
    cr_assert_eq(whisker_design_item_row(design, -1), -1);
    cr_assert_eq(whisker_design_counts_of(design, NULL), WHISKER_BAD_ARGUMENT);
    whisker_design_free(design);
    whisker_design_free(NULL);
    whisker_table_free(table);
}

Test(design, takes_rows_that_meet_every_condition)
{
    const row rows[] = {
        {"a", "q1", "one", 1, "p", 1},
        {"a", "q2", "one", 0, "r", 1},
        {"a", "q3", "two", 0, "p", 1},
        {"a", "q4", "one", 0, NULL, 1},
    };
    whisker_table *table = rows_table(NULL, COUNT(rows), rows);
    whisker_condition conditions[2] = {{PASSAGE, rows_symbol(table, "p")}, {DRAW, rows_symbol(table, "one")}};
    whisker_roles roles = rows_roles();
    roles.conditions = conditions;
    roles.n_conditions = 2;
    whisker_design *design = rows_design(table, &roles);
    cr_assert_eq(rows_counts(design).n_rows, 1);
    cr_assert(rows_item_is(table, design, 0, "q1"));
    whisker_design_free(design);
    conditions[0].symbol = WHISKER_NO_SYMBOL;
    design = rows_design(table, &roles);
    cr_assert(rows_counts(design).n_rows == 1 && rows_item_is(table, design, 0, "q4"), "empty cells can be asked for");
    whisker_design_free(design);
    conditions[0].symbol = rows_symbol(table, "r");
    conditions[1].symbol = rows_symbol(table, "two");
    whisker_error error;
    cr_assert_eq(whisker_design_new(table, &roles, &design, &error), WHISKER_NO_DATA);
    cr_assert_null(design);
    whisker_table_free(table);
}

Test(design, counts_every_row_once)
{
    const row rows[] = {
        {"a", "q1", "1", 0, NULL, 1},        /* replaced */
        {"a", "q1", "1", 1, NULL, 1},
        {"a", "q1", "2", NAN, NULL, 1},      /* unscored */
        {"a", "q2", "1", INFINITY, NULL, 1}, /* unscored, non-finite */
        {"a", "q2", "2", 0.5, NULL, 1},
        {NULL, "q2", "1", 1, NULL, 1},       /* nameless */
        {"a", NULL, "1", 1, NULL, 1},        /* nameless */
        {"a", "q9", "1", 1, NULL, 1},        /* unexpected */
        {"a", "q9", "2", 1, NULL, 1},        /* unexpected */
        {"a", "q8", "1", 1, NULL, 1},        /* unexpected */
        {"a", "q2", "1", -INFINITY, NULL, 1},/* replaces the infinity above, itself non-finite */
    };
    whisker_table *table = rows_table(NULL, COUNT(rows), rows);
    const int32_t expected[3] = {rows_symbol(table, "q2"), rows_symbol(table, "q1"), rows_symbol(table, "q2")};
    whisker_roles roles = rows_roles();
    roles.draw = DRAW;
    roles.expected = expected;
    roles.n_expected = 3;
    whisker_design *design = rows_design(table, &roles);
    whisker_design_counts counts = rows_counts(design);
    cr_assert_eq(counts.n_items, 2);
    cr_assert_eq(counts.n_rows, 11);
    cr_assert_eq(counts.n_unscored, 2);
    cr_assert_eq(counts.n_non_finite, 1);
    cr_assert_eq(counts.n_duplicates, 2);
    cr_assert_eq(counts.n_nameless, 2);
    cr_assert_eq(counts.n_unexpected, 3);
    cr_assert_eq(counts.n_unexpected_items, 2);
    const int32_t *draws = whisker_design_draws(design, 0);
    cr_assert(draws[0] == 1 && draws[1] == 1);
    cr_assert(whisker_design_scores(design, 0)[0] == 1 && whisker_design_scores(design, 0)[1] == 0.5);
    cr_assert_eq(draws[0] + draws[1] + counts.n_unscored + counts.n_duplicates + counts.n_nameless +
                     counts.n_unexpected, counts.n_rows);
    whisker_design_free(design);
    whisker_table_free(table);
}

/* ---- missing ---- */

static const row gaps[] = {
    {"a", "q1", NULL, 1, NULL, 1},
    {"a", "q2", NULL, NAN, NULL, 1},
    {"b", "q1", NULL, 0.5, NULL, 1},
    {"b", "q3", NULL, 1, NULL, 1},
};

Test(design, drops_what_is_missing)
{
    whisker_table *table = rows_table(NULL, COUNT(gaps), gaps);
    whisker_roles roles = rows_roles();
    whisker_design *design = rows_design(table, &roles);
    const double *a = whisker_design_scores(design, 0), *b = whisker_design_scores(design, 1);
    cr_assert(a[0] == 1 && isnan(a[1]) && isnan(a[2]));
    cr_assert(b[0] == 0.5 && isnan(b[1]) && b[2] == 1);
    cr_assert_eq(rows_counts(design).n_unscored, 1);
    whisker_design_free(design);
    whisker_table_free(table);
}

Test(design, gives_zero_to_what_is_missing)
{
    whisker_table *table = rows_table(NULL, COUNT(gaps), gaps);
    const int32_t expected[4] = {rows_symbol(table, "q3"), rows_symbol(table, "q1"), rows_symbol(table, "never"),
                                 rows_symbol(table, "q2")};
    whisker_roles roles = rows_roles();
    roles.missing = WHISKER_MISSING_ZERO;
    roles.expected = expected;
    roles.n_expected = 4;
    whisker_design *design = rows_design(table, &roles);
    cr_assert_eq(rows_counts(design).n_items, 4);
    cr_assert(rows_item_is(table, design, 0, "never"));
    cr_assert_eq(whisker_design_item_row(design, 0), -1);
    const double *a = whisker_design_scores(design, 0), *b = whisker_design_scores(design, 1);
    cr_assert(a[0] == 0 && a[1] == 1 && a[2] == 0 && a[3] == 0);
    cr_assert(b[0] == 0 && b[1] == 0.5 && b[2] == 0 && b[3] == 1);
    const int32_t *draws = whisker_design_draws(design, 0);
    cr_assert(draws[0] == 0 && draws[1] == 1 && draws[2] == 0 && draws[3] == 0);
    cr_assert(isnan(whisker_design_within(design, 0)[0]));
    whisker_design_free(design);
    whisker_table_free(table);
}

Test(design, stops_at_what_is_missing)
{
    whisker_table *table = rows_table(NULL, COUNT(gaps), gaps);
    whisker_roles roles = rows_roles();
    whisker_design *design;
    whisker_error error;
    roles.missing = WHISKER_MISSING_ERROR;
    cr_assert_eq(whisker_design_new(table, &roles, &design, &error), WHISKER_MISSING);
    cr_assert_null(design);
    cr_assert_str_eq(error.text, "3 scores are missing, the first of item \"q2\" in run \"a\"");
    whisker_table_set_symbol(table, 1, RUN, WHISKER_NO_SYMBOL, NULL);
    whisker_table_set_symbol(table, 3, RUN, WHISKER_NO_SYMBOL, NULL);
    design = rows_design(table, &roles);
    cr_assert_eq(rows_counts(design).n_items, 1);
    whisker_design_free(design);
    whisker_table_free(table);
}

Test(design, refuses_a_table_without_scores)
{
    const row rows[] = {{"a", "q1", NULL, NAN, NULL, 1}, {"a", NULL, NULL, 1, NULL, 1}};
    whisker_table *table = rows_table(NULL, COUNT(rows), rows);
    whisker_roles roles = rows_roles();
    whisker_design *design;
    whisker_error error;
    for (int32_t policy = WHISKER_MISSING_DROP; policy <= WHISKER_MISSING_ERROR; policy++) {
        roles.missing = policy;
        cr_assert_eq(whisker_design_new(table, &roles, &design, &error), WHISKER_NO_DATA);
        cr_assert_null(design);
    }
    whisker_table_truncate(table, 0);
    cr_assert_eq(whisker_design_new(table, &roles, &design, &error), WHISKER_NO_DATA);
    whisker_table_free(table);
}

/* ---- weights and strata ---- */

Test(design, takes_weights_and_strata_from_the_first_row_with_one)
{
    const row rows[] = {
        {"a", "q1", NULL, 1, NULL, NAN},
        {"a", "q2", NULL, 1, "law", 0},
        {"a", "q3", NULL, 1, "art", 3},
        {"b", "q1", NULL, 1, NULL, 2},
        {"b", "q2", NULL, 1, "law", 0},
        {"b", "q3", NULL, 1, "law", 4}, /* disagrees */
        {"b", "q4", NULL, 1, NULL, 1},
    };
    whisker_table *table = rows_table(NULL, COUNT(rows), rows);
    whisker_roles roles = rows_roles();
    roles.weight = WEIGHT;
    roles.stratum = PASSAGE;
    whisker_design *design = rows_design(table, &roles);
    whisker_items items = {.size = sizeof items};
    cr_assert_eq(whisker_design_items(design, &items), WHISKER_OK);
    cr_assert(items.n == 4 && items.n_keys == 0 && items.cluster == NULL && items.population == 0);
    const double weights[4] = {2, 0, 3, 1};
    const int32_t strata[4] = {0, 1, 2, 0};
    cr_assert_arr_eq(items.weight, weights, sizeof weights);
    cr_assert_arr_eq(items.stratum, strata, sizeof strata, "items without a stratum are one together");
    cr_assert_eq(rows_counts(design).n_conflicts, 1);
    whisker_design_free(design);
    whisker_table_free(table);
}

Test(design, refuses_items_without_a_weight)
{
    const double refused[] = {NAN, -1, INFINITY};
    for (int i = 0; i < 3; i++) {
        const row rows[] = {{"a", "q1", NULL, 1, NULL, 1}, {"a", "q2", NULL, 1, NULL, refused[i]}};
        whisker_table *table = rows_table(NULL, COUNT(rows), rows);
        whisker_roles roles = rows_roles();
        whisker_design *design;
        whisker_error error;
        roles.weight = WEIGHT;
        cr_assert_eq(whisker_design_new(table, &roles, &design, &error), WHISKER_MISSING);
        cr_assert_str_eq(error.text, "1 items have no weight of 0 or more, the first of them \"q2\"");
        whisker_table_free(table);
    }
}

/* ---- misuse ---- */

static void refuse(const whisker_table *table, whisker_roles roles, int32_t expected)
{
    whisker_design *design = NULL;
    whisker_error error = {.text = ""};
    cr_assert_eq(whisker_design_new(table, &roles, &design, &error), expected);
    cr_assert_null(design);
    cr_assert(error.text[0] != '\0' && error.status == expected);
}

Test(design, refuses_roles_that_cannot_be_meant)
{
    const row rows[] = {{"a", "q", NULL, 1, NULL, 1}};
    whisker_table *table = rows_table(NULL, COUNT(rows), rows);
    whisker_condition condition = {SCORE, 0};
    whisker_roles roles = rows_roles();
    whisker_design *design;
    cr_assert_eq(whisker_design_new(NULL, &roles, &design, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_design_new(table, NULL, &design, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_design_new(table, &roles, NULL, NULL), WHISKER_BAD_ARGUMENT);
    roles.size = 0, refuse(table, roles, WHISKER_BAD_ARGUMENT), roles = rows_roles();
    roles.score = RUN, refuse(table, roles, WHISKER_BAD_ARGUMENT), roles = rows_roles();
    roles.score = WHISKER_NO_COLUMN, refuse(table, roles, WHISKER_BAD_ARGUMENT), roles = rows_roles();
    roles.run = SCORE, refuse(table, roles, WHISKER_BAD_ARGUMENT), roles = rows_roles();
    roles.item = 99, refuse(table, roles, WHISKER_BAD_ARGUMENT), roles = rows_roles();
    roles.draw = WEIGHT, refuse(table, roles, WHISKER_BAD_ARGUMENT), roles = rows_roles();
    roles.weight = RUN, refuse(table, roles, WHISKER_BAD_ARGUMENT), roles = rows_roles();
    roles.stratum = SCORE, refuse(table, roles, WHISKER_BAD_ARGUMENT), roles = rows_roles();
    roles.missing = 3, refuse(table, roles, WHISKER_BAD_ARGUMENT), roles = rows_roles();
    roles.n_conditions = 1, refuse(table, roles, WHISKER_BAD_ARGUMENT);
    roles.conditions = &condition, refuse(table, roles, WHISKER_BAD_ARGUMENT), roles = rows_roles();
    roles.expected = &(int32_t){99}, roles.n_expected = 1, refuse(table, roles, WHISKER_BAD_ARGUMENT);
    roles.n_expected = -1, refuse(table, roles, WHISKER_BAD_ARGUMENT);
    whisker_table_free(table);
}

/* ---- memory ---- */

static int32_t use_design(const whisker_table *table, const whisker_roles *roles)
{
    whisker_design *design;
    int32_t status = whisker_design_new(table, roles, &design, NULL);
    cr_assert((design != NULL) == (status == WHISKER_OK));
    if (status == WHISKER_OK)
        status = whisker_design_cluster_by_column(design, table, 0, PASSAGE, NULL, NULL, NULL);
    whisker_design_free(design);
    return status;
}

/* A thousand items, so that arenas outgrow their first blocks. */
Test(design, survives_every_failing_allocation)
{
    enum { MANY = 4000 };
    static char names[MANY][16];
    static row rows[MANY];
    for (int i = 0; i < MANY; i++) {
        snprintf(names[i], sizeof names[i], "q%d", (i * 7) % 1000);
        rows[i] = (row){i % 2 ? "a" : "b", names[i], i % 4 < 2 ? "1" : "2", i % 3, names[i % 50], 1};
    }
    counting_allocator counting;
    counting_allocator_start(&counting);
    whisker_table *table = rows_table(&counting.allocator, MANY, rows);
    whisker_roles roles = rows_roles();
    roles.draw = DRAW;
    roles.weight = WEIGHT;
    roles.stratum = PASSAGE;
    int64_t blocks = counting.live_blocks, bytes = counting.live_bytes, n = 0;
    int32_t status = WHISKER_NO_MEMORY;
    while (status != WHISKER_OK) {
        counting.requests = 0;
        counting.fail_at = ++n;
        status = use_design(table, &roles);
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
        cr_assert(counting.live_blocks == blocks && counting.live_bytes == bytes);
    }
    cr_assert_gt(n, 5);
    whisker_table_free(table);
    cr_assert(counting.live_blocks == 0 && counting.live_bytes == 0);
}
