/* whisker.Design: roles applied to a table, and its cluster keys. The table is the handle's user value: item and run
 * names are read from it. */
#include "binding.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

whisker_design *take_design(lua_State *L, int index)
{
    return take_handle(L, index, DESIGN_TYPE);
}

/* The table of the design at `index`. */
static whisker_table *table_of(lua_State *L, int index)
{
    lua_getiuservalue(L, index, 1);                   // table
    whisker_table *const *place = lua_touserdata(L, -1);
    if (*place == NULL)
        misuse(L, index, "the table of this design is closed");
    lua_pop(L, 1);                                    //
    return *place;
}

static whisker_design_counts counts_of(const whisker_design *design)
{
    whisker_design_counts counts = {.size = sizeof counts};
    whisker_design_counts_of(design, &counts);
    return counts;
}

int design_close(lua_State *L)
{
    whisker_design_free(empty_handle(L, DESIGN_TYPE));
    return 0;
}

/* ---- roles ---- */

static const char *missing_name(int32_t number)
{
    switch (number) {
    case WHISKER_MISSING_DROP: return "drop";
    case WHISKER_MISSING_ZERO: return "zero";
    case WHISKER_MISSING_ERROR: return "error";
    }
    return NULL;
}

typedef struct role_names {
    const char *score, *run, *item, *draw, *weight, *stratum;
    int32_t missing;
} role_names;

static const option role_options[] = {
    {"score", OPTION_TEXT, offsetof(role_names, score), NULL},
    {"run", OPTION_TEXT, offsetof(role_names, run), NULL},
    {"item", OPTION_TEXT, offsetof(role_names, item), NULL},
    {"draw", OPTION_TEXT, offsetof(role_names, draw), NULL},
    {"weight", OPTION_TEXT, offsetof(role_names, weight), NULL},
    {"stratum", OPTION_TEXT, offsetof(role_names, stratum), NULL},
    {"missing", OPTION_NAME, offsetof(role_names, missing), missing_name},
    {"where", OPTION_OTHER, 0, NULL},
    {"expected", OPTION_OTHER, 0, NULL},
    {NULL, OPTION_OTHER, 0, NULL},
};

static int32_t role_column(lua_State *L, const whisker_table *table, const char *role, int32_t kind, int is_needed)
{
    if (push_option(L, 2, role)) {                    // name
        int32_t column = find_column(L, 2, table, role, -1, kind);
        lua_pop(L, 1);                                //
        return column;
    }
    if (is_needed)
        misuse(L, 2, "a design needs a '%s' column", role);
    return WHISKER_NO_COLUMN;
}

static void read_columns(lua_State *L, const whisker_table *table, whisker_roles *roles)
{
    role_names names = {.missing = WHISKER_MISSING_DROP};
    take_table(L, 2);
    take_options(L, 2, role_options, &names);
    roles->score = role_column(L, table, "score", WHISKER_REAL, 1);
    roles->run = role_column(L, table, "run", WHISKER_SYMBOL, 1);
    roles->item = role_column(L, table, "item", WHISKER_SYMBOL, 1);
    roles->draw = role_column(L, table, "draw", WHISKER_SYMBOL, 0);
    roles->weight = role_column(L, table, "weight", WHISKER_REAL, 0);
    roles->stratum = role_column(L, table, "stratum", WHISKER_SYMBOL, 0);
    roles->missing = names.missing;
}

static int64_t count_conditions(lua_State *L, int where)
{
    int64_t count = 0;
    lua_pushnil(L);                                   // nil
    while (lua_next(L, where) != 0) {                 // column text
        if (lua_type(L, -2) != LUA_TSTRING || lua_type(L, -1) != LUA_TSTRING)
            misuse(L, 2, "'where' takes columns and their texts, got a %s for a %s", luaL_typename(L, -1),
                   luaL_typename(L, -2));
        lua_pop(L, 1);                                // column
        count++;
    }
    return count;
}

