#define _POSIX_C_SOURCE 200809L
#include "problems.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

static whisker_problem *find(const session_problems *problems, int32_t status, const char *source, const char *text)
{
    for (int32_t i = problems->count - 1; i >= 0; i--) {
        whisker_problem *entry = &problems->entries[i];
        if (entry->status == status && strcmp(entry->source, source) == 0 && strcmp(entry->text, text) == 0)
            return entry;
    }
    return NULL;
}

static void append(session_problems *problems, int32_t status, const char *source, int64_t line, const char *text,
                   int64_t count)
{
    whisker_problem entry = {.size = sizeof entry, .status = status, .line = line, .count = count};
    if (!allocator_grow(&allocator_default, (void **)&problems->entries, &problems->capacity,
                        problems->count + INT64_C(1), sizeof entry))
        return;
    entry.source = strdup(source);
    entry.text = strdup(text);
    if (entry.source != NULL && entry.text != NULL) {
        problems->entries[problems->count++] = entry;
        return;
    }
    free((char *)entry.source);
    free((char *)entry.text);
}

void session_problems_add(session_problems *problems, int32_t status, const char *source, int64_t line,
                          const char *text, int64_t count)
{
    whisker_problem *known = find(problems, status, source, text);
    if (known == NULL && problems->count > MOST_SESSION_PROBLEMS)
        known = &problems->entries[MOST_SESSION_PROBLEMS];
    if (known != NULL)
        known->count += count;
    else if (problems->count == MOST_SESSION_PROBLEMS)
        append(problems, status, "other problems", 0, "more different problems than are listed one by one", count);
    else
        append(problems, status, source, line, text, count);
}

void session_problems_free(session_problems *problems)
{
    for (int32_t i = 0; i < problems->count; i++) {
        free((char *)problems->entries[i].source);
        free((char *)problems->entries[i].text);
    }
    free(problems->entries);
}
