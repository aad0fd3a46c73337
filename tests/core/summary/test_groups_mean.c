#include "counting_allocator.h"
#include "summaries.h"

#include <string.h>

enum { N = 36, GROUPS = 3 };

static whisker_estimate combine(const whisker_items *items, const double *score, int32_t n_groups, const int32_t *group,
                                whisker_groups_options options, whisker_estimate *each)
{
    whisker_estimate out = {.size = sizeof out};
    whisker_error error = {0};
    options.size = sizeof options;
    for (int32_t j = 0; each != NULL && j < n_groups; j++)
        each[j].size = sizeof *each;
    cr_assert_eq(whisker_groups_mean(items, score, n_groups, group, &options, NULL, each, &out, &error), WHISKER_OK,
                 "%s", error.text);
    return out;
}

/* Uneven groups; clusters of codes that a group shares with others, or that are its own. */
static void fill(double *score, double *weight, int32_t *group, int32_t *codes, int is_crossed)
{
    random_stream stream = random_open(46, (uint64_t)is_crossed);
    for (int i = 0; i < N; i++) {
        group[i] = i < 8 ? 0 : i < 20 ? 1 : 2;
        score[i] = normal(&stream) + group[i];
        weight[i] = 1 + (double)random_below(&stream, 3);
        codes[i] = (int32_t)random_below(&stream, 5) + (is_crossed ? 0 : 5 * group[i]);
    }
}

/* ---- groups that are independent ---- */

Test(groups_mean, independent_groups)
{
    double score[N], weight[N], custom[] = {3, 0.5, 1.5};
    int32_t group[N], codes[N];
    fill(score, weight, group, codes, 0);
    for (int clustered = 0; clustered < 2; clustered++) {
        for (int32_t way = WHISKER_MICRO; way <= WHISKER_CUSTOM; way++) {
            const double shares[][GROUPS] = {{8. / 36, 12. / 36, 16. / 36}, {1. / 3, 1. / 3, 1. / 3}, {0.6, 0.1, 0.3}};
            whisker_estimate each[GROUPS];
            whisker_items items = clustered ? clustered_items(N, codes) : plain_items(N);
            whisker_groups_options options = {.combine = way, .weight = way == WHISKER_CUSTOM ? custom : NULL};
            whisker_estimate got = combine(&items, score, GROUPS, group, options, each);
            double value = 0, variance = 0, squares = 0;
            int first[] = {0, 8, 20, 36};
            for (int j = 0; j < GROUPS; j++) {
                whisker_items own = {.size = sizeof own, .n = first[j + 1] - first[j], .n_keys = clustered};
                int32_t own_codes[N];
                for (int i = 0; i < own.n; i++)
                    own_codes[i] = codes[first[j] + i] - 5 * j;
                own.cluster = own_codes;
                whisker_estimate expected = mean_of(&own, score + first[j], (whisker_mean_options){0});
                assert_same(&each[j], &expected);
                double part = pow(shares[way - 1][j] * expected.standard_error, 2);
                value += shares[way - 1][j] * expected.value;
                variance += part;
                squares += part * part / expected.df;
            }
            cr_assert(near(got.value, value, 1e-14));
            cr_assert(near(got.standard_error, sqrt(variance), 1e-14));
            cr_assert(near(got.df, variance * variance / squares, 1e-13));
            double half = whisker_t_quantile(0.025, got.df, WHISKER_UPPER) * got.standard_error;
            cr_assert(near(got.upper, got.value + half, 1e-14) && got.interval == WHISKER_T);
            cr_assert(near(got.p, 2 * whisker_t_cdf(got.value / got.standard_error, got.df, WHISKER_UPPER), 1e-12));
            cr_assert_eq(got.n_items, N);
            cr_assert_eq(got.variance, clustered ? WHISKER_CR2 : WHISKER_CLT);
        }
    }
}

