/* One scan from inside: what is wanted, where it goes, and what went wrong so far. */
#ifndef WHISKER_SCAN_CONTEXT_H
#define WHISKER_SCAN_CONTEXT_H

#include "data/table.h"
#include "scan/selection.h"

enum { LONGEST_COLUMN_NAME = 1024 };

typedef struct scan {
    whisker_table *table;
    whisker_arena *arena;          /* the selection, and names while a record is walked */
    whisker_scan_options options;  /* with the defaults filled in */
    const whisker_field *fields;   /* the caller's declarations */
    int32_t n_fields;
    selection selection;
    int32_t *recent;               /* by field: the symbol of its last text, WHISKER_NO_SYMBOL before the first */
    const char *source;            /* names the input in problems */
    struct json_walk *walk;        /* of JSON, made when it is first needed; NULL until then */
    int32_t columns_made;          /* by wildcards */
    int32_t problems_before;       /* of the table, when the scan began */
    int64_t first_row;
    int64_t skipped;
    int64_t bytes;
    double done_before, done_here; /* the input in hand is this part of all there is to read; 0, 0: all of it */
    int is_full;                   /* the table may hold no more: the scan ends */
    whisker_error first_fault;     /* of the first record that was skipped */
} scan;

/* Note something that could not be read as it was meant, and go on. */
int32_t scan_problem(scan *scan, int32_t status, int64_t line, whisker_error *error, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* Ask the watch, if there is one, whether to go on; done is the part of the input in hand. Statuses: CANCELLED. */
int32_t scan_ask(const scan *scan, double done, whisker_error *error);

/* May the table hold so many rows more? Statuses: TOO_LARGE, which ends the scan. */
int32_t scan_make_room(scan *scan, int64_t rows, whisker_error *error);

/* A record is given up for the reason in `fault`. Returns WHISKER_OK when the scan may go on with the next one: the
 * record is counted and its reason is a problem. Otherwise (memory, a caller's mistake, strict) the fault's status. */
int32_t scan_skip(scan *scan, const whisker_error *fault, whisker_error *error);

#endif
