#include "base/random.h"
#include "counting_allocator.h"

#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

enum { MOST_ITEMS = 2000 };

/* Two runs on the same items: item scores of several draws, in clusters of `size`. */
typedef struct runs {
    whisker_items items;
    whisker_pilot pilot;
    double a[MOST_ITEMS], b[MOST_ITEMS], within_a[MOST_ITEMS], within_b[MOST_ITEMS];
    int32_t draws_a[MOST_ITEMS], draws_b[MOST_ITEMS], cluster[MOST_ITEMS];
} runs;

static double normal(random_stream *stream)
{
    return whisker_normal_quantile(random_uniform(stream), WHISKER_LOWER);
}

/* Mean and variance of `draws` normal scores with standard deviation sd around x. */
static void draw(random_stream *stream, double x, double sd, int draws, double *mean, double *variance)
{
    double score[16], sum = 0, squares = 0;
    for (int k = 0; k < draws; k++)
        sum += score[k] = x + sd * normal(stream);
    *mean = sum / draws;
    for (int k = 0; k < draws; k++)
        squares += (score[k] - *mean) * (score[k] - *mean);
    *variance = draws > 1 ? squares / (draws - 1) : NAN;
}

/* omega^2 = 1, half of it shared by the cluster when there is one; sigma 0.8 and 0.5. */
static void simulate(runs *out, uint64_t seed, int n, int size, int draws)
{
    random_stream stream = random_open(seed, 0);
    double shared = 0;
    for (int i = 0; i < n; i++) {
        if (size > 1 && i % size == 0)
            shared = normal(&stream);
        double item = size > 1 ? sqrt(0.5) * (shared + normal(&stream)) : normal(&stream);
        out->cluster[i] = i / size;
        out->draws_a[i] = out->draws_b[i] = draws;
        draw(&stream, item + 0.3, 0.8, draws, &out->a[i], &out->within_a[i]);
        draw(&stream, 0, 0.5, draws, &out->b[i], &out->within_b[i]);
    }
    out->items = (whisker_items){.size = sizeof out->items, .n = n, .n_keys = size > 1, .cluster = out->cluster};
    out->pilot = (whisker_pilot){.size = sizeof out->pilot, .score_a = out->a, .score_b = out->b, .draws_a = out->draws_a,
                                 .draws_b = out->draws_b, .within_a = out->within_a, .within_b = out->within_b};
}

static whisker_plan plan_of(const runs *runs, whisker_plan plan, whisker_plan_basis *basis)
{
    whisker_error error = {0};
    plan.size = sizeof plan;
    basis->size = sizeof *basis;
    cr_assert_eq(whisker_plan_from_pilot(&runs->items, &runs->pilot, NULL, &plan, basis, &error), WHISKER_OK, "%s",
                 error.text);
    return plan;
}

static whisker_plan solved(whisker_plan plan)
{
    cr_assert_eq(whisker_solve_plan(&plan, NULL), WHISKER_OK);
    return plan;
}

static whisker_comparison compared(const runs *runs)
{
    whisker_comparison out = {.size = sizeof out, .difference.size = sizeof out.difference};
    cr_assert_eq(whisker_difference(&runs->items, runs->a, runs->b, NULL, NULL, &out, NULL), WHISKER_OK);
    return out;
}

static int near(double a, double b, double relative)
{
    return fabs(a - b) <= relative * fabs(b);
}

/* 0/1 scores by hand: differences 1, 0, -1, 1, 0, 0, 1, 1 have the variance (5 - 8 * 9/64) / 7 = 31/56. */
Test(plan_pilot, single_draws_by_hand)
{
    const double a[] = {1, 0, 0, 1, 1, 0, 1, 1}, b[] = {0, 0, 1, 0, 1, 0, 0, 0};
    static runs runs;
    whisker_plan_basis basis;
    runs.items = (whisker_items){.size = sizeof runs.items, .n = 8};
    runs.pilot = (whisker_pilot){.size = sizeof runs.pilot, .score_a = a, .score_b = b};
    whisker_plan plan = plan_of(&runs, (whisker_plan){.unknown = WHISKER_SOLVE_ITEMS}, &basis);
    cr_expect(near(plan.variance, 31 / 56., 1e-14));
    cr_expect(plan.within_a == 0 && plan.within_b == 0 && plan.draws_a == 1 && plan.draws_b == 1);
    cr_expect(plan.cluster_size == 0 && plan.icc == 0);
    cr_expect(basis.notes & WHISKER_NOTE_NO_REPEATS);
    cr_expect(basis.n_items == 8 && basis.n_clusters == 8 && near(basis.difference, 3 / 8., 1e-15));
    cr_expect(basis.df <= 7 && isnan(basis.icc_raw));
    cr_expect(basis.variance_low < plan.variance && plan.variance < basis.variance_high);
}

