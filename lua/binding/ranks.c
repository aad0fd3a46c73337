/* What follows from many comparisons: groups of runs that nothing tells apart, and ranks. */
#include "binding.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

/* ---- pairs: lists of tables as design:max_t and core.tukey make them ---- */

typedef struct rank_options {
    double alpha;
    int32_t lower_is_better;
} rank_options;

static const option known_options[] = {
    {"alpha", OPTION_NUMBER, offsetof(rank_options, alpha), NULL},
    {"lower_is_better", OPTION_FLAG, offsetof(rank_options, lower_is_better), NULL},
    {NULL, OPTION_OTHER, 0, NULL},
};

/* A number of the pair on top of the stack; nil is NaN. */
static double number_of_pair(lua_State *L, int64_t pair, const char *key)
{
    if (!push_option(L, lua_gettop(L), key))          // number
        return NAN;
    if (lua_type(L, -1) != LUA_TNUMBER)
        misuse(L, 2, "'%s' of pair %I must be a number, got %s", key, (LUAI_UACINT)pair, luaL_typename(L, -1));
    double number = lua_tonumber(L, -1);
    lua_pop(L, 1);                                    //
    return number;
}

static int32_t run_of_pair(lua_State *L, int64_t pair, const char *key, int64_t n_runs)
{
    double run = number_of_pair(L, pair, key);
    if (!(run >= 1 && run <= (double)n_runs) || run != (double)(int32_t)run)
        misuse(L, 2, "'%s' of pair %I is not one of the runs 1 to %I", key, (LUAI_UACINT)pair, (LUAI_UACINT)n_runs);
    return (int32_t)run - 1;
}

static whisker_max_t_pair *push_pairs(lua_State *L, int64_t n_runs, int64_t *count)
{
    take_table(L, 2);
    *count = (int64_t)lua_rawlen(L, 2);
    whisker_max_t_pair *pairs = push_array(L, *count, sizeof *pairs); // pairs
    for (int64_t i = 0; i < *count; i++) {
        if (lua_rawgeti(L, 2, i + 1) != LUA_TTABLE)   // pairs pair
            misuse(L, 2, "pair %I must be a table, got %s", (LUAI_UACINT)(i + 1), luaL_typename(L, -1));
        pairs[i] = (whisker_max_t_pair){
            .size = sizeof *pairs,
            .a = run_of_pair(L, i + 1, "a", n_runs),
            .b = run_of_pair(L, i + 1, "b", n_runs),
            .value = number_of_pair(L, i + 1, "value"),
            .p_step_down = number_of_pair(L, i + 1, "p_step_down"),
            .lower = number_of_pair(L, i + 1, "lo"),
            .upper = number_of_pair(L, i + 1, "hi"),
        };
        lua_pop(L, 1);                                // pairs
    }
    return pairs;
}

static void exchange(int32_t *a, int32_t *b)
{
    int32_t held = *a;
    *a = *b;
    *b = held;
}

/* Which run is better than which, from the pairs at 2 and the options at 3, pushed. */
static int32_t *push_better(lua_State *L, int64_t n_runs, rank_options *options)
{
    int64_t n_pairs;
    take_options(L, 3, known_options, options);
    if (n_runs < 1 || n_runs > INT16_MAX)
        misuse(L, 1, "1 to %d runs are ranked, not %I", INT16_MAX, (LUAI_UACINT)n_runs);
    const whisker_max_t_pair *pairs = push_pairs(L, n_runs, &n_pairs); // pairs
    int32_t *better = push_array(L, n_runs * n_runs, sizeof *better); // pairs better
    whisker_error error = {0};
    int32_t status = whisker_surely_above((int32_t)n_runs, n_pairs, pairs, options->alpha, better, &error);
    if (status != WHISKER_OK)
        push_failure(L, 2, status, &error, NULL);     // misuse is all that it can be
    for (int64_t i = 0; options->lower_is_better && i < n_runs; i++)
        for (int64_t j = 0; j < i; j++)
            exchange(&better[i * n_runs + j], &better[j * n_runs + i]);
    lua_remove(L, -2);                                // better
    return better;
}

/* ---- groups ---- */

static void push_members(lua_State *L, int64_t n_runs, const int32_t *member)
{
    lua_Integer count = 0;
    lua_newtable(L);                                  // group
    for (int64_t run = 0; run < n_runs; run++) {
        if (!member[run])
            continue;
        lua_pushinteger(L, run + 1);                  // group run
        lua_rawseti(L, -2, ++count);                  // group
    }
}

static void push_letters(lua_State *L, int64_t n_runs, int32_t n_groups, const int32_t *member, int64_t run)
{
    luaL_Buffer letters;
    luaL_buffinit(L, &letters);
    for (int32_t group = 0; group < n_groups; group++) {
        char letter[16];
        size_t length = whisker_group_letter(group, letter);
        if (member[group * n_runs + run])
            luaL_addlstring(&letters, letter, length);
    }
    luaL_pushresult(&letters);                        // letters
}

enum { MOST_GROUPS = 1024 };

