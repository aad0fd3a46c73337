#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

static whisker_plan solved(whisker_plan plan)
{
    whisker_error error;
    plan.size = sizeof plan;
    cr_assert_eq(whisker_solve_plan(&plan, &error), WHISKER_OK, "%s", error.text);
    return plan;
}

static int32_t refused(whisker_plan plan, const char *reason)
{
    whisker_error error = {0};
    plan.size = sizeof plan;
    int32_t status = whisker_solve_plan(&plan, &error);
    cr_expect(strstr(error.text, reason) != NULL, "said: %s", error.text);
    return status;
}

/* Miller 2024, section 5: 969 items; 13.2% and 7.5%, which the paper truncates. */
Test(plan, worked_examples_of_the_paper)
{
    whisker_plan items = solved((whisker_plan){.unknown = WHISKER_SOLVE_ITEMS, .variance = 1 / 9.0, .effect = 0.03});
    cr_expect_float_eq(items.items, 968.997, 5e-4);
    cr_expect(ceil(items.items) == 969);
    cr_expect(items.design_effect == 1 && items.clusters == items.items && items.power == 0.80 && items.alpha == 0.05);
    whisker_plan gpqa = {.unknown = WHISKER_SOLVE_EFFECT, .variance = 1 / 9.0, .within_a = 1 / 6.0, .within_b = 1 / 6.0,
                         .items = 198};
    cr_expect_float_eq(solved(gpqa).effect, 0.13273, 5e-6);
    gpqa.draws_a = gpqa.draws_b = 10;
    cr_expect_float_eq(solved(gpqa).effect, 0.07567, 5e-6);
}

static const whisker_plan example = {.variance = 0.11, .within_a = 0.08, .within_b = 0.05, .draws_a = 3, .draws_b = 3,
                                     .cluster_size = 5, .icc = 0.4, .power = 0.9, .alpha = 0.01};

/* Each unknown solved from the others gives back the plan that they came from. */
static void check_round_trip(double n)
{
    whisker_plan effect = example;
    effect.unknown = WHISKER_SOLVE_EFFECT;
    effect.items = n;
    effect = solved(effect);
    cr_expect_float_eq(effect.design_effect, 2.6, 1e-15);
    cr_expect_float_eq(effect.clusters, n / 5, 1e-12);
    whisker_plan items = effect, power = effect, draws = effect;
    items.unknown = WHISKER_SOLVE_ITEMS;
    items.items = 0;
    cr_expect_float_eq(solved(items).items, n, 1e-9 * n);
    power.unknown = WHISKER_SOLVE_POWER;
    power.power = 0;
    cr_expect_float_eq(solved(power).power, 0.9, 1e-11);
    power.effect = -power.effect;
    cr_expect_float_eq(solved(power).power, 0.9, 1e-11);
    draws.unknown = WHISKER_SOLVE_DRAWS;
    draws.draws_a = draws.draws_b = 1;
    cr_expect_float_eq(solved(draws).draws_a, 3, 1e-9);
    cr_expect(solved(draws).draws_b == solved(draws).draws_a);
}

Test(plan, unknowns_agree)
{
    check_round_trip(2000); /* normal quantiles */
    check_round_trip(60);   /* 12 clusters: t quantiles */
}

/* Appendix C: clusters of 5 with ICC 0.4 multiply omega^2 by 2.6; 60 items are 12 clusters, so the noncentral t with 11 df,
 * whose noncentrality for 90% power at 1% is 4.572424501469 (scipy's nct). */
Test(plan, clusters_and_the_noncentral_t)
{
    whisker_plan plan = example;
    plan.unknown = WHISKER_SOLVE_EFFECT;
    plan.items = 60;
    double expected = 4.572424501469242 * sqrt((0.11 * 2.6 + 0.13 / 3) / 60);
    cr_expect_float_eq(solved(plan).effect, expected, 1e-12);
}

