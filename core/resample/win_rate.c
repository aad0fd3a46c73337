/* Mean win rates (M4.7): on each task the share of the other runs whose mean a run exceeds, ties half, averaged over
 * tasks (Liang et al. 2023, HELM). Their intervals come from one resample for all runs: clusters of a task, or of tasks
 * that share clusters, are drawn with replacement, and every run's mean is taken anew over what was drawn. */
#include "base/error.h"
#include "base/hash.h"
#include "base/structs.h"
#include "base/workers.h"
#include "resample/bootstrap_report.h"
#include "resample/win_tasks.h"
#include "stat/sampling.h"

#include <math.h>

enum { DEFAULT_REPLICATES = 1999 };

/* Means that differ by less than this part of them are tied. */
static const double TIED = 1e-12;

typedef struct win_rate {
    win_scores scores;
    whisker_win_options options;
    double level;
    int64_t n_replicates;
    double *wins;        /* wins[replicate * n_runs + run], added up over tasks; the one after the last is the data */
    int32_t *contests;   /* contests[likewise]: tasks in which the run had a mean */
    int64_t *n_scored, *n_missing; /* of each run */
    int64_t n_units;
    uint32_t notes;
    double begun;        /* part of the work that earlier parties were */
} win_rate;

/* ---- one task ---- */

/* Every contestant of a task against every other one; a mean that is NaN takes no part. */
static void compare(const win_party *party, int32_t place, int32_t direction, const double *mean, double *wins,
                    int32_t *contests)
{
    int32_t n = 0, first = party->first[place], end = party->first[place + 1];
    for (int32_t c = first; c < end; c++)
        n += !isnan(mean[c]);
    for (int32_t c = first; n > 1 && c < end; c++) {
        double won = -0.5; /* it ties with itself */
        if (isnan(mean[c]))
            continue;
        for (int32_t other = first; other < end; other++) {
            double gap = direction < 0 ? mean[other] - mean[c] : mean[c] - mean[other];
            double tied = TIED * (fabs(mean[c]) + fabs(mean[other]));
            won += gap > tied ? 1 : gap >= -tied ? 0.5 : 0;
        }
        wins[party->run[c]] += won / (n - 1);
        contests[party->run[c]]++;
    }
}

static void take_wins(win_rate *this, const win_party *party, const double *mean, int64_t replicate)
{
    int64_t place = replicate * this->scores.n_runs;
    for (int32_t t = 0; t < party->n_tasks; t++) {
        int32_t direction = this->options.direction == NULL ? 1 : this->options.direction[party->task[t]];
        compare(party, t, direction, mean, this->wins + place, this->contests + place);
    }
}

/* ---- one party ---- */

/* The contestants' means over their own items. */
static int32_t find_means(const win_party *party, scratch *outer, double *mean, whisker_error *error)
{
    for (int32_t c = 0; c < party->n_contestants; c++) {
        scratch scratch;
        sample sample;
        int32_t status = scratch_open(&scratch, outer->arena, error);
        if (status != WHISKER_OK)
            return status;
        status = sample_prepare(&party->items, party->column + c * party->items.n, &scratch, &sample, error);
        scratch_close(&scratch);
        if (status != WHISKER_OK)
            return status;
        mean[c] = ldexp(sample.centre, sample.exponent);
    }
    return WHISKER_OK;
}

/* Replicates against each other, some at a time on each thread. */
typedef struct contest {
    win_rate *this;
    const win_party *party;
    const double *replicate;  /* replicate[contestant * n_replicates + r] */
    double *mean;             /* room for each task of replicates: mean[task * n_contestants] */
} contest;

static void contest_task(void *context, int64_t task)
{
    const contest *contest = context;
    int64_t n = contest->this->n_replicates, first = task * REPLICATES_IN_TASK, last = first + REPLICATES_IN_TASK;
    int32_t n_contestants = contest->party->n_contestants;
    double *mean = contest->mean + task * n_contestants;
    for (int64_t r = first; r < last && r < n; r++) {
        for (int32_t c = 0; c < n_contestants; c++)
            mean[c] = contest->replicate[c * n + r];
        take_wins(contest->this, contest->party, mean, r);
    }
}

