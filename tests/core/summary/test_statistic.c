#include "summary/statistic.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

static int near(double a, double b, double relative)
{
    return fabs(a - b) <= relative * fabs(b);
}

static double value_of(const char *name, const double *mean)
{
    const whisker_statistic *statistic = whisker_statistic_named(name);
    cr_assert_not_null(statistic, "%s", name);
    return statistic->value(mean, statistic->parameters);
}

Test(statistic, the_list_and_the_lookup_agree)
{
    for (int32_t i = 0; i < whisker_statistic_count(); i++) {
        const whisker_statistic *statistic = whisker_statistic_at(i);
        whisker_statistic own;
        cr_assert_eq(whisker_statistic_named(statistic->name), statistic);
        cr_assert_eq(statistic_load(statistic, &own, NULL), WHISKER_OK);
        for (int32_t j = 0; j < statistic->n_columns; j++)
            cr_assert(strlen(statistic->columns[j]) > 0);
    }
    cr_assert_null(whisker_statistic_at(-1));
    cr_assert_null(whisker_statistic_at(whisker_statistic_count()));
    cr_assert_null(whisker_statistic_named("median"));
    cr_assert_null(whisker_statistic_named(NULL));
}

Test(statistic, scales_have_names)
{
    for (int32_t scale = WHISKER_SCALE_IDENTITY; scale <= WHISKER_SCALE_LOGIT; scale++)
        cr_assert_eq(whisker_scale_number(whisker_scale_name(scale)), scale);
    cr_assert_null(whisker_scale_name(WHISKER_SCALE_DEFAULT));
    cr_assert_null(whisker_scale_name(4));
    cr_assert_null(whisker_scale_name(-1));
    cr_assert_eq(whisker_scale_number("square"), -1);
    cr_assert_eq(whisker_scale_number(NULL), -1);
}

Test(statistic, values_by_hand)
{
    const double three_quarters[] = {3, 4}, bits[] = {log(2) * 6, 4}, log_two[] = {log(2) * 5, 5};
    const double confusion[] = {6, 1, 2, 3}; /* tp, fp, fn, tn */
    cr_assert_eq(value_of("mean", three_quarters), 3);
    cr_assert_eq(value_of("ratio", three_quarters), 0.75);
    cr_assert_eq(value_of("token_accuracy", three_quarters), 0.75);
    cr_assert(near(value_of("bits_per_byte", bits), 1.5, 1e-15));
    cr_assert(near(value_of("perplexity", log_two), 2, 1e-15));
    cr_assert(near(value_of("word_perplexity", log_two), 2, 1e-15));
    cr_assert(near(value_of("byte_perplexity", log_two), 2, 1e-15));
    cr_assert_eq(value_of("precision", confusion), 6. / 7);
    cr_assert_eq(value_of("recall", (const double[]){6, 2}), 0.75);
    cr_assert_eq(value_of("f1", confusion), 12. / 15);
    cr_assert_eq(value_of("micro_f1", confusion), 0.8);
    cr_assert(near(value_of("matthews", confusion), 16 / sqrt(7 * 8 * 4 * 5), 1e-15));
}

/* The example of sacreBLEU's card on the Hugging Face hub. */
Test(statistic, bleu_as_published)
{
    const double counts[] = {6, 4, 2, 1, 10, 8, 6, 4, 10, 7};
    cr_assert(near(value_of("bleu", counts), 39.76353643835252, 1e-14));
    const double shorter[] = {6, 4, 2, 1, 10, 8, 6, 4, 10, 15};
    cr_assert(near(value_of("bleu", shorter), 39.76353643835252 * exp(-0.5), 1e-14));
    const double no_match[] = {6, 4, 2, 0, 10, 8, 6, 4, 10, 7}, no_order[] = {6, 4, 2, 0, 10, 8, 6, 0, 10, 7};
    cr_assert_eq(value_of("bleu", no_match), 0);
    cr_assert(isnan(value_of("bleu", no_order)));
}

/* The two examples of chrF's card there; the counts are those of the texts. */
Test(statistic, chrf_as_published)
{
    const double one[] = {54, 60, 58, 40, 59, 57, 33, 58, 56, 29, 57, 55, 27, 56, 54, 25, 55, 53};
    cr_assert(near(value_of("chrf", one), 61.576379378113785, 1e-14), "%.17g", value_of("chrf", one));
    const double two[] = {106, 109, 109, 100, 107, 107, 92, 105, 105, 84, 103, 103, 76, 101, 101, 72, 99, 99};
    cr_assert(near(value_of("chrf", two), 84.64214891738334, 1e-14), "%.17g", value_of("chrf", two));
    double shorter[18], none[18] = {0};
    memcpy(shorter, one, sizeof one);
    shorter[15] = shorter[16] = 0; /* no hypothesis is long enough: the order does not count */
    cr_assert(value_of("chrf", shorter) > value_of("chrf", one));
    cr_assert(isnan(value_of("chrf", none)));
    none[1] = none[2] = 5;
    cr_assert_eq(value_of("chrf", none), 0);
}

