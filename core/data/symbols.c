#include "data/symbols.h"

#include "base/error.h"
#include "base/hash.h"

#include <string.h>

enum { FIRST_PAGE = 1024, LARGEST_PAGE = 1024 * 1024, FIRST_SLOTS = 64, AHEAD = 8 };

typedef struct text_page {
    struct text_page *next;
    size_t capacity;
    size_t used;
    char bytes[];
} text_page;

/* ---- hash ---- */

/* Eight bytes a step, each mixed into the state; no result depends on it. */
static uint32_t hash_text(const char *text, size_t length)
{
    uint64_t state = hash_mix(length ^ UINT64_C(0x9e3779b97f4a7c15)), word;
    for (; length >= sizeof word; text += sizeof word, length -= sizeof word) {
        memcpy(&word, text, sizeof word);
        state = hash_mix(state ^ word);
    }
    word = 0;
    if (length > 0)
        memcpy(&word, text, length);
    return (uint32_t)hash_mix(state ^ word);
}

/* ---- slots ---- */

/* The slot that holds the text, or the free one where it belongs. */
static symbol_slot *probe(const symbols *symbols, const char *text, size_t length, uint32_t hash)
{
    int64_t mask = symbols->n_slots - 1;
    for (int64_t i = hash & mask;; i = (i + 1) & mask) {
        symbol_slot *slot = &symbols->slots[i];
        if (slot->symbol == WHISKER_NO_SYMBOL)
            return slot;
        if (slot->hash != hash)
            continue;
        const symbol_entry *entry = &symbols->entries[slot->symbol];
        if (entry->length == length && (length == 0 || memcmp(entry->text, text, length) == 0))
            return slot;
    }
}

static void insert(symbol_slot *slots, int64_t n_slots, uint32_t hash, int32_t symbol)
{
    int64_t i = hash & (n_slots - 1);
    while (slots[i].symbol != WHISKER_NO_SYMBOL)
        i = (i + 1) & (n_slots - 1);
    slots[i] = (symbol_slot){hash, symbol};
}

/* At most every other slot is taken after one more text. */
static int reserve_slot(symbols *symbols)
{
    if (symbols->count + INT64_C(1) <= symbols->n_slots / 2)
        return 1;
    int64_t n_slots = symbols->n_slots > 0 ? symbols->n_slots * 2 : FIRST_SLOTS;
    symbol_slot *slots = allocator_take(symbols->allocator, (size_t)n_slots * sizeof *slots);
    if (slots == NULL)
        return 0;
    memset(slots, 0xff, (size_t)n_slots * sizeof *slots);
    for (int32_t symbol = 0; symbol < symbols->count; symbol++)
        insert(slots, n_slots, symbols->entries[symbol].hash, symbol);
    allocator_give(symbols->allocator, symbols->slots, (size_t)symbols->n_slots * sizeof *slots);
    symbols->slots = slots;
    symbols->n_slots = n_slots;
    return 1;
}

/* ---- text ---- */

static size_t page_size(const text_page *last, size_t needed)
{
    size_t size = last == NULL ? FIRST_PAGE : last->capacity * 2;
    if (size > LARGEST_PAGE)
        size = LARGEST_PAGE;
    return size < needed ? needed : size;
}

static int reserve_text(symbols *symbols, size_t needed)
{
    text_page *page = symbols->page;
    if (page != NULL && page->capacity - page->used >= needed)
        return 1;
    size_t capacity = page_size(page, needed);
    text_page *made = allocator_take(symbols->allocator, sizeof *made + capacity);
    if (made == NULL)
        return 0;
    *made = (text_page){.next = page, .capacity = capacity};
    symbols->page = made;
    return 1;
}

static const char *append_text(text_page *page, const char *text, size_t length)
{
    char *copy = page->bytes + page->used;
    if (length > 0)
        memcpy(copy, text, length);
    copy[length] = '\0';
    page->used += length + 1;
    return copy;
}

/* ---- store ---- */

void symbols_free(symbols *symbols)
{
    for (text_page *page = symbols->page, *next; page != NULL; page = next) {
        next = page->next;
        allocator_give(symbols->allocator, page, sizeof *page + page->capacity);
    }
    allocator_give(symbols->allocator, symbols->entries, (size_t)symbols->capacity * sizeof *symbols->entries);
    allocator_give(symbols->allocator, symbols->slots, (size_t)symbols->n_slots * sizeof *symbols->slots);
}

int32_t symbols_find(const symbols *symbols, const char *text, size_t length)
{
    if (symbols->count == 0)
        return WHISKER_NO_SYMBOL;
    return probe(symbols, text, length, hash_text(text, length))->symbol;
}

static int32_t intern(symbols *symbols, const char *text, size_t length, uint32_t hash, int32_t *symbol,
                      whisker_error *error)
{
    if (symbols->count > 0) {
        *symbol = probe(symbols, text, length, hash)->symbol;
        if (*symbol != WHISKER_NO_SYMBOL)
            return WHISKER_OK;
    }
    if (length >= INT32_MAX || symbols->count == INT32_MAX)
        return error_set(error, WHISKER_TOO_LARGE, "more text than a table can hold");
    if (!reserve_slot(symbols) || !reserve_text(symbols, length + 1) ||
        !allocator_grow(symbols->allocator, (void **)&symbols->entries, &symbols->capacity,
                        symbols->count + INT64_C(1), sizeof *symbols->entries))
        return error_memory(error);
    *symbol = symbols->count++;
    symbols->entries[*symbol] =
        (symbol_entry){append_text(symbols->page, text, length), (uint32_t)length, hash};
    insert(symbols->slots, symbols->n_slots, hash, *symbol);
    return WHISKER_OK;
}

int32_t symbols_intern(symbols *symbols, const char *text, size_t length, int32_t *symbol, whisker_error *error)
{
    return intern(symbols, text, length, hash_text(text, length), symbol, error);
}

/* Slots of a large store are far from the processor: each is called for some texts before it is looked at. */
int32_t symbols_adopt(symbols *symbols, const struct symbols *from, int32_t *map, whisker_error *error)
{
    int32_t status = WHISKER_OK;
    for (int32_t i = 0; i < from->count && status == WHISKER_OK; i++) {
        const symbol_entry *entry = &from->entries[i];
        if (symbols->n_slots > 0 && i + AHEAD < from->count)
            __builtin_prefetch(&symbols->slots[entry[AHEAD].hash & (symbols->n_slots - 1)]);
        status = intern(symbols, entry->text, entry->length, entry->hash, &map[i], error);
    }
    return status;
}
