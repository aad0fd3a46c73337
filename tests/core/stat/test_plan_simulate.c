#include "counting_allocator.h"

#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

static whisker_plan solved(whisker_plan plan)
{
    whisker_error error = {0};
    plan.size = sizeof plan;
    cr_assert_eq(whisker_solve_plan(&plan, &error), WHISKER_OK, "%s", error.text);
    return plan;
}

static whisker_trial tried(const whisker_plan *plan, whisker_trial_options options)
{
    whisker_trial out = {.size = sizeof out};
    whisker_error error = {0};
    options.size = sizeof options;
    cr_assert_eq(whisker_plan_simulate(plan, &options, NULL, &out, &error), WHISKER_OK, "%s", error.text);
    return out;
}

/* Within four standard errors and half a point of what the formula says. */
static void check(whisker_plan plan, whisker_trial_options options, double power_slack, double alarm_slack)
{
    options.seed = 2024;
    options.replicates = 1500;
    whisker_trial got = tried(&plan, options);
    cr_expect(fabs(got.power - got.expected_power) < 4 * got.power_error + power_slack, "power %g, expected %g", got.power,
              got.expected_power);
    cr_expect(fabs(got.false_alarms - plan.alpha) < 4 * got.false_alarms_error + alarm_slack, "alarms %g",
              got.false_alarms);
}

Test(plan_simulate, normal_scores)
{
    whisker_plan plan = {.unknown = WHISKER_SOLVE_ITEMS, .variance = 1 / 9.0, .within_a = 0.1, .within_b = 0.05,
                         .draws_a = 2, .draws_b = 2, .effect = 0.1};
    check(solved(plan), (whisker_trial_options){0}, 0.005, 0);
    plan.effect = 0.4; /* eleven items: the noncentral t */
    check(solved(plan), (whisker_trial_options){0}, 0.01, 0);
}

Test(plan_simulate, clusters)
{
    whisker_plan plan = {.unknown = WHISKER_SOLVE_POWER, .variance = 0.2, .within_a = 0.1, .within_b = 0.1, .effect = 0.15,
                         .items = 250, .cluster_size = 10, .icc = 0.2};
    check(solved(plan), (whisker_trial_options){0}, 0.005, 0);
    plan.cluster_variation = 0.8;
    check(solved(plan), (whisker_trial_options){0}, 0.03, 0.005);
}

Test(plan_simulate, binary_scores)
{
    whisker_plan plan = {.unknown = WHISKER_SOLVE_EFFECT, .variance = 1 / 9.0, .within_a = 1 / 6.0, .within_b = 1 / 8.0,
                         .items = 800};
    check(solved(plan), (whisker_trial_options){.scores = WHISKER_SIMULATED_BINARY}, 0.01, 0.005);
    plan.draws_a = plan.draws_b = 10;
    plan.cluster_size = 3;
    plan.icc = 0.3;
    check(solved(plan), (whisker_trial_options){.scores = WHISKER_SIMULATED_BINARY}, 0.015, 0.005);
}

/* The sizes of a pilot, taken in turn. */
Test(plan_simulate, sizes_that_are_given)
{
    const int64_t sizes[] = {2, 8, 2, 2, 6};
    double mean, variation;
    whisker_cluster_sizes(5, sizes, &mean, &variation, NULL);
    whisker_plan plan = solved((whisker_plan){.unknown = WHISKER_SOLVE_POWER, .variance = 0.2, .effect = 0.1, .items = 201,
                                              .cluster_size = mean, .cluster_variation = variation, .icc = 0.3});
    whisker_trial got = tried(&plan, (whisker_trial_options){.sizes = sizes, .n_sizes = 5, .replicates = 100});
    cr_expect(got.n_clusters == 51 && got.n_items == 202);
    cr_expect_eq(got.replicates, 100);
}

/* Ignoring the clusters finds what is not there: the simulation shows it. */
Test(plan_simulate, the_naive_test_fails)
{
    whisker_plan plan = solved((whisker_plan){.unknown = WHISKER_SOLVE_POWER, .variance = 0.2, .effect = 0.1, .items = 300,
                                              .cluster_size = 10, .icc = 0.7});
    whisker_trial naive = tried(&plan, (whisker_trial_options){.variance = WHISKER_CLT, .replicates = 500});
    cr_expect(naive.false_alarms > 0.3, "%g", naive.false_alarms);
}

