/* Interned text: each distinct text once, known by a number from 0 up in order of first appearance. */
#ifndef WHISKER_DATA_SYMBOLS_H
#define WHISKER_DATA_SYMBOLS_H

#include "base/arena.h"

typedef struct symbol_entry {
    const char *text; /* ends in NUL, may hold others; never moves */
    uint32_t length;
    uint32_t hash;
} symbol_entry;

/* With the hash beside it, most texts that are others are known without looking at them. */
typedef struct symbol_slot {
    uint32_t hash;
    int32_t symbol; /* WHISKER_NO_SYMBOL: free */
} symbol_slot;

typedef struct symbols {
    const whisker_allocator *allocator; /* borrowed from the owner */
    struct text_page *page;             /* where the next text goes; full ones behind it */
    symbol_entry *entries;
    int64_t capacity;
    symbol_slot *slots;                 /* open addressing, a power of two of them */
    int64_t n_slots;
    int32_t count;
} symbols;

/* A struct of zeros with an allocator is an empty store. */
void symbols_free(symbols *symbols);

/* Statuses: TOO_LARGE (a text of 2 GiB, or 2^31 - 1 texts), NO_MEMORY; the store then stays as it was. */
int32_t symbols_intern(symbols *symbols, const char *text, size_t length, int32_t *symbol, whisker_error *error);
/* Intern the texts of another store in their order: map[symbol there] becomes the symbol here. Statuses: the same. */
int32_t symbols_adopt(symbols *symbols, const struct symbols *from, int32_t *map, whisker_error *error);
/* The symbol of a text, or WHISKER_NO_SYMBOL. */
int32_t symbols_find(const symbols *symbols, const char *text, size_t length);

static inline int symbols_has(const symbols *symbols, int32_t symbol)
{
    return symbol >= 0 && symbol < symbols->count;
}

#endif
