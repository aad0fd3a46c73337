/* Many pairs of a design's runs at once. */
#include "binding.h"

/* One run of the pair on top of the stack. */
static int32_t take_member(lua_State *L, int32_t n_runs, int64_t pair, int which)
{
    int is_integer;
    lua_rawgeti(L, -1, which);                        // pairs pair run
    lua_Integer run = lua_tointegerx(L, -1, &is_integer);
    if (!is_integer || run < 1 || run > n_runs)
        misuse(L, 2, "pair %I must be two runs from 1 to %d", (LUAI_UACINT)(pair + 1), (int)n_runs);
    lua_pop(L, 1);                                    // pairs pair
    return (int32_t)run - 1;
}

/* The list at argument 2; NULL and all pairs when it is nil. */
static const whisker_run_pair *push_pairs(lua_State *L, int32_t n_runs, int64_t *n_pairs)
{
    *n_pairs = (int64_t)n_runs * (n_runs - 1) / 2;
    if (lua_isnoneornil(L, 2))
        return NULL;
    take_table(L, 2);
    *n_pairs = (int64_t)lua_rawlen(L, 2);
    whisker_run_pair *pairs = push_array(L, *n_pairs, sizeof *pairs); // pairs
    for (int64_t k = 0; k < *n_pairs; k++) {
        if (lua_rawgeti(L, 2, k + 1) != LUA_TTABLE)   // pairs pair
            misuse(L, 2, "pair %I must be two runs from 1 to %d", (LUAI_UACINT)(k + 1), (int)n_runs);
        pairs[k].a = take_member(L, n_runs, k, 1);
        pairs[k].b = take_member(L, n_runs, k, 2);
        lua_pop(L, 1);                                // pairs
    }
    return pairs;
}

static int push_comparisons(lua_State *L, const whisker_comparison *comparisons, int64_t n_pairs)
{
    lua_createtable(L, (int)n_pairs, 0);              // list
    for (int64_t k = 0; k < n_pairs; k++) {
        if (comparisons[k].status == WHISKER_OK)
            push_comparison(L, &comparisons[k]);      // list comparison
        else
            lua_pushboolean(L, 0);                    // list false
        lua_rawseti(L, -2, k + 1);                    // list
    }
    return 1;
}

static int design_differences(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    whisker_design_counts counts = {.size = sizeof counts};
    whisker_design_counts_of(design, &counts);
    whisker_difference_options options = {.size = sizeof options};
    take_options(L, 3, difference_options, &options);
    int64_t n_pairs;
    const whisker_run_pair *pairs = push_pairs(L, counts.n_runs, &n_pairs); // pairs
    whisker_comparison *comparisons = push_array(L, n_pairs, sizeof *comparisons); // pairs comparisons
    if (n_pairs > 0) {
        comparisons[0].size = sizeof *comparisons;
        comparisons[0].difference.size = sizeof comparisons->difference;
    }
    whisker_items items = {.size = sizeof items};
    whisker_design_items(design, &items);
    whisker_error error = {0};
    int32_t status = whisker_differences(&items, counts.n_runs, whisker_design_scores(design, 0), n_pairs, pairs,
                                         &options, NULL, comparisons, &error);
    return status == WHISKER_OK ? push_comparisons(L, comparisons, n_pairs) : push_failure(L, 3, status, &error, NULL);
}

const luaL_Reg differences_methods[] = {
    {"differences", design_differences},
    {NULL, NULL},
};
