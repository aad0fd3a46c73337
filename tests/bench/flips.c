/* flips [FOLDER]: sign flips of two runs, and of all pairs of a hundred. */
#include "bench.h"

#include "whisker.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

enum { N = 10000, CLUSTERS = 1000, RUNS = 100, PAIRS = RUNS * (RUNS - 1) / 2, THREADS = 2, MANY = 100000, FEW = 10000 };

typedef struct workload {
    const double *a, *b;             /* two runs */
    const double *scores;            /* scores[RUNS * N] */
    const int32_t *code;             /* NULL: no clusters */
    int32_t method;
    int32_t threads;
    double answer;
    whisker_max_t_pair *pairs;
} workload;

/* ---- the limit: masked additions of doubles, a random bit each, half of the replicates a thread ---- */

typedef struct share {
    const double *difference;
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

static double add_plain(const double *difference, uint64_t *state)
{
    double total = 0;
    for (int i = 0; i + 64 <= N; i += 64) {
        uint64_t bits = next(state);
        for (int k = 0; k < 64; k++)
            total += bits >> k & 1 ? difference[i + k] : 0;
    }
    return total;
}

#if defined(__x86_64__) && defined(__GNUC__)
#define VECTORS 1

#include <immintrin.h>

__attribute__((target("avx512f"))) static double add_avx512(const double *difference, uint64_t *state)
{
    __m512d sum[4];
    for (int k = 0; k < 4; k++)
        sum[k] = _mm512_setzero_pd();
    for (int i = 0; i + 64 <= N; i += 64) {
        uint64_t bits = next(state);
        for (int k = 0; k < 8; k++)
            sum[k & 3] = _mm512_mask_add_pd(sum[k & 3], (__mmask8)(bits >> 8 * k), sum[k & 3],
                                            _mm512_loadu_pd(difference + i + 8 * k));
    }
    return _mm512_reduce_add_pd(_mm512_add_pd(_mm512_add_pd(sum[0], sum[1]), _mm512_add_pd(sum[2], sum[3])));
}

#endif

static void *add_share(void *argument)
{
    share *share = argument;
    uint64_t state[4] = {share->seed, 2, 3, 4};
    for (int r = 0; r < MANY / THREADS; r++) {
#ifdef VECTORS
        if (__builtin_cpu_supports("avx512f")) {
            share->total += add_avx512(share->difference, state);
            continue;
        }
#endif
        share->total += add_plain(share->difference, state);
    }
    return NULL;
}

static void limit(void *context)
{
    workload *this = context;
    static double difference[N];
    pthread_t threads[THREADS];
    share shares[THREADS];
    for (int i = 0; i < N; i++)
        difference[i] = this->a[i] - this->b[i];
    for (int i = 0; i < THREADS; i++) {
        shares[i] = (share){difference, (uint64_t)i + 1, 0};
        if (pthread_create(&threads[i], NULL, add_share, &shares[i]) != 0)
            exit(2);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        this->answer += shares[i].total;
    }
}

/* ---- Whisker ---- */

static void two_runs(void *context)
{
    workload *this = context;
    whisker_items items = {.size = sizeof items, .n = N};
    whisker_sign_flip_options options = {.size = sizeof options, .method = this->method, .replicates = MANY,
                                         .threads = this->threads};
    whisker_sign_flip out = {.size = sizeof out};
    if (whisker_sign_flip_test(&items, this->a, this->b, &options, NULL, &out, NULL) != WHISKER_OK)
        exit(2);
    this->answer = out.value;
}

static void all_pairs(void *context)
{
    workload *this = context;
    int64_t place = 0;
    for (int32_t a = 0; a < RUNS; a++)
        for (int32_t b = a + 1; b < RUNS; b++)
            this->pairs[place++] = (whisker_max_t_pair){.size = sizeof *this->pairs, .a = a, .b = b};
    whisker_items items = {.size = sizeof items, .n = N, .n_keys = this->code != NULL, .cluster = this->code};
    whisker_max_t_options options = {.size = sizeof options, .replicates = FEW, .threads = this->threads};
    whisker_max_t out = {.size = sizeof out};
    if (whisker_max_t_test(&items, RUNS, this->scores, PAIRS, this->pairs, &options, NULL, &out, NULL) != WHISKER_OK)
        exit(2);
    this->answer = this->pairs[0].t;
}

/* ---- cases ---- */

static double *take(size_t count, size_t size)
{
    double *taken = calloc(count, size);
    if (taken == NULL)
        exit(2);
    return taken;
}

/* Scores in so many steps from 0 to 1; 0: any fraction. */
static void fill(double *score, bench_random *random, int steps, double skill)
{
    for (int i = 0; i < N; i++) {
        double x = fmin(0.999, bench_uniform(random) * 0.9 + skill);
        score[i] = steps > 0 ? floor(x * (steps + 1)) / steps : x;
    }
}

static void measure(const char *what, const char *who, int repeats, void (*call)(void *), workload *this, double answer)
{
    double seconds = bench_time(repeats, call, this);
    bench_report(what, who, seconds, isnan(answer) ? answer : this->answer);
}

static void measure_two(int argc, char **argv, const char *what, const char *file, int steps)
{
    bench_random random = {7};
    double *a = take(N, sizeof *a), *b = take(N, sizeof *b);
    workload this = {.a = a, .b = b, .threads = THREADS};
    fill(a, &random, steps, 0.05);
    fill(b, &random, steps, 0.048);
    bench_data(argc, argv, file, a, N * sizeof *a);
    char second[64] = "second_";
    for (size_t i = 0; file[i] != '\0' && i < 50; i++)
        second[7 + i] = file[i];
    bench_data(argc, argv, second, b, N * sizeof *b);
    if (steps == 0)
        measure(what, "limit", 9, limit, &this, NAN);
    measure(what, "whisker", 15, two_runs, &this, 1);
    this.method = WHISKER_FLIPS_MONTE_CARLO;
    if (steps > 0)
        measure(what, "whisker, drawn all the same", 9, two_runs, &this, 1);
    this.threads = 1;
    if (steps == 0)
        measure(what, "whisker, one thread", 9, two_runs, &this, 1);
    free(a);
    free(b);
}

static void measure_pairs(int argc, char **argv, const char *what, const char *file, int even)
{
    bench_random random = {11};
    double *scores = take((size_t)RUNS * N, sizeof *scores);
    int32_t *code = calloc(N, sizeof *code);
    workload this = {.scores = scores, .code = code, .threads = THREADS, .pairs = calloc(PAIRS, sizeof *this.pairs)};
    if (code == NULL || this.pairs == NULL)
        exit(2);
    for (int r = 0; r < RUNS; r++)
        fill(scores + (size_t)r * N, &random, 0, 0.0005 * r);
    for (int i = 0; i < N; i++)
        code[i] = even || i < CLUSTERS ? i % CLUSTERS : (int32_t)(bench_bits(&random) % CLUSTERS);
    bench_data(argc, argv, file, scores, (size_t)RUNS * N * sizeof *scores);
    char codes[64] = "codes_";
    for (size_t i = 0; file[i] != '\0' && i < 50; i++)
        codes[6 + i] = file[i];
    bench_data(argc, argv, codes, code, N * sizeof *code);
    measure(what, "whisker", 7, all_pairs, &this, 1);
    this.threads = 1;
    measure(what, "whisker, one thread", 5, all_pairs, &this, 1);
    free(this.pairs);
    free(code);
    free(scores);
}

int main(int argc, char **argv)
{
    const char *fractions = "two runs, fractions", *numpy = "numpy, packed bits and a product";
    const char *grades = "two runs, scores in quarters", *binary = "two runs, 0/1";
    const char *even = "all pairs of 100 runs, 1,000 even clusters", *uneven = "all pairs of 100 runs, 1,000 uneven clusters";
    bench_title("Sign flips",
                "Two runs on 10,000 items, 100,000 replicates of the sum of the differences; scores on a lattice have the exact "
                "law instead. All pairs: 10,000 joint flips of the clusters of 100 runs, t by CR2 in each, its maximum over "
                "4,950 pairs, single-step and marginal p (Whisker: step-down as well), and the critical value of simultaneous "
                "intervals from as many flips of residuals. Limit: masked additions, a random bit each.");
    measure_two(argc, argv, fractions, "fractions.f64", 0);
    measure_two(argc, argv, grades, "quarters.f64", 4);
    measure_two(argc, argv, binary, "binary.f64", 1);
    measure_pairs(argc, argv, even, "even.f64", 1);
    measure_pairs(argc, argv, uneven, "uneven.f64", 0);
    bench_target(fractions, "whisker", "limit", 2);
    bench_target(fractions, "whisker", numpy, 1. / 20);
    bench_target(fractions, "whisker", "scipy permutation_test", 1. / 500);
    bench_target(grades, "whisker", "scipy permutation_test", 1. / 500);
    bench_target(even, "whisker", "numpy", 1. / 20);
    bench_target(uneven, "whisker", "numpy", 1. / 20);
    return 0;
}
