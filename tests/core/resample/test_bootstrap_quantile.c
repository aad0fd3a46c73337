#include "counting_allocator.h"

#include "resample/bootstrap_interval.h"
#include "resample/contents.h"
#include "resample/replicates.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N = 400, CLUSTERS = 35, REPLICATES = 799 };

static double score[N], replicate[REPLICATES];
static int32_t cluster[N];

/* Few distinct scores, so that clusters with equal sums and other contents come up. */
static void fill(void)
{
    uint64_t state = 3;
    for (int i = 0; i < N; i++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        double u = (double)(state >> 11) * 0x1p-53;
        cluster[i] = (int32_t)(u * CLUSTERS);
        score[i] = i % 50 == 7 ? NAN : floor(1000 * fmod(7919 * u, 1)) / 8;
    }
}

static whisker_items items_of(int64_t n, const int32_t *codes)
{
    return (whisker_items){.size = sizeof(whisker_items), .n = n, .n_keys = codes != NULL, .cluster = codes};
}

static whisker_bootstrap_options options_of(int32_t kind)
{
    return (whisker_bootstrap_options){.size = sizeof(whisker_bootstrap_options), .kind = kind, .seed = 9,
                                       .replicates = REPLICATES};
}

static whisker_bootstrap_estimate quantile_of(const whisker_items *items, const double *x, double q,
                                              const whisker_bootstrap_options *options, double *made)
{
    whisker_bootstrap_estimate out = {.size = sizeof out};
    whisker_error error = {0};
    cr_assert_eq(whisker_bootstrap_quantile(items, x, q, options, made, NULL, &out, &error), WHISKER_OK, "%s", error.text);
    return out;
}

static double plain_quantile(int64_t n, const double *x, double q)
{
    whisker_items items = items_of(n, NULL);
    whisker_quantile_options options = {.size = sizeof options, .q = q};
    whisker_estimate out = {.size = sizeof out};
    cr_assert_eq(whisker_quantile(&items, x, &options, NULL, &out, NULL), WHISKER_OK);
    return out.value;
}

/* Each replicate is the quantile of the rows that were drawn, and the interval is that of the replicates. */
Test(bootstrap_quantile, by_hand)
{
    static const double shares[] = {0.01, 0.25, 0.5, 0.6180339887, 0.95};
    static double rows[60 * N];
    fill();
    for (int clustered = 0; clustered < 2; clustered++) {
        whisker_items items = items_of(N, clustered ? cluster : NULL);
        scratch scratch;
        contents contents;
        cr_assert_eq(scratch_open(&scratch, NULL, NULL), WHISKER_OK);
        cr_assert(contents_order(&items, score, NULL, NULL, &scratch, &contents));
        for (int s = 0; s < 5; s++) {
            whisker_bootstrap_options options = options_of(WHISKER_BOOTSTRAP_BASIC);
            whisker_bootstrap_estimate got = quantile_of(&items, score, shares[s], &options, replicate);
            draw_stream stream = {0};
            for (int r = 0; r < REPLICATES; r++) {
                int32_t count[N];
                int64_t n = 0;
                if (r % REPLICATES_IN_TASK == 0)
                    stream = draw_open(options.seed, (uint64_t)(r / REPLICATES_IN_TASK));
                replicate_count(draw_units_plain, &stream, contents.n, count);
                for (int64_t u = 0; u < contents.n; u++)
                    for (int copy = 0; copy < count[u]; copy++)
                        for (int64_t i = contents.first[u]; i < contents.first[u + 1]; i++)
                            rows[n++] = score[contents.item[i]];
                cr_assert_float_eq(replicate[r], plain_quantile(n, rows, shares[s]), 1e-12);
            }
            law law = law_drawn(REPLICATES, replicate, got.value);
            bootstrap_interval expected = bootstrap_interval_of(&law, WHISKER_BOOTSTRAP_BASIC, 0.95, NAN);
            cr_assert_float_eq(got.value, plain_quantile(N, score, shares[s]), 1e-12);
            cr_assert_eq(got.lower, expected.lower);
            cr_assert_eq(got.upper, expected.upper);
            cr_assert_eq(got.standard_error, law.standard_error);
            cr_assert_eq(got.n_units, clustered ? contents.n : N - 8);
        }
        scratch_close(&scratch);
    }
}

/* The median of 15: P(its replicate is at most the k-th score) = P(Bin(15, k/15) >= 8). */
Test(bootstrap_quantile, law_of_an_order_statistic)
{
    enum { MANY = 50000 };
    static double made[MANY];
    double x[15];
    for (int i = 0; i < 15; i++)
        x[i] = i * i;
    whisker_items items = items_of(15, NULL);
    whisker_bootstrap_options options = options_of(0);
    options.replicates = MANY;
    quantile_of(&items, x, 0.5, &options, made);
    for (int k = 1; k < 15; k++) {
        double share = 0, expected = whisker_binomial_cdf(7, 15, k / 15., WHISKER_UPPER);
        for (int r = 0; r < MANY; r++)
            share += made[r] <= x[k - 1];
        cr_assert(fabs(share / MANY - expected) <= 5 * sqrt(expected * (1 - expected) / MANY) + 1e-12);
    }
}

