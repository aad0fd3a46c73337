/* End to end: a CSV of models on clustered questions, every pair on the questions that both answered. */
#include "reference.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MODELS = 8, MOST_QUESTIONS = 500, PAIRS = MODELS * (MODELS - 1) / 2 };

typedef struct matrix {
    int64_t n;
    int32_t cluster[MOST_QUESTIONS];
    double score[MODELS][MOST_QUESTIONS];
} matrix;

/* question_id,cN,score,...: an empty field is a missing score. */
static void read_row(matrix *matrix, char *line)
{
    char *field = strchr(line, ',') + 1;
    matrix->cluster[matrix->n] = atoi(field + 1);
    for (int m = 0; m < MODELS; m++) {
        field = strchr(field, ',') + 1;
        matrix->score[m][matrix->n] = *field == '0' || *field == '1' ? *field - '0' : NAN;
    }
    matrix->n++;
}

static matrix *read_matrix(const char *path)
{
    static matrix read;
    char line[256];
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s", path);
    cr_assert_not_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file) != NULL)
        read_row(&read, line);
    fclose(file);
    return &read;
}

static int model(const cJSON *row, const char *name)
{
    return atoi(cJSON_GetObjectItemCaseSensitive(row, name)->valuestring + strlen("model_"));
}

static void check(reference *reference, const cJSON *test, const char *family, const cJSON *row, const char *name,
                  double got)
{
    reference_compare(reference, test, family, name, cJSON_GetObjectItemCaseSensitive(row, name), got);
}

static whisker_estimate difference(const whisker_items *items, const double *a, const double *b, int32_t variance)
{
    whisker_comparison out = {.size = sizeof out, .difference = {.size = sizeof out.difference}};
    whisker_difference_options options = {.size = sizeof options, .variance = variance};
    cr_assert_eq(whisker_difference(items, a, b, &options, NULL, &out, NULL), WHISKER_OK);
    cr_assert_eq(out.pairing, WHISKER_PAIRED);
    return out.difference;
}

static double check_pair(reference *reference, const cJSON *test, const cJSON *row, const whisker_items *items,
                         const double *a, const double *b)
{
    whisker_estimate cr1 = difference(items, a, b, WHISKER_CR1), cr2 = difference(items, a, b, WHISKER_CR2);
    check(reference, test, "pairs", row, "n", (double)cr2.n_items);
    check(reference, test, "pairs", row, "diff", cr2.value);
    check(reference, test, "pairs", row, "se_clt", cr2.se_clt);
    check(reference, test, "pairs", row, "CR1_se", cr1.standard_error);
    check(reference, test, "pairs", row, "CR1_p_tGm1", cr1.p);
    check(reference, test, "pairs", row, "CR2_se", cr2.standard_error);
    check(reference, test, "pairs", row, "CR2_df", cr2.df);
    check(reference, test, "pairs", row, "CR2_p", cr2.p);
    return cr2.p;
}

static void check_adjusted(reference *reference, const cJSON *test, const char *key, int32_t adjustment, const double *p)
{
    double adjusted[PAIRS];
    cr_assert_eq(whisker_adjust(PAIRS, p, adjustment, adjusted, NULL, NULL), WHISKER_OK);
    reference_check_list(reference, test, key, adjusted, PAIRS);
}

static void check_means(reference *reference, const cJSON *test, const matrix *matrix, const whisker_items *items)
{
    const cJSON *row;
    cJSON_ArrayForEach(row, reference_expected(test, "model_means")) {
        whisker_estimate out = {.size = sizeof out};
        cr_assert_eq(whisker_mean(items, matrix->score[model(row, "model")], NULL, NULL, &out, NULL), WHISKER_OK);
        check(reference, test, "model_means", row, "n", (double)out.n_items);
        check(reference, test, "model_means", row, "mean", out.value);
        check(reference, test, "model_means", row, "CR2_se", out.standard_error);
        check(reference, test, "model_means", row, "CR2_df", out.df);
    }
}

Test(matrix, every_pair)
{
    reference reference = reference_open("matrix");
    cJSON *test;
    reference_each(test, &reference) {
        const matrix *matrix = read_matrix(reference_path(reference_input(test, "file")->valuestring));
        whisker_items items = {.size = sizeof items, .n = matrix->n, .n_keys = 1, .cluster = matrix->cluster};
        double p[PAIRS];
        int n_pairs = 0;
        const cJSON *row;
        cJSON_ArrayForEach(row, reference_expected(test, "pairs")) {
            cr_assert(n_pairs < PAIRS);
            p[n_pairs++] = check_pair(&reference, test, row, &items, matrix->score[model(row, "a")],
                                      matrix->score[model(row, "b")]);
        }
        cr_assert_eq(n_pairs, PAIRS);
        check_adjusted(&reference, test, "holm", WHISKER_HOLM, p);
        check_adjusted(&reference, test, "BH", WHISKER_BENJAMINI_HOCHBERG, p);
        check_means(&reference, test, matrix, &items);
    }
    reference_close(&reference);
}
