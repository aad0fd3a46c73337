#include "data/problems.h"

#include "base/error.h"
#include "base/structs.h"
#include "data/table.h"

#include <string.h>

static const char many_source[] = "other problems";
static const char many_text[] = "more different problems than are listed one by one";

void problems_free(problems *problems)
{
    allocator_give(problems->texts.allocator, problems->entries,
                   (size_t)problems->capacity * sizeof *problems->entries);
    symbols_free(&problems->texts);
}

/* From the last entry back: what repeats was mostly seen a moment ago. */
static problem_entry *find_entry(problems *problems, const char *source, int32_t status, const char *text)
{
    int32_t source_symbol = symbols_find(&problems->texts, source, strlen(source));
    int32_t text_symbol = symbols_find(&problems->texts, text, strlen(text));
    if (source_symbol == WHISKER_NO_SYMBOL || text_symbol == WHISKER_NO_SYMBOL)
        return NULL;
    for (int32_t i = problems->count - 1; i >= 0; i--) {
        problem_entry *entry = &problems->entries[i];
        if (entry->source == source_symbol && entry->text == text_symbol && entry->status == status)
            return entry;
    }
    return NULL;
}

static int32_t append_entry(problems *problems, const char *source, int32_t status, int64_t line, const char *text,
                            whisker_error *error)
{
    problem_entry entry = {.line = line, .count = 1, .status = status};
    int32_t code = symbols_intern(&problems->texts, source, strlen(source), &entry.source, error);
    if (code == WHISKER_OK)
        code = symbols_intern(&problems->texts, text, strlen(text), &entry.text, error);
    if (code != WHISKER_OK)
        return code;
    if (!allocator_grow(problems->texts.allocator, (void **)&problems->entries, &problems->capacity,
                        problems->count + INT64_C(1), sizeof entry))
        return error_memory(error);
    problems->entries[problems->count++] = entry;
    return WHISKER_OK;
}

int32_t problems_add(whisker_table *table, const char *source, int32_t status, int64_t line, const char *text,
                     whisker_error *error)
{
    problems *problems = &table->problems;
    problem_entry *known = find_entry(problems, source, status, text);
    if (known == NULL && problems->count > MOST_PROBLEMS)
        known = &problems->entries[MOST_PROBLEMS];
    if (known != NULL) {
        known->count++;
        return WHISKER_OK;
    }
    if (problems->count == MOST_PROBLEMS)
        return append_entry(problems, many_source, status, 0, many_text, error);
    return append_entry(problems, source, status, line, text, error);
}

int32_t whisker_table_problems(const whisker_table *table)
{
    return table->problems.count;
}

int32_t whisker_table_problem(const whisker_table *table, int32_t index, whisker_problem *out)
{
    int32_t status = struct_check(out, "whisker_problem", NULL);
    if (status != WHISKER_OK)
        return status;
    const problems *problems = &table->problems;
    if (index < 0 || index >= problems->count)
        return WHISKER_BAD_ARGUMENT;
    const problem_entry *entry = &problems->entries[index];
    whisker_problem own = {
        .status = entry->status,
        .line = entry->line,
        .count = entry->count,
        .source = problems->texts.entries[entry->source].text,
        .text = problems->texts.entries[entry->text].text,
    };
    struct_store(out, &own, sizeof own);
    return WHISKER_OK;
}
