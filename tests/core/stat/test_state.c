#include "counting_allocator.h"

#include "base/random.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N = 900, GROUPS = 70, PARTS = 6 };

typedef enum kind { BINARY, SIGNS, QUARTERS, PERCENT, FRACTIONS, OFFSET, TINY, WIDE, KINDS } kind;

static const char *const kind_names[KINDS] = {"0/1", "-1/0/1", "quarters", "percent", "fractions", "with an offset", "tiny",
                                              "of all sizes"};

static int is_exact(kind kind)
{
    return kind <= PERCENT;
}

typedef struct rows {
    double a[N], b[N];
    int64_t label[N];
    int32_t code[N];
} rows;

static double score_of(kind kind, double u, random_stream *random)
{
    switch (kind) {
    case BINARY: return u < 0.7;
    case SIGNS: return u < 0.2 ? -1 : u < 0.5;
    case QUARTERS: return floor(5 * u) / 4;
    case PERCENT: return floor(101 * u);
    case FRACTIONS: return u;
    case OFFSET: return 1e12 + u;
    case TINY: return ldexp(u, -1020);
    case WIDE: return ldexp(u - 0.5, (int)random_below(random, 120) - 60);
    default: return NAN;
    }
}

static void fill(rows *rows, kind kind, uint64_t seed)
{
    random_stream random = random_open(seed, (uint64_t)kind);
    for (int i = 0; i < N; i++) {
        double skewed = random_uniform(&random), common = random_uniform(&random);
        rows->code[i] = (int32_t)(skewed * skewed * GROUPS);
        rows->label[i] = rows->code[i] * INT64_C(-77777777777) + 5;
        double shared = rows->code[i] % 3 == 0 ? sqrt(common) : common;
        rows->a[i] = score_of(kind, shared, &random);
        rows->b[i] = score_of(kind, 0.6 * shared + 0.4 * random_uniform(&random), &random);
        if (i % 31 == 7)
            rows->a[i] = NAN;
        if (i % 37 == 5)
            rows->b[i] = i % 2 ? INFINITY : NAN;
    }
}

/* ---- a state in one go, and in parts ---- */

typedef struct way {
    int32_t kind, clustered;
} way;

static whisker_state *open_state(way way)
{
    whisker_state_options options = {.size = sizeof options, .kind = way.kind, .clustered = way.clustered};
    whisker_state *state;
    cr_assert_eq(whisker_state_new(NULL, &options, &state, NULL), WHISKER_OK);
    return state;
}

static void add(whisker_state *state, way way, const rows *rows, int64_t first, int64_t count)
{
    const int64_t *label = way.clustered ? rows->label + first : NULL;
    whisker_error error = {0};
    int32_t status = way.kind == WHISKER_STATE_PAIRS
                         ? whisker_state_add_pairs(state, count, rows->a + first, rows->b + first, label, &error)
                         : whisker_state_add(state, count, rows->a + first, label, &error);
    cr_assert_eq(status, WHISKER_OK, "%s", error.text);
}

static unsigned char *bytes_of(const whisker_state *state, size_t *length)
{
    cr_assert_eq(whisker_state_save(state, NULL, 0, length, NULL), WHISKER_TOO_LARGE);
    unsigned char *bytes = malloc(*length);
    cr_assert_eq(whisker_state_save(state, bytes, *length, length, NULL), WHISKER_OK);
    return bytes;
}

static whisker_state *reloaded(whisker_state *state)
{
    size_t length;
    unsigned char *bytes = bytes_of(state, &length);
    whisker_state_free(state);
    whisker_error error = {0};
    int32_t status = whisker_state_load(NULL, bytes, length, &state, &error);
    cr_assert_eq(status, WHISKER_OK, "%s", error.text);
    free(bytes);
    return state;
}

static whisker_state *in_one_go(way way, const rows *rows)
{
    whisker_state *state = open_state(way);
    add(state, way, rows, 0, N);
    return state;
}

static void swap_rows(rows *rows, int i, int j)
{
    double a = rows->a[i], b = rows->b[i];
    int64_t label = rows->label[i];
    rows->a[i] = rows->a[j];
    rows->b[i] = rows->b[j];
    rows->label[i] = rows->label[j];
    rows->a[j] = a;
    rows->b[j] = b;
    rows->label[j] = label;
}

