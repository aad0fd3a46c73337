/* Clusters that lie in several groups are kept whole (M4.6). With b_gj = share_j S_gj / (W_j sqrt(1 - W_gj/W_j)), the
 * part of cluster g in group j as CR2 corrects it, V = sum_g (sum_j b_gj)^2: CR2 of the regression on the groups (Bell
 * and McCaffrey 2002), whose correction of a cluster falls apart into those of its cells. */
#include "base/error.h"
#include "stat/cluster.h"
#include "stat/cut_sum.h"
#include "stat/totals.h"
#include "summary/groups.h"

#include <string.h>

enum { MOST_CROSSED_GROUPS = 2048 };

/* ---- cells ---- */

/* The part of a cluster in a group: its share of the group, and what it adds to the error of the combined mean. */
typedef struct cell {
    double share;
    double contribution;
} cell;

static int32_t fill_cells(const combination *this, int32_t j, scratch *outer, cell *cells, whisker_error *error)
{
    scratch scratch;
    sample sample;
    clusters sums;
    whisker_items items = group_split_items(&this->split, j);
    memset(cells, 0, (size_t)(this->split.first_cell[j + 1] - this->split.first_cell[j]) * sizeof *cells);
    if (items.n == 0 || this->share[j] == 0)
        return WHISKER_OK;
    int32_t status = scratch_open(&scratch, outer->arena, error);
    if (status != WHISKER_OK)
        return status;
    status = sample_prepare(&items, this->split.score + this->split.first[j], &scratch, &sample, error);
    if (status == WHISKER_OK && !clusters_sum(&sample, sample.key[0], sample.n_codes[0], &scratch, &sums))
        status = error_memory(error);
    for (int64_t g = 0; status == WHISKER_OK && g < sums.n; g++) {
        double share = sums.size[g] / sums.total;
        double residual = ldexp(sums.residual[g], sample.exponent) / sums.total;
        cells[g] = (cell){share, this->share[j] * residual / sqrt(1 - share)};
    }
    scratch_close(&scratch);
    return status;
}

/* Cells in the order of their clusters. */
typedef struct crossing {
    int64_t n_cells, n_clusters;
    cell *cells;
    int32_t *group;      /* group[n_cells] */
    int64_t *by_cluster; /* cells of cluster code c: by_cluster[first[c]] .. by_cluster[first[c + 1]-1] */
    int64_t *first;
} crossing;

static int32_t fill_crossing(const combination *this, scratch *scratch, crossing *out, whisker_error *error)
{
    const group_split *split = &this->split;
    int64_t n = split->first_cell[split->n_groups];
    *out = (crossing){.n_cells = n,
                      .cells = arena_take(scratch->arena, n, sizeof *out->cells),
                      .group = arena_take(scratch->arena, n, sizeof *out->group),
                      .by_cluster = arena_take(scratch->arena, n, sizeof *out->by_cluster),
                      .first = arena_take_zeroed(scratch->arena, split->n_codes + 2, sizeof *out->first)};
    if (out->cells == NULL || out->group == NULL || out->by_cluster == NULL || out->first == NULL)
        return error_memory(error);
    for (int32_t j = 0; j < split->n_groups; j++) {
        for (int64_t c = split->first_cell[j]; c < split->first_cell[j + 1]; c++)
            out->group[c] = j;
        int32_t status = fill_cells(this, j, scratch, out->cells + split->first_cell[j], error);
        if (status != WHISKER_OK)
            return status;
    }
    /* first[] is one place ahead while cells are laid out, so that it ends where it should */
    for (int64_t c = 0; c < n; c++)
        out->first[split->cluster[c] + 2]++;
    for (int64_t code = 0; code < split->n_codes; code++) {
        out->n_clusters += out->first[code + 2] > 0;
        out->first[code + 2] += out->first[code + 1];
    }
    for (int64_t c = 0; c < n; c++)
        out->by_cluster[out->first[split->cluster[c] + 1]++] = c;
    return WHISKER_OK;
}

typedef struct cluster_view {
    const combination *this;
    const crossing *crossing;
} cluster_view;

typedef double cell_term(const combination *this, const cell *cell, int32_t group);

static double add_cells(const cluster_view *view, int64_t code, cell_term *term)
{
    const crossing *crossing = view->crossing;
    sum total = {0, 0};
    for (int64_t k = crossing->first[code]; k < crossing->first[code + 1]; k++) {
        int64_t c = crossing->by_cluster[k];
        if (view->this->share[crossing->group[c]] > 0)
            sum_add(&total, term(view->this, &crossing->cells[c], crossing->group[c]));
    }
    return sum_value(total);
}

static double contribution_term(const combination *this, const cell *cell, int32_t group)
{
    (void)this;
    (void)group;
    return cell->contribution;
}

