/* Cluster keys of a design: dense codes of its items by a column or by labels. */
#include "data/design.h"

#include "base/error.h"
#include "base/structs.h"
#include "data/codes.h"

static int32_t check_key(const whisker_design *design, int32_t key, whisker_error *error)
{
    if (design == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no design to cluster");
    if (key < 0 || key >= MOST_KEYS || key > design->n_keys)
        return error_set(error, WHISKER_BAD_ARGUMENT, "cluster key %d is not next: %d of at most %d are set", (int)key,
                         (int)design->n_keys, MOST_KEYS);
    return WHISKER_OK;
}

static int32_t check_source(const whisker_design *design, const whisker_table *table, int32_t column,
                            whisker_error *error)
{
    if (table == NULL || !table_has_column(table, column))
        return error_set(error, WHISKER_BAD_ARGUMENT, "no column has the number %d", (int)column);
    if (table->rows <= design->last_row)
        return error_set(error, WHISKER_BAD_ARGUMENT, "the table has lost rows that the design was made of");
    return WHISKER_OK;
}

static int take_clusters(whisker_design *design)
{
    if (design->cluster == NULL)
        design->cluster = arena_take(design->arena, MOST_KEYS * design->n_items, sizeof *design->cluster);
    return design->cluster != NULL;
}

static int set_codes(whisker_design *design, int32_t key, const uint64_t *labels, whisker_arena *scratch)
{
    int32_t n_codes;
    if (!codes_encode(design->n_items, labels, design->cluster + key * design->n_items, &n_codes, scratch))
        return 0;
    if (key == design->n_keys)
        design->n_keys++;
    return 1;
}

static void label_by_column(const whisker_design *design, const table_column *column, uint64_t *labels,
                            int64_t *conflicts, int64_t *empty)
{
    for (int64_t item = 0; item < design->n_items; item++) {
        int conflict;
        int64_t row = fact_row(design, column, item, &conflict);
        labels[item] = row < 0 ? CODES_ALONE : fact_key(column, row);
        *conflicts += conflict;
        *empty += row < 0;
    }
}

static void label_by_number(const whisker_design *design, const int64_t *numbers, uint64_t *labels)
{
    for (int64_t item = 0; item < design->n_items; item++)
        labels[item] = numbers[item] < 0 ? CODES_ALONE : (uint64_t)numbers[item];
}

/* From a column, or from numbers when column is NULL. */
static int32_t cluster(whisker_design *design, int32_t key, const table_column *column, const int64_t *numbers,
                       int64_t *conflicts, int64_t *empty, whisker_error *error)
{
    whisker_arena *scratch;
    int32_t status = whisker_arena_new(&design->allocator, &scratch, error);
    if (status != WHISKER_OK)
        return status;
    uint64_t *labels = arena_take(scratch, design->n_items, sizeof *labels);
    if (labels == NULL || !take_clusters(design)) {
        status = error_memory(error);
    } else {
        if (column != NULL)
            label_by_column(design, column, labels, conflicts, empty);
        else
            label_by_number(design, numbers, labels);
        if (!set_codes(design, key, labels, scratch))
            status = error_memory(error);
    }
    whisker_arena_free(scratch);
    return status;
}

int32_t whisker_design_cluster_by_column(whisker_design *design, const whisker_table *table, int32_t key,
                                         int32_t column, int64_t *conflicts, int64_t *empty, whisker_error *error)
{
    int64_t n_conflicts = 0, n_empty = 0;
    int32_t status = check_key(design, key, error);
    if (status == WHISKER_OK)
        status = check_source(design, table, column, error);
    if (status == WHISKER_OK)
        status = cluster(design, key, &table->columns[column], NULL, &n_conflicts, &n_empty, error);
    if (conflicts != NULL)
        *conflicts = n_conflicts;
    if (empty != NULL)
        *empty = n_empty;
    return status;
}

int32_t whisker_design_cluster_by_label(whisker_design *design, int32_t key, const int64_t *labels,
                                        whisker_error *error)
{
    int32_t status = check_key(design, key, error);
    if (status != WHISKER_OK)
        return status;
    if (labels == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no labels to cluster by");
    return cluster(design, key, NULL, labels, NULL, NULL, error);
}

void whisker_design_uncluster(whisker_design *design)
{
    design->n_keys = 0;
}

int32_t whisker_design_items(const whisker_design *design, whisker_items *out)
{
    int32_t status = struct_check(out, "whisker_items", NULL);
    if (status != WHISKER_OK)
        return status;
    whisker_items own = {
        .n_keys = design->n_keys,
        .n = design->n_items,
        .cluster = design->n_keys > 0 ? design->cluster : NULL,
        .weight = design->weight,
        .stratum = design->stratum,
    };
    struct_store(out, &own, sizeof own);
    return WHISKER_OK;
}
