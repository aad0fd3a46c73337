/* Which ranks runs have among replicates that were drawn for all of them together (M9.1). */
#include "base/error.h"
#include "whisker.h"

#include <math.h>
#include <string.h>

typedef struct replicates {
    int32_t n_runs;
    int64_t count;
    const double *value; /* value[run * count + r] */
} replicates;

static int is_whole(const replicates *all, int64_t r)
{
    for (int32_t run = 0; run < all->n_runs; run++)
        if (isnan(all->value[run * all->count + r]))
            return 0;
    return 1;
}

/* Runs of one value share their ranks evenly. */
static void add_ranks(const replicates *all, int64_t r, int32_t run, double *share)
{
    int32_t above = 0, alike = 0;
    double own = all->value[run * all->count + r];
    for (int32_t other = 0; other < all->n_runs; other++) {
        above += all->value[other * all->count + r] > own;
        alike += all->value[other * all->count + r] == own;
    }
    for (int32_t rank = above; rank < above + alike; rank++)
        share[(int64_t)run * all->n_runs + rank] += 1.0 / alike;
}

int32_t whisker_rank_shares(int32_t n_runs, int64_t n_replicates, const double *replicate, double *share, int64_t *n_used,
                            whisker_error *error)
{
    if (n_runs < 1 || n_replicates < 1 || replicate == NULL || share == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "runs, replicates of them and room for the shares are needed");
    const replicates all = {n_runs, n_replicates, replicate};
    const int64_t n_shares = (int64_t)n_runs * n_runs;
    int64_t used = 0;
    memset(share, 0, (size_t)n_shares * sizeof *share);
    for (int64_t r = 0; r < n_replicates; r++) {
        if (!is_whole(&all, r))
            continue;
        used++;
        for (int32_t run = 0; run < n_runs; run++)
            add_ranks(&all, r, run, share);
    }
    if (used == 0)
        return error_set(error, WHISKER_NO_DATA, "no replicate has a value for every run");
    for (int64_t i = 0; i < n_shares; i++)
        share[i] /= (double)used;
    if (n_used != NULL)
        *n_used = used;
    return WHISKER_OK;
}
