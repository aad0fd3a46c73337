/* clustered_mean [FOLDER]: the clustered standard error of the mean of a million scores. */
#include "bench.h"

#include "whisker.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N = 1000000, REPEATS = 41 };

typedef struct workload {
    int32_t n_clusters;
    double *score;          /* score[N] */
    int32_t *code;          /* code[N] */
    whisker_arena *arena;
    int32_t interval;
    double answer;
    double *sum;            /* of the limit: sum[n_clusters], count[n_clusters] */
    int32_t *count;
} workload;

static void *take(size_t count, size_t size)
{
    void *taken = calloc(count, size);
    if (taken == NULL)
        exit(2);
    return taken;
}

/* ---- data ---- */

/* Clusters of log-normal sizes, none of them empty. */
static void draw_clusters(workload *this, bench_random *random)
{
    double *end = take((size_t)this->n_clusters, sizeof *end), total = 0;
    for (int32_t g = 0; g < this->n_clusters; g++)
        end[g] = total += exp(bench_normal(random));
    for (int32_t i = 0; i < N; i++) {
        double place = bench_uniform(random) * total;
        int32_t low = 0, high = this->n_clusters - 1;
        while (low < high) {
            int32_t middle = (low + high) / 2;
            if (end[middle] > place)
                high = middle;
            else
                low = middle + 1;
        }
        this->code[i] = i < this->n_clusters ? i : low;
    }
    free(end);
}

static void shuffle(workload *this, bench_random *random)
{
    for (int32_t i = N - 1; i > 0; i--) {
        int32_t j = (int32_t)(bench_bits(random) % (uint64_t)(i + 1)), kept = this->code[i];
        this->code[i] = this->code[j];
        this->code[j] = kept;
    }
}

static int by_code(const void *first, const void *second)
{
    int32_t a = *(const int32_t *)first, b = *(const int32_t *)second;
    return (a > b) - (a < b);
}

/* Intraclass correlation about .2. */
static void fill(workload *this, int is_binary, int is_sorted)
{
    bench_random random = {20261122};
    double *level = take((size_t)this->n_clusters, sizeof *level);
    draw_clusters(this, &random);
    if (is_sorted)
        qsort(this->code, N, sizeof *this->code, by_code);
    else
        shuffle(this, &random);
    for (int32_t g = 0; g < this->n_clusters; g++)
        level[g] = 0.65 + 0.2 * bench_normal(&random);
    for (int32_t i = 0; i < N; i++) {
        double own = level[this->code[i]] + 0.4 * (bench_uniform(&random) - 0.5);
        this->score[i] = is_binary ? bench_uniform(&random) < level[this->code[i]] : fmin(1, fmax(0, own));
    }
    free(level);
}

/* ---- what is measured ---- */

/* Two bare loops, sums and counts: without a check, an interval, degrees of freedom or a compensated digit. */
static void limit(void *context)
{
    workload *this = context;
    double total = 0, squares = 0;
    memset(this->sum, 0, (size_t)this->n_clusters * sizeof *this->sum);
    memset(this->count, 0, (size_t)this->n_clusters * sizeof *this->count);
    for (int32_t i = 0; i < N; i++) {
        this->sum[this->code[i]] += this->score[i];
        total += this->score[i];
    }
    for (int32_t i = 0; i < N; i++)
        this->count[this->code[i]]++;
    for (int32_t g = 0; g < this->n_clusters; g++) {
        double residual = this->sum[g] - total / N * this->count[g];
        squares += residual * residual;
    }
    this->answer = sqrt(squares * this->n_clusters / (this->n_clusters - 1)) / N;
}

static whisker_estimate estimate(workload *this, int32_t variance)
{
    whisker_items items = {.size = sizeof items, .n = N, .n_keys = 1, .cluster = this->code};
    whisker_mean_options options = {.size = sizeof options, .variance = variance, .interval = this->interval};
    whisker_estimate out = {.size = sizeof out};
    if (whisker_mean(&items, this->score, &options, this->arena, &out, NULL) != WHISKER_OK)
        exit(2);
    return out;
}

static void whisker(void *context)
{
    workload *this = context;
    this->answer = estimate(this, WHISKER_CR2).standard_error;
}

/* Peers know CR1 and no more: its standard error is the answer that all must agree on. */
static void measure(workload *this, const char *what)
{
    double limit_seconds = bench_time(REPEATS, limit, this), cr1 = estimate(this, WHISKER_CR1).standard_error;
    bench_report(what, "limit", limit_seconds, this->answer);
    this->interval = WHISKER_T;
    bench_report(what, "whisker", bench_time(REPEATS, whisker, this), cr1);
    this->interval = WHISKER_INTERVAL_DEFAULT;
    bench_report(what, "whisker, default interval", bench_time(REPEATS, whisker, this), cr1);
    bench_target(what, "whisker", "limit", 2);
    bench_target(what, "whisker", "numpy bincount", 1);
    bench_target(what, "whisker", "statsmodels OLS, cov_type=cluster", 1. / 60);
}

static void run(int argc, char **argv, int32_t n_clusters, int is_binary, int is_sorted)
{
    char what[64], name[96];
    workload this = {.n_clusters = n_clusters, .score = take(N, sizeof(double)), .code = take(N, sizeof(int32_t)),
                     .sum = take((size_t)n_clusters, sizeof(double)), .count = take((size_t)n_clusters, sizeof(int32_t))};
    if (whisker_arena_new(NULL, &this.arena, NULL) != WHISKER_OK)
        exit(2);
    fill(&this, is_binary, is_sorted);
    snprintf(what, sizeof what, "%s, %d clusters%s", is_binary ? "binary" : "fractions", (int)n_clusters,
             is_sorted ? ", sorted" : "");
    snprintf(name, sizeof name, "%s.f64", what);
    bench_data(argc, argv, name, this.score, N * sizeof *this.score);
    snprintf(name, sizeof name, "%s.i32", what);
    bench_data(argc, argv, name, this.code, N * sizeof *this.code);
    measure(&this, what);
    whisker_arena_free(this.arena);
    free(this.score);
    free(this.code);
    free(this.sum);
    free(this.count);
}

int main(int argc, char **argv)
{
    bench_title("Clustered standard error of a mean",
                "A million scores in 10,000 or 100,000 clusters, keys coded, rows in random order unless it says sorted. "
                "Whisker: CR2, Satterthwaite df, ICC, design effect, notes, t interval, on one thread. The limit is two "
                "bare loops in C that add up scores and count by cluster. Peers give CR1 without df; all agree on it.");
    run(argc, argv, 10000, 1, 0);
    run(argc, argv, 100000, 1, 0);
    run(argc, argv, 10000, 0, 0);
    run(argc, argv, 100000, 0, 0);
    run(argc, argv, 10000, 1, 1);
    return 0;
}
