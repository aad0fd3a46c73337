/* What went wrong in a session without stopping anything. */
#ifndef WHISKER_PLUGIN_PROBLEMS_H
#define WHISKER_PLUGIN_PROBLEMS_H

#include "whisker_plugin.h"

/* Entries that are told apart; what is met beyond them is counted in one entry more. */
enum { MOST_SESSION_PROBLEMS = 1000 };

/* Each entry's texts are blocks of their own, so that what a caller borrowed stays where it is. */
typedef struct session_problems {
    whisker_problem *entries;
    int64_t capacity;
    int32_t count;
} session_problems;

/* Note a problem; the same one again counts up its entry. Where memory is out nothing is noted: no problem is worth
 * losing a sample for. */
void session_problems_add(session_problems *problems, int32_t status, const char *source, int64_t line,
                          const char *text, int64_t count);
void session_problems_free(session_problems *problems);

#endif