Test(groups_mean, one_group_is_the_mean)
{
    double score[N], weight[N];
    int32_t group[N], codes[N], none[N] = {0};
    fill(score, weight, group, codes, 1);
    whisker_items items = clustered_items(N, codes);
    items.weight = weight;
    whisker_estimate got = combine(&items, score, 1, none, (whisker_groups_options){0}, NULL);
    whisker_estimate expected = mean_of(&items, score, (whisker_mean_options){0});
    cr_assert_eq(got.value, expected.value);
    cr_assert(near(got.standard_error, expected.standard_error, 1e-15) && near(got.df, expected.df, 1e-14));
    cr_assert(near(got.lower, expected.lower, 1e-14) && near(got.design_effect, expected.design_effect, 1e-14));
    cr_assert(near(got.largest_share, expected.largest_share, 1e-15));
    cr_assert_eq(got.n_clusters, expected.n_clusters);
    cr_assert_eq(got.notes, expected.notes);
}

/* ---- clusters that lie in several groups ---- */

/* The regression on groups, written out: q_g = (I - H) a_g with a_g = A_g X c, working variances W_j V_j / v_i. */
static double df_by_matrices(const double *score, const int32_t *group, const int32_t *codes, const double *share,
                             const double *variance, int n_clusters)
{
    double q[8][N], size[GROUPS] = {0}, whole = 0, squares = 0, cell[8][GROUPS] = {{0}};
    (void)score;
    for (int i = 0; i < N; i++) {
        size[group[i]]++;
        cell[codes[i]][group[i]]++;
    }
    for (int g = 0; g < n_clusters; g++) {
        double a[N], mean[GROUPS] = {0};
        for (int i = 0; i < N; i++) {
            int j = group[i];
            a[i] = codes[i] != g ? 0 : share[j] / size[j] / sqrt(1 - cell[g][j] / size[j]);
            mean[j] += a[i] / size[j];
        }
        for (int i = 0; i < N; i++)
            q[g][i] = a[i] - mean[group[i]];
    }
    for (int g = 0; g < n_clusters; g++)
        for (int h = 0; h < n_clusters; h++) {
            double product = 0;
            for (int i = 0; i < N; i++)
                product += q[g][i] * q[h][i] * size[group[i]] * variance[group[i]];
            whole += g == h ? product : 0;
            squares += product * product;
        }
    return whole * whole / squares;
}

Test(groups_mean, clusters_across_groups_are_kept_whole)
{
    double score[N], weight[N], share[] = {0.6, 0.1, 0.3}, variance[GROUPS];
    int32_t group[N], codes[N];
    fill(score, weight, group, codes, 1);
    for (int weighted = 0; weighted < 2; weighted++) {
        whisker_items items = clustered_items(N, codes);
        items.weight = weighted ? weight : NULL;
        whisker_estimate each[GROUPS];
        whisker_estimate got = combine(&items, score, GROUPS, group, (whisker_groups_options){.weight = share}, each);
        double total[GROUPS] = {0}, size[5][GROUPS] = {{0}}, sum[5][GROUPS] = {{0}}, expected = 0;
        for (int i = 0; i < N; i++)
            total[group[i]] += weighted ? weight[i] : 1;
        for (int i = 0; i < N; i++) {
            double v = weighted ? weight[i] : 1;
            size[codes[i]][group[i]] += v;
            sum[codes[i]][group[i]] += v * (score[i] - each[group[i]].value);
        }
        for (int g = 0; g < 5; g++) {
            double whole = 0;
            for (int j = 0; j < GROUPS; j++)
                whole += share[j] * sum[g][j] / total[j] / sqrt(1 - size[g][j] / total[j]);
            expected += whole * whole;
        }
        cr_assert(near(got.standard_error, sqrt(expected), 1e-13));
        for (int j = 0; j < GROUPS; j++)
            variance[j] = each[j].standard_error * each[j].standard_error;
        if (!weighted)
            cr_assert(near(got.df, df_by_matrices(score, group, codes, share, variance, 5), 1e-12));
        cr_assert_eq(got.n_clusters, 5);
    }
}

