#include "stat/bisection.h"

#include <math.h>

enum { MOST_HALVINGS = 120 };

double bisect(bisection_function *f, const void *context, double positive, double other)
{
    for (int i = 0; i < MOST_HALVINGS; i++) {
        double middle = positive + (other - positive) / 2;
        if (middle == positive || middle == other)
            break;
        double height = f(middle, context);
        if (isnan(height))
            return NAN;
        if (height > 0)
            positive = middle;
        else
            other = middle;
    }
    return other;
}
