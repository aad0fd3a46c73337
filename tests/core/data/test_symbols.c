#include "data/symbols.h"

#include "counting_allocator.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int32_t intern(symbols *store, const char *text, size_t length)
{
    int32_t symbol = WHISKER_NO_SYMBOL;
    cr_assert_eq(symbols_intern(store, text, length, &symbol, NULL), WHISKER_OK);
    return symbol;
}

Test(symbols, number_texts_by_first_appearance)
{
    symbols store = {.allocator = &allocator_default};
    cr_assert_eq(symbols_find(&store, "a", 1), WHISKER_NO_SYMBOL);
    cr_assert_eq(intern(&store, "a", 1), 0);
    cr_assert_eq(intern(&store, "", 0), 1);
    cr_assert_eq(intern(&store, "a", 1), 0);
    cr_assert_eq(intern(&store, "b", 1), 2);
    cr_assert_eq(symbols_find(&store, "", 0), 1);
    cr_assert_eq(symbols_find(&store, NULL, 0), 1);
    cr_assert_eq(symbols_find(&store, "c", 1), WHISKER_NO_SYMBOL);
    cr_assert_eq(store.count, 3);
    symbols_free(&store);
}

Test(symbols, hold_any_byte_and_end_in_nul)
{
    symbols store = {.allocator = &allocator_default};
    int32_t one = intern(&store, "a\0b", 3), two = intern(&store, "a\0c", 3), three = intern(&store, "a", 1);
    int32_t padded = intern(&store, "a\0\0", 3), high = intern(&store, "\xff\xfe", 2);
    cr_assert(one == 0 && two == 1 && three == 2 && padded == 3 && high == 4);
    cr_assert_eq(memcmp(store.entries[two].text, "a\0c\0", 4), 0);
    cr_assert_eq(store.entries[two].length, 3);
    symbols_free(&store);
}

Test(symbols, stay_where_they_are_while_the_store_grows)
{
    enum { MANY = 200000 };
    symbols store = {.allocator = &allocator_default};
    const char **place = malloc(MANY * sizeof *place);
    char text[64];
    for (int i = 0; i < MANY; i++) {
        int length = snprintf(text, sizeof text, "task/%d/item-%d", i % 7, i);
        cr_assert_eq(intern(&store, text, (size_t)length), i);
        place[i] = store.entries[i].text;
    }
    for (int i = 0; i < MANY; i++) {
        int length = snprintf(text, sizeof text, "task/%d/item-%d", i % 7, i);
        cr_assert_eq(symbols_find(&store, text, (size_t)length), i);
        cr_assert_eq(store.entries[i].text, place[i]);
        cr_assert_str_eq(place[i], text);
    }
    free(place);
    symbols_free(&store);
}

/* Texts that differ in one byte anywhere, or only in length: what a careless hash confuses. */
Test(symbols, tell_texts_apart_at_every_length_and_byte)
{
    symbols store = {.allocator = &allocator_default};
    char text[64];
    int32_t expected = 0;
    for (size_t length = 0; length < sizeof text; length++) {
        memset(text, 'x', sizeof text);
        cr_assert_eq(intern(&store, text, length), expected++);
        for (size_t i = 0; i < length; i++) {
            text[i] = 'y';
            cr_assert_eq(intern(&store, text, length), expected++);
            text[i] = 'x';
        }
    }
    symbols_free(&store);
}

Test(symbols, take_a_text_longer_than_a_page)
{
    enum { LONG = 3000000 };
    symbols store = {.allocator = &allocator_default};
    char *text = malloc(LONG);
    memset(text, 'z', LONG);
    cr_assert_eq(intern(&store, "short", 5), 0);
    cr_assert_eq(intern(&store, text, LONG), 1);
    cr_assert_eq(intern(&store, "after", 5), 2);
    cr_assert_eq(intern(&store, text, LONG), 1);
    cr_assert_eq(strlen(store.entries[1].text), LONG);
    cr_assert_str_eq(store.entries[0].text, "short");
    free(text);
    symbols_free(&store);
}

/* A failed intern leaves the store usable and every earlier symbol in place. */
Test(symbols, survive_every_failing_allocation)
{
    int done = 0;
    for (int64_t n = 1; !done; n++) {
        counting_allocator counting;
        counting_allocator_start(&counting);
        symbols store = {.allocator = &counting.allocator};
        char text[64];
        int32_t symbol, kept = 0;
        counting.fail_at = n;
        for (int i = 0; i < 2000; i++) {
            int length = snprintf(text, sizeof text, "%d", i);
            int32_t status = symbols_intern(&store, text, (size_t)length, &symbol, NULL);
            cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
            if (status == WHISKER_OK)
                cr_assert_eq(symbol, kept++);
            else
                break;
        }
        done = kept == 2000;
        for (int i = 0; i < kept; i++) {
            int length = snprintf(text, sizeof text, "%d", i);
            cr_assert_eq(symbols_find(&store, text, (size_t)length), i);
        }
        symbols_free(&store);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert_eq(counting.live_bytes, 0);
    }
}