/* Every question once in each language: the macro mean is that of the questions' means, error and df included. */
Test(groups_mean, questions_in_several_languages)
{
    enum { QUESTIONS = 12, LANGUAGES = 4 };
    double score[QUESTIONS * LANGUAGES], mean[QUESTIONS] = {0};
    int32_t group[QUESTIONS * LANGUAGES], codes[QUESTIONS * LANGUAGES];
    for (int i = 0; i < QUESTIONS * LANGUAGES; i++) {
        group[i] = i % LANGUAGES;
        codes[i] = i / LANGUAGES;
        score[i] = i * 31 % 17 + group[i] + codes[i] / 3;
        mean[codes[i]] += score[i] / LANGUAGES;
    }
    whisker_items items = clustered_items(QUESTIONS * LANGUAGES, codes), questions = plain_items(QUESTIONS);
    whisker_estimate expected = mean_of(&questions, mean, (whisker_mean_options){0});
    for (int32_t way = WHISKER_MICRO; way <= WHISKER_MACRO; way++) {
        whisker_estimate got = combine(&items, score, LANGUAGES, group, (whisker_groups_options){.combine = way}, NULL);
        cr_assert(near(got.value, expected.value, 1e-14) && near(got.standard_error, expected.standard_error, 1e-13));
        cr_assert(near(got.df, QUESTIONS - 1, 1e-12));
        cr_assert(near(got.largest_share, 1. / QUESTIONS, 1e-14));
        cr_assert_eq(got.n_clusters, QUESTIONS);
    }
}

/* ---- intervals ---- */

Test(groups_mean, all_right)
{
    double score[N];
    int32_t group[N];
    for (int i = 0; i < N; i++) {
        score[i] = 1;
        group[i] = i % 3;
    }
    whisker_items items = plain_items(N);
    whisker_estimate got = combine(&items, score, 3, group, (whisker_groups_options){.combine = WHISKER_MACRO}, NULL);
    cr_assert_eq(got.interval, WHISKER_EXACT_BOUND);
    cr_assert(near(got.lower, pow(0.05, 1. / N), 1e-12) && got.upper == 1); /* even groups: as pooled */
    cr_assert(got.notes & WHISKER_NOTE_SMALL_EXACT && got.notes & WHISKER_NOTE_NO_VARIATION);
    for (int i = 0; i < N; i++)
        group[i] = i >= 6;
    got = combine(&items, score, 2, group, (whisker_groups_options){.combine = WHISKER_MACRO}, NULL);
    double worst = 0; /* over all chances of the first group with which everything still succeeds one time in 20 */
    for (double p = pow(0.05, 1. / 6); p <= 1; p += 1e-6)
        worst = fmax(worst, 1 - (p + pow(0.05 / pow(p, 6), 1. / 30)) / 2);
    cr_assert(fabs(got.lower - (1 - worst)) < 1e-9, "%.15g %.15g", got.lower, 1 - worst);
    for (int i = 0; i < N; i++)
        score[i] = 0;
    whisker_estimate none = combine(&items, score, 2, group, (whisker_groups_options){.combine = WHISKER_MACRO}, NULL);
    cr_assert(none.lower == 0 && near(none.upper, 1 - got.lower, 1e-12));
}

/* With clusters across groups, no group may have failed more often than its own clusters allow. */
Test(groups_mean, all_right_in_several_languages)
{
    double score[40];
    int32_t group[40], codes[40];
    for (int i = 0; i < 40; i++) {
        score[i] = 1;
        group[i] = i % 4;
        codes[i] = i / 4;
    }
    whisker_items items = clustered_items(40, codes);
    whisker_estimate got = combine(&items, score, 4, group, (whisker_groups_options){0}, NULL);
    cr_assert(near(got.lower, pow(0.05, 0.1), 1e-13));
}

