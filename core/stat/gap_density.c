/* Panels of 16 Gauss-Legendre nodes, from the centre outwards and from 0 outwards on the side that the centre is not on:
 * so each side of 0 is known to a relative accuracy, however little of the mass it holds. */
#include "stat/gap_density.h"

#include "dist/gauss_legendre.h"
#include "stat/bisection.h"

#include <math.h>

static const double panel_spreads = 3;      /* width of a panel: a normal density is a polynomial there to 1e-13 */
static const double panel_falls = 6;        /* or where a tail falls by about e^-6 */
static const double most_growth = 1.5;      /* of the panels of a tail that falls slowly */
static const double negligible = 1e-12;     /* of the mass of its side */
static const double unresolved = 1e-6;      /* likewise */
static const double narrowest = 1e-6;       /* panel, in spreads */

typedef struct tabulation {
    gap_function *f;
    void *context;
    double centre, spread, log_peak;
    gap_density *out;
} tabulation;

/* ---- panels ---- */

static double node(const gap_panel *panel, int i)
{
    double middle = 0.5 * (panel->from + panel->to), half = 0.5 * (panel->to - panel->from);
    return i < GAUSS_PAIRS ? middle - half * gauss_legendre[i][0]
                           : middle + half * gauss_legendre[GAP_NODES - 1 - i][0];
}

static double weight(int i)
{
    return gauss_legendre[i < GAUSS_PAIRS ? i : GAP_NODES - 1 - i][1];
}

/* Nodes in pairs, so that the mirror image has the same bits. */
static double over_panel(const gap_panel *panel, int power)
{
    double total = 0;
    for (int i = 0; i < GAUSS_PAIRS; i++) {
        int j = GAP_NODES - 1 - i;
        double left = power == 0 ? 1 : node(panel, i), right = power == 0 ? 1 : node(panel, j);
        total += weight(i) * (left * panel->height[i] + right * panel->height[j]);
    }
    return 0.5 * (panel->to - panel->from) * total;
}

/* From `from` on, so that mirror images are walked alike. */
static int fill(const tabulation *this, double from, double to, gap_panel *panel)
{
    panel->from = fmin(from, to);
    panel->to = fmax(from, to);
    for (int step = 0; step < GAP_NODES; step++) {
        int i = to > from ? step : GAP_NODES - 1 - step;
        double height = this->f(node(panel, i), this->context);
        if (isnan(height))
            return 0;
        panel->height[i] = exp(height - this->log_peak);
    }
    panel->mass = over_panel(panel, 0);
    return 1;
}

/* The polynomial through the heights of a panel, as a sum of Legendre's. */
typedef struct expansion {
    double coefficient[GAP_NODES];
    double half;
    double wanted; /* mass to be found in it */
} expansion;

/* Legendre polynomials of degree 0 .. GAP_NODES at x. */
static void legendre(double x, double value[GAP_NODES + 1])
{
    value[0] = 1;
    value[1] = x;
    for (int k = 1; k < GAP_NODES; k++)
        value[k + 1] = ((2 * k + 1) * x * value[k] - k * value[k - 1]) / (k + 1);
}

/* Of the panel seen from its left end, or mirrored. */
static expansion expand(const gap_panel *panel, int mirrored)
{
    expansion made = {.half = 0.5 * (panel->to - panel->from)};
    for (int i = 0; i < GAP_NODES; i++) {
        double value[GAP_NODES + 1];
        double x = i < GAUSS_PAIRS ? -gauss_legendre[i][0] : gauss_legendre[GAP_NODES - 1 - i][0];
        legendre(x, value);
        double height = panel->height[mirrored ? GAP_NODES - 1 - i : i];
        for (int k = 0; k < GAP_NODES; k++)
            made.coefficient[k] += (k + 0.5) * weight(i) * height * value[k];
    }
    return made;
}

/* Are 16 nodes enough: are the last terms nothing beside the mass of the side? */
static int is_resolved(const gap_panel *panel, double mass)
{
    expansion made = expand(panel, 0);
    return made.half * (fabs(made.coefficient[GAP_NODES - 2]) + fabs(made.coefficient[GAP_NODES - 1])) <=
           unresolved * mass;
}

