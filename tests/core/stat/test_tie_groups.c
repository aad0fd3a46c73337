#include "counting_allocator.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

enum { MOST_RUNS = 70, MOST_GROUPS = 300 };

typedef struct display {
    int32_t n, n_groups;
    double value[MOST_RUNS];
    int32_t above[MOST_RUNS * MOST_RUNS];
    int32_t member[MOST_GROUPS * MOST_RUNS];
} display;

static void start(display *this, int32_t n)
{
    memset(this, 0, sizeof *this);
    this->n = n;
    for (int32_t i = 0; i < n; i++)
        this->value[i] = n - i;
}

static void set_above(display *this, int32_t i, int32_t j)
{
    this->above[i * this->n + j] = 1;
}

static void make(display *this)
{
    whisker_error error = {0};
    cr_assert_eq(whisker_tie_groups(this->n, this->value, this->above, MOST_GROUPS, this->member, &this->n_groups, NULL,
                                    &error), WHISKER_OK, "%s", error.text);
}

static int holds(const display *this, int32_t group, int32_t run)
{
    return this->member[group * this->n + run];
}

static int differ(const display *this, int32_t i, int32_t j)
{
    return this->above[i * this->n + j] || this->above[j * this->n + i];
}

static int groups_of_both(const display *this, int32_t i, int32_t j)
{
    int count = 0;
    for (int32_t group = 0; group < this->n_groups; group++)
        count += holds(this, group, i) && holds(this, group, j);
    return count;
}

static void expect_members(const display *this, int32_t group, const char *members)
{
    for (int32_t run = 0; run < this->n; run++)
        cr_assert_eq(holds(this, group, run), members[run] == '1', "group %d, run %d", (int)group, (int)run);
}

/* What a letter display says, and nothing in it that could be left out. */
static void expect_display(const display *this)
{
    for (int32_t i = 0; i < this->n; i++)
        for (int32_t j = 0; j < this->n; j++)
            cr_assert_eq(groups_of_both(this, i, j) > 0, i == j || !differ(this, i, j), "%d %d", (int)i, (int)j);
    for (int32_t group = 0; group < this->n_groups; group++) {
        for (int32_t i = 0; i < this->n; i++) {
            int needed = 0;
            for (int32_t j = 0; j < this->n; j++)
                needed |= holds(this, group, i) && holds(this, group, j) && groups_of_both(this, i, j) == 1;
            cr_assert_eq(needed, holds(this, group, i));
        }
    }
}

Test(tie_groups, a_chain)
{
    static display display;
    start(&display, 4);
    set_above(&display, 0, 2);
    set_above(&display, 0, 3);
    set_above(&display, 1, 3);
    make(&display);
    cr_assert_eq(display.n_groups, 3);
    expect_members(&display, 0, "1100");
    expect_members(&display, 1, "0110");
    expect_members(&display, 2, "0011");
}

Test(tie_groups, all_alike_and_all_different)
{
    static display display;
    start(&display, 5);
    make(&display);
    cr_assert_eq(display.n_groups, 1);
    expect_members(&display, 0, "11111");
    for (int32_t i = 0; i < 5; i++)
        for (int32_t j = i + 1; j < 5; j++)
            set_above(&display, i, j);
    make(&display);
    cr_assert_eq(display.n_groups, 5);
    expect_members(&display, 0, "10000");
    expect_members(&display, 4, "00001");
}

/* The order is that of the values, wherever a run stands; an unknown value comes last. */
Test(tie_groups, the_best_comes_first)
{
    static display display;
    start(&display, 3);
    display.value[0] = NAN;
    display.value[1] = 0.2;
    display.value[2] = 0.9;
    set_above(&display, 2, 1);
    set_above(&display, 2, 0);
    set_above(&display, 1, 0);
    make(&display);
    expect_members(&display, 0, "001");
    expect_members(&display, 1, "010");
    expect_members(&display, 2, "100");
}

/* Three triangles around a fourth: what meets in the middle one meets outside as well, so it is swept away. Without
 * sweeping there would be four letters. */