Test(groups_mean, wilson_at_the_effective_size)
{
    double score[N];
    int32_t group[N];
    for (int i = 0; i < N; i++) {
        score[i] = i % 5 > 0;
        group[i] = i % 3;
    }
    whisker_items items = plain_items(N);
    whisker_groups_options t = {.combine = WHISKER_MACRO, .interval = WHISKER_T};
    whisker_estimate plain = combine(&items, score, 3, group, t, NULL);
    whisker_estimate got = combine(&items, score, 3, group, (whisker_groups_options){.combine = WHISKER_MACRO}, NULL);
    cr_assert_eq(got.interval, WHISKER_EFFECTIVE_WILSON);
    double z = 1.959963984540054, p = got.value, half = plain.upper - plain.value;
    double size = p * (1 - p) * z * z / (half * half), lower, upper; /* as wide as t at the middle */
    whisker_proportion_interval(p * size, size, WHISKER_WILSON, 0.95, &lower, &upper, NULL);
    cr_assert(near(got.lower, lower, 1e-12) && near(got.upper, upper, 1e-12));
    t.interval = WHISKER_NORMAL;
    got = combine(&items, score, 3, group, t, NULL);
    cr_assert(near(got.upper - got.value, z * got.standard_error, 1e-14) && isinf(got.df));
}

/* ---- what is undefined ---- */

Test(groups_mean, empty_and_lonely_groups)
{
    double score[] = {1, 2, 4, 3, NAN, 5}, weight[] = {1, 1, 0, 0};
    const int32_t group[] = {0, 0, 0, 2, 1, 0};
    whisker_items items = plain_items(6);
    whisker_estimate each[4];
    whisker_groups_options macro = {.combine = WHISKER_MACRO};
    whisker_estimate got = combine(&items, score, 4, group, macro, each);
    cr_assert(isnan(got.value) && isnan(got.standard_error) && isnan(got.lower) && isnan(got.df) && isnan(got.p));
    cr_assert(got.notes & WHISKER_NOTE_UNDEFINED && got.notes & WHISKER_NOTE_ONE_ITEM);
    cr_assert(each[1].n_missing == 1 && each[1].n_items == 0 && isnan(each[1].value) && got.n_missing == 1);
    cr_assert(each[2].value == 3 && isnan(each[2].standard_error));
    got = combine(&items, score, 4, group, (whisker_groups_options){0}, NULL); /* micro: an empty group has no share */
    cr_assert(near(got.value, 3, 1e-15) && isnan(got.standard_error) && !(got.notes & WHISKER_NOTE_UNDEFINED));
    got = combine(&items, score, 4, group, (whisker_groups_options){.weight = weight}, NULL);
    cr_assert(isnan(got.value));
    weight[1] = 0;
    got = combine(&items, score, 4, group, (whisker_groups_options){.weight = weight}, NULL);
    cr_assert(got.value == 3 && near(got.standard_error, sqrt(10. / 12), 1e-15));
    cr_assert_eq(got.notes, 0);
}

/* A cluster that is all of a group leaves that group without an error. */
Test(groups_mean, one_cluster_in_a_group)
{
    const double score[] = {1, 2, 4, 3, 5, 5};
    const int32_t group[] = {0, 0, 0, 1, 1, 1}, codes[] = {0, 1, 2, 0, 0, 0};
    whisker_items items = clustered_items(6, codes);
    whisker_estimate got = combine(&items, score, 2, group, (whisker_groups_options){0}, NULL);
    cr_assert(near(got.value, 10. / 3, 1e-15) && isnan(got.standard_error) && isnan(got.lower));
    cr_assert(got.notes & WHISKER_NOTE_ONE_CLUSTER);
}

/* ---- order, names, refusals, memory ---- */

Test(groups_mean, order_changes_no_bit)
{
    double score[N], moved[N], weight[N], moved_weight[N];
    int32_t group[N], moved_group[N], codes[N], moved_codes[N];
    for (int is_crossed = 0; is_crossed < 2; is_crossed++) {
        fill(score, weight, group, codes, is_crossed);
        for (int i = 0; i < N; i++) {
            int to = (i * 23 + 5) % N;
            moved[to] = score[i];
            moved_weight[to] = weight[i] *= 0.3;
            moved_group[to] = group[i];
            moved_codes[to] = 34 - 2 * codes[i];
        }
        whisker_items items = clustered_items(N, codes), other = clustered_items(N, moved_codes);
        items.weight = weight;
        other.weight = moved_weight;
        for (int32_t way = WHISKER_MICRO; way <= WHISKER_MACRO; way++) {
            whisker_groups_options options = {.combine = way};
            whisker_estimate a = combine(&items, score, GROUPS, group, options, NULL);
            whisker_estimate b = combine(&other, moved, GROUPS, moved_group, options, NULL);
            assert_same(&a, &b);
        }
    }
}

