#include "base/ordered.h"

#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

enum { PLACES = 7 };

/* Plain memory: a thread sanitizer sees a place that two write, or one that is read before it is made. */
typedef struct record {
    int64_t places[PLACES];
    int64_t *used;
    int64_t n_used;
    int64_t stop_at; /* -1: never */
} record;

static void make(void *context, int64_t index, int32_t place)
{
    record *record = context;
    cr_assert_eq(record->places[place], -1, "a place is free when it is written");
    record->places[place] = index * index;
}

static int use(void *context, int64_t index, int32_t place)
{
    record *record = context;
    record->used[record->n_used++] = record->places[place];
    record->places[place] = -1;
    return index != record->stop_at;
}

static void expect_order(int32_t n_threads, int64_t n_tasks, int32_t n_places, int64_t stop_at)
{
    record record = {.used = calloc((size_t)n_tasks + 1, sizeof *record.used), .stop_at = stop_at};
    const ordered_work work = {.n_tasks = n_tasks, .n_places = n_places, .context = &record, .make = make, .use = use};
    memset(record.places, -1, sizeof record.places);
    ordered_run(n_threads, &work);
    cr_assert_eq(record.n_used, stop_at < 0 || stop_at >= n_tasks ? n_tasks : stop_at + 1);
    for (int64_t i = 0; i < record.n_used; i++)
        cr_assert_eq(record.used[i], i * i);
    free(record.used);
}

Test(ordered, uses_every_result_once_and_in_order)
{
    for (int32_t n_threads = 0; n_threads <= 5; n_threads++)
        for (int32_t n_places = 1; n_places <= PLACES; n_places += 3)
            for (int64_t n_tasks = 0; n_tasks <= 3000; n_tasks = n_tasks * 4 + 1)
                expect_order(n_threads, n_tasks, n_places, -1);
}

Test(ordered, stops_when_it_is_told_to)
{
    for (int32_t n_threads = 1; n_threads <= 4; n_threads++)
        for (int64_t stop_at = 0; stop_at < 40; stop_at += 13)
            expect_order(n_threads, 40, 4, stop_at);
}