Test(statistic, undefined_without_a_denominator)
{
    const double nothing[10] = {0};
    for (int32_t i = 1; i < whisker_statistic_count(); i++) {
        const whisker_statistic *statistic = whisker_statistic_at(i);
        double empty[STATISTIC_COLUMNS] = {0};
        cr_assert(isnan(statistic->value(empty, statistic->parameters)), "%s", statistic->name);
    }
    cr_assert(isnan(value_of("matthews", (const double[]){3, 0, 2, 0})));
    cr_assert(isnan(value_of("ratio", nothing)));
}

/* Analytic derivatives against differences of the values. */
Test(statistic, gradients)
{
    static const double mean[18] = {0.81, 1.3, 1.1, 0.7, 1.2, 1.05, 2.5, 1.15, 3.4,
                                     3.9, 1.1, 1.6, 0.4, 1.3, 1.2, 0.3, 1.4, 0.9};
    static const double bleu[] = {5.1, 3.2, 2.3, 1.1, 9.7, 8.4, 7.2, 6.3, 9.7, 11.4};
    for (int32_t i = 0; i < whisker_statistic_count(); i++) {
        const whisker_statistic *statistic = whisker_statistic_at(i);
        const double *at = strcmp(statistic->name, "bleu") == 0 ? bleu : mean;
        whisker_statistic numeric = *statistic;
        double exact[STATISTIC_COLUMNS], approximate[STATISTIC_COLUMNS], spread[STATISTIC_COLUMNS] = {0};
        numeric.gradient = NULL;
        statistic_gradient(statistic, at, spread, exact);
        statistic_gradient(&numeric, at, spread, approximate);
        double largest = 0;
        for (int32_t j = 0; j < statistic->n_columns; j++)
            largest = fmax(largest, fabs(exact[j]));
        for (int32_t j = 0; j < statistic->n_columns; j++)
            cr_assert(fabs(exact[j] - approximate[j]) <= 1e-9 * largest, "%s %d: %.15g %.15g", statistic->name, (int)j,
                      exact[j], approximate[j]);
    }
}

static double square_root(const double *mean, const void *parameters)
{
    (void)parameters;
    return mean[0] < 1 ? NAN : sqrt(mean[0] - 1) + 0 * mean[1];
}

/* A foreign statistic at the end of its domain: the side that exists. A column of zeros: no slope. */
Test(statistic, differences_at_an_end)
{
    whisker_statistic foreign = {.size = sizeof foreign, .n_columns = 2, .value = square_root}, own;
    double mean[] = {1, 0}, spread[] = {0.5, 0}, gradient[2];
    cr_assert_eq(statistic_load(&foreign, &own, NULL), WHISKER_OK);
    statistic_gradient(&own, mean, spread, gradient);
    cr_assert(isfinite(gradient[0]) && gradient[0] > 0);
    cr_assert_eq(gradient[1], 0);
    cr_assert_eq(mean[0], 1);
}

Test(statistic, refusals)
{
    whisker_statistic own, given = statistic_ratio;
    cr_assert_eq(statistic_load(NULL, &own, NULL), WHISKER_BAD_ARGUMENT);
    given.value = NULL;
    cr_assert_eq(statistic_load(&given, &own, NULL), WHISKER_BAD_ARGUMENT);
    given = statistic_ratio;
    given.n_columns = 0;
    cr_assert_eq(statistic_load(&given, &own, NULL), WHISKER_BAD_ARGUMENT);
    given.n_columns = STATISTIC_COLUMNS + 1;
    cr_assert_eq(statistic_load(&given, &own, NULL), WHISKER_BAD_ARGUMENT);
    given = statistic_ratio;
    given.scale = 9;
    cr_assert_eq(statistic_load(&given, &own, NULL), WHISKER_BAD_OPTION);
    given = statistic_ratio;
    given.low = 1;
    cr_assert_eq(statistic_load(&given, &own, NULL), WHISKER_BAD_OPTION);
    given = statistic_ratio;
    given.size = 0;
    cr_assert_eq(statistic_load(&given, &own, NULL), WHISKER_BAD_ARGUMENT);
}
