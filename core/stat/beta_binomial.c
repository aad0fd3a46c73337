#include "stat/beta_binomial.h"

#include "base/hash.h"
#include "base/sort.h"
#include "dist/log_gamma.h"

#include <math.h>
#include <string.h>

enum { MOST_DISTINCT = 1024, SLOTS = 4 * MOST_DISTINCT };
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

static uint64_t hash_of(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return hash_mix(bits);
}

/* Others by a table of those seen, which is given up as soon as there are too many. */
static int count_seen(int64_t n, const double *number, frequencies *out)
{
    int16_t place[SLOTS] = {0}; /* 1 + where a number is */
    for (int64_t i = 0; i < n; i++) {
        uint64_t slot = hash_of(number[i]) % SLOTS;
        while (place[slot] > 0 && out->value[place[slot] - 1] != number[i])
            slot = (slot + 1) % SLOTS;
        if (place[slot] == 0 && add(out, number[i], 0) == BETA_BINOMIAL_TOO_VARIED)
            return BETA_BINOMIAL_TOO_VARIED;
        if (place[slot] == 0)
            place[slot] = (int16_t)out->n;
        out->count[place[slot] - 1]++;
    }
    return BETA_BINOMIAL_LOADED;
}

static void sort_distinct(frequencies *this)
{
    sort_key keys[MOST_DISTINCT], spare[MOST_DISTINCT];
    double count[MOST_DISTINCT];
    for (int64_t i = 0; i < this->n; i++) {
        keys[i] = (sort_key){sort_head_of_real(this->value[i]), i};
        count[i] = this->count[i];
    }
    sort_keys(this->n, keys, spare, NULL, NULL);
    for (int64_t i = 0; i < this->n; i++) {
        this->value[i] = sort_real_of_head(keys[i].head);
        this->count[i] = count[keys[i].index];
    }
}

static int find_distinct(int64_t n, const double *number, frequencies *out)
{
    if (count_whole(n, number, out))
        return BETA_BINOMIAL_LOADED;
    int loaded = count_seen(n, number, out);
    if (loaded == BETA_BINOMIAL_LOADED)
        sort_distinct(out);
    return loaded;
}

static void count_at_least(frequencies *out)
{
    double clusters = 0;
    for (int64_t i = out->n - 1; i >= 0; i--)
        out->at_least[i] = clusters += out->count[i];
}

static int count_distinct(int64_t n, const double *number, scratch *scratch, frequencies *out)
{
    *out = (frequencies){.value = arena_take(scratch->arena, MOST_DISTINCT, sizeof *out->value),
                         .count = arena_take(scratch->arena, MOST_DISTINCT, sizeof *out->count),
                         .at_least = arena_take(scratch->arena, MOST_DISTINCT, sizeof *out->at_least)};
    if (out->value == NULL || out->count == NULL || out->at_least == NULL)
        return BETA_BINOMIAL_NO_MEMORY;
    int loaded = find_distinct(n, number, out);
    if (loaded == BETA_BINOMIAL_LOADED)
        count_at_least(out);
    return loaded;
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
    int loaded = count_distinct(n, successes, scratch, &out->successes);
    if (loaded == BETA_BINOMIAL_LOADED)
        loaded = count_distinct(n, trials, scratch, &out->trials);
    if (loaded == BETA_BINOMIAL_LOADED)
        loaded = count_distinct(n, failures, scratch, &out->failures);
    return loaded;
}

/* ---- likelihood ---- */

/* log Gamma(from + steps) - log Gamma(from): a few whole steps are one logarithm of their product. */
static double log_steps(double from, double steps)
{
    enum { FEW = 8 };
    double product = from;
    if (steps > FEW || steps != (double)(int)steps)
        return log_gamma_ratio(from, steps);
    for (int j = 1; j < (int)steps; j++)
        product *= from + j;
    return log(product);
}

/* Sum over clusters of log Gamma(shape + number) - log Gamma(shape). What makes it fast: from one number to the next it is
 * the same step for all clusters that have the larger one or more, and whole numbers, as those of 0/1 scores are, lie
 * close together. */
static double log_rising(const frequencies *numbers, double shape)
{
    double total = 0, reached = 0;
    for (int64_t i = 0; i < numbers->n; i++) {
        if (numbers->value[i] > reached)
            total += numbers->at_least[i] * log_steps(shape + reached, numbers->value[i] - reached);
        reached = numbers->value[i];
    }
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
