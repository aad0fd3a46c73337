/* Passing over JSON that nobody asked for: the loops that see every byte of a file. */
#ifndef WHISKER_SCAN_JSON_SKIP_H
#define WHISKER_SCAN_JSON_SKIP_H

#include <stdint.h>

/* From behind the opening quote to behind the closing one; NULL when the text ends first. *escaped becomes 1 when a
 * backslash was met and is left alone otherwise. */
const char *json_skip_string(const char *at, const char *end, int *escaped);

typedef enum skip_result {
    SKIP_DONE = 0,
    SKIP_ENDS_IN_STRING = 1,
    SKIP_ENDS_OPEN = 2,  /* the text ends inside an object or array */
    SKIP_MISMATCH = 3,   /* [ closed by } or the reverse; *at is the bracket */
    SKIP_TOO_DEEP = 4
} skip_result;

/* From an opening bracket to behind the one that closes it. Brackets and strings are checked, what stands between
 * them is not. objects[(max_depth + 63) / 64] is scratch: one bit for each level, 1 = object. */
skip_result json_skip_container(const char **at, const char *end, uint64_t *objects, int32_t max_depth);

#endif
