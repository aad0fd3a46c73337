#include "method.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static whisker_items items_of(const scenario *world, const dataset *sample, int with_clusters)
{
    whisker_items items = {.size = sizeof items, .n = sample->n};
    if (with_clusters && (world->sizes != EVEN || world->size > 1)) {
        items.n_keys = world->crossed ? 2 : 1;
        items.cluster = sample->cluster;
    }
    if (world->weighted)
        items.weight = sample->weight;
    return items;
}

static void demand(int32_t status, const whisker_error *error)
{
    if (status == WHISKER_OK)
        return;
    fprintf(stderr, "%s\n", error->text);
    exit(1);
}

static int is_one_value(const dataset *sample)
{
    for (int i = 1; i < sample->n; i++)
        if (sample->a[i] != sample->a[0])
            return 0;
    return 1;
}

/* Where all scores lie at one end every method of ours gives the exact bound, as the default does. */
static answer mean_answer(const method *method, const scenario *world, const dataset *sample, whisker_arena *arena)
{
    int ours = method->sort == OURS;
    whisker_items items = items_of(world, sample, ours);
    whisker_mean_options options = {.size = sizeof options, .variance = ours ? method->variance : WHISKER_CLT,
                                    .interval = ours ? method->interval : WHISKER_NORMAL,
                                    .low = -INFINITY, .high = INFINITY};
    if (ours && world->kind != NORMAL) {
        options.low = 0;
        options.high = 1;
        if (is_one_value(sample))
            options.interval = WHISKER_INTERVAL_DEFAULT;
    }
    whisker_estimate found = {.size = sizeof found};
    whisker_error error;
    demand(whisker_mean(&items, sample->a, &options, arena, &found, &error), &error);
    return (answer){found.lower, found.upper, found.p};
}

static double naive_error(const dataset *sample, const double *a, const double *b, double *mean)
{
    double total = 0, squares = 0;
    for (int i = 0; i < sample->n; i++)
        total += a[i] - (b == NULL ? 0 : b[i]);
    *mean = total / sample->n;
    for (int i = 0; i < sample->n; i++) {
        double residual = a[i] - (b == NULL ? 0 : b[i]) - *mean;
        squares += residual * residual;
    }
    return sqrt(squares / (sample->n - 1) / sample->n);
}

static answer normal_answer(double value, double standard_error)
{
    double half = whisker_normal_quantile(0.025, WHISKER_UPPER) * standard_error;
    double p = standard_error > 0 ? 2 * whisker_normal_cdf(fabs(value / standard_error), WHISKER_UPPER) : 1;
    return (answer){value - half, value + half, p};
}

static answer naive_difference(const method *method, const dataset *sample)
{
    double mean_a, mean_b;
    if (method->sort == NAIVE_PAIRED) {
        double error = naive_error(sample, sample->a, sample->b, &mean_a);
        return normal_answer(mean_a, error);
    }
    double error_a = naive_error(sample, sample->a, NULL, &mean_a);
    double error_b = naive_error(sample, sample->b, NULL, &mean_b);
    return normal_answer(mean_a - mean_b, sqrt(error_a * error_a + error_b * error_b));
}

static answer sign_flip_answer(const scenario *world, const dataset *sample, whisker_arena *arena)
{
    whisker_items items = items_of(world, sample, 1);
    whisker_sign_flip_options options = {.size = sizeof options, .replicates = 199, .seed = 1, .threads = 1};
    whisker_sign_flip found = {.size = sizeof found};
    whisker_error error;
    demand(whisker_sign_flip_test(&items, sample->a, sample->b, &options, arena, &found, &error), &error);
    return (answer){NAN, NAN, found.p};
}

static answer difference_answer(const method *method, const scenario *world, const dataset *sample,
                                whisker_arena *arena)
{
    if (method->sort == SIGN_FLIP)
        return sign_flip_answer(world, sample, arena);
    if (method->sort != OURS)
        return naive_difference(method, sample);
    whisker_items items = items_of(world, sample, 1);
    whisker_difference_options options = {.size = sizeof options, .variance = method->variance,
                                          .interval = method->interval};
    if (world->kind != NORMAL)
        options.high = 1;
    whisker_comparison found = {.size = sizeof found, .difference = {.size = sizeof found.difference}};
    whisker_error error;
    demand(whisker_difference(&items, sample->a, sample->b, &options, arena, &found, &error), &error);
    return (answer){found.difference.lower, found.difference.upper, found.difference.p};
}

answer method_answer(const method *method, const scenario *world, const dataset *sample, whisker_arena *arena)
{
    return world->paired ? difference_answer(method, world, sample, arena) : mean_answer(method, world, sample, arena);
}
