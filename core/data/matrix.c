/* From rows to the item-by-run matrix (METHODS: from draws to items): three counting sorts bring the rows of a cell
 * together with its draws in a fixed order, then each cell is one mean. */
#include "data/design.h"

#include "base/error.h"
#include "base/sort.h"
#include "base/sum.h"

#include <math.h>
#include <string.h>

/* ---- order of rows ---- */

static int in_order(int64_t n, const int64_t *order, const int32_t *code)
{
    for (int64_t i = 1; i < n; i++)
        if (code[order[i]] < code[order[i - 1]])
            return 0;
    return 1;
}

/* Stable counting sort of order[n] by code[order[i]], a number from 0 to n_codes-1. */
static int order_by(int64_t n, int64_t *order, const int32_t *code, int64_t n_codes, whisker_arena *arena,
                    whisker_error *error)
{
    if (code == NULL || in_order(n, order, code))
        return WHISKER_OK;
    scratch scratch;
    int32_t status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    int64_t *next = arena_take_zeroed(scratch.arena, n_codes + 1, sizeof *next);
    int64_t *sorted = arena_take(scratch.arena, n, sizeof *sorted);
    if (next == NULL || sorted == NULL) {
        status = error_memory(error);
    } else {
        for (int64_t i = 0; i < n; i++)
            next[code[i] + 1]++;
        for (int64_t c = 0; c < n_codes; c++)
            next[c + 1] += next[c];
        for (int64_t i = 0; i < n; i++)
            sorted[next[code[order[i]]]++] = order[i];
        memcpy(order, sorted, (size_t)n * sizeof *order);
    }
    scratch_close(&scratch);
    return status;
}

/* By item, then run, then draw, then place in the table. */
static int64_t *order_rows(const selection *s, whisker_arena *scratch, whisker_error *error)
{
    int64_t *order = arena_take(scratch, s->n, sizeof *order);
    if (order == NULL) {
        error_memory(error);
        return NULL;
    }
    for (int64_t i = 0; i < s->n; i++)
        order[i] = i;
    if (order_by(s->n, order, s->draw, s->n_draws, scratch, error) != WHISKER_OK ||
        order_by(s->n, order, s->run, s->n_runs, scratch, error) != WHISKER_OK ||
        order_by(s->n, order, s->item, s->n_items, scratch, error) != WHISKER_OK)
        return NULL;
    return order;
}

static void keep_rows(whisker_design *design, const selection *s, const int64_t *order)
{
    memset(design->first, 0, (size_t)(design->n_items + 1) * sizeof *design->first);
    for (int64_t i = 0; i < s->n; i++) {
        design->rows[i] = s->row[order[i]];
        design->first[s->item[i] + 1]++;
    }
    for (int64_t item = 0; item < design->n_items; item++)
        design->first[item + 1] += design->first[item];
    design->last_row = s->n > 0 ? s->row[s->n - 1] : -1;
}

/* ---- cells ---- */

/* order[begin .. end-1] are rows of one item, by run: those of the first run end before the result. */
static int64_t cell_end(const selection *s, const int64_t *order, int64_t begin, int64_t end)
{
    int32_t run = s->run[order[begin]];
    int64_t next = begin + 1;
    while (next < end && s->run[order[next]] == run)
        next++;
    return next;
}

static int64_t most_rows(const whisker_design *design)
{
    int64_t most = 0;
    for (int64_t item = 0; item < design->n_items; item++) {
        int64_t rows = design->first[item + 1] - design->first[item];
        most = rows > most ? rows : most;
    }
    return most;
}

/* Room for the draws of any cell. */
typedef struct cell {
    int64_t n;
    double *score;
    sort_key *keys, *spare;
} cell;

static int is_replaced(const selection *s, const int64_t *order, int64_t i, int64_t end)
{
    return s->draw != NULL && i + 1 < end && s->draw[order[i]] == s->draw[order[i + 1]];
}

static void gather_draws(cell *cell, whisker_design *design, const selection *s, const double *score,
                         const int64_t *order, int64_t begin, int64_t end)
{
    whisker_design_counts *counts = &design->counts;
    cell->n = 0;
    for (int64_t i = begin; i < end; i++) {
        double x = score[design->rows[i]];
        if (is_replaced(s, order, i, end)) {
            counts->n_duplicates++;
        } else if (isfinite(x)) {
            cell->score[cell->n++] = x;
            counts->n_graded += x != 0 && x != 1;
        } else {
            counts->n_unscored++;
            counts->n_non_finite += isinf(x) != 0;
        }
    }
}

static void sort_scores(cell *cell)
{
    for (int64_t i = 0; i < cell->n; i++)
        cell->keys[i] = (sort_key){sort_head_of_real(cell->score[i]), i};
    sort_keys(cell->n, cell->keys, cell->spare, NULL, NULL);
    for (int64_t i = 0; i < cell->n; i++)
        cell->score[i] = sort_real_of_head(cell->keys[i].head);
}

/* The quotient of the sum in both its parts, corrected by its remainder: draws that are all equal have exactly that
 * mean. */
static double mean_of(const cell *cell)
{
    double n = (double)cell->n;
    sum total = {0};
    for (int64_t i = 0; i < cell->n; i++)
        sum_add(&total, cell->score[i]);
    double mean = sum_value(total) / n;
    return mean + (fma(-n, mean, total.total) + total.correction) / n;
}

