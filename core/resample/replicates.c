#include "resample/replicates.h"

#include "base/error.h"
#include "base/workers.h"
#include "resample/slots.h"

#include <string.h>

enum { UNITS_AT_ONCE = 4096 };

typedef struct drawing {
    const resampling *resampling;
    const unit_rows *rows;
    draw_units *draw;
    replicate_reader *reader;
    void *context;
} drawing;

/* ---- sums ---- */

/* With the number of columns known, their sums stay in registers. */
static inline void add_known(const int64_t *row, int64_t count, const uint32_t *unit, int64_t *total,
                             const int32_t n_columns)
{
    int64_t sum[REPLICATE_COLUMNS] = {0};
    for (int64_t i = 0; i < count; i++)
        for (int32_t c = 0; c < n_columns; c++)
            sum[c] += row[(int64_t)unit[i] * n_columns + c];
    for (int32_t c = 0; c < n_columns; c++)
        total[c] += sum[c];
}

/* Two sums in two registers: a vector of both would wait for each row. */
static void add_pairs(const int64_t *row, int64_t count, const uint32_t *unit, int64_t *total)
{
    int64_t first = 0, second = 0;
    for (int64_t i = 0; i < count; i++) {
        first += row[2 * (int64_t)unit[i]];
        second += row[2 * (int64_t)unit[i] + 1];
    }
    total[0] += first;
    total[1] += second;
}

static void add_rows(const unit_rows *rows, int64_t count, const uint32_t *unit, int64_t *total)
{
    switch (rows->n_columns) {
    case 1: add_known(rows->row, count, unit, total, 1); return;
    case 2: add_pairs(rows->row, count, unit, total); return;
    case 3: add_known(rows->row, count, unit, total, 3); return;
    case 4: add_known(rows->row, count, unit, total, 4); return;
    case REPLICATE_COLUMNS: add_known(rows->row, count, unit, total, REPLICATE_COLUMNS); return;
    }
}

/* ---- replicates ---- */

static int64_t whole_steps(int64_t count)
{
    return (count + DRAW_STEP - 1) / DRAW_STEP * DRAW_STEP;
}

static void draw_replicate(const drawing *this, draw_stream *stream, int64_t *total)
{
    uint32_t unit[UNITS_AT_ONCE];
    for (int64_t done = 0; done < this->rows->n; done += UNITS_AT_ONCE) {
        int64_t left = this->rows->n - done, count = left < UNITS_AT_ONCE ? left : UNITS_AT_ONCE;
        this->draw(stream, (uint32_t)this->rows->n, whole_steps(count), unit);
        add_rows(this->rows, count, unit, total);
    }
}

static void draw_task(void *context, int64_t task)
{
    const drawing *this = context;
    draw_stream stream = draw_open(this->resampling->seed, (uint64_t)task);
    int64_t first = task * REPLICATES_IN_TASK, last = first + REPLICATES_IN_TASK;
    for (int64_t r = first; r < last && r < this->resampling->n_replicates; r++) {
        int64_t total[REPLICATE_COLUMNS] = {0};
        draw_replicate(this, &stream, total);
        this->reader(this->context, r, total);
    }
}

int64_t replicates_tasks(const resampling *resampling)
{
    return (resampling->n_replicates + REPLICATES_IN_TASK - 1) / REPLICATES_IN_TASK;
}

int32_t replicates_run(const resampling *resampling, replicate_task *task, void *context, whisker_error *error)
{
    if (!workers_watch(resampling->threads, replicates_tasks(resampling), task, context, resampling->watch,
                       resampling->watch_context))
        return error_set(error, WHISKER_CANCELLED, "the resampling was stopped");
    return WHISKER_OK;
}

int32_t replicates_draw(const resampling *resampling, const unit_rows *rows, replicate_reader *reader, void *context,
                        whisker_error *error)
{
    drawing this = {resampling, rows, draw_units_for(processor_here()), reader, context};
    return replicates_run(resampling, draw_task, &this, error);
}

/* ---- counts ---- */

typedef struct counting {
    const resampling *resampling;
    int64_t n_units;
    draw_units *draw;
    slots *slots;
    count_reader *reader;
    void *context;
} counting;

void replicate_count(draw_units *draw, draw_stream *stream, int64_t n_units, int32_t *count)
{
    uint32_t unit[UNITS_AT_ONCE];
    memset(count, 0, (size_t)n_units * sizeof *count);
    for (int64_t done = 0; done < n_units; done += UNITS_AT_ONCE) {
        int64_t left = n_units - done, drawn = left < UNITS_AT_ONCE ? left : UNITS_AT_ONCE;
        draw(stream, (uint32_t)n_units, whole_steps(drawn), unit);
        for (int64_t i = 0; i < drawn; i++)
            count[unit[i]]++;
    }
}

static void count_task(void *context, int64_t task)
{
    const counting *this = context;
    draw_stream stream = draw_open(this->resampling->seed, (uint64_t)task);
    int32_t *count = slots_take(this->slots);
    int64_t first = task * REPLICATES_IN_TASK, last = first + REPLICATES_IN_TASK;
    for (int64_t r = first; r < last && r < this->resampling->n_replicates; r++) {
        replicate_count(this->draw, &stream, this->n_units, count);
        this->reader(this->context, r, count);
    }
    slots_give(this->slots, count);
}

int32_t replicates_count(const resampling *resampling, int64_t n_units, count_reader *reader, void *context,
                         scratch *scratch, whisker_error *error)
{
    counting this = {resampling, n_units, draw_units_for(processor_here()), NULL, reader, context};
    this.slots = slots_open(resampling->threads, replicates_tasks(resampling), n_units * (int64_t)sizeof(int32_t),
                            scratch);
    if (this.slots == NULL)
        return error_memory(error);
    return replicates_run(resampling, count_task, &this, error);
}
