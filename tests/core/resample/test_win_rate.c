#include "counting_allocator.h"

#include "base/random.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

enum { MOST_RUNS = 8 };

static whisker_items plain_items(int64_t n)
{
    return (whisker_items){.size = sizeof(whisker_items), .n = n};
}

static whisker_items clustered_items(int64_t n, const int32_t *codes)
{
    return (whisker_items){.size = sizeof(whisker_items), .n = n, .n_keys = 1, .cluster = codes};
}

static void win_rates(const whisker_items *items, int32_t n_runs, const double *score, int32_t n_tasks,
                      const int32_t *task, whisker_win_options options, whisker_bootstrap_estimate *out)
{
    whisker_error error = {0};
    options.size = sizeof options;
    for (int32_t run = 0; run < n_runs; run++)
        out[run].size = sizeof *out;
    cr_assert_eq(whisker_win_rates(items, n_runs, score, n_tasks, task, &options, NULL, out, &error), WHISKER_OK, "%s",
                 error.text);
}

static int near(double a, double b, double absolute)
{
    return fabs(a - b) <= absolute;
}

/* ---- value ---- */

/* Three runs: task 0 has means 1, 1/2, 1/2, task 1 has 0, -, 1, task 2 (less is better) 3, 1, 2. */
Test(win_rate, by_hand)
{
    const double score[] = {
        1, 1, 0, 0, 3, 3,
        1, 0, NAN, NAN, 1, 1,
        0, 1, 1, 1, 2, 2,
    };
    const int32_t task[] = {0, 0, 1, 1, 2, 2}, direction[] = {1, 0, -1};
    whisker_bootstrap_estimate out[3];
    whisker_items items = plain_items(6);
    win_rates(&items, 3, score, 3, task, (whisker_win_options){.direction = direction, .replicates = 100}, out);
    cr_assert(near(out[0].value, (1 + 0 + 0) / 3., 1e-15));
    cr_assert(near(out[1].value, (0.25 + 1) / 2, 1e-15));
    cr_assert(near(out[2].value, (0.25 + 1 + 0.5) / 3, 1e-15));
    cr_assert(out[0].n_items == 6 && out[1].n_items == 4 && out[1].n_missing == 0 && out[0].n_units == 6);
    cr_assert_eq(out[0].kind, WHISKER_BOOTSTRAP_HULL);
}

/* Thirds added in another order are no win. */
Test(win_rate, rounding_is_a_tie)
{
    const double score[] = {0.1, 0.2, 0.3, 0.3, 0.2, 0.1};
    const int32_t task[] = {0, 0, 0};
    whisker_bootstrap_estimate out[2];
    whisker_items items = plain_items(3);
    win_rates(&items, 2, score, 1, task, (whisker_win_options){.replicates = 50}, out);
    cr_assert(out[0].value == 0.5 && out[1].value == 0.5);
}

/* ---- the law of the resamples ---- */

/* All n^n resamples of one task's items, by counting. */
static void enumerate(int n, const double *a, const double *b, double *mean, double *deviation)
{
    double total = 0, squares = 0, count = 0;
    int n_resamples = 1;
    for (int i = 0; i < n; i++)
        n_resamples *= n;
    for (int r = 0; r < n_resamples; r++) {
        double gap = 0;
        for (int i = 0, digits = r; i < n; i++, digits /= n)
            gap += a[digits % n] - b[digits % n];
        double won = gap > 1e-9 ? 1 : gap > -1e-9 ? 0.5 : 0;
        total += won;
        squares += won * won;
        count++;
    }
    *mean = total / count;
    *deviation = sqrt(squares / count - *mean * *mean);
}

