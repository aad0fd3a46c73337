/* Where the variance comes from: components of variance, and the one-way table. */
#include "binding.h"

#include <stddef.h>

/* ---- options ---- */

#define OPTION(key, kind, names) {#key, kind, offsetof(whisker_component_options, key), names}
#define OF_COMPONENTS                                        \
    OPTION(variance, OPTION_NAME, whisker_variance_name),    \
    OPTION(level, OPTION_NUMBER, NULL),                      \
    OPTION(share, OPTION_NUMBER, NULL),                      \
    OPTION(replicates, OPTION_COUNT, NULL),                  \
    OPTION(seed, OPTION_COUNT, NULL),                        \
    OPTION(threads, OPTION_SMALL, NULL),                     \
    OPTION(watch, OPTION_WATCH, NULL)

static const option component_options[] = {
    OF_COMPONENTS,
    {NULL, OPTION_OTHER, 0, NULL},
};

static const option row_options[] = {
    OF_COMPONENTS,
    {"answer", OPTION_OTHER, 0, NULL},
    {"cluster", OPTION_OTHER, 0, NULL},
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef OPTION
#undef OF_COMPONENTS

/* ---- results ---- */

#define NUMBER(field) {#field, RESULT_NUMBER, offsetof(whisker_components, field)}
#define RANGE(field) {#field, RESULT_RANGE, offsetof(whisker_components, field)}
#define COUNT(field) {#field, RESULT_COUNT, offsetof(whisker_components, field)}

static const result component_results[] = {
    COUNT(n_items),
    COUNT(n_repeated),
    COUNT(n_draws),
    COUNT(n_missing),
    COUNT(n_clusters),
    NUMBER(mean),
    {"se", RESULT_NUMBER, offsetof(whisker_components, standard_error)},
    NUMBER(level),
    NUMBER(variance_of_means),
    NUMBER(draw_noise),
    NUMBER(within),
    RANGE(within_interval),
    NUMBER(between),
    NUMBER(between_raw),
    RANGE(between_interval),
    NUMBER(judge),
    RANGE(judge_interval),
    NUMBER(answer),
    NUMBER(answer_raw),
    RANGE(answer_interval),
    NUMBER(item_part),
    NUMBER(draw_part),
    NUMBER(judge_part),
    NUMBER(share_draws),
    RANGE(share_interval),
    {"se_limit", RESULT_NUMBER, offsetof(whisker_components, standard_error_limit)},
    NUMBER(draws_suggested),
    NUMBER(between_clusters),
    NUMBER(between_items),
    NUMBER(share_clusters),
    NUMBER(between_clustered),
    NUMBER(draws_each),
    NUMBER(ms_between),
    NUMBER(ms_within),
    NUMBER(f),
    NUMBER(p),
    NUMBER(icc),
    {NULL, RESULT_NUMBER, 0},
};

#undef NUMBER
#undef RANGE
#undef COUNT
#define NUMBER(field) {#field, RESULT_NUMBER, offsetof(whisker_one_way, field)}
#define COUNT(field) {#field, RESULT_COUNT, offsetof(whisker_one_way, field)}

static const result one_way_results[] = {
    COUNT(n_groups),
    COUNT(n),
    COUNT(n_missing),
    NUMBER(mean),
    NUMBER(ss_between),
    NUMBER(ss_within),
    NUMBER(df_between),
    NUMBER(df_within),
    NUMBER(ms_between),
    NUMBER(ms_within),
    NUMBER(f),
    NUMBER(p),
    NUMBER(r_squared),
    NUMBER(group_size),
    NUMBER(between),
    NUMBER(icc),
    NUMBER(reml_within),
    NUMBER(reml_between),
    NUMBER(reml_mean),
    {"reml_se", RESULT_NUMBER, offsetof(whisker_one_way, reml_standard_error)},
    NUMBER(ml_within),
    NUMBER(ml_between),
    NUMBER(ml_mean),
    {"ml_se", RESULT_NUMBER, offsetof(whisker_one_way, ml_standard_error)},
    {NULL, RESULT_NUMBER, 0},
};

#undef NUMBER
#undef COUNT

static int push_components(lua_State *L, const whisker_components *components)
{
    lua_newtable(L);                                  // components
    set_results(L, component_results, components);
    set_notes(L, components->notes);
    return 1;
}

/* ---- of a design ---- */

static int design_components(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    int32_t run = take_run(L, 2, design);
    whisker_component_options options = {.size = sizeof options};
    take_options(L, 3, component_options, &options);
    whisker_items items = {.size = sizeof items};
    whisker_design_items(design, &items);
    whisker_components made = {.size = sizeof made};
    whisker_error error = {0};
    int32_t status = whisker_components_of_items(&items, whisker_design_scores(design, run),
                                                 whisker_design_draws(design, run), whisker_design_within(design, run),
                                                 &options, NULL, &made, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 3, status, &error, NULL);
    return push_components(L, &made);
}

/* ---- of rows ---- */

/* Push codes of the labels in the list at `list`, one a row. */
static int32_t *push_codes(lua_State *L, int index, int list, const char *name, int64_t n, int64_t *n_codes)
{
    int32_t *codes = push_array(L, n, sizeof *codes); // codes
    int64_t *wide = push_array(L, n, sizeof *wide);   // codes wide
    encode_labels(L, index, list, name, n, 1, wide);
    *n_codes = 0;
    for (int64_t i = 0; i < n; i++) {
        codes[i] = (int32_t)wide[i];
        *n_codes = wide[i] >= *n_codes ? wide[i] + 1 : *n_codes;
    }
    lua_pop(L, 1);                                    // codes
    return codes;
}

/* Push options[key], a list with at most one label a row; 0 when it is not there. */
static int push_labels(lua_State *L, int index, const char *key, int64_t n)
{
    if (!push_option(L, index, key))                  // labels
        return 0;
    if (!lua_istable(L, -1))
        misuse(L, index, "option '%s' must be a table, got %s", key, luaL_typename(L, -1));
    if ((int64_t)lua_rawlen(L, -1) > n)
        misuse(L, index, "'%s' has %I entries for %I scores", key, (LUAI_UACINT)lua_rawlen(L, -1), (LUAI_UACINT)n);
    return 1;
}

/* The scores at 1 and the items at 2 as draws, pushed. */
static whisker_draws push_draws(lua_State *L, int64_t *n_items)
{
    take_table(L, 1);
    take_table(L, 2);
    whisker_draws draws = {.size = sizeof draws, .n = list_length(L, 1)};
    if ((int64_t)lua_rawlen(L, 2) > draws.n)
        misuse(L, 2, "%I items for %I scores", (LUAI_UACINT)lua_rawlen(L, 2), (LUAI_UACINT)draws.n);
    draws.score = push_numbers(L, 1, 1, NULL, draws.n); // scores
    draws.item = push_codes(L, 2, 2, NULL, draws.n, n_items); // scores items
    return draws;
}

/* An item lies in the cluster of its first row. */
static void push_clusters(lua_State *L, const whisker_draws *draws, whisker_items *items)
{
    int64_t n_labels;
    int32_t n_codes;
    if (!push_labels(L, 3, "cluster", draws->n))      // labels
        return;
    const int32_t *of_row = push_codes(L, 3, lua_gettop(L), "cluster", draws->n, &n_labels); // labels rows
    int64_t *of_item = push_array(L, items->n, sizeof *of_item); // labels rows wide
    int32_t *codes = push_array(L, items->n, sizeof *codes);     // labels rows wide codes
    for (int64_t i = draws->n - 1; i >= 0; i--)
        of_item[draws->item[i]] = of_row[i];
    if (whisker_encode(items->n, of_item, codes, &n_codes, NULL, NULL) != WHISKER_OK)
        luaL_error(L, "not enough memory");
    items->n_keys = 1;
    items->cluster = codes;
}

static int components(lua_State *L)
{
    whisker_component_options options = {.size = sizeof options};
    whisker_items items = {.size = sizeof items};
    int64_t n_answers;
    take_options(L, 3, row_options, &options);
    luaL_checkstack(L, 16, NULL);
    whisker_draws draws = push_draws(L, &items.n);    // scores items
    if (push_labels(L, 3, "answer", draws.n))         // ... labels
        draws.answer = push_codes(L, 3, lua_gettop(L), "answer", draws.n, &n_answers); // ... labels answers
    push_clusters(L, &draws, &items);                 // ...
    whisker_components made = {.size = sizeof made};
    whisker_error error = {0};
    int32_t status = whisker_components_of_draws(&items, &draws, &options, NULL, &made, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 3, status, &error, NULL);
    return push_components(L, &made);                 // ... components
}

static int one_way(lua_State *L)
{
    int64_t n_items;
    whisker_draws draws = push_draws(L, &n_items);    // scores items
    whisker_one_way made = {.size = sizeof made};
    whisker_error error = {0};
    int32_t status = whisker_analyse_draws(n_items, &draws, NULL, &made, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 1, status, &error, NULL);
    lua_newtable(L);                                  // scores items table
    set_results(L, one_way_results, &made);
    return 1;
}

const luaL_Reg component_functions[] = {
    {"components", components},
    {"one_way", one_way},
    {NULL, NULL},
};

const luaL_Reg component_methods[] = {
    {"components", design_components},
    {NULL, NULL},
};
