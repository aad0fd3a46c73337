#include "stat/state.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/structs.h"

#include <math.h>
#include <string.h>

/* Items of a batch that need no memory of their own. */
enum { FEW = 256 };

/* ---- life ---- */

int32_t state_open(const whisker_allocator *allocator, int32_t kind, int32_t clustered, whisker_state **state,
                   whisker_error *error)
{
    *state = NULL;
    if (kind != WHISKER_STATE_SCORES && kind != WHISKER_STATE_PAIRS)
        return error_set(error, WHISKER_BAD_OPTION, "no kind of state has the number %d", (int)kind);
    if (allocator == NULL)
        allocator = &allocator_default;
    whisker_state *made = allocator_take(allocator, sizeof *made);
    if (made == NULL)
        return error_memory(error);
    memset(made, 0, sizeof *made);
    made->allocator = *allocator;
    made->kind = kind;
    made->clustered = clustered != 0;
    made->n_columns = kind == WHISKER_STATE_PAIRS ? STATE_COLUMNS : 1;
    for (int32_t c = 0; c < STATE_COLUMNS; c++) {
        made->column[c].on_grid = 1;
        made->column[c].minimum = INFINITY;
        made->column[c].maximum = -INFINITY;
    }
    if (kind == WHISKER_STATE_SCORES && !made->clustered) {
        made->kept = allocator_take(allocator, STATE_MOST_KEPT * sizeof *made->kept);
        if (made->kept == NULL) {
            allocator_give(allocator, made, sizeof *made);
            return error_memory(error);
        }
    }
    *state = made;
    return WHISKER_OK;
}