static int32_t status_of(const whisker_items *items, const double *score, int32_t n_groups, const int32_t *group,
                         whisker_groups_options options)
{
    whisker_estimate out = {.size = sizeof out};
    options.size = sizeof options;
    return whisker_groups_mean(items, score, n_groups, group, &options, NULL, NULL, &out, NULL);
}

Test(groups_mean, names_and_refusals)
{
    const double score[] = {1.5, 2, 3, 4}, none[] = {NAN, NAN, NAN, NAN}, negative[] = {1, -1}, nothing[] = {0, 0};
    const int32_t group[] = {0, 0, 1, 1}, codes[] = {0, 1, 0, 1, 1, 1, 0, 0};
    whisker_items items = plain_items(4), crossed = clustered_items(4, codes), strata = items, finite = items;
    whisker_groups_options defaults = {0};
    crossed.n_keys = 2;
    strata.stratum = codes;
    finite.population = 10;
    for (int32_t way = WHISKER_MICRO; way <= WHISKER_CUSTOM; way++)
        cr_assert_eq(whisker_combine_number(whisker_combine_name(way)), way);
    cr_assert(whisker_combine_name(0) == NULL && whisker_combine_name(4) == NULL);
    cr_assert_eq(whisker_combine_number("mean"), -1);
    cr_assert_eq(status_of(&items, score, 2, group, defaults), WHISKER_OK);
    cr_assert_eq(status_of(&items, score, 1, group, defaults), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(status_of(&items, score, 0, group, defaults), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(status_of(&items, score, 2, NULL, defaults), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(status_of(&items, NULL, 2, group, defaults), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(status_of(NULL, score, 2, group, defaults), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(status_of(&items, none, 2, group, defaults), WHISKER_NO_DATA);
    cr_assert_eq(status_of(&crossed, score, 2, group, defaults), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&strata, score, 2, group, defaults), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&finite, score, 2, group, defaults), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, score, 2, group, (whisker_groups_options){.combine = 4}), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, score, 2, group, (whisker_groups_options){.combine = 3}), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, score, 2, group, (whisker_groups_options){.weight = negative}), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, score, 2, group, (whisker_groups_options){.weight = nothing}), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, score, 2, group, (whisker_groups_options){.combine = 2, .weight = score}),
                 WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, score, 2, group, (whisker_groups_options){.interval = WHISKER_JEFFREYS}),
                 WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, score, 2, group, (whisker_groups_options){.interval = WHISKER_EFFECTIVE_WILSON}),
                 WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, score, 2, group, (whisker_groups_options){.level = 1.5}), WHISKER_BAD_OPTION);
    cr_assert_eq(status_of(&items, score, 2, group, (whisker_groups_options){.low = 2, .high = 5}), WHISKER_BAD_OPTION);
}

Test(groups_mean, every_allocation_may_fail)
{
    enum { COUNT = 4000 };
    static double score[COUNT], weight[COUNT];
    static int32_t group[COUNT], codes[COUNT];
    for (int i = 0; i < COUNT; i++) {
        score[i] = i % 7;
        weight[i] = 1 + i % 2;
        group[i] = i % 20;
        codes[i] = i % 333;
    }
    whisker_items items = clustered_items(COUNT, codes);
    items.weight = weight;
    int32_t status = WHISKER_NO_MEMORY;
    for (int64_t fail_at = 1; status != WHISKER_OK; fail_at++) {
        counting_allocator counting;
        whisker_arena *arena;
        whisker_estimate out = {.size = sizeof out};
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        status = whisker_arena_new(&counting.allocator, &arena, NULL);
        if (status == WHISKER_OK) {
            status = whisker_groups_mean(&items, score, 20, group, NULL, arena, NULL, &out, NULL);
            whisker_arena_free(arena);
        }
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert_lt(fail_at, 100);
    }
}