Test(win_rate, two_runs_on_two_tasks)
{
    const double score[] = {
        3, 1, 4, 1, 5, 2, 0, 6, 5,
        2, 2, 3, 3, 4, 1, 2, 5, 4,
    };
    const int32_t task[] = {0, 0, 0, 0, 0, 1, 1, 1, 1};
    double mean[2], deviation[2];
    whisker_bootstrap_estimate out[2];
    whisker_items items = plain_items(9);
    enumerate(5, score, score + 9, &mean[0], &deviation[0]);
    enumerate(4, score + 5, score + 14, &mean[1], &deviation[1]);
    win_rates(&items, 2, score, 2, task, (whisker_win_options){.replicates = 40000, .seed = 1}, out);
    double expected = (mean[0] + mean[1]) / 2, error = hypot(deviation[0], deviation[1]) / 2;
    cr_assert(near(out[0].bias, expected - out[0].value, 4 * error / 200), "%g %g", out[0].bias, expected);
    cr_assert(near(out[0].standard_error, error, 0.01));
    cr_assert(near(out[0].value + out[1].value, 1, 1e-15));
    cr_assert(near(out[0].lower + out[1].upper, 1, 1e-15) && near(out[0].upper + out[1].lower, 1, 1e-15));
}

/* A second task that is a copy of the first says nothing when they share clusters; apart it halves the variance. */
Test(win_rate, tasks_that_share_clusters)
{
    enum { N = 40 };
    double score[2 * 2 * N];
    int32_t task[2 * N], together[2 * N], apart[2 * N];
    for (int i = 0; i < 2 * N; i++) {
        score[i] = (i % N) % 3;
        score[2 * N + i] = (i % N) * 7 % 4 * 0.7;
        task[i] = i / N;
        together[i] = i % N;
        apart[i] = i;
    }
    whisker_bootstrap_estimate one[2], shared[2], separate[2];
    whisker_items first = plain_items(N), joined = clustered_items(2 * N, together), split = clustered_items(2 * N, apart);
    double half[2 * N];
    memcpy(half, score, N * sizeof *half);
    memcpy(half + N, score + 2 * N, N * sizeof *half);
    whisker_win_options options = {.replicates = 10000};
    win_rates(&first, 2, half, 1, task, options, one);
    win_rates(&joined, 2, score, 2, task, options, shared);
    win_rates(&split, 2, score, 2, task, options, separate);
    cr_assert(one[0].standard_error > 0.3);
    cr_assert(near(shared[0].standard_error, one[0].standard_error, 0.01));
    cr_assert(near(separate[0].standard_error, one[0].standard_error / sqrt(2), 0.01));
    cr_assert(shared[0].n_units == N && separate[0].n_units == 2 * N);
}

/* ---- what changes no bit ---- */

static void fill(int n, int32_t n_runs, double *score, int32_t *task, int32_t *codes, double *weight)
{
    random_stream stream = random_open(47, 0);
    for (int i = 0; i < n; i++) {
        task[i] = (int32_t)random_below(&stream, 5);
        codes[i] = task[i] < 2 ? (int32_t)random_below(&stream, 6) : 6 + 4 * task[i] + (int32_t)random_below(&stream, 4);
        weight[i] = 1 + (double)random_below(&stream, 3);
        for (int32_t run = 0; run < n_runs; run++)
            score[run * n + i] = random_below(&stream, 20) == 0 ? NAN : 0.1 * run + random_uniform(&stream);
    }
}

static void assert_same(const whisker_bootstrap_estimate *a, const whisker_bootstrap_estimate *b, int32_t n_runs)
{
    for (int32_t run = 0; run < n_runs; run++) {
        cr_assert_eq(a[run].value, b[run].value);
        cr_assert_eq(a[run].standard_error, b[run].standard_error);
        cr_assert(a[run].lower == b[run].lower && a[run].upper == b[run].upper && a[run].bias == b[run].bias);
        cr_assert(a[run].n_items == b[run].n_items && a[run].n_missing == b[run].n_missing);
    }
}

