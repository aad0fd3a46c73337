#include "counting_allocator.h"
#include "summaries.h"

#include <stdlib.h>
#include <string.h>

enum { N = 60, CLUSTERS = 13 };

/* Columns that any shipped statistic takes: positive, matches below totals, not in proportion. */
static void fill_columns(double *columns, int32_t n_columns, uint64_t seed)
{
    random_stream stream = random_open(seed, 0);
    for (int64_t i = 0; i < N; i++)
        for (int32_t j = 0; j < n_columns; j++)
            columns[j * N + i] = 5 + 3 * (j % 3 + (j >= 4)) + (double)random_below(&stream, 4 + (uint32_t)j % 5);
}

static void fill_codes(int32_t *codes, uint64_t seed)
{
    random_stream stream = random_open(seed, 1);
    for (int i = 0; i < N; i++)
        codes[i] = i < CLUSTERS ? i : (int32_t)random_below(&stream, CLUSTERS);
}

/* ---- the mean is a summary ---- */

Test(summary, mean_is_the_mean)
{
    double score[N];
    int32_t codes[N];
    fill_columns(score, 1, 1);
    fill_codes(codes, 1);
    whisker_items items = clustered_items(N, codes);
    for (int32_t variance = 0; variance <= WHISKER_LINEARIZED; variance++) {
        if (variance == WHISKER_BERNOULLI)
            continue;
        whisker_estimate got = summary_of("mean", &items, score, with(.variance = variance));
        whisker_estimate expected = mean_of(&items, score, (whisker_mean_options){.variance = variance});
        cr_assert_eq(got.value, expected.value);
        cr_assert(near(got.standard_error, expected.standard_error, 1e-14));
        cr_assert(near(got.lower, expected.lower, 1e-14) && near(got.upper, expected.upper, 1e-14));
        cr_assert_eq(got.df, expected.df);
        cr_assert(near(got.icc, expected.icc, 1e-13) && near(got.design_effect, expected.design_effect, 1e-13));
        cr_assert(near(got.se_clt, expected.se_clt, 1e-14) && near(got.p, expected.p, 1e-10));
        cr_assert_eq(got.notes, expected.notes);
    }
}

/* ---- ratios ---- */

/* R = 9/6: residuals num - R den are 1/2, -1, 1/2 with the mean of the denominator 2 (Cochran 1977, ch. 6). */
Test(summary, taylor_by_hand)
{
    double columns[] = {2, 2, 5, 1, 2, 3};
    whisker_items items = plain_items(3);
    whisker_estimate got = summary_of("ratio", &items, columns, with(.variance = WHISKER_LINEARIZED));
    cr_assert_eq(got.value, 1.5);
    cr_assert(near(got.standard_error, sqrt(1.5 / (3 * 2)) / 2, 1e-15));
    cr_assert_eq(got.df, 2);
    whisker_estimate jackknife = summary_of("ratio", &items, columns, with(.variance = WHISKER_JACKKNIFE));
    /* without each: 7/5, 7/4, 4/3, whose mean is 269/180 */
    double mean = 269. / 180, squares = pow(1.4 - mean, 2) + pow(1.75 - mean, 2) + pow(4. / 3 - mean, 2);
    cr_assert(near(jackknife.standard_error, sqrt(squares * 2 / 3), 1e-14));
    cr_assert_eq(jackknife.variance, WHISKER_JACKKNIFE);
}