Test(plan_simulate, no_digit_depends_on_threads)
{
    whisker_plan plan = solved((whisker_plan){.unknown = WHISKER_SOLVE_POWER, .variance = 0.2, .effect = -0.1, .items = 50});
    whisker_trial one = tried(&plan, (whisker_trial_options){.threads = 1, .replicates = 333, .seed = 5});
    whisker_trial four = tried(&plan, (whisker_trial_options){.threads = 4, .replicates = 333, .seed = 5});
    whisker_trial other = tried(&plan, (whisker_trial_options){.threads = 4, .replicates = 333, .seed = 6});
    cr_expect(memcmp(&one, &four, sizeof one) == 0);
    cr_expect(memcmp(&one, &other, sizeof one) != 0);
    cr_expect(one.power > 0.1, "the sign of the effect does not matter");
}

static int32_t stop(void *context, double done)
{
    (void)context;
    (void)done;
    return 1;
}

static int32_t status_of(whisker_plan plan, whisker_trial_options options, const char *reason)
{
    whisker_trial out = {.size = sizeof out};
    whisker_error error = {0};
    options.size = sizeof options;
    int32_t status = whisker_plan_simulate(&plan, &options, NULL, &out, &error);
    cr_expect(strstr(error.text, reason) != NULL, "said: %s", error.text);
    return status;
}

Test(plan_simulate, refusals)
{
    const int64_t sizes[] = {0};
    whisker_plan raw = {.size = sizeof raw, .variance = 0.2, .effect = 0.1, .items = 50};
    raw.unknown = WHISKER_SOLVE_POWER;
    whisker_plan plan = solved(raw);
    cr_expect_eq(status_of(raw, (whisker_trial_options){0}, "solved before"), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(status_of(plan, (whisker_trial_options){.scores = 9}, "kind"), WHISKER_BAD_OPTION);
    cr_expect_eq(status_of(plan, (whisker_trial_options){.replicates = -1}, "replicates"), WHISKER_BAD_OPTION);
    cr_expect_eq(status_of(plan, (whisker_trial_options){.sizes = sizes}, "none is given"), WHISKER_BAD_OPTION);
    cr_expect_eq(status_of(plan, (whisker_trial_options){.sizes = sizes, .n_sizes = 1}, "at least one item"),
                 WHISKER_BAD_ARGUMENT);
    cr_expect_eq(status_of(plan, (whisker_trial_options){.watch = stop}, "stopped"), WHISKER_CANCELLED);
    plan.within_a = plan.within_b = 0.3;
    cr_expect_eq(status_of(plan, (whisker_trial_options){.scores = WHISKER_SIMULATED_BINARY}, "0/1"), WHISKER_NO_DATA);
    plan.within_a = plan.within_b = 0;
    plan.variance = 0.05; /* an effect of 0.1 alone asks for 0.09 */
    cr_expect_eq(status_of(plan, (whisker_trial_options){.scores = WHISKER_SIMULATED_BINARY}, "0/1"), WHISKER_NO_DATA);
    plan.cluster_size = 2;
    plan.icc = -0.5;
    cr_expect_eq(status_of(plan, (whisker_trial_options){0}, "at least 0"), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_plan_simulate(NULL, NULL, NULL, NULL, NULL), WHISKER_BAD_ARGUMENT);
}

Test(plan_simulate, every_allocation_may_fail)
{
    whisker_plan plan = solved((whisker_plan){.unknown = WHISKER_SOLVE_POWER, .variance = 0.2, .effect = 0.1, .items = 4000,
                                              .cluster_size = 2, .icc = 0.1});
    whisker_trial_options options = {.size = sizeof options, .replicates = 2};
    int32_t status = WHISKER_NO_MEMORY;
    for (int64_t fail_at = 1; status != WHISKER_OK; fail_at++) {
        counting_allocator counting;
        whisker_arena *arena;
        whisker_trial out = {.size = sizeof out};
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        status = whisker_arena_new(&counting.allocator, &arena, NULL);
        if (status == WHISKER_OK) {
            status = whisker_plan_simulate(&plan, &options, arena, &out, NULL);
            whisker_arena_free(arena);
        }
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert_lt(fail_at, 50);
    }
}