/* Rows shuffled, dealt out to parts in batches of any length, some parts saved and loaded, merged in any order. */
static whisker_state *in_parts(way way, const rows *given, uint64_t seed)
{
    random_stream random = random_open(seed, 5);
    rows rows = *given;
    whisker_state *part[PARTS];
    for (uint32_t i = N; i > 1; i--)
        swap_rows(&rows, (int)i - 1, (int)random_below(&random, i));
    for (int p = 0; p < PARTS; p++)
        part[p] = open_state(way);
    for (int64_t first = 0; first < N;) {
        int64_t count = random_below(&random, 60);
        count = count < N - first ? count : N - first;
        add(part[random_below(&random, PARTS)], way, &rows, first, count);
        first += count;
    }
    for (int left = PARTS; left > 1; left--) {
        uint32_t from = random_below(&random, (uint32_t)left), into = (from + 1) % (uint32_t)left;
        if (random_below(&random, 2))
            part[from] = reloaded(part[from]);
        cr_assert_eq(whisker_state_merge(part[into], part[from], NULL), WHISKER_OK);
        whisker_state_free(part[from]);
        part[from] = part[left - 1];
    }
    return part[0];
}

static whisker_estimate finished(const whisker_state *state, const whisker_mean_options *options)
{
    whisker_estimate out = {.size = sizeof out};
    whisker_error error = {0};
    int32_t status = whisker_state_finish(state, options, NULL, &out, &error);
    cr_assert_eq(status, WHISKER_OK, "%s", error.text);
    return out;
}

static whisker_comparison compared(const whisker_state *state, const whisker_difference_options *options)
{
    whisker_comparison out = {.size = sizeof out, .difference.size = sizeof out.difference};
    whisker_error error = {0};
    int32_t status = whisker_state_compare(state, options, NULL, &out, &error);
    cr_assert_eq(status, WHISKER_OK, "%s", error.text);
    return out;
}

Test(state, any_parts_in_any_order_give_the_same_bits)
{
    static rows rows;
    for (kind kind = 0; kind < KINDS; kind++)
        for (int w = 0; w < 4; w++) {
            way way = {w / 2, w % 2};
            fill(&rows, kind, 3);
            whisker_state *whole = in_one_go(way, &rows);
            size_t length, other_length;
            unsigned char *bytes = bytes_of(whole, &length);
            for (uint64_t seed = 1; seed <= 8; seed++) {
                whisker_state *joined = in_parts(way, &rows, seed);
                unsigned char *other = bytes_of(joined, &other_length);
                cr_assert(length == other_length && memcmp(bytes, other, length) == 0, "bytes, %s", kind_names[kind]);
                if (way.kind == WHISKER_STATE_SCORES) {
                    whisker_estimate one = finished(whole, NULL), several = finished(joined, NULL);
                    cr_assert(memcmp(&one, &several, sizeof one) == 0, "%s", kind_names[kind]);
                } else {
                    whisker_comparison one = compared(whole, NULL), several = compared(joined, NULL);
                    cr_assert(memcmp(&one, &several, sizeof one) == 0, "%s", kind_names[kind]);
                }
                whisker_state_free(joined);
                free(other);
            }
            whisker_state_free(whole);
            free(bytes);
        }
}

/* ---- agreement with whisker_mean and whisker_difference ---- */

static void check(kind kind, const char *what, const char *field, double got, double expected, double scale)
{
    int equal = (isnan(got) && isnan(expected)) || got == expected ||
                fabs(got - expected) <= 4e-15 * fmax(fabs(expected), scale);
    cr_assert(equal, "%s, %s, %s: %.17g instead of %.17g", kind_names[kind], what, field, got, expected);
}

static void check_estimate(kind kind, const char *what, const whisker_estimate *got, const whisker_estimate *expected)
{
    double error = expected->standard_error > 0 ? expected->standard_error : 0;
    double t = error > 0 ? fabs(expected->value) / error : 0;
    cr_assert(got->notes == expected->notes && got->n_items == expected->n_items &&
                  got->n_missing == expected->n_missing && got->n_clusters == expected->n_clusters &&
                  got->variance == expected->variance && got->interval == expected->interval,
              "%s, %s: counts or notes", kind_names[kind], what);
    check(kind, what, "value", got->value, expected->value, 0);
    check(kind, what, "standard error", got->standard_error, expected->standard_error, 0);
    check(kind, what, "lower", got->lower, expected->lower, error);
    check(kind, what, "upper", got->upper, expected->upper, error);
    check(kind, what, "df", got->df, expected->df, 0);
    check(kind, what, "p", got->p, expected->p, expected->p * t * (1 + t));
    check(kind, what, "se_clt", got->se_clt, expected->se_clt, 0);
    check(kind, what, "icc", got->icc, expected->icc, 1);
    check(kind, what, "design effect", got->design_effect, expected->design_effect, 0);
    check(kind, what, "largest share", got->largest_share, expected->largest_share, 0);
}

