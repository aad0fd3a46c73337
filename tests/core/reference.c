#include "reference.h"

#include <criterion/criterion.h>

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *shared(void)
{
    const char *folder = getenv("WHISKER_SHARED");
    return folder != NULL ? folder : "../shared";
}

const char *reference_path(const char *file)
{
    static char path[1024];
    snprintf(path, sizeof path, "%s/reference/%s", shared(), file);
    return path;
}

static char *read_whole(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    fseek(file, 0, SEEK_END);
    long length = ftell(file);
    rewind(file);
    char *text = malloc((size_t)length + 1);
    text[fread(text, 1, (size_t)length, file)] = '\0';
    fclose(file);
    return text;
}

reference reference_open(const char *family)
{
    char name[128];
    snprintf(name, sizeof name, "%s.json", family);
    char *text = read_whole(reference_path(name));
    if (text == NULL)
        cr_skip_test("skipped: %s is absent (set WHISKER_SHARED)", reference_path(name));
    reference opened = {.root = cJSON_Parse(text), .family = family};
    free(text);
    cr_assert_not_null(opened.root, "%s does not parse", name);
    return opened;
}

/* ---- which values were compared: marked in a member that cJSON keeps for the integer part ---- */

enum { COMPARED = INT_MIN + 7 };

static void mark(const cJSON *value)
{
    ((cJSON *)value)->valueint = COMPARED;
}

static int is_infinity(const cJSON *value)
{
    return cJSON_IsString(value) && strstr(value->valuestring, "inf") != NULL && strlen(value->valuestring) <= 4;
}

typedef struct tally {
    int64_t values, compared;
} tally;

static tally count_values(const cJSON *value)
{
    tally sum = {0, 0};
    if (cJSON_IsNumber(value) || cJSON_IsNull(value) || cJSON_IsBool(value) || is_infinity(value))
        return (tally){1, value->valueint == COMPARED};
    const cJSON *element;
    cJSON_ArrayForEach(element, value) {
        tally part = count_values(element);
        sum.values += part.values;
        sum.compared += part.compared;
    }
    return sum;
}

/* For each case a list of its keys: 1 compared as a whole, 0 not. */
static void write_keys(const cJSON *test)
{
    const cJSON *key, *expected = cJSON_GetObjectItemCaseSensitive(test, "expected");
    fprintf(stderr, "{");
    cJSON_ArrayForEach(key, expected) {
        tally tally = count_values(key);
        fprintf(stderr, "%s\"%s\": %d", key == expected->child ? "" : ", ", key->string, tally.compared == tally.values);
    }
    fprintf(stderr, "}");
}

static void write_summary(const reference *reference)
{
    static char line[1 << 20]; /* one write, since tests run side by side */
    setvbuf(stderr, line, _IOFBF, sizeof line);
    const cJSON *cases = cJSON_GetObjectItemCaseSensitive(reference->root, "cases"), *test;
    fprintf(stderr, "reference {\"family\": \"%s\", \"compared\": %lld, \"failed\": %lld, \"worst\": %.1e, "
            "\"worst_at\": \"%s\", \"cases\": [", reference->family, (long long)reference->compared,
            (long long)reference->failed, reference->worst, reference->worst_at);
    cJSON_ArrayForEach(test, cases) {
        fprintf(stderr, "%s", test == cases->child ? "" : ", ");
        write_keys(test);
    }
    fprintf(stderr, "]}\n");
    fflush(stderr);
}

void reference_pass_over(const reference *reference, const char *key, const char *reason)
{
    fprintf(stderr, "reference {\"family\": \"%s\", \"passed_over\": \"%s\", \"reason\": \"%s\"}\n", reference->family,
            key, reason);
}

void reference_close(reference *reference)
{
    write_summary(reference);
    cJSON_Delete(reference->root);
    cr_assert(reference->compared > 0, "no value of %s was compared", reference->family);
    cr_assert(reference->failed == 0, "%lld values of %s out of tolerance", (long long)reference->failed,
              reference->family);
}

static const cJSON *member(const cJSON *object, const char *first, const char *second)
{
    return cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(object, first), second);
}

const cJSON *reference_input(const cJSON *test, const char *name)
{
    return member(test, "input", name);
}

const cJSON *reference_parameter(const cJSON *test, const char *name)
{
    return member(test, "params", name);
}

const cJSON *reference_expected(const cJSON *test, const char *key)
{
    return member(test, "expected", key);
}

int reference_expects(const cJSON *test, const char *key)
{
    return reference_expected(test, key) != NULL;
}

