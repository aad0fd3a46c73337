/* A part of a scan on its own: read by any thread into a table of its own, and joined to the whole in order. */
#ifndef WHISKER_SCAN_PART_H
#define WHISKER_SCAN_PART_H

#include "scan/context.h"

typedef struct scan_part {
    whisker_table *table;
    scan scan;
    int is_clean;  /* the table says all there is to say: nothing was skipped, and nothing noted */
} scan_part;

/* Declarations and options of the whole, which another thread may be scanning with: nothing that changes is looked at.
 * source: names the input in problems. 0: no memory. part_close is due whatever comes back. */
int part_open(scan_part *part, const scan *whole, const char *source, const whisker_allocator *allocator);
/* What was read, with the status that it ended with; the table stays. */
void part_finish(scan_part *part, int32_t status);
void part_close(scan_part *part);

/* The rows behind those of the whole, when the part is clean and its columns fit: texts, columns and rows are then
 * numbered as if one scan had met them. *is_joined 0: read it once more, into the whole. Statuses: NO_MEMORY, TOO_LARGE. */
int32_t part_join(scan *whole, const scan_part *part, int *is_joined, whisker_error *error);

#endif
