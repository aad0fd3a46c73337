#include "sections.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

enum { LABEL = 160 };

static const char *size_name(const scenario *world)
{
    static const char *const names[] = {"even", "uneven", "new in every sample"};
    return names[world->sizes];
}

static void row(page *page, const char *label, const scenario *world, int n_methods, const method *methods)
{
    tally found[MOST_METHODS];
    tally_scenario(world, n_methods, methods, page->simulations, found);
    page_row(page, label, n_methods, methods, found, 1);
}

/* ---- one run ---- */

/* Sizes, clusters, items, share of the largest. */
static int design_label(const scenario *world, char *label, size_t capacity)
{
    double share;
    int items = scenario_items(world, &share);
    return snprintf(label, capacity, " %s | %d | %d | %.2f |", size_name(world), world->clusters, items, share);
}

static const char design_columns[] = " sizes | clusters | items | largest |";

void section_clustered_scores(page *page)
{
    static const method methods[] = {
        {"naive (CLT)", NAIVE, 0, 0},
        {"CR1, t(G − 1)", OURS, WHISKER_CR1, WHISKER_T},
        {"CR2, t (default)", OURS, 0, 0},
    };
    static const int clusters[] = {5, 10, 20, 50, 200};
    static const double icc[] = {0, 0.2, 0.6};
    char label[LABEL], columns[LABEL];
    snprintf(columns, sizeof columns, "%s ICC ", design_columns);
    page_section(page, "2. Scores without a range, in clusters", "Normal scores. Uneven: log-normal, and one dominant cluster.",
                 columns, COUNT(methods), methods);
    for (int sizes = EVEN; sizes <= UNEVEN; sizes++)
        for (int g = 0; g < COUNT(clusters); g++)
            for (int i = 0; i < COUNT(icc); i++) {
                scenario world = {.kind = NORMAL, .sizes = sizes, .clusters = clusters[g], .size = 10, .icc = icc[i]};
                int used = design_label(&world, label, sizeof label);
                snprintf(label + used, sizeof label - (size_t)used, " %g ", icc[i]);
                row(page, label, &world, COUNT(methods), methods);
            }
}

static const method item_methods[] = {
    {"naive (CLT)", NAIVE, 0, 0},
    {"t", OURS, 0, WHISKER_T},
    {"korn_graubard", OURS, 0, WHISKER_KORN_GRAUBARD},
    {"effective_wilson", OURS, 0, WHISKER_EFFECTIVE_WILSON},
    {"clustered_wilson (default)", OURS, 0, 0},
};

void section_clustered_items(page *page)
{
    static const int clusters[] = {5, 10, 20, 50, 200};
    static const double icc[] = {0, 0.2, 0.6}, means[] = {0.5, 0.8, 0.95};
    char label[LABEL], columns[LABEL];
    snprintf(columns, sizeof columns, "%s mean | ICC ", design_columns);
    page_section(page, "3. 0/1 items in clusters",
                 "Beta-binomial. All methods but the naive one give the exact bound when everything is right, or wrong.",
                 columns, COUNT(item_methods), item_methods);
    for (int sizes = EVEN; sizes <= UNEVEN; sizes++)
        for (int g = 0; g < COUNT(clusters); g++)
            for (int m = 0; m < COUNT(means); m++)
                for (int i = 0; i < COUNT(icc); i++) {
                    scenario world = {.kind = BINARY, .sizes = sizes, .clusters = clusters[g], .size = 10,
                                      .mean = means[m], .icc = icc[i]};
                    int used = design_label(&world, label, sizeof label);
                    snprintf(label + used, sizeof label - (size_t)used, " %g | %g ", means[m], icc[i]);
                    row(page, label, &world, COUNT(item_methods), item_methods);
                }
}

void section_informing_sizes(page *page)
{
    static const struct {
        double mean, icc, slope, sigma;
    } variants[] = {{0.85, 0.3, -0.1, 0.8}, {0.9, 0.3, -0.1, 1}, {0.85, 0.1, -0.15, 0.8}, {0.85, 0.6, -0.1, 0.8},
                    {0.7, 0.3, 0.1, 1},     {0.8, 0.5, 0.08, 1.2}, {0.8, 0, -0.1, 0.8}};
    static const int clusters[] = {10, 20, 50, 200};
    char label[LABEL];
    page_section(page, "4. Cluster sizes that inform",
                 "0/1 items. Cluster sizes are log-normal about 8 and new in every sample; the mean at size 8 moves by the slope\n"
                 "for each unit of log size. What should be covered is the mean over all items there might be.",
                 " clusters | sigma of log size | slope | mean at 8 | mean | ICC ", COUNT(item_methods), item_methods);
    for (int v = 0; v < COUNT(variants); v++)
        for (int g = 0; g < COUNT(clusters); g++) {
            scenario world = {.kind = BINARY, .sizes = INFORMING, .clusters = clusters[g], .mean = variants[v].mean,
                              .icc = variants[v].icc, .slope = variants[v].slope, .sigma = variants[v].sigma};
            snprintf(label, sizeof label, " %d | %g | %g | %g | %.3f | %g ", clusters[g], world.sigma, world.slope,
                     world.mean, scenario_truth(&world), world.icc);
            row(page, label, &world, COUNT(item_methods), item_methods);
        }
}

