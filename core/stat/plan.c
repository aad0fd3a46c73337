/* How many items, clusters, draws, or what effect: the theory of a planned paired comparison (M7.1; Miller 2024 eqs. 9 and
 * 10, appendix C), by the noncentral t where there are few clusters. */
#include "base/error.h"
#include "base/structs.h"
#include "stat/bisection.h"
#include "stat/noncentrality.h"

#include <math.h>

/* ---- the pieces of the formula ---- */

static double items_a_cluster(const whisker_plan *plan)
{
    return plan->cluster_size > 1 ? plan->cluster_size : 1;
}

/* By how much uneven sizes make clusters fewer than they are: sum n_g^2 / n = size (1 + variation^2). */
static double unevenness(const whisker_plan *plan)
{
    return 1 + plan->cluster_variation * plan->cluster_variation;
}

/* Items that are worth one independent unit: those of a cluster, as uneven as they are. */
static double items_a_unit(const whisker_plan *plan)
{
    return items_a_cluster(plan) * unevenness(plan);
}

static double units_less_one(const whisker_plan *plan)
{
    return plan->items / items_a_unit(plan) - 1;
}

/* omega^2 of appendix C: clusters multiply what items share, not the chance of single answers. */
static double variance_of_items(const whisker_plan *plan)
{
    return plan->variance * plan->design_effect;
}

static double variance_of_answers(const whisker_plan *plan)
{
    return plan->within_a / plan->draws_a + plan->within_b / plan->draws_b;
}

static double variance_of_one(const whisker_plan *plan)
{
    return variance_of_items(plan) + variance_of_answers(plan);
}

/* ---- the solutions ---- */

static int32_t solve_power(whisker_plan *plan, whisker_error *error)
{
    (void)error;
    double ratio = fabs(plan->effect) / sqrt(variance_of_one(plan) / plan->items);
    plan->power = noncentral_power(ratio, plan->alpha, units_less_one(plan));
    return WHISKER_OK;
}

static int32_t solve_effect(whisker_plan *plan, whisker_error *error)
{
    (void)error;
    plan->effect = noncentrality(plan->alpha, plan->power, units_less_one(plan)) *
                   sqrt(variance_of_one(plan) / plan->items);
    return WHISKER_OK;
}

/* Positive while the plan needs more items than `items`. */
static double items_lacking(double items, const void *context)
{
    whisker_plan plan = *(const whisker_plan *)context;
    plan.items = items;
    double needed = noncentrality(plan.alpha, plan.power, units_less_one(&plan));
    return needed * needed * variance_of_one(&plan) - items * plan.effect * plan.effect;
}

/* With normal quantiles the answer is closed; where it has few clusters the t test asks for a little more, at most for the
 * size from which the normal ones serve and at least for two clusters. */
static int32_t solve_items(whisker_plan *plan, whisker_error *error)
{
    double needed = noncentrality(plan->alpha, plan->power, INFINITY);
    double normal_serves = (NORMAL_DF + 1) * items_a_unit(plan);
    plan->items = needed * needed * variance_of_one(plan) / (plan->effect * plan->effect);
    if (plan->items < normal_serves)
        plan->items = bisect(items_lacking, plan, 2 * items_a_unit(plan), normal_serves);
    if (!isfinite(plan->items))
        return error_set(error, WHISKER_NO_DATA, "no finite number of items shows an effect so small");
    return WHISKER_OK;
}

static int32_t solve_draws(whisker_plan *plan, whisker_error *error)
{
    double needed = noncentrality(plan->alpha, plan->power, units_less_one(plan));
    double affordable = plan->items * plan->effect * plan->effect / (needed * needed);
    double left = affordable - variance_of_items(plan);
    if (!(left > 0))
        return error_set(error, WHISKER_NO_DATA,
                         "no number of draws is enough: the items alone vary too much for this effect; add items");
    plan->draws_a = plan->draws_b = (plan->within_a + plan->within_b) / left;
    return WHISKER_OK;
}

/* ---- the call ---- */

static void set_defaults(whisker_plan *plan)
{
    if (plan->alpha == 0)
        plan->alpha = 0.05;
    if (plan->power == 0)
        plan->power = 0.80;
    if (plan->draws_a == 0)
        plan->draws_a = 1;
    if (plan->draws_b == 0)
        plan->draws_b = 1;
    if (plan->items == 0 && plan->clusters > 0)
        plan->items = plan->clusters * items_a_cluster(plan);
}

static int at_least(double x, double least)
{
    return isfinite(x) && x >= least;
}