/* Two clusters may have one sum and one size and other scores. */
Test(bootstrap_quantile, contents_stand_in_one_order)
{
    const double x[] = {1, 5, 3, 3, 2, 4, 9, NAN}, turned[] = {9, 4, 2, NAN, 3, 3, 5, 1};
    const int32_t codes[] = {7, 7, 0, 0, 3, 3, 5, 5}, renamed[] = {1, 2, 2, 1, 6, 6, 4, 4};
    scratch scratch;
    contents a, b;
    whisker_items items = items_of(8, codes), others = items_of(8, renamed);
    cr_assert_eq(scratch_open(&scratch, NULL, NULL), WHISKER_OK);
    cr_assert(contents_order(&items, x, NULL, NULL, &scratch, &a));
    cr_assert(contents_order(&others, turned, NULL, NULL, &scratch, &b));
    const double expected[] = {1, 5, 2, 4, 3, 3, 9};
    cr_assert(a.n == 4 && b.n == 4 && a.n_items == 7);
    for (int i = 0; i < 7; i++) {
        cr_assert_eq(x[a.item[i]], expected[i]);
        cr_assert_eq(turned[b.item[i]], expected[i]);
    }
    scratch_close(&scratch);
}

Test(bootstrap_quantile, rows_clusters_and_threads_change_no_digit)
{
    double turned[N];
    int32_t renamed[N];
    fill();
    for (int i = 0; i < N; i++) {
        turned[N - 1 - i] = score[i];
        renamed[N - 1 - i] = CLUSTERS - 1 - cluster[i];
    }
    whisker_items items = items_of(N, cluster), others = items_of(N, renamed);
    for (int32_t kind = WHISKER_BOOTSTRAP_DEFAULT; kind <= WHISKER_BOOTSTRAP_BCA; kind++) {
        whisker_bootstrap_options one = options_of(kind), many = options_of(kind);
        one.threads = 1;
        many.threads = 4;
        whisker_bootstrap_estimate a = quantile_of(&items, score, 0.3, &one, NULL);
        whisker_bootstrap_estimate b = quantile_of(&others, turned, 0.3, &many, NULL);
        cr_assert(a.lower == b.lower && a.upper == b.upper && a.standard_error == b.standard_error);
        cr_assert(a.bias_correction == b.bias_correction && a.notes == b.notes);
    }
}

Test(bootstrap_quantile, edges)
{
    const double one[] = {4}, equal[] = {3, 3, 3, 3, 3}, x[] = {1, 2, 3, 4, 5}, weight[] = {1, 1, 1, 1, 1};
    whisker_bootstrap_options options = options_of(0);
    whisker_bootstrap_estimate out = {.size = sizeof out};
    whisker_items single = items_of(1, NULL), five = items_of(5, NULL), weighted = five;
    weighted.weight = weight;
    out = quantile_of(&single, one, 0.5, &options, NULL);
    cr_assert(out.value == 4 && isnan(out.lower) && (out.notes & WHISKER_NOTE_ONE_ITEM));
    out = quantile_of(&five, equal, 0.5, &options, NULL);
    cr_assert(out.value == 3 && isnan(out.lower) && (out.notes & WHISKER_NOTE_NO_VARIATION));
    cr_expect_eq(whisker_bootstrap_quantile(&weighted, x, 0.5, &options, NULL, NULL, &out, NULL), WHISKER_BAD_OPTION);
    cr_expect_eq(whisker_bootstrap_quantile(&five, x, 1, &options, NULL, NULL, &out, NULL), WHISKER_BAD_OPTION);
    options.kind = WHISKER_BOOTSTRAP_STUDENTIZED;
    cr_expect_eq(whisker_bootstrap_quantile(&five, x, 0.5, &options, NULL, NULL, &out, NULL), WHISKER_BAD_OPTION);
}

Test(bootstrap_quantile, every_allocation_may_fail)
{
    fill();
    whisker_items items = items_of(N, cluster);
    whisker_bootstrap_options options = options_of(0);
    int32_t status = WHISKER_NO_MEMORY;
    for (int64_t fail_at = 1; status == WHISKER_NO_MEMORY; fail_at++) {
        counting_allocator counting;
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        whisker_arena *arena = NULL;
        whisker_bootstrap_estimate out = {.size = sizeof out};
        status = whisker_arena_new(&counting.allocator, &arena, NULL);
        if (status == WHISKER_OK)
            status = whisker_bootstrap_quantile(&items, score, 0.5, &options, NULL, arena, &out, NULL);
        whisker_arena_free(arena);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
    }
}
