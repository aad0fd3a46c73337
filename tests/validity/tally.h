/* How often the intervals of some methods cover the truth of one scenario. */
#ifndef WHISKER_TESTS_VALIDITY_TALLY_H
#define WHISKER_TESTS_VALIDITY_TALLY_H

#include "method.h"

enum { MOST_METHODS = 8 };

/* Shares of the samples; of those with an interval where it says so. */
typedef struct tally {
    double coverage; /* of those with an interval */
    double width;    /* likewise, on average */
    double none;     /* no interval exists */
    double rejected; /* p at most .05 */
} tally;

/* out[n_methods]. All methods see the same samples. The same digits whatever the number of threads. */
void tally_scenario(const scenario *world, int n_methods, const method *methods, int simulations, tally *out);

#endif
