/* The bootstrap: of a run, of a difference, of all of them together, of lists of scores. */
#include "binding.h"

#include <stddef.h>
#include <string.h>

/* ---- options ---- */

static const char *statistic_name(int32_t number)
{
    const whisker_statistic *statistic = whisker_statistic_at(number);
    return statistic != NULL ? statistic->name : NULL;
}

enum { NO_STATISTIC = -1 };

/* What is asked of the library, and what the module adds. */
typedef struct question {
    whisker_bootstrap_options options;
    int32_t statistic; /* of whisker_statistic_at */
    int32_t keep;      /* the replicates themselves are wanted */
    double quantile;   /* 0: the mean */
} question;

#define OPTION(key, kind, names) {#key, kind, offsetof(question, options.key), names}
#define OF_BOOTSTRAP                                         \
    OPTION(kind, OPTION_NAME, whisker_bootstrap_kind_name),  \
    OPTION(level, OPTION_NUMBER, NULL),                      \
    OPTION(replicates, OPTION_COUNT, NULL),                  \
    OPTION(seed, OPTION_COUNT, NULL),                        \
    OPTION(threads, OPTION_SMALL, NULL),                     \
    OPTION(watch, OPTION_WATCH, NULL),                      \
    OPTION(always_draw, OPTION_FLAG, NULL),                  \
    OPTION(low, OPTION_NUMBER, NULL),                        \
    OPTION(high, OPTION_NUMBER, NULL),                       \
    {"keep", OPTION_FLAG, offsetof(question, keep), NULL}
#define OF_QUANTILE {"quantile", OPTION_NUMBER, offsetof(question, quantile), NULL}

static const option run_options[] = {
    OF_BOOTSTRAP,
    OF_QUANTILE,
    {NULL, OPTION_OTHER, 0, NULL},
};

static const option difference_options_of_bootstrap[] = {
    OF_BOOTSTRAP,
    {NULL, OPTION_OTHER, 0, NULL},
};

static const option list_options[] = {
    OF_BOOTSTRAP,
    OF_QUANTILE,
    {"statistic", OPTION_NAME, offsetof(question, statistic), statistic_name},
    {"draws", OPTION_OTHER, 0, NULL},
    OPTIONS_OF_ITEMS,
    {NULL, OPTION_OTHER, 0, NULL},
};

