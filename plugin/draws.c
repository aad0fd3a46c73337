#include "draws.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/hash.h"

#include <string.h>

/* ---- life ---- */

static int32_t add_column(draws *draws, const char *name, int32_t kind, int32_t *column, int32_t status,
                          whisker_error *error)
{
    return status != WHISKER_OK ? status : whisker_table_add_column(draws->table, name, strlen(name), kind, column, error);
}

int32_t draws_open(draws *draws, whisker_error *error)
{
    int32_t status = whisker_table_new(NULL, &draws->table, error);
    status = add_column(draws, "task", WHISKER_SYMBOL, &draws->task, status, error);
    status = add_column(draws, "run", WHISKER_SYMBOL, &draws->run, status, error);
    status = add_column(draws, "item", WHISKER_SYMBOL, &draws->item, status, error);
    status = add_column(draws, "draw", WHISKER_SYMBOL, &draws->draw, status, error);
    status = add_column(draws, "variant", WHISKER_SYMBOL, &draws->metric, status, error);
    status = add_column(draws, "score:", WHISKER_REAL, &draws->score, status, error);
    if (status == WHISKER_OK)
        status = draws_intern(draws, "1", &draws->only_draw, error);
    if (status == WHISKER_OK)
        status = draws_intern(draws, "score", &draws->usual_metric, error);
    return status;
}

void draws_close(draws *draws)
{
    whisker_table_free(draws->table);
}

int32_t draws_intern(draws *draws, const char *text, int32_t *symbol, whisker_error *error)
{
    return whisker_table_intern(draws->table, text, strlen(text), symbol, error);
}

/* ---- one draw ---- */

/* A key may not be called what the table calls something else. */
static int is_role(const char *name)
{
    static const char *const roles[] = {"task", "run", "item", "draw", "variant"};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (strcmp(name, roles[i]) == 0)
            return 1;
    return strncmp(name, "score:", strlen("score:")) == 0 || strcmp(name, "weight:") == 0;
}

static int32_t find_key_column(draws *draws, const char *name, int32_t *column, whisker_error *error)
{
    *column = whisker_table_find(draws->table, name, strlen(name));
    if (*column > draws->score)
        return WHISKER_OK;
    if (name[0] == '\0' || is_role(name))
        return error_set(error, WHISKER_BAD_ARGUMENT, "a key cannot be called \"%.100s\"", name);
    return whisker_table_add_column(draws->table, name, strlen(name), WHISKER_SYMBOL, column, error);
}

static int32_t set_key(draws *draws, int64_t row, const char *name, const char *text, whisker_error *error)
{
    int32_t column, symbol;
    if (name == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a key of the sample has no name");
    if (text == NULL)
        return WHISKER_OK;
    int32_t status = find_key_column(draws, name, &column, error);
    if (status == WHISKER_OK)
        status = draws_intern(draws, text, &symbol, error);
    return status == WHISKER_OK ? whisker_table_set_symbol(draws->table, row, column, symbol, error) : status;
}

static int32_t set_keys(draws *draws, int64_t row, const whisker_sample *sample, whisker_error *error)
{
    int32_t status = WHISKER_OK;
    for (int32_t i = 0; status == WHISKER_OK && i < sample->n_keys; i++)
        status = set_key(draws, row, sample->key_names[i], sample->key_values[i], error);
    return status;
}

int32_t draws_check(const whisker_sample *sample, whisker_error *error)
{
    if (sample->item == NULL || sample->item[0] == '\0')
        return error_set(error, WHISKER_BAD_ARGUMENT, "a sample needs the id of its item");
    if (sample->n_keys < 0 || (sample->n_keys > 0 && (sample->key_names == NULL || sample->key_values == NULL)))
        return error_set(error, WHISKER_BAD_ARGUMENT, "a sample of %d keys needs their names and values",
                         (int)sample->n_keys);
    return WHISKER_OK;
}

/* A text, or what stands for it when there is none. */
static int32_t intern_or(draws *draws, const char *text, int32_t otherwise, int32_t *symbol, whisker_error *error)
{
    *symbol = otherwise;
    return text == NULL || text[0] == '\0' ? WHISKER_OK : draws_intern(draws, text, symbol, error);
}

int32_t draws_add(draws *draws, int32_t task, int32_t run, const whisker_sample *sample, whisker_error *error)
{
    whisker_table *table = draws->table;
    int32_t item, draw, metric;
    int64_t row;
    int32_t status = draws_intern(draws, sample->item, &item, error);
    if (status == WHISKER_OK)
        status = intern_or(draws, sample->draw, draws->only_draw, &draw, error);
    if (status == WHISKER_OK)
        status = intern_or(draws, sample->metric, draws->usual_metric, &metric, error);
    if (status == WHISKER_OK)
        status = whisker_table_add_rows(table, 1, &row, error);
    if (status != WHISKER_OK)
        return status;
    whisker_table_set_symbol(table, row, draws->task, task, NULL);
    whisker_table_set_symbol(table, row, draws->run, run, NULL);
    whisker_table_set_symbol(table, row, draws->item, item, NULL);
    whisker_table_set_symbol(table, row, draws->draw, draw, NULL);
    whisker_table_set_symbol(table, row, draws->metric, metric, NULL);
    whisker_table_set_real(table, row, draws->score, sample->score, NULL);
    status = set_keys(draws, row, sample, error);
    if (status != WHISKER_OK)
        whisker_table_truncate(table, row);
    return status;
}

const char *draws_text(const draws *draws, int32_t column, int64_t row)
{
    return whisker_table_text(draws->table, whisker_table_column_symbols(draws->table, column)[row], NULL);
}

/* ---- draws pushed again ---- */

enum { N_NAMES = 5 };

static uint64_t hash_row(const int32_t *const *names, int64_t row)
{
    uint64_t state = 0;
    for (int i = 0; i < N_NAMES; i++)
        state = hash_mix(state ^ (uint32_t)names[i][row]);
    return state;
}

static int is_same_draw(const int32_t *const *names, int64_t a, int64_t b)
{
    for (int i = 0; i < N_NAMES; i++)
        if (names[i][a] != names[i][b])
            return 0;
    return 1;
}

/* Put the row into the set unless its draw is there; 1 if it is. */
static int is_in_set(int64_t *rows, uint64_t mask, const int32_t *const *names, int64_t row)
{
    uint64_t slot = hash_row(names, row) & mask;
    for (; rows[slot] >= 0; slot = (slot + 1) & mask)
        if (is_same_draw(names, rows[slot], row))
            return 1;
    rows[slot] = row;
    return 0;
}

int32_t draws_count_replaced(const draws *draws, int64_t *replaced, whisker_error *error)
{
    const int32_t columns[N_NAMES] = {draws->task, draws->run, draws->item, draws->draw, draws->metric};
    const int32_t *names[N_NAMES];
    int64_t n_rows = whisker_table_rows(draws->table);
    uint64_t slots = 16;
    while (slots < 2 * (uint64_t)n_rows)
        slots *= 2;
    for (int i = 0; i < N_NAMES; i++)
        names[i] = whisker_table_column_symbols(draws->table, columns[i]);
    int64_t *rows = allocator_take(&allocator_default, slots * sizeof *rows);
    *replaced = 0;
    if (rows == NULL)
        return error_memory(error);
    memset(rows, 0xff, slots * sizeof *rows);
    for (int64_t row = 0; row < n_rows; row++)
        *replaced += is_in_set(rows, slots - 1, names, row);
    allocator_give(&allocator_default, rows, slots * sizeof *rows);
    return WHISKER_OK;
}
