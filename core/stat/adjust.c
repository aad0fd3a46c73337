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

/* Simes 1986 over the `size` largest p-values, the smallest of them left out. */
static double simes_of_largest(const ranked *list, int64_t m, int64_t size)
{
    double smallest = INFINITY;
    for (int64_t rank = 2; rank <= size; rank++)
        smallest = fmin(smallest, (double)size * list[m - size + rank - 1].p / (double)rank);
    return smallest;
}

/* Hommel 1988 by the algorithm of Wright 1992: closed testing with Simes, over intersections of every size. */
static void hommel(ranked *list, int64_t m)
{
    double overall = INFINITY;
    for (int64_t i = 0; i < m; i++)
        overall = fmin(overall, (double)m * list[i].p / (double)(i + 1));
    for (int64_t i = 0; i < m; i++)
        list[i].adjusted = overall;
    for (int64_t size = m - 1; size >= 2; size--) {
        double simes = simes_of_largest(list, m, size);
        int64_t smaller = m - size + 1; /* this many p-values stand before the size - 1 largest */
        double shared = fmin((double)size * list[smaller - 1].p, simes);
        for (int64_t i = 0; i < m; i++) {
            double bound = i < smaller ? fmin((double)size * list[i].p, simes) : shared;
            list[i].adjusted = fmax(list[i].adjusted, bound);
        }
    }
    for (int64_t i = 0; i < m; i++)
        list[i].adjusted = at_most_one(fmax(list[i].adjusted, list[i].p));
}

static void apply(ranked *list, int64_t m, int32_t adjustment)
{
    switch ((whisker_adjustment)adjustment) {
    case WHISKER_BONFERRONI: bonferroni(list, m); return;
    case WHISKER_ADJUST_DEFAULT:
    case WHISKER_HOLM: holm(list, m); return;
    case WHISKER_HOCHBERG: hochberg(list, m); return;
    case WHISKER_HOMMEL: hommel(list, m); return;
    case WHISKER_BENJAMINI_HOCHBERG: false_discovery(list, m, 1); return;
    case WHISKER_BENJAMINI_YEKUTIELI: false_discovery(list, m, harmonic(m)); return;
    case WHISKER_ADJUST_NONE: break;
    }
    for (int64_t i = 0; i < m; i++)
        list[i].adjusted = list[i].p;
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

int32_t whisker_adjust(int64_t n, const double *p, int32_t adjustment, double *adjusted, whisker_arena *arena,
                       whisker_error *error)
{
    scratch scratch;
    int32_t status = check(n, p, adjustment, adjusted, error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    ranked *list = arena_take(scratch.arena, n, sizeof *list);
    int64_t m = 0;
    for (int64_t i = 0; list != NULL && i < n; i++)
        if (isnan(p[i]))
            adjusted[i] = p[i];
        else
            list[m++] = (ranked){.p = p[i], .place = i};
    if (list != NULL) {
        qsort(list, (size_t)m, sizeof *list, by_p);
        apply(list, m, adjustment);
    }
    for (int64_t i = 0; i < m; i++)
        adjusted[list[i].place] = list[i].adjusted;
    scratch_close(&scratch);
    return list == NULL ? error_memory(error) : WHISKER_OK;
}
