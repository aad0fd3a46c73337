#include "stat/beta_binomial.h"

#include "base/sort.h"
#include "dist/log_gamma.h"

#include <math.h>

enum { MOST_DISTINCT = 1024 };
enum { NODES = 64, NODES_ENOUGH = 16, ZOOMS = 12 };

static const double NEGLIGIBLE = 12; /* a likelihood exp(12) times below the largest */

/* ---- data ---- */

static int add(frequencies *out, double value, double count)
{
    if (out->n == MOST_DISTINCT)
        return BETA_BINOMIAL_TOO_VARIED;
    out->value[out->n] = value;
    out->count[out->n++] = count;
    return BETA_BINOMIAL_LOADED;
}

/* Whole numbers below MOST_DISTINCT, as those of 0/1 scores mostly are, need no sorting. 0 when there are others. */
static int count_whole(int64_t n, const double *number, frequencies *out)
{
    int64_t count[MOST_DISTINCT] = {0};
    for (int64_t i = 0; i < n; i++) {
        if (!(number[i] < MOST_DISTINCT) || number[i] != (double)(int)number[i])
            return 0;
        count[(int)number[i]]++;
    }
    for (int value = 0; value < MOST_DISTINCT; value++)
        if (count[value] > 0)
            add(out, value, (double)count[value]);
    return 1;
}

static int count_sorted(int64_t n, const sort_key *sorted, frequencies *out)
{
    int loaded = BETA_BINOMIAL_LOADED;
    for (int64_t i = 0; i < n && loaded == BETA_BINOMIAL_LOADED; i++)
        if (i > 0 && sorted[i].head == sorted[i - 1].head)
            out->count[out->n - 1]++;
        else
            loaded = add(out, sort_real_of_head(sorted[i].head), 1);
    return loaded;
}

static int count_distinct(int64_t n, const double *number, scratch *scratch, frequencies *out)
{
    *out = (frequencies){.value = arena_take(scratch->arena, MOST_DISTINCT, sizeof *out->value),
                         .count = arena_take(scratch->arena, MOST_DISTINCT, sizeof *out->count)};
    if (out->value == NULL || out->count == NULL)
        return BETA_BINOMIAL_NO_MEMORY;
    if (count_whole(n, number, out))
        return BETA_BINOMIAL_LOADED;
    sort_key *keys = arena_take(scratch->arena, 2 * n, sizeof *keys);
    if (keys == NULL)
        return BETA_BINOMIAL_NO_MEMORY;
    for (int64_t i = 0; i < n; i++)
        keys[i] = (sort_key){sort_head_of_real(number[i]), i};
    sort_keys(n, keys, keys + n, NULL, NULL);
    return count_sorted(n, keys, out);
}

int beta_binomial_load(int64_t n, const double *successes, const double *trials, double p, scratch *scratch,
                       beta_binomial *out)
{
    double *failures = arena_take(scratch->arena, n, sizeof *failures);
    if (failures == NULL)
        return BETA_BINOMIAL_NO_MEMORY;
    for (int64_t i = 0; i < n; i++)
        failures[i] = trials[i] - successes[i];
    out->p = p;
    int loaded = count_distinct(n, trials, scratch, &out->trials);
    if (loaded == BETA_BINOMIAL_LOADED)
        loaded = count_distinct(n, successes, scratch, &out->successes);
    if (loaded == BETA_BINOMIAL_LOADED)
        loaded = count_distinct(n, failures, scratch, &out->failures);
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
