#include "counting_allocator.h"

#include "base/random.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 13, N = 700, GROUPS = 60, PAIRS = RUNS * (RUNS - 1) / 2 };

typedef enum kind { BINARY, QUARTERS, MIXED_GRID, LARGE_GRID, REAL, MIXED, SCALES, KINDS } kind;

static const char *const kind_names[KINDS] = {"0/1", "quarters", "0/1 and quarters", "signed percent", "fractions",
                                              "0/1 and fractions", "runs of other units"};

static int is_exact(kind kind)
{
    return kind <= LARGE_GRID;
}

typedef struct table {
    double score[RUNS][N];
    double weight[N];
    int32_t codes[2 * N], stratum[N];
} table;

static double score_of(kind kind, int run, double level)
{
    switch (kind) {
    case BINARY: return level > 0.5;
    case QUARTERS: return floor(4.999 * level) / 4;
    case MIXED_GRID: return run % 2 ? level > 0.5 : floor(4.999 * level) / 4;
    case LARGE_GRID: return floor(200 * level) - 100;
    case REAL: return level;
    case MIXED: return run % 3 ? level : level > 0.5;
    case SCALES: return ldexp(level, 40 * (run % 3) - 40) - (run == 5 ? 1e5 : 0);
    default: return NAN;
    }
}

/* Runs that share the difficulty of items and of their clusters. */
static void fill(table *table, kind kind, uint64_t seed)
{
    random_stream random = random_open(seed, (uint64_t)kind);
    double common[GROUPS], item[N];
    for (int g = 0; g < GROUPS; g++)
        common[g] = random_uniform(&random);
    for (int i = 0; i < N; i++) {
        double skewed = random_uniform(&random);
        table->codes[i] = (int32_t)(skewed * skewed * GROUPS);
        table->codes[N + i] = i % 17;
        table->stratum[i] = i % 3;
        table->weight[i] = 0.5 + random_uniform(&random);
        item[i] = 0.5 * random_uniform(&random) + 0.3 * common[table->codes[i]];
    }
    for (int run = 0; run < RUNS; run++)
        for (int i = 0; i < N; i++)
            table->score[run][i] = score_of(kind, run, fmin(1, item[i] + 0.015 * run + 0.2 * random_uniform(&random)));
}

/* Runs 0 to 4 miss nothing, 5 to 8 the same items, the others items of their own. */
static void make_gaps(table *table, uint64_t seed)
{
    random_stream random = random_open(seed, 77);
    for (int run = 5; run < RUNS; run++)
        for (int i = 0; i < N; i++)
            if (run < 9 ? i % 11 == 3 : random_uniform(&random) < 0.05)
                table->score[run][i] = NAN;
    table->score[12][5] = INFINITY;
}

static whisker_items items_of(const table *table, int n_keys)
{
    return (whisker_items){.size = sizeof(whisker_items), .n = N, .n_keys = n_keys, .cluster = table->codes};
}

static whisker_comparison *room(int64_t n)
{
    whisker_comparison *out = calloc((size_t)n, sizeof *out);
    cr_assert(out != NULL);
    for (int64_t k = 0; k < n; k++) {
        out[k].size = sizeof *out;
        out[k].difference.size = sizeof out->difference;
    }
    return out;
}

static whisker_comparison by_itself(const whisker_items *items, const double *a, const double *b,
                                    const whisker_difference_options *options, int32_t *status, whisker_error *error)
{
    whisker_comparison out = {.size = sizeof out, .difference.size = sizeof out.difference};
    *status = whisker_difference(items, a, b, options, NULL, &out, error);
    return out;
}

/* ---- agreement with one pair at a time ---- */

typedef struct agreement {
    const char *what;
    kind kind;
} agreement;

/* Relative to the value, or to the scale that it lives on. */
static void check(const agreement *of, const char *field, double got, double expected, double scale)
{
    int equal = (isnan(got) && isnan(expected)) || got == expected ||
                fabs(got - expected) <= 1e-12 * fmax(fabs(expected), scale);
    cr_assert(equal, "%s, %s, %s: %.17g instead of %.17g", kind_names[of->kind], of->what, field, got, expected);
}

