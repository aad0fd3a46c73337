/* Memory of its own for each task that runs: tasks take a slot and give it back, and there are as many slots as tasks run
 * at once. */
#ifndef WHISKER_RESAMPLE_SLOTS_H
#define WHISKER_RESAMPLE_SLOTS_H

#include "base/arena.h"

typedef struct slots slots;

/* For n_tasks tasks on n_threads threads, `size` bytes each; NULL when memory is out. */
slots *slots_open(int32_t n_threads, int64_t n_tasks, int64_t size, scratch *scratch);
void *slots_take(slots *slots);
void slots_give(slots *slots, void *memory);

#endif