double reference_number(const cJSON *value)
{
    if (cJSON_IsBool(value))
        return cJSON_IsTrue(value);
    if (cJSON_IsNumber(value))
        return value->valuedouble;
    if (cJSON_IsString(value) && strcmp(value->valuestring, "inf") == 0)
        return INFINITY;
    if (cJSON_IsString(value) && strcmp(value->valuestring, "-inf") == 0)
        return -INFINITY;
    return NAN;
}

double *reference_numbers(const cJSON *array, int64_t *n)
{
    *n = cJSON_GetArraySize(array);
    double *numbers = malloc(((size_t)*n + 1) * sizeof *numbers);
    const cJSON *element;
    int64_t i = 0;
    cJSON_ArrayForEach(element, array)
        numbers[i++] = reference_number(element);
    return numbers;
}

static int same_label(const cJSON *a, const cJSON *b)
{
    return cJSON_Compare(a, b, 1);
}

int32_t *reference_codes(const cJSON *array, int64_t *n)
{
    *n = cJSON_GetArraySize(array);
    int32_t *codes = malloc(((size_t)*n + 1) * sizeof *codes);
    const cJSON **seen = malloc(((size_t)*n + 1) * sizeof *seen);
    int32_t n_seen = 0;
    int64_t i = 0;
    const cJSON *element;
    cJSON_ArrayForEach(element, array) {
        int32_t code = 0;
        while (code < n_seen && !same_label(seen[code], element))
            code++;
        if (code == n_seen)
            seen[n_seen++] = element;
        codes[i++] = code;
    }
    free(seen);
    return codes;
}

static double tolerance_part(const cJSON *tolerance, const char *part)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(tolerance, part);
    return cJSON_IsNumber(value) ? value->valuedouble : 0;
}

static const cJSON *tolerance_of(const reference *reference, const cJSON *test, const char *key)
{
    const cJSON *own = member(test, "tol", key);
    if (own != NULL)
        return own;
    return member(reference->root, "tolerance", key);
}

static void note_worst(reference *reference, const cJSON *test, const char *label, double error)
{
    if (!(error > reference->worst) || isinf(error)) /* relative to a subnormal number nothing can be said */
        return;
    reference->worst = error;
    snprintf(reference->worst_at, sizeof reference->worst_at, "%s %s",
             cJSON_GetObjectItemCaseSensitive(test, "id")->valuestring, label);
}

static void compare(reference *reference, const cJSON *test, const char *label, const cJSON *value, double got,
                    double absolute, double relative)
{
    double expected = reference_number(value);
    double allowed = absolute + relative * fabs(expected);
    int passed = isnan(expected)      ? isnan(got)
                 : isinf(expected)    ? got == expected
                                      : fabs(got - expected) <= allowed;
    reference->compared++;
    mark(value);
    if (isfinite(expected) && expected != 0)
        note_worst(reference, test, label, fabs(got - expected) / fabs(expected));
    if (passed)
        return;
    reference->failed++;
    fprintf(stderr, "  %s: %s is %.17g, expected %.17g (allowed %.2g)\n",
            cJSON_GetObjectItemCaseSensitive(test, "id")->valuestring, label, got, expected, allowed);
}

void reference_compare(reference *reference, const cJSON *test, const char *key, const char *label,
                       const cJSON *value, double got)
{
    const cJSON *tolerance = tolerance_of(reference, test, key);
    compare(reference, test, label, value, got, tolerance_part(tolerance, "abs"), tolerance_part(tolerance, "rel"));
}

void reference_check_within(reference *reference, const cJSON *test, const char *key, double got, double relative)
{
    const cJSON *expected = reference_expected(test, key);
    if (expected != NULL)
        compare(reference, test, key, expected, got, 0, relative);
}

void reference_check(reference *reference, const cJSON *test, const char *key, double got)
{
    const cJSON *expected = reference_expected(test, key);
    if (expected != NULL)
        reference_compare(reference, test, key, key, expected, got);
}

void reference_check_list(reference *reference, const cJSON *test, const char *key, const double *got, int64_t n)
{
    const cJSON *expected = reference_expected(test, key);
    if (expected == NULL)
        return;
    if (cJSON_IsNull(expected)) {
        for (int64_t i = 0; i < n; i++)
            reference_compare(reference, test, key, key, expected, got[i]);
        return;
    }
    cr_assert(cJSON_GetArraySize(expected) == n, "%s has another length", key);
    const cJSON *element;
    int64_t i = 0;
    cJSON_ArrayForEach(element, expected)
        reference_compare(reference, test, key, key, element, got[i++]);
}

void reference_check_pair(reference *reference, const cJSON *test, const char *key, double first, double second)
{
    double got[2] = {first, second};
    reference_check_list(reference, test, key, got, 2);
}