/* A ratio is the mean of the items' ratios, weighted by their denominators: so are its error and its df. */
Test(summary, ratio_is_a_weighted_mean)
{
    double columns[2 * N], each[N];
    int32_t codes[N];
    fill_columns(columns, 2, 2);
    fill_codes(codes, 2);
    for (int i = 0; i < N; i++) {
        columns[N + i] *= columns[N + i] * columns[N + i]; /* uneven */
        each[i] = columns[i] / columns[N + i];
    }
    whisker_items items = clustered_items(N, codes), weighted = items;
    weighted.weight = columns + N;
    for (int32_t variance = WHISKER_CR0; variance <= WHISKER_CR3; variance++) {
        whisker_estimate got = summary_of("ratio", &items, columns, with(.variance = variance));
        whisker_estimate expected = mean_of(&weighted, each, (whisker_mean_options){.variance = variance});
        cr_assert(near(got.value, expected.value, 1e-15));
        cr_assert(near(got.standard_error, expected.standard_error, 1e-13));
        cr_assert(near(got.df, expected.df, 1e-12));
        cr_assert(near(got.icc, expected.icc, 1e-11));
        cr_assert(near(got.largest_share, expected.largest_share, 1e-14));
    }
    whisker_estimate ratio = summary_of("ratio", &items, columns, with(0));
    whisker_estimate perplexity = summary_of("perplexity", &items, columns, with(0));
    cr_assert_eq(perplexity.interval, WHISKER_LOG_T);
    cr_assert(near(perplexity.value, exp(ratio.value), 1e-15));
    cr_assert(near(perplexity.standard_error, exp(ratio.value) * ratio.standard_error, 1e-13));
    cr_assert(near(perplexity.lower, exp(ratio.lower), 1e-13) && near(perplexity.upper, exp(ratio.upper), 1e-13));
    cr_assert(isnan(perplexity.p));
    whisker_estimate bits = summary_of("bits_per_byte", &items, columns, with(0));
    cr_assert(near(bits.standard_error, ratio.standard_error / log(2), 1e-13));
}

/* ---- the jackknife against leaving clusters out ---- */

static double value_without(const whisker_statistic *statistic, const double *columns, const double *weight,
                            const int32_t *codes, int32_t left_out)
{
    double mean[64] = {0}, total = 0;
    for (int i = 0; i < N; i++)
        total += codes[i] == left_out ? 0 : weight[i];
    for (int32_t j = 0; j < statistic->n_columns; j++)
        for (int i = 0; i < N; i++)
            mean[j] += codes[i] == left_out ? 0 : weight[i] * columns[j * N + i] / total;
    return statistic->value(mean, statistic->parameters);
}

Test(summary, jackknife_leaves_out_each_cluster)
{
    double columns[18 * N], weight[N], without[CLUSTERS];
    int32_t codes[N];
    fill_columns(columns, 18, 3);
    fill_codes(codes, 3);
    for (int i = 0; i < N; i++)
        weight[i] = 1 + i % 4;
    whisker_items items = clustered_items(N, codes);
    items.weight = weight;
    for (int32_t s = 0; s < whisker_statistic_count(); s++) {
        const whisker_statistic *statistic = whisker_statistic_at(s);
        double mean = 0, squares = 0;
        for (int32_t g = 0; g < CLUSTERS; g++) {
            without[g] = value_without(statistic, columns, weight, codes, g);
            mean += without[g] / CLUSTERS;
        }
        for (int32_t g = 0; g < CLUSTERS; g++)
            squares += (without[g] - mean) * (without[g] - mean);
        whisker_summary_options jackknife = {.variance = WHISKER_JACKKNIFE};
        whisker_estimate got = summary_of(statistic->name, &items, columns, jackknife);
        whisker_estimate linearized = summary_of(statistic->name, &items, columns, with(0));
        cr_assert(near(got.value, value_without(statistic, columns, weight, codes, -1), 1e-13));
        cr_assert(near(got.standard_error, sqrt(squares * (CLUSTERS - 1) / CLUSTERS), 1e-9), "%s", statistic->name);
        cr_assert(near(got.standard_error, linearized.standard_error, 0.08), "%s %g %g", statistic->name,
                  got.standard_error, linearized.standard_error);
        cr_assert_eq(got.df, linearized.df);
        cr_assert_eq(got.n_clusters, CLUSTERS);
    }
}

