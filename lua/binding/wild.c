/* The wild cluster bootstrap on a design: one run, or two. */
#include "binding.h"

#include <stddef.h>

#define OPTION(key, kind, names) {#key, kind, offsetof(whisker_wild_options, key), names}

static const option wild_options[] = {
    OPTION(weights, OPTION_NAME, whisker_wild_weights_name),
    OPTION(unrestricted, OPTION_FLAG, NULL),
    OPTION(threads, OPTION_SMALL, NULL),
    OPTION(watch, OPTION_WATCH, NULL),
    OPTION(replicates, OPTION_COUNT, NULL),
    OPTION(seed, OPTION_COUNT, NULL),
    OPTION(null, OPTION_NUMBER, NULL),
    OPTION(level, OPTION_NUMBER, NULL),
    OPTION(low, OPTION_NUMBER, NULL),
    OPTION(high, OPTION_NUMBER, NULL),
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef OPTION
#define FIELD(key, kind, field) {key, kind, offsetof(whisker_wild, field)}

static const result wild_results[] = {
    FIELD("value", RESULT_NUMBER, value),
    FIELD("se", RESULT_NUMBER, standard_error),
    FIELD("null", RESULT_NUMBER, null),
    FIELD("t", RESULT_NUMBER, t),
    FIELD("p", RESULT_NUMBER, p),
    FIELD("smallest_p", RESULT_NUMBER, smallest_p),
    FIELD("lo", RESULT_NUMBER, lower),
    FIELD("hi", RESULT_NUMBER, upper),
    FIELD("level", RESULT_NUMBER, level),
    FIELD("draws", RESULT_COUNT, draws),
    FIELD("seed", RESULT_COUNT, seed),
    FIELD("n_items", RESULT_COUNT, n_items),
    FIELD("n_missing", RESULT_COUNT, n_missing),
    FIELD("n_clusters", RESULT_COUNT, n_clusters),
    {NULL, RESULT_NUMBER, 0},
};

#undef FIELD

static int push_wild(lua_State *L, const whisker_wild *found)
{
    lua_newtable(L);                                  // result
    set_results(L, wild_results, found);
    lua_pushstring(L, whisker_wild_weights_name(found->weights)); // result weights
    lua_setfield(L, -2, "weights");                   // result
    lua_pushboolean(L, found->enumerated);            // result enumerated
    lua_setfield(L, -2, "enumerated");                // result
    set_notes(L, found->notes);
    return 1;
}

static int wild_mean(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    int32_t run = take_run(L, 2, design);
    whisker_wild_options options = {.size = sizeof options};
    take_options(L, 3, wild_options, &options);
    whisker_items items = {.size = sizeof items};
    whisker_design_items(design, &items);
    whisker_wild found = {.size = sizeof found};
    whisker_error error = {0};
    int32_t status = whisker_wild_mean(&items, whisker_design_scores(design, run), &options, NULL, &found, &error);
    return status == WHISKER_OK ? push_wild(L, &found) : push_failure(L, 3, status, &error, NULL);
}

static int wild_difference(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    int32_t a = take_run(L, 2, design), b = take_run(L, 3, design);
    whisker_wild_options options = {.size = sizeof options};
    take_options(L, 4, wild_options, &options);
    whisker_items items = {.size = sizeof items};
    whisker_design_items(design, &items);
    whisker_wild found = {.size = sizeof found};
    whisker_error error = {0};
    int32_t status = whisker_wild_difference(&items, whisker_design_scores(design, a), whisker_design_scores(design, b),
                                             &options, NULL, &found, &error);
    return status == WHISKER_OK ? push_wild(L, &found) : push_failure(L, 4, status, &error, NULL);
}

const luaL_Reg wild_methods[] = {
    {"wild_mean", wild_mean},
    {"wild_difference", wild_difference},
    {NULL, NULL},
};
