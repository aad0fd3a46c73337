/* With G = log mass, G' = slope and G'' / G' = density_slope - slope. The log of a tail of a log-concave density is
 * concave, so Newton's steps come from one side and cannot run away; the bracket is for what rounding does. */
#include "dist/root.h"

#include <float.h>
#include <math.h>

enum { MOST_STEPS = 200 };
static const double negligible = 1e-5; /* above what rounding of u does to the residual at shapes of 1e15 */

static double halley_step(root_view view, double residual)
{
    double newton = -residual / view.slope;
    double bend = 1 + 0.5 * newton * (view.density_slope - view.slope);
    return bend > 0.5 && bend < 2 ? newton / bend : newton;
}

/* A step within rounding of u ends the search. So does a small one that no longer shrinks: the steps of a converging
 * iteration at least halve, hence what is left is rounding in the residual. */
static int is_settled(double step, double before, double u)
{
    double scale = 1 + fabs(u);
    return fabs(step) <= 2 * DBL_EPSILON * scale || (fabs(step) < 1e-9 * scale && fabs(step) > 0.25 * before);
}

/* Where a step has left the bracket: its middle, or further out on a side that is still open. */
static double inside(double low, double high)
{
    if (isinf(low))
        return high - 2 * (1 + fabs(high));
    if (isinf(high))
        return low + 2 * (1 + fabs(low));
    return 0.5 * (low + high);
}

double root_find(root_function *view, const void *context, double log_target, double start)
{
    double u = start, low = -INFINITY, high = INFINITY, before = INFINITY;
    for (int i = 0; i < MOST_STEPS; i++) {
        root_view here = view(context, u);
        double residual = here.log_mass - log_target;
        double step = residual == 0 ? 0 : halley_step(here, residual);
        if (isnan(step))
            return NAN;
        if (is_settled(step, before, u))
            return fabs(residual) <= negligible * (1 + fabs(log_target)) ? u + step : NAN;
        *(step > 0 ? &low : &high) = u;
        double next = u + step;
        if (next <= low || next >= high || isinf(next))
            next = inside(low, high);
        before = fabs(step);
        u = next;
    }
    return NAN;
}
