#include "base/workers.h"

#include <criterion/criterion.h>

#include <stdlib.h>

typedef struct tally {
    int64_t n;
    int32_t *done;   /* plain memory: a thread sanitizer sees a task that runs twice at once */
    int64_t *square;
} tally;

static void count(void *context, int64_t index)
{
    tally *tally = context;
    tally->done[index]++;
    tally->square[index] = index * index;
}

static void check_run(int32_t n_threads, int64_t n_tasks)
{
    tally tally = {n_tasks, calloc((size_t)n_tasks + 1, sizeof *tally.done),
                   calloc((size_t)n_tasks + 1, sizeof *tally.square)};
    workers_run(n_threads, n_tasks, count, &tally);
    for (int64_t i = 0; i < n_tasks; i++)
        cr_assert(tally.done[i] == 1 && tally.square[i] == i * i);
    cr_assert_eq(tally.done[n_tasks], 0);
    free(tally.done);
    free(tally.square);
}

Test(workers, run_each_index_once)
{
    static const int32_t threads[] = {-1, 0, 1, 2, 3, 8, 64, 1000};
    static const int64_t tasks[] = {0, 1, 2, 7, 64, 20000};
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++)
        for (size_t j = 0; j < sizeof tasks / sizeof *tasks; j++)
            check_run(threads[i], tasks[j]);
}

static void never(void *context, int64_t index)
{
    (void)context;
    cr_assert_fail("task %lld of none", (long long)index);
}

Test(workers, run_nothing_for_no_tasks)
{
    workers_run(4, 0, never, NULL);
    workers_run(4, -5, never, NULL);
    workers_run(0, INT64_MIN, never, NULL);
}

typedef struct witness {
    int32_t calls, stop_at;
    double last;
    int rises; /* what progress says never falls */
} witness;

static int32_t watch(void *context, double done)
{
    witness *witness = context;
    witness->rises &= done >= witness->last && done >= 0 && done <= 1;
    witness->last = done;
    return ++witness->calls == witness->stop_at;
}

Test(workers, report_progress_to_the_end)
{
    tally tally = {100, calloc(101, sizeof *tally.done), calloc(101, sizeof *tally.square)};
    witness witness = {.rises = 1};
    cr_assert_eq(workers_watch(1, 100, count, &tally, watch, &witness), 1);
    cr_assert_eq(witness.calls, 101);
    cr_assert_eq(witness.last, 1);
    cr_assert(witness.rises);
    free(tally.done);
    free(tally.square);
}

Test(workers, stop_when_told_to)
{
    tally tally = {100, calloc(101, sizeof *tally.done), calloc(101, sizeof *tally.square)};
    witness witness = {.rises = 1, .stop_at = 3};
    cr_assert_eq(workers_watch(1, 100, count, &tally, watch, &witness), 0);
    cr_assert_eq(witness.calls, 3);
    cr_assert(tally.done[1] == 1 && tally.done[2] == 0);
    free(tally.done);
    free(tally.square);
}
