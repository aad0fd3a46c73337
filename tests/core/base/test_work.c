#include <whisker.h>

#include <criterion/criterion.h>

#include <pthread.h>

static whisker_work *new_work(void)
{
    whisker_work *work = NULL;
    cr_assert_eq(whisker_work_new(NULL, &work, NULL), WHISKER_OK);
    return work;
}

Test(work, says_how_far_it_is_and_goes_on_until_it_is_stopped)
{
    whisker_work *work = new_work();
    cr_expect_eq(whisker_work_done(work), 0);
    cr_expect_eq(whisker_work_watch(work, 0.25), 0);
    cr_expect_eq(whisker_work_done(work), 0.25);
    whisker_work_stop(work);
    cr_expect_eq(whisker_work_stopped(work), 1);
    cr_expect_neq(whisker_work_watch(work, 0.5), 0);
    whisker_work_free(work);
    whisker_work_free(NULL);
}

Test(work, without_a_place_is_refused)
{
    whisker_error error = {0};
    cr_expect_eq(whisker_work_new(NULL, NULL, &error), WHISKER_BAD_ARGUMENT);
}

/* A bootstrap that would take a while, and somebody who ends it as soon as he sees that it goes on. */
static void *stop_when_under_way(void *argument)
{
    whisker_work *work = argument;
    while (whisker_work_done(work) <= 0)
        ;
    whisker_work_stop(work);
    return NULL;
}

enum { N = 1000 };

Test(work, is_stopped_from_another_thread, .timeout = 60)
{
    static double scores[N];
    pthread_t other;
    whisker_work *work = new_work();
    whisker_error error = {0};
    whisker_items items = {.size = sizeof items, .n = N};
    whisker_bootstrap_options options = {.size = sizeof options, .replicates = 2000000,
                                         .watch = whisker_work_watch, .watch_context = work};
    whisker_bootstrap_estimate found = {.size = sizeof found};
    for (int i = 0; i < N; i++)
        scores[i] = 1.0 / (i + 3);
    cr_assert_eq(pthread_create(&other, NULL, stop_when_under_way, work), 0);
    cr_expect_eq(whisker_bootstrap(&items, NULL, scores, &options, NULL, NULL, &found, &error), WHISKER_CANCELLED);
    cr_expect_eq(error.status, WHISKER_CANCELLED);
    cr_expect_eq(pthread_join(other, NULL), 0);
    whisker_work_free(work);
}
