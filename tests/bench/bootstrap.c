/* bootstrap [FOLDER]: the bootstrap of a mean, of clusters, and of all differences of a hundred runs. */
#include "bench.h"

#include "whisker.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

enum { N = 10000, CLUSTERS = 1000, RUNS = 100, PAIRS = RUNS * (RUNS - 1) / 2, THREADS = 2, MANY = 100000, FEW = 10000 };

typedef struct workload {
    const double *score;
    const int32_t *code;         /* NULL: no clusters */
    int64_t replicates;
    int32_t kind, n_runs;
    double answer;
    whisker_bootstrap_estimate *out; /* out[PAIRS] */
} workload;

/* ---- the limit: random indices, gathered and added in vectors, a half of the replicates a thread ---- */

typedef struct share {
    const double *score;
    int64_t replicates;
    uint64_t seed;
    double total;
} share;

static uint64_t rotate(uint64_t x, int bits)
{
    return x << bits | x >> (64 - bits);
}

/* xoshiro256++ */
static uint64_t next(uint64_t *s)
{
    uint64_t result = rotate(s[0] + s[3], 23) + s[0], shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate(s[3], 45);
    return result;
}

static double gather_plain(const double *score, uint64_t *state)
{
    double even = 0, odd = 0;
    for (int i = 0; i < N; i += 2) {
        uint64_t bits = next(state);
        even += score[(bits & UINT32_MAX) * N >> 32];
        odd += score[(bits >> 32) * N >> 32];
    }
    return even + odd;
}

#if defined(__x86_64__) && defined(__GNUC__)
#define VECTORS 1

#include <immintrin.h>

__attribute__((target("avx512f"))) static double gather_avx512(const double *score, uint64_t *state)
{
    uint64_t lanes[32];
    for (int i = 0; i < 32; i++)
        lanes[i] = next(state);
    __m512i a = _mm512_loadu_si512(lanes), b = _mm512_loadu_si512(lanes + 8);
    __m512i c = _mm512_loadu_si512(lanes + 16), d = _mm512_loadu_si512(lanes + 24);
    const __m512i n = _mm512_set1_epi64(N), low = _mm512_set1_epi64(UINT32_MAX);
    __m512d even = _mm512_setzero_pd(), odd = even;
    for (int i = 0; i < N; i += 16) {
        __m512i bits = _mm512_add_epi64(_mm512_rol_epi64(_mm512_add_epi64(a, d), 23), a);
        __m512i shifted = _mm512_slli_epi64(b, 17);
        c = _mm512_xor_si512(c, a);
        d = _mm512_xor_si512(d, b);
        b = _mm512_xor_si512(b, c);
        a = _mm512_xor_si512(a, d);
        c = _mm512_xor_si512(c, shifted);
        d = _mm512_rol_epi64(d, 45);
        __m512i first = _mm512_srli_epi64(_mm512_mul_epu32(_mm512_and_si512(bits, low), n), 32);
        __m512i second = _mm512_srli_epi64(_mm512_mul_epu32(_mm512_srli_epi64(bits, 32), n), 32);
        even = _mm512_add_pd(even, _mm512_i64gather_pd(first, score, 8));
        odd = _mm512_add_pd(odd, _mm512_i64gather_pd(second, score, 8));
    }
    return _mm512_reduce_add_pd(_mm512_add_pd(even, odd));
}

#endif

static void *gather_share(void *argument)
{
    share *share = argument;
    uint64_t state[4] = {share->seed, 2, 3, 4};
    for (int64_t r = 0; r < share->replicates; r++) {
#ifdef VECTORS
        if (__builtin_cpu_supports("avx512f")) {
            share->total += gather_avx512(share->score, state);
            continue;
        }
#endif
        share->total += gather_plain(share->score, state);
    }
    return NULL;
}

static void limit(void *context)
{
    workload *this = context;
    pthread_t threads[THREADS];
    share shares[THREADS];
    this->answer = 0;
    for (int i = 0; i < THREADS; i++) {
        shares[i] = (share){this->score, this->replicates / THREADS, (uint64_t)i + 1, 0};
        if (pthread_create(&threads[i], NULL, gather_share, &shares[i]) != 0)
            exit(2);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        this->answer += shares[i].total;
    }
}

/* ---- Whisker ---- */

static whisker_items items_of(const workload *this)
{
    return (whisker_items){.size = sizeof(whisker_items), .n = N, .n_keys = this->code != NULL, .cluster = this->code};
}

static whisker_bootstrap_options options_of(const workload *this)
{
    return (whisker_bootstrap_options){.size = sizeof(whisker_bootstrap_options), .kind = this->kind, .threads = THREADS,
                                       .replicates = this->replicates};
}

static void one_mean(void *context)
{
    workload *this = context;
    whisker_items items = items_of(this);
    whisker_bootstrap_options options = options_of(this);
    this->out[0].size = sizeof *this->out;
    if (whisker_bootstrap(&items, NULL, this->score, &options, NULL, NULL, this->out, NULL) != WHISKER_OK)
        exit(2);
}

static void all_differences(void *context)
{
    workload *this = context;
    whisker_items items = items_of(this);
    whisker_bootstrap_options options = options_of(this);
    this->out[0].size = sizeof *this->out;
    if (whisker_bootstrap_differences(&items, RUNS, this->score, PAIRS, NULL, &options, NULL, this->out, NULL) !=
        WHISKER_OK)
        exit(2);
}

/* ---- cases ---- */