static void check_counts(const agreement *of, const whisker_comparison *got, const whisker_comparison *expected)
{
    const whisker_estimate *a = &got->difference, *b = &expected->difference;
    cr_assert(got->notes == expected->notes && a->notes == b->notes && got->pairing == expected->pairing &&
                  got->status == expected->status && got->n_a_only == expected->n_a_only &&
                  got->n_b_only == expected->n_b_only && got->only_a == expected->only_a &&
                  got->only_b == expected->only_b && a->n_items == b->n_items && a->n_missing == b->n_missing &&
                  a->n_clusters == b->n_clusters && a->variance == b->variance && a->interval == b->interval,
              "%s, %s: counts or notes (%x instead of %x)", kind_names[of->kind], of->what, (unsigned)got->notes,
              (unsigned)expected->notes);
}

static void check_numbers(const agreement *of, const whisker_comparison *got, const whisker_comparison *expected)
{
    const whisker_estimate *a = &got->difference, *b = &expected->difference;
    double error = b->standard_error > 0 ? b->standard_error : 0, t = error > 0 ? fabs(b->value) / error : 0;
    check(of, "mean_a", got->mean_a, expected->mean_a, 0);
    check(of, "mean_b", got->mean_b, expected->mean_b, 0);
    check(of, "correlation", got->correlation, expected->correlation, 1);
    check(of, "covariance", got->covariance, expected->covariance,
          fabs(expected->covariance / expected->correlation));
    check(of, "se_unpaired", got->se_unpaired, expected->se_unpaired, 0);
    check(of, "minimum_detectable", got->minimum_detectable, expected->minimum_detectable, 0);
    check(of, "exact_p", got->exact_p, expected->exact_p, 0);
    check(of, "mid_p", got->mid_p, expected->mid_p, 0);
    check(of, "value", a->value, b->value, error);
    check(of, "standard_error", a->standard_error, b->standard_error, 0);
    check(of, "lower", a->lower, b->lower, error);
    check(of, "upper", a->upper, b->upper, error);
    check(of, "df", a->df, b->df, 0);
    check(of, "p", a->p, b->p, b->p * t * (1 + t)); /* a tail multiplies the error of t */
    check(of, "se_clt", a->se_clt, b->se_clt, 0);
    check(of, "icc", a->icc, b->icc, 1);
    check(of, "design_effect", a->design_effect, b->design_effect, 0);
    check(of, "effective_n", a->effective_n, b->effective_n, 0);
    check(of, "largest_share", a->largest_share, b->largest_share, 0);
}

static void check_pair(const agreement *of, const whisker_comparison *got, const whisker_comparison *expected)
{
    check_counts(of, got, expected);
    if (is_exact(of->kind))
        cr_assert(memcmp(got, expected, sizeof *got) == 0, "%s, %s: not the same bits", kind_names[of->kind], of->what);
    else
        check_numbers(of, got, expected);
}

static void check_all(const table *table, const whisker_items *items, const whisker_difference_options *options,
                      kind kind, const char *what)
{
    agreement of = {what, kind};
    whisker_comparison *got = room(PAIRS);
    whisker_error error = {0};
    int32_t status = whisker_differences(items, RUNS, table->score[0], PAIRS, NULL, options, NULL, got, &error);
    cr_assert_eq(status, WHISKER_OK, "%s, %s: %s", kind_names[kind], what, error.text);
    for (int a = 0, k = 0; a < RUNS; a++)
        for (int b = a + 1; b < RUNS; b++, k++) {
            whisker_comparison expected = by_itself(items, table->score[a], table->score[b], options, &status, NULL);
            cr_assert_eq(status, WHISKER_OK);
            check_pair(&of, &got[k], &expected);
        }
    free(got);
}