/* Panels from `from` towards `to` until they no longer matter, appended on that side of the table. */
static int march(const tabulation *this, double from, double to, double width)
{
    gap_density *out = this->out;
    double direction = to > from ? 1 : -1, so_far = 0, before = 0;
    this->f(from, this->context); /* for where it leaves its context */
    while (from != to) {
        double next = fabs(to - from) <= 1.25 * width ? to : from + direction * width;
        if (out->first == 0 || out->end == GAP_PANELS)
            return 0;
        gap_panel *panel = &out->panel[direction > 0 ? out->end : out->first - 1];
        if (!fill(this, from, next, panel))
            return 0;
        if (!is_resolved(panel, so_far + panel->mass) && width > narrowest * this->spread) {
            width = 0.25 * fabs(next - from);
            continue;
        }
        *(direction > 0 ? &out->end : &out->first) += (int32_t)direction;
        *(fmax(from, next) > 0 ? &out->above : &out->below) += panel->mass;
        so_far += panel->mass;
        if (panel->mass <= before && panel->mass <= negligible * so_far)
            break;
        if (panel->mass < before)
            width *= fmin(most_growth, panel_falls / log(before / panel->mass));
        before = panel->mass;
        from = next;
    }
    return 1;
}

/* Beyond 0 a tail falls like that of a normal density with the same centre and spread, or about so. */
static double width_beyond(const tabulation *this)
{
    double slope = fabs(this->centre) / (this->spread * this->spread);
    return fmin(panel_spreads * this->spread, panel_falls / slope);
}

int gap_tabulate(gap_function *f, void *context, double centre, double spread, gap_density *out)
{
    double inner = panel_spreads * spread;
    if (fabs(centre) < 0.5 * spread)
        centre = 0;
    tabulation this = {f, context, centre, spread, f(centre, context), out};
    out->first = out->end = GAP_PANELS / 2;
    out->below = out->above = 0;
    if (isnan(this.log_peak))
        return 0;
    if (centre == 0)
        return march(&this, 0, 1, inner) && march(&this, 0, -1, inner);
    if (centre > 0)
        return march(&this, centre, 1, inner) && march(&this, centre, 0, inner) &&
               march(&this, 0, -1, width_beyond(&this));
    return march(&this, centre, -1, inner) && march(&this, centre, 0, inner) && march(&this, 0, 1, width_beyond(&this));
}

double gap_mean(const gap_density *density)
{
    double below = 0, above = 0;
    for (int32_t i = density->end - 1; i >= density->first; i--)
        below += density->panel[i].to > 0 ? 0 : over_panel(&density->panel[i], 1);
    for (int32_t i = density->first; i < density->end; i++)
        above += density->panel[i].to > 0 ? over_panel(&density->panel[i], 1) : 0;
    return (below + above) / (density->below + density->above);
}

/* ---- quantiles ---- */

/* Wanted mass less that between -1 and x: the integral of P_k is (P_{k+1} - P_{k-1}) / (2k + 1). */
static double lacking(double x, const void *context)
{
    const expansion *this = context;
    double value[GAP_NODES + 1], mass = this->coefficient[0] * (x + 1);
    legendre(x, value);
    for (int k = 1; k < GAP_NODES; k++)
        mass += this->coefficient[k] * (value[k + 1] - value[k - 1]) / (2 * k + 1);
    return this->wanted - this->half * mass;
}

/* From the outer end inwards to the panel in which the wanted mass is reached. */
double gap_quantile(const gap_density *density, double p, int upper)
{
    double wanted = p * (density->below + density->above);
    int32_t i = upper ? density->end - 1 : density->first, last = upper ? density->first : density->end - 1;
    for (; i != last && wanted > density->panel[i].mass; i += upper ? -1 : 1)
        wanted -= density->panel[i].mass;
    const gap_panel *panel = &density->panel[i];
    expansion made = expand(panel, upper);
    made.wanted = wanted;
    double x = bisect(lacking, &made, -1, 1);
    return upper ? panel->to - made.half * (1 + x) : panel->from + made.half * (1 + x);
}