static int tie_groups(lua_State *L)
{
    rank_options options = {0};
    lua_settop(L, 3);
    take_table(L, 1);
    int64_t n_runs = list_length(L, 1);
    luaL_checkstack(L, 16, NULL);
    double *value = push_numbers(L, 1, 1, NULL, n_runs); // values
    const int32_t *better = push_better(L, n_runs, &options); // values better
    for (int64_t run = 0; options.lower_is_better && run < n_runs; run++)
        value[run] = -value[run];
    int32_t *member = push_array(L, MOST_GROUPS * n_runs, sizeof *member); // values better members
    int32_t n_groups;
    whisker_error error = {0};
    int32_t status = whisker_tie_groups((int32_t)n_runs, value, better, MOST_GROUPS, member, &n_groups, NULL, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 2, status, &error, NULL);
    lua_createtable(L, 0, 2);                         // ... result
    lua_createtable(L, n_groups, 0);                  // ... result groups
    for (int32_t group = 0; group < n_groups; group++) {
        push_members(L, n_runs, member + group * n_runs); // ... result groups group
        lua_rawseti(L, -2, group + 1);                // ... result groups
    }
    lua_setfield(L, -2, "groups");                    // ... result
    lua_createtable(L, (int)n_runs, 0);               // ... result list
    for (int64_t run = 0; run < n_runs; run++) {
        push_letters(L, n_runs, n_groups, member, run); // ... result list letters
        lua_rawseti(L, -2, run + 1);                  // ... result list
    }
    lua_setfield(L, -2, "letters");                   // ... result
    return 1;
}

/* ---- ranks ---- */

static int rank_sets(lua_State *L)
{
    rank_options options = {0};
    lua_settop(L, 3);
    int64_t n_runs = take_integer(L, 1);
    luaL_checkstack(L, 16, NULL);
    const int32_t *better = push_better(L, n_runs, &options); // better
    int32_t *best = push_array(L, n_runs, sizeof *best), *worst = push_array(L, n_runs, sizeof *worst); // ... best worst
    whisker_error error = {0};
    int32_t status = whisker_rank_sets((int32_t)n_runs, better, best, worst, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 1, status, &error, NULL);
    lua_createtable(L, (int)n_runs, 0);               // ... list
    for (int64_t run = 0; run < n_runs; run++) {
        lua_createtable(L, 0, 2);                     // ... list ranks
        lua_pushinteger(L, best[run]);                // ... list ranks best
        lua_setfield(L, -2, "best");                  // ... list ranks
        lua_pushinteger(L, worst[run]);               // ... list ranks worst
        lua_setfield(L, -2, "worst");                 // ... list ranks
        lua_rawseti(L, -2, run + 1);                  // ... list
    }
    return 1;
}

/* ---- shares of replicates ---- */

/* One run after the other, from the list of lists at 1, pushed. */
static const double *push_replicates(lua_State *L, int64_t n_runs, int64_t *count)
{
    if (lua_rawgeti(L, 1, 1) != LUA_TTABLE)           // first
        misuse(L, 1, "replicates of at least one run are needed, a list each");
    *count = list_length(L, lua_gettop(L));
    double *all = push_array(L, n_runs * *count + 1, sizeof *all); // first all
    for (int64_t run = 0; run < n_runs; run++) {
        if (lua_rawgeti(L, 1, run + 1) != LUA_TTABLE || list_length(L, lua_gettop(L)) != *count) // first all list
            misuse(L, 1, "run %I needs as many replicates as the first, %I", (LUAI_UACINT)(run + 1), (LUAI_UACINT)*count);
        const double *own = push_numbers(L, 1, lua_gettop(L), NULL, *count); // first all list own
        memcpy(all + run * *count, own, (size_t)*count * sizeof *all);
        lua_pop(L, 2);                                // first all
    }
    return all;
}

static int rank_shares(lua_State *L)
{
    int64_t count, n_used;
    take_table(L, 1);
    int64_t n_runs = (int64_t)lua_rawlen(L, 1);
    if (n_runs > INT16_MAX)
        misuse(L, 1, "1 to %d runs are ranked, not %I", INT16_MAX, (LUAI_UACINT)n_runs);
    const double *all = push_replicates(L, n_runs, &count); // ... all
    double *share = push_array(L, n_runs * n_runs, sizeof *share); // ... all share
    whisker_error error = {0};
    int32_t status = whisker_rank_shares((int32_t)n_runs, count, all, share, &n_used, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 1, status, &error, NULL);
    lua_createtable(L, (int)n_runs, 0);               // ... list
    for (int64_t run = 0; run < n_runs; run++) {
        push_number_list(L, share + run * n_runs, n_runs); // ... list shares
        lua_rawseti(L, -2, run + 1);                  // ... list
    }
    lua_pushinteger(L, n_used);                       // ... list n_used
    return 2;
}

const luaL_Reg rank_functions[] = {
    {"tie_groups", tie_groups},
    {"rank_sets", rank_sets},
    {"rank_shares", rank_shares},
    {NULL, NULL},
};
