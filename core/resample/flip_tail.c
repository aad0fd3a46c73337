/* With theta where the tilted signs, P(+) = e^(theta x) / 2 cosh(theta x), add up to s on average,
 *
 *     P(S* >= s) = e^-I (e^(v/2) Phi(-sqrt v) + A / 2),   I = theta s - sum log cosh(theta x),   v = theta^2 var,
 *
 * Esscher's tilting with a normal law for the tilted sum. A is the probability that all tilted signs agree: where it is
 * large there is no normal law but one point, which belongs to the tail. */
#include "resample/flip_tail.h"

enum { MOST_POINTS = 96, MOST_STEPS = 80, LOOKS = 32 };
static const double log_2 = 0x1.62e42fefa39efp-1;
static const double farthest = 40;      /* of I: e^-40 */
static const double negligible = 1e-12; /* a unit, or a distance, that is 0 but for rounding */

/* ---- sums over units ---- */

/* Of log cosh(theta x): value, and first and second derivative in theta. */
typedef struct cumulant {
    double value, sum, variance;
} cumulant;

/* log cosh y = y - log 2 + log(1 + e^-2y). Logarithms are taken of products: factors lie in 1 .. 2. */
static cumulant cumulant_at(const tail_units *units, double null, double theta)
{
    cumulant out = {0, 0, 0};
    double product = 1;
    for (int64_t u = 0; u < units->n; u++) {
        double x = fabs(units->sum[u] - null * units->size[u]), count = units->count[u];
        double falling = exp(-2 * theta * x), both = 1 + falling;
        out.sum += count * x * ((1 - falling) / both);
        out.variance += count * x * x * (4 * falling / (both * both));
        out.value += count * (theta * x - log_2);
        if (count == 1)
            product *= both;
        else
            out.value += count * log(both);
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
    double agreement; /* n log 2, over units that are not 0 */
} moments;

static moments moments_at(const tail_units *units, double null)
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
        out.agreement += fabs(x) > least ? count * log_2 : 0;
    }
    out.sum = fabs(out.sum);
    return out;
}

/* No p is smaller than where all signs agree. */
static double most(const moments *moments)
{
    return moments->agreement - log_2;
}

/* What -log p of both tails has more than I; at least -log 2. */
static double refinement(const moments *moments, const cumulant *here, double theta)
{
    double v = theta * theta * here->variance;
    double agreement = exp(theta * moments->magnitude - here->value - moments->agreement);
    return -log(exp(v / 2) * erfc(sqrt(v / 2)) + agreement);
}

/* ---- table ---- */

/* Points of I, with theta, which is its slope, and of what -log p has more. */
typedef struct points {
    int n;
    double sum[MOST_POINTS], rate[MOST_POINTS], slope[MOST_POINTS], more[MOST_POINTS];
} points;

static void add_point(points *points, double sum, double rate, double slope, double more)
{
    points->sum[points->n] = sum;
    points->rate[points->n] = rate;
    points->slope[points->n] = slope;
    points->more[points->n++] = more;
}

/* From 0 to where I is far enough, or to where all signs agree: there the slope is infinite. */
static void find_points(const tail_units *units, double null, const moments *moments, points *points)
{
    double theta = 0.2 / sqrt(moments->square);
    points->n = 0;
    add_point(points, 0, 0, 0, 0);
    while (points->n < MOST_POINTS - 1) {
        cumulant here = cumulant_at(units, null, theta);
        if (here.sum > moments->magnitude * (1 - 1e-6))
            break;
        add_point(points, here.sum, theta * here.sum - here.value, theta, refinement(moments, &here, theta));
        if (points->rate[points->n - 1] > farthest)
            return;
        theta *= 1.25;
    }
    add_point(points, moments->magnitude, moments->agreement, INFINITY, -log_2);
}

/* Between two points I is the cubic that has their values and slopes (Hermite), up to an infinite slope a straight line;
 * the rest, which hardly bends, is a straight line. */
static double between(const points *points, int point, double sum)
{
    const double *rate = points->rate + point, *slope = points->slope + point, *more = points->more + point;
    double width = points->sum[point + 1] - points->sum[point], part = (sum - points->sum[point]) / width;
    double left = 1 - part, rest = left * more[0] + part * more[1];
    if (isinf(slope[1]))
        return rest + left * rate[0] + part * rate[1];
    return rest + left * left * ((1 + 2 * part) * rate[0] + part * width * slope[0]) +
           part * part * ((1 + 2 * left) * rate[1] - left * width * slope[1]);
}

void flip_tail_make(const tail_units *units, double null, flip_tail *out)
{
    moments moments = moments_at(units, null);
    points points;
    int point = 0;
    *out = (flip_tail){.scale = 0};
    if (!(moments.square > 0))
        return;
    find_points(units, null, &moments, &points);
    int last = points.n - 1;
    out->scale = 1 / points.sum[last];
    for (int k = 1; k <= TAIL_KNOTS; k++) {
        double left = 1 - (double)k / TAIL_KNOTS, sum = points.sum[last] * (1 - left * left);
        while (point + 2 < points.n && points.sum[point + 1] < sum)
            point++;
        out->knot[k] = fmin(most(&moments), fmax(out->knot[k - 1], between(&points, point, sum)));
    }
}

/* ---- inversion ---- */

/* theta rises to where its sum is the one sought: Newton's steps never go too far, since that sum is concave in theta. No
 * theta on the way gives too large an I, so that one beyond `enough` ends it; nor does the normal law, whose cumulant
 * function is nowhere below. */
static double surprise_of(const tail_units *units, double null, double enough)
{
    moments moments = moments_at(units, null);
    cumulant here = {0, 0, 0};
    if (!(moments.square > 0))
        return 0;
    if (moments.sum > moments.magnitude * (1 - negligible))
        return most(&moments);
    double theta = moments.sum / moments.square, rate = theta * moments.sum / 2;
    for (int step = 0; step < MOST_STEPS; step++) {
        if (rate - log_2 > enough)
            return rate - log_2;
        here = cumulant_at(units, null, theta);
        rate = theta * moments.sum - here.value;
        double gap = moments.sum - here.sum;
        if (!(gap * gap > 1e-13 * here.variance * rate))
            break;
        theta += gap / here.variance;
    }
    return fmin(most(&moments), rate + refinement(&moments, &here, theta));
}

int flip_tail_rejects(const tail_units *units, double null, double critical)
{
    critical *= 1 + 1e-9;
    return surprise_of(units, null, critical) > critical;
}

typedef struct search {
    const tail_units *units;
    double mean, direction, critical;
} search;

static int rejects(const search *this, double distance)
{
    return flip_tail_rejects(this->units, this->mean + this->direction * distance, this->critical);
}

/* Roots are nearly straight lines. */
static double excess(const search *this, double distance)
{
    double surprise = surprise_of(this->units, this->mean + this->direction * distance, INFINITY);
    return sqrt(fmax(0, surprise)) - sqrt(this->critical);
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
double flip_tail_reach(const tail_units *units, double mean, double direction, double critical)
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
