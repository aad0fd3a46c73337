#include "summaries.h"

/* Softmax of 0, log 2, log 5 is 1/8, 2/8, 5/8; halved by their lengths the last is log 5 / 2. */
Test(option_scores, by_hand)
{
    const int64_t first[] = {0, 3, 5, 6}, right[] = {2, 0, 0};
    const double log_likelihood[] = {0, log(2), log(5), -1000, -1000 + log(3), -7}, length[] = {1, 1, 2, 1, 1, 9};
    double probability[3], accuracy[3];
    cr_assert_eq(whisker_option_scores(3, first, log_likelihood, NULL, right, probability, accuracy, NULL), WHISKER_OK);
    cr_assert(near(probability[0], 0.625, 1e-15) && accuracy[0] == 1);
    cr_assert(near(probability[1], 0.25, 1e-13) && accuracy[1] == 0);
    cr_assert(probability[2] == 1 && accuracy[2] == 1);
    cr_assert_eq(whisker_option_scores(3, first, log_likelihood, length, right, probability, NULL, NULL), WHISKER_OK);
    cr_assert(near(probability[0], sqrt(5) / (3 + sqrt(5)), 1e-15));
    cr_assert_eq(whisker_option_scores(3, first, log_likelihood, length, right, NULL, accuracy, NULL), WHISKER_OK);
    cr_assert(accuracy[0] == 1 && accuracy[1] == 0);
}

Test(option_scores, the_first_of_equal_options)
{
    const int64_t first[] = {0, 3, 6}, right[] = {0, 1};
    const double log_likelihood[] = {-2, -2, -3, -2, -2, -3};
    double probability[2], accuracy[2];
    cr_assert_eq(whisker_option_scores(2, first, log_likelihood, NULL, right, probability, accuracy, NULL), WHISKER_OK);
    cr_assert(accuracy[0] == 1 && accuracy[1] == 0);
    cr_assert_eq(probability[0], probability[1]);
}

Test(option_scores, extremes)
{
    const int64_t first[] = {0, 2, 4, 6}, right[] = {0, 0, 1};
    const double log_likelihood[] = {-1e5, -2e5, -INFINITY, -3, -1e308, -1e308};
    double probability[3], accuracy[3];
    cr_assert_eq(whisker_option_scores(3, first, log_likelihood, NULL, right, probability, accuracy, NULL), WHISKER_OK);
    cr_assert(probability[0] == 1 && probability[1] == 0 && probability[2] == 0.5);
    cr_assert(accuracy[0] == 1 && accuracy[1] == 0 && accuracy[2] == 0);
}

Test(option_scores, undefined)
{
    const int64_t first[] = {0, 2, 4, 6, 6, 8, 10}, right[] = {-1, 0, 0, -1, 1, 0};
    const double log_likelihood[] = {-1, -2, NAN, -1, -INFINITY, -INFINITY, -1, -2, INFINITY, -1};
    const double length[] = {1, 1, 1, 1, 1, 1, 0, 1, 1, 1};
    double probability[6], accuracy[6];
    cr_assert_eq(whisker_option_scores(6, first, log_likelihood, length, right, probability, accuracy, NULL), WHISKER_OK);
    for (int i = 0; i < 6; i++)
        cr_assert(isnan(probability[i]) && isnan(accuracy[i]), "%d", i);
    cr_assert_eq(whisker_option_scores(6, first, log_likelihood, NULL, right, probability, accuracy, NULL), WHISKER_OK);
    cr_assert(!isnan(probability[4]));
}

Test(option_scores, refusals)
{
    const int64_t first[] = {0, 2}, back[] = {2, 0}, right[] = {2}, known[] = {1}, below[] = {-2};
    const double log_likelihood[] = {-1, -2};
    double out[1];
    cr_assert_eq(whisker_option_scores(1, first, log_likelihood, NULL, right, out, out, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_option_scores(1, first, log_likelihood, NULL, below, out, out, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_option_scores(1, back, log_likelihood, NULL, known, out, out, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_option_scores(1, NULL, log_likelihood, NULL, known, out, out, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_option_scores(1, first, NULL, NULL, known, out, out, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_option_scores(1, first, log_likelihood, NULL, NULL, out, out, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_option_scores(-1, first, log_likelihood, NULL, known, out, out, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_option_scores(0, NULL, NULL, NULL, NULL, NULL, NULL, NULL), WHISKER_OK);
}

/* Options whose probability is uniform, beside answers drawn with it: variance 1/12 where right or wrong has 1/4, a
 * third (Miller 2024, section 3.2). */
Test(option_scores, variance_saved)
{
    enum { N = 4000 };
    static double log_likelihood[2 * N], probability[N], accuracy[N];
    static int64_t first[N + 1], right[N];
    random_stream stream = random_open(32, 0);
    for (int64_t i = 0; i < N; i++) {
        double p = ((double)i + 0.5) / N;
        log_likelihood[2 * i] = log(p);
        log_likelihood[2 * i + 1] = log1p(-p);
        first[i + 1] = 2 * (i + 1);
    }
    cr_assert_eq(whisker_option_scores(N, first, log_likelihood, NULL, right, probability, accuracy, NULL), WHISKER_OK);
    for (int64_t i = 0; i < N; i++)
        accuracy[i] = random_uniform(&stream) < probability[i]; /* an answer that is drawn */
    whisker_items items = plain_items(N);
    whisker_next_token out = {.size = sizeof out, .probability.size = 1, .accuracy.size = 2};
    cr_assert_eq(whisker_next_token_mean(&items, probability, accuracy, NULL, NULL, &out, NULL), WHISKER_OK);
    cr_assert(near(out.probability.value, 0.5, 1e-12));
    cr_assert(near(out.probability.standard_error, sqrt(1. / 12 / N), 1e-3));
    cr_assert(near(out.variance_ratio, 1. / 3, 2e-3), "%g", out.variance_ratio);
    cr_assert_eq(out.accuracy.interval, WHISKER_JEFFREYS);
    cr_assert(out.size == sizeof out && out.probability.size == 1 && out.accuracy.size == 2);
    whisker_estimate expected = mean_of(&items, accuracy, (whisker_mean_options){0});
    cr_assert(out.accuracy.value == expected.value && out.accuracy.lower == expected.lower);
    for (int64_t i = 0; i < N; i++)
        accuracy[i] = 1;
    cr_assert_eq(whisker_next_token_mean(&items, probability, accuracy, NULL, NULL, &out, NULL), WHISKER_OK);
    cr_assert(isnan(out.variance_ratio));
    cr_assert_eq(whisker_next_token_mean(&items, probability, accuracy, NULL, NULL, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_next_token_mean(&items, NULL, accuracy, NULL, NULL, &out, NULL), WHISKER_BAD_ARGUMENT);
}
