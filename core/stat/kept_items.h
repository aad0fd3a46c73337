/* Items without some of them. */
#ifndef WHISKER_STAT_KEPT_ITEMS_H
#define WHISKER_STAT_KEPT_ITEMS_H

#include "base/arena.h"
#include "whisker.h"

/* Those at kept[n], for items without weights whose codes have been checked. 0 when memory is out. */
int items_keep(const whisker_items *items, const int32_t *kept, int64_t n, scratch *scratch, whisker_items *out);

#endif