/* A text that no cell has is interned all the same, so that the condition holds for no row. */
static void push_conditions(lua_State *L, whisker_table *table, whisker_roles *roles)
{
    if (!push_option(L, 2, "where"))                  // where
        return;
    if (!lua_istable(L, -1))
        misuse(L, 2, "option 'where' must be a table, got %s", luaL_typename(L, -1));
    int where = lua_gettop(L);
    int64_t count = count_conditions(L, where);
    whisker_condition *condition = push_array(L, count, sizeof *condition); // where conditions
    roles->conditions = condition;
    roles->n_conditions = (int32_t)count;
    lua_pushnil(L);                                   // where conditions nil
    while (lua_next(L, where) != 0) {                 // where conditions column text
        size_t length;
        const char *text = lua_tolstring(L, -1, &length);
        condition->column = find_column(L, 2, table, "where", -2, WHISKER_SYMBOL);
        condition->symbol = intern(L, 2, table, text, length);
        condition++;
        lua_pop(L, 1);                                // where conditions column
    }
}

static void push_expected(lua_State *L, whisker_table *table, whisker_roles *roles)
{
    if (!push_option(L, 2, "expected"))               // expected
        return;
    if (!lua_istable(L, -1))
        misuse(L, 2, "option 'expected' must be a table, got %s", luaL_typename(L, -1));
    int list = lua_gettop(L);
    int64_t count = (int64_t)lua_rawlen(L, list);
    int32_t *symbols = push_array(L, count, sizeof *symbols); // expected symbols
    for (int64_t i = 0; i < count; i++) {
        size_t length;
        if (lua_rawgeti(L, list, i + 1) != LUA_TSTRING) // expected symbols item
            misuse(L, 2, "element %I of 'expected' must be a string, got %s", (LUAI_UACINT)(i + 1),
                   luaL_typename(L, -1));
        const char *text = lua_tolstring(L, -1, &length);
        symbols[i] = intern(L, 2, table, text, length);
        lua_pop(L, 1);                                // expected symbols
    }
    roles->expected = symbols;
    roles->n_expected = (int32_t)count;
}

static int design_new(lua_State *L)
{
    whisker_roles roles = {.size = sizeof roles};
    whisker_table *table = take_whisker_table(L, 1);
    read_columns(L, table, &roles);
    push_conditions(L, table, &roles);                // where conditions
    push_expected(L, table, &roles);                  // where conditions expected symbols
    void **place = push_handle(L, DESIGN_TYPE);       // ... design
    lua_pushvalue(L, 1);                              // ... design table
    lua_setiuservalue(L, -2, 1);                      // ... design
    whisker_design *design;
    whisker_error error = {0};
    int32_t status = whisker_design_new(table, &roles, &design, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 2, status, &error, NULL);
    *place = design;
    return 1;
}

/* ---- what it holds ---- */

#define COUNT(field) {#field, RESULT_COUNT, offsetof(whisker_design_counts, field)}

static const result count_results[] = {
    {"n_runs", RESULT_SMALL, offsetof(whisker_design_counts, n_runs)},
    COUNT(n_items),
    COUNT(n_rows),
    COUNT(n_unscored),
    COUNT(n_non_finite),
    COUNT(n_duplicates),
    COUNT(n_unexpected),
    COUNT(n_unexpected_items),
    COUNT(n_conflicts),
    COUNT(n_graded),
    COUNT(n_nameless),
    COUNT(n_unexpected),
    COUNT(n_unexpected_items),
    COUNT(n_conflicts),
    COUNT(n_graded),
    {NULL, RESULT_COUNT, 0},
};

#undef COUNT

static int design_counts(lua_State *L)
{
    whisker_design_counts counts = counts_of(take_design(L, 1));
    lua_newtable(L);                                  // counts
    set_results(L, count_results, &counts);
    return 1;
}

static int design_runs(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    const whisker_table *table = table_of(L, 1);
    int32_t count = counts_of(design).n_runs;
    lua_createtable(L, count, 0);                     // names
    for (int32_t i = 0; i < count; i++) {
        push_symbol(L, table, whisker_design_run_symbol(design, i)); // names name
        lua_rawseti(L, -2, i + 1);                    // names
    }
    return 1;
}

static int design_items(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    const whisker_table *table = table_of(L, 1);
    int64_t count = counts_of(design).n_items;
    lua_newtable(L);                                  // names
    for (int64_t i = 0; i < count; i++) {
        push_symbol(L, table, whisker_design_item_symbol(design, i)); // names name
        lua_rawseti(L, -2, i + 1);                    // names
    }
    return 1;
}

