#include "data/select.h"

#include "base/error.h"
#include "data/natural.h"

#include <string.h>

/* ---- roles ---- */

static int32_t check_column(const whisker_table *table, int32_t column, int32_t kind, const char *role,
                            whisker_error *error)
{
    if (!table_has_column(table, column))
        return error_set(error, WHISKER_BAD_ARGUMENT, "no column has the number %d that was given for the %s",
                         (int)column, role);
    if (table->columns[column].kind == kind)
        return WHISKER_OK;
    size_t length;
    const char *name = whisker_table_column_name(table, column, &length);
    return error_set(error, WHISKER_BAD_ARGUMENT, "column \"%.*s\" cannot be the %s: it holds %s",
                     error_name_length(name, length), name, role, kind == WHISKER_REAL ? "text" : "numbers");
}

static int32_t check_optional(const whisker_table *table, int32_t column, int32_t kind, const char *role,
                              whisker_error *error)
{
    return column == WHISKER_NO_COLUMN ? WHISKER_OK : check_column(table, column, kind, role, error);
}

static int32_t check_lists(const whisker_table *table, const whisker_roles *roles, whisker_error *error)
{
    if (roles->n_conditions < 0 || (roles->n_conditions > 0 && roles->conditions == NULL) || roles->n_expected < 0)
        return error_set(error, WHISKER_BAD_ARGUMENT, "the roles count conditions or items that are not there");
    if (roles->missing < WHISKER_MISSING_DROP || roles->missing > WHISKER_MISSING_ERROR)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no policy for missing scores has the number %d",
                         (int)roles->missing);
    for (int32_t i = 0; i < roles->n_conditions; i++) {
        int32_t status = check_column(table, roles->conditions[i].column, WHISKER_SYMBOL, "condition", error);
        if (status != WHISKER_OK)
            return status;
    }
    if (roles->expected != NULL)
        for (int32_t i = 0; i < roles->n_expected; i++)
            if (!symbols_has(&table->texts, roles->expected[i]))
                return error_set(error, WHISKER_BAD_ARGUMENT, "no text has the symbol %d of an expected item",
                                 (int)roles->expected[i]);
    return WHISKER_OK;
}

static int32_t check_roles(const whisker_table *table, const whisker_roles *roles, whisker_error *error)
{
    int32_t status = check_column(table, roles->score, WHISKER_REAL, "score", error);
    if (status == WHISKER_OK)
        status = check_column(table, roles->run, WHISKER_SYMBOL, "run", error);
    if (status == WHISKER_OK)
        status = check_column(table, roles->item, WHISKER_SYMBOL, "item", error);
    if (status == WHISKER_OK)
        status = check_optional(table, roles->draw, WHISKER_SYMBOL, "draw", error);
    if (status == WHISKER_OK)
        status = check_optional(table, roles->weight, WHISKER_REAL, "weight", error);
    if (status == WHISKER_OK)
        status = check_optional(table, roles->stratum, WHISKER_SYMBOL, "stratum", error);
    return status == WHISKER_OK ? check_lists(table, roles, error) : status;
}

/* ---- rows ---- */

static int row_fits(const whisker_table *table, const whisker_roles *roles, int64_t row)
{
    for (int32_t i = 0; i < roles->n_conditions; i++)
        if (table->columns[roles->conditions[i].column].symbols[row] != roles->conditions[i].symbol)
            return 0;
    return 1;
}

static int64_t count_fitting(const whisker_table *table, const whisker_roles *roles)
{
    int64_t n = 0;
    for (int64_t row = 0; row < table->rows; row++)
        n += row_fits(table, roles, row);
    return n;
}

/* Until they are encoded, run, item and draw hold symbols. */
static int gather_rows(selection *s, const whisker_table *table, const whisker_roles *roles, whisker_arena *scratch)
{
    int has_draw = roles->draw != WHISKER_NO_COLUMN;
    s->row = arena_take(scratch, s->n_fitting, sizeof *s->row);
    s->run = arena_take(scratch, s->n_fitting, sizeof *s->run);
    s->item = arena_take(scratch, s->n_fitting, sizeof *s->item);
    s->draw = has_draw ? arena_take(scratch, s->n_fitting, sizeof *s->draw) : NULL;
    if (s->row == NULL || s->run == NULL || s->item == NULL || (has_draw && s->draw == NULL))
        return 0;
    const int32_t *run = table->columns[roles->run].symbols, *item = table->columns[roles->item].symbols;
    const int32_t *draw = has_draw ? table->columns[roles->draw].symbols : NULL;
    for (int64_t row = 0; row < table->rows; row++) {
        if (!row_fits(table, roles, row))
            continue;
        if (run[row] == WHISKER_NO_SYMBOL || item[row] == WHISKER_NO_SYMBOL) {
            s->n_nameless++;
            continue;
        }
        s->row[s->n] = row;
        s->run[s->n] = run[row];
        s->item[s->n] = item[row];
        if (has_draw)
            s->draw[s->n] = draw[row];
        s->n++;
    }
    return 1;
}

