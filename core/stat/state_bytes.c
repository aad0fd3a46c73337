/* A state as bytes and back. Clusters stand in order of their labels and scores that are kept in order of size, so that
 * states of the same items have the same bytes, whatever the parts that they came in. */
#include "stat/state.h"

#include "base/bytes.h"
#include "base/error.h"
#include "base/sort.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t SIGNATURE = UINT64_C(0x4154534b53494857); /* "WHISKSTA" */

enum { VERSION = 1 };

/* What stands before the clusters. */
typedef struct head {
    int32_t kind, clustered;
    int64_t n_clusters;          /* that hold an item */
    int64_t n_kept;
    limb_window window[STATE_COLUMNS];
    limb_window used[STATE_COLUMNS + 1];    /* of sums of products, digits that are not 0; the last: of A and B */
} head;

/* ---- fields ---- */

static void walk_window(walk *walk, limb_window *window)
{
    walk_small(walk, &window->first);
    walk_small(walk, &window->n);
}

static void walk_head(walk *walk, head *head, int32_t n_columns)
{
    walk_count(walk, &head->n_clusters);
    walk_count(walk, &head->n_kept);
    for (int32_t c = 0; c < n_columns; c++) {
        walk_window(walk, &head->window[c]);
        walk_window(walk, &head->used[c]);
    }
    if (n_columns > 1)
        walk_window(walk, &head->used[STATE_COLUMNS]);
}

static void walk_counts(walk *walk, whisker_state *state)
{
    walk_count(walk, &state->n);
    walk_count(walk, &state->n_missing);
    walk_count(walk, &state->n_infinite);
    if (state->kind != WHISKER_STATE_PAIRS)
        return;
    walk_count(walk, &state->n_a_only);
    walk_count(walk, &state->n_b_only);
    walk_count(walk, &state->n_equal);
    for (int k = 0; k < 4; k++)
        walk_count(walk, &state->cell[k / 2][k % 2]);
}

static void walk_products(walk *walk, state_products *products, limb_window window)
{
    for (int32_t k = 0; k < window.n; k++)
        walk_count(walk, &products->limbs[window.first - PRODUCT_LIMB_FIRST + k]);
}

static void walk_columns(walk *walk, whisker_state *state, const head *head)
{
    for (int32_t c = 0; c < state->n_columns; c++) {
        walk_small(walk, &state->column[c].on_grid);
        walk_real(walk, &state->column[c].minimum);
        walk_real(walk, &state->column[c].maximum);
        walk_products(walk, &state->column[c].squares, head->used[c]);
    }
    if (state->kind == WHISKER_STATE_PAIRS)
        walk_products(walk, &state->products, head->used[STATE_COLUMNS]);
}

static void walk_row(walk *walk, whisker_state *state, int64_t g)
{
    int64_t *row = state_row(state, g);
    for (int32_t k = 0; k < ROW_LIMBS + state->width; k++)
        walk_count(walk, &row[k]);
}

/* ---- saving ---- */

/* With carries taken, so that no partition of the terms is to be seen; sign on every digit. */
static limb_window take_carries(state_products *products)
{
    total total = state_total(products);
    limb_window used = {0, 0};
    *products = (state_products){0};
    for (int32_t k = 0; k < total.n; k++) {
        products->limbs[total.first - PRODUCT_LIMB_FIRST + k] = (int64_t)total.sign * total.digit[k];
        if (total.digit[k] != 0)
            used = window_join(used, (limb_window){total.first + k, 1});
    }
    return used;
}

/* Takes the carries of the state, which is a copy. */
static head head_of(whisker_state *state)
{
    head out = {.kind = state->kind, .clustered = state->clustered};
    for (int64_t g = 0; g < state->n_clusters; g++)
        out.n_clusters += state_row(state, g)[ROW_COUNT] > 0;
    out.n_kept = state->kept != NULL && state->n <= STATE_MOST_KEPT ? state->n : 0;
    for (int32_t c = 0; c < state->n_columns; c++) {
        out.window[c] = state->column[c].window;
        out.used[c] = take_carries(&state->column[c].squares);
    }
    out.used[STATE_COLUMNS] = take_carries(&state->products);
    return out;
}

