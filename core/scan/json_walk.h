/* One walk over one JSON value, without recursion: what is declared goes into the table, the rest is passed over. */
#ifndef WHISKER_SCAN_JSON_WALK_H
#define WHISKER_SCAN_JSON_WALK_H

#include "scan/json_state.h"

/* Statuses: NO_MEMORY. json_walk_close is due whatever comes back. */
int32_t json_walk_open(json_walk *walk, scan *scan, whisker_error *error);
void json_walk_close(json_walk *walk);

/* Walk the value at the start of text; walk->at is then behind it. line is where it begins, record its position;
 * walk->unit and walk->elements say what it is. When it fails, the rows that were complete stay.
 * Statuses: MALFORMED, TOO_DEEP, BAD_ENCODING with the line, NO_MEMORY. */
int32_t json_walk_value(json_walk *walk, const char *text, size_t length, int64_t line, int64_t record,
                        whisker_error *error);

#endif
