/* all_pairs [FOLDER]: every pair of a hundred runs on ten thousand items. */
#include "bench.h"

#include "base/simd.h"
#include "whisker.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 100, N = 10000, CLUSTERS = 1000, PAIRS = RUNS * (RUNS - 1) / 2, REPEATS = 101, LANES = 8 };

typedef struct workload {
    int n_keys;
    double *score;               /* score[RUNS * N] */
    int32_t *code;
    whisker_comparison *out;
    whisker_arena *arena;
    double *sum;                 /* of the limit: sum[RUNS][CLUSTERS], gram[RUNS][RUNS] */
    double *gram;
    double answer;               /* standard error of the last pair */
} workload;

/* ---- data ---- */

/* Items of a cluster are alike in difficulty, runs differ in ability. */
static void fill(workload *this, int is_binary)
{
    bench_random random = {20261123};
    double *common = malloc(CLUSTERS * sizeof *common), *item = malloc(N * sizeof *item);
    if (common == NULL || item == NULL)
        exit(2);
    for (int g = 0; g < CLUSTERS; g++)
        common[g] = 0.7 * bench_normal(&random);
    for (int i = 0; i < N; i++) {
        this->code[i] = i < CLUSTERS ? i : (int32_t)(bench_bits(&random) % CLUSTERS);
        item[i] = bench_normal(&random) + common[this->code[i]];
    }
    for (int run = 0; run < RUNS; run++) {
        double ability = 0.5 + 0.8 * bench_normal(&random);
        for (int i = 0; i < N; i++) {
            double chance = 1 / (1 + exp(item[i] - ability));
            this->score[run * N + i] = is_binary ? bench_uniform(&random) < chance
                                                 : (2 * chance + bench_uniform(&random)) / 3;
        }
    }
    free(common);
    free(item);
}

/* Half of the runs miss one item in a hundred, each its own. */
static void make_gaps(workload *this)
{
    bench_random random = {7};
    for (int64_t i = RUNS / 2 * N; i < (int64_t)RUNS * N; i++)
        if (bench_uniform(&random) < 0.01)
            this->score[i] = NAN;
}

/* ---- the limit: sums over clusters and the product of the matrix with itself, in vectors, on one thread ---- */

static void add_up(workload *this)
{
    memset(this->sum, 0, (size_t)RUNS * CLUSTERS * sizeof *this->sum);
    for (int run = 0; run < RUNS; run++) {
        double *sum = this->sum + run * CLUSTERS, total = 0;
        for (int i = 0; i < N; i++)
            total += this->score[run * N + i];
        for (int i = 0; i < N; i++)
            sum[this->code[i]] += this->score[run * N + i] - total / N;
    }
}

SIMD_CLONES
static void multiply(const double *sum, double *gram)
{
    for (int a = 0; a < RUNS; a++)
        for (int b = a; b < RUNS; b += 2) {
            const simd_doubles *of_a = (const simd_doubles *)(sum + a * CLUSTERS);
            const simd_doubles *of_b = (const simd_doubles *)(sum + b * CLUSTERS);
            const simd_doubles *of_c = (const simd_doubles *)(sum + (b + 1 < RUNS ? b + 1 : b) * CLUSTERS);
            simd_doubles first = {0}, second = {0};
            for (int k = 0; k < CLUSTERS / LANES; k++) {
                first += of_a[k] * of_b[k];
                second += of_a[k] * of_c[k];
            }
            double total = 0, next = 0;
            for (int lane = 0; lane < LANES; lane++) {
                total += first[lane];
                next += second[lane];
            }
            gram[a * RUNS + b] = total;
            if (b + 1 < RUNS)
                gram[a * RUNS + b + 1] = next;
        }
}

static void limit(void *context)
{
    workload *this = context;
    add_up(this);
    multiply(this->sum, this->gram);
    double last = 0;
    for (int a = 0; a < RUNS; a++)
        for (int b = a + 1; b < RUNS; b++) {
            double squares = this->gram[a * RUNS + a] + this->gram[b * RUNS + b] - 2 * this->gram[a * RUNS + b];
            last = sqrt(squares * CLUSTERS / (CLUSTERS - 1)) / N;
        }
    this->answer = last;
}

/* ---- Whisker ---- */

static void compare(workload *this, int32_t variance)
{
    whisker_items items = {.size = sizeof items, .n = N, .n_keys = this->n_keys, .cluster = this->code};
    whisker_difference_options options = {.size = sizeof options, .variance = variance, .interval = WHISKER_T};
    this->out[0].size = sizeof *this->out;
    this->out[0].difference.size = sizeof this->out->difference;
    if (whisker_differences(&items, RUNS, this->score, PAIRS, NULL, &options, this->arena, this->out, NULL) != WHISKER_OK)
        exit(2);
    this->answer = this->out[PAIRS - 1].difference.standard_error;
}

static void whisker(void *context)
{
    compare(context, WHISKER_VARIANCE_DEFAULT);
}

static double answer_of(workload *this)
{
    compare(this, this->n_keys > 0 ? WHISKER_CR1 : WHISKER_CLT);
    return this->answer;
}

/* ---- cases ---- */

static void save(int argc, char **argv, const workload *this, const char *what)
{
    char name[96];
    snprintf(name, sizeof name, "%s.f64", what);
    bench_data(argc, argv, name, this->score, (size_t)RUNS * N * sizeof *this->score);
    bench_data(argc, argv, "clusters.i32", this->code, N * sizeof *this->code);
}

static void run(int argc, char **argv, workload *this, const char *what, int n_keys, int is_binary, int has_gaps)
{
    this->n_keys = n_keys;
    fill(this, is_binary);
    if (has_gaps)
        make_gaps(this);
    save(argc, argv, this, what);
    if (n_keys > 0 && !has_gaps) {
        double seconds = bench_time(REPEATS, limit, this);
        bench_report(what, "limit", seconds, this->answer);
        bench_target(what, "whisker", "limit", 3);
    }
    bench_report(what, "whisker", bench_time(has_gaps ? 5 : REPEATS, whisker, this), answer_of(this));
    bench_target(what, "whisker", "numpy, pair by pair", 1. / 40);
}

int main(int argc, char **argv)
{
    workload this = {.score = malloc((size_t)RUNS * N * sizeof *this.score), .code = malloc(N * sizeof *this.code),
                     .out = calloc(PAIRS, sizeof *this.out), .sum = malloc((size_t)RUNS * CLUSTERS * sizeof *this.sum),
                     .gram = malloc((size_t)RUNS * RUNS * sizeof *this.gram)};
    if (this.score == NULL || this.code == NULL || this.out == NULL || this.sum == NULL || this.gram == NULL ||
        whisker_arena_new(NULL, &this.arena, NULL) != WHISKER_OK)
        return 2;
    bench_title("All pairs of a hundred runs",
                "4,950 paired differences on 10,000 items, in 1,000 clusters where it says so. Whisker: every field of a "
                "comparison, p-value and t interval, correlation and detectable effect included, on two threads; digits "
                "are those of each pair by itself. The limit is sums over clusters and the product of that matrix with "
                "itself, one thread, from which only standard errors follow.");
    run(argc, argv, &this, "binary, clustered", 1, 1, 0);
    run(argc, argv, &this, "binary, no clusters", 0, 1, 0);
    run(argc, argv, &this, "fractions, clustered", 1, 0, 0);
    run(argc, argv, &this, "binary, clustered, half of the runs with gaps", 1, 1, 1);
    whisker_arena_free(this.arena);
    free(this.score);
    free(this.code);
    free(this.out);
    free(this.sum);
    free(this.gram);
    return 0;
}