/* Two passes, corrected for the rounding of the mean (Chan, Golub and LeVeque 1983, eq. 1.7). */
static double variance_of(const cell *cell, double mean)
{
    if (cell->n < 2)
        return NAN;
    sum squares = {0}, rest = {0};
    for (int64_t i = 0; i < cell->n; i++) {
        double residual = cell->score[i] - mean;
        sum_add(&rest, residual);
        sum_add_product(&squares, residual, residual);
    }
    double left = sum_value(rest);
    return (sum_value(squares) - left * left / (double)cell->n) / (double)(cell->n - 1);
}

static void fill_cell(whisker_design *design, int64_t place, cell *cell, int has_draw_names)
{
    if (cell->n == 0)
        return;
    if (!has_draw_names && cell->n > 1)
        sort_scores(cell);
    design->scores[place] = mean_of(cell);
    design->within[place] = variance_of(cell, design->scores[place]);
    design->draws[place] = (int32_t)cell->n;
}

static void clear_cells(whisker_design *design)
{
    for (int64_t i = 0; i < design->n_runs * design->n_items; i++) {
        design->scores[i] = design->within[i] = NAN;
        design->draws[i] = 0;
    }
}

static void fill_item(whisker_design *design, int64_t item, const double *score, const selection *s,
                      const int64_t *order, cell *cell)
{
    int64_t last = design->first[item + 1];
    for (int64_t begin = design->first[item], end; begin < last; begin = end) {
        end = cell_end(s, order, begin, last);
        gather_draws(cell, design, s, score, order, begin, end);
        fill_cell(design, s->run[order[begin]] * design->n_items + item, cell, s->draw != NULL);
    }
}

static int32_t fill_cells(whisker_design *design, const double *score, const selection *s, const int64_t *order,
                          whisker_arena *scratch, whisker_error *error)
{
    int64_t most = most_rows(design);
    cell cell = {.score = arena_take(scratch, most, sizeof *cell.score),
                 .keys = arena_take(scratch, most, sizeof *cell.keys),
                 .spare = arena_take(scratch, most, sizeof *cell.spare)};
    if (cell.score == NULL || cell.keys == NULL || cell.spare == NULL)
        return error_memory(error);
    clear_cells(design);
    for (int64_t item = 0; item < design->n_items; item++)
        fill_item(design, item, score, s, order, &cell);
    return WHISKER_OK;
}

/* ---- missing ---- */

static int32_t refuse_missing(const whisker_design *design, const whisker_table *table, int64_t n_missing,
                              int64_t first, whisker_error *error)
{
    size_t item_length, run_length;
    const char *item = whisker_table_text(table, design->item_symbol[first % design->n_items], &item_length);
    const char *run = whisker_table_text(table, design->run_symbol[first / design->n_items], &run_length);
    return error_set(error, WHISKER_MISSING, "%lld scores are missing, the first of item \"%.*s\" in run \"%.*s\"",
                     (long long)n_missing, error_name_length(item, item_length), item,
                     error_name_length(run, run_length), run);
}

static int32_t apply_policy(whisker_design *design, const whisker_table *table, int32_t policy, whisker_error *error)
{
    int64_t n_cells = design->n_runs * design->n_items, n_missing = 0, first = -1;
    for (int64_t i = n_cells - 1; i >= 0; i--) {
        if (design->draws[i] > 0)
            continue;
        n_missing++;
        first = i;
        if (policy == WHISKER_MISSING_ZERO)
            design->scores[i] = 0;
    }
    if (n_missing == n_cells)
        return error_set(error, WHISKER_NO_DATA, "none of the %lld rows that meet the conditions has a score, "
                         "a run and an item", (long long)design->counts.n_rows);
    if (n_missing > 0 && policy == WHISKER_MISSING_ERROR)
        return refuse_missing(design, table, n_missing, first, error);
    return WHISKER_OK;
}

static int take_matrix(whisker_design *design, int64_t n_rows)
{
    int64_t n_cells = design->n_runs * design->n_items;
    design->scores = arena_take(design->arena, n_cells, sizeof *design->scores);
    design->within = arena_take(design->arena, n_cells, sizeof *design->within);
    design->draws = arena_take(design->arena, n_cells, sizeof *design->draws);
    design->rows = arena_take(design->arena, n_rows, sizeof *design->rows);
    design->first = arena_take(design->arena, design->n_items + 1, sizeof *design->first);
    return design->scores != NULL && design->within != NULL && design->draws != NULL && design->rows != NULL &&
           design->first != NULL;
}

int32_t matrix_fill(whisker_design *design, const whisker_table *table, const whisker_roles *roles,
                    const selection *selected, whisker_arena *scratch, whisker_error *error)
{
    int64_t *order = order_rows(selected, scratch, error);
    if (order == NULL)
        return WHISKER_NO_MEMORY;
    if (!take_matrix(design, selected->n))
        return error_memory(error);
    keep_rows(design, selected, order);
    int32_t status = fill_cells(design, table->columns[roles->score].reals, selected, order, scratch, error);
    return status == WHISKER_OK ? apply_policy(design, table, roles->missing, error) : status;
}
