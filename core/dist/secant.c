/* Regula falsi with the end that stays put drawn in (Anderson and Björck 1973): a bracket that shrinks from both sides,
 * about as fast as secants do, in some ten evaluations. */
#include "dist/secant.h"

#include <float.h>
#include <math.h>

enum { MOST_STEPS = 200 };
static const double first_step = 0.25;
static const double rounding = 1e-13;

typedef struct end {
    double u, residual;
} end;

typedef struct search {
    secant_function *log_mass;
    const void *context;
    double log_target;
} search;

static end look_at(const search *this, double u)
{
    return (end){u, this->log_mass(this->context, u) - this->log_target};
}

static int is_between(end a, end b)
{
    return (a.residual <= 0) != (b.residual <= 0);
}

/* Steps that double, in the direction in which the residual falls. 0 when there is no other side. */
static int bracket(const search *this, end *here, end *there)
{
    end up = look_at(this, here->u + first_step);
    if (is_between(*here, up)) {
        *there = up;
        return 1;
    }
    double direction = fabs(up.residual) < fabs(here->residual) ? 1 : -1;
    end last = direction > 0 ? up : *here;
    for (double step = 2 * first_step; step < 1e6; step *= 2) {
        *there = look_at(this, last.u + direction * step);
        if (isnan(there->residual))
            return 0;
        if (is_between(last, *there)) {
            *here = last;
            return 1;
        }
        last = *there;
    }
    return 0;
}

/* What is left is the rounding of the tail. */
static int is_settled(const search *this, end a, end b)
{
    return fabs(b.residual) <= rounding * (1 + fabs(this->log_target)) ||
           fabs(a.u - b.u) <= 4 * DBL_EPSILON * (1 + fabs(b.u));
}

/* The end that stays is given a smaller residual, by as much as the other has come down, so that it moves soon. */
static double drawn_in(double staying, double before, double after)
{
    double factor = 1 - after / before;
    return staying * (factor > 0 ? factor : 0.5);
}

double secant_find(secant_function *log_mass, const void *context, double log_target, double start)
{
    search this = {log_mass, context, log_target};
    end a = look_at(&this, start), b;
    if (!bracket(&this, &a, &b))
        return NAN;
    for (int i = 0; i < MOST_STEPS && !is_settled(&this, a, b); i++) {
        double u = b.u - b.residual * ((b.u - a.u) / (b.residual - a.residual));
        if (!(u > fmin(a.u, b.u) && u < fmax(a.u, b.u)))
            u = 0.5 * (a.u + b.u);
        end next = look_at(&this, u);
        if (isnan(next.residual))
            return NAN;
        if (is_between(next, b))
            a = b;
        else
            a.residual = drawn_in(a.residual, b.residual, next.residual);
        b = next;
    }
    return is_settled(&this, a, b) ? b.u : NAN;
}