static const option list_difference_options[] = {
    OF_BOOTSTRAP,
    OPTIONS_OF_ITEMS,
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef OPTION
#undef OF_BOOTSTRAP
#undef OF_QUANTILE

static question take_question(lua_State *L, int index, const option *options)
{
    question question = {.options.size = sizeof question.options, .statistic = NO_STATISTIC};
    take_options(L, index, options, &question);
    return question;
}

/* Push room for the replicates of so many runs, where they are wanted; else NULL, and nil. */
static double *push_room(lua_State *L, const question *question, int64_t n_runs)
{
    int64_t n = question->options.replicates;
    if (question->keep)
        return push_array(L, n_runs * (n > 0 ? n : WHISKER_BOOTSTRAP_REPLICATES), sizeof(double)); // room
    lua_pushnil(L);                                   // nil
    return NULL;
}

/* ---- results ---- */

#define FIELD(key, kind, field) {key, kind, offsetof(whisker_bootstrap_estimate, field)}

static const result bootstrap_results[] = {
    FIELD("value", RESULT_NUMBER, value),
    FIELD("se", RESULT_NUMBER, standard_error),
    FIELD("lo", RESULT_NUMBER, lower),
    FIELD("hi", RESULT_NUMBER, upper),
    FIELD("level", RESULT_NUMBER, level),
    FIELD("bias", RESULT_NUMBER, bias),
    FIELD("bias_correction", RESULT_NUMBER, bias_correction),
    FIELD("acceleration", RESULT_NUMBER, acceleration),
    FIELD("monte_carlo_error", RESULT_NUMBER, monte_carlo_error),
    FIELD("seed", RESULT_COUNT, seed),
    FIELD("replicates", RESULT_COUNT, replicates),
    FIELD("n_undefined", RESULT_COUNT, n_undefined),
    FIELD("n_items", RESULT_COUNT, n_items),
    FIELD("n_missing", RESULT_COUNT, n_missing),
    FIELD("n_units", RESULT_COUNT, n_units),
    {NULL, RESULT_NUMBER, 0},
};

#undef FIELD

int push_bootstrap(lua_State *L, const whisker_bootstrap_estimate *found, const double *replicate)
{
    lua_newtable(L);                                  // result
    set_results(L, bootstrap_results, found);
    lua_pushstring(L, whisker_bootstrap_kind_name(found->kind)); // result kind
    lua_setfield(L, -2, "kind");                      // result
    lua_pushboolean(L, found->exact);                 // result exact
    lua_setfield(L, -2, "exact");                     // result
    set_notes(L, found->notes);
    if (replicate == NULL)
        return 1;
    push_number_list(L, replicate, found->replicates); // result list
    lua_setfield(L, -2, "replicate");                 // result
    return 1;
}

/* ---- of a design ---- */

static whisker_items items_of(const whisker_design *design)
{
    whisker_items items = {.size = sizeof items};
    whisker_design_items(design, &items);
    return items;
}

static int32_t run_bootstrap(const whisker_items *items, const double *scores, const question *question,
                             double *replicate, whisker_bootstrap_estimate *found, whisker_error *error)
{
    const whisker_statistic *statistic = whisker_statistic_at(question->statistic);
    if (question->quantile != 0)
        return whisker_bootstrap_quantile(items, scores, question->quantile, &question->options, replicate, NULL, found,
                                          error);
    return whisker_bootstrap(items, statistic, scores, &question->options, replicate, NULL, found, error);
}

static int design_bootstrap(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    int32_t run = take_run(L, 2, design);
    question question = take_question(L, 3, run_options);
    whisker_items items = items_of(design);
    double *replicate = push_room(L, &question, 1);   // room
    whisker_bootstrap_estimate found = {.size = sizeof found};
    whisker_error error = {0};
    int32_t status = run_bootstrap(&items, whisker_design_scores(design, run), &question, replicate, &found, &error);
    return status == WHISKER_OK ? push_bootstrap(L, &found, replicate) : push_failure(L, 3, status, &error, NULL);
}

static int design_difference(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    int32_t a = take_run(L, 2, design), b = take_run(L, 3, design);
    question question = take_question(L, 4, difference_options_of_bootstrap);
    whisker_items items = items_of(design);
    double *replicate = push_room(L, &question, 1);   // room
    whisker_bootstrap_estimate found = {.size = sizeof found};
    whisker_error error = {0};
    int32_t status = whisker_bootstrap_difference(&items, whisker_design_scores(design, a),
                                                  whisker_design_scores(design, b), &question.options, replicate, NULL,
                                                  &found, &error);
    return status == WHISKER_OK ? push_bootstrap(L, &found, replicate) : push_failure(L, 4, status, &error, NULL);
}

/* ---- runs drawn together ---- */

static int32_t count_runs(const whisker_design *design)
{
    whisker_design_counts counts = {.size = sizeof counts};
    whisker_design_counts_of(design, &counts);
    return counts.n_runs;
}

/* Push the scores of all runs, one run after the other. */
static const double *push_scores(lua_State *L, const whisker_design *design, const whisker_items *items)
{
    int32_t n_runs = count_runs(design);
    double *scores = push_array(L, n_runs * items->n, sizeof *scores); // scores
    for (int32_t run = 0; run < n_runs; run++)
        memcpy(scores + run * items->n, whisker_design_scores(design, run), (size_t)items->n * sizeof *scores);
    return scores;
}

static int design_runs_together(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    question question = take_question(L, 2, difference_options_of_bootstrap);
    whisker_items items = items_of(design);
    int32_t n_runs = count_runs(design);
    const double *scores = push_scores(L, design, &items);     // scores
    double *replicate = push_room(L, &question, n_runs);        // scores room
    whisker_bootstrap_estimate *found = push_array(L, n_runs, sizeof *found); // scores room found
    whisker_error error = {0};
    found[0].size = sizeof *found;
    int32_t status = whisker_bootstrap_runs(&items, n_runs, scores, &question.options, replicate, NULL, found, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 2, status, &error, NULL);
    lua_createtable(L, n_runs, 0);                    // ... list
    for (int32_t run = 0; run < n_runs; run++) {
        const double *own = replicate != NULL ? replicate + run * found[run].replicates : NULL;
        push_bootstrap(L, &found[run], own);          // ... list result
        lua_rawseti(L, -2, run + 1);                  // ... list
    }
    return 1;
}

/* Push the pairs in the list at `index`: of each two runs, from 0. */
static const int32_t *push_given_pairs(lua_State *L, int index, int32_t n_runs, int64_t *n_pairs)
{
    take_table(L, index);
    *n_pairs = (int64_t)lua_rawlen(L, index);
    int32_t *pairs = push_array(L, 2 * *n_pairs, sizeof *pairs); // pairs
    for (int64_t i = 0; i < 2 * *n_pairs; i++) {
        int is_integer = 0;
        if (lua_rawgeti(L, index, i / 2 + 1) != LUA_TTABLE) // pairs pair
            misuse(L, index, "pair %I must be a table of two runs, got %s", (LUAI_UACINT)(i / 2 + 1),
                   luaL_typename(L, -1));
        lua_rawgeti(L, -1, i % 2 + 1);                // pairs pair run
        lua_Integer run = lua_tointegerx(L, -1, &is_integer);
        if (!is_integer || run < 1 || run > n_runs)
            misuse(L, index, "pair %I must hold two runs from 1 to %d", (LUAI_UACINT)(i / 2 + 1), (int)n_runs);
        pairs[i] = (int32_t)run - 1;
        lua_pop(L, 2);                                // pairs
    }
    return pairs;
}

/* All pairs, where none are given. */
static const int32_t *push_pairs(lua_State *L, int index, int32_t n_runs, int64_t *n_pairs)
{
    if (!lua_isnoneornil(L, index))
        return push_given_pairs(L, index, n_runs, n_pairs);
    *n_pairs = (int64_t)n_runs * (n_runs - 1) / 2;
    int32_t *pairs = push_array(L, 2 * *n_pairs, sizeof *pairs), *next = pairs; // pairs
    for (int32_t a = 0; a < n_runs; a++)
        for (int32_t b = a + 1; b < n_runs; b++) {
            *next++ = a;
            *next++ = b;
        }
    return pairs;
}

static void set_run(lua_State *L, const char *key, int32_t run)
{
    lua_pushinteger(L, run + 1);                      // result run
    lua_setfield(L, -2, key);                         // result
}

static int design_differences(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    int32_t n_runs = count_runs(design);
    int64_t n_pairs;
    question question = take_question(L, 3, difference_options_of_bootstrap);
    if (question.keep)
        misuse(L, 3, "replicates are kept of runs, not of their differences: bootstrap_runs has them");
    whisker_items items = items_of(design);
    const int32_t *pairs = push_pairs(L, 2, n_runs, &n_pairs); // pairs
    const double *scores = push_scores(L, design, &items);     // pairs scores
    whisker_bootstrap_estimate *found = push_array(L, n_pairs + 1, sizeof *found); // pairs scores found
    whisker_error error = {0};
    found[0].size = sizeof *found;
    int32_t status = whisker_bootstrap_differences(&items, n_runs, scores, n_pairs, pairs, &question.options, NULL, found,
                                                   &error);
    if (status != WHISKER_OK)
        return push_failure(L, 3, status, &error, NULL);
    lua_newtable(L);                                  // ... list
    for (int64_t i = 0; i < n_pairs; i++) {
        push_bootstrap(L, &found[i], NULL);           // ... list result
        set_run(L, "a", pairs[2 * i]);
        set_run(L, "b", pairs[2 * i + 1]);
        lua_rawseti(L, -2, i + 1);                    // ... list
    }
    return 1;
}

/* ---- of lists ---- */

/* Push the columns at 1: one list of scores, or a list of lists for a statistic of several columns. */
static const double *push_columns(lua_State *L, const question *question, int64_t *n)
{
    const whisker_statistic *statistic = whisker_statistic_at(question->statistic);
    int32_t n_columns = statistic != NULL ? statistic->n_columns : 1;
    take_table(L, 1);
    int is_list_of_lists = lua_rawgeti(L, 1, 1) == LUA_TTABLE; // first
    lua_pop(L, 1);                                    //
    if (!is_list_of_lists && n_columns == 1) {
        *n = list_length(L, 1);
        return push_numbers(L, 1, 1, NULL, *n);       // scores
    }
    if ((int64_t)lua_rawlen(L, 1) != n_columns || !is_list_of_lists)
        misuse(L, 1, "%s takes %d columns, got %I", statistic != NULL ? statistic->name : "mean", (int)n_columns,
               is_list_of_lists ? (LUAI_UACINT)lua_rawlen(L, 1) : 1);
    lua_rawgeti(L, 1, 1);                             // column
    *n = list_length(L, lua_gettop(L));
    lua_pop(L, 1);                                    //
    double *columns = push_array(L, n_columns * *n, sizeof *columns); // columns
    for (int32_t c = 0; c < n_columns; c++) {
        if (lua_rawgeti(L, 1, c + 1) != LUA_TTABLE)   // columns column
            misuse(L, 1, "column %d must be a table, got %s", (int)c + 1, luaL_typename(L, -1));
        if (list_length(L, lua_gettop(L)) != *n)
            misuse(L, 1, "column %d has %I numbers, and the first has %I", (int)c + 1,
                   (LUAI_UACINT)list_length(L, lua_gettop(L)), (LUAI_UACINT)*n);
        const double *numbers = push_numbers(L, 1, lua_gettop(L), NULL, *n); // columns column numbers
        memcpy(columns + c * *n, numbers, (size_t)*n * sizeof *columns);
        lua_pop(L, 2);                                // columns
    }
    return columns;
}

/* Push options.draws, a list of draws for each item. */
static void push_draws(lua_State *L, int index, int64_t n, whisker_bootstrap_options *options)
{
    if (!push_option(L, index, "draws"))              // lists
        return;
    int lists = lua_gettop(L);
    if (!lua_istable(L, lists))
        misuse(L, index, "option 'draws' must be a table, got %s", luaL_typename(L, lists));
    int64_t *first = push_array(L, n + 1, sizeof *first); // lists first
    first[0] = 0;
    for (int64_t i = 0; i < n; i++) {
        if (lua_rawgeti(L, lists, i + 1) != LUA_TTABLE) // lists first draws
            misuse(L, index, "element %I of 'draws' must be a table, got %s", (LUAI_UACINT)(i + 1), luaL_typename(L, -1));
        first[i + 1] = first[i] + list_length(L, lua_gettop(L));
        lua_pop(L, 1);                                // lists first
    }
    double *draws = push_array(L, first[n], sizeof *draws); // lists first all
    for (int64_t i = 0; i < n; i++) {
        int64_t count = first[i + 1] - first[i];
        lua_rawgeti(L, lists, i + 1);                 // lists first all draws
        const double *numbers = push_numbers(L, index, lua_gettop(L), "draws", count); // lists first all draws numbers
        memcpy(draws + first[i], numbers, (size_t)count * sizeof *draws);
        lua_pop(L, 2);                                // lists first all
    }
    options->first_draw = first;
    options->draw = draws;
}

static int bootstrap(lua_State *L)
{
    question question = take_question(L, 2, list_options);
    whisker_items items = {.size = sizeof items};
    luaL_checkstack(L, 24, NULL);
    const double *columns = push_columns(L, &question, &items.n); // columns
    push_items(L, 2, &items);                         // columns ...
    push_draws(L, 2, items.n, &question.options);     // columns ...
    double *replicate = push_room(L, &question, 1);   // columns ... room
    whisker_bootstrap_estimate found = {.size = sizeof found};
    whisker_error error = {0};
    int32_t status = run_bootstrap(&items, columns, &question, replicate, &found, &error);
    return status == WHISKER_OK ? push_bootstrap(L, &found, replicate) : push_failure(L, 2, status, &error, NULL);
}

static int bootstrap_difference(lua_State *L)
{
    take_table(L, 1);
    take_table(L, 2);
    question question = take_question(L, 3, list_difference_options);
    whisker_items items = {.size = sizeof items, .n = list_length(L, 1)};
    luaL_checkstack(L, 24, NULL);
    if (list_length(L, 2) != items.n)
        misuse(L, 2, "%I scores, and the first list has %I", (LUAI_UACINT)list_length(L, 2), (LUAI_UACINT)items.n);
    const double *a = push_numbers(L, 1, 1, NULL, items.n); // a
    const double *b = push_numbers(L, 2, 2, NULL, items.n); // a b
    push_items(L, 3, &items);                         // a b ...
    double *replicate = push_room(L, &question, 1);   // a b ... room
    whisker_bootstrap_estimate found = {.size = sizeof found};
    whisker_error error = {0};
    int32_t status = whisker_bootstrap_difference(&items, a, b, &question.options, replicate, NULL, &found, &error);
    return status == WHISKER_OK ? push_bootstrap(L, &found, replicate) : push_failure(L, 3, status, &error, NULL);
}

const luaL_Reg bootstrap_functions[] = {
    {"bootstrap", bootstrap},
    {"bootstrap_difference", bootstrap_difference},
    {NULL, NULL},
};

const luaL_Reg bootstrap_methods[] = {
    {"bootstrap", design_bootstrap},
    {"bootstrap_difference", design_difference},
    {"bootstrap_runs", design_runs_together},
    {"bootstrap_differences", design_differences},
    {NULL, NULL},
};
