/* Records of CSV (RFC 4180) cut out of an input. What the RFC leaves open is read as most programs do: "\n" or "\r"
 * alone ends a record, the separator may be a semicolon or a tab, quotes inside an unquoted field are part of it. */
#ifndef WHISKER_SCAN_CSV_RECORD_H
#define WHISKER_SCAN_CSV_RECORD_H

#include "scan/input.h"

enum { MOST_CSV_FIELDS = 65536 };

typedef struct csv_field {
    const char *text;    /* without the outer quotes */
    size_t length;
    int32_t has_quotes;  /* quotes inside are doubled still: csv_unquote */
    int32_t reserved;
} csv_field;

typedef struct csv_record {
    input *input;
    csv_field *fields;
    int64_t capacity;
    int64_t n_fields;
    int64_t line;        /* where the record begins, 1-based */
    int64_t next_line;
    char *unquoted;
    int64_t unquoted_capacity;
    char separator;
} csv_record;

/* Looks at the first line for the separator. Statuses: those of input_extend. csv_record_close is due whatever comes
 * back. */
int32_t csv_record_open(csv_record *record, input *input, int64_t most, whisker_error *error);
void csv_record_close(csv_record *record);

/* The next record that is not a blank line; n_fields 0 at the end. Fields are valid until the next call. A record that
 * is broken or longer than `most` is passed over up to the end of the line in which its fault stands.
 * Statuses: MALFORMED and TOO_LARGE with the line, and those of input_extend. */
int32_t csv_record_next(csv_record *record, int64_t most, whisker_error *error);

/* The field as it is meant. Valid until the next call. Statuses: NO_MEMORY. */
int32_t csv_unquote(csv_record *record, const csv_field *field, const char **text, size_t *length,
                    whisker_error *error);

#endif