Test(differences, each_variance_as_one_pair_at_a_time)
{
    static table table;
    for (kind kind = 0; kind < KINDS; kind++) {
        fill(&table, kind, 3);
        for (int n_keys = 0; n_keys < 2; n_keys++) {
            whisker_items items = items_of(&table, n_keys);
            check_all(&table, &items, NULL, kind, n_keys ? "clusters" : "no clusters");
            for (int32_t variance = WHISKER_CLT; variance <= WHISKER_LINEARIZED; variance++) {
                whisker_difference_options options = {.size = sizeof options, .variance = variance, .level = 0.9,
                                                      .interval = variance % 2 ? WHISKER_NORMAL : WHISKER_T};
                if (variance != WHISKER_BERNOULLI)
                    check_all(&table, &items, &options, kind, whisker_variance_name(variance));
            }
        }
    }
}

Test(differences, gaps)
{
    static table table;
    for (kind kind = 0; kind < KINDS; kind++)
        for (int n_keys = 0; n_keys < 3; n_keys++) {
            fill(&table, kind, 5);
            make_gaps(&table, 6);
            whisker_items items = items_of(&table, n_keys);
            check_all(&table, &items, NULL, kind, "gaps");
        }
}

Test(differences, gaps_with_each_variance)
{
    static table table;
    for (kind kind = 0; kind < KINDS; kind++) {
        fill(&table, kind, 8);
        make_gaps(&table, 9);
        for (int n_keys = 0; n_keys < 2; n_keys++)
            for (int32_t variance = WHISKER_CLT; variance <= WHISKER_LINEARIZED; variance++) {
                whisker_items items = items_of(&table, n_keys);
                whisker_difference_options options = {.size = sizeof options, .variance = variance, .level = 0.9,
                                                      .interval = variance % 2 ? WHISKER_NORMAL : WHISKER_T};
                if (variance != WHISKER_BERNOULLI)
                    check_all(&table, &items, &options, kind, whisker_variance_name(variance));
            }
    }
}

/* Of run 0 each other run misses something that changes what is known of it: its only 1s, its only score between 0 and 1,
 * whole clusters, nearly all items, all but one, all; run 7 has one score left, run 8 is the opposite of run 0. */
static void make_nasty_gaps(table *table)
{
    for (int run = 0; run < RUNS; run++)
        for (int i = 0; i < N; i++) {
            int has_one = i % 100 == 1, is_half = i == 350;
            table->score[run][i] = run == 8 ? !has_one : has_one + 0.5 * is_half;
            if ((run == 1 && has_one) || (run == 2 && is_half) || (run == 3 && table->codes[i] % 7 == 0) ||
                (run == 4 && i % 50 != 1) || (run == 5 && i != 1) || (run == 6 && i % 2) || (run == 7 && i > 0) ||
                (run == 9 && i % 2 == 0) || (run == 10 && i > 349) || (run == 11 && i != 350))
                table->score[run][i] = NAN;
        }
    table->score[12][17] = -100; /* the smallest, and run 3 misses some of its cluster */
}

Test(differences, gaps_that_leave_nothing_as_it_was)
{
    static table table;
    static const whisker_difference_options all[] = {
        {.size = sizeof all[0]},
        {.size = sizeof all[0], .pairing = WHISKER_PAIRED},
        {.size = sizeof all[0], .pairing = WHISKER_UNPAIRED},
        {.size = sizeof all[0], .pairing = WHISKER_PAIRED, .low = -100, .high = 1}};
    fill(&table, BINARY, 21);
    make_nasty_gaps(&table);
    for (int n_keys = 0; n_keys < 2; n_keys++)
        for (size_t k = 0; k < sizeof all / sizeof all[0]; k++) {
            whisker_items items = items_of(&table, n_keys);
            whisker_comparison *got = room(PAIRS);
            cr_assert_eq(whisker_differences(&items, RUNS, table.score[0], PAIRS, NULL, &all[k], NULL, got, NULL),
                         WHISKER_OK);
            for (int a = 0, pair = 0; a < RUNS; a++)
                for (int b = a + 1; b < RUNS; b++, pair++) {
                    int32_t status;
                    whisker_comparison expected =
                        by_itself(&items, table.score[a], table.score[b], &all[k], &status, NULL);
                    if (status == WHISKER_NO_DATA)
                        cr_assert_eq(got[pair].status, WHISKER_NO_DATA);
                    else
                        cr_assert(memcmp(&got[pair], &expected, sizeof expected) == 0, "%d keys, %d, %d and %d", n_keys,
                                  (int)k, a, b);
                }
            free(got);
        }
}

