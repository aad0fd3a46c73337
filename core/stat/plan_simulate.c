/* A solved plan put to the test: data sets as it assumes them, compared as the real one will be (M7.6). */
#include "base/arena.h"
#include "base/error.h"
#include "base/random.h"
#include "base/structs.h"
#include "base/workers.h"

#include <math.h>

enum { USUAL_REPLICATES = 2000, REPLICATES_A_TASK = 16 };

/* ---- what is drawn ---- */

/* Shares of the kinds of items of a 0/1 simulation: only A is right, only B is; a coin for both; a coin for one of them
 * while the other is right or wrong for sure; on the rest both are right or both are wrong. */
typedef struct kinds {
    double only_a, only_b, coin, coin_of_a, coin_of_b;
} kinds;

typedef struct trial {
    whisker_plan plan;
    whisker_trial_options options;
    int64_t n;
    int64_t n_clusters;
    int32_t *cluster;      /* cluster[n]; NULL: none */
    kinds with_effect, without_effect;
    struct tally *tallies; /* of each task */
} trial;

typedef struct tally {
    int32_t status;
    int32_t found, alarms;
} tally;

/* ---- sizes ---- */

/* Cluster g of the plan's sizes: whole numbers that add up evenly when all are alike, else quantiles of the gamma
 * distribution of that mean and variation. */
static int64_t planned_size(const trial *this, int64_t g)
{
    double mean = this->plan.cluster_size > 1 ? this->plan.cluster_size : 1, variation = this->plan.cluster_variation;
    if (variation == 0)
        return llround(mean * (double)(g + 1)) - llround(mean * (double)g);
    double shape = 1 / (variation * variation), place = ((double)g + 0.5) / (double)this->n_clusters;
    double size = whisker_gamma_quantile(place, shape, mean / shape, WHISKER_LOWER);
    return size < 1 ? 1 : llround(size);
}

static int64_t size_of(const trial *this, int64_t g)
{
    return this->options.sizes != NULL ? this->options.sizes[g % this->options.n_sizes] : planned_size(this, g);
}

static int32_t count_clusters(trial *this, whisker_error *error)
{
    this->n_clusters = llround(fmax(2, this->plan.clusters));
    if (this->plan.items > 1e8)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a simulation of over 100 million items takes too long");
    if (this->options.sizes != NULL) {
        double n = 0;
        for (this->n_clusters = 0; n < this->plan.items || this->n_clusters < 2; this->n_clusters++) {
            if (size_of(this, this->n_clusters) < 1)
                return error_set(error, WHISKER_BAD_ARGUMENT, "a cluster holds at least one item");
            n += (double)size_of(this, this->n_clusters);
        }
    }
    for (int64_t g = 0; g < this->n_clusters; g++)
        this->n += size_of(this, g);
    return this->n <= 1 << 28 ? WHISKER_OK
                              : error_set(error, WHISKER_BAD_ARGUMENT, "the clusters are too large for a simulation");
}

static int fill_clusters(trial *this, scratch *scratch)
{
    if (this->plan.cluster_size <= 1 && this->options.sizes == NULL)
        return 1;
    this->cluster = arena_take(scratch->arena, this->n, sizeof *this->cluster);
    int64_t next = 0;
    for (int64_t g = 0; this->cluster != NULL && g < this->n_clusters; g++)
        for (int64_t i = size_of(this, g); i > 0; i--)
            this->cluster[next++] = (int32_t)g;
    return this->cluster != NULL;
}

/* ---- normal scores ---- */

static double normal(random_stream *stream)
{
    return whisker_normal_quantile(random_uniform(stream), WHISKER_LOWER);
}

/* Standard deviations of what a difference is made of. */
typedef struct deviations {
    double cluster, item, draws_a, draws_b;
} deviations;

static void draw_normal(const trial *this, double effect, random_stream *stream, double *a, double *b)
{
    const whisker_plan *plan = &this->plan;
    const deviations sd = {sqrt(plan->variance * plan->icc), sqrt(plan->variance * (1 - plan->icc)),
                           sqrt(plan->within_a / plan->draws_a), sqrt(plan->within_b / plan->draws_b)};
    double shared = 0;
    for (int64_t i = 0; i < this->n; i++) {
        if (this->cluster != NULL && (i == 0 || this->cluster[i] != this->cluster[i - 1]))
            shared = normal(stream);
        double item = this->cluster != NULL ? sd.cluster * shared + sd.item * normal(stream)
                                            : sqrt(plan->variance) * normal(stream);
        a[i] = effect + item + (sd.draws_a > 0 ? sd.draws_a * normal(stream) : 0);
        b[i] = sd.draws_b > 0 ? sd.draws_b * normal(stream) : 0;
    }
}

/* ---- 0/1 scores ---- */

/* A coin has a variance of 1/4 a draw, which settles the shares of coins; then A - B has the mean `effect` and, over
 * items, the variance of the plan: only_a + only_b + (coin_of_a + coin_of_b) / 4 - effect^2. */