Test(win_rate, order_and_threads_change_no_bit)
{
    enum { N = 120, RUNS = 4 };
    double score[RUNS * N], moved[RUNS * N], weight[N], moved_weight[N];
    int32_t task[N], moved_task[N], codes[N], moved_codes[N];
    fill(N, RUNS, score, task, codes, weight);
    for (int i = 0; i < N; i++) {
        int to = (i * 49 + 17) % N;
        for (int run = 0; run < RUNS; run++)
            moved[run * N + to] = score[run * N + i];
        moved_task[to] = task[i];
        moved_codes[to] = N - 1 - 3 * codes[i];
        moved_weight[to] = weight[i];
    }
    whisker_items items = clustered_items(N, codes), other = clustered_items(N, moved_codes);
    items.weight = weight;
    other.weight = moved_weight;
    whisker_bootstrap_estimate first[RUNS], second[RUNS], third[RUNS];
    win_rates(&items, RUNS, score, 5, task, (whisker_win_options){.replicates = 500, .threads = 1}, first);
    win_rates(&other, RUNS, moved, 5, moved_task, (whisker_win_options){.replicates = 500, .threads = 3}, second);
    assert_same(first, second, RUNS);
    win_rates(&items, RUNS, score, 5, task, (whisker_win_options){.replicates = 500, .seed = 9}, third);
    cr_assert(third[1].standard_error != first[1].standard_error && third[1].value == first[1].value);
    cr_assert(first[0].n_missing > 0 && first[2].lower < first[2].value && first[2].upper > first[2].value);
}

/* ---- what is undefined ---- */

Test(win_rate, a_run_without_scores)
{
    const double score[] = {1, 2, 3, 2, 1, 0, NAN, NAN, NAN};
    const int32_t task[] = {0, 0, 0};
    whisker_bootstrap_estimate out[3];
    whisker_items items = plain_items(3);
    win_rates(&items, 3, score, 1, task, (whisker_win_options){.replicates = 50}, out);
    cr_assert(isnan(out[2].value) && isnan(out[2].lower) && out[2].notes & WHISKER_NOTE_UNDEFINED);
    cr_assert(out[0].value == 1 && !(out[0].notes & WHISKER_NOTE_UNDEFINED));
}

Test(win_rate, one_item_in_a_task)
{
    const double score[] = {1, 2, 3, 2, 1, 0};
    const int32_t task[] = {0, 0, 1}, codes[] = {0, 0, 1};
    whisker_bootstrap_estimate out[2];
    whisker_items items = plain_items(3), clustered = clustered_items(3, codes);
    win_rates(&items, 2, score, 2, task, (whisker_win_options){.replicates = 50}, out);
    cr_assert(out[0].value == 0.75 && isnan(out[0].lower) && isnan(out[0].standard_error));
    cr_assert(out[0].notes & WHISKER_NOTE_ONE_ITEM);
    win_rates(&clustered, 2, score, 2, task, (whisker_win_options){.replicates = 50}, out);
    cr_assert(isnan(out[0].upper) && out[0].notes & WHISKER_NOTE_ONE_CLUSTER);
}

Test(win_rate, one_that_always_wins)
{
    const double score[] = {5, 6, 7, 8, 1, 2, 3, 4};
    const int32_t task[] = {0, 0, 0, 0};
    whisker_bootstrap_estimate out[2];
    whisker_items items = plain_items(4);
    win_rates(&items, 2, score, 1, task, (whisker_win_options){.replicates = 50}, out);
    cr_assert(out[0].value == 1 && out[0].lower < 1.5 && out[0].upper == 1);
}

/* ---- coverage ---- */

/* Four runs a little apart on three tasks of clustered items: the win rates of the true means. */
Test(win_rate, the_truth_is_covered)
{
    enum { RUNS = 4, TASKS = 3, CLUSTERS = 12, EACH = 4, N = TASKS * CLUSTERS * EACH, REPEATS = 150 };
    static double score[RUNS * N];
    int32_t task[N], codes[N];
    int covered = 0;
    for (uint64_t repeat = 0; repeat < REPEATS; repeat++) {
        random_stream stream = random_open(4, repeat);
        for (int i = 0; i < N; i++) {
            codes[i] = i / EACH;
            task[i] = codes[i] / CLUSTERS;
        }
        for (int run = 0; run < RUNS; run++) {
            double shared = 0;
            for (int i = 0; i < N; i++) {
                if (i % EACH == 0)
                    shared = whisker_normal_quantile(random_uniform(&stream), WHISKER_LOWER);
                score[run * N + i] = 0.25 * run + shared + whisker_normal_quantile(random_uniform(&stream), WHISKER_LOWER);
            }
        }
        whisker_bootstrap_estimate out[RUNS];
        whisker_items items = clustered_items(N, codes);
        win_rates(&items, RUNS, score, TASKS, task, (whisker_win_options){.replicates = 399, .seed = repeat}, out);
        for (int run = 0; run < RUNS; run++)
            covered += out[run].lower <= run / 3. + 1e-9 && out[run].upper >= run / 3. - 1e-9;
    }
    cr_assert(covered >= 0.93 * RUNS * REPEATS, "%d of %d", covered, RUNS * REPEATS);
}