Test(tie_groups, what_is_not_needed_is_swept_out)
{
    static display display;
    const char *ties[] = {"111101", "111110", "111011", "110100", "011010", "101001"};
    start(&display, 6);
    for (int32_t i = 0; i < 6; i++)
        for (int32_t j = i + 1; j < 6; j++)
            if (ties[i][j] == '0')
                set_above(&display, i, j);
    make(&display);
    cr_assert_eq(display.n_groups, 3);
    expect_display(&display);
}

static uint32_t next(uint32_t *state)
{
    return *state = *state * 1664525u + 1013904223u;
}

Test(tie_groups, any_pattern_of_differences)
{
    static display display;
    uint32_t state = 1;
    for (int round = 0; round < 300; round++) {
        start(&display, 2 + round % 11);
        for (int32_t i = 0; i < display.n; i++)
            for (int32_t j = i + 1; j < display.n; j++)
                if ((next(&state) >> 24) % 10 < (uint32_t)round % 9)
                    set_above(&display, i, j);
        make(&display);
        expect_display(&display);
    }
}

/* Intervals of one width, seventy runs: as many groups as there are places for a window to end. */
Test(tie_groups, a_leaderboard)
{
    static display display;
    start(&display, MOST_RUNS);
    for (int32_t i = 0; i < MOST_RUNS; i++)
        for (int32_t j = i + 10; j < MOST_RUNS; j++)
            set_above(&display, i, j);
    make(&display);
    cr_assert_eq(display.n_groups, MOST_RUNS - 9);
    expect_display(&display);
}

Test(tie_groups, room)
{
    static display display;
    int32_t n_groups = 0;
    start(&display, 4);
    set_above(&display, 0, 3);
    cr_assert_eq(whisker_tie_groups(4, display.value, display.above, 1, display.member, &n_groups, NULL, NULL),
                 WHISKER_TOO_LARGE);
    cr_assert_eq(n_groups, 2);
    cr_assert_eq(whisker_tie_groups(4, display.value, display.above, 2, display.member, &n_groups, NULL, NULL), WHISKER_OK);
    cr_assert_eq(whisker_tie_groups(0, display.value, display.above, 1, display.member, &n_groups, NULL, NULL),
                 WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_tie_groups(4, NULL, display.above, 1, display.member, &n_groups, NULL, NULL),
                 WHISKER_BAD_ARGUMENT);
}

/* Runs that come in threes, alike within each three but not to the others' counterparts: 3^n groups. */
Test(tie_groups, too_many_groups_are_refused)
{
    static display display;
    int32_t n_groups;
    start(&display, 24);
    for (int32_t i = 0; i < 24; i += 3) {
        set_above(&display, i, i + 1);
        set_above(&display, i, i + 2);
        set_above(&display, i + 1, i + 2);
    }
    cr_assert_eq(whisker_tie_groups(24, display.value, display.above, MOST_GROUPS, display.member, &n_groups, NULL, NULL),
                 WHISKER_TOO_LARGE);
}

Test(tie_groups, letters)
{
    char letter[16];
    cr_assert_eq(whisker_group_letter(0, letter), 1);
    cr_assert_str_eq(letter, "a");
    whisker_group_letter(25, letter);
    cr_assert_str_eq(letter, "z");
    cr_assert_eq(whisker_group_letter(26, letter), 2);
    cr_assert_str_eq(letter, "a2");
    whisker_group_letter(1023, letter);
    cr_assert_str_eq(letter, "j40");
}

Test(tie_groups, survives_lack_of_memory)
{
    static display display;
    int32_t status = WHISKER_NO_MEMORY, n_groups;
    start(&display, 5);
    set_above(&display, 0, 4);
    for (int64_t fail_at = 1; status != WHISKER_OK; fail_at++) {
        counting_allocator counting;
        whisker_arena *arena;
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        status = whisker_arena_new(&counting.allocator, &arena, NULL);
        if (status == WHISKER_OK) {
            status = whisker_tie_groups(5, display.value, display.above, MOST_GROUPS, display.member, &n_groups, arena, NULL);
            whisker_arena_free(arena);
        }
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert_lt(fail_at, 100);
    }
}
