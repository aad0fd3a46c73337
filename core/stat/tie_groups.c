/* Groups of runs that nothing tells apart, the compact letter display (M9.2; Piepho 2004, J. Comput. Graph. Stat. 13,
 * 456-466): one group with all runs; each pair that differs splits the groups that hold both in two, and groups within
 * others are absorbed; then runs are swept out of groups that they are not needed in. */
#include "base/arena.h"
#include "base/error.h"
#include "base/sort.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_GROUPS = 1024 };

/* Runs by rank, best first; groups as sets of them. */
typedef struct display {
    int32_t n;
    int64_t n_words;
    int32_t *run_at;        /* run_at[rank] */
    const int32_t *above;
    int64_t n_groups;
    uint64_t *members;      /* members[group * n_words] */
    char changed[MOST_GROUPS];
} display;

/* ---- sets ---- */

static uint64_t *group_at(const display *this, int64_t group)
{
    return this->members + group * this->n_words;
}

static int holds(const uint64_t *members, int32_t rank)
{
    return members[rank / 64] >> rank % 64 & 1;
}

static void put(uint64_t *members, int32_t rank)
{
    members[rank / 64] |= UINT64_C(1) << rank % 64;
}

static void take_out(uint64_t *members, int32_t rank)
{
    members[rank / 64] &= ~(UINT64_C(1) << rank % 64);
}

static int is_within(const display *this, const uint64_t *inner, const uint64_t *outer)
{
    for (int64_t w = 0; w < this->n_words; w++)
        if (inner[w] & ~outer[w])
            return 0;
    return 1;
}

static int differ(const display *this, int32_t rank, int32_t other)
{
    int64_t i = this->run_at[rank], j = this->run_at[other];
    return this->above[i * this->n + j] != 0 || this->above[j * this->n + i] != 0;
}

/* ---- insert and absorb ---- */

static int is_absorbed(const display *this, int64_t group)
{
    for (int64_t other = 0; other < this->n_groups; other++) {
        if (other == group || !is_within(this, group_at(this, group), group_at(this, other)))
            continue;
        if (!is_within(this, group_at(this, other), group_at(this, group)) || other < group) /* of equals the first stays */
            return 1;
    }
    return 0;
}

static void drop_group(display *this, int64_t group)
{
    int64_t last = --this->n_groups;
    memmove(group_at(this, group), group_at(this, last), (size_t)this->n_words * sizeof *this->members);
    this->changed[group] = this->changed[last];
}

/* Only a group that has lost a member can have come to lie within another. */
static void absorb(display *this)
{
    for (int64_t group = this->n_groups - 1; group >= 0; group--)
        if (this->changed[group] && is_absorbed(this, group))
            drop_group(this, group);
    memset(this->changed, 0, sizeof this->changed);
}

/* 0 when there are too many groups. */
static int split(display *this, int32_t rank, int32_t other)
{
    int64_t before = this->n_groups;
    for (int64_t group = 0; group < before; group++) {
        if (!holds(group_at(this, group), rank) || !holds(group_at(this, group), other))
            continue;
        if (this->n_groups == MOST_GROUPS)
            return 0;
        memcpy(group_at(this, this->n_groups), group_at(this, group), (size_t)this->n_words * sizeof *this->members);
        take_out(group_at(this, group), rank);
        take_out(group_at(this, this->n_groups), other);
        this->changed[group] = this->changed[this->n_groups++] = 1;
    }
    absorb(this);
    return 1;
}

static int split_all(display *this)
{
    for (int32_t rank = 0; rank < this->n; rank++)
        for (int32_t other = rank + 1; other < this->n; other++)
            if (differ(this, rank, other) && !split(this, rank, other))
                return 0;
    return 1;
}

/* ---- sweep ---- */

static int meet_elsewhere(const display *this, int64_t group, int32_t rank, int32_t other)
{
    for (int64_t g = 0; g < this->n_groups; g++)
        if (g != group && holds(group_at(this, g), rank) && holds(group_at(this, g), other))
            return 1;
    return 0;
}

/* Every run that it meets here it meets in another group as well; itself included, so that it keeps one. */
static int is_redundant(const display *this, int64_t group, int32_t rank)
{
    for (int32_t other = 0; other < this->n; other++)
        if (holds(group_at(this, group), other) && !meet_elsewhere(this, group, rank, other))
            return 0;
    return 1;
}

static void sweep(display *this)
{
    for (int64_t group = 0; group < this->n_groups; group++)
        for (int32_t rank = 0; rank < this->n; rank++)
            if (holds(group_at(this, group), rank) && is_redundant(this, group, rank)) {
                take_out(group_at(this, group), rank);
                this->changed[group] = 1;
            }
}