Test(differences, even_clusters)
{
    static table table;
    for (kind kind = 0; kind < KINDS; kind++) {
        fill(&table, kind, 8);
        for (int i = 0; i < N; i++)
            table.codes[i] = i % (N / 10);
        whisker_items items = items_of(&table, 1);
        check_all(&table, &items, NULL, kind, "even clusters");
    }
}

/* Runs that nearly never fail: bounds that hang on those of each run. */
Test(differences, nearly_perfect_runs)
{
    static table table;
    for (kind kind = 0; kind < KINDS; kind++) {
        fill(&table, kind, 11);
        whisker_items items = items_of(&table, 1);
        whisker_difference_options options = {.size = sizeof options, .high = 1};
        for (int run = 0; run < RUNS; run++)
            for (int i = 0; i < N; i++)
                table.score[run][i] = i % (40 + 3 * run) == 0 ? fmin(fmax(table.score[run][i], 0), 0.5) : 1;
        check_all(&table, &items, &options, kind, "nearly perfect");
        make_gaps(&table, 12);
        check_all(&table, &items, &options, kind, "nearly perfect with gaps");
    }
}

Test(differences, designs_that_take_the_long_way)
{
    static table table;
    for (kind kind = 0; kind < KINDS; kind++) {
        fill(&table, kind, 9);
        whisker_items weighted = items_of(&table, 1), stratified = weighted, crossed = items_of(&table, 2);
        whisker_difference_options unpaired = {.size = sizeof unpaired, .pairing = WHISKER_UNPAIRED};
        weighted.weight = table.weight;
        stratified.stratum = table.stratum;
        stratified.population = 3 * N;
        check_all(&table, &weighted, NULL, kind, "weights");
        check_all(&table, &stratified, NULL, kind, "strata");
        check_all(&table, &crossed, NULL, kind, "two keys");
        check_all(&table, &crossed, &unpaired, kind, "unpaired");
    }
}

Test(differences, intervals_of_counts)
{
    static table table;
    fill(&table, BINARY, 4);
    whisker_items items = items_of(&table, 0);
    for (int32_t interval = WHISKER_NEWCOMBE; interval <= WHISKER_TANGO; interval++) {
        whisker_difference_options options = {.size = sizeof options, .interval = interval, .low = 0, .high = 1};
        check_all(&table, &items, &options, BINARY, whisker_interval_name(interval));
    }
}

/* ---- what a subtraction of sums would lose ---- */