static const method draw_methods[] = {
    {"naive (CLT)", NAIVE, 0, 0},
    {"t", OURS, 0, WHISKER_T},
    {"clustered_wilson (default)", OURS, 0, 0},
};

void section_draws(page *page)
{
    static const int items[] = {10, 30, 100, 300, 1000};
    static const double means[] = {0.5, 0.9, 0.99}, likeness[] = {0.2, 0.6};
    char label[LABEL];
    page_section(page, "5. Several draws an item",
                 "Item scores are means of 5 draws; likeness is the correlation of an item's draws. (One draw: section 1.)",
                 " items | mean | likeness ", COUNT(draw_methods), draw_methods);
    for (int n = 0; n < COUNT(items); n++)
        for (int m = 0; m < COUNT(means); m++)
            for (int i = 0; i < COUNT(likeness); i++) {
                scenario world = {.kind = DRAWN, .clusters = items[n], .size = 1, .draws = 5, .mean = means[m],
                                  .item_icc = likeness[i]};
                snprintf(label, sizeof label, " %d | %g | %g ", items[n], means[m], likeness[i]);
                row(page, label, &world, COUNT(draw_methods), draw_methods);
            }
}

void section_clustered_draws(page *page)
{
    static const int clusters[] = {10, 20, 50};
    static const double means[] = {0.5, 0.9, 0.95, 0.99}, icc[] = {0, 0.2, 0.4};
    char label[LABEL], columns[LABEL];
    snprintf(columns, sizeof columns, "%s mean | ICC ", design_columns);
    page_section(page, "6. Several draws an item, in clusters",
                 "Means of 5 draws with likeness .3 within items, whose rates have the ICC within clusters.", columns,
                 COUNT(draw_methods), draw_methods);
    for (int sizes = EVEN; sizes <= UNEVEN; sizes++)
        for (int g = 0; g < COUNT(clusters); g++)
            for (int m = 0; m < COUNT(means); m++)
                for (int i = 0; i < COUNT(icc); i++) {
                    scenario world = {.kind = DRAWN, .sizes = sizes, .clusters = clusters[g], .size = 10, .draws = 5,
                                      .mean = means[m], .icc = icc[i], .item_icc = 0.3};
                    int used = design_label(&world, label, sizeof label);
                    snprintf(label + used, sizeof label - (size_t)used, " %g | %g ", means[m], icc[i]);
                    row(page, label, &world, COUNT(draw_methods), draw_methods);
                }
}

static void weighted_rows(page *page)
{
    static const int items[] = {30, 100, 300};
    static const double means[] = {0.5, 0.9, 0.95, 0.99};
    char label[LABEL];
    for (int n = 0; n < COUNT(items); n++)
        for (int m = 0; m < COUNT(means); m++) {
            scenario world = {.kind = BINARY, .clusters = items[n], .size = 1, .mean = means[m], .weighted = 1};
            snprintf(label, sizeof label, " %d weighted items | %g | 0 ", items[n], means[m]);
            row(page, label, &world, COUNT(item_methods), item_methods);
        }
}

void section_weights_and_keys(page *page)
{
    static const int clusters[] = {10, 20, 50};
    static const double means[] = {0.5, 0.8, 0.95}, icc[] = {0, 0.4};
    char label[LABEL];
    page_section(page, "7. Weights, and two crossed keys",
                 "0/1 items. Weights are log-normal with sigma 1, unrelated to the scores. Crossed: clusters of 10 by the first key,\n"
                 "as many by the second, at random; half of the correlation (here of normal scores that are cut) from each.",
                 " design | mean | ICC ", COUNT(item_methods), item_methods);
    weighted_rows(page);
    for (int g = 0; g < COUNT(clusters); g++)
        for (int m = 0; m < COUNT(means); m++)
            for (int i = 0; i < COUNT(icc); i++) {
                scenario world = {.kind = BINARY, .clusters = clusters[g], .size = 10, .mean = means[m], .icc = icc[i],
                                  .crossed = 1};
                snprintf(label, sizeof label, " 2 keys of %d clusters | %g | %g ", clusters[g], means[m], icc[i]);
                row(page, label, &world, COUNT(item_methods), item_methods);
            }
}

/* ---- two runs ---- */