/* Clusters are solved for as items are, and may be given in their place. */
Test(plan, clusters)
{
    whisker_plan clusters = example, items = example, effect = example;
    clusters.unknown = WHISKER_SOLVE_CLUSTERS;
    items.unknown = WHISKER_SOLVE_ITEMS;
    clusters.effect = items.effect = 0.2;
    clusters = solved(clusters);
    cr_expect_eq(clusters.items, solved(items).items);
    cr_expect_float_eq(clusters.clusters, clusters.items / 5, 1e-12);
    effect.unknown = WHISKER_SOLVE_EFFECT;
    effect.clusters = clusters.clusters;
    effect = solved(effect);
    cr_expect_float_eq(effect.effect, 0.2, 1e-10);
    cr_expect_float_eq(effect.items, clusters.items, 1e-9);
}

/* Sizes 1, 1, 1, 5: mean 2, sum of squares 28, so 28/8 = 3.5 items a unit, and D = 1 + 2.5 icc. */
Test(plan, uneven_clusters)
{
    const int64_t sizes[] = {1, 1, 1, 5}, even[] = {3, 3};
    double mean, variation;
    cr_assert_eq(whisker_cluster_sizes(4, sizes, &mean, &variation, NULL), WHISKER_OK);
    cr_expect_eq(mean, 2);
    cr_expect_float_eq(mean * (1 + variation * variation), 3.5, 1e-14);
    whisker_plan plan = {.unknown = WHISKER_SOLVE_EFFECT, .variance = 0.1, .items = 80, .cluster_size = mean,
                         .cluster_variation = variation, .icc = 0.4};
    plan = solved(plan);
    cr_expect_float_eq(plan.design_effect, 2, 1e-14);
    cr_expect_eq(plan.clusters, 40);
    /* 80 / 3.5 units: df = 21.857142857, noncentrality for 80% at 5% (scipy's nct) */
    cr_expect_float_eq(plan.effect, 2.932484491601834 * sqrt(0.1 * 2 / 80), 1e-12);
    cr_assert_eq(whisker_cluster_sizes(2, even, &mean, &variation, NULL), WHISKER_OK);
    cr_expect(mean == 3 && variation == 0);
}

/* Where t quantiles would ask for more than 101 clusters although normal ones are content, 101 is the answer. */
Test(plan, between_t_and_normal)
{
    double previous = 0;
    for (double effect = 0.2; effect > 0.08; effect -= 0.0005) {
        whisker_plan plan = solved((whisker_plan){.unknown = WHISKER_SOLVE_ITEMS, .variance = 0.15, .effect = effect});
        whisker_plan back = plan;
        back.unknown = WHISKER_SOLVE_POWER;
        cr_expect(plan.items >= previous, "a smaller effect needs no fewer items");
        cr_expect(solved(back).power >= 0.8 - 1e-9);
        previous = plan.items;
    }
    cr_expect(previous > 101);
}

Test(plan, no_number_of_draws_is_enough)
{
    whisker_plan plan = {.unknown = WHISKER_SOLVE_DRAWS, .variance = 0.1, .within_a = 0.2, .within_b = 0.2,
                         .items = 200, .effect = 0.02};
    cr_expect_eq(refused(plan, "items alone"), WHISKER_NO_DATA);
    plan.effect = 0.08;
    double draws = solved(plan).draws_a;
    cr_expect_float_eq(draws, 0.4 / (200 * 0.0064 / 7.8488797343490891 - 0.1), 1e-9);
}

