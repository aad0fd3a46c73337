/* A clustered mean of every kind of score, in every order of rows, against sums in extended precision. */
#include "base/random.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N = 4000, GROUPS = 150 };

typedef enum kind { BINARY, SIGNS, QUARTERS, PERCENT, GRID_EDGE, BEYOND_GRID, OFF_GRID, OFFSET, TINY, KINDS } kind;

static const char *const names[KINDS] = {"0/1", "-1/0/1", "quarters", "percent", "largest on the grid",
                                         "beyond the grid", "off the grid", "with an offset", "tiny"};

typedef struct rows {
    double score[N];
    int32_t code[N];
} rows;

static double score_of(kind kind, double u)
{
    switch (kind) {
    case BINARY: return u < 0.8;
    case SIGNS: return u < 0.2 ? -1 : u < 0.5;
    case QUARTERS: return floor(5 * u) / 4;
    case PERCENT: return floor(101 * u);
    case GRID_EDGE: return u < 0.01 ? 256 : floor(512 * u) / 256 - 1;
    case BEYOND_GRID: return u < 0.01 ? 256 + 1. / 256 : floor(512 * u) / 256 - 1;
    case OFF_GRID: return u;
    case OFFSET: return 1e6 + u;
    case TINY: return ldexp(u, -1000);
    default: return NAN;
    }
}

/* Sizes from 1 to hundreds, or all the same; rows sorted by cluster. */
static void fill(rows *rows, kind kind, int even, uint64_t seed)
{
    random_stream random = random_open(seed, (uint64_t)kind);
    int64_t size[GROUPS] = {0};
    for (int i = 0; i < N; i++) {
        double skewed = random_uniform(&random);
        size[i < GROUPS ? i : (int)(skewed * skewed * skewed * GROUPS)]++;
    }
    for (int i = 0, g = 0, left = (int)size[0]; i < N; i++) {
        while (left == 0)
            left = (int)size[++g];
        left--;
        rows->code[i] = even ? i / (N / 100) : g;
        double common = random_uniform(&random);
        rows->score[i] = score_of(kind, rows->code[i] % 3 == 0 ? sqrt(common) : common);
    }
}

static void shuffle(rows *rows, uint64_t seed)
{
    random_stream random = random_open(seed, 99);
    for (uint32_t i = N; i > 1; i--) {
        uint32_t j = random_below(&random, i);
        double score = rows->score[i - 1];
        int32_t code = rows->code[i - 1];
        rows->score[i - 1] = rows->score[j];
        rows->code[i - 1] = rows->code[j];
        rows->score[j] = score;
        rows->code[j] = code;
    }
    for (int i = 0; i < N; i++)
        rows->code[i] = (rows->code[i] * 7 + 5) % N; /* 7 and N have no common divisor */
}

static whisker_estimate estimate_of(const rows *rows, int32_t variance)
{
    whisker_items items = {.size = sizeof items, .n = N, .n_keys = 1, .cluster = rows->code};
    whisker_mean_options options = {.size = sizeof options, .variance = variance, .interval = WHISKER_T,
                                    .low = -INFINITY, .high = INFINITY};
    whisker_estimate got = {.size = sizeof got};
    cr_assert_eq(whisker_mean(&items, rows->score, &options, NULL, &got, NULL), WHISKER_OK);
    return got;
}

/* ---- the same by definition ---- */

typedef struct expected {
    long double mean, se[4], se_clt, df, icc; /* mean: from the first score */
} expected;

static expected by_definition(const rows *rows)
{
    static long double sum[N], size[N];
    expected out = {0};
    long double squares = 0, between = 0, crossed = 0, leverage = 0, sizes = 0, n_clusters = 0, n = N;
    memset(sum, 0, sizeof sum);
    memset(size, 0, sizeof size);
    const long double origin = rows->score[0];
    for (int i = 0; i < N; i++)
        out.mean += (rows->score[i] - origin) / n;
    for (int i = 0; i < N; i++) {
        long double residual = (rows->score[i] - origin) - out.mean;
        sum[rows->code[i]] += residual;
        size[rows->code[i]] += 1;
        squares += residual * residual;
    }
    for (int g = 0; g < N; g++) {
        if (size[g] == 0)
            continue;
        long double kept = 1 - size[g] / n, w = size[g] * size[g] / kept;
        n_clusters++;
        out.se[0] += sum[g] * sum[g];
        out.se[2] += sum[g] * sum[g] / kept;
        out.se[3] += sum[g] * sum[g] / (kept * kept);
        between += sum[g] * sum[g] / size[g];
        sizes += size[g] * size[g];
        leverage += w;
        crossed += w * w;
    }
    out.se[1] = out.se[0] * n_clusters / (n_clusters - 1);
    for (int k = 0; k < 4; k++)
        out.se[k] = sqrtl(out.se[k]) / n;
    out.se_clt = sqrtl(squares / (n * (n - 1)));
    out.df = n * n / (sizes + (leverage * leverage - crossed) / (n * n));
    long double msb = between / (n_clusters - 1), msw = (squares - between) / (n - n_clusters);
    long double n0 = (n - sizes / n) / (n_clusters - 1);
    out.icc = (msb - msw) / (msb + (n0 - 1) * msw);
    return out;
}

