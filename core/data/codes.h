/* Dense codes: any keys numbered 0, 1, 2, ... by first appearance. */
#ifndef WHISKER_DATA_CODES_H
#define WHISKER_DATA_CODES_H

#include "base/arena.h"

/* The key of what belongs with nothing else: each has a code of its own. */
#define CODES_ALONE UINT64_MAX

/* Returns 0 when memory is out. */
int codes_encode(int64_t n, const uint64_t *keys, int32_t *codes, int32_t *n_codes, whisker_arena *scratch);

#endif