/* Of a mean with even clusters the jackknife is cr1, which is cr2. */
Test(summary, jackknife_of_a_mean)
{
    double score[N];
    int32_t codes[N];
    fill_columns(score, 1, 4);
    for (int i = 0; i < N; i++)
        codes[i] = i % 12;
    whisker_items items = clustered_items(N, codes);
    whisker_estimate got = summary_of("mean", &items, score, with(.variance = WHISKER_JACKKNIFE));
    whisker_estimate expected = mean_of(&items, score, (whisker_mean_options){0});
    cr_assert(near(got.standard_error, expected.standard_error, 1e-12));
    cr_assert_eq(got.df, 11);
}

/* ---- without the gradient, without the exposure ---- */

Test(summary, differences_serve_where_there_is_no_gradient)
{
    double columns[18 * N];
    fill_columns(columns, 18, 5);
    whisker_items items = plain_items(N);
    for (int32_t s = 0; s < whisker_statistic_count(); s++) {
        whisker_statistic numeric = *whisker_statistic_at(s);
        whisker_estimate got = {.size = sizeof got}, expected = summary_of(numeric.name, &items, columns, with(0));
        numeric.gradient = NULL;
        cr_assert_eq(whisker_summary(&items, &numeric, columns, NULL, NULL, &got, NULL), WHISKER_OK);
        cr_assert(near(got.standard_error, expected.standard_error, 1e-8), "%s", numeric.name);
    }
}

/* A denominator that is no size: the plain influences serve. */
Test(summary, negative_denominators)
{
    double columns[] = {3, 1, 4, 2, 5, 2, -1, 3, 2, 4};
    whisker_items items = plain_items(5);
    whisker_estimate got = summary_of("ratio", &items, columns, with(0));
    whisker_estimate taylor = summary_of("ratio", &items, columns, with(.variance = WHISKER_LINEARIZED));
    cr_assert(near(got.standard_error, taylor.standard_error, 1e-14));
    double costs[] = {3, 1, 4, 0, 2, 1, 0, 2, 0, 2}; /* something above nothing */
    got = summary_of("ratio", &items, costs, with(0));
    taylor = summary_of("ratio", &items, costs, with(.variance = WHISKER_LINEARIZED));
    cr_assert_eq(got.value, 2);
    cr_assert(near(got.standard_error, taylor.standard_error, 1e-14));
}

/* ---- scales ---- */

Test(summary, logit_by_the_delta_method)
{
    double columns[2 * N];
    for (int i = 0; i < N; i++) {
        columns[i] = i % 3 + 1;
        columns[N + i] = i % 4;
    }
    whisker_items items = plain_items(N);
    whisker_estimate plain = summary_of("precision", &items, columns, with(.interval = WHISKER_T));
    whisker_estimate got = summary_of("precision", &items, columns, with(0));
    double p = plain.value, logit = log(p / (1 - p)), half = (plain.upper - p) / (p * (1 - p));
    cr_assert_eq(got.interval, WHISKER_LOGIT_T);
    cr_assert(near(got.lower, 1 / (1 + exp(half - logit)), 1e-14));
    cr_assert(near(got.upper, 1 / (1 + exp(-half - logit)), 1e-14));
    cr_assert(isnan(got.p) && plain.p < 1e-10);
}

/* Matthews' coefficient lies in -1 .. 1, so its logit is twice Fisher's z. */
Test(summary, matthews_on_its_scale)
{
    double columns[4 * N] = {0};
    for (int i = 0; i < N; i++)
        columns[(i * 7 % 11 < 3 ? 1 + i % 2 : 3 * (i % 2)) * N + i] = 1;
    whisker_items items = plain_items(N);
    whisker_estimate plain = summary_of("matthews", &items, columns, with(.interval = WHISKER_T));
    whisker_estimate got = summary_of("matthews", &items, columns, with(0));
    double r = plain.value, half = (plain.upper - r) / (1 - r * r);
    cr_assert(near(got.lower, tanh(atanh(r) - half), 1e-13) && near(got.upper, tanh(atanh(r) + half), 1e-13));
    double z = atanh(r) / (plain.standard_error / (1 - r * r));
    cr_assert(near(got.p, 2 * whisker_t_cdf(z, got.df, WHISKER_UPPER), 1e-12));
}

