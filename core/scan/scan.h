/* One scan from inside: what is wanted, where it goes, and what went wrong so far. */
#ifndef WHISKER_SCAN_SCAN_H
#define WHISKER_SCAN_SCAN_H

#include "data/table.h"
#include "scan/selection.h"

enum { LONGEST_COLUMN_NAME = 1024 };

typedef struct scan {
    whisker_table *table;
    whisker_arena *arena;          /* the selection, and names while a record is walked */
    whisker_scan_options options;  /* with the defaults filled in */
    selection selection;
    const char *source;            /* names the input in problems */
    struct json_walk *walk;        /* of JSON, made when it is first needed; NULL until then */
    int32_t columns_made;          /* by wildcards */
    int32_t problems_before;       /* of the table, when the scan began */
    int64_t first_row;
    int64_t skipped;
    int64_t bytes;
    whisker_error first_fault;     /* of the first record that was skipped */
} scan;

/* Note something that could not be read as it was meant, and go on. */
int32_t scan_problem(scan *scan, int32_t status, int64_t line, whisker_error *error, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* A record is given up for the reason in `fault`. Returns WHISKER_OK when the scan may go on with the next one: the
 * record is counted and its reason is a problem. Otherwise (memory, a caller's mistake, strict) the fault's status. */
int32_t scan_skip(scan *scan, const whisker_error *fault, whisker_error *error);

/* ---- the ways to read, each over the same input ---- */

struct input;
int32_t scan_json_lines(scan *scan, struct input *input, whisker_error *error);
int32_t scan_json_value(scan *scan, struct input *input, whisker_error *error);
int32_t scan_csv(scan *scan, struct input *input, whisker_error *error);

/* ---- a scan from begin to end ---- */

/* Statuses as in whisker_scan_file. scan_close is due whatever comes back. */
int32_t scan_open(scan *scan, whisker_table *table, int32_t n_fields, const whisker_field *fields,
                  const whisker_scan_options *options, whisker_error *error);
/* Read one input; on failure the rows it gave are gone. */
int32_t scan_input(scan *scan, struct input *input, const char *source, whisker_error *error);
/* Write the result, and take back the rows unless status is WHISKER_OK. Returns status. */
int32_t scan_finish(scan *scan, int32_t status, whisker_scan_result *out);
void scan_close(scan *scan);

#endif
