/* Several runs drawn together (M9.1): their means, and differences of these. */
#include "base/error.h"
#include "base/structs.h"
#include "base/workers.h"
#include "resample/bootstrap_report.h"
#include "resample/joint.h"
#include "resample/pair_tails.h"
#include "resample/slots.h"

#include <math.h>
#include <string.h>

static const double ROUNDING = 1e-12; /* of a standard error: replicates this near to the estimate are equal to it */

/* One call. */
typedef struct joint_bootstrap {
    bootstrap_plan plan;
    joint joint;
    const int32_t *pairs;            /* NULL: all */
    int64_t n_results;               /* runs or pairs */
    unsigned char *incomplete;       /* incomplete[n_runs]: 1 for a run that is undefined in some replicate */
    slots *slots;
    pair_tails_of *tails_of;
    char *out;                       /* results, `stride` bytes apart */
    size_t stride;
} joint_bootstrap;

/* ---- results ---- */

static void keep_result(const joint_bootstrap *this, int64_t index, const whisker_bootstrap_estimate *made)
{
    uint32_t size = (uint32_t)this->stride;
    char *place = this->out + (size_t)index * this->stride;
    if (index > 0)
        memcpy(place, &size, sizeof size);
    struct_store(place, made, sizeof *made);
}

static void note_units(const joint *joint, whisker_bootstrap_estimate *out)
{
    if (joint->units.n < 2)
        out->notes |= WHISKER_NOTE_ONE_CLUSTER;
    else if (out->standard_error == 0)
        out->notes |= WHISKER_NOTE_NO_VARIATION;
}

static void fill_result(const joint_bootstrap *this, law *law, const double *influence, const double *size,
                        double total, whisker_bootstrap_estimate *out)
{
    const joint *joint = &this->joint;
    if (this->plan.kind == WHISKER_BOOTSTRAP_BCA)
        out->acceleration = bootstrap_acceleration(joint->units.n, influence);
    bootstrap_interval interval = bootstrap_interval_of(law, this->plan.kind, this->plan.level, out->acceleration);
    bootstrap_report_fill(law, &interval, out->value, out);
    if (bootstrap_is_narrow(joint->units.n, influence, size, total))
        out->notes |= WHISKER_NOTE_BOOTSTRAP_NARROW;
}

static double root_of_squares(int64_t n, const double *influence)
{
    double squares = 0;
    for (int64_t u = 0; u < n; u++)
        squares += influence[u] * influence[u];
    return sqrt(squares);
}

/* ---- one run ---- */

/* The replicates that are defined, copied. */
static law law_of_run(const joint *joint, int32_t run, double *spare)
{
    int64_t kept = 0;
    for (int64_t r = 0; r < joint->n_replicates; r++) {
        double deviation = joint->deviation[run * joint->n_replicates + r];
        if (!isnan(deviation))
            spare[kept++] = deviation;
    }
    return law_drawn(kept, spare, 0);
}

static void settle_law(const joint *joint, double linear_error, law *law)
{
    if (!joint->even)
        return;
    law->mean = 0; /* a sum of independent draws: both are known */
    law->standard_error = linear_error;
}

static void run_task(void *context, int64_t run)
{
    const joint_bootstrap *this = context;
    const joint *joint = &this->joint;
    const units *units = &joint->units;
    const double *influence = joint->influence + run * units->n;
    double linear_error = root_of_squares(units->n, influence);
    whisker_bootstrap_estimate made = bootstrap_report_start(&this->plan, units);
    double *spare = slots_take(this->slots);
    law law = law_of_run(joint, (int32_t)run, spare);
    made.value = joint->about[run] + joint->mean[run];
    made.replicates = joint->n_replicates;
    made.n_undefined = joint->n_replicates - law.n_replicates;
    made.n_items = units->n_items[run];
    made.n_missing = units->n_missing[run];
    made.standard_error = units->n < 2 ? NAN : linear_error;
    if (made.standard_error > 0) {
        settle_law(joint, linear_error, &law);
        fill_result(this, &law, influence, units->size + run * units->n, units->total[run], &made);
    }
    note_units(joint, &made);
    made.notes |= made.n_undefined > 0 ? WHISKER_NOTE_UNDEFINED_REPLICATES : 0;
    if (this->plan.ranged)
        bootstrap_report_clip(this->plan.low, this->plan.high, &made);
    keep_result(this, run, &made);
    slots_give(this->slots, spare);
}