Test(summary, all_right)
{
    double columns[] = {4, 2, 3, 5, 0, 0, 0, 0, 0, 0, 0, 0};
    whisker_items items = plain_items(4);
    whisker_estimate got = summary_of("f1", &items, columns, with(0));
    double kish = 14. * 14 / (16 + 4 + 9 + 25);
    cr_assert_eq(got.value, 1);
    cr_assert_eq(got.interval, WHISKER_EXACT_BOUND);
    cr_assert(near(got.lower, pow(0.05, 1 / kish), 1e-13), "%.17g %.17g", got.lower, pow(0.05, 1 / kish));
    cr_assert_eq(got.upper, 1);
    cr_assert(got.notes & WHISKER_NOTE_SMALL_EXACT);
    cr_assert(got.notes & WHISKER_NOTE_NO_VARIATION);
}

Test(summary, equal_items_do_not_vary)
{
    double columns[2 * N];
    for (int i = 0; i < N; i++) {
        columns[N + i] = 1 + i % 7;
        columns[i] = 0.1 * columns[N + i];
    }
    whisker_items items = plain_items(N);
    for (int32_t variance = 0; variance <= WHISKER_JACKKNIFE; variance += WHISKER_JACKKNIFE) {
        whisker_estimate got = summary_of("perplexity", &items, columns, with(.variance = variance));
        cr_assert_eq(got.standard_error, 0);
        cr_assert(got.notes & WHISKER_NOTE_NO_VARIATION);
        cr_assert_eq(got.lower, got.value);
    }
}

/* ---- what is undefined ---- */

static void assert_undefined(const whisker_estimate *got)
{
    cr_assert(isnan(got->standard_error) && isnan(got->lower) && isnan(got->upper) && isnan(got->p));
    cr_assert(got->notes & WHISKER_NOTE_UNDEFINED);
    cr_assert(!(got->notes & WHISKER_NOTE_NO_VARIATION));
}

Test(summary, undefined)
{
    double nothing[] = {0, 0, 0, 0, 0, 0}, columns[10 * 3];
    whisker_items items = plain_items(3);
    for (int32_t variance = 0; variance <= WHISKER_JACKKNIFE; variance += WHISKER_JACKKNIFE) {
        whisker_estimate got = summary_of("precision", &items, nothing, with(.variance = variance));
        cr_assert(isnan(got.value));
        assert_undefined(&got);
        cr_assert_eq(got.n_items, 3);
    }
    for (int i = 0; i < 30; i++)
        columns[i] = i / 3 == 3 ? 0 : 5 + i % 3; /* no 4-gram matches */
    whisker_estimate bleu = summary_of("bleu", &items, columns, with(0));
    cr_assert_eq(bleu.value, 0);
    assert_undefined(&bleu);
    double lone[] = {1, 0, 1, 0}; /* without the first item nothing is found */
    whisker_items two = plain_items(2);
    whisker_estimate jackknife = summary_of("precision", &two, lone, with(.variance = WHISKER_JACKKNIFE));
    cr_assert_eq(jackknife.value, 0.5);
    assert_undefined(&jackknife);
}

Test(summary, one_item_and_one_cluster)
{
    double columns[] = {1, 2, 3, 4};
    int32_t codes[] = {1, 1};
    whisker_items one = plain_items(1), together = clustered_items(2, codes);
    for (int32_t variance = 0; variance <= WHISKER_JACKKNIFE; variance += WHISKER_JACKKNIFE) {
        whisker_estimate got = summary_of("ratio", &one, columns, with(.variance = variance));
        cr_assert(isnan(got.standard_error) && got.notes & WHISKER_NOTE_ONE_ITEM);
        got = summary_of("ratio", &together, columns, with(.variance = variance));
        cr_assert(isnan(got.standard_error) && got.notes & WHISKER_NOTE_ONE_CLUSTER);
        cr_assert(!(got.notes & WHISKER_NOTE_UNDEFINED));
    }
}