static whisker_items items_of(const rows *rows, int clustered)
{
    return (whisker_items){.size = sizeof(whisker_items), .n = N, .n_keys = clustered, .cluster = rows->code};
}

static void check_mean(kind kind, const char *what, const whisker_state *state, const rows *rows, int clustered,
                       const whisker_mean_options *options)
{
    whisker_items items = items_of(rows, clustered);
    whisker_estimate expected = {.size = sizeof expected}, got;
    cr_assert_eq(whisker_mean(&items, rows->a, options, NULL, &expected, NULL), WHISKER_OK);
    got = finished(state, options);
    if (is_exact(kind) && what[0] != '3')
        cr_assert(memcmp(&got, &expected, sizeof got) == 0, "%s, %s: not the same bits", kind_names[kind], what);
    else
        check_estimate(kind, what, &got, &expected);
}

Test(state, the_mean_in_one_go)
{
    static rows rows;
    const char *const names[] = {"default", "clt", "bernoulli", "cluster_paper", "cr0", "cr1", "cr2", "3"};
    for (kind kind = 0; kind < KINDS; kind++)
        for (int clustered = 0; clustered < 2; clustered++) {
            fill(&rows, kind, 11);
            whisker_state *state = in_parts((way){WHISKER_STATE_SCORES, clustered}, &rows, 2);
            for (int32_t variance = 0; variance <= WHISKER_CR3; variance++) {
                whisker_mean_options options = {.size = sizeof options, .variance = variance, .level = 0.9,
                                                .interval = variance % 2 ? WHISKER_NORMAL : WHISKER_T};
                if (variance != WHISKER_BERNOULLI || kind == BINARY)
                    check_mean(kind, names[variance], state, &rows, clustered, &options);
            }
            check_mean(kind, "defaults", state, &rows, clustered, NULL);
            whisker_state_free(state);
        }
}

Test(state, intervals_of_0_1_scores_and_of_ranges)
{
    static rows rows;
    for (int clustered = 0; clustered < 2; clustered++) {
        fill(&rows, BINARY, 12);
        whisker_state *state = in_parts((way){WHISKER_STATE_SCORES, clustered}, &rows, 3);
        for (int32_t interval = WHISKER_WALD; interval <= WHISKER_EFFECTIVE_WILSON; interval++) {
            whisker_mean_options options = {.size = sizeof options, .interval = interval};
            if (!clustered || interval >= WHISKER_KORN_GRAUBARD)
                check_mean(BINARY, "counts", state, &rows, clustered, &options);
        }
        whisker_state_free(state);
        fill(&rows, QUARTERS, 13);
        state = in_parts((way){WHISKER_STATE_SCORES, clustered}, &rows, 4);
        whisker_mean_options ranged = {.size = sizeof ranged, .low = 0, .high = 1};
        check_mean(QUARTERS, "a range", state, &rows, clustered, &ranged);
        whisker_state_free(state);
    }
}

Test(state, two_runs_in_one_go)
{
    static rows rows;
    for (kind kind = 0; kind < KINDS; kind++)
        for (int clustered = 0; clustered < 2; clustered++) {
            fill(&rows, kind, 14);
            whisker_state *state = in_parts((way){WHISKER_STATE_PAIRS, clustered}, &rows, 5);
            whisker_items items = items_of(&rows, clustered);
            whisker_comparison expected = {.size = sizeof expected, .difference.size = sizeof expected.difference};
            cr_assert_eq(whisker_difference(&items, rows.a, rows.b, NULL, NULL, &expected, NULL), WHISKER_OK);
            whisker_comparison got = compared(state, NULL);
            if (is_exact(kind))
                cr_assert(memcmp(&got, &expected, sizeof got) == 0, "%s: not the same bits", kind_names[kind]);
            check_estimate(kind, "difference", &got.difference, &expected.difference);
            check(kind, "pairs", "mean_a", got.mean_a, expected.mean_a, 0);
            check(kind, "pairs", "mean_b", got.mean_b, expected.mean_b, 0);
            check(kind, "pairs", "correlation", got.correlation, expected.correlation, 1);
            check(kind, "pairs", "covariance", got.covariance, expected.covariance,
                  fabs(expected.covariance / expected.correlation));
            check(kind, "pairs", "se_unpaired", got.se_unpaired, expected.se_unpaired, 0);
            check(kind, "pairs", "mde", got.minimum_detectable, expected.minimum_detectable, 0);
            cr_assert(got.only_a == expected.only_a && got.only_b == expected.only_b &&
                      got.n_a_only == expected.n_a_only && got.n_b_only == expected.n_b_only);
            whisker_state_free(state);
        }
}

