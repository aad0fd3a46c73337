/* Pushing a sample as JSON. The reader of logs reads it, into a table of one row, so that a sample means here what it
 * means in a file: numbers in quotes are numbers, true is 1, NaN is a word, ids stay as they are written. */
#include "session.h"

#include "base/arena.h"
#include "base/error.h"

#include <string.h>

static const char score_prefix[] = "scores.", key_prefix[] = "keys.";

static int32_t scan(whisker_table *table, const char *json, size_t length, whisker_error *error)
{
    const whisker_field fields[] = {
        {sizeof *fields, WHISKER_SYMBOL, "item", NULL, NULL, 0},
        {sizeof *fields, WHISKER_SYMBOL, "draw", NULL, NULL, 0},
        {sizeof *fields, WHISKER_SYMBOL, "metric", NULL, NULL, 0},
        {sizeof *fields, WHISKER_REAL, "score", NULL, NULL, 0},
        {sizeof *fields, WHISKER_REAL, "scores.*", NULL, NULL, 0},
        {sizeof *fields, WHISKER_SYMBOL, "keys.*", NULL, NULL, 0},
    };
    whisker_scan_options options = {.size = sizeof options, .syntax = WHISKER_JSON, .rows = "", .strict = 1};
    whisker_scan_result result = {.size = sizeof result};
    whisker_problem problem = {.size = sizeof problem};
    if (length == 0 || json[strspn(json, " \t\r\n")] != '{')
        return error_set(error, WHISKER_MALFORMED, "a sample is a JSON object");
    int32_t status = whisker_scan_text(table, "sample", json, length, sizeof fields / sizeof *fields, fields, &options,
                                       &result, error);
    if (status != WHISKER_OK || whisker_table_problems(table) == 0)
        return status;
    whisker_table_problem(table, 0, &problem);
    return error_set(error, WHISKER_MALFORMED, "%s", problem.text);
}

/* ---- from the row to samples ---- */

static const char *text_of(const whisker_table *table, int32_t column)
{
    return whisker_table_text(table, whisker_table_column_symbols(table, column)[0], NULL);
}

static const char *field(const whisker_table *table, const char *name)
{
    return text_of(table, whisker_table_find(table, name, strlen(name)));
}

/* Is the column one of those that a wildcard made? Then its name is what follows the prefix. */
static const char *name_below(const whisker_table *table, int32_t column, const char *prefix)
{
    const char *name = whisker_table_column_name(table, column, NULL);
    return strncmp(name, prefix, strlen(prefix)) == 0 ? name + strlen(prefix) : NULL;
}

static int32_t take_keys(const whisker_table *table, whisker_sample *sample, const char **names, const char **values)
{
    for (int32_t column = 0; column < whisker_table_columns(table); column++) {
        const char *name = name_below(table, column, key_prefix);
        if (name == NULL)
            continue;
        names[sample->n_keys] = name;
        values[sample->n_keys++] = text_of(table, column);
    }
    sample->key_names = names;
    sample->key_values = values;
    return sample->n_keys;
}

static int32_t push_score(whisker_session *session, const session_run *run, const whisker_table *table, int32_t column,
                          whisker_sample *sample, whisker_error *error)
{
    const int32_t *texts = whisker_table_column_symbols(table, column);
    if (texts != NULL && texts[0] != WHISKER_NO_SYMBOL)
        return error_set(error, WHISKER_MALFORMED, "\"%.100s\" is \"%.100s\", not a number",
                         whisker_table_column_name(table, column, NULL),
                         whisker_table_text(table, texts[0], NULL));
    sample->score = whisker_table_column_reals(table, column)[0];
    return session_push(session, run, sample, error);
}

static int32_t push_scores(whisker_session *session, const session_run *run, const whisker_table *table,
                           whisker_sample *sample, whisker_error *error)
{
    int32_t status = WHISKER_OK, n_scores = 0;
    int32_t score = whisker_table_find(table, "score", strlen("score"));
    for (int32_t column = 0; status == WHISKER_OK && column < whisker_table_columns(table); column++) {
        sample->metric = name_below(table, column, score_prefix);
        if (sample->metric == NULL)
            continue;
        n_scores++;
        status = push_score(session, run, table, column, sample, error);
    }
    if (status != WHISKER_OK || n_scores > 0)
        return status;
    sample->metric = field(table, "metric");
    return push_score(session, run, table, score, sample, error);
}

static int32_t push_row(whisker_session *session, int64_t id, const whisker_table *table, whisker_error *error)
{
    const session_run *run;
    whisker_sample sample = {.size = sizeof sample, .item = field(table, "item"), .draw = field(table, "draw")};
    size_t bytes = (size_t)whisker_table_columns(table) * sizeof(char *);
    const char **names = allocator_take(&allocator_default, 2 * bytes);
    if (names == NULL)
        return error_memory(error);
    take_keys(table, &sample, names, names + whisker_table_columns(table));
    int32_t status = session_lock(session, error);
    if (status == WHISKER_OK) {
        status = session_find_run(session, id, &run, error);
        if (status == WHISKER_OK)
            status = push_scores(session, run, table, &sample, error);
        session_unlock(session);
    }
    allocator_give(&allocator_default, names, 2 * bytes);
    return status;
}

int32_t whisker_session_push_json(whisker_session *session, int64_t id, const char *json, size_t length,
                                  whisker_error *error)
{
    whisker_table *table = NULL;
    if (session == NULL || json == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a push needs a session and a sample");
    int32_t status = whisker_table_new(NULL, &table, error);
    if (status == WHISKER_OK)
        status = scan(table, json, length, error);
    if (status == WHISKER_OK)
        status = push_row(session, id, table, error);
    whisker_table_free(table);
    return status;
}
