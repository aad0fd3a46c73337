#include "draw.h"

#include "whisker.h"

#include <math.h>

/* By inversion: one uniform a number. */
double draw_normal(random_stream *stream)
{
    return whisker_normal_quantile(random_uniform(stream), WHISKER_LOWER);
}

int draw_successes(random_stream *stream, int trials, double rate)
{
    int successes = 0;
    for (int i = 0; i < trials; i++)
        successes += random_uniform(stream) < rate;
    return successes;
}

/* The logarithm of a gamma number, by Marsaglia and Tsang 2000; below shape 1 from shape + 1, in logarithms, since such
 * numbers may be too small for a double. */
static double draw_log_gamma(random_stream *stream, double shape)
{
    if (shape < 1)
        return draw_log_gamma(stream, shape + 1) + log(random_uniform(stream)) / shape;
    double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        double x = draw_normal(stream), v = 1 + c * x;
        if (v > 0 && log(random_uniform(stream)) < x * x / 2 + d - d * v * v * v + 3 * d * log(v))
            return log(d) + 3 * log(v);
    }
}

double draw_rate(random_stream *stream, double mean, double correlation)
{
    if (correlation <= 0)
        return mean;
    double size = 1 / correlation - 1;
    double success = draw_log_gamma(stream, size * mean), failure = draw_log_gamma(stream, size * (1 - mean));
    return 1 / (1 + exp(failure - success));
}
