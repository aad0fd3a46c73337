/* Means of groups, and win rates over tasks. */
#include "binding.h"

#include <stddef.h>
#include <string.h>

/* ---- labels ---- */

/* Groups of the items, by the labels of a list. */
typedef struct grouping {
    int32_t *code;        /* code[n] */
    int32_t n_groups;
    int64_t *first_item;  /* first_item[n_groups]: where a group's label stands */
    int list;             /* of the labels, on the stack */
} grouping;

/* Numbered by first appearance; every item needs a label. Pushed. */
static grouping push_groups(lua_State *L, int index, int64_t n)
{
    grouping made = {.list = index};
    take_table(L, index);
    if (list_length(L, index) != n)
        misuse(L, index, "%I labels for %I items", (LUAI_UACINT)list_length(L, index), (LUAI_UACINT)n);
    int64_t *wide = push_array(L, n, sizeof *wide);   // wide
    made.code = push_array(L, n, sizeof *made.code);  // wide codes
    made.first_item = push_array(L, n, sizeof *made.first_item); // wide codes first
    encode_labels(L, index, index, NULL, n, 0, wide);
    for (int64_t i = 0; i < n; i++) {
        if (wide[i] < 0)
            misuse(L, index, "item %I has no label", (LUAI_UACINT)(i + 1));
        made.code[i] = (int32_t)wide[i];
        if (wide[i] == made.n_groups)
            made.first_item[made.n_groups++] = i;
    }
    return made;
}

static void push_label(lua_State *L, const grouping *groups, int32_t group)
{
    lua_rawgeti(L, groups->list, groups->first_item[group] + 1); // label
}

/* ---- means of groups ---- */

#define OPTION(key, kind, names) {#key, kind, offsetof(whisker_groups_options, key), names}
#define OF_GROUPS                                            \
    OPTION(combine, OPTION_NAME, whisker_combine_name),      \
    OPTION(interval, OPTION_NAME, whisker_interval_name),    \
    OPTION(level, OPTION_NUMBER, NULL),                      \
    OPTION(low, OPTION_NUMBER, NULL),                        \
    OPTION(high, OPTION_NUMBER, NULL),                       \
    {"weights", OPTION_OTHER, 0, NULL}

static const option group_options[] = {
    OF_GROUPS,
    {NULL, OPTION_OTHER, 0, NULL},
};