/* ---- codes: place[symbol] is the code of a symbol, -1 for none ---- */

static int32_t *new_places(const whisker_table *table, whisker_arena *scratch)
{
    int32_t *place = arena_take(scratch, table->texts.count, sizeof *place);
    if (place != NULL)
        memset(place, 0xff, (size_t)table->texts.count * sizeof *place);
    return place;
}

/* The distinct symbols of a list in order of first appearance, numbered so in `place`. */
static int32_t *list_distinct(int64_t n, const int32_t *symbols, int32_t *place, int32_t *count,
                              whisker_arena *scratch)
{
    *count = 0;
    for (int64_t i = 0; i < n; i++)
        if (symbols[i] != WHISKER_NO_SYMBOL && place[symbols[i]] < 0)
            place[symbols[i]] = (*count)++;
    int32_t *distinct = arena_take(scratch, *count, sizeof *distinct);
    if (distinct != NULL)
        for (int64_t i = 0; i < n; i++)
            if (symbols[i] != WHISKER_NO_SYMBOL)
                distinct[place[symbols[i]]] = symbols[i];
    return distinct;
}

static int encode_runs(selection *s, const whisker_table *table, whisker_arena *scratch)
{
    int32_t *place = new_places(table, scratch);
    if (place == NULL)
        return 0;
    s->run_symbol = list_distinct(s->n, s->run, place, &s->n_runs, scratch);
    if (s->run_symbol == NULL)
        return 0;
    for (int64_t i = 0; i < s->n; i++)
        s->run[i] = place[s->run[i]];
    return 1;
}

/* Distinct symbols in natural order of their texts, numbered so in `place`. */
static int32_t *list_sorted(const whisker_table *table, int64_t n, const int32_t *symbols, int32_t *place,
                            int32_t *count, whisker_arena *scratch)
{
    int32_t *list = list_distinct(n, symbols, place, count, scratch);
    if (list == NULL || !natural_sort(&table->texts, *count, list, scratch))
        return NULL;
    for (int32_t i = 0; i < *count; i++)
        place[list[i]] = i;
    return list;
}

enum { COUNTED = -2 }; /* in place[]: an unexpected item that was counted */

/* Rows of items that were not expected leave the selection. */
static void drop_unexpected(selection *s, int32_t *place)
{
    int64_t kept = 0;
    for (int64_t i = 0; i < s->n; i++) {
        int32_t symbol = s->item[i];
        if (place[symbol] < 0) {
            s->n_unexpected++;
            s->n_unexpected_items += place[symbol] != COUNTED;
            place[symbol] = COUNTED;
            continue;
        }
        s->row[kept] = s->row[i];
        s->run[kept] = s->run[i];
        s->item[kept] = symbol;
        if (s->draw != NULL)
            s->draw[kept] = s->draw[i];
        kept++;
    }
    s->n = kept;
}

static int encode_items(selection *s, const whisker_table *table, const whisker_roles *roles, whisker_arena *scratch)
{
    int32_t *place = new_places(table, scratch);
    if (place == NULL)
        return 0;
    if (roles->expected != NULL)
        s->item_symbol = list_sorted(table, roles->n_expected, roles->expected, place, &s->n_items, scratch);
    else
        s->item_symbol = list_sorted(table, s->n, s->item, place, &s->n_items, scratch);
    if (s->item_symbol == NULL)
        return 0;
    drop_unexpected(s, place);
    for (int64_t i = 0; i < s->n; i++)
        s->item[i] = place[s->item[i]];
    return 1;
}

static int encode_draws(selection *s, const whisker_table *table, whisker_arena *scratch)
{
    if (s->draw == NULL)
        return 1;
    int32_t *place = new_places(table, scratch);
    int32_t n_named;
    if (place == NULL || list_sorted(table, s->n, s->draw, place, &n_named, scratch) == NULL)
        return 0;
    for (int64_t i = 0; i < s->n; i++)
        s->draw[i] = s->draw[i] == WHISKER_NO_SYMBOL ? 0 : place[s->draw[i]] + 1;
    s->n_draws = n_named + 1;
    return 1;
}

int32_t select_rows(selection *selected, const whisker_table *table, const whisker_roles *roles,
                    whisker_arena *scratch, whisker_error *error)
{
    *selected = (selection){0};
    int32_t status = check_roles(table, roles, error);
    if (status != WHISKER_OK)
        return status;
    selected->n_fitting = count_fitting(table, roles);
    if (selected->n_fitting == 0)
        return error_set(error, WHISKER_NO_DATA, "no row of the table meets the conditions");
    if (!gather_rows(selected, table, roles, scratch) || !encode_runs(selected, table, scratch) ||
        !encode_items(selected, table, roles, scratch) || !encode_draws(selected, table, scratch))
        return error_memory(error);
    return WHISKER_OK;
}