/* ---- missing items, order ---- */

Test(summary, an_item_that_lacks_a_column_is_missing)
{
    double columns[2 * N], whole[2 * N];
    int32_t codes[N];
    fill_columns(columns, 2, 6);
    fill_codes(codes, 6);
    columns[3] = NAN;
    columns[N + 17] = NAN;
    columns[30] = INFINITY;
    int kept = 0;
    int32_t kept_codes[N];
    for (int i = 0; i < N; i++) {
        if (i == 3 || i == 17 || i == 30)
            continue;
        whole[kept] = columns[i];
        whole[N - 3 + kept] = columns[N + i];
        kept_codes[kept++] = codes[i];
    }
    whisker_items items = clustered_items(N, codes), only = clustered_items(N - 3, kept_codes);
    for (int32_t variance = 0; variance <= WHISKER_JACKKNIFE; variance++) {
        if (variance == WHISKER_BERNOULLI)
            continue;
        whisker_estimate got = summary_of("perplexity", &items, columns, with(.variance = variance));
        whisker_estimate expected = summary_of("perplexity", &only, whole, with(.variance = variance));
        cr_assert_eq(got.n_missing, 3);
        cr_assert_eq(got.notes, expected.notes | WHISKER_NOTE_NON_FINITE);
        got.n_missing = 0;
        got.notes = expected.notes;
        assert_same(&got, &expected);
    }
}

/* Rows in another order and clusters of other numbers: the same bits. */
Test(summary, order_changes_no_bit)
{
    double columns[18 * N], moved[18 * N], weight[N], moved_weight[N];
    int32_t codes[N], moved_codes[N];
    fill_columns(columns, 18, 7);
    fill_codes(codes, 7);
    for (int i = 0; i < N; i++)
        weight[i] = 0.1 + i % 5;
    for (int i = 0; i < N; i++) {
        int to = (i * 37 + 11) % N;
        for (int j = 0; j < 18; j++)
            moved[j * N + to] = columns[j * N + i] *= 1.1;
        moved_weight[to] = weight[i];
        moved_codes[to] = 40 - 3 * codes[i];
    }
    whisker_items items = clustered_items(N, codes), other = clustered_items(N, moved_codes);
    items.weight = weight;
    other.weight = moved_weight;
    for (int32_t s = 0; s < whisker_statistic_count(); s++) {
        const char *name = whisker_statistic_at(s)->name;
        for (int32_t variance = 0; variance <= WHISKER_JACKKNIFE; variance += WHISKER_JACKKNIFE) {
            whisker_estimate a = summary_of(name, &items, columns, with(.variance = variance));
            whisker_estimate b = summary_of(name, &other, moved, with(.variance = variance));
            assert_same(&a, &b);
        }
    }
}

/* ---- coverage ---- */

/* Documents of very uneven length: nominal 95%, plain influences cover 85%. */
Test(summary, uneven_documents_are_covered)
{
    enum { DOCUMENTS = 15, REPEATS = 1000 };
    int covered = 0, plain = 0;
    for (uint64_t r = 0; r < REPEATS; r++) {
        random_stream stream = random_open(20261122, r);
        double columns[2 * DOCUMENTS];
        for (int i = 0; i < DOCUMENTS; i++) {
            columns[DOCUMENTS + i] = exp(1.1 * normal(&stream));
            columns[i] = columns[DOCUMENTS + i] * (2 + 0.5 * normal(&stream));
        }
        whisker_items items = plain_items(DOCUMENTS);
        whisker_estimate got = summary_of("perplexity", &items, columns, with(0));
        covered += got.lower <= exp(2) && exp(2) <= got.upper;
        got = summary_of("perplexity", &items, columns, with(.variance = WHISKER_LINEARIZED));
        plain += got.lower <= exp(2) && exp(2) <= got.upper;
    }
    cr_assert(covered > 930 && covered < 970, "%d", covered);
    cr_assert(plain < 900, "%d", plain);
}