Test(plan, refusals)
{
    const whisker_plan sound = {.unknown = WHISKER_SOLVE_ITEMS, .variance = 0.1, .effect = 0.03};
    whisker_plan plan = sound;
    plan.unknown = 9;
    cr_expect_eq(refused(plan, "unknown"), WHISKER_BAD_ARGUMENT);
    plan = sound, plan.variance = -1;
    cr_expect_eq(refused(plan, "variance"), WHISKER_BAD_ARGUMENT);
    plan = sound, plan.variance = 0;
    cr_expect_eq(refused(plan, "variance"), WHISKER_BAD_ARGUMENT);
    plan = sound, plan.variance = NAN;
    cr_expect_eq(refused(plan, "variance"), WHISKER_BAD_ARGUMENT);
    plan = sound, plan.effect = 0;
    cr_expect_eq(refused(plan, "effect of 0"), WHISKER_BAD_ARGUMENT);
    plan = sound, plan.effect = 1e-200;
    cr_expect_eq(refused(plan, "no finite number"), WHISKER_NO_DATA);
    plan = sound, plan.power = 0.01;
    cr_expect_eq(refused(plan, "power"), WHISKER_BAD_ARGUMENT);
    plan = sound, plan.alpha = 1;
    cr_expect_eq(refused(plan, "alpha"), WHISKER_BAD_ARGUMENT);
    plan = sound, plan.draws_a = -1;
    cr_expect_eq(refused(plan, "draws"), WHISKER_BAD_ARGUMENT);
    plan = sound, plan.cluster_size = 0.5;
    cr_expect_eq(refused(plan, "cluster"), WHISKER_BAD_ARGUMENT);
    plan = sound, plan.cluster_size = 11, plan.icc = -0.1;
    cr_expect_eq(refused(plan, "correlation"), WHISKER_BAD_ARGUMENT);
    plan = sound, plan.cluster_size = 4, plan.cluster_variation = -1;
    cr_expect_eq(refused(plan, "variation"), WHISKER_BAD_ARGUMENT);
    plan = sound, plan.cluster_variation = 0.5;
    cr_expect_eq(refused(plan, "variation"), WHISKER_BAD_ARGUMENT);
    plan = sound, plan.unknown = WHISKER_SOLVE_POWER;
    cr_expect_eq(refused(plan, "more than one item"), WHISKER_BAD_ARGUMENT);
    plan = sound, plan.unknown = WHISKER_SOLVE_EFFECT, plan.items = 10, plan.cluster_size = 10;
    cr_expect_eq(refused(plan, "more than one cluster"), WHISKER_BAD_ARGUMENT);
}

Test(plan, sizes_of_the_struct)
{
    whisker_plan plan = {.unknown = WHISKER_SOLVE_ITEMS, .variance = 0.1, .effect = 0.03};
    cr_expect_eq(whisker_solve_plan(&plan, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_solve_plan(NULL, NULL), WHISKER_BAD_ARGUMENT);
}

Test(plan, refusals_of_sizes)
{
    const int64_t sizes[] = {2, 0};
    double mean, variation;
    cr_expect_eq(whisker_cluster_sizes(2, sizes, &mean, &variation, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_cluster_sizes(0, sizes, &mean, &variation, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_cluster_sizes(1, NULL, &mean, &variation, NULL), WHISKER_BAD_ARGUMENT);
}

/* ---- curves ---- */

Test(plan, curve)
{
    const double items[] = {0.5, 10, 60, 198, 5000};
    double effect[5], power[5];
    whisker_plan plan = {.size = sizeof plan, .variance = 1 / 9.0, .within_a = 1 / 6.0, .within_b = 1 / 6.0,
                         .effect = 0.05};
    cr_assert_eq(whisker_plan_curve(&plan, 5, items, effect, power, NULL), WHISKER_OK);
    cr_expect(isnan(effect[0]) && isnan(power[0]), "less than an item");
    cr_expect_float_eq(effect[3], 0.13273, 5e-6);
    for (int i = 1; i < 5; i++) {
        whisker_plan one = plan;
        one.unknown = WHISKER_SOLVE_POWER;
        one.items = items[i];
        cr_expect_eq(solved(one).power, power[i]);
        cr_expect(i == 1 || (effect[i] < effect[i - 1] && power[i] > power[i - 1]));
    }
    plan.effect = 0;
    cr_assert_eq(whisker_plan_curve(&plan, 5, items, NULL, power, NULL), WHISKER_OK);
    cr_expect(isnan(power[4]));
    plan.variance = -1;
    cr_expect_eq(whisker_plan_curve(&plan, 5, items, effect, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_expect_eq(whisker_plan_curve(NULL, 5, items, effect, NULL, NULL), WHISKER_BAD_ARGUMENT);
}
