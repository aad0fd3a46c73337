/* What could not be read, kept with the table that it is missing from. */
#ifndef WHISKER_DATA_PROBLEMS_H
#define WHISKER_DATA_PROBLEMS_H

#include "data/symbols.h"

/* Entries that are told apart; what is found beyond them is counted in one entry more. */
enum { MOST_PROBLEMS = 1000 };

typedef struct problem_entry {
    int64_t line;
    int64_t count;
    int32_t status;
    int32_t source; /* symbols of `texts` */
    int32_t text;
} problem_entry;

typedef struct problems {
    symbols texts;
    problem_entry *entries;
    int64_t capacity;
    int32_t count;
} problems;

void problems_free(problems *problems);

/* Note a problem of `source`; line is 1-based, 0 for the whole source. The same status and text in the same source
 * count up one entry, which keeps the first line. Statuses: NO_MEMORY. */
int32_t problems_add(whisker_table *table, const char *source, int32_t status, int64_t line, const char *text,
                     whisker_error *error);

#endif
