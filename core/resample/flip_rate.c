#include "resample/flip_rate.h"

enum { MOST_POINTS = 64, MOST_STEPS = 80, LOOKS = 32 };
static const double log_2 = 0x1.62e42fefa39efp-1;
static const double farthest = 40;      /* of rates that are told apart: e^-40 */
static const double negligible = 1e-12; /* a unit, or a distance, that is 0 but for rounding */

/* ---- the cumulant function ---- */

typedef struct cumulant {
    double value;     /* sum log cosh(theta x) */
    double slope;     /* the sum that theta belongs to */
    double curvature;
} cumulant;

/* log cosh y = y - log 2 + log(1 + e^-2y). Logarithms are taken of products: factors lie in 1 .. 2. */
static cumulant cumulant_at(const rate_units *units, double null, double theta)
{
    cumulant out = {0, 0, 0};
    double product = 1;
    for (int64_t u = 0; u < units->n; u++) {
        double x = fabs(units->sum[u] - null * units->size[u]), count = units->count[u];
        double falling = exp(-2 * theta * x), sum = 1 + falling;
        out.slope += count * x * ((1 - falling) / sum);
        out.curvature += count * x * x * (4 * falling / (sum * sum));
        out.value += count * (theta * x - log_2);
        if (count == 1)
            product *= sum;
        else
            out.value += count * log(sum);
        if (product > 0x1p1000) {
            out.value += log(product);
            product = 1;
        }
    }
    out.value += log(product);
    return out;
}

/* What the units add up to at a null value. */
typedef struct moments {
    double sum;       /* |sum x| */
    double magnitude; /* sum |x|: the largest sum */
    double square;
    double largest;   /* the rate where all signs agree */
} moments;

static moments moments_at(const rate_units *units, double null)
{
    moments out = {0, 0, 0, 0};
    double least = 0;
    for (int64_t u = 0; u < units->n; u++)
        least = fmax(least, negligible * fabs(units->sum[u] - null * units->size[u]));
    for (int64_t u = 0; u < units->n; u++) {
        double x = units->sum[u] - null * units->size[u], count = units->count[u];
        out.sum += count * x;
        out.magnitude += count * fabs(x);
        out.square += count * x * x;
        out.largest += fabs(x) > least ? count * log_2 : 0;
    }
    out.sum = fabs(out.sum);
    return out;
}

/* ---- table ---- */

/* Points of the rate, and theta, which is its slope. */
typedef struct points {
    int n;
    double sum[MOST_POINTS], rate[MOST_POINTS], slope[MOST_POINTS];
} points;

static void add_point(points *points, double sum, double rate, double slope)
{
    points->sum[points->n] = sum;
    points->rate[points->n] = rate;
    points->slope[points->n++] = slope;
}

/* From 0 to a rate that is far enough, or to where all signs agree: there the slope is infinite. */
static void find_points(const rate_units *units, double null, const moments *moments, points *points)
{
    double theta = 0.25 / sqrt(moments->square);
    points->n = 0;
    add_point(points, 0, 0, 0);
    while (points->n < MOST_POINTS - 1) {
        cumulant here = cumulant_at(units, null, theta);
        if (here.slope > moments->magnitude * (1 - 1e-6))
            break;
        add_point(points, here.slope, theta * here.slope - here.value, theta);
        if (points->rate[points->n - 1] > farthest)
            return;
        theta *= 1.4;
    }
    add_point(points, moments->magnitude, moments->largest, INFINITY);
}

/* Between two points the cubic that has their rates and slopes (Hermite); up to an infinite slope a straight line. */
static double between(const points *points, int point, double sum)
{
    const double *rate = points->rate + point, *slope = points->slope + point;
    double width = points->sum[point + 1] - points->sum[point], part = (sum - points->sum[point]) / width;
    double left = 1 - part;
    if (isinf(slope[1]))
        return rate[0] + part * (rate[1] - rate[0]);
    return left * left * ((1 + 2 * part) * rate[0] + part * width * slope[0]) +
           part * part * ((1 + 2 * left) * rate[1] - left * width * slope[1]);
}