static int32_t check_variances(const whisker_plan *plan, whisker_error *error)
{
    if (!at_least(plan->variance, 0) || !at_least(plan->within_a, 0) || !at_least(plan->within_b, 0))
        return error_set(error, WHISKER_BAD_ARGUMENT, "variances are finite and not negative");
    if (plan->variance + plan->within_a + plan->within_b == 0)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a plan needs a variance above 0");
    if (!at_least(plan->draws_a, 0) || !at_least(plan->draws_b, 0))
        return error_set(error, WHISKER_BAD_ARGUMENT, "draws an item are finite and above 0");
    if (plan->cluster_size != 0 && !at_least(plan->cluster_size, 1))
        return error_set(error, WHISKER_BAD_ARGUMENT, "a cluster holds at least one item");
    if (!at_least(plan->cluster_variation, 0) || (plan->cluster_variation > 0 && items_a_cluster(plan) == 1))
        return error_set(error, WHISKER_BAD_ARGUMENT,
                         "the variation of cluster sizes is at least 0, and clusters of one item have none");
    if (!at_least(plan->icc, -1) || plan->icc > 1 || !(plan->design_effect > 0))
        return error_set(error, WHISKER_BAD_ARGUMENT,
                         "the intraclass correlation lies between -1 / (cluster size - 1) and 1");
    return WHISKER_OK;
}

/* Numbers that are given, each only where it is not the unknown. */
static int32_t check_knowns(const whisker_plan *plan, whisker_error *error)
{
    int32_t wants_items = plan->unknown == WHISKER_SOLVE_ITEMS || plan->unknown == WHISKER_SOLVE_CLUSTERS;
    if (plan->unknown < WHISKER_SOLVE_ITEMS || plan->unknown > WHISKER_SOLVE_CLUSTERS)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no unknown of a plan has the number %d", (int)plan->unknown);
    if (!(plan->alpha > 0 && plan->alpha < 1))
        return error_set(error, WHISKER_BAD_ARGUMENT, "alpha lies between 0 and 1");
    if (plan->unknown != WHISKER_SOLVE_POWER && !(plan->power > plan->alpha / 2 && plan->power < 1))
        return error_set(error, WHISKER_BAD_ARGUMENT, "power lies between alpha / 2, which chance gives, and 1");
    if (plan->unknown != WHISKER_SOLVE_EFFECT && !isfinite(plan->effect))
        return error_set(error, WHISKER_BAD_ARGUMENT, "the effect to be found is not a number");
    if ((wants_items || plan->unknown == WHISKER_SOLVE_DRAWS) && plan->effect == 0)
        return error_set(error, WHISKER_BAD_ARGUMENT, "an effect of 0 cannot be found by any number of items");
    if (!wants_items && !(isfinite(plan->items) && units_less_one(plan) > 0))
        return error_set(error, WHISKER_BAD_ARGUMENT,
                         "a comparison needs more than one item, and more than one cluster");
    return WHISKER_OK;
}

static int32_t solve(whisker_plan *plan, whisker_error *error)
{
    switch ((whisker_unknown)plan->unknown) {
    case WHISKER_SOLVE_ITEMS:
    case WHISKER_SOLVE_CLUSTERS: return solve_items(plan, error);
    case WHISKER_SOLVE_EFFECT: return solve_effect(plan, error);
    case WHISKER_SOLVE_POWER: return solve_power(plan, error);
    case WHISKER_SOLVE_DRAWS: return solve_draws(plan, error);
    }
    return WHISKER_BAD_ARGUMENT; /* check_knowns has said why */
}

int32_t whisker_solve_plan(whisker_plan *given, whisker_error *error)
{
    whisker_plan plan;
    int32_t status = struct_check(given, "whisker_plan", error);
    if (status == WHISKER_OK)
        status = struct_load(&plan, sizeof plan, given, "whisker_plan", error);
    if (status != WHISKER_OK)
        return status;
    set_defaults(&plan);
    plan.design_effect = 1 + (items_a_unit(&plan) - 1) * plan.icc;
    status = check_variances(&plan, error);
    if (status == WHISKER_OK)
        status = check_knowns(&plan, error);
    if (status == WHISKER_OK)
        status = solve(&plan, error);
    if (status != WHISKER_OK)
        return status;
    plan.clusters = plan.items / items_a_cluster(&plan);
    struct_store(given, &plan, sizeof plan);
    return WHISKER_OK;
}

int32_t whisker_cluster_sizes(int64_t n, const int64_t *sizes, double *mean, double *variation, whisker_error *error)
{
    double items = 0, squares = 0;
    if (n < 1 || sizes == NULL || mean == NULL || variation == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no sizes of clusters were given");
    for (int64_t g = 0; g < n; g++) {
        if (sizes[g] < 1)
            return error_set(error, WHISKER_BAD_ARGUMENT, "a cluster holds at least one item; the one of number %lld "
                             "does not", (long long)g);
        items += (double)sizes[g];
        squares += (double)sizes[g] * (double)sizes[g];
    }
    *mean = items / (double)n;
    *variation = sqrt(fmax(0, squares / items / *mean - 1));
    return WHISKER_OK;
}