/* ---- in order ---- */

/* Best members first: as numbers read from the best run on, the larger comes first. */
static int comes_first(const display *this, int64_t group, int64_t other)
{
    for (int32_t rank = 0; rank < this->n; rank++) {
        int here = holds(group_at(this, group), rank), there = holds(group_at(this, other), rank);
        if (here != there)
            return here;
    }
    return 0;
}

static int by_members(const void *context, int64_t first, int64_t second)
{
    return comes_first(context, first, second) ? -1 : comes_first(context, second, first);
}

static int32_t write_groups(const display *this, int32_t capacity, int32_t *member, scratch *scratch,
                            whisker_error *error)
{
    sort_key *keys = arena_take(scratch->arena, this->n_groups, sizeof *keys);
    sort_key *spare = arena_take(scratch->arena, this->n_groups, sizeof *spare);
    if (keys == NULL || spare == NULL)
        return error_memory(error);
    for (int64_t group = 0; group < this->n_groups; group++)
        keys[group] = (sort_key){0, group};
    sort_keys(this->n_groups, keys, spare, by_members, this);
    for (int64_t group = 0; group < this->n_groups && group < capacity; group++)
        for (int32_t rank = 0; rank < this->n; rank++)
            member[group * this->n + this->run_at[rank]] = holds(group_at(this, keys[group].index), rank);
    return WHISKER_OK;
}

static int32_t order_runs(display *this, const double *value, scratch *scratch, whisker_error *error)
{
    sort_key *keys = arena_take(scratch->arena, this->n, sizeof *keys);
    sort_key *spare = arena_take(scratch->arena, this->n, sizeof *spare);
    this->run_at = arena_take(scratch->arena, this->n, sizeof *this->run_at);
    this->members = arena_take_zeroed(scratch->arena, MOST_GROUPS * this->n_words, sizeof *this->members);
    if (keys == NULL || spare == NULL || this->run_at == NULL || this->members == NULL)
        return error_memory(error);
    for (int32_t run = 0; run < this->n; run++)
        keys[run] = (sort_key){isnan(value[run]) ? UINT64_MAX : ~sort_head_of_real(value[run]), run};
    sort_keys(this->n, keys, spare, NULL, NULL);
    for (int32_t rank = 0; rank < this->n; rank++) {
        this->run_at[rank] = (int32_t)keys[rank].index;
        put(this->members, rank);
    }
    this->n_groups = 1;
    return WHISKER_OK;
}

static int32_t make(display *this, const double *value, int32_t capacity, int32_t *member, int32_t *n_groups,
                    scratch *scratch, whisker_error *error)
{
    int32_t status = order_runs(this, value, scratch, error);
    if (status != WHISKER_OK)
        return status;
    if (!split_all(this))
        return error_set(error, WHISKER_TOO_LARGE, "more than %d groups are needed to show which runs differ", MOST_GROUPS);
    sweep(this);
    absorb(this);
    *n_groups = (int32_t)this->n_groups;
    status = write_groups(this, capacity, member, scratch, error);
    if (status == WHISKER_OK && this->n_groups > capacity)
        return error_set(error, WHISKER_TOO_LARGE, "%d groups do not fit into the %d that were given", (int)*n_groups,
                         (int)capacity);
    return status;
}

int32_t whisker_tie_groups(int32_t n_runs, const double *value, const int32_t *above, int32_t capacity, int32_t *member,
                           int32_t *n_groups, whisker_arena *arena, whisker_error *error)
{
    display this = {.n = n_runs, .n_words = ((int64_t)n_runs + 63) / 64, .above = above};
    scratch scratch;
    if (n_runs < 1 || value == NULL || above == NULL || n_groups == NULL || capacity < 0 || (capacity > 0 && member == NULL))
        return error_set(error, WHISKER_BAD_ARGUMENT, "runs, their values, which is above which, and room for the groups "
                         "are needed");
    int32_t status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = make(&this, value, capacity, member, n_groups, &scratch, error);
    scratch_close(&scratch);
    return status;
}

/* ---- letters ---- */

size_t whisker_group_letter(int32_t group, char *buffer)
{
    buffer[0] = (char)('a' + (group < 0 ? 0 : group % 26));
    buffer[1] = '\0';
    if (group < 26)
        return 1;
    return 1 + (size_t)snprintf(buffer + 1, 15, "%d", (int)(group / 26 + 1));
}