static int design_item_row(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    int64_t row = whisker_design_item_row(design, take_place(L, 2, counts_of(design).n_items, "item"));
    if (row < 0)
        lua_pushnil(L);                               // nil
    else
        lua_pushinteger(L, row + 1);                  // row
    return 1;
}

int32_t take_run(lua_State *L, int index, const whisker_design *design)
{
    return (int32_t)take_place(L, index, counts_of(design).n_runs, "run");
}

static int design_scores(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    int64_t count = counts_of(design).n_items;
    const double *scores = whisker_design_scores(design, take_run(L, 2, design));
    lua_newtable(L);                                  // scores
    for (int64_t i = 0; i < count; i++) {
        if (isnan(scores[i]))
            lua_pushboolean(L, 0);                    // scores false
        else
            lua_pushnumber(L, scores[i]);             // scores score
        lua_rawseti(L, -2, i + 1);                    // scores
    }
    return 1;
}

typedef struct draw_counts {
    int64_t total, items, fewest, most;
} draw_counts;

static const result draw_results[] = {
    {"total", RESULT_COUNT, offsetof(draw_counts, total)},
    {"items", RESULT_COUNT, offsetof(draw_counts, items)},
    {"fewest", RESULT_COUNT, offsetof(draw_counts, fewest)},
    {"most", RESULT_COUNT, offsetof(draw_counts, most)},
    {NULL, RESULT_COUNT, 0},
};

static int design_draws(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    int64_t count = counts_of(design).n_items;
    const int32_t *draws = whisker_design_draws(design, take_run(L, 2, design));
    draw_counts counts = {0};
    for (int64_t i = 0; i < count; i++) {
        if (draws[i] == 0)
            continue;
        counts.total += draws[i];
        counts.items++;
        counts.fewest = counts.fewest == 0 || draws[i] < counts.fewest ? draws[i] : counts.fewest;
        counts.most = draws[i] > counts.most ? draws[i] : counts.most;
    }
    lua_newtable(L);                                  // draws
    set_results(L, draw_results, &counts);
    return 1;
}

static int is_binary_run(const double *scores, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        if (!isnan(scores[i]) && scores[i] != 0 && scores[i] != 1)
            return 0;
    return 1;
}

static int design_is_binary(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    whisker_design_counts counts = counts_of(design);
    int is_binary = 1;
    for (int32_t run = 0; is_binary && run < counts.n_runs; run++)
        is_binary = is_binary_run(whisker_design_scores(design, run), counts.n_items);
    lua_pushboolean(L, is_binary);                    // is_binary
    return 1;
}

/* ---- cluster keys ---- */

enum { MOST_KEYS = 4 };

static int32_t take_key(lua_State *L, int index, int64_t most)
{
    return (int32_t)take_place(L, index, most, "key");
}

static int design_cluster_by_column(lua_State *L)
{
    whisker_design *design = take_design(L, 1);
    const whisker_table *table = table_of(L, 1);
    int32_t key = take_key(L, 2, MOST_KEYS), column = take_column(L, 3, table);
    int64_t conflicts, empty;
    whisker_error error = {0};
    int32_t status = whisker_design_cluster_by_column(design, table, key, column, &conflicts, &empty, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 2, status, &error, NULL);
    lua_createtable(L, 0, 2);                         // done
    lua_pushinteger(L, conflicts);                    // done conflicts
    lua_setfield(L, -2, "conflicts");                 // done
    lua_pushinteger(L, empty);                        // done empty
    lua_setfield(L, -2, "empty");                     // done
    return 1;
}

static int design_cluster_by_label(lua_State *L)
{
    whisker_design *design = take_design(L, 1);
    int32_t key = take_key(L, 2, MOST_KEYS);
    int64_t count = counts_of(design).n_items;
    take_table(L, 3);
    if ((int64_t)lua_rawlen(L, 3) > count)
        misuse(L, 3, "%I labels for %I items", (LUAI_UACINT)lua_rawlen(L, 3), (LUAI_UACINT)count);
    int64_t *labels = push_array(L, count, sizeof *labels); // labels
    encode_labels(L, 3, 3, NULL, count, 0, labels);
    whisker_error error = {0};
    int32_t status = whisker_design_cluster_by_label(design, key, labels, &error);
    return status == WHISKER_OK ? 0 : push_failure(L, 2, status, &error, NULL);
}