static int find_kinds(const whisker_plan *plan, double effect, kinds *out)
{
    double least = fmin(plan->within_a, plan->within_b);
    *out = (kinds){.coin = 4 * least, .coin_of_a = 4 * (plan->within_a - least),
                   .coin_of_b = 4 * (plan->within_b - least)};
    double decided = plan->variance + effect * effect - (out->coin_of_a + out->coin_of_b) / 4;
    out->only_a = (decided + effect) / 2;
    out->only_b = (decided - effect) / 2;
    return out->only_a >= 0 && out->only_b >= 0 &&
           decided + out->coin + out->coin_of_a + out->coin_of_b <= 1 + 1e-12;
}

/* Chances of a right draw. */
typedef struct item {
    double a, b;
} item;

static item draw_item(const kinds *kinds, random_stream *stream)
{
    double place = random_uniform(stream), side = random_bits(stream) & 1 ? 1 : 0;
    if ((place -= kinds->only_a) < 0)
        return (item){1, 0};
    if ((place -= kinds->only_b) < 0)
        return (item){0, 1};
    if ((place -= kinds->coin) < 0)
        return (item){0.5, 0.5};
    if ((place -= kinds->coin_of_a) < 0)
        return (item){0.5, side};
    if ((place -= kinds->coin_of_b) < 0)
        return (item){side, 0.5};
    return (item){side, side};
}

static double draw_score(double chance, double draws, random_stream *stream)
{
    int64_t count = draws < 1 ? 1 : llround(draws), right = 0;
    if (chance == 0 || chance == 1)
        return chance;
    for (int64_t k = 0; k < count; k++)
        right += random_uniform(stream) < chance;
    return (double)right / (double)count;
}

/* Items take the kind of their cluster with probability sqrt(icc): two of them share it with probability icc. */
static void draw_binary(const trial *this, const kinds *kinds, random_stream *stream, double *a, double *b)
{
    const whisker_plan *plan = &this->plan;
    double alike = sqrt(plan->icc);
    item shared = {0, 0};
    for (int64_t i = 0; i < this->n; i++) {
        if (this->cluster != NULL && (i == 0 || this->cluster[i] != this->cluster[i - 1]))
            shared = draw_item(kinds, stream);
        int takes = this->cluster != NULL && random_uniform(stream) < alike;
        item item = takes ? shared : draw_item(kinds, stream);
        a[i] = draw_score(item.a, plan->draws_a, stream);
        b[i] = draw_score(item.b, plan->draws_b, stream);
    }
}

/* ---- replicates ---- */

static int32_t test_once(const trial *this, int with_effect, int64_t replicate, whisker_arena *arena, double *a,
                         double *b, int32_t *found)
{
    random_stream stream = random_open(this->options.seed, 2 * (uint64_t)replicate + (uint64_t)with_effect);
    whisker_items items = {.size = sizeof items, .n = this->n, .n_keys = this->cluster != NULL,
                           .cluster = this->cluster};
    whisker_difference_options options = {.size = sizeof options, .variance = this->options.variance,
                                          .pairing = WHISKER_PAIRED, .level = 1 - this->plan.alpha};
    whisker_comparison out = {.size = sizeof out, .difference.size = sizeof out.difference};
    double effect = with_effect ? this->plan.effect : 0;
    if (this->options.scores == WHISKER_SIMULATED_BINARY)
        draw_binary(this, with_effect ? &this->with_effect : &this->without_effect, &stream, a, b);
    else
        draw_normal(this, effect, &stream, a, b);
    int32_t status = whisker_difference(&items, a, b, &options, arena, &out, NULL);
    if (status == WHISKER_OK && out.difference.p < this->plan.alpha)
        *found += !with_effect || out.difference.value > 0;
    return status;
}

static int32_t test_some(const trial *this, int64_t task, whisker_arena *arena, tally *tally)
{
    double *a = arena_take(arena, this->n, sizeof *a), *b = arena_take(arena, this->n, sizeof *b);
    int64_t first = task * REPLICATES_A_TASK, most = this->options.replicates;
    int64_t end = first + REPLICATES_A_TASK < most ? first + REPLICATES_A_TASK : most;
    int32_t status = a == NULL || b == NULL ? WHISKER_NO_MEMORY : WHISKER_OK;
    for (int64_t r = first; r < end && status == WHISKER_OK; r++) {
        status = test_once(this, 1, r, arena, a, b, &tally->found);
        if (status == WHISKER_OK)
            status = test_once(this, 0, r, arena, a, b, &tally->alarms);
    }
    return status;
}

/* An arena serves one thread, so each task has its own. */
static void run_task(void *context, int64_t task)
{
    trial *this = context;
    whisker_arena *arena;
    tally *tally = &this->tallies[task];
    tally->status = whisker_arena_new(NULL, &arena, NULL);
    if (tally->status != WHISKER_OK)
        return;
    tally->status = test_some(this, task, arena, tally);
    whisker_arena_free(arena);
}

/* ---- the call ---- */

