/* p-values of many comparisons, adjusted so that each can be read against the level by itself (M5.7). */
#include "base/arena.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A p-value and where it came from; sorted, so that order can be given back. */
typedef struct ranked {
    double p;
    double adjusted;
    int64_t place;
} ranked;

/* ---- names ---- */

static const char *const names[] = {
    [WHISKER_ADJUST_NONE] = "none",     [WHISKER_BONFERRONI] = "bonferroni",
    [WHISKER_HOLM] = "holm",            [WHISKER_HOCHBERG] = "hochberg",
    [WHISKER_HOMMEL] = "hommel",        [WHISKER_BENJAMINI_HOCHBERG] = "bh",
    [WHISKER_BENJAMINI_YEKUTIELI] = "by",
};

enum { FIRST_NAME = WHISKER_ADJUST_NONE, LAST_NAME = WHISKER_BENJAMINI_YEKUTIELI };

const char *whisker_adjustment_name(int32_t adjustment)
{
    if (adjustment == WHISKER_ADJUST_DEFAULT)
        adjustment = WHISKER_HOLM;
    return adjustment < FIRST_NAME || adjustment > LAST_NAME ? NULL : names[adjustment];
}

int32_t whisker_adjustment_number(const char *name)
{
    for (int32_t i = FIRST_NAME; name != NULL && i <= LAST_NAME; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

/* ---- the procedures, each on m sorted p-values, smallest first ---- */

static double at_most_one(double p)
{
    return p < 1 ? p : 1;
}

static void bonferroni(ranked *list, int64_t m)
{
    for (int64_t i = 0; i < m; i++)
        list[i].adjusted = at_most_one((double)m * list[i].p);
}

/* Holm 1979: step down, p times the number of hypotheses not yet rejected. */
static void holm(ranked *list, int64_t m)
{
    double largest = 0;
    for (int64_t i = 0; i < m; i++) {
        largest = fmax(largest, at_most_one((double)(m - i) * list[i].p));
        list[i].adjusted = largest;
    }
}

/* Hochberg 1988: the factors of Holm, stepped up from the largest. */
static void hochberg(ranked *list, int64_t m)
{
    double smallest = 1;
    for (int64_t i = m - 1; i >= 0; i--) {
        smallest = fmin(smallest, (double)(m - i) * list[i].p);
        list[i].adjusted = smallest;
    }
}

/* Benjamini and Hochberg 1995 (penalty 1), Benjamini and Yekutieli 2001 (penalty 1 + 1/2 + ... + 1/m). */
static void false_discovery(ranked *list, int64_t m, double penalty)
{
    double smallest = 1;
    for (int64_t i = m - 1; i >= 0; i--) {
        smallest = fmin(smallest, penalty * (double)m / (double)(i + 1) * list[i].p);
        list[i].adjusted = smallest;
    }
}

static double harmonic(int64_t m)
{
    double total = 0;
    for (int64_t i = m; i >= 1; i--)
        total += 1 / (double)i;
    return total;
}

/* ---- Hommel 1988 in the time of a sort (Meijer, Krebs and Goeman 2019) ---- */

/* The lower convex hull of the points (rank, p), ranks from 1; returns the number of its corners. */
static int64_t lower_hull(const ranked *list, int64_t m, int64_t *corner)
{
    int64_t n = 0;
    for (int64_t rank = 1; rank <= m; rank++) {
        while (n > 1) {
            int64_t a = corner[n - 2], b = corner[n - 1];
            double to_b = (list[b - 1].p - list[a - 1].p) * (double)(rank - b);
            double from_b = (list[rank - 1].p - list[b - 1].p) * (double)(b - a);
            if (to_b < from_b)
                break;
            n--;
        }
        corner[n++] = rank;
    }
    return n;
}

static double simes_at(const ranked *list, int64_t m, int64_t size, int64_t rank)
{
    return (double)size * list[rank - 1].p / (double)(rank - m + size);
}

/* simes[size - 1]: Simes 1986 over the `size` largest p-values, size times the least slope from (m - size, 0) to a
 * point. It is a tangent to the hull, and its corner moves to the left as the size grows. */
static void simes_of_largest(const ranked *list, int64_t m, const int64_t *corner, int64_t n_corners, double *simes)
{
    int64_t k = n_corners - 1;
    for (int64_t size = 1; size <= m; size++) {
        while (k > 0 && corner[k - 1] > m - size &&
               simes_at(list, m, size, corner[k - 1]) <= simes_at(list, m, size, corner[k]))
            k--;
        simes[size - 1] = simes_at(list, m, size, corner[k]);
    }
}

/* Closed testing with Simes: the largest over the sizes of min(size * p, simes). Larger sets first make simes a
 * falling step function, which size * p crosses once, for larger p at smaller sizes. */
static int hommel(ranked *list, int64_t m, scratch *scratch)
{
    int64_t *corner = arena_take(scratch->arena, m, sizeof *corner), size = m;
    double *simes = arena_take(scratch->arena, m, sizeof *simes);
    if (corner == NULL || simes == NULL)
        return 0;
    simes_of_largest(list, m, corner, lower_hull(list, m, corner), simes);
    for (int64_t i = m - 1; i > 0; i--)
        simes[i - 1] = fmax(simes[i - 1], simes[i]);
    for (int64_t i = 0; i < m; i++) {
        while (size > 1 && (double)size * list[i].p > simes[size - 1] &&
               (double)(size - 1) * list[i].p >= simes[size - 1])
            size--;
        list[i].adjusted = at_most_one(fmin((double)size * list[i].p, simes[size - 1]));
    }
    return 1;
}

/* ---- which one ---- */

static void unadjusted(ranked *list, int64_t m)
{
    for (int64_t i = 0; i < m; i++)
        list[i].adjusted = list[i].p;
}

/* 0 when memory is out. */
static int apply(ranked *list, int64_t m, int32_t adjustment, scratch *scratch)
{
    switch ((whisker_adjustment)adjustment) {
    case WHISKER_BONFERRONI: bonferroni(list, m); return 1;
    case WHISKER_ADJUST_DEFAULT:
    case WHISKER_HOLM: holm(list, m); return 1;
    case WHISKER_HOCHBERG: hochberg(list, m); return 1;
    case WHISKER_HOMMEL: return hommel(list, m, scratch);
    case WHISKER_BENJAMINI_HOCHBERG: false_discovery(list, m, 1); return 1;
    case WHISKER_BENJAMINI_YEKUTIELI: false_discovery(list, m, harmonic(m)); return 1;
    case WHISKER_ADJUST_NONE: break;
    }
    unadjusted(list, m);
    return 1;
}

/* ---- the call ---- */

static int by_p(const void *first, const void *second)
{
    const ranked *a = first, *b = second;
    if (a->p != b->p)
        return a->p < b->p ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static int32_t check(int64_t n, const double *p, int32_t adjustment, const double *adjusted, whisker_error *error)
{
    if (whisker_adjustment_name(adjustment) == NULL)
        return error_set(error, WHISKER_BAD_OPTION, "no adjustment has the number %d", (int)adjustment);
    if (n < 0 || (n > 0 && (p == NULL || adjusted == NULL)))
        return error_set(error, WHISKER_BAD_ARGUMENT, "no p-values to adjust, or no place for the result");
    for (int64_t i = 0; i < n; i++)
        if (p[i] < 0 || p[i] > 1)
            return error_set(error, WHISKER_BAD_ARGUMENT, "p-value %lld lies outside 0 to 1", (long long)(i + 1));
    return WHISKER_OK;
}

static int adjust(int64_t n, const double *p, int32_t adjustment, double *adjusted, scratch *scratch)
{
    ranked *list = arena_take(scratch->arena, n, sizeof *list);
    int64_t m = 0;
    if (list == NULL)
        return 0;
    for (int64_t i = 0; i < n; i++)
        if (!isnan(p[i]))
            list[m++] = (ranked){.p = p[i], .place = i};
    qsort(list, (size_t)m, sizeof *list, by_p);
    if (!apply(list, m, adjustment, scratch))
        return 0;
    for (int64_t i = 0; i < n; i++)
        adjusted[i] = p[i];
    for (int64_t i = 0; i < m; i++)
        adjusted[list[i].place] = list[i].adjusted;
    return 1;
}

int32_t whisker_adjust(int64_t n, const double *p, int32_t adjustment, double *adjusted, whisker_arena *arena,
                       whisker_error *error)
{
    scratch scratch;
    int32_t status = check(n, p, adjustment, adjusted, error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = adjust(n, p, adjustment, adjusted, &scratch) ? WHISKER_OK : error_memory(error);
    scratch_close(&scratch);
    return status;
}