/* ---- refusals, cancellation, memory ---- */

static int32_t status_of(const whisker_items *items, int32_t n_runs, const double *score, int32_t n_tasks,
                         const int32_t *task, whisker_win_options options)
{
    whisker_bootstrap_estimate out[MOST_RUNS];
    for (int run = 0; run < MOST_RUNS; run++)
        out[run].size = sizeof *out;
    options.size = sizeof options;
    return whisker_win_rates(items, n_runs, score, n_tasks, task, &options, NULL, out, NULL);
}

static int32_t stop(void *context, double done)
{
    (void)done;
    ++*(int *)context;
    return 1;
}

Test(win_rate, refusals)
{
    const double score[] = {1, 2, 3, 4, 2, 1, 4, 3}, none[] = {1, 2, 3, 4, NAN, NAN, NAN, NAN};
    const int32_t task[] = {0, 0, 1, 1}, codes[] = {0, 1, 0, 1, 1, 1, 0, 0};
    whisker_items items = plain_items(4), crossed = clustered_items(4, codes), strata = items;
    whisker_win_options defaults = {.replicates = 70};
    crossed.n_keys = 2;
    strata.stratum = codes;
    cr_assert_eq(status_of(&items, 2, score, 2, task, defaults), WHISKER_OK);
    cr_assert_eq(status_of(&items, 2, none, 2, task, defaults), WHISKER_NO_DATA);
    cr_assert_eq(status_of(&items, 1, score, 2, task, defaults), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(status_of(&items, 0, score, 2, task, defaults), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(status_of(&items, 2, score, 1, task, defaults), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(status_of(&items, 2, score, 2, NULL, defaults), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(status_of(&items, 2, NULL, 2, task, defaults), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(status_of(NULL, 2, score, 2, task, defaults), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(status_of(&crossed, 2, score, 2, task, defaults), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&strata, 2, score, 2, task, defaults), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, 2, score, 2, task, (whisker_win_options){.level = 1}), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, 2, score, 2, task, (whisker_win_options){.replicates = 1}), WHISKER_BAD_OPTION);
    cr_assert_eq(whisker_win_rates(&items, 2, score, 2, task, NULL, NULL, NULL, NULL), WHISKER_BAD_ARGUMENT);
    int asked = 0;
    whisker_win_options watched = {.replicates = 5000, .threads = 1, .watch = stop, .watch_context = &asked};
    cr_assert_eq(status_of(&items, 2, score, 2, task, watched), WHISKER_CANCELLED);
    cr_assert_eq(asked, 1);
}

Test(win_rate, every_allocation_may_fail)
{
    enum { N = 600, RUNS = 6 };
    static double score[RUNS * N], weight[N];
    static int32_t task[N], codes[N];
    fill(N, RUNS, score, task, codes, weight);
    whisker_items items = clustered_items(N, codes);
    items.weight = weight;
    int32_t status = WHISKER_NO_MEMORY;
    for (int64_t fail_at = 1; status != WHISKER_OK; fail_at++) {
        counting_allocator counting;
        whisker_arena *arena;
        whisker_bootstrap_estimate out[RUNS];
        whisker_win_options options = {.size = sizeof options, .replicates = 100};
        for (int run = 0; run < RUNS; run++)
            out[run].size = sizeof *out;
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        status = whisker_arena_new(&counting.allocator, &arena, NULL);
        if (status == WHISKER_OK) {
            status = whisker_win_rates(&items, RUNS, score, 5, task, &options, arena, out, NULL);
            whisker_arena_free(arena);
        }
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert_lt(fail_at, 100);
    }
}
