/* Means over these very items: only their draws vary. */
#include "binding.h"

#include <stddef.h>

#define OPTION(key) {#key, OPTION_NUMBER, offsetof(whisker_mean_options, key), NULL}
static const option fixed_options[] = {OPTION(level), OPTION(low), OPTION(high), {NULL, OPTION_OTHER, 0, NULL}};
#undef OPTION

#define NUMBER(key, field) {key, RESULT_NUMBER, offsetof(whisker_fixed_mean, field)}
#define COUNT(field) {#field, RESULT_COUNT, offsetof(whisker_fixed_mean, field)}
static const result fixed_results[] = {
    NUMBER("value", value),
    NUMBER("se", standard_error),
    NUMBER("lo", lower),
    NUMBER("hi", upper),
    NUMBER("level", level),
    NUMBER("df", df),
    NUMBER("p", p),
    COUNT(n_items),
    COUNT(n_missing),
    COUNT(n_repeated),
    {NULL, RESULT_NUMBER, 0},
};
#undef NUMBER
#undef COUNT

static whisker_item_draws draws_of(const whisker_design *design, int32_t run)
{
    return (whisker_item_draws){.size = sizeof(whisker_item_draws), .mean = whisker_design_scores(design, run),
                                .draws = whisker_design_draws(design, run), .within = whisker_design_within(design, run)};
}

/* b NULL: of one run. */
static int push_fixed(lua_State *L, int index, const whisker_design *design, const whisker_item_draws *a,
                      const whisker_item_draws *b)
{
    whisker_mean_options options = {.size = sizeof options};
    take_options(L, index, fixed_options, &options);
    whisker_items items = {.size = sizeof items};
    whisker_design_items(design, &items);
    whisker_fixed_mean found = {.size = sizeof found};
    whisker_error error = {0};
    int32_t status = whisker_fixed_items(&items, a, b, &options, &found, &error);
    if (status != WHISKER_OK)
        return push_failure(L, index, status, &error, NULL);
    lua_newtable(L);                                  // estimate
    set_results(L, fixed_results, &found);
    set_notes(L, found.notes);
    return 1;
}

static int design_fixed_mean(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    whisker_item_draws run = draws_of(design, take_run(L, 2, design));
    return push_fixed(L, 3, design, &run, NULL);
}

static int design_fixed_difference(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    whisker_item_draws a = draws_of(design, take_run(L, 2, design)), b = draws_of(design, take_run(L, 3, design));
    return push_fixed(L, 4, design, &a, &b);
}

const luaL_Reg fixed_methods[] = {
    {"fixed_mean", design_fixed_mean},
    {"fixed_difference", design_fixed_difference},
    {NULL, NULL},
};
