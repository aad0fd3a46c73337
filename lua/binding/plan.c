/* Planning: items, clusters, effect, power or draws from the others; from a pilot, as a curve, and by simulation. */
#include "binding.h"

#include <stddef.h>

/* ---- a plan as a table ---- */

#define NUMBER(key) {#key, OPTION_NUMBER, offsetof(whisker_plan, key), NULL}

/* An answer is a question too: what the library fills in is taken back. */
static const option question_options[] = {
    {"solve", OPTION_NAME, offsetof(whisker_plan, unknown), whisker_unknown_name},
    NUMBER(items),
    NUMBER(effect),
    NUMBER(power),
    NUMBER(alpha),
    NUMBER(variance),
    NUMBER(within_a),
    NUMBER(within_b),
    NUMBER(draws_a),
    NUMBER(draws_b),
    NUMBER(cluster_size),
    NUMBER(cluster_variation),
    NUMBER(icc),
    NUMBER(clusters),
    NUMBER(design_effect),
    {"sizes", OPTION_OTHER, 0, NULL},
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef NUMBER
#define NUMBER(key) {#key, RESULT_NUMBER, offsetof(whisker_plan, key)}

static const result answer_results[] = {
    NUMBER(items),
    NUMBER(effect),
    NUMBER(power),
    NUMBER(alpha),
    NUMBER(variance),
    NUMBER(within_a),
    NUMBER(within_b),
    NUMBER(draws_a),
    NUMBER(draws_b),
    NUMBER(cluster_size),
    NUMBER(cluster_variation),
    NUMBER(icc),
    NUMBER(design_effect),
    NUMBER(clusters),
    {NULL, RESULT_NUMBER, 0},
};

#undef NUMBER

/* Push the whole numbers of the list at `list`, which is called `name` in the argument at `index`. */
static int64_t *push_sizes(lua_State *L, int index, int list, const char *name, int64_t *n)
{
    *n = (int64_t)lua_rawlen(L, list);
    int64_t *sizes = push_array(L, *n, sizeof *sizes); // sizes
    for (int64_t i = 0; i < *n; i++) {
        int is_integer;
        lua_rawgeti(L, list, i + 1);                  // sizes size
        sizes[i] = lua_tointegerx(L, -1, &is_integer);
        if (!is_integer)
            misuse(L, index, "element %I of '%s' must be a whole number", (LUAI_UACINT)(i + 1), name);
        lua_pop(L, 1);                                // sizes
    }
    return sizes;
}

/* Push options.sizes as an array, and nil without; the list itself stays below it. */
static int64_t *push_sizes_option(lua_State *L, int index, int64_t *n)
{
    *n = 0;
    if (!lua_istable(L, index) || !push_option(L, index, "sizes")) // list
        return NULL;
    if (!lua_istable(L, -1))
        misuse(L, index, "option 'sizes' must be a table, got %s", luaL_typename(L, -1));
    return push_sizes(L, index, lua_gettop(L), "sizes", n); // list sizes
}

static void fill_sizes(lua_State *L, int index, whisker_plan *question)
{
    int64_t n, *sizes = push_sizes_option(L, index, &n); // (list sizes)
    whisker_error error = {0};
    if (sizes == NULL)
        return;
    if (whisker_cluster_sizes(n, sizes, &question->cluster_size, &question->cluster_variation, &error) != WHISKER_OK)
        misuse(L, index, "%s", error.text);
}

static whisker_plan take_question(lua_State *L, int index)
{
    whisker_plan question = {.size = sizeof question};
    take_table(L, index);
    take_options(L, index, question_options, &question);
    fill_sizes(L, index, &question);
    return question;
}

static void push_plan(lua_State *L, const whisker_plan *plan)
{
    const char *solve = whisker_unknown_name(plan->unknown);
    lua_newtable(L);                                  // plan
    set_results(L, answer_results, plan);
    if (solve == NULL)
        return;
    lua_pushstring(L, solve);                         // plan solve
    lua_setfield(L, -2, "solve");                     // plan
}

/* ---- solving ---- */

static int plan(lua_State *L)
{
    whisker_plan question = take_question(L, 1);
    if (question.unknown == 0)
        misuse(L, 1, "a plan needs 'solve': items, effect, power, draws or clusters");
    whisker_error error = {0};
    int32_t status = whisker_solve_plan(&question, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 1, status, &error, NULL);
    push_plan(L, &question);                          // answer
    return 1;
}

static int plan_curve(lua_State *L)
{
    whisker_plan question = take_question(L, 1);
    take_table(L, 2);
    int64_t n = list_length(L, 2);
    const double *items = push_numbers(L, 2, 2, NULL, n); // items
    double *effect = push_array(L, n, sizeof *effect);    // items effects
    double *power = push_array(L, n, sizeof *power);      // items effects powers
    whisker_error error = {0};
    int32_t status = whisker_plan_curve(&question, n, items, effect, power, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 1, status, &error, NULL);
    lua_createtable(L, (int)n, 0);                    // ... curve
    for (int64_t i = 0; i < n; i++) {
        lua_createtable(L, 0, 3);                     // ... curve point
        push_number(L, items[i]);                     // ... curve point items
        lua_setfield(L, -2, "items");                 // ... curve point
        push_number(L, effect[i]);                    // ... curve point effect
        lua_setfield(L, -2, "effect");                // ... curve point
        push_number(L, power[i]);                     // ... curve point power
        lua_setfield(L, -2, "power");                 // ... curve point
        lua_rawseti(L, -2, i + 1);                    // ... curve
    }
    return 1;
}

/* ---- from a pilot ---- */

#define NUMBER(key, field) {key, OPTION_NUMBER, offsetof(whisker_plan_basis, field), NULL}

static const option basis_options[] = {
    NUMBER("difference", difference),
    NUMBER("se", standard_error),
    NUMBER("df", df),
    NUMBER("level", level),
    NUMBER("variance_low", variance_low),
    NUMBER("variance_high", variance_high),
    NUMBER("icc_raw", icc_raw),
    {"n_items", OPTION_COUNT, offsetof(whisker_plan_basis, n_items), NULL},
    {"n_clusters", OPTION_COUNT, offsetof(whisker_plan_basis, n_clusters), NULL},
    {"notes", OPTION_OTHER, 0, NULL},
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef NUMBER
#define NUMBER(key, field) {key, RESULT_NUMBER, offsetof(whisker_plan_basis, field)}

static const result basis_results[] = {
    NUMBER("difference", difference),
    NUMBER("se", standard_error),
    NUMBER("df", df),
    NUMBER("level", level),
    NUMBER("variance_low", variance_low),
    NUMBER("variance_high", variance_high),
    NUMBER("icc_raw", icc_raw),
    {"n_items", RESULT_COUNT, offsetof(whisker_plan_basis, n_items)},
    {"n_clusters", RESULT_COUNT, offsetof(whisker_plan_basis, n_clusters)},
    {NULL, RESULT_NUMBER, 0},
};

#undef NUMBER

static int design_pilot(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    int32_t a = take_run(L, 2, design), b = take_run(L, 3, design);
    whisker_plan question = {.size = sizeof question};
    if (!lua_isnoneornil(L, 4))
        question = take_question(L, 4);
    whisker_pilot pilot = {
        .size = sizeof pilot,
        .level = lua_isnoneornil(L, 5) ? 0 : take_number(L, 5),
        .score_a = whisker_design_scores(design, a),
        .score_b = whisker_design_scores(design, b),
        .draws_a = whisker_design_draws(design, a),
        .draws_b = whisker_design_draws(design, b),
        .within_a = whisker_design_within(design, a),
        .within_b = whisker_design_within(design, b),
    };
    whisker_items items = {.size = sizeof items};
    whisker_design_items(design, &items);
    whisker_plan_basis basis = {.size = sizeof basis};
    whisker_error error = {0};
    int32_t status = whisker_plan_from_pilot(&items, &pilot, NULL, &question, &basis, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 4, status, &error, NULL);
    push_plan(L, &question);                          // question
    lua_newtable(L);                                  // question basis
    set_results(L, basis_results, &basis);
    set_notes(L, basis.notes);
    return 2;
}

static int plan_range(lua_State *L)
{
    whisker_plan answer = take_question(L, 1);
    whisker_plan_basis basis = {.size = sizeof basis};
    double low, high;
    whisker_error error = {0};
    take_table(L, 2);
    take_options(L, 2, basis_options, &basis);
    int32_t status = whisker_plan_range(&answer, &basis, &low, &high, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 1, status, &error, NULL);
    push_number(L, low);                              // low
    push_number(L, high);                             // low high
    return 2;
}

/* ---- by simulation ---- */

#define OPTION(key, kind, names) {#key, kind, offsetof(whisker_trial_options, key), names}

static const option trial_options[] = {
    OPTION(scores, OPTION_NAME, whisker_simulated_name),
    OPTION(replicates, OPTION_COUNT, NULL),
    OPTION(seed, OPTION_COUNT, NULL),
    OPTION(threads, OPTION_SMALL, NULL),
    OPTION(watch, OPTION_WATCH, NULL),
    OPTION(variance, OPTION_NAME, whisker_variance_name),
    {"sizes", OPTION_OTHER, 0, NULL},
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef OPTION
#define NUMBER(field) {#field, RESULT_NUMBER, offsetof(whisker_trial, field)}
#define COUNT(field) {#field, RESULT_COUNT, offsetof(whisker_trial, field)}

static const result trial_results[] = {
    COUNT(replicates),
    COUNT(n_items),
    COUNT(n_clusters),
    NUMBER(power),
    NUMBER(power_error),
    NUMBER(false_alarms),
    NUMBER(false_alarms_error),
    NUMBER(expected_power),
    {NULL, RESULT_NUMBER, 0},
};

#undef NUMBER
#undef COUNT

static int plan_simulate(lua_State *L)
{
    whisker_plan answer = take_question(L, 1);
    whisker_trial_options options = {.size = sizeof options};
    take_options(L, 2, trial_options, &options);
    options.sizes = push_sizes_option(L, 2, &options.n_sizes); // (list sizes)
    whisker_trial trial = {.size = sizeof trial};
    whisker_error error = {0};
    int32_t status = whisker_plan_simulate(&answer, &options, NULL, &trial, &error);
    if (status != WHISKER_OK)
        return push_failure(L, status == WHISKER_BAD_OPTION ? 2 : 1, status, &error, NULL);
    lua_newtable(L);                                  // ... trial
    set_results(L, trial_results, &trial);
    return 1;
}

const luaL_Reg plan_functions[] = {
    {"plan", plan},
    {"plan_curve", plan_curve},
    {"plan_range", plan_range},
    {"plan_simulate", plan_simulate},
    {NULL, NULL},
};

const luaL_Reg plan_methods[] = {
    {"pilot", design_pilot},
    {NULL, NULL},
};
