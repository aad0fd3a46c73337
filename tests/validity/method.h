/* Ways to an interval, ours and that of harnesses, for one sample. */
#ifndef WHISKER_TESTS_VALIDITY_METHOD_H
#define WHISKER_TESTS_VALIDITY_METHOD_H

#include "scenario.h"
#include "whisker.h"

typedef enum sort_of_method {
    NAIVE,          /* mean and normal interval with the standard error of independent items (lm-eval) */
    NAIVE_UNPAIRED, /* the same of two runs, their standard errors added in squares */
    NAIVE_PAIRED,   /* the same of the differences */
    SIGN_FLIP,      /* a test, without an interval: 199 replicates where it is not exact */
    OURS
} sort_of_method;

typedef struct method {
    const char *name;
    sort_of_method sort;
    int32_t variance, interval; /* of OURS; 0: the defaults */
} method;

/* Bounds are NaN when there is no interval. */
typedef struct answer {
    double lower, upper;
    double p;
} answer;

answer method_answer(const method *method, const scenario *world, const dataset *sample, whisker_arena *arena);

#endif
