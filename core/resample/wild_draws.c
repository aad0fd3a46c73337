#include "resample/wild_draws.h"

#include "base/error.h"
#include "base/random.h"
#include "base/workers.h"
#include "resample/wild_signs.h"

#include <math.h>

/* ---- Webb's six points ---- */

enum { WEBB_POINTS = 6, BATCH = 128 };

/* Webb 2023 (working paper 2014): six weights of mean 0 and variance 1, so that few units still have many patterns. */
static const double webb_weight[WEBB_POINTS] = {
    -1.2247448713915890491, -1, -0.70710678118654752440, 0.70710678118654752440, 1, 1.2247448713915890491,
};

static const double rounding = 1e-12; /* weights that are all alike leave this much of w - b */

typedef struct webb_work {
    const wild_units *units;
    const wild_plan *plan;
    wild_draws *out;
} webb_work;

static double webb_next(random_stream *stream)
{
    return webb_weight[random_below(stream, WEBB_POINTS)];
}

/* Squares of these weights are not 1, so the sums of wild_draws.h are added up as they stand, in a second pass over the
 * same stream. */
static void webb_replicate(const webb_work *work, int64_t replicate)
{
    const wild_units *units = work->units;
    double a = 0, b = 0, square = 0, cross = 0, share_square = 0;
    random_stream stream = random_open(work->plan->seed, (uint64_t)replicate);
    for (int64_t g = 0; g < units->n; g++) {
        double weight = webb_next(&stream);
        a += weight * units->sum[g];
        b += weight * units->share[g];
    }
    stream = random_open(work->plan->seed, (uint64_t)replicate);
    for (int64_t g = 0; g < units->n; g++) {
        double weight = webb_next(&stream);
        double residual = weight * units->sum[g] - units->share[g] * a;
        double apart = fabs(weight - b) > rounding ? units->share[g] * (weight - b) : 0;
        square += residual * residual;
        cross += residual * apart;
        share_square += apart * apart;
    }
    double sign = b < 0 ? -1 : 1;
    work->out->sum[replicate] = sign * a;
    work->out->share[replicate] = sign * b;
    work->out->square[replicate] = square;
    work->out->cross[replicate] = cross;
    work->out->share_square[replicate] = share_square;
}

static void webb_batch(void *context, int64_t batch)
{
    const webb_work *work = context;
    int64_t end = (batch + 1) * BATCH < work->out->n ? (batch + 1) * BATCH : work->out->n;
    for (int64_t replicate = batch * BATCH; replicate < end; replicate++)
        webb_replicate(work, replicate);
}

static int32_t webb_draw(const wild_units *units, const wild_plan *plan, wild_draws *out, whisker_error *error)
{
    webb_work work = {units, plan, out};
    if (!workers_watch(plan->threads, (out->n + BATCH - 1) / BATCH, webb_batch, &work, plan->watch,
                       plan->watch_context))
        return error_set(error, WHISKER_CANCELLED, "the bootstrap was stopped");
    return WHISKER_OK;
}

/* ---- either ---- */

int32_t wild_draw(const wild_units *units, const wild_plan *plan, scratch *scratch, wild_draws *out,
                  whisker_error *error)
{
    double **columns[] = {&out->sum, &out->share, &out->square, &out->cross, &out->share_square};
    out->n = plan->n;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        *columns[i] = arena_take(scratch->arena, out->n, sizeof(double));
        if (*columns[i] == NULL)
            return error_memory(error);
    }
    if (plan->weights == WHISKER_WEBB)
        return webb_draw(units, plan, out, error);
    return signs_draw(units, plan, scratch, out, error);
}