static int design_uncluster(lua_State *L)
{
    whisker_design_uncluster(take_design(L, 1));
    return 0;
}

typedef struct cluster_size {
    int64_t size;
    int64_t item; /* the first */
} cluster_size;

static const result size_results[] = {
    {"size", RESULT_COUNT, offsetof(cluster_size, size)},
    {"item", RESULT_COUNT, offsetof(cluster_size, item)},
    {NULL, RESULT_COUNT, 0},
};

static int largest_first(const void *first, const void *second)
{
    const cluster_size *a = first, *b = second;
    if (a->size != b->size)
        return a->size > b->size ? -1 : 1;
    return a->item < b->item ? -1 : a->item > b->item;
}

static int is_scored(const whisker_design *design, int32_t n_runs, int64_t item)
{
    for (int32_t run = 0; run < n_runs; run++)
        if (!isnan(whisker_design_scores(design, run)[item]))
            return 1;
    return 0;
}

static int design_cluster_sizes(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    whisker_items items = {.size = sizeof items};
    whisker_design_items(design, &items);
    const int32_t *codes = items.cluster + take_key(L, 2, items.n_keys) * items.n;
    int32_t n_runs = counts_of(design).n_runs;
    cluster_size *sizes = push_array(L, items.n, sizeof *sizes); // sizes
    for (int64_t i = 0; i < items.n; i++)
        sizes[i] = (cluster_size){0, 0};
    for (int64_t i = 0; i < items.n; i++) {
        cluster_size *cluster = &sizes[codes[i]];
        if (!is_scored(design, n_runs, i))
            continue;
        cluster->item = cluster->size++ == 0 ? i + 1 : cluster->item;
    }
    qsort(sizes, (size_t)items.n, sizeof *sizes, largest_first);
    lua_newtable(L);                                  // sizes list
    for (int64_t i = 0; i < items.n && sizes[i].size > 0; i++) {
        lua_createtable(L, 0, 2);                     // sizes list entry
        set_results(L, size_results, &sizes[i]);
        lua_rawseti(L, -2, i + 1);                    // sizes list
    }
    return 1;
}

/* ---- estimates ---- */

static int design_mean(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    int32_t run = take_run(L, 2, design);
    whisker_mean_options options = {.size = sizeof options};
    take_options(L, 3, mean_options, &options);
    whisker_items items = {.size = sizeof items};
    whisker_design_items(design, &items);
    whisker_estimate estimate = {.size = sizeof estimate};
    whisker_error error = {0};
    int32_t status = whisker_mean(&items, whisker_design_scores(design, run), &options, NULL, &estimate, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 3, status, &error, NULL);
    push_estimate(L, &estimate);                      // estimate
    return 1;
}

static int design_difference(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    int32_t a = take_run(L, 2, design), b = take_run(L, 3, design);
    whisker_difference_options options = {.size = sizeof options};
    take_options(L, 4, difference_options, &options);
    whisker_items items = {.size = sizeof items};
    whisker_design_items(design, &items);
    whisker_comparison comparison = {.size = sizeof comparison, .difference.size = sizeof comparison.difference};
    whisker_error error = {0};
    int32_t status = whisker_difference(&items, whisker_design_scores(design, a), whisker_design_scores(design, b),
                                        &options, NULL, &comparison, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 4, status, &error, NULL);
    push_comparison(L, &comparison);                  // comparison
    return 1;
}

const luaL_Reg design_functions[] = {
    {"design", design_new},
    {NULL, NULL},
};

const luaL_Reg design_methods[] = {
    {"counts", design_counts},
    {"runs", design_runs},
    {"items", design_items},
    {"item_row", design_item_row},
    {"scores", design_scores},
    {"draws", design_draws},
    {"is_binary", design_is_binary},
    {"cluster_by_column", design_cluster_by_column},
    {"cluster_by_label", design_cluster_by_label},
    {"cluster_sizes", design_cluster_sizes},
    {"uncluster", design_uncluster},
    {"mean", design_mean},
    {"difference", design_difference},
    {NULL, NULL},
};
