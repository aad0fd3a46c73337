/* A caller of the first binary interface (1.0) against today's library. Its structs are kept here word for word, and
 * stay so when the header grows: what it sets must be served, and a newer caller's unknown field must be refused. */
#include "whisker.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct mean_options_1_0 {
    uint32_t size;
    int32_t variance;
    int32_t interval;
    int32_t reserved;
    double level;
    double low, high;
} mean_options_1_0;

typedef struct difference_options_1_0 {
    uint32_t size;
    int32_t variance;
    int32_t interval;
    int32_t pairing;
    double level;
    double power;
    double low, high;
} difference_options_1_0;

typedef struct items_1_0 {
    uint32_t size;
    int32_t n_keys;
    int64_t n;
    const int32_t *cluster;
    const double *weight;
    const int32_t *stratum;
    double population;
} items_1_0;

typedef struct scan_options_1_0 {
    uint32_t size;
    int32_t syntax;
    const char *rows;
    int64_t max_record_bytes;
    int64_t max_value_bytes;
    int32_t max_depth;
    int32_t strict;
    int32_t max_columns;
    int32_t reserved;
} scan_options_1_0;

/* What a version after this one might pass. */
typedef struct mean_options_later {
    mean_options_1_0 known;
    double unknown;
} mean_options_later;

typedef struct scan_options_later {
    whisker_scan_options known;
    int64_t unknown;
} scan_options_later;

enum { N_ITEMS = 6 };
static const double score_a[N_ITEMS] = {1, 0.5, 0.25, 1, 0, 0.75};
static const double score_b[N_ITEMS] = {0.5, 0.5, 0, 0.75, 0.25, 0.25};
static const int32_t cluster[N_ITEMS] = {0, 0, 1, 1, 2, 3};

static int n_tests, n_failed;

static void check(const char *name, int passed, const whisker_error *error)
{
    n_tests++;
    n_failed += !passed;
    printf("%sok %d - %s\n", passed ? "" : "not ", n_tests, name);
    if (!passed && error != NULL)
        printf("# status %d: %s\n", (int)error->status, error->text);
}

static items_1_0 clustered_items(void)
{
    items_1_0 items = {.size = sizeof items, .n_keys = 1, .n = N_ITEMS, .cluster = cluster};
    return items;
}

static int32_t mean_with(const void *options, whisker_estimate *estimate, whisker_error *error)
{
    items_1_0 items = clustered_items();
    memset(estimate, 0, sizeof *estimate);
    estimate->size = sizeof *estimate;
    return whisker_mean((const whisker_items *)&items, score_a, options, NULL, estimate, error);
}

static void test_mean_options(void)
{
    whisker_error error = {0};
    whisker_estimate defaults, estimate;
    check("no options", mean_with(NULL, &defaults, &error) == WHISKER_OK, &error);

    mean_options_1_0 old = {.size = sizeof old};
    int32_t status = mean_with(&old, &estimate, &error);
    check("mean options of 1.0, all zero, are the defaults",
          status == WHISKER_OK && memcmp(&estimate, &defaults, sizeof estimate) == 0, &error);

    old.level = 0.5;
    status = mean_with(&old, &estimate, &error);
    check("mean options of 1.0 are heeded",
          status == WHISKER_OK && estimate.level == 0.5 && estimate.upper < defaults.upper, &error);

    mean_options_1_0 shorter = {.size = offsetof(mean_options_1_0, level), .level = 0.5, .low = 2, .high = -1};
    status = mean_with(&shorter, &estimate, &error);
    check("shorter mean options are served, what lies beyond them is not read",
          status == WHISKER_OK && memcmp(&estimate, &defaults, sizeof estimate) == 0, &error);
}

