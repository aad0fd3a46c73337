/* Gauss-Legendre panels of 16 nodes. The log of the integrand is written with w - log(1 + w), so that nothing cancels
 * however large the powers; every term is positive, so the far tail is as accurate as the middle. */
#include "dist/tail_integral.h"

#include "dist/elementary.h"
#include "dist/gauss_legendre.h"

#include <math.h>

enum { MOST_PANELS = 64 };

static double integrand(double v, double slope, density_factor first, density_factor second)
{
    return exp(-slope * v - first.power * log1p_excess(first.rate * v) - second.power * log1p_excess(second.rate * v));
}

static double panel(double from, double width, double slope, density_factor first, density_factor second)
{
    double half = 0.5 * width, centre = from + half, total = 0;
    for (int i = 0; i < GAUSS_PAIRS; i++)
        total += gauss_legendre[i][1] * (integrand(centre - half * gauss_legendre[i][0], slope, first, second)
                                + integrand(centre + half * gauss_legendre[i][0], slope, first, second));
    return half * total;
}

/* Distance over which the exponent grows by about 9: 16 nodes are exact there to the last digit. */
static double panel_width(double slope, density_factor first, density_factor second)
{
    const double growth = 9;
    double curvature = first.power * first.rate * first.rate + second.power * second.rate * second.rate;
    double rise = fmax(slope, 0);
    return 2 * growth / (rise + sqrt(rise * rise + 2 * growth * curvature));
}

double tail_integral(double slope, density_factor first, density_factor second)
{
    double width = panel_width(slope, first, second), total = 0;
    for (int i = 0; i < MOST_PANELS; i++) {
        double more = panel(i * width, width, slope, first, second);
        total += more;
        if (more <= 1e-17 * total)
            return total;
    }
    return NAN;
}
