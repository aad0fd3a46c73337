#include "exact.h"
#include "sections.h"

#include <math.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

enum { LABEL = 120 };

/* ---- one proportion ---- */

static const method proportion_methods[] = {
    {"naive (CLT)", NAIVE, 0, 0},
    {"clopper_pearson", OURS, 0, WHISKER_CLOPPER_PEARSON},
    {"wilson", OURS, 0, WHISKER_WILSON},
    {"bayes", OURS, 0, WHISKER_BAYES_UNIFORM},
    {"agresti_coull", OURS, 0, WHISKER_AGRESTI_COULL},
    {"jeffreys (default)", OURS, 0, WHISKER_INTERVAL_DEFAULT},
};

enum { PROPORTION_METHODS = COUNT(proportion_methods), STEPS = 500 };

/* Over a fine grid of p from .5 to .999: the average, and the lowest coverage with the average width. */
static void over_p(const binomial_intervals *intervals, tally *average, tally *lowest)
{
    *average = (tally){0};
    *lowest = (tally){.coverage = 1};
    for (int i = 0; i < STEPS; i++) {
        tally found = binomial_tally(intervals, 0.5 + 0.499 * i / (STEPS - 1));
        average->coverage += found.coverage / STEPS;
        average->width += found.width / STEPS;
        lowest->coverage = fmin(lowest->coverage, found.coverage);
    }
    lowest->width = average->width;
}

static void proportion_rows(page *page, int n)
{
    static binomial_intervals intervals[PROPORTION_METHODS];
    static const double means[] = {0.5, 0.9, 0.99};
    tally found[PROPORTION_METHODS], lowest[PROPORTION_METHODS];
    char label[LABEL];
    for (int m = 0; m < PROPORTION_METHODS; m++)
        binomial_intervals_fill(n, &proportion_methods[m], &intervals[m]);
    for (int i = 0; i < COUNT(means); i++) {
        for (int m = 0; m < PROPORTION_METHODS; m++)
            found[m] = binomial_tally(&intervals[m], means[i]);
        snprintf(label, sizeof label, " %d | %g ", n, means[i]);
        page_row(page, label, PROPORTION_METHODS, proportion_methods, found, 1);
    }
    for (int m = 0; m < PROPORTION_METHODS; m++)
        over_p(&intervals[m], &found[m], &lowest[m]);
    snprintf(label, sizeof label, " %d | average ", n);
    page_row(page, label, PROPORTION_METHODS, proportion_methods, found, 0);
    snprintf(label, sizeof label, " %d | lowest ", n);
    page_row(page, label, PROPORTION_METHODS, proportion_methods, lowest, 0);
}

void section_proportion(page *page)
{
    static const int sizes[] = {10, 20, 30, 50, 100, 300, 1000};
    page_section(page, "1. 0/1 items",
                 "Exact sums. Average and lowest over 500 means from .5 to .999. The default has the exact bound where all\n"
                 "is right, or wrong. No interval of a discrete count covers 95% everywhere; Clopper-Pearson never covers\n"
                 "less, and more than it need.", " items | mean ", PROPORTION_METHODS, proportion_methods);
    for (int i = 0; i < COUNT(sizes); i++)
        proportion_rows(page, sizes[i]);
}

/* ---- a pair of runs ---- */

typedef struct shares {
    double only_a, only_b;
} shares;

enum { INTERVALS = 4, TESTS = 4 };

static const method pair_methods[INTERVALS] = {
    {"naive (CLT)", NAIVE_PAIRED, 0, 0},
    {"t", OURS, 0, WHISKER_T},
    {"newcombe", OURS, 0, WHISKER_NEWCOMBE},
    {"tango (default)", OURS, 0, WHISKER_TANGO},
};

static void open_all(int n, int count, const pair_method *kinds, pair_intervals *out)
{
    for (int m = 0; m < count; m++)
        pair_intervals_open(n, &out[m], kinds[m]);
}

static void close_all(int count, pair_intervals *intervals)
{
    for (int m = 0; m < count; m++)
        pair_intervals_close(&intervals[m]);
}

static void paired_rows(page *page, int n)
{
    static const shares grid[] = {{0.01, 0}, {0.03, 0}, {0.03, 0.03}, {0.05, 0.01}, {0.1, 0}, {0.1, 0.02},
                                  {0.1, 0.1}, {0.2, 0.05}, {0.2, 0.2}, {0.3, 0.01}, {0.4, 0.1}};
    static const pair_method kinds[INTERVALS] = {PAIR_NAIVE, PAIR_T, PAIR_NEWCOMBE, PAIR_TANGO};
    pair_intervals intervals[INTERVALS];
    open_all(n, INTERVALS, kinds, intervals);
    for (int i = 0; i < COUNT(grid); i++) {
        tally found[INTERVALS];
        char label[LABEL];
        for (int m = 0; m < INTERVALS; m++)
            found[m] = pair_tally(&intervals[m], grid[i].only_a, grid[i].only_b);
        snprintf(label, sizeof label, " %d | %g | %g ", n, grid[i].only_a, grid[i].only_b);
        page_row(page, label, INTERVALS, pair_methods, found, 1);
    }
    close_all(INTERVALS, intervals);
}

void section_paired_items(page *page)
{
    static const int sizes[] = {10, 20, 30, 50, 100, 200};
    page_section(page, "9. Paired 0/1 items",
                 "Exact sums. The shares of items that only A, and only B, has right; the difference is A's less B's. t has no\n"
                 "interval when the runs agree on every item; the naive one is then of width 0. For Newcombe's the other items\n"
                 "are half right, half wrong.",
                 " items | only A | only B ", INTERVALS, pair_methods);
    for (int i = 0; i < COUNT(sizes); i++)
        paired_rows(page, sizes[i]);
}

void section_paired_tests(page *page)
{
    static const int sizes[] = {10, 20, 30, 50, 100, 200};
    static const double shares[] = {0.025, 0.1, 0.25};
    static const pair_method kinds[TESTS] = {PAIR_NAIVE, PAIR_T, PAIR_MID, PAIR_EXACT};
    static const method tests[TESTS] = {
        {"naive z", NAIVE_PAIRED, 0, 0}, {"t (p of a comparison)", OURS, 0, 0}, {"mid-p", OURS, 0, 0},
        {"McNemar exact", OURS, 0, 0},
    };
    page_section(page, "10. Tests on paired 0/1 items",
                 "Exact sums: how often, in %, a true null is rejected at 5%. Each run is the only one to be right on the same\n"
                 "share of the items.", " items | share of each ", TESTS, tests);
    for (int i = 0; i < COUNT(sizes); i++) {
        pair_intervals intervals[TESTS];
        open_all(sizes[i], TESTS, kinds, intervals);
        for (int s = 0; s < COUNT(shares); s++) {
            tally found[TESTS];
            char label[LABEL];
            for (int m = 0; m < TESTS; m++)
                found[m] = pair_tally(&intervals[m], shares[s], shares[s]);
            snprintf(label, sizeof label, " %d | %g ", sizes[i], shares[s]);
            page_row_of_tests(page, label, TESTS, found);
        }
        close_all(TESTS, intervals);
    }
}