/* A bound that hangs on those of each run. */
Test(state, a_nearly_perfect_run_against_another)
{
    static rows rows;
    fill(&rows, BINARY, 14);
    for (int i = 0; i < N; i++)
        rows.a[i] = i != 3;
    whisker_state *state = in_parts((way){WHISKER_STATE_PAIRS, 1}, &rows, 5);
    whisker_items items = items_of(&rows, 1);
    whisker_comparison expected = {.size = sizeof expected, .difference.size = sizeof expected.difference};
    cr_assert_eq(whisker_difference(&items, rows.a, rows.b, NULL, NULL, &expected, NULL), WHISKER_OK);
    whisker_comparison got = compared(state, NULL);
    cr_assert_eq(got.difference.interval, WHISKER_T_WILSON);
    cr_assert(memcmp(&got, &expected, sizeof got) == 0, "not the same bits");
    whisker_state_free(state);
}

/* Beyond 10,000 items without clusters the scores are let go. */
Test(state, many_items_without_clusters)
{
    enum { MANY = 12000 };
    static double score[MANY];
    for (int kept = 0; kept < 2; kept++) {
        random_stream random = random_open(15, 0);
        int64_t n = kept ? 10000 : MANY;
        for (int i = 0; i < n; i++)
            score[i] = random_uniform(&random);
        whisker_state *state = open_state((way){0, 0}), *rest = open_state((way){0, 0});
        cr_assert_eq(whisker_state_add(state, 7000, score, NULL, NULL), WHISKER_OK);
        cr_assert_eq(whisker_state_add(rest, n - 7000, score + 7000, NULL, NULL), WHISKER_OK);
        rest = reloaded(rest);
        cr_assert_eq(whisker_state_merge(state, rest, NULL), WHISKER_OK);
        state = reloaded(state);
        whisker_items items = {.size = sizeof items, .n = n};
        whisker_mean_options options = {.size = sizeof options, .low = 0, .high = 1};
        whisker_estimate expected = {.size = sizeof expected}, got = finished(state, &options);
        cr_assert_eq(whisker_mean(&items, score, &options, NULL, &expected, NULL), WHISKER_OK);
        check_estimate(FRACTIONS, "many", &got, &expected);
        whisker_state_free(state);
        whisker_state_free(rest);
    }
}

Test(state, goes_on_after_an_estimate)
{
    static rows rows;
    fill(&rows, FRACTIONS, 16);
    way way = {WHISKER_STATE_SCORES, 1};
    whisker_state *state = open_state(way), *whole = in_one_go(way, &rows);
    add(state, way, &rows, 0, 400);
    cr_assert(finished(state, NULL).n_items < 400);
    add(state, way, &rows, 400, N - 400);
    whisker_estimate a = finished(state, NULL), b = finished(whole, NULL);
    cr_assert(memcmp(&a, &b, sizeof a) == 0);
    whisker_state_free(state);
    whisker_state_free(whole);
}

Test(state, text_labels)
{
    cr_assert_eq(whisker_text_label("passage 1", 9), whisker_text_label("passage 1 and more", 9));
    cr_assert_neq(whisker_text_label("passage 1", 9), whisker_text_label("passage 2", 9));
    cr_assert_neq(whisker_text_label("", 0), whisker_text_label("\0", 1));
    cr_assert_eq(whisker_text_label("django__django", 14), INT64_C(8870445237870244802)); /* on every machine */
}

/* ---- what is refused ---- */