static int32_t check_plan(const whisker_plan *plan, whisker_error *error)
{
    if (!(plan->items > 0) || !(plan->design_effect > 0) || !(plan->draws_a > 0) || !(plan->draws_b > 0) ||
        !(plan->alpha > 0))
        return error_set(error, WHISKER_BAD_ARGUMENT, "a plan is solved before it is simulated");
    if (plan->icc < 0)
        return error_set(error, WHISKER_BAD_ARGUMENT, "items of a cluster that are less alike than others are not "
                                                      "simulated: the intraclass correlation is at least 0");
    return WHISKER_OK;
}

static int32_t check_options(trial *this, whisker_error *error)
{
    whisker_trial_options *options = &this->options;
    if (options->scores == WHISKER_SIMULATED_DEFAULT)
        options->scores = WHISKER_SIMULATED_NORMAL;
    if (whisker_simulated_name(options->scores) == NULL)
        return error_set(error, WHISKER_BAD_OPTION, "no kind of simulated scores has the number %d",
                         (int)options->scores);
    if (options->replicates == 0)
        options->replicates = USUAL_REPLICATES;
    if (options->replicates < 1 || options->replicates > 1 << 30)
        return error_set(error, WHISKER_BAD_OPTION, "a simulation has between 1 and 1073741824 replicates");
    if (options->sizes != NULL && options->n_sizes < 1)
        return error_set(error, WHISKER_BAD_OPTION, "sizes of clusters are announced and none is given");
    if (options->scores == WHISKER_SIMULATED_BINARY &&
        !(find_kinds(&this->plan, this->plan.effect, &this->with_effect) &&
          find_kinds(&this->plan, 0, &this->without_effect)))
        return error_set(error, WHISKER_NO_DATA, "no 0/1 scores have variances and an effect like these");
    return WHISKER_OK;
}

static int32_t load(const whisker_plan *plan, const whisker_trial_options *options, trial *this, whisker_error *error)
{
    *this = (trial){.n = 0};
    if (plan == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no plan was given");
    int32_t status = struct_load(&this->plan, sizeof this->plan, plan, "whisker_plan", error);
    if (status == WHISKER_OK)
        status = struct_load(&this->options, sizeof this->options, options, "whisker_trial_options", error);
    this->plan.size = sizeof this->plan;
    this->plan.effect = fabs(this->plan.effect);
    if (status == WHISKER_OK)
        status = check_plan(&this->plan, error);
    if (status == WHISKER_OK)
        status = check_options(this, error);
    return status == WHISKER_OK ? count_clusters(this, error) : status;
}

/* Agresti and Coull 1998: two more of either kind, so that no share looks certain. */
static double share_error(double count, double n)
{
    double share = (count + 2) / (n + 4);
    return sqrt(share * (1 - share) / (n + 4));
}

static double expected_power(const trial *this)
{
    whisker_plan plan = this->plan;
    plan.unknown = WHISKER_SOLVE_POWER;
    plan.items = (double)this->n;
    return whisker_solve_plan(&plan, NULL) == WHISKER_OK ? plan.power : NAN;
}

static int32_t add_up(const trial *this, int64_t n_tasks, whisker_trial *out, whisker_error *error)
{
    double found = 0, alarms = 0, n = (double)this->options.replicates;
    for (int64_t task = 0; task < n_tasks; task++) {
        if (this->tallies[task].status != WHISKER_OK)
            return error_set(error, this->tallies[task].status, "a simulated data set could not be compared: %s",
                             whisker_status_text(this->tallies[task].status));
        found += this->tallies[task].found;
        alarms += this->tallies[task].alarms;
    }
    *out = (whisker_trial){
        .size = sizeof *out, .replicates = this->options.replicates, .n_items = this->n,
        .n_clusters = this->cluster != NULL ? this->n_clusters : this->n,
        .power = found / n, .power_error = share_error(found, n),
        .false_alarms = alarms / n, .false_alarms_error = share_error(alarms, n),
        .expected_power = expected_power(this),
    };
    return WHISKER_OK;
}

static int32_t run(trial *this, scratch *scratch, whisker_trial *out, whisker_error *error)
{
    int64_t n_tasks = (this->options.replicates + REPLICATES_A_TASK - 1) / REPLICATES_A_TASK;
    this->tallies = arena_take_zeroed(scratch->arena, n_tasks, sizeof *this->tallies);
    if (this->tallies == NULL || !fill_clusters(this, scratch))
        return error_memory(error);
    if (!workers_watch(this->options.threads, n_tasks, run_task, this, this->options.watch,
                       this->options.watch_context))
        return error_set(error, WHISKER_CANCELLED, "the simulation was stopped");
    return add_up(this, n_tasks, out, error);
}

int32_t whisker_plan_simulate(const whisker_plan *plan, const whisker_trial_options *options, whisker_arena *arena,
                              whisker_trial *out, whisker_error *error)
{
    trial this;
    scratch scratch;
    whisker_trial made;
    int32_t status = struct_check(out, "whisker_trial", error);
    if (status == WHISKER_OK)
        status = load(plan, options, &this, error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = run(&this, &scratch, &made, error);
    scratch_close(&scratch);
    if (status == WHISKER_OK)
        struct_store(out, &made, sizeof made);
    return status;
}
