#include "check.h"

#include <criterion/criterion.h>

#include <float.h>
#include <stdio.h>

void check_close(const char *what, double got, double expected, double relative)
{
    double error = fabs(got - expected);
    cr_expect(got == expected || error <= relative * fabs(expected) || (expected == 0 && error < 10 * DBL_MIN),
              "%s: got %.17g, expected %.17g, relative error %.1e", what, got, expected, error / fabs(expected));
}

static void name_call(char *name, size_t size, const double *argument, int32_t tail)
{
    snprintf(name, size, "(%.17g, %.17g, %.17g, %.17g), tail %d", argument[0], argument[1], argument[2], argument[3],
             (int)tail);
}

void check_tails(tails_function *cdf, const tails_row *rows, size_t count, double relative)
{
    for (size_t i = 0; i < count; i++) {
        const double expected[4] = {rows[i].lower, rows[i].upper, rows[i].log_lower, rows[i].log_upper};
        for (int32_t tail = 0; tail < 4; tail++) {
            char name[160];
            name_call(name, sizeof name, rows[i].argument, tail);
            check_close(name, cdf(rows[i].argument, tail), expected[tail], relative);
        }
    }
}

void check_quantiles(tails_function *quantile, const quantile_row *rows, size_t count, double relative)
{
    for (size_t i = 0; i < count; i++) {
        double argument[4] = {rows[i].p, rows[i].parameter[0], rows[i].parameter[1], rows[i].parameter[2]};
        char name[160];
        name_call(name, sizeof name, argument, rows[i].tail);
        check_close(name, quantile(argument, rows[i].tail), rows[i].quantile, relative);
    }
}

/* A relative 1e-12 to the side of direction; infinity stands for all that overflows, 0 for all that underflows. */
static double beside(double x, double direction)
{
    if (isinf(x))
        return x * direction > 0 ? x : nextafter(x, 0);
    return x + direction * fmax(1e-12 * fabs(x), DBL_MIN);
}

static void check_enclosed(tails_function *cdf, tails_function *quantile, double *argument, double p, int32_t tail)
{
    char name[160];
    argument[0] = p;
    name_call(name, sizeof name, argument, tail);
    double x = quantile(argument, tail);
    cr_expect(!isnan(x), "%s: NaN", name);
    argument[0] = beside(x, -1);
    double left = cdf(argument, tail);
    argument[0] = beside(x, 1);
    double right = cdf(argument, tail);
    double slack = 1e-14 * (fabs(p) + (tail & WHISKER_LOG ? 1 : 0));
    cr_expect(fmin(left, right) - slack <= p && p <= fmax(left, right) + slack, "%s: quantile %.17g has %.17g to %.17g",
              name, x, left, right);
}

void check_round_trip(tails_function *cdf, tails_function *quantile, const double *parameter, int n_parameters)
{
    static const double p[] = {1e-300, 1e-100, 1e-20, 1e-9, 0.001, 0.025, 0.2, 0.4999, 0.6, 0.9, 0.975, 1 - 1e-9};
    double argument[4] = {0};
    for (int i = 0; i < n_parameters; i++)
        argument[i + 1] = parameter[i];
    for (size_t i = 0; i < COUNT(p); i++)
        for (int32_t tail = 0; tail < 4; tail++)
            check_enclosed(cdf, quantile, argument, tail & WHISKER_LOG ? log(p[i]) : p[i], tail);
}

void check_not_a_number(tails_function *function, const double *argument, int n_arguments)
{
    cr_expect(!isnan(function(argument, 0)));
    for (int i = 0; i < n_arguments; i++) {
        double spoilt[4] = {argument[0], argument[1], argument[2], argument[3]};
        spoilt[i] = NAN;
        for (int32_t tail = 0; tail < 4; tail++)
            cr_expect(isnan(function(spoilt, tail)), "argument %d is NaN, tail %d", i, (int)tail);
    }
    cr_expect(isnan(function(argument, 4)));
    cr_expect(isnan(function(argument, -1)));
}
