/* Checks that every distribution function shares. Expected values in the tables of this folder are from mpmath at 40
 * digits, of the arguments as doubles; 0 stands for what is below the normal doubles. */
#ifndef WHISKER_TESTS_DIST_CHECK_H
#define WHISKER_TESTS_DIST_CHECK_H

#include "whisker.h"

#include <math.h>

typedef double tails_function(const double *argument, int32_t tail); /* x first, then the parameters */

typedef struct tails_row {
    double argument[4];
    double lower, upper, log_lower, log_upper;
} tails_row;

typedef struct quantile_row {
    double p;
    double parameter[3];
    int32_t tail;
    double quantile;
} quantile_row;

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

void check_close(const char *what, double got, double expected, double relative);
/* All four forms of each row. */
void check_tails(tails_function *cdf, const tails_row *rows, size_t count, double relative);
void check_quantiles(tails_function *quantile, const quantile_row *rows, size_t count, double relative);

/* cdf(quantile(p)) = p in each form, over p from 1e-300 to 1 - 1e-9, as far as rounding of the quantile lets it be:
 * the cdf a relative 1e-12 to either side encloses p. */
void check_round_trip(tails_function *cdf, tails_function *quantile, const double *parameter, int n_parameters);

/* NaN in any argument, and a tail that is none, give NaN. */
void check_not_a_number(tails_function *function, const double *argument, int n_arguments);

#endif
