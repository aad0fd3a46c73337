/* Which runs are surely above which, and the ranks that this leaves to each (M9.2; Mogstad, Romano, Shaikh and Wilhelm
 * 2024, Rev. Econ. Stud. 91, 476-518; Klein, Wright and Wieczorek 2020). */
#include "base/error.h"
#include "whisker.h"

#include <string.h>

static const whisker_max_t_pair *pair_at(const whisker_max_t_pair *pairs, int64_t index)
{
    return (const void *)((const char *)pairs + index * pairs->size);
}

/* 1: A is surely above B; -1: below; 0: neither. NaN is neither. */
static int decided(const whisker_max_t_pair *pair, double alpha)
{
    if (alpha == 0)
        return (pair->lower > 0) - (pair->upper < 0);
    return pair->p_step_down <= alpha ? (pair->value > 0) - (pair->value < 0) : 0;
}

int32_t whisker_surely_above(int32_t n_runs, int64_t n_pairs, const whisker_max_t_pair *pairs, double alpha, int32_t *above,
                             whisker_error *error)
{
    if (n_runs < 1 || n_pairs < 0 || (n_pairs > 0 && pairs == NULL) || above == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "runs, pairs of them and room for the answer are needed");
    if (n_pairs > 0 && (pairs->size < sizeof *pairs || pairs->size % 8 != 0))
        return error_set(error, WHISKER_BAD_ARGUMENT, "every whisker_max_t_pair.size must be sizeof(whisker_max_t_pair)");
    if (!(alpha >= 0 && alpha < 1))
        return error_set(error, WHISKER_BAD_OPTION, "alpha lies between 0 and 1");
    memset(above, 0, (size_t)n_runs * (size_t)n_runs * sizeof *above);
    for (int64_t p = 0; p < n_pairs; p++) {
        const whisker_max_t_pair *pair = pair_at(pairs, p);
        if (pair->a < 0 || pair->a >= n_runs || pair->b < 0 || pair->b >= n_runs || pair->a == pair->b)
            return error_set(error, WHISKER_BAD_ARGUMENT, "pair %lld is not of two of the runs 0 .. %d", (long long)p,
                             (int)n_runs - 1);
        int sign = decided(pair, alpha);
        if (sign != 0)
            above[sign > 0 ? (int64_t)pair->a * n_runs + pair->b : (int64_t)pair->b * n_runs + pair->a] = 1;
    }
    return WHISKER_OK;
}

int32_t whisker_rank_sets(int32_t n_runs, const int32_t *above, int32_t *best, int32_t *worst, whisker_error *error)
{
    if (n_runs < 1 || above == NULL || best == NULL || worst == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "runs, which is above which, and room for ranks are needed");
    for (int32_t run = 0; run < n_runs; run++) {
        best[run] = 1;
        worst[run] = n_runs;
        for (int32_t other = 0; other < n_runs; other++) {
            best[run] += above[(int64_t)other * n_runs + run] != 0;
            worst[run] -= above[(int64_t)run * n_runs + other] != 0;
        }
    }
    return WHISKER_OK;
}
