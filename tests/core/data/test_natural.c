#include "data/natural.h"

#include <criterion/criterion.h>

#include <string.h>

static int32_t add(symbols *store, const char *text, size_t length)
{
    int32_t symbol = WHISKER_NO_SYMBOL;
    cr_assert_eq(symbols_intern(store, text, length, &symbol, NULL), WHISKER_OK);
    return symbol;
}

static whisker_arena *new_arena(void)
{
    whisker_arena *arena = NULL;
    cr_assert_eq(whisker_arena_new(NULL, &arena, NULL), WHISKER_OK);
    return arena;
}

/* Given in order; sorted back from the reverse, with and without what the names share. */
static void check_order(const char *prefix, int n, const char *const *names)
{
    symbols store = {.allocator = &allocator_default};
    whisker_arena *arena = new_arena();
    int32_t sorted[32], expected[32];
    for (int i = n - 1; i >= 0; i--) {
        char text[400];
        strcpy(text, prefix);
        strcat(text, names[i]);
        expected[i] = sorted[n - 1 - i] = add(&store, text, strlen(text));
    }
    cr_assert(natural_sort(&store, n, sorted, arena));
    for (int i = 0; i < n; i++)
        cr_assert_eq(sorted[i], expected[i], "place %d holds %s", i, store.entries[sorted[i]].text);
    whisker_arena_free(arena);
    symbols_free(&store);
}

Test(natural, compares_runs_of_digits_as_numbers)
{
    static const char *const names[] = {
        "",       "-1",       "0",    "0a",        "1",           "1.5",         "007",      "7",  "9", "10", "10a", "11",
        "99999999999999999998", "99999999999999999999", "A", "a",  "a1b2", "a1b10", "a01b10x", "a2", "a10", "b", "b-9", "b-10",
        "\xc3\xa9",
    };
    check_order("", sizeof names / sizeof *names, names);
    check_order("task/item_", sizeof names / sizeof *names, names);
    check_order("item 12", 2, (const char *const[]){"3", "45"});
    check_order("item 12", 2, (const char *const[]){"a", "3"});
}

Test(natural, handles_runs_of_hundreds_of_digits)
{
    enum { LENGTHS = 4 };
    static const int lengths[LENGTHS] = {254, 255, 256, 390};
    char names[2 * LENGTHS][392];
    const char *ordered[2 * LENGTHS];
    for (int i = 0; i < LENGTHS; i++) {
        memset(names[2 * i], '1', sizeof names[0]);
        memset(names[2 * i + 1], '9', sizeof names[0]);
        names[2 * i][lengths[i]] = names[2 * i + 1][lengths[i]] = '\0';
        ordered[2 * i] = names[2 * i];
        ordered[2 * i + 1] = names[2 * i + 1];
    }
    check_order("", 2 * LENGTHS, ordered);
}

Test(natural, handles_any_byte)
{
    symbols store = {.allocator = &allocator_default};
    int32_t a = add(&store, "a", 1), nul = add(&store, "a\0", 2), nul_b = add(&store, "a\0b", 3);
    int32_t sorted[3] = {nul_b, nul, a};
    whisker_arena *arena = new_arena();
    cr_assert(natural_sort(&store, 3, sorted, arena));
    cr_assert(sorted[0] == a && sorted[1] == nul && sorted[2] == nul_b);
    whisker_arena_free(arena);
    symbols_free(&store);
}

/* The sort, which looks at eight bytes first, against the comparison of whole names; and the comparison is a total
 * order: no two names are equal, and what is sorted is sorted pair by pair. */
Test(natural, sorts_as_it_compares)
{
    enum { MANY = 3000 };
    symbols store = {.allocator = &allocator_default};
    whisker_arena *arena = new_arena();
    static int32_t sorted[MANY];
    uint32_t state = 12345;
    while (store.count < MANY) {
        char text[16];
        size_t length = 0;
        do {
            state = state * 1664525u + 1013904223u;
            text[length++] = "0011299ab-\0/"[(state >> 16) % 12];
        } while (length < sizeof text && (state >> 28) != 0);
        sorted[add(&store, text, length)] = 0;
    }
    for (int32_t i = 0; i < MANY; i++)
        sorted[i] = i;
    cr_assert(natural_sort(&store, MANY, sorted, arena));
    for (int i = 0; i < MANY; i++)
        for (int j = i; j < MANY; j++) {
            int order = natural_compare(&store.entries[sorted[i]], &store.entries[sorted[j]]);
            cr_assert(i == j ? order == 0 : order < 0);
        }
    whisker_arena_free(arena);
    symbols_free(&store);
}
