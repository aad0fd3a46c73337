/* A plan at many sizes, for a figure. */
#include "base/error.h"
#include "base/structs.h"

#include <math.h>

static double solved(whisker_plan plan, int32_t unknown, double items)
{
    plan.unknown = unknown;
    plan.items = items;
    plan.clusters = 0;
    if (whisker_solve_plan(&plan, NULL) != WHISKER_OK)
        return NAN;
    return unknown == WHISKER_SOLVE_EFFECT ? plan.effect : plan.power;
}

/* What is wrong with the plan itself is said; at so many items nothing else can be. */
static int32_t check(whisker_plan plan, whisker_error *error)
{
    plan.unknown = WHISKER_SOLVE_EFFECT;
    plan.items = 1e12;
    plan.clusters = 0;
    return whisker_solve_plan(&plan, error);
}

int32_t whisker_plan_curve(const whisker_plan *given, int64_t n, const double *items, double *effect, double *power,
                           whisker_error *error)
{
    whisker_plan plan;
    if (given == NULL || n < 0 || (n > 0 && items == NULL))
        return error_set(error, WHISKER_BAD_ARGUMENT, "a curve needs a plan and numbers of items");
    int32_t status = struct_load(&plan, sizeof plan, given, "whisker_plan", error);
    plan.size = sizeof plan;
    if (status == WHISKER_OK)
        status = check(plan, error);
    if (status != WHISKER_OK)
        return status;
    for (int64_t i = 0; i < n; i++) {
        if (effect != NULL)
            effect[i] = solved(plan, WHISKER_SOLVE_EFFECT, items[i]);
        if (power != NULL)
            power[i] = plan.effect == 0 ? NAN : solved(plan, WHISKER_SOLVE_POWER, items[i]);
    }
    return WHISKER_OK;
}
