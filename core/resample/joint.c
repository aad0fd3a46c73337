/* A block of replicates is a matrix of counts, and its sums over all runs are that matrix times the matrix of the sums of
 * units: arithmetic as dense as a processor likes it, on numbers that fit its caches. */
#include "resample/joint.h"

#include "base/error.h"
#include "base/sum.h"
#include "resample/product.h"
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

/* ---- panels: the sums of units, a block of columns after the other ---- */

typedef struct joint_drawing {
    joint *joint;
    const resampling *resampling;
    draw_units *draw;
    product *product;
    slots *slots;
    int32_t n_columns; /* sums of the runs, then the sizes that are needed */
    int32_t n_panels;
    double *panel;     /* panel[(panel * n + unit) * PRODUCT_COLUMNS + column], in steps */
    double *step;      /* step[n_columns]: powers of two */
} joint_drawing;

static int32_t size_columns(const joint *joint)
{
    return joint->even ? 0 : joint->shared ? 1 : joint->n_runs;
}

static void fill_panels(joint_drawing *this)
{
    const joint *joint = this->joint;
    int64_t n = joint->units.n;
    for (int32_t c = 0; c < this->n_columns; c++) {
        const double *column = c < joint->n_runs ? joint->units.sum + c * n : joint->units.size + (c - joint->n_runs) * n;
        double *place = this->panel + c / PRODUCT_COLUMNS * n * PRODUCT_COLUMNS + c % PRODUCT_COLUMNS;
        int exponent = unit_rows_exponent(n, column, PRODUCT_BITS);
        this->step[c] = ldexp(1, exponent);
        for (int64_t u = 0; u < n; u++)
            place[u * PRODUCT_COLUMNS] = rint(ldexp(column[u], -exponent));
    }
}

/* ---- replicates ---- */

/* What a task works on: counts of a block of replicates, and their sums. */
typedef struct joint_work {
    int32_t *drawn; /* drawn[n] */
    double *count;  /* count[PRODUCT_REPLICATES * n] */
    double *sum;    /* sum[n_panels * PRODUCT_REPLICATES * PRODUCT_COLUMNS] */
} joint_work;

static int64_t work_size(const joint_drawing *this)
{
    int64_t n = this->joint->units.n, block = PRODUCT_REPLICATES * PRODUCT_COLUMNS;
    return (int64_t)sizeof(double) * (n * (PRODUCT_REPLICATES + 1) + this->n_panels * block);
}

static joint_work lay_out(const joint_drawing *this, void *memory)
{
    int64_t n = this->joint->units.n;
    joint_work work = {.count = memory};
    work.sum = work.count + PRODUCT_REPLICATES * n;
    work.drawn = (int32_t *)(void *)(work.sum + this->n_panels * (int64_t)(PRODUCT_REPLICATES * PRODUCT_COLUMNS));
    return work;
}

static void draw_block(const joint_drawing *this, draw_stream *stream, const joint_work *work)
{
    int64_t n = this->joint->units.n;
    for (int r = 0; r < PRODUCT_REPLICATES; r++) {
        replicate_count(this->draw, stream, n, work->drawn);
        for (int64_t u = 0; u < n; u++)
            work->count[r * n + u] = work->drawn[u];
    }
    for (int32_t p = 0; p < this->n_panels; p++)
        this->product(n, work->count, this->panel + p * n * PRODUCT_COLUMNS,
                      work->sum + p * (int64_t)(PRODUCT_REPLICATES * PRODUCT_COLUMNS));
}

static double sum_of(const joint_drawing *this, const joint_work *work, int32_t column, int32_t replicate)
{
    int64_t block = column / PRODUCT_COLUMNS * (int64_t)(PRODUCT_REPLICATES * PRODUCT_COLUMNS);
    return this->step[column] * work->sum[block + replicate * PRODUCT_COLUMNS + column % PRODUCT_COLUMNS];
}

static double size_of(const joint_drawing *this, const joint_work *work, int32_t run, int32_t replicate)
{
    const joint *joint = this->joint;
    if (joint->even)
        return joint->units.total[run];
    return sum_of(this, work, joint->n_runs + (joint->shared ? 0 : run), replicate);
}

static void keep_block(const joint_drawing *this, const joint_work *work, int64_t first, int64_t count)
{
    joint *joint = this->joint;
    for (int32_t run = 0; run < joint->n_runs; run++) {
        double *place = joint->deviation + run * joint->n_replicates + first;
        for (int32_t r = 0; r < count; r++) {
            double size = size_of(this, work, run, r), total = sum_of(this, work, run, r);
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
        draw_block(this, &stream, &work);
        keep_block(this, &work, r, n - r < PRODUCT_REPLICATES ? n - r : PRODUCT_REPLICATES);
    }
    slots_give(this->slots, memory);
}

int32_t joint_draw(joint *joint, const resampling *resampling, scratch *scratch, whisker_error *error)
{
    joint_drawing this = {.joint = joint, .resampling = resampling, .draw = draw_units_for(processor_here()),
                          .product = product_for(processor_here()), .n_columns = joint->n_runs + size_columns(joint)};
    this.n_panels = (this.n_columns + PRODUCT_COLUMNS - 1) / PRODUCT_COLUMNS;
    joint->n_replicates = resampling->n_replicates;
    joint->deviation = arena_take(scratch->arena, joint->n_runs * joint->n_replicates, sizeof *joint->deviation);
    this.panel = arena_take_zeroed(scratch->arena, this.n_panels * joint->units.n,
                                   PRODUCT_COLUMNS * sizeof *this.panel);
    this.step = arena_take(scratch->arena, this.n_columns, sizeof *this.step);
    this.slots = slots_open(resampling->threads, replicates_tasks(resampling), work_size(&this), scratch);
    if (joint->deviation == NULL || this.panel == NULL || this.step == NULL || this.slots == NULL)
        return error_memory(error);
    fill_panels(&this);
    return replicates_run(resampling, joint_task, &this, error);
}