static size_t saved_size(const whisker_state *state, const head *head)
{
    int32_t pairs = state->kind == WHISKER_STATE_PAIRS;
    size_t fields = 4 + 2 + 3 + (pairs ? 7 : 0) + (pairs ? 2 : 0) + 1;
    for (int32_t c = 0; c < state->n_columns; c++)
        fields += 4 + 3 + (size_t)head->used[c].n;
    if (pairs)
        fields += (size_t)head->used[STATE_COLUMNS].n;
    return FIELD * (fields + (size_t)head->n_kept + (size_t)head->n_clusters * (2 + (size_t)state->width));
}

static int by_size(const void *first, const void *second)
{
    double a = *(const double *)first, b = *(const double *)second;
    return (a > b) - (a < b);
}

/* In order of the labels as bits. order[2 n_clusters]. */
static void write_clusters(walk *walk, whisker_state *state, sort_key *order)
{
    int64_t n = 0;
    for (int64_t g = 0; g < state->n_clusters; g++)
        if (state_row(state, g)[ROW_COUNT] > 0)
            order[n++] = (sort_key){(uint64_t)state_row(state, g)[ROW_LABEL], g};
    sort_keys(n, order, order + n, NULL, NULL);
    for (int64_t i = 0; i < n; i++)
        walk_row(walk, state, order[i].index);
}

static void write_kept(walk *walk, const whisker_state *state, int64_t n_kept, double *sorted)
{
    if (n_kept > 0)
        memcpy(sorted, state->kept, (size_t)n_kept * sizeof *sorted);
    qsort(sorted, (size_t)n_kept, sizeof *sorted, by_size);
    for (int64_t i = 0; i < n_kept; i++)
        walk_real(walk, &sorted[i]);
}

static int write_state(whisker_state *state, head *head, unsigned char *to)
{
    walk walk = {.to = to};
    uint64_t signature = SIGNATURE, version = VERSION;
    size_t order_bytes = (size_t)state->n_clusters * 2 * sizeof(sort_key), kept_bytes = (size_t)head->n_kept * sizeof(double);
    sort_key *order = allocator_take(&state->allocator, order_bytes + 1);
    double *sorted = allocator_take(&state->allocator, kept_bytes + 1);
    if (order != NULL && sorted != NULL) {
        walk_bits(&walk, &signature);
        walk_bits(&walk, &version);
        walk_small(&walk, &head->kind);
        walk_small(&walk, &head->clustered);
        walk_head(&walk, head, state->n_columns);
        walk_counts(&walk, state);
        walk_columns(&walk, state, head);
        write_kept(&walk, state, head->n_kept, sorted);
        write_clusters(&walk, state, order);
        uint64_t check = checksum(to, walk.at);
        walk_bits(&walk, &check);
    }
    int complete = order != NULL && sorted != NULL;
    allocator_give(&state->allocator, order, order_bytes + 1);
    allocator_give(&state->allocator, sorted, kept_bytes + 1);
    return complete;
}

int32_t whisker_state_save(const whisker_state *state, void *buffer, size_t capacity, size_t *needed,
                           whisker_error *error)
{
    if (state == NULL || needed == NULL || (buffer == NULL && capacity > 0))
        return error_set(error, WHISKER_BAD_ARGUMENT, "saving needs a state, a buffer and a place for its size");
    whisker_state copy = *state;
    head head = head_of(&copy);
    *needed = saved_size(state, &head);
    if (capacity < *needed)
        return error_set(error, WHISKER_TOO_LARGE, "the state takes %lu bytes, and there is room for %lu",
                         (unsigned long)*needed, (unsigned long)capacity);
    return write_state(&copy, &head, buffer) ? WHISKER_OK : error_memory(error);
}

/* ---- loading: bytes may come from anywhere, and a checksum is soon made ---- */

static int32_t malformed(whisker_error *error)
{
    return error_set(error, WHISKER_MALFORMED, "these bytes are no saved state, or are damaged");
}

static int lies_within(limb_window window, int32_t first, int32_t n)
{
    return window.n == 0 || (window.n > 0 && window.n <= n && window.first >= first && window.first - first <= n - window.n);
}