static void test_later_mean_options(void)
{
    whisker_error error = {0};
    whisker_estimate defaults, estimate;
    mean_with(NULL, &defaults, NULL);

    mean_options_later later = {.known = {.size = sizeof later}};
    int32_t status = mean_with(&later, &estimate, &error);
    check("longer mean options with nothing unknown set are served",
          status == WHISKER_OK && memcmp(&estimate, &defaults, sizeof estimate) == 0, &error);

    later.unknown = 1;
    status = mean_with(&later, &estimate, &error);
    check("mean options with an unknown field set are refused, with a sentence",
          status == WHISKER_BAD_OPTION && error.status == status && error.text[0] != '\0', &error);

    mean_options_1_0 sizeless = {.level = 0.9};
    status = mean_with(&sizeless, &estimate, &error);
    check("mean options without a size are refused", status == WHISKER_BAD_ARGUMENT, &error);
}

static void test_shorter_estimate(void)
{
    whisker_error error = {0};
    items_1_0 items = clustered_items();
    whisker_estimate full, part;
    mean_with(NULL, &full, NULL);
    memset(&part, 0x5a, sizeof part);
    part.size = offsetof(whisker_estimate, df);
    int32_t status = whisker_mean((const whisker_items *)&items, score_a, NULL, NULL, &part, &error);
    double beyond;
    memset(&beyond, 0x5a, sizeof beyond);
    check("a shorter estimate is filled as far as it goes",
          status == WHISKER_OK && part.value == full.value && part.level == full.level
              && memcmp(&part.df, &beyond, sizeof beyond) == 0,
          &error);
}

static void test_difference_options(void)
{
    whisker_error error = {0};
    items_1_0 items = clustered_items();
    difference_options_1_0 options = {.size = sizeof options, .level = 0.9};
    whisker_comparison comparison = {.size = sizeof comparison, .difference = {.size = sizeof comparison.difference}};
    int32_t status = whisker_difference((const whisker_items *)&items, score_a, score_b,
                                        (const whisker_difference_options *)&options, NULL, &comparison, &error);
    check("difference options of 1.0 are heeded",
          status == WHISKER_OK && fabs(comparison.difference.value - 1.25 / 6) < 1e-15
              && comparison.difference.level == 0.9 && comparison.pairing == WHISKER_PAIRED,
          &error);
}

static int32_t scan_with(const void *options, int64_t *rows, whisker_error *error)
{
    static const char text[] = "{\"score\": 1}\n{\"score\": 0.5}\n";
    whisker_table *table = NULL;
    whisker_field field = {.size = sizeof field, .kind = WHISKER_REAL, .path = "score"};
    whisker_scan_result result = {.size = sizeof result};
    int32_t status = whisker_table_new(NULL, &table, error);
    if (status == WHISKER_OK)
        status = whisker_scan_text(table, "text", text, sizeof text - 1, 1, &field, options, &result, error);
    *rows = result.last_row - result.first_row;
    whisker_table_free(table);
    return status;
}

static void test_scan_options(void)
{
    whisker_error error = {0};
    int64_t rows = 0;
    scan_options_1_0 old = {.size = sizeof old, .syntax = WHISKER_JSON_LINES, .strict = 1};
    int32_t status = scan_with(&old, &rows, &error);
    check("scan options of 1.0 are heeded", status == WHISKER_OK && rows == 2, &error);

    scan_options_later later = {.known = {.size = sizeof later}};
    status = scan_with(&later, &rows, &error);
    check("longer scan options with nothing unknown set are served", status == WHISKER_OK && rows == 2, &error);
    later.unknown = 1;
    status = scan_with(&later, &rows, &error);
    check("scan options with an unknown field set are refused", status == WHISKER_BAD_OPTION, &error);
}

int main(void)
{
    check("the library is of the same major version", whisker_abi_version() >> 16 == 1, NULL);
    test_mean_options();
    test_later_mean_options();
    test_shorter_estimate();
    test_difference_options();
    test_scan_options();
    printf("1..%d\n", n_tests);
    return n_failed != 0;
}