Test(differences, nearly_identical_runs_lose_no_digit)
{
    static table table;
    whisker_difference_options options = {.size = sizeof options, .level = 0.95};
    fill(&table, REAL, 12);
    for (int i = 0; i < N; i++) {
        double own = table.score[2][i];
        table.score[3][i] = own + ldexp(table.score[4][i], -30);         /* a billionth away */
        table.score[5][i] = i == 17 ? own + 0.25 : own;                  /* one item */
        table.score[6][i] = own;                                         /* the same */
        table.score[7][i] = own + 0.125;                                 /* shifted, with rounding */
        table.score[8][i] = 1e6 + ldexp(own, -12);                       /* hardly varies */
        table.score[9][i] = 1e6 + ldexp(table.score[1][i], -12);
    }
    for (int n_keys = 0; n_keys < 2; n_keys++) {
        whisker_items items = items_of(&table, n_keys);
        whisker_comparison *got = room(PAIRS);
        cr_assert_eq(whisker_differences(&items, RUNS, table.score[0], PAIRS, NULL, &options, NULL, got, NULL),
                     WHISKER_OK);
        for (int a = 0, k = 0; a < RUNS; a++)
            for (int b = a + 1; b < RUNS; b++, k++) {
                int32_t status;
                if ((a == 8 || a == 9) != (b == 8 || b == 9))
                    continue; /* a difference of a million has rounded before anything is added up */
                whisker_comparison expected = by_itself(&items, table.score[a], table.score[b], &options, &status, NULL);
                check_pair(&(agreement){"nearly identical", REAL}, &got[k], &expected);
                if (a == 2 && b >= 3 && b <= 7 && b != 4)
                    cr_assert(memcmp(&got[k], &expected, sizeof expected) == 0, "pair 2, %d", b);
            }
        free(got);
    }
}

/* ---- properties ---- */

static void swap_items(table *table, int i, int j)
{
    for (int run = 0; run < RUNS; run++) {
        double kept = table->score[run][i];
        table->score[run][i] = table->score[run][j];
        table->score[run][j] = kept;
    }
    int32_t code = table->codes[i];
    table->codes[i] = table->codes[j];
    table->codes[j] = code;
}

Test(differences, threads_and_order_change_no_bit)
{
    static table table;
    for (kind kind = 0; kind < KINDS; kind++) {
        fill(&table, kind, 21);
        make_gaps(&table, 22);
        whisker_items items = items_of(&table, 1);
        whisker_comparison *one = room(PAIRS), *several = room(PAIRS), *moved = room(PAIRS);
        whisker_difference_options options = {.size = sizeof options, .threads = 1}, more = options;
        more.threads = 5;
        cr_assert_eq(whisker_differences(&items, RUNS, table.score[0], PAIRS, NULL, &options, NULL, one, NULL), 0);
        cr_assert_eq(whisker_differences(&items, RUNS, table.score[0], PAIRS, NULL, &more, NULL, several, NULL), 0);
        random_stream random = random_open(23, 0);
        for (uint32_t i = N; i > 1; i--)
            swap_items(&table, (int)i - 1, (int)random_below(&random, i));
        for (int i = 0; i < N; i++)
            table.codes[i] = (table.codes[i] * 11 + 3) % N;
        cr_assert_eq(whisker_differences(&items, RUNS, table.score[0], PAIRS, NULL, &options, NULL, moved, NULL), 0);
        cr_assert(memcmp(one, several, PAIRS * sizeof *one) == 0, "threads, %s", kind_names[kind]);
        cr_assert(memcmp(one, moved, PAIRS * sizeof *one) == 0, "order, %s", kind_names[kind]);
        free(one);
        free(several);
        free(moved);
    }
}

/* What a pair gives does not depend on the pairs beside it; the other way round its sign changes and nothing else. */
Test(differences, pairs_by_name)
{
    static table table;
    const whisker_run_pair wanted[] = {{3, 1}, {1, 3}, {4, 4}, {12, 5}, {1, 3}};
    enum { WANTED = sizeof wanted / sizeof wanted[0] };
    for (kind kind = 0; kind < KINDS; kind++) {
        fill(&table, kind, 31);
        whisker_items items = items_of(&table, 1);
        whisker_comparison *got = room(WANTED);
        cr_assert_eq(whisker_differences(&items, RUNS, table.score[0], WANTED, wanted, NULL, NULL, got, NULL), 0);
        for (int k = 0; k < WANTED; k++) {
            int32_t status;
            whisker_comparison expected = by_itself(&items, table.score[wanted[k].a], table.score[wanted[k].b], NULL,
                                                    &status, NULL);
            check_pair(&(agreement){"by name", kind}, &got[k], &expected);
        }
        cr_assert_eq(got[0].difference.value, -got[1].difference.value);
        cr_assert_eq(got[0].difference.standard_error, got[1].difference.standard_error);
        cr_assert_eq(got[0].correlation, got[1].correlation);
        cr_assert(memcmp(&got[1], &got[4], sizeof got[1]) == 0);
        cr_assert(got[2].notes & WHISKER_NOTE_IDENTICAL);
        free(got);
    }
}