/* With the pilot's own items, draws and clusters the plan finds what the comparison says that it would. */
Test(plan_pilot, agrees_with_the_comparison)
{
    static runs runs;
    whisker_plan_basis basis;
    for (int size = 1; size <= 4; size += 3) {
        simulate(&runs, 7, 800, size, 3);
        whisker_plan plan = plan_of(&runs, (whisker_plan){.unknown = WHISKER_SOLVE_EFFECT}, &basis);
        whisker_comparison comparison = compared(&runs);
        plan.items = 800;
        plan = solved(plan);
        cr_expect(near(plan.effect, comparison.minimum_detectable, 1e-12), "%g %g", plan.effect,
                  comparison.minimum_detectable);
        cr_expect(near(plan.draws_a, 3, 1e-12) && near(plan.draws_b, 3, 1e-12));
        cr_expect(near(plan.variance, 1, 0.15) && near(plan.within_a, 0.64, 0.1) && near(plan.within_b, 0.25, 0.1));
        cr_expect(size == 1 || (plan.cluster_size == 4 && fabs(plan.icc - 0.5) < 0.1));
        cr_expect(plan.cluster_variation == 0);
    }
}

Test(plan_pilot, what_is_said_stays)
{
    static runs runs;
    whisker_plan_basis basis;
    simulate(&runs, 8, 400, 4, 2);
    whisker_plan given = {.unknown = WHISKER_SOLVE_ITEMS, .effect = 0.1, .draws_a = 5, .draws_b = 5, .cluster_size = 10,
                          .icc = 0.2};
    whisker_plan plan = plan_of(&runs, given, &basis);
    cr_expect(plan.draws_a == 5 && plan.cluster_size == 10 && plan.icc == 0.2 && plan.cluster_variation == 0);
    cr_expect(basis.icc_raw > 0.3);
}

/* Clusters that are less alike than others by chance: the plan does not count on it. */
Test(plan_pilot, negative_likeness_is_chance)
{
    double a[40], b[40] = {0};
    int32_t cluster[40];
    for (int i = 0; i < 40; i++) {
        cluster[i] = i / 2;
        a[i] = (i % 2 ? 1 : -1) + i % 3 * 0.1;
    }
    static runs runs;
    whisker_plan_basis basis;
    runs.items = (whisker_items){.size = sizeof runs.items, .n = 40, .n_keys = 1, .cluster = cluster};
    runs.pilot = (whisker_pilot){.size = sizeof runs.pilot, .score_a = a, .score_b = b};
    whisker_plan plan = plan_of(&runs, (whisker_plan){.unknown = WHISKER_SOLVE_ITEMS}, &basis);
    cr_expect(basis.notes & WHISKER_NOTE_ICC_CLAMPED);
    cr_expect(plan.icc == 0 && basis.icc_raw < -0.5 && plan.cluster_size == 2);
}

/* ---- how well the pilot knows ---- */

/* Of the variance with its design effect, which is what a plan rests on. */
static int covers(whisker_plan plan, const whisker_plan_basis *basis, double truth)
{
    plan.unknown = WHISKER_SOLVE_POWER;
    plan.items = 100;
    double design_effect = solved(plan).design_effect;
    return basis->variance_low * design_effect <= truth && truth <= basis->variance_high * design_effect;
}

/* At 95%; the chi-square with the df of normal differences would cover 0/1 differences of this kind less often. */
Test(plan_pilot, interval_covers)
{
    enum { SETS = 400 };
    static runs runs;
    int normal_hits = 0, clustered_hits = 0, binary_hits = 0;
    double a[150], b[150];
    for (int s = 0; s < SETS; s++) {
        whisker_plan_basis basis;
        simulate(&runs, 100 + (uint64_t)s, 100, 1, 2);
        whisker_plan plan = plan_of(&runs, (whisker_plan){0}, &basis);
        normal_hits += covers(plan, &basis, 1);
        simulate(&runs, 100 + (uint64_t)s, 300, 5, 2);
        plan = plan_of(&runs, (whisker_plan){0}, &basis);
        clustered_hits += covers(plan, &basis, 3);
        random_stream stream = random_open((uint64_t)s, 1);
        for (int i = 0; i < 150; i++) { /* one item in ten is decided differently */
            double u = random_uniform(&stream);
            a[i] = u < 0.05 || u > 0.5;
            b[i] = (u >= 0.05 && u < 0.1) || u > 0.5;
        }
        runs.items = (whisker_items){.size = sizeof runs.items, .n = 150};
        runs.pilot = (whisker_pilot){.size = sizeof runs.pilot, .score_a = a, .score_b = b};
        plan = plan_of(&runs, (whisker_plan){0}, &basis);
        binary_hits += covers(plan, &basis, 0.1);
    }
    cr_expect(normal_hits >= 0.92 * SETS && normal_hits <= 0.98 * SETS, "%d", normal_hits);
    cr_expect(clustered_hits >= 0.91 * SETS && clustered_hits <= 0.99 * SETS, "%d", clustered_hits);
    cr_expect(binary_hits >= 0.92 * SETS, "%d", binary_hits);
}