static int32_t report_progress(void *context, double done)
{
    const win_rate *this = context;
    return this->options.watch(this->options.watch_context, fmin(1, this->begun + done / this->scores.n_tasks));
}

static void count_items(win_rate *this, const win_party *party)
{
    for (int32_t c = 0; c < party->n_contestants; c++) {
        this->n_scored[party->run[c]] += party->n_scored[c];
        this->n_missing[party->run[c]] += party->n_missing[c];
    }
    this->n_units += party->n_units;
    if (party->n_units < 2)
        this->notes |= this->scores.items.n_keys == 1 ? WHISKER_NOTE_ONE_CLUSTER : WHISKER_NOTE_ONE_ITEM;
}

/* One resample for all contestants of the party; parties have streams of their own. */
static int32_t resample(win_rate *this, const win_party *party, int32_t name, scratch *scratch, whisker_error *error)
{
    int64_t n = this->n_replicates, n_tasks = (n + REPLICATES_IN_TASK - 1) / REPLICATES_IN_TASK;
    double *replicate = arena_take(scratch->arena, n * party->n_contestants, sizeof *replicate);
    double *mean = arena_take(scratch->arena, n_tasks * party->n_contestants, sizeof *mean);
    whisker_bootstrap_options options = {
        .size = sizeof options, .kind = WHISKER_BOOTSTRAP_PERCENTILE, .threads = this->options.threads, .replicates = n,
        .seed = hash_mix(this->options.seed ^ hash_mix((uint64_t)name + 1)),
        .watch = this->options.watch != NULL ? report_progress : NULL, .watch_context = this,
    };
    contest contest = {this, party, replicate, mean};
    if (replicate == NULL || mean == NULL)
        return error_memory(error);
    int32_t status = find_means(party, scratch, mean, error);
    if (status != WHISKER_OK)
        return status;
    take_wins(this, party, mean, n);
    count_items(this, party);
    status = whisker_bootstrap_runs(&party->items, party->n_contestants, party->column, &options, replicate,
                                    scratch->arena, NULL, error);
    if (status == WHISKER_OK)
        workers_run(this->options.threads, n_tasks, contest_task, &contest);
    return status;
}

static int32_t run_party(win_rate *this, int32_t name, scratch *outer, whisker_error *error)
{
    scratch scratch;
    win_party party;
    int32_t status = scratch_open(&scratch, outer->arena, error);
    if (status != WHISKER_OK)
        return status;
    status = win_party_of(&this->scores, name, &scratch, &party, error);
    if (status == WHISKER_OK && party.n_contestants > 0)
        status = resample(this, &party, name, &scratch, error);
    this->begun += (double)party.n_tasks / this->scores.n_tasks;
    scratch_close(&scratch);
    return status;
}

/* ---- what is reported ---- */

static double rate_of(const win_rate *this, int64_t replicate, int32_t run)
{
    int64_t place = replicate * this->scores.n_runs + run;
    return this->contests[place] == 0 ? NAN : this->wins[place] / this->contests[place];
}

static void report(const win_rate *this, int32_t run, double *rate, whisker_bootstrap_estimate *out)
{
    int64_t count = 0;
    *out = (whisker_bootstrap_estimate){
        .notes = this->notes, .kind = WHISKER_BOOTSTRAP_HULL, .value = rate_of(this, this->n_replicates, run),
        .standard_error = NAN, .lower = NAN, .upper = NAN, .level = this->level, .bias = NAN, .bias_correction = NAN,
        .acceleration = NAN, .monte_carlo_error = NAN, .seed = this->options.seed, .replicates = this->n_replicates,
        .n_items = this->n_scored[run], .n_missing = this->n_missing[run], .n_units = this->n_units,
    };
    if (isnan(out->value))
        out->notes |= WHISKER_NOTE_UNDEFINED;
    if (isnan(out->value) || this->notes & (WHISKER_NOTE_ONE_CLUSTER | WHISKER_NOTE_ONE_ITEM))
        return;
    for (int64_t r = 0; r < this->n_replicates; r++) {
        rate[count] = rate_of(this, r, run);
        count += !isnan(rate[count]);
    }
    out->n_undefined = this->n_replicates - count;
    if (count < 2)
        return;
    law law = law_drawn(count, rate, out->value);
    bootstrap_interval interval = bootstrap_interval_of(&law, WHISKER_BOOTSTRAP_HULL, this->level, NAN);
    bootstrap_report_fill(&law, &interval, 0, out);
    bootstrap_report_clip(0, 1, out);
    if (out->standard_error == 0)
        out->notes |= WHISKER_NOTE_NO_VARIATION;
}

