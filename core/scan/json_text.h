/* JSON strings decoded, and quoted by cJSON; no other file calls it. Its decoder writes to a variable that all threads
 * share, and two allocations a string are what a scan would wait for. */
#ifndef WHISKER_SCAN_JSON_TEXT_H
#define WHISKER_SCAN_JSON_TEXT_H

#include "base/arena.h"

/* A decoded string. */
typedef struct json_text {
    const char *text;   /* ends in NUL and holds no other */
    size_t length;
    int32_t replaced;   /* 1 when \u0000 or half a surrogate pair became U+FFFD */
    int32_t reserved;
    const whisker_allocator *allocator;
    char *owned;
    size_t capacity;
} json_text;

/* Is the string in span, quotes included, UTF-8 with escapes that JSON knows? Statuses: MALFORMED, BAD_ENCODING. */
int32_t json_text_check(const char *span, size_t length, whisker_error *error);

/* Decode the string in span, quotes included. Statuses: MALFORMED (an escape that is none), NO_MEMORY. */
int32_t json_text_open(json_text *decoded, const char *span, size_t length, const whisker_allocator *allocator,
                       whisker_error *error);
void json_text_close(json_text *decoded);

#endif