/* More items than a block holds of bits or of slices, more than one block a thread. */
Test(differences, many_items)
{
    enum { MANY = 20011, FEW = 3 };
    double *score = malloc(FEW * MANY * sizeof *score);
    int32_t *codes = malloc(MANY * sizeof *codes);
    random_stream random = random_open(41, 0);
    for (int i = 0; i < MANY; i++)
        codes[i] = i / 7;
    for (kind kind = 0; kind < KINDS; kind++) {
        for (int i = 0; i < FEW * MANY; i++)
            score[i] = score_of(kind, i / MANY, random_uniform(&random));
        whisker_items items = {.size = sizeof items, .n = MANY, .n_keys = 1, .cluster = codes};
        whisker_comparison *got = room(3);
        cr_assert_eq(whisker_differences(&items, FEW, score, 3, NULL, NULL, NULL, got, NULL), WHISKER_OK);
        for (int k = 0; k < 3; k++) {
            int32_t status;
            int a = k == 2, b = k == 0 ? 1 : 2;
            whisker_comparison expected = by_itself(&items, score + a * MANY, score + b * MANY, NULL, &status, NULL);
            check_pair(&(agreement){"many items", kind}, &got[k], &expected);
        }
        free(got);
    }
    free(score);
    free(codes);
}

/* ---- what cannot be compared ---- */

Test(differences, a_pair_without_shared_items_has_a_status_of_its_own)
{
    static table table;
    fill(&table, BINARY, 51);
    for (int i = 0; i < N; i++) {
        table.score[i % 2][i] = NAN;
        table.score[2][i] = NAN;
    }
    whisker_items items = items_of(&table, 1);
    whisker_difference_options paired = {.size = sizeof paired, .pairing = WHISKER_PAIRED};
    whisker_comparison *got = room(PAIRS);
    cr_assert_eq(whisker_differences(&items, RUNS, table.score[0], PAIRS, NULL, &paired, NULL, got, NULL), WHISKER_OK);
    cr_assert_eq(got[0].status, WHISKER_NO_DATA);
    cr_assert(isnan(got[0].difference.value) && isnan(got[0].mean_a) && isnan(got[0].difference.p));
    cr_assert_eq(got[0].n_a_only, N / 2);
    cr_assert_eq(got[1].status, WHISKER_NO_DATA);
    cr_assert_eq(got[2].status, WHISKER_OK);
    cr_assert_eq(got[PAIRS - 1].status, WHISKER_OK);
    free(got);
}

Test(differences, the_first_pair_that_fails_is_named_as_by_itself)
{
    static table table;
    fill(&table, REAL, 52);
    table.score[7][3] = 1.5;
    whisker_items items = items_of(&table, 1);
    whisker_difference_options options = {.size = sizeof options, .low = 0, .high = 1}, counts = options;
    whisker_comparison *got = room(PAIRS);
    whisker_error error = {0}, expected = {0};
    int32_t status = whisker_differences(&items, RUNS, table.score[0], PAIRS, NULL, &options, NULL, got, &error), alone;
    by_itself(&items, table.score[0], table.score[7], &options, &alone, &expected);
    cr_assert_eq(status, WHISKER_BAD_OPTION);
    cr_assert_eq(status, alone);
    cr_assert_str_eq(error.text, expected.text);
    counts.interval = WHISKER_TANGO;
    cr_assert_eq(whisker_differences(&items, RUNS, table.score[0], PAIRS, NULL, &counts, NULL, got, NULL),
                 WHISKER_NOT_BINARY);
    free(got);
}