/* ---- the call ---- */

static int32_t load_options(const whisker_win_options *options, win_rate *this, whisker_error *error)
{
    int32_t status = struct_load(&this->options, sizeof this->options, options, "whisker_win_options", error);
    if (status != WHISKER_OK)
        return status;
    this->level = this->options.level == 0 ? 0.95 : this->options.level;
    this->n_replicates = this->options.replicates == 0 ? DEFAULT_REPLICATES : this->options.replicates;
    if (!(this->level > 0 && this->level < 1))
        return error_set(error, WHISKER_BAD_OPTION, "a confidence level lies between 0 and 1");
    if (this->n_replicates < 2 || this->n_replicates >= INT32_MAX)
        return error_set(error, WHISKER_BAD_OPTION, "replicates must lie in 2 .. 2147483646");
    return WHISKER_OK;
}

static int32_t run_parties(win_rate *this, scratch *scratch, whisker_error *error)
{
    int32_t n_runs = this->scores.n_runs, status = WHISKER_OK;
    int64_t n_cells = (this->n_replicates + 1) * n_runs;
    this->wins = arena_take_zeroed(scratch->arena, n_cells, sizeof *this->wins);
    this->contests = arena_take_zeroed(scratch->arena, n_cells, sizeof *this->contests);
    this->n_scored = arena_take_zeroed(scratch->arena, n_runs, sizeof *this->n_scored);
    this->n_missing = arena_take_zeroed(scratch->arena, n_runs, sizeof *this->n_missing);
    if (this->wins == NULL || this->contests == NULL || this->n_scored == NULL || this->n_missing == NULL)
        return error_memory(error);
    for (int32_t t = 0; status == WHISKER_OK && t < this->scores.n_tasks; t++)
        if (this->scores.party[t] == t)
            status = run_party(this, t, scratch, error);
    if (status == WHISKER_OK && this->n_units == 0)
        status = error_set(error, WHISKER_NO_DATA, "no task has the scores of two runs");
    return status;
}

static int32_t report_runs(const win_rate *this, scratch *scratch, whisker_bootstrap_estimate *out,
                           whisker_error *error)
{
    double *rate = arena_take(scratch->arena, this->n_replicates + 1, sizeof *rate);
    if (rate == NULL)
        return error_memory(error);
    for (int32_t run = 0; run < this->scores.n_runs; run++) {
        whisker_bootstrap_estimate made;
        report(this, run, rate, &made);
        struct_store(&out[run], &made, sizeof made);
    }
    return WHISKER_OK;
}

int32_t whisker_win_rates(const whisker_items *items, int32_t n_runs, const double *score, int32_t n_tasks,
                          const int32_t *task, const whisker_win_options *options, whisker_arena *arena,
                          whisker_bootstrap_estimate *out, whisker_error *error)
{
    scratch scratch;
    win_rate this = {.n_units = 0};
    int32_t status = load_options(options, &this, error);
    if (status == WHISKER_OK && n_runs < 1)
        status = error_set(error, WHISKER_BAD_ARGUMENT, "a win rate needs at least two runs and one task");
    for (int32_t run = 0; status == WHISKER_OK && run < n_runs; run++)
        status = struct_check(out == NULL ? NULL : &out[run], "whisker_bootstrap_estimate", error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = win_scores_load(items, n_runs, score, n_tasks, task, &scratch, &this.scores, error);
    if (status == WHISKER_OK)
        status = run_parties(&this, &scratch, error);
    if (status == WHISKER_OK)
        status = report_runs(&this, &scratch, out, error);
    scratch_close(&scratch);
    return status;
}
