/* The expected values of ../shared/reference (or $WHISKER_SHARED/reference): a family of cases with tolerances. */
#ifndef WHISKER_TESTS_REFERENCE_H
#define WHISKER_TESTS_REFERENCE_H

#include <cjson/cJSON.h>

#include <stdint.h>

typedef struct reference {
    cJSON *root;
    const char *family;
    int64_t compared;     /* values */
    int64_t failed;
    double worst;         /* largest relative error among values that are no 0 */
    char worst_at[160];
} reference;

/* Open a family; the test is skipped, visibly, where the files are absent. */
reference reference_open(const char *family);
/* Fail the test if a value was out of tolerance or none was compared. Prints a line of JSON to stderr, of which
 * tests/harness/reference_table.py makes the table of all families, with the keys that nobody compared. */
void reference_close(reference *reference);

/* Loop: cJSON *test; reference_each(test, &reference) { ... } */
#define reference_each(test, reference) \
    cJSON_ArrayForEach(test, cJSON_GetObjectItemCaseSensitive((reference)->root, "cases"))

/* A member of the case's "input" or "params"; NULL when absent. */
const cJSON *reference_input(const cJSON *test, const char *name);
const cJSON *reference_parameter(const cJSON *test, const char *name);
double reference_number(const cJSON *value); /* NaN for null, infinities for "inf" and "-inf" */
/* An array of numbers, NaN for null; freed by the caller. *n is its length. */
double *reference_numbers(const cJSON *array, int64_t *n);
/* An array of labels (texts or numbers) as codes by first appearance; freed by the caller. */
int32_t *reference_codes(const cJSON *array, int64_t *n);
/* The path of a data file beside the family. Static buffer. */
const char *reference_path(const char *file);

int reference_expects(const cJSON *test, const char *key);
const cJSON *reference_expected(const cJSON *test, const char *key);
/* Compare with the case's expected value, if it has one under that key. NaN passes for null and for nothing else. */
void reference_check(reference *reference, const cJSON *test, const char *key, double got);
void reference_check_pair(reference *reference, const cJSON *test, const char *key, double first, double second);
void reference_check_list(reference *reference, const cJSON *test, const char *key, const double *got, int64_t n);
/* The same with a relative tolerance of its own, where the family's notes give one. */
void reference_check_within(reference *reference, const cJSON *test, const char *key, double got, double relative);
/* Say why no test compares a key. */
void reference_pass_over(const reference *reference, const char *key, const char *reason);
/* Compare with an expected value that stands deeper, by the tolerance of `key`; label names it in messages. */
void reference_compare(reference *reference, const cJSON *test, const char *key, const char *label,
                       const cJSON *expected, double got);

#endif
