/* Gauss-Legendre panels of 16 nodes. The log of the integrand is written with w - log(1 + w), so that nothing cancels
 * however large the powers; every term is positive, so the far tail is as accurate as the middle. */
#include "dist/tail_integral.h"

#include "dist/elementary.h"

#include <math.h>

enum { MOST_PANELS = 64 };

static const double gauss[8][2] = { /* node, weight; both signs */
    {0.9894009349916499326, 0.027152459411754094852},
    {0.94457502307323257608, 0.062253523938647892863},
    {0.86563120238783174388, 0.09515851168249278481},
    {0.7554044083550030339, 0.12462897125553387205},
    {0.61787624440264374845, 0.14959598881657673208},
    {0.45801677765722738634, 0.16915651939500253819},
    {0.28160355077925891323, 0.18260341504492358887},
    {0.095012509837637440185, 0.18945061045506849629},
};

static double integrand(double v, double slope, density_factor first, density_factor second)
{
    return exp(-slope * v - first.power * log1p_excess(first.rate * v) - second.power * log1p_excess(second.rate * v));
}

static double panel(double from, double width, double slope, density_factor first, density_factor second)
{
    double half = 0.5 * width, centre = from + half, total = 0;
    for (int i = 0; i < 8; i++)
        total += gauss[i][1] * (integrand(centre - half * gauss[i][0], slope, first, second)
                                + integrand(centre + half * gauss[i][0], slope, first, second));
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
