/* Natural order of names: by bytes, but runs of digits compare as numbers ("item 9" before "item 10"). */
#ifndef WHISKER_DATA_NATURAL_H
#define WHISKER_DATA_NATURAL_H

#include "data/symbols.h"

/* Below 0, 0 or above 0. A total order: texts that differ only in leading zeros compare by their bytes. */
int natural_compare(const symbol_entry *a, const symbol_entry *b);

/* Sort n symbols by their texts. Returns 0 when memory is out. */
int natural_sort(const symbols *texts, int64_t n, int32_t *symbols, whisker_arena *scratch);

#endif
