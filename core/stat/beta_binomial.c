#include "stat/beta_binomial.h"

#include "base/sort.h"
#include "dist/log_gamma.h"

#include <math.h>

enum { MOST_DISTINCT = 1024 };
enum { NODES = 64, NODES_ENOUGH = 16, ZOOMS = 12 };

static const double NEGLIGIBLE = 12; /* a likelihood exp(12) times below the largest */

/* ---- data ---- */

static int count_distinct(int64_t n, const sort_key *sorted, scratch *scratch, frequencies *out)
{
    *out = (frequencies){.value = arena_take(scratch->arena, MOST_DISTINCT, sizeof *out->value),
                         .count = arena_take(scratch->arena, MOST_DISTINCT, sizeof *out->count)};
    if (out->value == NULL || out->count == NULL)
        return BETA_BINOMIAL_NO_MEMORY;
    for (int64_t i = 0; i < n; i++) {
        if (i == 0 || sorted[i].head != sorted[i - 1].head) {
            if (out->n == MOST_DISTINCT)
                return BETA_BINOMIAL_TOO_VARIED;
            out->value[out->n] = sort_real_of_head(sorted[i].head);
            out->count[out->n++] = 0;
        }
        out->count[out->n - 1]++;
    }
    return BETA_BINOMIAL_LOADED;
}

/* value[n] less part[n]; part NULL: value itself. */
static int load_frequencies(int64_t n, const double *value, const double *part, sort_key *keys, scratch *scratch,
                            frequencies *out)
{
    for (int64_t i = 0; i < n; i++)
        keys[i] = (sort_key){sort_head_of_real(value[i] - (part == NULL ? 0 : part[i])), i};
    sort_keys(n, keys, keys + n, NULL, NULL);
    return count_distinct(n, keys, scratch, out);
}

int beta_binomial_load(int64_t n, const double *successes, const double *trials, double p, scratch *scratch,
                       beta_binomial *out)
{
    sort_key *keys = arena_take(scratch->arena, 2 * n, sizeof *keys);
    if (keys == NULL)
        return BETA_BINOMIAL_NO_MEMORY;
    out->p = p;
    int loaded = load_frequencies(n, successes, NULL, keys, scratch, &out->successes);
    if (loaded == BETA_BINOMIAL_LOADED)
        loaded = load_frequencies(n, trials, successes, keys, scratch, &out->failures);
    if (loaded == BETA_BINOMIAL_LOADED)
        loaded = load_frequencies(n, trials, NULL, keys, scratch, &out->trials);
    return loaded;
}

/* ---- likelihood ---- */

/* Sum over clusters of log Gamma(shape + number) - log Gamma(shape). */
static double log_rising(const frequencies *numbers, double shape)
{
    double total = 0;
    for (int64_t i = 0; i < numbers->n; i++)
        if (numbers->value[i] > 0)
            total += numbers->count[i] * log_gamma_ratio(shape, numbers->value[i]);
    return total;
}

double beta_binomial_log_likelihood(const beta_binomial *data, double correlation)
{
    double size = (1 - correlation) / correlation;
    return log_rising(&data->successes, size * data->p) + log_rising(&data->failures, size * (1 - data->p)) -
           log_rising(&data->trials, size);
}

/* ---- posterior ---- */

/* The likelihood at the midpoints of equal cells between two square roots of the correlation. */
typedef struct grid {
    double low, step;
    double log_likelihood[NODES];
    double peak;
} grid;

static grid lay_grid(const beta_binomial *data, double low, double high)
{
    grid grid = {.low = low, .step = (high - low) / NODES, .peak = -INFINITY};
    for (int i = 0; i < NODES; i++) {
        double root = low + (i + 0.5) * grid.step;
        grid.log_likelihood[i] = beta_binomial_log_likelihood(data, root * root);
        grid.peak = fmax(grid.peak, grid.log_likelihood[i]);
    }
    return grid;
}

static int matters(const grid *grid, int i)
{
    return grid->log_likelihood[i] > grid->peak - NEGLIGIBLE;
}

/* Lay the grid where the posterior lies, with enough nodes on it. */
static grid find_posterior(const beta_binomial *data)
{
    grid grid = lay_grid(data, 0, 1);
    for (int zoom = 0; zoom < ZOOMS; zoom++) {
        int first = 0, last = NODES - 1;
        while (first < last && !matters(&grid, first))
            first++;
        while (last > first && !matters(&grid, last))
            last--;
        if (last - first + 1 >= NODES_ENOUGH)
            break;
        grid = lay_grid(data, fmax(0, grid.low + (first - 1) * grid.step), fmin(1, grid.low + (last + 2) * grid.step));
    }
    return grid;
}

double beta_binomial_correlation_quantile(const beta_binomial *data, double probability)
{
    grid grid = find_posterior(data);
    double density[NODES], total = 0, below = 0;
    for (int i = 0; i < NODES; i++)
        total += density[i] = exp(grid.log_likelihood[i] - grid.peak);
    int cell = 0;
    while (cell < NODES - 1 && below + density[cell] < probability * total)
        below += density[cell++];
    double root = grid.low + (cell + (probability * total - below) / density[cell]) * grid.step;
    return fmin(1, root * root);
}
