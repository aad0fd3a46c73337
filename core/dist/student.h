/* Student's t at degrees of freedom that are asked for again and again: what depends on them alone is known. */
#ifndef WHISKER_DIST_STUDENT_H
#define WHISKER_DIST_STUDENT_H

#include "dist/incomplete_beta.h"

typedef struct student {
    double df;
    beta_shape shape; /* of t^2 / (t^2 + df); of no meaning when df is infinite */
} student;

student student_of(double df); /* df > 0 */

/* The bits of whisker_t_cdf. */
double student_cdf(const student *student, double x, int32_t tail);

#endif