/* ---- a pair ---- */

/* What the task of a pair works on. */
typedef struct pair {
    const joint *joint;
    int32_t a, b;
    double linear_error;
    double *influence;   /* influence[units.n]: of the difference */
    double *difference;  /* difference[n_replicates + TAIL_LANES], once all of them are needed */
    pair_tails tails;
    ranking low, high;   /* what the tails keep */
    ranking all;         /* differences; n = 0: not filled */
} pair;

static int64_t pair_size(const joint *joint)
{
    return (int64_t)sizeof(double) * (joint->units.n + 3 * (joint->n_replicates + TAIL_LANES));
}

static pair lay_out(const joint *joint, void *memory)
{
    pair pair = {.joint = joint, .influence = memory};
    pair.difference = pair.influence + joint->units.n;
    pair.tails.low = pair.difference + joint->n_replicates + TAIL_LANES;
    pair.tails.high = pair.tails.low + joint->n_replicates + TAIL_LANES;
    return pair;
}

static void find_pair(const joint_bootstrap *this, int64_t index, pair *pair)
{
    int32_t n = this->joint.n_runs;
    if (this->pairs != NULL) {
        pair->a = this->pairs[2 * index];
        pair->b = this->pairs[2 * index + 1];
        return;
    }
    for (pair->a = 0; index >= n - 1 - pair->a; pair->a++)
        index -= n - 1 - pair->a;
    pair->b = pair->a + 1 + (int32_t)index;
}

static void describe_pair(pair *pair)
{
    const joint *joint = pair->joint;
    int64_t n = joint->units.n;
    for (int64_t u = 0; u < n; u++)
        pair->influence[u] = joint->influence[pair->a * n + u] - joint->influence[pair->b * n + u];
    pair->linear_error = root_of_squares(n, pair->influence);
}

/* All differences, for ranks that lie further in than was expected. */
static void fill_differences(pair *pair)
{
    const double *a = pair->joint->deviation + pair->a * pair->joint->n_replicates;
    const double *b = pair->joint->deviation + pair->b * pair->joint->n_replicates;
    int64_t n = 0;
    for (int64_t r = 0; r < pair->joint->n_replicates; r++) {
        double difference = a[r] - b[r];
        if (!isnan(difference))
            pair->difference[n++] = difference;
    }
    pair->all = ranking_of(n, pair->difference);
}

static double ranked_pair(law *law, int64_t k, int from_above)
{
    pair *pair = law->context;
    if (from_above && k <= pair->high.n)
        return ranking_at(&pair->high, pair->high.n - k);
    if (!from_above && k <= pair->low.n)
        return ranking_at(&pair->low, k - 1);
    if (pair->all.n == 0)
        fill_differences(pair);
    return ranking_at(&pair->all, from_above ? pair->all.n - k : k - 1);
}

/* Where to cut the tails: for normal differences a third more is kept than the rank of the limit and its Monte Carlo
 * error take, for BCa, whose limits move, the double. */
static double cut_of(const joint_bootstrap *this, double linear_error)
{
    double tail = (1 - this->plan.level) / 2, n = (double)this->joint.n_replicates;
    double more = this->plan.kind == WHISKER_BOOTSTRAP_BCA ? 2 : 1.33;
    double share = fmin(0.5, more * (tail + sqrt(tail / n)) + 2 / n);
    return whisker_normal_quantile(share, WHISKER_UPPER) * linear_error;
}

static law law_of_tails(const joint_bootstrap *this, pair *pair)
{
    const joint *joint = &this->joint;
    int64_t n = joint->n_replicates;
    double count = (double)n;
    pair_tails *tails = &pair->tails;
    tails->ceiling = cut_of(this, pair->linear_error);
    tails->floor = -tails->ceiling;
    tails->slack = ROUNDING * pair->linear_error;
    this->tails_of(n, joint->deviation + pair->a * n, joint->deviation + pair->b * n, tails);
    pair->low = ranking_of(tails->n_low, tails->low);
    pair->high = ranking_of(tails->n_high, tails->high);
    law law = law_ranked(n, ranked_pair, pair);
    law.mean = tails->total / count;
    law.standard_error = sqrt((tails->squares - tails->total * law.mean) / (count - 1));
    law.below = ((double)tails->n_below + (double)(n - tails->n_above)) / (2 * count);
    law.above = ((double)tails->n_above + (double)(n - tails->n_below)) / (2 * count);
    return law;
}