static const option array_group_options[] = {
    OF_GROUPS,
    OPTIONS_OF_ITEMS,
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef OPTION
#undef OF_GROUPS

/* A weight of a group that has no item would be lost without a word. */
static void check_group_weights(lua_State *L, int index, int list, const grouping *groups)
{
    lua_pushnil(L);                                   // nil
    while (lua_next(L, list) != 0) {                  // key weight
        int known = 0;
        for (int32_t j = 0; !known && j < groups->n_groups; j++) {
            push_label(L, groups, j);                 // key weight label
            known = lua_rawequal(L, -1, -3);
            lua_pop(L, 1);                            // key weight
        }
        if (!known)
            misuse(L, index, "no item is in the group '%s' of 'weights'", luaL_tolstring(L, -2, NULL));
        lua_pop(L, 1);                                // key
    }
}

/* options.weights: label = number, for every group. Pushed; NULL when it is not there. */
static const double *push_group_weights(lua_State *L, int index, const grouping *groups)
{
    if (!push_option(L, index, "weights"))            // weights
        return NULL;
    if (!lua_istable(L, -1))
        misuse(L, index, "option 'weights' must be a table, got %s", luaL_typename(L, -1));
    int list = lua_gettop(L);
    check_group_weights(L, index, list, groups);
    double *weights = push_array(L, groups->n_groups, sizeof *weights); // weights numbers
    for (int32_t j = 0; j < groups->n_groups; j++) {
        push_label(L, groups, j);                     // weights numbers label
        lua_pushvalue(L, -1);                         // weights numbers label label
        if (lua_rawget(L, list) != LUA_TNUMBER)       // weights numbers label weight
            misuse(L, index, "'weights' needs a number for the group '%s'", luaL_tolstring(L, -2, NULL));
        weights[j] = lua_tonumber(L, -1);
        lua_pop(L, 2);                                // weights numbers
    }
    return weights;
}

static void push_each(lua_State *L, const grouping *groups, const whisker_estimate *each)
{
    lua_createtable(L, groups->n_groups, 0);          // list
    for (int32_t j = 0; j < groups->n_groups; j++) {
        lua_createtable(L, 0, 2);                     // list entry
        push_label(L, groups, j);                     // list entry label
        lua_setfield(L, -2, "label");                 // list entry
        push_estimate(L, &each[j]);                   // list entry estimate
        lua_setfield(L, -2, "estimate");              // list entry
        lua_rawseti(L, -2, j + 1);                    // list
    }
}

/* labels and options: places on the stack. */
static int return_groups(lua_State *L, int labels, int index, const whisker_items *items, const double *scores,
                         whisker_groups_options *options)
{
    luaL_checkstack(L, 16, NULL);
    grouping groups = push_groups(L, labels, items->n); // ...
    options->weight = push_group_weights(L, index, &groups); // ...
    whisker_estimate *each = push_array(L, groups.n_groups, sizeof *each); // ...
    for (int32_t j = 0; j < groups.n_groups; j++)
        each[j].size = sizeof *each;
    whisker_estimate combined = {.size = sizeof combined};
    whisker_error error = {0};
    int32_t status = whisker_groups_mean(items, scores, groups.n_groups, groups.code, options, NULL, each, &combined,
                                         &error);
    if (status != WHISKER_OK)
        return push_failure(L, index, status, &error, NULL);
    lua_createtable(L, 0, 2);                         // ... result
    push_estimate(L, &combined);                      // ... result estimate
    lua_setfield(L, -2, "combined");                  // ... result
    push_each(L, &groups, each);                      // ... result list
    lua_setfield(L, -2, "groups");                    // ... result
    return 1;
}

static int groups(lua_State *L)
{
    whisker_groups_options options = {.size = sizeof options};
    lua_settop(L, 3);                                 // scores labels options
    take_table(L, 1);
    take_options(L, 3, array_group_options, &options);
    whisker_items items = {.size = sizeof items, .n = list_length(L, 1)};
    const double *scores = push_numbers(L, 1, 1, NULL, items.n); // ... scores
    push_items(L, 3, &items);                         // ...
    return return_groups(L, 2, 3, &items, scores, &options);
}

/* The groups take the place of the design's strata. */
static int design_groups(lua_State *L)
{
    whisker_groups_options options = {.size = sizeof options};
    lua_settop(L, 4);                                 // design run labels options
    const whisker_design *design = take_design(L, 1);
    int32_t run = take_run(L, 2, design);
    take_options(L, 4, group_options, &options);
    whisker_items items = {.size = sizeof items};
    whisker_design_items(design, &items);
    items.stratum = NULL;
    return return_groups(L, 3, 4, &items, whisker_design_scores(design, run), &options);
}

/* ---- win rates ---- */

#define OPTION(key, kind, names) {#key, kind, offsetof(whisker_win_options, key), names}

static const option win_options[] = {
    OPTION(level, OPTION_NUMBER, NULL),
    OPTION(replicates, OPTION_COUNT, NULL),
    OPTION(seed, OPTION_COUNT, NULL),
    OPTION(threads, OPTION_SMALL, NULL),
    OPTION(watch, OPTION_WATCH, NULL),
    {"direction", OPTION_OTHER, 0, NULL},
    OPTIONS_OF_ITEMS,
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef OPTION

static const char *direction_name(int32_t number)
{
    return number == 0 ? "more" : number == 1 ? "less" : NULL;
}

/* options.direction: task = "less" where less is better. Pushed; NULL when it is not there. */
static const int32_t *push_directions(lua_State *L, int index, const grouping *tasks)
{
    if (!push_option(L, index, "direction"))          // direction
        return NULL;
    if (!lua_istable(L, -1))
        misuse(L, index, "option 'direction' must be a table, got %s", luaL_typename(L, -1));
    int list = lua_gettop(L);
    int32_t *directions = push_array(L, tasks->n_groups, sizeof *directions); // direction numbers
    for (int32_t t = 0; t < tasks->n_groups; t++) {
        push_label(L, tasks, t);                      // direction numbers label
        int is_less = lua_rawget(L, list) != LUA_TNIL && name_number(L, index, "direction", direction_name) == 1;
        directions[t] = is_less ? -1 : 1;
        lua_pop(L, 1);                                // direction numbers
    }
    return directions;
}

/* The scores of the runs, one list each, pushed one after the other. */
static const double *push_runs(lua_State *L, int index, int64_t n_runs, int64_t n)
{
    double *scores = push_array(L, n_runs * n, sizeof *scores); // scores
    for (int64_t run = 0; run < n_runs; run++) {
        if (lua_rawgeti(L, index, run + 1) != LUA_TTABLE) // scores list
            misuse(L, index, "element %I of the list must be a table, got %s", (LUAI_UACINT)(run + 1),
                   luaL_typename(L, -1));
        int64_t length = list_length(L, lua_gettop(L));
        if (length != n)
            misuse(L, index, "run %I has %I scores for %I items", (LUAI_UACINT)(run + 1), (LUAI_UACINT)length,
                   (LUAI_UACINT)n);
        const double *numbers = push_numbers(L, index, lua_gettop(L), "run", n); // scores list numbers
        memcpy(scores + run * n, numbers, (size_t)n * sizeof *scores);
        lua_pop(L, 2);                                // scores
    }
    return scores;
}

static void push_win_rates(lua_State *L, int64_t n_runs, const whisker_bootstrap_estimate *rates)
{
    lua_createtable(L, (int)n_runs, 0);               // list
    for (int64_t run = 0; run < n_runs; run++) {
        push_bootstrap(L, &rates[run], NULL);         // list rate
        lua_rawseti(L, -2, run + 1);                  // list
    }
}

static int win_rates(lua_State *L)
{
    whisker_win_options options = {.size = sizeof options};
    lua_settop(L, 3);                                 // scores tasks options
    take_table(L, 1);
    take_table(L, 2);
    take_options(L, 3, win_options, &options);
    luaL_checkstack(L, 24, NULL);
    whisker_items items = {.size = sizeof items, .n = list_length(L, 2)};
    int64_t n_runs = list_length(L, 1);
    const double *scores = push_runs(L, 1, n_runs, items.n); // ...
    push_items(L, 3, &items);                         // ...
    grouping tasks = push_groups(L, 2, items.n);      // ...
    options.direction = push_directions(L, 3, &tasks); // ...
    whisker_bootstrap_estimate *rates = push_array(L, n_runs, sizeof *rates); // ...
    for (int64_t run = 0; run < n_runs; run++)
        rates[run].size = sizeof *rates;
    whisker_error error = {0};
    int32_t status = whisker_win_rates(&items, (int32_t)n_runs, scores, tasks.n_groups, tasks.code, &options, NULL,
                                       rates, &error);
    if (status != WHISKER_OK)
        return push_failure(L, status == WHISKER_BAD_ARGUMENT ? 1 : 3, status, &error, NULL);
    push_win_rates(L, n_runs, rates);                 // ... list
    return 1;
}

const luaL_Reg group_functions[] = {
    {"groups", groups},
    {"win_rates", win_rates},
    {NULL, NULL},
};

const luaL_Reg group_methods[] = {
    {"groups", design_groups},
    {NULL, NULL},
};