static void check(const char *what, const char *kind, double got, long double expected, double tolerance)
{
    cr_assert(fabsl(got - expected) <= tolerance * fabsl(expected), "%s, scores %s: %.17g, expected %.17Lg", what, kind,
              got, expected);
}

static void check_against_definition(const rows *rows, kind kind)
{
    expected expected = by_definition(rows);
    for (int32_t k = 0; k < 4; k++) {
        whisker_estimate got = estimate_of(rows, WHISKER_CR0 + k);
        check("mean", names[kind], got.value, rows->score[0] + expected.mean, DBL_EPSILON);
        check("standard error", names[kind], got.standard_error, expected.se[k], 4e-15);
        check("clt", names[kind], got.se_clt, expected.se_clt, 4e-15);
        check("icc", names[kind], got.icc, expected.icc, 1e-12);
        if (k == 2)
            check("df", names[kind], got.df, expected.df, 4e-15);
    }
}

Test(cluster_sums, equal_their_definition)
{
    static rows rows;
    for (kind kind = 0; kind < KINDS; kind++)
        for (uint64_t seed = 1; seed <= 10; seed++) {
            fill(&rows, kind, seed % 2 == 0, seed);
            check_against_definition(&rows, kind);
        }
}

Test(cluster_sums, rows_in_any_order_give_the_same_bits)
{
    static rows rows;
    for (kind kind = 0; kind < KINDS; kind++)
        for (uint64_t seed = 1; seed <= 10; seed++) {
            fill(&rows, kind, seed % 2 == 0, seed);
            whisker_estimate sorted = estimate_of(&rows, WHISKER_CR2);
            shuffle(&rows, seed);
            whisker_estimate shuffled = estimate_of(&rows, WHISKER_CR2);
            cr_assert(memcmp(&sorted, &shuffled, sizeof sorted) == 0, "scores %s, seed %d", names[kind], (int)seed);
        }
}

/* On the grid nothing rounds but the last steps: clusters of one item are items, to the last bit. */
Test(cluster_sums, singletons_are_items)
{
    static rows rows;
    for (kind kind = 0; kind < KINDS; kind++) {
        fill(&rows, kind, 0, 7);
        for (int i = 0; i < N; i++)
            rows.code[i] = (i * 7 + 3) % N;
        whisker_estimate got = estimate_of(&rows, WHISKER_CR2);
        cr_assert_eq(got.standard_error, got.se_clt, "scores %s", names[kind]);
        cr_assert_eq(got.df, N - 1);
    }
}

/* Scores so many or so large that products of their sums no longer fit 64 bits take the other way, unseen. */
Test(cluster_sums, both_sides_of_the_grids_limit)
{
    enum { MANY = 65536 };
    double *score = malloc(MANY * sizeof *score);
    int32_t *code = malloc(MANY * sizeof *code);
    whisker_estimate got[2] = {{.size = sizeof got[0]}, {.size = sizeof got[1]}};
    cr_assert(score != NULL && code != NULL);
    for (int i = 0; i < MANY; i++) {
        score[i] = i % 64 + (i % 2 ? 0.25 : 0);
        code[i] = i / 16;
    }
    for (int limit = 0; limit < 2; limit++) {
        whisker_items items = {.size = sizeof items, .n = MANY - 1 + limit, .n_keys = 1, .cluster = code};
        score[0] = 127.5 + limit * 0.5; /* 65535 * 127.5 * 256 < 2^31 = 65536 * 128 * 256 */
        cr_assert_eq(whisker_mean(&items, score, NULL, NULL, &got[limit], NULL), WHISKER_OK);
    }
    check("standard error", "at the limit", got[1].standard_error, got[0].standard_error, 1e-3);
    check("icc", "at the limit", got[1].icc, got[0].icc, 1e-3);
    free(score);
    free(code);
}

/* Weights of 1e30 to one: beside such a cluster there is no rest to divide by. Undefined is NaN. */
Test(cluster_sums, nothing_beside_one_cluster)
{
    const double score[] = {1, 0, 1, 0.5}, weight[] = {1, 1, 1e-30, 1e-30};
    const int32_t code[] = {0, 0, 1, 2}, estimators[] = {WHISKER_CR2, WHISKER_CR3};
    whisker_items items = {.size = sizeof items, .n = 4, .n_keys = 1, .cluster = code, .weight = weight};
    for (int k = 0; k < 2; k++) {
        whisker_mean_options options = {.size = sizeof options, .variance = estimators[k]};
        whisker_estimate got = {.size = sizeof got};
        cr_assert_eq(whisker_mean(&items, score, &options, NULL, &got, NULL), WHISKER_OK);
        cr_assert(isnan(got.standard_error), "%s: %g", whisker_variance_name(estimators[k]), got.standard_error);
        cr_assert(isnan(got.lower) && isnan(got.upper));
    }
}