static const method pair_methods[] = {
    {"naive unpaired", NAIVE_UNPAIRED, 0, 0},
    {"naive paired", NAIVE_PAIRED, 0, 0},
    {"t", OURS, 0, WHISKER_T},
    {"default", OURS, 0, 0},
};

typedef struct pair_of_runs {
    const char *name;
    score_kind kind;
    double mean, other_mean;
} pair_of_runs;

static const pair_of_runs runs[] = {
    {"normal scores", NORMAL, 0, 0},
    {"0/1, .8 and .8", BINARY, 0.8, 0.8},
    {"0/1, .8 and .6", BINARY, 0.8, 0.6},
    {"0/1, .99 and .97", BINARY, 0.99, 0.97},
    {"0/1, .99 and .9", BINARY, 0.99, 0.9},
    {"5 draws, .8 and .8", DRAWN, 0.8, 0.8},
    {"5 draws, .99 and .9", DRAWN, 0.99, 0.9},
};

static scenario pair_world(const pair_of_runs *runs, cluster_sizes sizes, int clusters, double icc, double shared)
{
    return (scenario){.kind = runs->kind, .sizes = sizes, .clusters = clusters, .size = 10, .draws = 5,
                      .mean = runs->mean, .other_mean = runs->other_mean, .icc = icc, .item_icc = 0, .shared = shared,
                      .paired = 1};
}

static void pair_row(page *page, const pair_of_runs *runs, const scenario *world)
{
    char label[LABEL];
    snprintf(label, sizeof label, " %s | %s | %d | %g | %g ", runs->name, world->size == 1 ? "none" : size_name(world),
             world->clusters, world->icc, world->shared);
    row(page, label, world, COUNT(pair_methods), pair_methods);
}

static const double shared[] = {0, 0.5, 0.9};

static void unclustered_pairs(page *page)
{
    static const int items[] = {10, 30, 100};
    for (int r = 0; r < COUNT(runs); r++)
        for (int n = 0; n < COUNT(items) && runs[r].kind != BINARY; n++)
            for (int s = 0; s < COUNT(shared); s++) {
                scenario world = pair_world(&runs[r], EVEN, items[n], 0, shared[s]);
                world.size = 1;
                pair_row(page, &runs[r], &world);
            }
}

void section_paired_clusters(page *page)
{
    static const int clusters[] = {5, 10, 20, 50};
    static const double icc[] = {0.2, 0.6};
    page_section(page, "8. Paired differences: graded, of draws, in clusters",
                 "Shared: the correlation of normal scores; of others the probability that a cluster, and that a draw, comes out\n"
                 "alike for both runs. (0/1 items without clusters: section 9.) Without clusters, their number is that of the items.\n"
                 "The default is t, and in clusters t_wilson where a run is nearly perfect.",
                 " scores | sizes | clusters | ICC | shared ", COUNT(pair_methods), pair_methods);
    unclustered_pairs(page);
    for (int r = 0; r < COUNT(runs); r++)
        for (int g = 0; g < COUNT(clusters); g++)
            for (int i = 0; i < COUNT(icc); i++) {
                for (int s = 0; s < COUNT(shared); s++) {
                    scenario world = pair_world(&runs[r], EVEN, clusters[g], icc[i], shared[s]);
                    pair_row(page, &runs[r], &world);
                }
                scenario world = pair_world(&runs[r], UNEVEN, clusters[g], icc[i], 0.5);
                pair_row(page, &runs[r], &world);
            }
}

void section_clustered_tests(page *page)
{
    static const method tests[] = {
        {"naive unpaired z", NAIVE_UNPAIRED, 0, 0},
        {"naive paired z", NAIVE_PAIRED, 0, 0},
        {"sign flip of clusters", SIGN_FLIP, 0, 0},
        {"t (p of a comparison)", OURS, 0, 0},
    };
    static const int clusters[] = {5, 10, 20, 50};
    page_section(page, "11. Paired tests in clusters",
                 "How often, in %, a true null is rejected at 5%. ICC .3; half shared. Five clusters cannot be rejected by sign flips.",
                 " scores | sizes | clusters ", COUNT(tests), tests);
    for (int r = 0; r < COUNT(runs); r++)
        for (int sizes = EVEN; sizes <= UNEVEN && runs[r].mean == runs[r].other_mean; sizes++)
            for (int g = 0; g < COUNT(clusters); g++) {
                scenario world = pair_world(&runs[r], sizes, clusters[g], 0.3, 0.5);
                tally found[MOST_METHODS];
                char label[LABEL];
                tally_scenario(&world, COUNT(tests), tests, page->simulations, found);
                snprintf(label, sizeof label, " %s | %s | %d ", runs[r].name, size_name(&world), clusters[g]);
                page_row_of_tests(page, label, COUNT(tests), found);
            }
}