static void time_kind(workload *this, const char *what, const char *who, int32_t kind, int64_t replicates, int repeats)
{
    this->kind = kind;
    this->replicates = replicates;
    bench_report(what, who, bench_time(repeats, one_mean, this), NAN);
}

static void fractions(int argc, char **argv, workload *this)
{
    const char *what = "mean of fractions, 100,000 replicates", *bca = "BCa of fractions, 10,000 replicates";
    bench_data(argc, argv, "fractions.f64", this->score, N * sizeof *this->score);
    this->replicates = MANY;
    bench_report(what, "limit", bench_time(5, limit, this), NAN);
    time_kind(this, what, "whisker", WHISKER_BOOTSTRAP_PERCENTILE, MANY, 5);
    time_kind(this, what, "whisker, studentized", WHISKER_BOOTSTRAP_STUDENTIZED, MANY, 3);
    bench_target(what, "whisker", "limit", 2);
    bench_target(what, "whisker", "numpy, 100 replicates at a time", 1. / 12);
    bench_target(what, "whisker", "scipy.stats.bootstrap", 1. / 50);
    bench_target(what, "whisker", "lm-evaluation-harness, one process", 1. / 100);
    time_kind(this, bca, "whisker, percentile", WHISKER_BOOTSTRAP_PERCENTILE, FEW, 11);
    time_kind(this, bca, "whisker", WHISKER_BOOTSTRAP_BCA, FEW, 11);
    bench_target(bca, "whisker", "whisker, percentile", 1.3);
}

static void few_values(int argc, char **argv, workload *this, const double *binary, const double *grades)
{
    const char *what = "mean of 0/1 scores, 100,000 replicates", *graded = "mean of eleven grades, 100,000 replicates";
    bench_data(argc, argv, "binary.f64", binary, N * sizeof *binary);
    this->score = binary;
    time_kind(this, what, "whisker, exact law", WHISKER_BOOTSTRAP_PERCENTILE, MANY, 101);
    bench_target(what, "whisker, exact law", "lm-evaluation-harness, one process", 1. / 1000);
    this->score = grades;
    time_kind(this, graded, "whisker, exact law", WHISKER_BOOTSTRAP_PERCENTILE, MANY, 51);
}

/* Runs are better by their number, items easier by their cluster. */
static void fill_runs(double *score, int32_t *code, int is_binary)
{
    bench_random random = {20261122};
    double ease[CLUSTERS];
    for (int g = 0; g < CLUSTERS; g++)
        ease[g] = bench_uniform(&random);
    for (int i = 0; i < N; i++)
        code[i] = (int32_t)(bench_bits(&random) % CLUSTERS);
    for (int r = 0; r < RUNS; r++)
        for (int i = 0; i < N; i++) {
            double chance = 0.3 + 0.5 * ease[code[i]] + 0.001 * r;
            score[r * N + i] = is_binary ? bench_uniform(&random) < chance : (chance + bench_uniform(&random)) / 2;
        }
}

static void runs(int argc, char **argv, workload *this, double *score, int32_t *code)
{
    const char *const what[] = {"all differences, 0/1 scores, 10,000 replicates of clusters",
                                "all differences, fractions, 10,000 replicates of clusters"};
    const char *const names[] = {"runs_binary.f64", "runs_fractions.f64"};
    this->score = score;
    this->code = code;
    for (int i = 0; i < 2; i++) {
        fill_runs(score, code, i == 0);
        bench_data(argc, argv, names[i], score, (size_t)RUNS * N * sizeof *score);
        bench_data(argc, argv, "runs.i32", code, N * sizeof *code);
        this->kind = WHISKER_BOOTSTRAP_PERCENTILE;
        this->replicates = FEW;
        bench_report(what[i], "whisker", bench_time(11, all_differences, this), NAN);
        bench_target(what[i], "whisker", "numpy, a replicate at a time", 1. / 20);
    }
    time_kind(this, "one mean, 10,000 replicates of clusters", "whisker", WHISKER_BOOTSTRAP_PERCENTILE, FEW, 51);
    time_kind(this, "one mean, 10,000 replicates of clusters", "whisker, studentized", WHISKER_BOOTSTRAP_STUDENTIZED, FEW, 51);
}

int main(int argc, char **argv)
{
    bench_random random = {3};
    double *fractional = malloc(N * sizeof *fractional), *binary = malloc(N * sizeof *binary);
    double *grades = malloc(N * sizeof *grades), *score = malloc((size_t)RUNS * N * sizeof *score);
    int32_t *code = malloc(N * sizeof *code);
    workload this = {.score = fractional, .out = calloc(PAIRS, sizeof *this.out)};
    if (fractional == NULL || binary == NULL || grades == NULL || score == NULL || code == NULL || this.out == NULL)
        return 2;
    for (int i = 0; i < N; i++) {
        fractional[i] = pow(bench_uniform(&random), 0.3);
        binary[i] = bench_uniform(&random) < 0.8;
        grades[i] = (double)(bench_bits(&random) % 11) / 10;
    }
    bench_title("Bootstrap",
                "10,000 items, 1,000 clusters of uneven sizes where it says so, 100 runs for the differences; two threads. "
                "The limit draws two indices from 64 random bits, gathers and adds, in vectors where the processor has "
                "them; it makes no interval. Whisker adds up whole numbers, so that its replicates are the same on every "
                "processor. Where scores have few values it computes the law of all resamples and draws nothing.");
    fractions(argc, argv, &this);
    few_values(argc, argv, &this, binary, grades);
    runs(argc, argv, &this, score, code);
    free(fractional);
    free(binary);
    free(grades);
    free(score);
    free(code);
    free(this.out);
    return 0;
}