void flip_rate_make(const rate_units *units, double null, flip_rate *out)
{
    moments moments = moments_at(units, null);
    points points;
    int point = 0;
    *out = (flip_rate){.scale = 0};
    if (!(moments.square > 0))
        return;
    find_points(units, null, &moments, &points);
    double end = points.sum[points.n - 1];
    out->scale = 1 / end;
    for (int k = 1; k < RATE_KNOTS; k++) {
        double left = 1 - (double)k / RATE_KNOTS, sum = end * (1 - left * left);
        while (points.sum[point + 1] < sum)
            point++;
        out->knot[k] = fmax(out->knot[k - 1], between(&points, point, sum));
    }
    out->knot[RATE_KNOTS] = fmax(out->knot[RATE_KNOTS - 1], points.rate[points.n - 1]);
}

/* ---- inversion ---- */

/* theta rises to where its sum is the one sought: Newton's steps never go too far, since the slope of the cumulant function
 * is concave. No theta on the way gives too large a rate, so that one beyond `enough` ends it; nor does the normal law,
 * whose cumulant function is nowhere below. */
static double rate_of(const rate_units *units, double null, double enough)
{
    moments moments = moments_at(units, null);
    if (!(moments.square > 0))
        return 0;
    if (moments.sum > moments.magnitude * (1 - negligible))
        return moments.largest;
    double theta = moments.sum / moments.square, rate = theta * moments.sum / 2;
    for (int step = 0; step < MOST_STEPS && rate <= enough; step++) {
        cumulant here = cumulant_at(units, null, theta);
        double gap = moments.sum - here.slope;
        rate = theta * moments.sum - here.value;
        if (!(gap * gap > 1e-13 * here.curvature * rate))
            break;
        theta += gap / here.curvature;
    }
    return rate;
}

int flip_rate_rejects(const rate_units *units, double null, double critical)
{
    critical *= 1 + 1e-9;
    return rate_of(units, null, critical) > critical;
}

typedef struct search {
    const rate_units *units;
    double mean, direction, critical;
} search;

static int rejects(const search *this, double distance)
{
    return flip_rate_rejects(this->units, this->mean + this->direction * distance, this->critical);
}

/* Roots of rates are nearly straight lines. */
static double excess(const search *this, double distance)
{
    double rate = rate_of(this->units, this->mean + this->direction * distance, INFINITY);
    return sqrt(fmax(0, rate)) - sqrt(this->critical);
}

/* The distance of the outermost unit: beyond it all signs agree. */
static double outermost(const search *this)
{
    double distance = 0;
    for (int64_t u = 0; u < this->units->n; u++)
        distance = fmax(distance, this->direction * (this->units->sum[u] / this->units->size[u] - this->mean));
    return distance;
}

/* Between a distance that is not rejected and one that is: false position, where an end that stays twice counts half (the
 * Illinois rule, Dowell and Jarratt 1971). */
static double boundary(const search *this, double inside, double outside)
{
    double low = excess(this, inside), high = excess(this, outside);
    int moved = 0; /* 1: inside, -1: outside */
    for (int step = 0; step < MOST_STEPS && outside - inside > 1e-12 * outside && high > low; step++) {
        double middle = outside - (outside - inside) * (high / (high - low));
        if (!(middle > inside && middle < outside))
            middle = inside + (outside - inside) / 2;
        double here = excess(this, middle);
        if (fabs(here) < 1e-12)
            return middle;
        if (here > 0) {
            outside = middle;
            high = here;
            low *= moved == -1 ? 0.5 : 1;
            moved = -1;
        } else {
            inside = middle;
            low = here;
            high *= moved == 1 ? 0.5 : 1;
            moved = 1;
        }
    }
    return inside;
}

/* Beside a dominant unit what is not rejected may lie in pieces, so the search comes from outside. */
double flip_rate_reach(const rate_units *units, double mean, double direction, double critical)
{
    search this = {units, mean, direction, critical};
    double end = outermost(&this), outside = end * (1 + 1e-9);
    if (!rejects(&this, 2 * end))
        return NAN;
    for (int look = LOOKS; look > 0; look--) {
        double distance = end * look / LOOKS;
        if (!rejects(&this, distance))
            return boundary(&this, distance, outside);
        outside = distance;
    }
    return boundary(&this, 0, outside);
}