/* ---- refusals and memory ---- */

static int32_t status_of(const whisker_items *items, const char *name, const double *columns,
                         whisker_summary_options options)
{
    whisker_estimate out = {.size = sizeof out};
    options.size = sizeof options;
    return whisker_summary(items, whisker_statistic_named(name), columns, &options, NULL, &out, NULL);
}

Test(summary, refusals)
{
    double columns[] = {1, 2, 3, 4, 5, 6, 7, 8}, missing[] = {NAN, 2, 3, NAN};
    int32_t codes[] = {0, 1, 0, 1, 0, 0, 1, 1};
    whisker_items items = plain_items(4), two = plain_items(2), crossed = clustered_items(4, codes), strata = items;
    crossed.n_keys = 2;
    strata.stratum = codes;
    whisker_summary_options defaults = {0}, jackknife = {.variance = WHISKER_JACKKNIFE};
    cr_assert_eq(status_of(&items, "none such", columns, defaults), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(status_of(&items, "ratio", NULL, defaults), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(status_of(NULL, "ratio", columns, defaults), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(status_of(&two, "ratio", missing, defaults), WHISKER_NO_DATA);
    cr_assert_eq(status_of(&items, "ratio", columns, with(.interval = WHISKER_WILSON)), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, "ratio", columns, with(.interval = WHISKER_LOG_T)), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, "perplexity", columns, with(.interval = WHISKER_LOGIT_T)), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, "ratio", columns, with(.level = 1)), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, "ratio", columns, with(.variance = 77)), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&crossed, "ratio", columns, jackknife), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&strata, "ratio", columns, jackknife), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&strata, "ratio", columns, defaults), WHISKER_OK);
    const whisker_statistic *ratio = whisker_statistic_named("ratio");
    cr_assert_eq(whisker_summary(&items, ratio, columns, NULL, NULL, NULL, NULL), WHISKER_BAD_ARGUMENT);
    whisker_estimate mean = {.size = sizeof mean};
    whisker_mean_options of_mean = {.size = sizeof of_mean, .variance = WHISKER_JACKKNIFE};
    cr_assert_eq(whisker_mean(&items, columns, &of_mean, NULL, &mean, NULL), WHISKER_BAD_OPTION);
}

Test(summary, every_allocation_may_fail)
{
    enum { COUNT = 3000 };
    static double columns[4 * COUNT], weight[COUNT];
    static int32_t codes[COUNT];
    for (int i = 0; i < COUNT; i++) {
        for (int j = 0; j < 4; j++)
            columns[j * COUNT + i] = 1 + i * (j + 3) % 7;
        weight[i] = 1 + i % 2;
        codes[i] = i % 700;
    }
    columns[5] = NAN;
    whisker_items items = clustered_items(COUNT, codes);
    items.weight = weight;
    for (int32_t variance = 0; variance <= WHISKER_JACKKNIFE; variance += WHISKER_JACKKNIFE) {
        int32_t status = WHISKER_NO_MEMORY;
        for (int64_t fail_at = 1; status != WHISKER_OK; fail_at++) {
            counting_allocator counting;
            whisker_arena *arena;
            whisker_estimate out = {.size = sizeof out};
            whisker_summary_options options = {.size = sizeof options, .variance = variance};
            counting_allocator_start(&counting);
            counting.fail_at = fail_at;
            status = whisker_arena_new(&counting.allocator, &arena, NULL);
            if (status == WHISKER_OK) {
                const whisker_statistic *matthews = whisker_statistic_named("matthews");
                status = whisker_summary(&items, matthews, columns, &options, arena, &out, NULL);
                whisker_arena_free(arena);
            }
            cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
            cr_assert_eq(counting.live_blocks, 0);
            cr_assert_lt(fail_at, 100);
        }
    }
}
