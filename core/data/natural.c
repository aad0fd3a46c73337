/* Each text has a spelling whose bytes, compared one by one, are in natural order: a run of digits is spelt as the
 * byte "0", the number of its digits without leading zeros, and those digits. Most names are told apart by the first
 * eight bytes of their spellings behind what all of them share, so that the sort seldom looks at the texts. */
#include "data/natural.h"

#include "base/sort.h"

#include <string.h>

enum { LONG_RUN = 255, END = -1 };

typedef struct spelling {
    const unsigned char *at, *end;
    size_t digits;            /* of the run that are still to be spelt */
    unsigned char count[9];   /* number of digits: one byte, or LONG_RUN and eight */
    int32_t n_count, counted;
} spelling;

static int is_digit(unsigned char byte)
{
    return byte >= '0' && byte <= '9';
}

static spelling spell(const symbol_entry *entry, size_t offset)
{
    const unsigned char *text = (const unsigned char *)entry->text;
    return (spelling){.at = text + offset, .end = text + entry->length};
}

static void begin_run(spelling *s)
{
    while (s->at < s->end && *s->at == '0')
        s->at++;
    const unsigned char *stop = s->at;
    while (stop < s->end && is_digit(*stop))
        stop++;
    s->digits = (size_t)(stop - s->at);
    s->counted = 0;
    s->n_count = s->digits < LONG_RUN ? 1 : 9;
    s->count[0] = (unsigned char)(s->digits < LONG_RUN ? s->digits : LONG_RUN);
    for (int i = 1; i < s->n_count; i++)
        s->count[i] = (unsigned char)((uint64_t)s->digits >> (64 - 8 * i));
}

static int next_byte(spelling *s)
{
    if (s->counted < s->n_count)
        return s->count[s->counted++];
    if (s->digits > 0) {
        s->digits--;
        return *s->at++;
    }
    if (s->at == s->end)
        return END;
    if (!is_digit(*s->at))
        return *s->at++;
    begin_run(s);
    return '0';
}

static int compare_bytes(const symbol_entry *a, const symbol_entry *b)
{
    size_t shorter = a->length < b->length ? a->length : b->length;
    int order = shorter == 0 ? 0 : memcmp(a->text, b->text, shorter);
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

int natural_compare(const symbol_entry *a, const symbol_entry *b)
{
    spelling left = spell(a, 0), right = spell(b, 0);
    for (;;) {
        int x = next_byte(&left), y = next_byte(&right);
        if (x != y)
            return x < y ? -1 : 1;
        if (x == END)
            return compare_bytes(a, b);
    }
}

/* Length of what all texts begin with, without the digits at its end: a run is spelt as a whole. */
static size_t shared_length(const symbols *texts, int64_t n, const int32_t *symbols)
{
    const symbol_entry *first = &texts->entries[symbols[0]];
    size_t shared = first->length;
    for (int64_t i = 1; i < n && shared > 0; i++) {
        const symbol_entry *entry = &texts->entries[symbols[i]];
        size_t same = 0;
        while (same < shared && same < entry->length && entry->text[same] == first->text[same])
            same++;
        shared = same;
    }
    while (shared > 0 && is_digit((unsigned char)first->text[shared - 1]))
        shared--;
    return shared;
}

static uint64_t spelling_head(const symbol_entry *entry, size_t offset)
{
    spelling s = spell(entry, offset);
    uint64_t head = 0;
    for (int i = 0; i < 8; i++) {
        int byte = next_byte(&s);
        head = head << 8 | (byte == END ? 0u : (unsigned)byte);
    }
    return head;
}

static int compare_symbols(const void *context, int64_t first, int64_t second)
{
    const symbols *texts = context;
    return natural_compare(&texts->entries[first], &texts->entries[second]);
}

int natural_sort(const symbols *texts, int64_t n, int32_t *symbols, whisker_arena *scratch)
{
    if (n < 2)
        return 1;
    sort_key *keys = arena_take(scratch, n, sizeof *keys), *spare = arena_take(scratch, n, sizeof *spare);
    if (keys == NULL || spare == NULL)
        return 0;
    size_t shared = shared_length(texts, n, symbols);
    for (int64_t i = 0; i < n; i++)
        keys[i] = (sort_key){spelling_head(&texts->entries[symbols[i]], shared), symbols[i]};
    sort_keys(n, keys, spare, compare_symbols, texts);
    for (int64_t i = 0; i < n; i++)
        symbols[i] = (int32_t)keys[i].index;
    return 1;
}