Test(differences, refusals)
{
    static table table;
    fill(&table, BINARY, 53);
    whisker_items items = items_of(&table, 1), wrong = items;
    whisker_comparison *got = room(PAIRS);
    whisker_run_pair outside = {0, RUNS};
    const double *score = table.score[0];
    cr_assert_eq(whisker_differences(NULL, RUNS, score, PAIRS, NULL, NULL, NULL, got, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_differences(&items, RUNS, NULL, PAIRS, NULL, NULL, NULL, got, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_differences(&items, -1, score, 1, NULL, NULL, NULL, got, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_differences(&items, RUNS, score, PAIRS - 1, NULL, NULL, NULL, got, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_differences(&items, RUNS, score, 1, &outside, NULL, NULL, got, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_differences(&items, RUNS, score, PAIRS, NULL, NULL, NULL, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_differences(&items, 1, score, 0, NULL, NULL, NULL, NULL, NULL), WHISKER_OK);
    got[0].size = 8;
    cr_assert_eq(whisker_differences(&items, RUNS, score, PAIRS, NULL, NULL, NULL, got, NULL), WHISKER_BAD_ARGUMENT);
    got[0].size = sizeof *got;
    table.codes[3] = N;
    cr_assert_eq(whisker_differences(&wrong, RUNS, score, PAIRS, NULL, NULL, NULL, got, NULL), WHISKER_BAD_ARGUMENT);
    free(got);
}

/* Structs of a newer caller, larger than ours, are written at their own distance. */
Test(differences, larger_structs)
{
    static table table;
    struct { whisker_comparison known; double added[4]; } out[3];
    fill(&table, BINARY, 54);
    memset(out, 0, sizeof out);
    out[0].known.size = sizeof out[0];
    out[0].known.difference.size = sizeof out[0].known.difference;
    whisker_items items = items_of(&table, 1);
    cr_assert_eq(whisker_differences(&items, 3, table.score[0], 3, NULL, NULL, NULL, &out[0].known, NULL), WHISKER_OK);
    for (int k = 0; k < 3; k++) {
        cr_assert_eq(out[k].known.size, sizeof out[0]);
        cr_assert(out[k].known.difference.standard_error > 0);
        cr_assert_eq(out[k].added[0], 0);
    }
}

static int32_t stop(void *context, double done)
{
    *(double *)context = done;
    return 1;
}

Test(differences, can_be_stopped)
{
    static table table;
    double done = -1;
    fill(&table, BINARY, 55);
    whisker_items items = items_of(&table, 1);
    whisker_difference_options options = {.size = sizeof options, .watch = stop, .watch_context = &done, .threads = 1};
    whisker_comparison *got = room(PAIRS);
    cr_assert_eq(whisker_differences(&items, RUNS, table.score[0], PAIRS, NULL, &options, NULL, got, NULL),
                 WHISKER_CANCELLED);
    cr_assert(done >= 0 && done < 1);
    free(got);
}

Test(differences, every_allocation_may_fail)
{
    static table table;
    whisker_comparison *got = room(PAIRS);
    for (int n_keys = 1; n_keys < 3; n_keys++) {
        int32_t status = WHISKER_NO_MEMORY;
        fill(&table, MIXED, 56);
        make_gaps(&table, 57);
        whisker_items items = items_of(&table, n_keys);
        for (int64_t fail_at = 1; status != WHISKER_OK; fail_at++) {
            counting_allocator counting;
            whisker_arena *arena;
            counting_allocator_start(&counting);
            counting.fail_at = fail_at;
            status = whisker_arena_new(&counting.allocator, &arena, NULL);
            if (status == WHISKER_OK) {
                status = whisker_differences(&items, RUNS, table.score[0], PAIRS, NULL, NULL, arena, got, NULL);
                whisker_arena_free(arena);
            }
            cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
            cr_assert_eq(counting.live_blocks, 0);
            cr_assert_lt(fail_at, 100);
        }
    }
    free(got);
}
