/* Sign flips on a design: of two runs, or of all pairs of many at once. */
#include "binding.h"

#include <stddef.h>
#include <string.h>

/* ---- two runs ---- */

#define OPTION(key, kind, names) {#key, kind, offsetof(whisker_sign_flip_options, key), names}

static const option sign_flip_options[] = {
    OPTION(method, OPTION_NAME, whisker_flips_name),
    OPTION(replicates, OPTION_COUNT, NULL),
    OPTION(seed, OPTION_COUNT, NULL),
    OPTION(level, OPTION_NUMBER, NULL),
    OPTION(threads, OPTION_SMALL, NULL),
    OPTION(watch, OPTION_WATCH, NULL),
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef OPTION
#define NUMBER(field) {#field, RESULT_NUMBER, offsetof(whisker_sign_flip, field)}
#define COUNT(field) {#field, RESULT_COUNT, offsetof(whisker_sign_flip, field)}

static const result sign_flip_results[] = {
    NUMBER(value),
    NUMBER(p),
    NUMBER(p_greater),
    NUMBER(p_less),
    NUMBER(smallest_p),
    NUMBER(monte_carlo_error),
    NUMBER(patterns),
    COUNT(replicates),
    COUNT(seed),
    COUNT(n_units),
    COUNT(n_items),
    COUNT(n_a_only),
    COUNT(n_b_only),
    {NULL, RESULT_NUMBER, 0},
};

#undef NUMBER
#undef COUNT

/* How the flips were made, into the table on top of the stack. */
static void set_method(lua_State *L, int32_t method)
{
    lua_pushstring(L, whisker_flips_name(method));    // result method
    lua_setfield(L, -2, "method");                    // result
    lua_pushboolean(L, method != WHISKER_FLIPS_MONTE_CARLO); // result exact
    lua_setfield(L, -2, "exact");                     // result
}

static int sign_flip(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    int32_t a = take_run(L, 2, design), b = take_run(L, 3, design);
    whisker_sign_flip_options options = {.size = sizeof options};
    take_options(L, 4, sign_flip_options, &options);
    whisker_items items = {.size = sizeof items};
    whisker_design_items(design, &items);
    whisker_sign_flip found = {.size = sizeof found};
    whisker_error error = {0};
    int32_t status = whisker_sign_flip_test(&items, whisker_design_scores(design, a), whisker_design_scores(design, b),
                                            &options, NULL, &found, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 4, status, &error, NULL);
    lua_newtable(L);                                  // result
    set_results(L, sign_flip_results, &found);
    set_method(L, found.method);
    set_notes(L, found.notes);
    return 1;
}

/* ---- many pairs ---- */

#define OPTION(key, kind, names) {#key, kind, offsetof(whisker_max_t_options, key), names}

static const option max_t_options[] = {
    OPTION(statistic, OPTION_NAME, whisker_max_t_statistic_name),
    OPTION(method, OPTION_NAME, whisker_flips_name),
    OPTION(replicates, OPTION_COUNT, NULL),
    OPTION(seed, OPTION_COUNT, NULL),
    OPTION(level, OPTION_NUMBER, NULL),
    OPTION(low, OPTION_NUMBER, NULL),
    OPTION(high, OPTION_NUMBER, NULL),
    OPTION(threads, OPTION_SMALL, NULL),
    OPTION(watch, OPTION_WATCH, NULL),
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef OPTION
#define FIELD(key, kind, field) {key, kind, offsetof(whisker_max_t, field)}

static const result max_t_results[] = {
    FIELD("level", RESULT_NUMBER, level),
    FIELD("critical", RESULT_NUMBER, critical),
    FIELD("smallest_p", RESULT_NUMBER, smallest_p),
    FIELD("patterns", RESULT_NUMBER, patterns),
    FIELD("replicates", RESULT_COUNT, replicates),
    FIELD("seed", RESULT_COUNT, seed),
    FIELD("n_units", RESULT_COUNT, n_units),
    {NULL, RESULT_NUMBER, 0},
};

#undef FIELD
#define FIELD(key, kind, field) {key, kind, offsetof(whisker_max_t_pair, field)}

static const result pair_results[] = {
    FIELD("value", RESULT_NUMBER, value),
    FIELD("se", RESULT_NUMBER, standard_error),
    FIELD("t", RESULT_NUMBER, t),
    FIELD("p", RESULT_NUMBER, p),
    FIELD("p_step_down", RESULT_NUMBER, p_step_down),
    FIELD("p_unadjusted", RESULT_NUMBER, p_unadjusted),
    FIELD("lo", RESULT_NUMBER, lower),
    FIELD("hi", RESULT_NUMBER, upper),
    FIELD("n_items", RESULT_COUNT, n_items),
    FIELD("n_units", RESULT_COUNT, n_units),
    {NULL, RESULT_NUMBER, 0},
};

#undef FIELD

/* The run at `place` of the pair on top of the stack. */
static int32_t run_of_pair(lua_State *L, int64_t pair, int place, int32_t n_runs)
{
    int is_integer;
    lua_rawgeti(L, -1, place);                        // pair run
    lua_Integer run = lua_tointegerx(L, -1, &is_integer);
    if (!is_integer || lua_type(L, -1) != LUA_TNUMBER || run < 1 || run > n_runs)
        misuse(L, 2, "pair %I is not of two of the runs 1 to %d", (LUAI_UACINT)pair, (int)n_runs);
    lua_pop(L, 1);                                    // pair
    return (int32_t)run - 1;
}

static whisker_max_t_pair *push_given_pairs(lua_State *L, int32_t n_runs, int64_t *count)
{
    *count = (int64_t)lua_rawlen(L, 2);
    whisker_max_t_pair *pairs = push_array(L, *count, sizeof *pairs); // pairs
    for (int64_t i = 0; i < *count; i++) {
        if (lua_rawgeti(L, 2, i + 1) != LUA_TTABLE)   // pairs pair
            misuse(L, 2, "pair %I must be a table, got %s", (LUAI_UACINT)(i + 1), luaL_typename(L, -1));
        pairs[i] = (whisker_max_t_pair){.size = sizeof *pairs, .a = run_of_pair(L, i + 1, 1, n_runs),
                                        .b = run_of_pair(L, i + 1, 2, n_runs)};
        if (pairs[i].a == pairs[i].b)
            misuse(L, 2, "pair %I compares run %d with itself", (LUAI_UACINT)(i + 1), (int)pairs[i].a + 1);
        lua_pop(L, 1);                                // pairs
    }
    return pairs;
}

static whisker_max_t_pair *push_all_pairs(lua_State *L, int32_t n_runs, int64_t *count)
{
    int64_t place = 0;
    *count = (int64_t)n_runs * (n_runs - 1) / 2;
    whisker_max_t_pair *pairs = push_array(L, *count, sizeof *pairs); // pairs
    for (int32_t a = 0; a < n_runs; a++)
        for (int32_t b = a + 1; b < n_runs; b++)
            pairs[place++] = (whisker_max_t_pair){.size = sizeof *pairs, .a = a, .b = b};
    return pairs;
}

/* The scores of the runs that are in pairs, one after the other, pushed; pairs are renumbered by what place[run] becomes. */
static double *push_scores(lua_State *L, const whisker_design *design, int64_t n, int32_t n_runs, int64_t n_pairs,
                           whisker_max_t_pair *pairs, int32_t *place, int32_t *n_used)
{
    *n_used = 0;
    for (int32_t run = 0; run < n_runs; run++)
        place[run] = -1;
    for (int64_t i = 0; i < n_pairs; i++)
        place[pairs[i].a] = place[pairs[i].b] = 0;
    for (int32_t run = 0; run < n_runs; run++)
        if (place[run] == 0)
            place[run] = (*n_used)++;
    double *scores = push_array(L, n * *n_used, sizeof *scores); // scores
    for (int32_t run = 0; run < n_runs; run++)
        if (place[run] >= 0)
            memcpy(scores + place[run] * n, whisker_design_scores(design, run), (size_t)n * sizeof *scores);
    for (int64_t i = 0; i < n_pairs; i++) {
        pairs[i].a = place[pairs[i].a];
        pairs[i].b = place[pairs[i].b];
    }
    return scores;
}

static void push_pairs(lua_State *L, int64_t n_pairs, const whisker_max_t_pair *pairs, int32_t n_runs,
                       const int32_t *place)
{
    int32_t *run_at = push_array(L, n_runs, sizeof *run_at); // runs
    for (int32_t run = 0; run < n_runs; run++)
        if (place[run] >= 0)
            run_at[place[run]] = run + 1;
    lua_createtable(L, (int)n_pairs, 0);              // runs list
    for (int64_t i = 0; i < n_pairs; i++) {
        lua_newtable(L);                              // runs list pair
        lua_pushinteger(L, run_at[pairs[i].a]);       // runs list pair a
        lua_setfield(L, -2, "a");                     // runs list pair
        lua_pushinteger(L, run_at[pairs[i].b]);       // runs list pair b
        lua_setfield(L, -2, "b");                     // runs list pair
        set_results(L, pair_results, &pairs[i]);
        set_notes(L, pairs[i].notes);
        lua_rawseti(L, -2, i + 1);                    // runs list
    }
    lua_remove(L, -2);                                // list
}

static int max_t(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    whisker_design_counts counts = {.size = sizeof counts};
    whisker_design_counts_of(design, &counts);
    whisker_max_t_options options = {.size = sizeof options};
    if (!lua_isnoneornil(L, 2))
        take_table(L, 2);
    take_options(L, 3, max_t_options, &options);
    luaL_checkstack(L, 16, NULL);
    int64_t n_pairs;
    int32_t n_used;
    whisker_max_t_pair *pairs = lua_isnoneornil(L, 2) ? push_all_pairs(L, counts.n_runs, &n_pairs)
                                                      : push_given_pairs(L, counts.n_runs, &n_pairs); // pairs
    int32_t *place = push_array(L, counts.n_runs, sizeof *place); // pairs places
    whisker_items items = {.size = sizeof items};
    whisker_design_items(design, &items);
    const double *scores = push_scores(L, design, items.n, counts.n_runs, n_pairs, pairs, place, &n_used); // ... scores
    whisker_max_t found = {.size = sizeof found};
    whisker_error error = {0};
    int32_t status = whisker_max_t_test(&items, n_used, scores, n_pairs, pairs, &options, NULL, &found, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 2, status, &error, NULL);
    lua_newtable(L);                                  // ... result
    set_results(L, max_t_results, &found);
    lua_pushstring(L, whisker_max_t_statistic_name(found.statistic)); // ... result statistic
    lua_setfield(L, -2, "statistic");                 // ... result
    set_method(L, found.method);
    set_notes(L, found.notes);
    push_pairs(L, n_pairs, pairs, counts.n_runs, place); // ... result list
    lua_setfield(L, -2, "pairs");                     // ... result
    return 1;
}

const luaL_Reg flip_methods[] = {
    {"sign_flip", sign_flip},
    {"max_t", max_t},
    {NULL, NULL},
};