Test(plan_pilot, range_of_the_answer)
{
    static runs runs;
    whisker_plan_basis basis;
    double low, high;
    simulate(&runs, 9, 300, 1, 3);
    for (int32_t unknown = WHISKER_SOLVE_ITEMS; unknown <= WHISKER_SOLVE_CLUSTERS; unknown++) {
        whisker_plan plan = {.unknown = unknown, .effect = 0.25, .items = 300, .power = 0.8};
        plan.draws_a = plan.draws_b = unknown == WHISKER_SOLVE_DRAWS ? 0 : 3;
        if (unknown == WHISKER_SOLVE_ITEMS || unknown == WHISKER_SOLVE_CLUSTERS)
            plan.items = 0;
        plan = solved(plan_of(&runs, plan, &basis));
        double answers[] = {0, plan.items, plan.effect, plan.power, plan.draws_a, plan.clusters};
        cr_assert_eq(whisker_plan_range(&plan, &basis, &low, &high, NULL), WHISKER_OK);
        cr_expect(low < answers[unknown] && answers[unknown] < high, "%d: %g %g %g", unknown, low, answers[unknown],
                  high);
        if (unknown == WHISKER_SOLVE_EFFECT)
            cr_expect(near(high / low, sqrt((basis.variance_high + 0.89 / 3) / (basis.variance_low + 0.89 / 3)), 0.01));
    }
    whisker_plan draws = {.unknown = WHISKER_SOLVE_DRAWS, .effect = 0.175, .items = 300};
    draws = solved(plan_of(&runs, draws, &basis));
    cr_assert_eq(whisker_plan_range(&draws, &basis, &low, &high, NULL), WHISKER_OK);
    cr_expect(isinf(high), "no number of draws is enough if items vary that much");
    cr_expect_eq(whisker_plan_range(NULL, &basis, &low, &high, NULL), WHISKER_BAD_ARGUMENT);
}

/* ---- edges ---- */

static int32_t status_of(const runs *runs, const char *reason)
{
    whisker_plan plan = {.size = sizeof plan};
    whisker_error error = {0};
    int32_t status = whisker_plan_from_pilot(&runs->items, &runs->pilot, NULL, &plan, NULL, &error);
    cr_expect(strstr(error.text, reason) != NULL, "said: %s", error.text);
    return status;
}

Test(plan_pilot, refusals)
{
    static runs runs;
    simulate(&runs, 3, 20, 4, 1);
    whisker_plan plan = {.size = sizeof plan};
    cr_expect_eq(whisker_plan_from_pilot(NULL, &runs.pilot, NULL, &plan, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_plan_from_pilot(&runs.items, NULL, NULL, &plan, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_plan_from_pilot(&runs.items, &runs.pilot, NULL, NULL, NULL, NULL), WHISKER_BAD_ARGUMENT);
    runs.pilot.level = 1.5;
    cr_expect_eq(status_of(&runs, "level"), WHISKER_BAD_ARGUMENT);
    runs.pilot.level = 0;
    runs.items.n = 4;
    cr_expect_eq(status_of(&runs, "two clusters"), WHISKER_NO_DATA);
    runs.items.n = 20;
    memcpy(runs.b, runs.a, sizeof runs.a);
    cr_expect_eq(status_of(&runs, "differ by the same"), WHISKER_NO_DATA);
    for (int i = 0; i < 20; i++)
        runs.b[i] = NAN;
    cr_expect_eq(status_of(&runs, ""), WHISKER_NO_DATA);
}

Test(plan_pilot, every_allocation_may_fail)
{
    static runs runs;
    simulate(&runs, 4, 1500, 3, 2);
    int32_t status = WHISKER_NO_MEMORY;
    for (int64_t fail_at = 1; status != WHISKER_OK; fail_at++) {
        counting_allocator counting;
        whisker_arena *arena;
        whisker_plan plan = {.size = sizeof plan};
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        status = whisker_arena_new(&counting.allocator, &arena, NULL);
        if (status == WHISKER_OK) {
            status = whisker_plan_from_pilot(&runs.items, &runs.pilot, arena, &plan, NULL, NULL);
            whisker_arena_free(arena);
        }
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert_lt(fail_at, 200);
    }
}
