#include "data/design.h"

#include "base/error.h"
#include "base/structs.h"

#include <string.h>

/* ---- making ---- */

static whisker_design *take_design(whisker_arena *arena, const whisker_allocator *allocator)
{
    whisker_design *design = arena_take_zeroed(arena, 1, sizeof *design);
    if (design != NULL) {
        design->allocator = *allocator;
        design->arena = arena;
    }
    return design;
}

static int32_t *copy_symbols(whisker_arena *arena, const int32_t *symbols, int64_t n)
{
    int32_t *copy = arena_take(arena, n, sizeof *copy);
    if (copy != NULL)
        memcpy(copy, symbols, (size_t)n * sizeof *copy);
    return copy;
}

static int adopt_selection(whisker_design *design, const selection *selected)
{
    design->n_runs = selected->n_runs;
    design->n_items = selected->n_items;
    design->run_symbol = copy_symbols(design->arena, selected->run_symbol, selected->n_runs);
    design->item_symbol = copy_symbols(design->arena, selected->item_symbol, selected->n_items);
    design->counts = (whisker_design_counts){
        .n_runs = selected->n_runs,
        .n_items = selected->n_items,
        .n_rows = selected->n_fitting,
        .n_nameless = selected->n_nameless,
        .n_unexpected = selected->n_unexpected,
        .n_unexpected_items = selected->n_unexpected_items,
    };
    return design->run_symbol != NULL && design->item_symbol != NULL;
}

static int32_t fill_design(whisker_design *design, const whisker_table *table, const whisker_roles *roles,
                           whisker_arena *scratch, whisker_error *error)
{
    selection selected;
    int32_t status = select_rows(&selected, table, roles, scratch, error);
    if (status == WHISKER_OK && !adopt_selection(design, &selected))
        status = error_memory(error);
    if (status == WHISKER_OK)
        status = matrix_fill(design, table, roles, &selected, scratch, error);
    if (status == WHISKER_OK)
        status = facts_fill(design, table, roles, scratch, error);
    return status;
}

static int32_t make_design(const whisker_table *table, const whisker_roles *roles, whisker_design **design,
                           whisker_error *error)
{
    whisker_arena *arena, *scratch;
    int32_t status = whisker_arena_new(&table->allocator, &arena, error);
    if (status != WHISKER_OK)
        return status;
    *design = take_design(arena, &table->allocator);
    status = *design == NULL ? error_memory(error) : whisker_arena_new(&table->allocator, &scratch, error);
    if (status == WHISKER_OK) {
        status = fill_design(*design, table, roles, scratch, error);
        whisker_arena_free(scratch);
    }
    if (status != WHISKER_OK) {
        whisker_arena_free(arena);
        *design = NULL;
    }
    return status;
}

int32_t whisker_design_new(const whisker_table *table, const whisker_roles *roles, whisker_design **design,
                           whisker_error *error)
{
    whisker_roles own;
    if (table == NULL || roles == NULL || design == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a design needs a table, roles and a place to be put");
    *design = NULL;
    int32_t status = struct_load(&own, sizeof own, roles, "whisker_roles", error);
    return status == WHISKER_OK ? make_design(table, &own, design, error) : status;
}

void whisker_design_free(whisker_design *design)
{
    if (design != NULL)
        whisker_arena_free(design->arena);
}

/* ---- reading ---- */

static int has_run(const whisker_design *design, int32_t run)
{
    return run >= 0 && run < design->n_runs;
}

static int has_item(const whisker_design *design, int64_t item)
{
    return item >= 0 && item < design->n_items;
}

int32_t whisker_design_counts_of(const whisker_design *design, whisker_design_counts *out)
{
    int32_t status = struct_check(out, "whisker_design_counts", NULL);
    if (status == WHISKER_OK)
        struct_store(out, &design->counts, sizeof design->counts);
    return status;
}

int32_t whisker_design_run_symbol(const whisker_design *design, int32_t run)
{
    return has_run(design, run) ? design->run_symbol[run] : WHISKER_NO_SYMBOL;
}

int32_t whisker_design_item_symbol(const whisker_design *design, int64_t item)
{
    return has_item(design, item) ? design->item_symbol[item] : WHISKER_NO_SYMBOL;
}

int64_t whisker_design_item_row(const whisker_design *design, int64_t item)
{
    int64_t earliest = -1;
    if (has_item(design, item))
        for (int64_t i = design->first[item]; i < design->first[item + 1]; i++)
            if (earliest < 0 || design->rows[i] < earliest)
                earliest = design->rows[i];
    return earliest;
}

const double *whisker_design_scores(const whisker_design *design, int32_t run)
{
    return has_run(design, run) ? design->scores + run * design->n_items : NULL;
}

const int32_t *whisker_design_draws(const whisker_design *design, int32_t run)
{
    return has_run(design, run) ? design->draws + run * design->n_items : NULL;
}

const double *whisker_design_within(const whisker_design *design, int32_t run)
{
    return has_run(design, run) ? design->within + run * design->n_items : NULL;
}
