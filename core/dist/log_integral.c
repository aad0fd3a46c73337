#include "dist/log_integral.h"

enum { MOST_STEPS = 2000000 };

typedef struct trapezoids {
    log_integrand *f;
    void *context;
    double step, negligible;
    log_sum sum;
} trapezoids;

/* Terms at first, first + 1, ... (or downwards) until they end; 0 if they do not. */
static int add_side(trapezoids *this, int first, int direction)
{
    double before = -INFINITY;
    for (int j = 0; j < MOST_STEPS; j++) {
        int place = first + direction * j;
        double term = this->f(place * this->step, this->context);
        if (isnan(term))
            return 0;
        log_sum_add(&this->sum, term, place);
        if (log_sum_ends(&this->sum, before, term, this->negligible))
            return 1;
        before = term;
    }
    return 0;
}

double log_integral(log_integrand *f, void *context, double step, double negligible, int *start)
{
    trapezoids made = {f, context, step, negligible, log_sum_empty(*start)};
    /* Downwards first: where f is the logarithm of a scale no tail has underflowed there, so the way up knows the peak. */
    if (!add_side(&made, *start - 1, -1) || !add_side(&made, *start, 1))
        return NAN;
    *start = made.sum.place;
    return log_sum_value(&made.sum) + log(step);
}
