/* A block of replicates is a matrix of counts, and its sums over all runs are that matrix times the matrix of the sums of
 * units: arithmetic as dense as a processor likes it, on numbers that fit its caches. */
#include "resample/joint.h"

#include "base/error.h"
#include "base/sum.h"
#include "resample/panels.h"
#include "resample/slots.h"

#include <string.h>

/* ---- units ---- */

/* The middle of a run's range: known without rounding or order, and near enough to its mean to keep the digits of scores
 * with an offset. */
static double middle_of(int64_t n, const double *score)
{
    double low = INFINITY, high = -INFINITY;
    for (int64_t i = 0; i < n; i++) {
        if (!isfinite(score[i]))
            continue;
        low = score[i] < low ? score[i] : low;
        high = score[i] > high ? score[i] : high;
    }
    return low <= high ? low / 2 + high / 2 : 0;
}

static void describe_sizes(joint *this)
{
    const units *units = &this->units;
    this->shared = this->even = 1;
    for (int32_t r = 1; r < this->n_runs && this->shared; r++)
        this->shared = memcmp(units->size, units->size + r * units->n, (size_t)units->n * sizeof *units->size) == 0;
    for (int64_t u = 1; u < units->n && this->even; u++)
        this->even = this->shared && units->size[u] == units->size[0];
}

static void describe_run(joint *this, int32_t run)
{
    const units *units = &this->units;
    int64_t first = run * units->n;
    sum total = {0, 0};
    for (int64_t u = first; u < first + units->n; u++)
        sum_add(&total, units->sum[u]);
    double mean = this->mean[run] = sum_value(total) / units->total[run];
    for (int64_t u = first; u < first + units->n; u++)
        this->influence[u] = (units->sum[u] - mean * units->size[u]) / units->total[run];
}

int32_t joint_prepare(const whisker_items *items, int32_t n_runs, const double *scores, scratch *scratch, joint *out,
                      whisker_error *error)
{
    *out = (joint){.n_runs = n_runs};
    int32_t status = bootstrap_check_items(items, error);
    if (status != WHISKER_OK)
        return status;
    if (n_runs < 1 || scores == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "the scores of at least one run are needed");
    out->about = arena_take(scratch->arena, n_runs, sizeof *out->about);
    out->mean = arena_take(scratch->arena, n_runs, sizeof *out->mean);
    if (out->about == NULL || out->mean == NULL)
        return error_memory(error);
    for (int32_t r = 0; r < n_runs; r++)
        out->about[r] = middle_of(items->n, scores + r * items->n);
    status = units_reduce(items, n_runs, scores, out->about, UNITS_EACH_COLUMN, scratch, &out->units, error);
    if (status != WHISKER_OK)
        return status;
    out->influence = arena_take(scratch->arena, n_runs * out->units.n, sizeof *out->influence);
    if (out->influence == NULL)
        return error_memory(error);
    describe_sizes(out);
    for (int32_t r = 0; r < n_runs; r++)
        describe_run(out, r);
    return WHISKER_OK;
}

/* ---- replicates ---- */

typedef struct joint_drawing {
    joint *joint;
    const resampling *resampling;
    draw_units *draw;
    panels panels;     /* sums of the runs, then the sizes that are needed */
    slots *slots;
} joint_drawing;

/* What a task works on: a block of replicates. */
typedef struct joint_work {
    double *sum;    /* sum[column * PRODUCT_REPLICATES + replicate] */
    void *products; /* panels_work bytes */
    int32_t *count; /* count[replicate * n + unit] */
} joint_work;

static int64_t work_size(const joint_drawing *this)
{
    int64_t sums = PRODUCT_REPLICATES * (int64_t)this->panels.n_columns * (int64_t)sizeof(double);
    return sums + panels_work(&this->panels) + PRODUCT_REPLICATES * this->panels.n * (int64_t)sizeof(int32_t);
}

static joint_work lay_out(const joint_drawing *this, void *memory)
{
    joint_work work = {.sum = memory};
    work.products = work.sum + PRODUCT_REPLICATES * (int64_t)this->panels.n_columns;
    work.count = (int32_t *)(void *)((char *)work.products + panels_work(&this->panels));
    return work;
}

static double size_of(const joint *joint, const joint_work *work, int32_t run, int32_t replicate)
{
    if (joint->even)
        return joint->units.total[run];
    return work->sum[(joint->n_runs + (joint->shared ? 0 : run)) * (int64_t)PRODUCT_REPLICATES + replicate];
}

static void keep_block(const joint_drawing *this, const joint_work *work, int64_t first, int64_t count)
{
    joint *joint = this->joint;
    for (int32_t run = 0; run < joint->n_runs; run++) {
        double *place = joint->deviation + run * joint->n_replicates + first;
        for (int32_t r = 0; r < count; r++) {
            double size = size_of(joint, work, run, r), total = work->sum[run * (int64_t)PRODUCT_REPLICATES + r];
            place[r] = size > 0 ? total / size - joint->mean[run] : NAN;
        }
    }
}

static void joint_task(void *context, int64_t task)
{
    const joint_drawing *this = context;
    draw_stream stream = draw_open(this->resampling->seed, (uint64_t)task);
    void *memory = slots_take(this->slots);
    joint_work work = lay_out(this, memory);
    int64_t first = task * REPLICATES_IN_TASK, last = first + REPLICATES_IN_TASK, n = this->joint->n_replicates;
    for (int64_t r = first; r < last && r < n; r += PRODUCT_REPLICATES) {
        for (int i = 0; i < PRODUCT_REPLICATES; i++)
            replicate_count(this->draw, &stream, this->panels.n, work.count + i * this->panels.n);
        panels_multiply(&this->panels, work.count, work.products, work.sum);
        keep_block(this, &work, r, n - r < PRODUCT_REPLICATES ? n - r : PRODUCT_REPLICATES);
    }
    slots_give(this->slots, memory);
}

static int32_t size_columns(const joint *joint)
{
    return joint->even ? 0 : joint->shared ? 1 : joint->n_runs;
}

static int take_panels(joint_drawing *this, scratch *scratch)
{
    const joint *joint = this->joint;
    int32_t n_columns = joint->n_runs + size_columns(joint);
    const double **column = arena_take(scratch->arena, n_columns, sizeof *column);
    if (column == NULL)
        return 0;
    for (int32_t c = 0; c < n_columns; c++)
        column[c] = c < joint->n_runs ? joint->units.sum + c * joint->units.n
                                      : joint->units.size + (c - joint->n_runs) * joint->units.n;
    return panels_fill(joint->units.n, n_columns, column, processor_here(), scratch, &this->panels);
}

int32_t joint_draw(joint *joint, const resampling *resampling, scratch *scratch, whisker_error *error)
{
    joint_drawing this = {.joint = joint, .resampling = resampling, .draw = draw_units_for(processor_here())};
    joint->n_replicates = resampling->n_replicates;
    joint->deviation = arena_take(scratch->arena, joint->n_runs * joint->n_replicates, sizeof *joint->deviation);
    if (joint->deviation == NULL || !take_panels(&this, scratch))
        return error_memory(error);
    this.slots = slots_open(resampling->threads, replicates_tasks(resampling), work_size(&this), scratch);
    if (this.slots == NULL)
        return error_memory(error);
    return replicates_run(resampling, joint_task, &this, error);
}
