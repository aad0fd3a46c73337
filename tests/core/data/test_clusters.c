#include "rows.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

#define COUNT(array) ((int64_t)(sizeof(array) / sizeof *(array)))

static const row rows[] = {
    {"a", "q3", NULL, 1, "x", 2},    {"a", "q1", NULL, 1, "y", 0},    {"a", "q2", NULL, 1, NULL, NAN},
    {"a", "q4", NULL, 1, "y", -0.0}, {"a", "q5", NULL, 1, NULL, NAN}, {"b", "q2", NULL, 1, "x", 2},
    {"b", "q1", NULL, 1, "x", 0},    {"b", "q6", NULL, 1, NULL, NAN},
};

static whisker_design *new_design(whisker_table **table)
{
    whisker_roles roles = rows_roles();
    *table = rows_table(NULL, COUNT(rows), rows);
    return rows_design(*table, &roles);
}

static const int32_t *codes_of(const whisker_design *design, int32_t key)
{
    whisker_items items = {.size = sizeof items};
    cr_assert_eq(whisker_design_items(design, &items), WHISKER_OK);
    cr_assert_gt(items.n_keys, key);
    return items.cluster + key * items.n;
}

Test(clusters, come_from_a_column_of_texts)
{
    whisker_table *table;
    whisker_design *design = new_design(&table);
    int64_t conflicts = -1, empty = -1;
    cr_assert_eq(whisker_design_cluster_by_column(design, table, 0, PASSAGE, &conflicts, &empty, NULL), WHISKER_OK);
    /* q1: y (row 1) before x (row 6), a conflict. q2: x, from the row that has a value. q5, q6: none. */
    const int32_t expected[6] = {0, 1, 1, 0, 2, 3};
    cr_assert_arr_eq(codes_of(design, 0), expected, sizeof expected);
    cr_assert(conflicts == 1 && empty == 2);
    whisker_design_free(design);
    whisker_table_free(table);
}

Test(clusters, come_from_a_column_of_numbers_and_its_texts)
{
    whisker_table *table;
    whisker_design *design = new_design(&table);
    int64_t conflicts, empty;
    whisker_table_set_symbol(table, 4, WEIGHT, rows_symbol(table, "n/a"), NULL);
    whisker_table_set_symbol(table, 7, WEIGHT, rows_symbol(table, "n/a"), NULL);
    cr_assert_eq(whisker_design_cluster_by_column(design, table, 0, WEIGHT, &conflicts, &empty, NULL), WHISKER_OK);
    const int32_t expected[6] = {0, 1, 1, 0, 2, 2};
    cr_assert_arr_eq(codes_of(design, 0), expected, sizeof expected);
    cr_assert(conflicts == 0 && empty == 0, "-0 is 0");
    whisker_design_free(design);
    whisker_table_free(table);
}

Test(clusters, come_from_labels)
{
    whisker_table *table;
    whisker_design *design = new_design(&table);
    const int64_t labels[6] = {INT64_MAX, -2, 5, INT64_MAX, -2, -1};
    const int32_t expected[6] = {0, 1, 2, 0, 3, 4};
    cr_assert_eq(whisker_design_cluster_by_label(design, 0, labels, NULL), WHISKER_OK);
    cr_assert_arr_eq(codes_of(design, 0), expected, sizeof expected);
    whisker_design_free(design);
    whisker_table_free(table);
}

Test(clusters, stand_in_order_of_their_keys)
{
    whisker_table *table;
    whisker_design *design = new_design(&table);
    const int64_t alike[6] = {1, 1, 1, 1, 1, 1}, apart[6] = {6, 5, 4, 3, 2, 1};
    const int32_t zeros[6] = {0}, counted[6] = {0, 1, 2, 3, 4, 5};
    cr_assert_eq(whisker_design_cluster_by_label(design, 1, alike, NULL), WHISKER_BAD_ARGUMENT);
    for (int32_t key = 0; key < 4; key++)
        cr_assert_eq(whisker_design_cluster_by_label(design, key, alike, NULL), WHISKER_OK);
    cr_assert_eq(whisker_design_cluster_by_label(design, 4, alike, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_design_cluster_by_label(design, -1, alike, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_design_cluster_by_label(design, 2, apart, NULL), WHISKER_OK);
    cr_assert_arr_eq(codes_of(design, 1), zeros, sizeof zeros);
    cr_assert_arr_eq(codes_of(design, 2), counted, sizeof counted);
    cr_assert_arr_eq(codes_of(design, 3), zeros, sizeof zeros);
    whisker_items items = {.size = sizeof items};
    cr_assert_eq(whisker_design_items(design, &items), WHISKER_OK);
    cr_assert_eq(items.n_keys, 4);
    whisker_design_uncluster(design);
    cr_assert_eq(whisker_design_items(design, &items), WHISKER_OK);
    cr_assert(items.n_keys == 0 && items.cluster == NULL && items.weight == NULL && items.stratum == NULL);
    cr_assert_eq(whisker_design_cluster_by_label(design, 1, alike, NULL), WHISKER_BAD_ARGUMENT);
    whisker_design_free(design);
    whisker_table_free(table);
}

Test(clusters, refuse_what_cannot_be_meant)
{
    whisker_table *table;
    whisker_design *design = new_design(&table);
    whisker_error error;
    cr_assert_eq(whisker_design_cluster_by_label(design, 0, NULL, &error), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_design_cluster_by_column(design, table, 0, 99, NULL, NULL, &error), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_design_cluster_by_column(design, NULL, 0, 0, NULL, NULL, &error), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_design_items(design, NULL), WHISKER_BAD_ARGUMENT);
    whisker_table_truncate(table, 7);
    cr_assert_eq(whisker_design_cluster_by_column(design, table, 0, PASSAGE, NULL, NULL, &error), WHISKER_BAD_ARGUMENT);
    whisker_design_free(design);
    whisker_table_free(table);
}
