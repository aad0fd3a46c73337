#include "watch.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/hash.h"

#include <math.h>
#include <string.h>

/* An item with its first scores: of the run, and of the baseline. */
typedef struct seen_item {
    int32_t item;
    double score[2];
} seen_item;

/* Symbols in an open addressing table, a power of two of slots; WHISKER_NO_SYMBOL in a free one. */
typedef struct seen {
    seen_item *slots;
    int64_t n_slots, count;
} seen;

struct watch {
    watch_key key;
    whisker_sequence *sequence;
    int64_t next_row;
    seen items, closed;   /* items observed so far; clusters that are closed */
    int32_t open_cluster; /* WHISKER_NO_SYMBOL: none */
    double open_sum;
    int64_t open_count;
    int64_t n_items;
    int is_outside;       /* a score outside the range was met */
};

/* ---- what was seen ---- */

static seen_item *slot_of(const seen *seen, int32_t symbol)
{
    uint64_t mask = (uint64_t)seen->n_slots - 1, slot = hash_mix((uint32_t)symbol) & mask;
    while (seen->slots[slot].item != WHISKER_NO_SYMBOL && seen->slots[slot].item != symbol)
        slot = (slot + 1) & mask;
    return &seen->slots[slot];
}

static int grow(seen *small)
{
    seen large = {.n_slots = small->n_slots > 0 ? 2 * small->n_slots : 64, .count = small->count};
    large.slots = allocator_take(&allocator_default, (size_t)large.n_slots * sizeof *large.slots);
    if (large.slots == NULL)
        return 0;
    for (int64_t i = 0; i < large.n_slots; i++)
        large.slots[i] = (seen_item){WHISKER_NO_SYMBOL, {NAN, NAN}};
    for (int64_t i = 0; i < small->n_slots; i++)
        if (small->slots[i].item != WHISKER_NO_SYMBOL)
            *slot_of(&large, small->slots[i].item) = small->slots[i];
    allocator_give(&allocator_default, small->slots, (size_t)small->n_slots * sizeof *small->slots);
    *small = large;
    return 1;
}

/* The entry of a symbol, a new one of NaN at first; NULL when memory is out. */
static seen_item *find_or_add(seen *seen, int32_t symbol)
{
    if (2 * (seen->count + 1) > seen->n_slots && !grow(seen))
        return NULL;
    seen_item *entry = slot_of(seen, symbol);
    seen->count += entry->item == WHISKER_NO_SYMBOL;
    entry->item = symbol;
    return entry;
}

static int has(const seen *seen, int32_t symbol)
{
    return seen->n_slots > 0 && slot_of(seen, symbol)->item == symbol;
}

static void seen_free(seen *seen)
{
    allocator_give(&allocator_default, seen->slots, (size_t)seen->n_slots * sizeof *seen->slots);
}

/* ---- observations ---- */

static int32_t observe(watch *watch, double value)
{
    int32_t status = whisker_sequence_add(watch->sequence, value, NULL);
    watch->is_outside = watch->is_outside || status == WHISKER_BAD_ARGUMENT;
    return status == WHISKER_BAD_ARGUMENT ? WHISKER_OK : status;
}

static int32_t close_cluster(watch *watch, whisker_error *error)
{
    if (watch->open_count == 0)
        return WHISKER_OK;
    if (watch->open_cluster != WHISKER_NO_SYMBOL && find_or_add(&watch->closed, watch->open_cluster) == NULL)
        return error_memory(error);
    double mean = watch->open_sum / (double)watch->open_count;
    watch->open_count = 0;
    watch->open_sum = 0;
    return observe(watch, mean);
}

static int32_t observe_in_cluster(watch *watch, int32_t cluster, double value, whisker_error *error)
{
    int32_t status = WHISKER_OK;
    int is_alone = cluster == WHISKER_NO_SYMBOL;
    if (!is_alone && has(&watch->closed, cluster))
        return WHISKER_OK;
    if (is_alone || cluster != watch->open_cluster)
        status = close_cluster(watch, error);
    watch->open_cluster = cluster;
    watch->open_sum += value;
    watch->open_count++;
    watch->n_items++;
    return status;
}

/* Does a row belong to the watch, and on which side? -1: no. */
static int side_of(const watch_key *key, const draws *draws, int64_t row)
{
    const whisker_table *table = draws->table;
    if (whisker_table_column_symbols(table, draws->task)[row] != key->task ||
        whisker_table_column_symbols(table, draws->metric)[row] != key->metric)
        return -1;
    int32_t run = whisker_table_column_symbols(table, draws->run)[row];
    return run == key->run ? 0 : key->baseline != NO_BASELINE && run == key->baseline ? 1 : -1;
}

