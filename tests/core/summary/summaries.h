/* What the tests of summaries share. */
#ifndef WHISKER_TESTS_SUMMARIES_H
#define WHISKER_TESTS_SUMMARIES_H

#include "base/random.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>

#define with(...) (whisker_summary_options){__VA_ARGS__}

static inline int near(double a, double b, double relative)
{
    return fabs(a - b) <= relative * fabs(b);
}

static inline whisker_items plain_items(int64_t n)
{
    return (whisker_items){.size = sizeof(whisker_items), .n = n};
}

static inline whisker_items clustered_items(int64_t n, const int32_t *codes)
{
    return (whisker_items){.size = sizeof(whisker_items), .n = n, .n_keys = 1, .cluster = codes};
}

static inline double normal(random_stream *stream)
{
    return whisker_normal_quantile(random_uniform(stream), WHISKER_LOWER);
}

static inline whisker_estimate summary_of(const char *name, const whisker_items *items, const double *columns,
                                          whisker_summary_options options)
{
    whisker_estimate out = {.size = sizeof out};
    whisker_error error = {0};
    options.size = sizeof options;
    cr_assert_eq(whisker_summary(items, whisker_statistic_named(name), columns, &options, NULL, &out, &error),
                 WHISKER_OK, "%s", error.text);
    return out;
}

static inline whisker_estimate mean_of(const whisker_items *items, const double *score, whisker_mean_options options)
{
    whisker_estimate out = {.size = sizeof out};
    whisker_error error = {0};
    options.size = sizeof options;
    cr_assert_eq(whisker_mean(items, score, &options, NULL, &out, &error), WHISKER_OK, "%s", error.text);
    return out;
}

/* Field by field: structs may have padding. */
static inline void assert_same(const whisker_estimate *a, const whisker_estimate *b)
{
    const double *first = &a->value, *second = &b->value;
    for (int i = 0; i < 12; i++)
        cr_assert((isnan(first[i]) && isnan(second[i])) || first[i] == second[i], "field %d: %.17g %.17g", i, first[i],
                  second[i]);
    cr_assert(a->notes == b->notes && a->variance == b->variance && a->interval == b->interval);
    cr_assert(a->n_items == b->n_items && a->n_missing == b->n_missing && a->n_clusters == b->n_clusters);
}

#endif
