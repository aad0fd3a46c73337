/* JSON Lines from inside: the loop over lines, and the same loop on several threads. */
#ifndef WHISKER_SCAN_JSON_LINES_H
#define WHISKER_SCAN_JSON_LINES_H

#include "scan/context.h"

struct input;

/* How far a scan has come in its file. */
typedef struct line_place {
    int64_t line;    /* lines so far */
    int64_t record;  /* of them not blank */
} line_place;

/* Lines up to the end of the input, or `most` of them. Statuses: those of a scan. */
int32_t json_lines_read(scan *scan, struct input *input, int64_t most, line_place *place, whisker_error *error);

/* Is there anything to gain by several threads, and may they be used? */
int json_spans_apply(const scan *scan, const struct input *input);
/* The same table as json_lines_read, symbol by symbol and problem by problem. */
int32_t json_spans_read(scan *scan, struct input *input, line_place *place, whisker_error *error);

#endif