Test(state, refusals)
{
    whisker_state *scores = open_state((way){WHISKER_STATE_SCORES, 1}), *pairs = open_state((way){WHISKER_STATE_PAIRS, 1});
    whisker_state *plain = open_state((way){WHISKER_STATE_SCORES, 0}), *none;
    double x[2] = {0, 1};
    int64_t label[2] = {1, 2};
    whisker_estimate out = {.size = sizeof out};
    whisker_comparison comparison = {.size = sizeof comparison, .difference.size = sizeof comparison.difference};
    whisker_state_options unknown = {.size = sizeof unknown, .kind = 7};
    whisker_mean_options linearized = {.size = sizeof linearized, .variance = WHISKER_LINEARIZED};
    whisker_difference_options unpaired = {.size = sizeof unpaired, .pairing = WHISKER_UNPAIRED};
    cr_assert_eq(whisker_state_new(NULL, &unknown, &none, NULL), WHISKER_BAD_OPTION);
    cr_assert_null(none);
    cr_assert_eq(whisker_state_add(scores, 2, x, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_state_add(plain, 2, x, label, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_state_add(pairs, 2, x, label, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_state_add_pairs(scores, 2, x, x, label, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_state_add(scores, -1, x, label, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_state_add(scores, INT64_MAX, x, label, NULL), WHISKER_TOO_LARGE);
    cr_assert_eq(whisker_state_merge(scores, pairs, NULL), WHISKER_CONFLICT);
    cr_assert_eq(whisker_state_merge(scores, plain, NULL), WHISKER_CONFLICT);
    cr_assert_eq(whisker_state_merge(scores, scores, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_state_finish(scores, NULL, NULL, &out, NULL), WHISKER_NO_DATA);
    cr_assert_eq(whisker_state_add(scores, 2, x, label, NULL), WHISKER_OK);
    cr_assert_eq(whisker_state_add_pairs(pairs, 2, x, x, label, NULL), WHISKER_OK);
    cr_assert_eq(whisker_state_finish(scores, &linearized, NULL, &out, NULL), WHISKER_BAD_OPTION);
    cr_assert_eq(whisker_state_finish(pairs, NULL, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_state_compare(scores, NULL, NULL, &comparison, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_state_compare(pairs, &unpaired, NULL, &comparison, NULL), WHISKER_BAD_OPTION);
    cr_assert_eq(whisker_state_compare(pairs, NULL, NULL, &comparison, NULL), WHISKER_OK);
    cr_assert(comparison.notes & WHISKER_NOTE_IDENTICAL);
    whisker_state_free(scores);
    whisker_state_free(pairs);
    whisker_state_free(plain);
    whisker_state_free(NULL);
}

static int32_t load_status(const unsigned char *bytes, size_t length)
{
    whisker_state *state;
    int32_t status = whisker_state_load(NULL, bytes, length, &state, NULL);
    cr_assert((status == WHISKER_OK) == (state != NULL));
    whisker_state_free(state);
    return status;
}

Test(state, damaged_bytes_are_refused)
{
    static rows rows;
    for (int w = 0; w < 4; w++) {
        way way = {w / 2, w % 2};
        fill(&rows, FRACTIONS, 17);
        whisker_state *state = open_state(way);
        size_t length;
        add(state, way, &rows, 0, 12);
        unsigned char *bytes = bytes_of(state, &length);
        for (size_t i = 0; i < length; i++) {
            cr_assert_eq(load_status(bytes, i), WHISKER_MALFORMED);
            bytes[i] ^= 0x10;
            int32_t status = load_status(bytes, length);
            cr_assert(status == WHISKER_MALFORMED || (status == WHISKER_UNSUPPORTED && i >= 8 && i < 16));
            bytes[i] ^= 0x10;
        }
        cr_assert_eq(load_status(bytes, length), WHISKER_OK);
        free(bytes);
        whisker_state_free(state);
    }
}

static void sign_bytes(unsigned char *bytes, size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < length - 8; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    for (int i = 0; i < 8; i++)
        bytes[length - 8 + (size_t)i] = (unsigned char)(hash >> 8 * i);
}

static uint64_t odd_field(random_stream *random)
{
    switch (random_below(random, 5)) {
    case 0: return random_below(random, 300);
    case 1: return (uint64_t)INT64_MAX - random_below(random, 3);
    case 2: return ~(uint64_t)random_below(random, 300);
    case 3: return UINT64_C(0x7ff0000000000000);
    default: return random_bits(random);
    }
}

/* Bytes with a right checksum and wrong fields: refused, or a state that can be used without harm (sanitizers watch). */
Test(state, forged_bytes_do_no_harm)
{
    static rows rows;
    random_stream random = random_open(18, 0);
    for (int w = 0; w < 8; w++) {
        way way = {w / 2 % 2, w % 2};
        fill(&rows, w < 4 ? BINARY : FRACTIONS, 18);
        whisker_state *state = open_state(way);
        size_t length;
        add(state, way, &rows, 0, 12);
        unsigned char *bytes = bytes_of(state, &length), *forged = malloc(length);
        for (int run = 0; run < 3000; run++) {
            memcpy(forged, bytes, length);
            for (uint32_t change = random_below(&random, 3) + 1; change > 0; change--) {
                size_t at = 8 * random_below(&random, (uint32_t)(length / 8 - 1));
                uint64_t field = odd_field(&random);
                for (int i = 0; i < 8; i++)
                    forged[at + (size_t)i] = (unsigned char)(field >> 8 * i);
            }
            sign_bytes(forged, length);
            whisker_state *loaded;
            if (whisker_state_load(NULL, forged, length, &loaded, NULL) != WHISKER_OK)
                continue;
            whisker_estimate out = {.size = sizeof out};
            whisker_comparison comparison = {.size = sizeof comparison, .difference.size = sizeof comparison.difference};
            whisker_state_finish(loaded, NULL, NULL, &out, NULL);
            whisker_state_compare(loaded, NULL, NULL, &comparison, NULL);
            whisker_state_merge(state, loaded, NULL);
            whisker_state_free(loaded);
        }
        free(bytes);
        free(forged);
        whisker_state_free(state);
    }
}

/* ---- memory ---- */

static int32_t use_memory(const whisker_allocator *allocator, const rows *rows, const whisker_estimate *expected)
{
    whisker_state_options options = {.size = sizeof options, .clustered = 1};
    whisker_state *state = NULL, *other = NULL, *loaded = NULL;
    whisker_estimate out = {.size = sizeof out};
    static unsigned char bytes[1 << 16];
    size_t needed;
    int32_t status = whisker_state_new(allocator, &options, &state, NULL);
    if (status == WHISKER_OK)
        status = whisker_state_new(allocator, &options, &other, NULL);
    if (status == WHISKER_OK)
        status = whisker_state_add(state, 300, rows->a, rows->label, NULL);
    if (status == WHISKER_OK)
        status = whisker_state_add(other, N - 300, rows->a + 300, rows->label + 300, NULL);
    if (status == WHISKER_OK)
        status = whisker_state_save(other, bytes, sizeof bytes, &needed, NULL);
    if (status == WHISKER_OK)
        status = whisker_state_load(allocator, bytes, needed, &loaded, NULL);
    if (status == WHISKER_OK)
        status = whisker_state_merge(state, loaded, NULL);
    if (status == WHISKER_OK) {
        status = whisker_state_finish(state, NULL, NULL, &out, NULL);
        cr_assert(memcmp(&out, expected, sizeof out) == 0);
    }
    whisker_state_free(state);
    whisker_state_free(other);
    whisker_state_free(loaded);
    return status;
}

Test(state, every_allocation_may_fail)
{
    static rows rows;
    fill(&rows, FRACTIONS, 19);
    whisker_state *whole = in_one_go((way){0, 1}, &rows);
    whisker_estimate expected = finished(whole, NULL);
    int32_t status = WHISKER_NO_MEMORY;
    whisker_state_free(whole);
    for (int64_t fail_at = 1; status != WHISKER_OK; fail_at++) {
        counting_allocator counting;
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        status = use_memory(&counting.allocator, &rows, &expected);
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert_lt(fail_at, 200);
    }
}

/* A batch that found no memory has added nothing, and can be added again. */
Test(state, a_refused_batch_changes_nothing)
{
    static rows rows;
    fill(&rows, WIDE, 20);
    whisker_state *whole = in_one_go((way){0, 1}, &rows);
    whisker_estimate expected = finished(whole, NULL);
    for (int64_t fail_at = 2; fail_at < 30; fail_at++) {
        counting_allocator counting;
        whisker_state_options options = {.size = sizeof options, .clustered = 1};
        whisker_state *state;
        counting_allocator_start(&counting);
        cr_assert_eq(whisker_state_new(&counting.allocator, &options, &state, NULL), WHISKER_OK);
        counting.fail_at = fail_at;
        for (int64_t first = 0; first < N; first += 100)
            while (whisker_state_add(state, 100, rows.a + first, rows.label + first, NULL) != WHISKER_OK)
                counting.fail_at = 0;
        whisker_estimate got = finished(state, NULL);
        cr_assert(memcmp(&got, &expected, sizeof got) == 0);
        whisker_state_free(state);
        cr_assert_eq(counting.live_blocks, 0);
    }
    whisker_state_free(whole);
}