int32_t whisker_state_new(const whisker_allocator *allocator, const whisker_state_options *options,
                          whisker_state **state, whisker_error *error)
{
    whisker_state_options given;
    if (state == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no place to put the state");
    *state = NULL;
    int32_t status = struct_load(&given, sizeof given, options, "whisker_state_options", error);
    return status != WHISKER_OK ? status : state_open(allocator, given.kind, given.clustered, state, error);
}

static size_t rows_bytes(int64_t capacity, int32_t width)
{
    return (size_t)capacity * (size_t)(ROW_LIMBS + width) * sizeof(int64_t);
}

void whisker_state_free(whisker_state *state)
{
    if (state == NULL)
        return;
    whisker_allocator allocator = state->allocator;
    allocator_give(&allocator, state->rows, rows_bytes(state->capacity, state->width));
    allocator_give(&allocator, state->slots, (size_t)state->n_slots * sizeof *state->slots);
    allocator_give(&allocator, state->kept, STATE_MOST_KEPT * sizeof *state->kept);
    allocator_give(&allocator, state, sizeof *state);
}

/* ---- rows ---- */

int32_t state_offset(const whisker_state *state, int32_t column)
{
    int32_t offset = ROW_LIMBS;
    for (int32_t c = 0; c < column; c++)
        offset += state->column[c].window.n;
    return offset;
}

static void copy_row(const whisker_state *state, const int64_t *from, const limb_window *windows, int64_t *to)
{
    to[ROW_LABEL] = from[ROW_LABEL];
    to[ROW_COUNT] = from[ROW_COUNT];
    from += ROW_LIMBS;
    to += ROW_LIMBS;
    for (int32_t c = 0; c < state->n_columns; c++) {
        limb_window old = state->column[c].window;
        for (int32_t k = 0; k < old.n; k++)
            to[old.first - windows[c].first + k] = from[k];
        from += old.n;
        to += windows[c].n;
    }
}

/* Rows for so many clusters with these windows, in the place of the old ones. */
static int move_rows(whisker_state *state, int64_t capacity, const limb_window *windows)
{
    int32_t width = 0;
    for (int32_t c = 0; c < state->n_columns; c++)
        width += windows[c].n;
    int64_t *rows = allocator_take(&state->allocator, rows_bytes(capacity, width));
    if (rows == NULL)
        return 0;
    memset(rows, 0, rows_bytes(capacity, width));
    for (int64_t g = 0; g < state->n_clusters; g++)
        copy_row(state, state_row(state, g), windows, rows + g * (ROW_LIMBS + width));
    allocator_give(&state->allocator, state->rows, rows_bytes(state->capacity, state->width));
    state->rows = rows;
    state->capacity = capacity;
    state->width = width;
    for (int32_t c = 0; c < state->n_columns; c++)
        state->column[c].window = windows[c];
    return 1;
}

int state_widen(whisker_state *state, const limb_window *windows)
{
    limb_window joined[STATE_COLUMNS];
    int is_wide = state->capacity > 0;
    for (int32_t c = 0; c < state->n_columns; c++) {
        joined[c] = window_join(state->column[c].window, windows[c]);
        is_wide = is_wide && joined[c].n == state->column[c].window.n;
    }
    return is_wide || move_rows(state, state->capacity > 0 ? state->capacity : 16, joined);
}

static int grow_rows(whisker_state *state)
{
    limb_window windows[STATE_COLUMNS];
    for (int32_t c = 0; c < state->n_columns; c++)
        windows[c] = state->column[c].window;
    return move_rows(state, state->capacity > 0 ? 2 * state->capacity : 16, windows);
}

/* ---- clusters by label ---- */

static int64_t slot_of(const whisker_state *state, int64_t label)
{
    int64_t mask = state->n_slots - 1;
    int64_t slot = (int64_t)(hash_mix((uint64_t)label) & (uint64_t)mask);
    while (state->slots[slot] >= 0 && state_row(state, state->slots[slot])[ROW_LABEL] != label)
        slot = (slot + 1) & mask;
    return slot;
}

/* At most half of the slots are taken. */
static int grow_slots(whisker_state *state)
{
    int64_t n_slots = state->n_slots == 0 ? 16 : 2 * state->n_slots;
    int32_t *slots = allocator_take(&state->allocator, (size_t)n_slots * sizeof *slots);
    if (slots == NULL)
        return 0;
    memset(slots, 0xff, (size_t)n_slots * sizeof *slots);
    allocator_give(&state->allocator, state->slots, (size_t)state->n_slots * sizeof *slots);
    state->slots = slots;
    state->n_slots = n_slots;
    for (int64_t g = 0; g < state->n_clusters; g++)
        state->slots[slot_of(state, state_row(state, g)[ROW_LABEL])] = (int32_t)g;
    return 1;
}

int64_t state_cluster(whisker_state *state, int64_t label)
{
    if (2 * (state->n_clusters + 1) > state->n_slots && !grow_slots(state))
        return -1;
    int64_t slot = slot_of(state, label);
    if (state->slots[slot] >= 0)
        return state->slots[slot];
    if (state->n_clusters == MOST_TERMS || (state->n_clusters == state->capacity && !grow_rows(state)))
        return -1;
    int64_t made = state->n_clusters++;
    state->slots[slot] = (int32_t)made;
    state_row(state, made)[ROW_LABEL] = label;
    return made;
}

/* ---- adding ---- */

/* The numbers of one item: a score, or two and their difference. 0 when it does not count. */
static int take_item(const whisker_state *state, double a, double b, double *number)
{
    number[STATE_A] = a + 0.0; /* one zero */
    number[STATE_B] = b + 0.0;
    number[STATE_DIFFERENCE] = a - b;
    return isfinite(a) && (state->kind == WHISKER_STATE_SCORES || (isfinite(b) && isfinite(a - b)));
}

/* On the grid, which most scores are, limbs are found without taking the number apart. */
static int is_on_grid(double number)
{
    const double place = 0x1.8p52 / SCORE_GRID;
    return (number + place) - place == number && fabs(number) <= 256;
}

typedef struct grid_limbs {
    int64_t fraction, whole; /* for limbs -1 and 0 */
} grid_limbs;

static grid_limbs grid_limbs_of(double number)
{
    int64_t steps = (int64_t)(number * SCORE_GRID), whole = steps / SCORE_GRID;
    return (grid_limbs){(steps - whole * SCORE_GRID) * (INT64_C(0x100000000) / SCORE_GRID), whole};
}

static limb_window window_of(double number)
{
    if (!is_on_grid(number))
        return whole_window(whole_of(number));
    grid_limbs at = grid_limbs_of(number);
    return (limb_window){at.fraction != 0 ? -1 : 0, (at.fraction != 0) + (at.whole != 0)};
}

/* Clusters and room first: what can fail comes before what changes a sum. cluster[n]: where each item belongs. */
static int make_room(whisker_state *state, int64_t n, const double *a, const double *b, const int64_t *label,
                     int32_t *cluster)
{
    limb_window windows[STATE_COLUMNS] = {{0, 0}};
    double number[STATE_COLUMNS];
    for (int64_t i = 0; i < n; i++) {
        if (!take_item(state, a[i], b[i], number))
            continue;
        for (int32_t c = 0; c < state->n_columns; c++)
            windows[c] = window_join(windows[c], window_of(number[c]));
        int64_t found = state_cluster(state, label != NULL ? label[i] : 0);
        if (found < 0)
            return 0;
        cluster[i] = (int32_t)found;
    }
    return state_widen(state, windows);
}

static int is_binary(double score)
{
    return score == 0 || score == 1;
}

static void add_products(state_products *products, double a, double b)
{
    const limb_window window = {PRODUCT_LIMB_FIRST, PRODUCT_LIMBS};
    if (is_on_grid(a) && is_on_grid(b))
        products->grid += (int64_t)(a * SCORE_GRID) * (int64_t)(b * SCORE_GRID);
    else
        limbs_add_product(products->limbs, window, whole_of(a), whole_of(b));
}

total state_total(const state_products *products)
{
    const limb_window window = {PRODUCT_LIMB_FIRST, PRODUCT_LIMBS};
    int64_t limbs[PRODUCT_LIMBS];
    memcpy(limbs, products->limbs, sizeof limbs);
    limbs_add(limbs, window, (whole){products->grid, -16});
    return total_of_limbs(limbs, window);
}

static void add_number(state_column *column, int64_t *limbs, double number)
{
    if (is_on_grid(number)) {
        grid_limbs at = grid_limbs_of(number);
        if (at.fraction != 0)
            limbs[-1 - column->window.first] += at.fraction;
        if (at.whole != 0)
            limbs[-column->window.first] += at.whole;
    } else {
        limbs_add(limbs, column->window, whole_of(number));
        column->on_grid = 0;
    }
    add_products(&column->squares, number, number);
    column->minimum = number < column->minimum ? number : column->minimum;
    column->maximum = number > column->maximum ? number : column->maximum;
}

static void add_pair(whisker_state *state, double a, double b)
{
    add_products(&state->products, a, b);
    state->n_equal += a == b;
    if (is_binary(a) && is_binary(b))
        state->cell[a == 1][b == 1]++;
}

static void add_item(whisker_state *state, const double *number, int32_t cluster)
{
    int64_t *row = state_row(state, cluster), *limbs = row + ROW_LIMBS;
    row[ROW_COUNT]++;
    for (int32_t c = 0; c < state->n_columns; c++) {
        add_number(&state->column[c], limbs, number[c]);
        limbs += state->column[c].window.n;
    }
    if (state->kind == WHISKER_STATE_PAIRS)
        add_pair(state, number[STATE_A], number[STATE_B]);
    if (state->kept != NULL && state->n < STATE_MOST_KEPT)
        state->kept[state->n] = number[STATE_A];
    state->n++;
}

static void miss_item(whisker_state *state, double a, double b)
{
    state->n_missing++;
    state->n_infinite += (isinf(a) != 0) + (state->kind == WHISKER_STATE_PAIRS && (isinf(b) || isinf(a - b)));
    if (state->kind == WHISKER_STATE_PAIRS) {
        state->n_a_only += isfinite(a) && !isfinite(b);
        state->n_b_only += isfinite(b) && !isfinite(a);
    }
}

static int32_t check_batch(const whisker_state *state, int32_t kind, int64_t n, const double *a, const double *b,
                           const int64_t *label, whisker_error *error)
{
    if (state == NULL || n < 0 || (n > 0 && (a == NULL || b == NULL)))
        return error_set(error, WHISKER_BAD_ARGUMENT, "adding needs a state and scores");
    if (state->kind != kind)
        return error_set(error, WHISKER_BAD_ARGUMENT, "this state is of %s",
                         state->kind == WHISKER_STATE_PAIRS ? "pairs of scores" : "single scores");
    if (n > 0 && (label != NULL) != state->clustered)
        return error_set(error, WHISKER_BAD_ARGUMENT,
                         state->clustered ? "each score needs the label of its cluster" : "this state has no clusters");
    if (n > MOST_TERMS - state->n - state->n_missing)
        return error_set(error, WHISKER_TOO_LARGE, "a state holds up to %d items", (int)MOST_TERMS);
    return WHISKER_OK;
}

static int32_t add_batch(whisker_state *state, int32_t kind, int64_t n, const double *a, const double *b,
                         const int64_t *label, whisker_error *error)
{
    double number[STATE_COLUMNS];
    int32_t status = check_batch(state, kind, n, a, b, label, error);
    if (status != WHISKER_OK || n == 0)
        return status;
    int32_t few[FEW], *cluster = n <= FEW ? few : allocator_take(&state->allocator, (size_t)n * sizeof *cluster);
    int has_room = cluster != NULL && make_room(state, n, a, b, label, cluster);
    for (int64_t i = 0; has_room && i < n; i++)
        if (take_item(state, a[i], b[i], number))
            add_item(state, number, cluster[i]);
        else
            miss_item(state, a[i], b[i]);
    if (cluster != few)
        allocator_give(&state->allocator, cluster, (size_t)n * sizeof *cluster);
    return has_room ? WHISKER_OK : error_memory(error);
}

int32_t whisker_state_add(whisker_state *state, int64_t n, const double *score, const int64_t *label,
                          whisker_error *error)
{
    return add_batch(state, WHISKER_STATE_SCORES, n, score, score, label, error);
}

int32_t whisker_state_add_pairs(whisker_state *state, int64_t n, const double *a, const double *b,
                                const int64_t *label, whisker_error *error)
{
    return add_batch(state, WHISKER_STATE_PAIRS, n, a, b, label, error);
}

int64_t whisker_text_label(const char *text, size_t length)
{
    uint64_t state = hash_mix(length ^ UINT64_C(0x9e3779b97f4a7c15)), word;
    for (; length > 0; text += 8, length -= length < 8 ? length : 8) {
        word = 0;
        for (size_t k = 0; k < 8 && k < length; k++)
            word |= (uint64_t)(unsigned char)text[k] << 8 * k;
        state = hash_mix(state ^ word);
    }
    int64_t label;
    memcpy(&label, &state, sizeof label);
    return label;
}

/* ---- merging ---- */

static void add_limbs(int64_t *to, const int64_t *from, int32_t n)
{
    for (int32_t k = 0; k < n; k++)
        to[k] += from[k];
}

/* Clusters of zero items, which a batch without memory may have left, count nowhere. */
static int make_room_for(whisker_state *state, const whisker_state *other)
{
    limb_window windows[STATE_COLUMNS];
    for (int32_t c = 0; c < STATE_COLUMNS; c++)
        windows[c] = other->column[c].window;
    for (int64_t g = 0; g < other->n_clusters; g++)
        if (state_cluster(state, state_row(other, g)[ROW_LABEL]) < 0)
            return 0;
    return state_widen(state, windows);
}

static void merge_cluster(whisker_state *state, const whisker_state *other, int64_t g)
{
    const int64_t *from = state_row(other, g);
    int64_t *to = state_row(state, state_cluster(state, from[ROW_LABEL]));
    to[ROW_COUNT] += from[ROW_COUNT];
    from += ROW_LIMBS;
    to += ROW_LIMBS;
    for (int32_t c = 0; c < state->n_columns; c++) {
        limb_window own = state->column[c].window, theirs = other->column[c].window;
        if (theirs.n > 0)
            add_limbs(to + (theirs.first - own.first), from, theirs.n);
        to += own.n;
        from += theirs.n;
    }
}

static void merge_products(state_products *products, const state_products *other)
{
    products->grid += other->grid;
    add_limbs(products->limbs, other->limbs, PRODUCT_LIMBS);
}

static void merge_column(state_column *column, const state_column *other)
{
    merge_products(&column->squares, &other->squares);
    column->minimum = fmin(column->minimum, other->minimum);
    column->maximum = fmax(column->maximum, other->maximum);
    column->on_grid = column->on_grid && other->on_grid;
}

static void merge_counts(whisker_state *state, const whisker_state *other)
{
    for (int64_t i = 0; state->kept != NULL && i < other->n && state->n + i < STATE_MOST_KEPT; i++)
        state->kept[state->n + i] = other->kept[i];
    state->n += other->n;
    state->n_missing += other->n_missing;
    state->n_infinite += other->n_infinite;
    state->n_a_only += other->n_a_only;
    state->n_b_only += other->n_b_only;
    state->n_equal += other->n_equal;
    for (int k = 0; k < 4; k++)
        state->cell[k / 2][k % 2] += other->cell[k / 2][k % 2];
}

int32_t whisker_state_merge(whisker_state *state, const whisker_state *other, whisker_error *error)
{
    if (state == NULL || other == NULL || state == other)
        return error_set(error, WHISKER_BAD_ARGUMENT, "merging needs two states");
    if (state->kind != other->kind || state->clustered != other->clustered)
        return error_set(error, WHISKER_CONFLICT, "the two states were opened with different options");
    if (other->n + other->n_missing > MOST_TERMS - state->n - state->n_missing)
        return error_set(error, WHISKER_TOO_LARGE, "a state holds up to %d items", (int)MOST_TERMS);
    if (!make_room_for(state, other))
        return error_memory(error);
    for (int64_t g = 0; g < other->n_clusters; g++)
        merge_cluster(state, other, g);
    for (int32_t c = 0; c < state->n_columns; c++)
        merge_column(&state->column[c], &other->column[c]);
    merge_products(&state->products, &other->products);
    merge_counts(state, other);
    return WHISKER_OK;
}