static int is_sound_head(const head *head, int32_t n_columns)
{
    int sound = head->n_clusters >= 0 && head->n_clusters <= MOST_TERMS && head->n_kept >= 0 &&
                head->n_kept <= STATE_MOST_KEPT;
    for (int32_t c = 0; c < n_columns; c++)
        sound = sound && lies_within(head->window[c], SCORE_LIMB_FIRST, SCORE_LIMBS) &&
                lies_within(head->used[c], PRODUCT_LIMB_FIRST, PRODUCT_LIMBS);
    return sound && lies_within(head->used[STATE_COLUMNS], PRODUCT_LIMB_FIRST, PRODUCT_LIMBS);
}

/* No limb holds more than its terms can have put there. */
static int are_limbs_of(const int64_t *limbs, int64_t n, int64_t terms)
{
    int sound = 1;
    for (int64_t k = 0; k < n; k++)
        sound = sound && limbs[k] >= -terms * INT64_C(0x300000000) && limbs[k] <= terms * INT64_C(0x300000000);
    return sound;
}

static int are_counts_sound(const whisker_state *state)
{
    int64_t cells = 0, clustered = 0;
    for (int k = 0; k < 4; k++) {
        if (state->cell[k / 2][k % 2] < 0 || state->cell[k / 2][k % 2] > state->n)
            return 0;
        cells += state->cell[k / 2][k % 2];
    }
    for (int64_t g = 0; g < state->n_clusters; g++) {
        int64_t count = state_row(state, g)[ROW_COUNT];
        if (count <= 0 || count > state->n)
            return 0;
        clustered += count;
    }
    return cells <= state->n && clustered == state->n && state->n_equal >= 0 && state->n_equal <= state->n &&
           state->n_a_only >= 0 && state->n_b_only >= 0 && state->n_infinite >= 0 &&
           state->n_a_only <= state->n_missing && state->n_b_only <= state->n_missing &&
           state->n_infinite <= 2 * state->n_missing;
}

static int is_sound_column(const whisker_state *state, const state_column *column)
{
    int is_empty = state->n == 0 && column->minimum == INFINITY && column->maximum == -INFINITY;
    int is_ranged = isfinite(column->minimum) && isfinite(column->maximum) && column->minimum <= column->maximum;
    return (column->on_grid == 0 || column->on_grid == 1) && (is_empty || (state->n > 0 && is_ranged)) &&
           are_limbs_of(column->squares.limbs, PRODUCT_LIMBS, state->n);
}

static double magnitude_of(const state_column *column)
{
    return fmax(fabs(column->minimum), fabs(column->maximum));
}

static double value_of(const int64_t *limbs, limb_window window)
{
    total total = total_of_limbs(limbs, window);
    return sum_value(total_value(&total, 0));
}

static double value_of_products(const state_products *products)
{
    total total = state_total(products);
    return sum_value(total_value(&total, 0));
}

/* Sums on the grid are used as whole numbers: they must be as small as their terms say. */
static int is_grid_honest(const whisker_state *state, int32_t c)
{
    const state_column *column = &state->column[c];
    double magnitude = magnitude_of(column);
    if (!column->on_grid || state->n == 0)
        return 1;
    int honest = magnitude <= 256 && lies_within(column->window, -1, 2) &&
                 fabs(value_of_products(&column->squares)) <= magnitude * magnitude * (double)state->n;
    for (int64_t g = 0; honest && g < state->n_clusters; g++) {
        const int64_t *row = state_row(state, g);
        honest = fabs(value_of(row + state_offset(state, c), column->window)) <= magnitude * (double)row[ROW_COUNT];
    }
    return honest;
}

static int are_products_honest(const whisker_state *state)
{
    const state_column *a = &state->column[STATE_A], *b = &state->column[STATE_B];
    if (state->kind != WHISKER_STATE_PAIRS || state->n == 0 || !a->on_grid || !b->on_grid)
        return 1;
    return fabs(value_of_products(&state->products)) <= magnitude_of(a) * magnitude_of(b) * (double)state->n;
}