static double share_term(const combination *this, const cell *cell, int32_t group)
{
    return this->share[group] * cell->share;
}

static double expected_term(const combination *this, const cell *cell, int32_t group)
{
    return this->part[group] * cell->share;
}

static double squared_contribution(const void *context, int64_t code)
{
    double whole = add_cells(context, code, contribution_term);
    return whole * whole;
}

static double squared_expectation(const void *context, int64_t code)
{
    double whole = add_cells(context, code, expected_term);
    return whole * whole;
}

/* ---- degrees of freedom ---- */

/* W_gj/W_j / sqrt(1 - W_gj/W_j) */
static double leverage(const cell *cell)
{
    return cell->share / sqrt(1 - cell->share);
}

/* Products of leverages of a cluster in two groups, and their squares, added up over clusters for a pair of groups. */
typedef struct pair_sum {
    sum product, square;
} pair_sum;

static void add_pairs(const combination *this, const crossing *crossing, pair_sum *pairs)
{
    double largest = 0;
    for (int64_t c = 0; c < crossing->n_cells; c++)
        largest = fmax(largest, leverage(&crossing->cells[c]));
    const cut product_place = cut_for(crossing->n_cells, largest * largest);
    const cut square_place = cut_for(crossing->n_cells, largest * largest * largest * largest);
    for (int64_t code = 0; code < this->split.n_codes; code++) {
        for (int64_t k = crossing->first[code]; k < crossing->first[code + 1]; k++) {
            for (int64_t m = k; m < crossing->first[code + 1]; m++) {
                int64_t a = crossing->by_cluster[k], b = crossing->by_cluster[m];
                double product = leverage(&crossing->cells[a]) * leverage(&crossing->cells[b]);
                pair_sum *pair = &pairs[(int64_t)crossing->group[a] * this->split.n_groups + crossing->group[b]];
                cut_add(&pair->product, product_place, product);
                cut_add(&pair->square, square_place, product * product);
            }
        }
    }
}

typedef struct pair_terms {
    const combination *this;
    const pair_sum *pairs;
} pair_terms;

/* Off the diagonal of pairs each counts twice. */
static double pair_term(const void *context, int64_t place)
{
    const pair_terms *terms = context;
    int64_t n = terms->this->split.n_groups, j = place / n, l = place % n;
    double product = sum_value(terms->pairs[place].product), square = sum_value(terms->pairs[place].square);
    double both = terms->this->part[j] * terms->this->part[l] * (product * product - square);
    return l < j || both == 0 ? 0 : l == j ? both : 2 * both;
}

/* Satterthwaite of CR2 (Bell and McCaffrey 2002) when the errors of group j have a variance in proportion to W_j V_j:
 * (sum_g D_g)^2 / (sum_g D_g^2 + sum over g != h of O_gh^2), with D_g = sum_j part_j W_gj/W_j and
 * O_gh = sum_j part_j r_gj r_hj, r = leverage. When no cluster is shared it is Satterthwaite's over groups. */
static int32_t find_df(combination *this, const crossing *crossing, scratch *scratch, whisker_error *error)
{
    int64_t n = this->split.n_groups;
    if (n > MOST_CROSSED_GROUPS)
        return error_set(error, WHISKER_BAD_ARGUMENT, "clusters may lie in several of at most %d groups, not of %lld",
                         MOST_CROSSED_GROUPS, (long long)n);
    pair_sum *pairs = arena_take_zeroed(scratch->arena, n * n, sizeof *pairs);
    if (pairs == NULL)
        return error_memory(error);
    add_pairs(this, crossing, pairs);
    cluster_view view = {this, crossing};
    pair_terms terms = {this, pairs};
    double whole = groups_total(this, groups_part);
    double diagonal = total_of(this->split.n_codes, squared_expectation, &view);
    this->df = whole * whole / (diagonal + total_of(n * n, pair_term, &terms));
    return WHISKER_OK;
}

/* ---- all of it ---- */

int32_t groups_crossed(combination *this, scratch *scratch, whisker_error *error)
{
    crossing crossing;
    int32_t status = fill_crossing(this, scratch, &crossing, error);
    if (status != WHISKER_OK)
        return status;
    cluster_view view = {this, &crossing};
    this->n_clusters = crossing.n_clusters;
    this->largest_share = 0;
    for (int64_t code = 0; code < this->split.n_codes; code++)
        this->largest_share = fmax(this->largest_share, add_cells(&view, code, share_term));
    if (isnan(groups_total(this, groups_part)))
        return WHISKER_OK;
    this->variance = total_of(this->split.n_codes, squared_contribution, &view);
    return find_df(this, &crossing, scratch, error);
}
