#include "resample/bootstrap_plan.h"

#include "base/error.h"
#include "base/structs.h"

#include <math.h>

static int32_t check(const whisker_bootstrap_options *given, const bootstrap_plan *plan, whisker_error *error)
{
    if (!(plan->level > 0 && plan->level < 1))
        return error_set(error, WHISKER_BAD_OPTION, "a confidence level lies between 0 and 1");
    if (plan->resampling.n_replicates < 2 || plan->resampling.n_replicates > INT32_MAX)
        return error_set(error, WHISKER_BAD_OPTION, "replicates must lie in 2 .. 2147483647");
    if (plan->kind != WHISKER_BOOTSTRAP_DEFAULT && whisker_bootstrap_kind_name(plan->kind) == NULL)
        return error_set(error, WHISKER_BAD_OPTION, "no kind of bootstrap has the number %d", (int)plan->kind);
    if (!(plan->low < plan->high))
        return error_set(error, WHISKER_BAD_OPTION, "the range has its low end above its high end");
    if ((given->first_draw == NULL) != (given->draw == NULL))
        return error_set(error, WHISKER_BAD_ARGUMENT, "first_draw and draw come together");
    return WHISKER_OK;
}

int32_t bootstrap_plan_load(const whisker_bootstrap_options *options, bootstrap_plan *plan, whisker_error *error)
{
    whisker_bootstrap_options given;
    int32_t status = struct_load(&given, sizeof given, options, "whisker_bootstrap_options", error);
    if (status != WHISKER_OK)
        return status;
    int ranged = given.low != 0 || given.high != 0;
    *plan = (bootstrap_plan){
        .kind = given.kind,
        .draws = given.always_draw != 0,
        .level = given.level == 0 ? 0.95 : given.level,
        .ranged = ranged,
        .low = ranged ? given.low : -INFINITY,
        .high = ranged ? given.high : INFINITY,
        .resampling = {.seed = given.seed,
                       .n_replicates = given.replicates == 0 ? WHISKER_BOOTSTRAP_REPLICATES : given.replicates,
                       .threads = given.threads,
                       .watch = given.watch,
                       .watch_context = given.watch_context},
        .first_draw = given.first_draw,
        .draw = given.draw,
    };
    return check(&given, plan, error);
}

int32_t bootstrap_check_items(const whisker_items *given, whisker_error *error)
{
    whisker_items items;
    if (given == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no items were given");
    int32_t status = struct_load(&items, sizeof items, given, "whisker_items", error);
    if (status == WHISKER_OK && items.population > 0)
        return error_set(error, WHISKER_BAD_OPTION, "the bootstrap takes an infinite population; the linearized variance "
                         "knows finite ones");
    return status;
}