static law law_of_pair(const joint_bootstrap *this, pair *pair)
{
    if (!this->incomplete[pair->a] && !this->incomplete[pair->b])
        return law_of_tails(this, pair);
    fill_differences(pair);
    return law_drawn(pair->all.n, pair->difference, 0);
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void pair_task(void *context, int64_t index)
{
    const joint_bootstrap *this = context;
    const joint *joint = &this->joint;
    const units *units = &joint->units;
    void *memory = slots_take(this->slots);
    pair pair = lay_out(joint, memory);
    find_pair(this, index, &pair);
    describe_pair(&pair);
    whisker_bootstrap_estimate made = bootstrap_report_start(&this->plan, units);
    made.value = (joint->about[pair.a] - joint->about[pair.b]) + (joint->mean[pair.a] - joint->mean[pair.b]);
    made.replicates = joint->n_replicates;
    made.n_items = smaller(units->n_items[pair.a], units->n_items[pair.b]);
    made.n_missing = units->n_items[pair.a] + units->n_missing[pair.a] - made.n_items;
    made.standard_error = units->n < 2 ? NAN : pair.linear_error;
    if (made.standard_error > 0) {
        law law = law_of_pair(this, &pair);
        made.n_undefined = joint->n_replicates - law.n_replicates;
        settle_law(joint, pair.linear_error, &law);
        fill_result(this, &law, pair.influence, units->size + pair.a * units->n, units->total[pair.a], &made);
    }
    note_units(joint, &made);
    made.notes |= made.n_undefined > 0 ? WHISKER_NOTE_UNDEFINED_REPLICATES : 0;
    if (this->plan.ranged)
        bootstrap_report_clip(this->plan.low - this->plan.high, this->plan.high - this->plan.low, &made);
    keep_result(this, index, &made);
    slots_give(this->slots, memory);
}

/* ---- the calls ---- */

/* Two halves of the work, told as one. */
typedef struct half_watch {
    whisker_watch *watch;
    void *context;
    double from;
} half_watch;

static int32_t watch_half(void *context, double done)
{
    const half_watch *half = context;
    return half->watch(half->context, half->from + done / 2);
}

static int32_t check(const joint_bootstrap *this, whisker_error *error)
{
    if (this->plan.kind == WHISKER_BOOTSTRAP_STUDENTIZED)
        return error_set(error, WHISKER_BAD_OPTION, "runs that are drawn together have no studentized interval; one run "
                         "or one difference has");
    if (this->plan.first_draw != NULL)
        return error_set(error, WHISKER_BAD_OPTION, "draws are resampled within the items of one run only");
    return WHISKER_OK;
}

static void hand_over(const joint *joint, double *replicate)
{
    for (int32_t run = 0; run < joint->n_runs; run++) {
        int64_t first = run * joint->n_replicates;
        for (int64_t r = first; r < first + joint->n_replicates; r++)
            replicate[r] = joint->about[run] + (joint->mean[run] + joint->deviation[r]);
    }
}

static int32_t draw(joint_bootstrap *this, const whisker_items *items, int32_t n_runs, const double *scores,
                    half_watch *half, scratch *scratch, whisker_error *error)
{
    resampling *resampling = &this->plan.resampling;
    int32_t status = check(this, error);
    if (status == WHISKER_OK)
        status = joint_prepare(items, n_runs, scores, scratch, &this->joint, error);
    if (status != WHISKER_OK)
        return status;
    if (this->plan.kind == WHISKER_BOOTSTRAP_DEFAULT)
        this->plan.kind = WHISKER_BOOTSTRAP_PERCENTILE;
    *half = (half_watch){resampling->watch, resampling->watch_context, 0};
    if (resampling->watch != NULL) {
        resampling->watch = watch_half;
        resampling->watch_context = half;
    }
    return joint_draw(&this->joint, resampling, scratch, error);
}

static int32_t report(joint_bootstrap *this, workers_task *task, int64_t size, half_watch *half, scratch *scratch,
                      whisker_error *error)
{
    const resampling *resampling = &this->plan.resampling;
    const joint *joint = &this->joint;
    this->tails_of = pair_tails_for(processor_here());
    this->incomplete = arena_take_zeroed(scratch->arena, joint->n_runs, 1);
    this->slots = slots_open(resampling->threads, this->n_results, size, scratch);
    if (this->incomplete == NULL || this->slots == NULL)
        return error_memory(error);
    for (int32_t run = 0; run < joint->n_runs && !joint->shared; run++)
        for (int64_t r = 0; r < joint->n_replicates; r++)
            this->incomplete[run] |= isnan(joint->deviation[run * joint->n_replicates + r]) != 0;
    half->from = 0.5;
    if (!workers_watch(resampling->threads, this->n_results, task, this, resampling->watch, resampling->watch_context))
        return error_set(error, WHISKER_CANCELLED, "the resampling was stopped");
    return WHISKER_OK;
}

static int32_t open_call(joint_bootstrap *this, const whisker_bootstrap_options *options, whisker_bootstrap_estimate *out,
                         whisker_error *error)
{
    int32_t status = out == NULL ? WHISKER_OK : struct_check(out, "whisker_bootstrap_estimate", error);
    if (status != WHISKER_OK)
        return status;
    this->out = (char *)out;
    this->stride = out != NULL ? out->size : 0;
    return bootstrap_plan_load(options, &this->plan, error);
}

int32_t whisker_bootstrap_runs(const whisker_items *items, int32_t n_runs, const double *scores,
                               const whisker_bootstrap_options *options, double *replicate, whisker_arena *arena,
                               whisker_bootstrap_estimate *out, whisker_error *error)
{
    joint_bootstrap this = {.n_results = n_runs};
    half_watch half;
    scratch scratch;
    int32_t status = open_call(&this, options, out, error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = draw(&this, items, n_runs, scores, &half, &scratch, error);
    if (status == WHISKER_OK && replicate != NULL)
        hand_over(&this.joint, replicate);
    if (status == WHISKER_OK && out != NULL)
        status = report(&this, run_task, this.joint.n_replicates * (int64_t)sizeof(double), &half, &scratch, error);
    scratch_close(&scratch);
    return status;
}

static int32_t check_pairs(int32_t n_runs, int64_t n_pairs, const int32_t *pairs, whisker_error *error)
{
    int64_t all = (int64_t)n_runs * (n_runs - 1) / 2;
    if (pairs == NULL && n_pairs != all)
        return error_set(error, WHISKER_BAD_ARGUMENT, "%d runs have %lld pairs", (int)n_runs, (long long)all);
    for (int64_t i = 0; pairs != NULL && i < 2 * n_pairs; i++)
        if (pairs[i] < 0 || pairs[i] >= n_runs)
            return error_set(error, WHISKER_BAD_ARGUMENT, "pair %lld names a run that is not there",
                             (long long)(i / 2));
    return WHISKER_OK;
}

int32_t whisker_bootstrap_differences(const whisker_items *items, int32_t n_runs, const double *scores, int64_t n_pairs,
                                      const int32_t *pairs, const whisker_bootstrap_options *options,
                                      whisker_arena *arena, whisker_bootstrap_estimate *out, whisker_error *error)
{
    joint_bootstrap this = {.n_results = n_pairs, .pairs = pairs};
    half_watch half;
    scratch scratch;
    if (out == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no whisker_bootstrap_estimate to write the result to");
    int32_t status = open_call(&this, options, out, error);
    if (status == WHISKER_OK)
        status = check_pairs(n_runs, n_pairs, pairs, error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = draw(&this, items, n_runs, scores, &half, &scratch, error);
    if (status == WHISKER_OK)
        status = report(&this, pair_task, pair_size(&this.joint), &half, &scratch, error);
    scratch_close(&scratch);
    return status;
}