static int32_t take_row(watch *watch, const draws *draws, const watch_rules *rules, int64_t row, whisker_error *error)
{
    int side = side_of(&watch->key, draws, row);
    double score = whisker_table_column_reals(draws->table, draws->score)[row];
    int32_t item = whisker_table_column_symbols(draws->table, draws->item)[row];
    if (side < 0 || !isfinite(score) || item == WHISKER_NO_SYMBOL)
        return WHISKER_OK;
    seen_item *entry = find_or_add(&watch->items, item);
    if (entry == NULL)
        return error_memory(error);
    if (!isnan(entry->score[side]))
        return WHISKER_OK;
    entry->score[side] = score;
    double value = watch->key.baseline == NO_BASELINE ? score : entry->score[0] - entry->score[1];
    if (isnan(value))
        return WHISKER_OK;
    if (rules->cluster != NULL)
        return observe_in_cluster(watch, rules->cluster(rules->context, row), value, error);
    watch->n_items++;
    return observe(watch, value);
}

/* ---- life ---- */

static void watch_free(watch *watch)
{
    whisker_sequence_free(watch->sequence);
    seen_free(&watch->items);
    seen_free(&watch->closed);
    allocator_give(&allocator_default, watch, sizeof *watch);
}

void watches_free(watches *watches)
{
    for (int64_t i = 0; i < watches->count; i++)
        watch_free(watches->list[i]);
    allocator_give(&allocator_default, watches->list, (size_t)watches->capacity * sizeof *watches->list);
}

static int32_t open_sequence(const watch_key *key, const watch_rules *rules, whisker_sequence **sequence,
                             whisker_error *error)
{
    whisker_sequence_options options = {.size = sizeof options, .level = rules->level};
    int is_difference = key->baseline != NO_BASELINE;
    options.low = is_difference ? rules->low - rules->high : rules->low;
    options.high = is_difference ? rules->high - rules->low : rules->high;
    return whisker_sequence_new(NULL, &options, sequence, error);
}

static int32_t add_watch(watches *watches, const watch_key *key, const watch_rules *rules, whisker_error *error)
{
    watch *made = allocator_take(&allocator_default, sizeof *made);
    if (made == NULL)
        return error_memory(error);
    *made = (watch){.key = *key, .open_cluster = WHISKER_NO_SYMBOL};
    int32_t status = open_sequence(key, rules, &made->sequence, error);
    if (status == WHISKER_OK && !allocator_grow(&allocator_default, (void **)&watches->list, &watches->capacity,
                                                watches->count + 1, sizeof *watches->list))
        status = error_memory(error);
    if (status == WHISKER_OK)
        watches->list[watches->count++] = made;
    else
        watch_free(made);
    return status;
}

static watch *find_watch(const watches *watches, const watch_key *key)
{
    for (int64_t i = 0; i < watches->count; i++)
        if (memcmp(&watches->list[i]->key, key, sizeof *key) == 0)
            return watches->list[i];
    return NULL;
}

/* ---- looking ---- */

static int32_t catch_up(watch *watch, const draws *draws, const watch_rules *rules, whisker_error *error)
{
    int64_t rows = whisker_table_rows(draws->table);
    int32_t status = WHISKER_OK;
    while (status == WHISKER_OK && watch->next_row < rows)
        status = take_row(watch, draws, rules, watch->next_row++, error);
    return status;
}

static void read_state(const watch *watch, watch_state *state)
{
    whisker_sequence_state found = {.size = sizeof found};
    whisker_sequence_interval(watch->sequence, &found, NULL);
    state->lower = watch->is_outside ? NAN : found.lower;
    state->upper = watch->is_outside ? NAN : found.upper;
    state->n_items = watch->n_items;
}

int32_t watch_look(watches *watches, const draws *draws, watch_key key, const watch_rules *rules, int has_ended,
                   watch_state *state, whisker_error *error)
{
    int32_t status = WHISKER_OK;
    if (find_watch(watches, &key) == NULL)
        status = add_watch(watches, &key, rules, error);
    watch *found = find_watch(watches, &key);
    if (status == WHISKER_OK)
        status = catch_up(found, draws, rules, error);
    if (status == WHISKER_OK && has_ended)
        status = close_cluster(found, error);
    if (status == WHISKER_OK)
        read_state(found, state);
    return status;
}
