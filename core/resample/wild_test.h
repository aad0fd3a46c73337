/* The test of a null value by the replicates of a wild bootstrap, and the interval of the values that it does not reject. */
#ifndef WHISKER_RESAMPLE_WILD_TEST_H
#define WHISKER_RESAMPLE_WILD_TEST_H

#include "resample/wild_draws.h"

typedef struct wild_test {
    const wild_draws *draws;
    double mean;      /* of the units */
    double squares;   /* of their residuals about it; positive */
    int unrestricted; /* residuals of the replicates are about the mean and not the null */
    int enumerated;   /* the replicates are the whole law */
} wild_test;

/* Share of the replicates whose |t| is at least that of the data; of random ones the data count as one more. */
double wild_test_p(const wild_test *test, double null);

/* The least and the greatest null value with p > alpha: infinite where none is rejected. standard_error sets the scale of the
 * search. Statuses: NO_MEMORY. */
int32_t wild_test_invert(const wild_test *test, double alpha, double standard_error, scratch *scratch, double *lower,
                         double *upper, whisker_error *error);

#endif