static int is_sound(const whisker_state *state)
{
    int sound = are_counts_sound(state) && are_limbs_of(state->products.limbs, PRODUCT_LIMBS, state->n);
    for (int64_t g = 0; sound && g < state->n_clusters; g++)
        sound = are_limbs_of(state_row(state, g) + ROW_LIMBS, state->width, state_row(state, g)[ROW_COUNT]);
    for (int32_t c = 0; c < state->n_columns; c++)
        sound = sound && is_sound_column(state, &state->column[c]) && is_grid_honest(state, c);
    sound = sound && are_products_honest(state);
    for (int64_t i = 0; sound && state->kept != NULL && i < state->n && state->n <= STATE_MOST_KEPT; i++)
        sound = isfinite(state->kept[i]);
    return sound;
}

static int32_t read_kind(walk *walk, size_t length, head *head, whisker_error *error)
{
    uint64_t signature = 0, version = 0;
    if (length < 4 * FIELD)
        return malformed(error);
    walk_bits(walk, &signature);
    walk_bits(walk, &version);
    walk_small(walk, &head->kind);
    walk_small(walk, &head->clustered);
    if (signature != SIGNATURE)
        return malformed(error);
    if (version != VERSION)
        return error_set(error, WHISKER_UNSUPPORTED, "the state was saved by a newer version of libwhisker");
    int known = head->kind == WHISKER_STATE_SCORES || head->kind == WHISKER_STATE_PAIRS;
    return known && (head->clustered == 0 || head->clustered == 1) ? WHISKER_OK : malformed(error);
}

/* Clusters come in order of their labels, each once. */
static int read_clusters(walk *walk, whisker_state *state, int64_t n)
{
    uint64_t last = 0;
    for (int64_t i = 0; i < n; i++) {
        struct walk ahead = *walk;
        int64_t label = 0;
        walk_count(&ahead, &label);
        if ((i > 0 && (uint64_t)label <= last) || (!state->clustered && (label != 0 || n > 1)))
            return WHISKER_MALFORMED;
        if (state_cluster(state, label) != i)
            return WHISKER_NO_MEMORY;
        walk_row(walk, state, i);
        last = (uint64_t)label;
    }
    return WHISKER_OK;
}

static int is_undamaged(const unsigned char *bytes, size_t length)
{
    walk last = {.from = bytes, .at = length - FIELD};
    uint64_t check = 0;
    walk_bits(&last, &check);
    return check == checksum(bytes, length - FIELD);
}

static int32_t read_state(walk *walk, size_t length, head *head, whisker_state *state, whisker_error *error)
{
    if (length < saved_size(state, head))
        return malformed(error);
    walk_head(walk, head, state->n_columns);
    if (!is_sound_head(head, state->n_columns))
        return malformed(error);
    if (!state_widen(state, head->window))
        return error_memory(error);
    if (length != saved_size(state, head) || !is_undamaged(walk->from, length))
        return malformed(error);
    walk_counts(walk, state);
    if (state->n < 0 || state->n_missing < 0 || state->n > MOST_TERMS || state->n_missing > MOST_TERMS - state->n)
        return malformed(error);
    walk_columns(walk, state, head);
    if (head->n_kept != (state->kept != NULL && state->n <= STATE_MOST_KEPT ? state->n : 0))
        return malformed(error);
    for (int64_t i = 0; i < head->n_kept; i++)
        walk_real(walk, &state->kept[i]);
    int32_t status = read_clusters(walk, state, head->n_clusters);
    if (status == WHISKER_NO_MEMORY)
        return error_memory(error);
    return status == WHISKER_OK && is_sound(state) ? WHISKER_OK : malformed(error);
}

int32_t whisker_state_load(const whisker_allocator *allocator, const void *bytes, size_t length, whisker_state **state,
                           whisker_error *error)
{
    if (state == NULL || bytes == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "loading needs bytes and a place to put the state");
    *state = NULL;
    walk walk = {.from = bytes};
    head head = {0};
    whisker_state *made;
    int32_t status = read_kind(&walk, length, &head, error);
    if (status == WHISKER_OK)
        status = state_open(allocator, head.kind, head.clustered, &made, error);
    if (status != WHISKER_OK)
        return status;
    status = read_state(&walk, length, &head, made, error);
    if (status == WHISKER_OK)
        *state = made;
    else
        whisker_state_free(made);
    return status;
}
