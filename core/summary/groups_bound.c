/* The bound for one mean of groups in which nothing failed, or everything did. */
#include "stat/bisection.h"
#include "summary/groups.h"

#include <math.h>

static double units_of(const combination *this, int32_t j)
{
    return (double)(this->split.n_keys > 0 ? this->each[j].n_clusters : this->each[j].n_items);
}

/* Chances p_j of groups that maximise what is missing, sum share_j (1 - p_j), among those under which all units of all
 * groups succeed with probability alpha: p_j = min(1, level u_j / share_j), where sum u_j log p_j = log alpha. */
static double log_all_succeed(double log_level, const void *context)
{
    const combination *this = context;
    double total = -log(1 - this->each[0].level);
    for (int32_t j = 0; j < this->split.n_groups; j++)
        if (this->share[j] > 0)
            total += units_of(this, j) * fmin(0, log_level + log(units_of(this, j) / this->share[j]));
    return total;
}

/* What may be missing when nothing was, in units of the range (M4.6). */
double groups_missing_at_most(const combination *this)
{
    double total = 0, log_level = NAN;
    if (!this->split.is_crossed)
        log_level = bisect(log_all_succeed, this, 800, -800);
    for (int32_t j = 0; j < this->split.n_groups; j++) {
        double alone = whisker_exact_bound(units_of(this, j), this->each[j].level);
        double together = -expm1(fmin(0, log_level + log(units_of(this, j) / this->share[j])));
        total += this->share[j] == 0 ? 0 : this->share[j] * (this->split.is_crossed ? alone : together);
    }
    return total;
}
