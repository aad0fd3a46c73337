/* Item scores that are more than a mean: pass@k and majorities from several draws, next-token scores from options. */
#include "binding.h"

#include <math.h>
#include <stddef.h>

/* ---- pass@k ---- */

typedef struct pass_options {
    whisker_pass_options pass;
    whisker_mean_options mean;
} pass_options;

#define OF_PASSES                                                                  \
    {"kind", OPTION_NAME, offsetof(pass_options, pass.kind), whisker_pass_name},   \
    {"k", OPTION_COUNT, offsetof(pass_options, pass.k), NULL},                     \
    {"share", OPTION_NUMBER, offsetof(pass_options, pass.share), NULL}
#define OF_MEANS                                                                           \
    {"variance", OPTION_NAME, offsetof(pass_options, mean.variance), whisker_variance_name}, \
    {"interval", OPTION_NAME, offsetof(pass_options, mean.interval), whisker_interval_name}, \
    {"level", OPTION_NUMBER, offsetof(pass_options, mean.level), NULL}

static const option score_options[] = {
    OF_PASSES,
    {NULL, OPTION_OTHER, 0, NULL},
};

static const option design_mean_options[] = {
    OF_PASSES,
    OF_MEANS,
    {NULL, OPTION_OTHER, 0, NULL},
};

static const option array_mean_options[] = {
    OF_PASSES,
    OF_MEANS,
    OPTIONS_OF_ITEMS,
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef OF_PASSES
#undef OF_MEANS

static pass_options take_pass_options(lua_State *L, int index, const option *options)
{
    pass_options made = {.pass.size = sizeof made.pass, .mean = {.size = sizeof made.mean, .low = 0, .high = 1}};
    take_options(L, index, options, &made);
    return made;
}

static int return_mean(lua_State *L, int index, const whisker_items *items, const double *scores,
                       const whisker_mean_options *options)
{
    whisker_estimate estimate = {.size = sizeof estimate};
    whisker_error error = {0};
    int32_t status = whisker_mean(items, scores, options, NULL, &estimate, &error);
    if (status != WHISKER_OK)
        return push_failure(L, index, status, &error, NULL);
    push_estimate(L, &estimate);                      // estimate
    return 1;
}

/* An optional count of things, as a whole number; anything else is misuse. */
static int64_t take_count(lua_State *L, int index, const char *what)
{
    int64_t count = take_integer(L, index);
    if (count < 0 || count > INT32_MAX)
        misuse(L, index, "%s must be a whole number from 0 on", what);
    return count;
}

static int pass_value(lua_State *L)
{
    lua_settop(L, 5);                                 // n c k kind share
    int64_t n = take_count(L, 1, "n"), c = take_count(L, 2, "c"), k = take_count(L, 3, "k");
    int32_t kind = WHISKER_PASS_AT;
    if (!lua_isnil(L, 4)) {
        take_text(L, 4, NULL);
        lua_pushvalue(L, 4);                          // ... kind
        kind = name_number(L, 4, "kind", whisker_pass_name);
    }
    double share = lua_isnil(L, 5) ? 0 : take_number(L, 5);
    push_number(L, whisker_pass_value(kind, n, c, k, share)); // ... value
    return 1;
}

/* Whole numbers of the list at `list`, pushed; false and nil are 0. */
static int32_t *push_counts(lua_State *L, int index, int64_t n)
{
    double *numbers = push_numbers(L, index, index, NULL, n); // numbers
    int32_t *counts = push_array(L, n, sizeof *counts); // numbers counts
    for (int64_t i = 0; i < n; i++) {
        double number = isnan(numbers[i]) ? 0 : numbers[i];
        if (!(number >= 0 && number <= INT32_MAX) || number != floor(number))
            misuse(L, index, "element %I of the list must be a whole number from 0 on", (LUAI_UACINT)(i + 1));
        counts[i] = (int32_t)number;
    }
    lua_remove(L, -2);                                // counts
    return counts;
}

/* The scores of draws at 1 and passes at 2, pushed; NULL: a failure was pushed. */
static double *push_scores(lua_State *L, const pass_options *options, int64_t *n, int *n_failure)
{
    take_table(L, 1);
    take_table(L, 2);
    *n = list_length(L, 1);
    if (list_length(L, 2) != *n)
        misuse(L, 2, "%I passes for %I items", (LUAI_UACINT)list_length(L, 2), (LUAI_UACINT)*n);
    const int32_t *draws = push_counts(L, 1, *n);     // draws
    const int32_t *passed = push_counts(L, 2, *n);    // draws passed
    double *scores = push_array(L, *n, sizeof *scores); // draws passed scores
    whisker_error error = {0};
    int32_t status = whisker_pass_scores(*n, draws, passed, &options->pass, scores, &error);
    if (status != WHISKER_OK)
        *n_failure = push_failure(L, status == WHISKER_BAD_ARGUMENT ? 2 : 3, status, &error, NULL);
    return status == WHISKER_OK ? scores : NULL;
}

static int pass_scores(lua_State *L)
{
    int64_t n;
    int n_failure = 0;
    pass_options options = take_pass_options(L, 3, score_options);
    const double *scores = push_scores(L, &options, &n, &n_failure); // ... scores
    if (scores == NULL)
        return n_failure;
    push_number_list(L, scores, n);                       // ... scores list
    return 1;
}

static int pass_at(lua_State *L)
{
    whisker_items items = {.size = sizeof items};
    int n_failure = 0;
    lua_settop(L, 3);                                 // draws passed options
    pass_options options = take_pass_options(L, 3, array_mean_options);
    const double *scores = push_scores(L, &options, &items.n, &n_failure); // ... scores
    if (scores == NULL)
        return n_failure;
    push_items(L, 3, &items);                         // ... scores ...
    return return_mean(L, 3, &items, scores, &options.mean);
}

static double *push_design_scores(lua_State *L, const pass_options *options, whisker_items *items, int *n_failure)
{
    const whisker_design *design = take_design(L, 1);
    int32_t run = take_run(L, 2, design);
    whisker_design_items(design, items);
    double *scores = push_array(L, items->n, sizeof *scores); // scores
    whisker_error error = {0};
    int32_t status = whisker_design_pass_scores(design, run, &options->pass, scores, &error);
    if (status != WHISKER_OK)
        *n_failure = push_failure(L, 3, status, &error, NULL);
    return status == WHISKER_OK ? scores : NULL;
}

static int design_pass_scores(lua_State *L)
{
    whisker_items items = {.size = sizeof items};
    int n_failure = 0;
    pass_options options = take_pass_options(L, 3, score_options);
    const double *scores = push_design_scores(L, &options, &items, &n_failure); // scores
    if (scores == NULL)
        return n_failure;
    push_number_list(L, scores, items.n);                 // scores list
    return 1;
}

static int design_pass_at(lua_State *L)
{
    whisker_items items = {.size = sizeof items};
    int n_failure = 0;
    pass_options options = take_pass_options(L, 3, design_mean_options);
    const double *scores = push_design_scores(L, &options, &items, &n_failure); // scores
    return scores == NULL ? n_failure : return_mean(L, 3, &items, scores, &options.mean);
}

/* ---- majorities ---- */

/* Counts of answers, the place of the right one (nil: it was never given), k. */
static int majority_at(lua_State *L)
{
    take_table(L, 1);
    int64_t n = list_length(L, 1), right = lua_isnoneornil(L, 2) ? -1 : take_place(L, 2, n, "answer");
    int64_t k = take_count(L, 3, "k");
    const int32_t *narrow = push_counts(L, 1, n);     // narrow
    int64_t *counts = push_array(L, n, sizeof *counts); // narrow counts
    for (int64_t i = 0; i < n; i++)
        counts[i] = narrow[i];
    double value;
    whisker_error error = {0};
    int32_t status = whisker_majority_at((int32_t)n, counts, (int32_t)right, k, NULL, &value, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 3, status, &error, NULL);
    push_number(L, value);                            // narrow counts value
    return 1;
}

/* ---- next-token scoring ---- */

/* Options of all items, one item after the other. */
typedef struct option_lists {
    int64_t n_items;
    int64_t *first;
    double *numbers;
} option_lists;

static int64_t length_of_item(lua_State *L, int index, int64_t i)
{
    if (lua_rawgeti(L, index, i + 1) != LUA_TTABLE)   // item
        misuse(L, index, "element %I of the list must be a table, got %s", (LUAI_UACINT)(i + 1),
               luaL_typename(L, -1));
    int64_t length = list_length(L, lua_gettop(L));
    lua_pop(L, 1);                                    //
    return length;
}

/* A list of lists of numbers; where given, each as long as in `like`. Pushed. */
static option_lists push_option_lists(lua_State *L, int index, const option_lists *like)
{
    option_lists made = {.n_items = list_length(L, index)};
    if (like != NULL && made.n_items != like->n_items)
        misuse(L, index, "%I items, and the first list has %I", (LUAI_UACINT)made.n_items, (LUAI_UACINT)like->n_items);
    made.first = push_array(L, made.n_items + 1, sizeof *made.first); // first
    made.first[0] = 0;
    for (int64_t i = 0; i < made.n_items; i++) {
        made.first[i + 1] = made.first[i] + length_of_item(L, index, i);
        if (like != NULL && made.first[i + 1] != like->first[i + 1])
            misuse(L, index, "item %I has %I options, and %I in the first list", (LUAI_UACINT)(i + 1),
                   (LUAI_UACINT)(made.first[i + 1] - made.first[i]),
                   (LUAI_UACINT)(like->first[i + 1] - like->first[i]));
    }
    made.numbers = push_array(L, made.first[made.n_items], sizeof *made.numbers); // first numbers
    for (int64_t i = 0; i < made.n_items; i++) {
        lua_rawgeti(L, index, i + 1);                 // first numbers item
        int64_t count = made.first[i + 1] - made.first[i];
        const double *numbers = push_numbers(L, index, lua_gettop(L), "item", count); // first numbers item own
        for (int64_t j = 0; j < count; j++)
            made.numbers[made.first[i] + j] = numbers[j];
        lua_pop(L, 2);                                // first numbers
    }
    return made;
}

/* Places of the right options, from 0; false and nil are -1. */
static int64_t *push_right(lua_State *L, int index, const option_lists *options)
{
    if ((int64_t)lua_rawlen(L, index) > options->n_items)
        misuse(L, index, "%I right options for %I items", (LUAI_UACINT)lua_rawlen(L, index),
               (LUAI_UACINT)options->n_items);
    const int32_t *places = push_counts(L, index, options->n_items); // places
    int64_t *right = push_array(L, options->n_items, sizeof *right); // places right
    for (int64_t i = 0; i < options->n_items; i++)
        right[i] = (int64_t)places[i] - 1;
    return right;
}

static int option_scores(lua_State *L)
{
    take_table(L, 1);
    take_table(L, 2);
    lua_settop(L, 3);                                 // log_likelihoods right lengths
    option_lists options = push_option_lists(L, 1, NULL), lengths = {0, NULL, NULL};
    if (!lua_isnil(L, 3)) {
        take_table(L, 3);
        lengths = push_option_lists(L, 3, &options);
    }
    const int64_t *right = push_right(L, 2, &options); // ...
    double *probability = push_array(L, options.n_items, sizeof *probability); // ...
    double *accuracy = push_array(L, options.n_items, sizeof *accuracy); // ...
    whisker_error error = {0};
    int32_t status = whisker_option_scores(options.n_items, options.first, options.numbers, lengths.numbers, right,
                                           probability, accuracy, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 2, status, &error, NULL);
    lua_createtable(L, 0, 2);                         // ... result
    push_number_list(L, probability, options.n_items);    // ... result probability
    lua_setfield(L, -2, "probability");               // ... result
    push_number_list(L, accuracy, options.n_items);       // ... result accuracy
    lua_setfield(L, -2, "accuracy");                  // ... result
    return 1;
}

#define OPTION(key, kind, names) {#key, kind, offsetof(whisker_mean_options, key), names}

static const option next_token_options[] = {
    OPTION(variance, OPTION_NAME, whisker_variance_name),
    OPTION(interval, OPTION_NAME, whisker_interval_name),
    OPTION(level, OPTION_NUMBER, NULL),
    OPTIONS_OF_ITEMS,
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef OPTION

static int next_token(lua_State *L)
{
    whisker_mean_options options = {.size = sizeof options};
    lua_settop(L, 3);                                 // probability accuracy options
    take_table(L, 1);
    take_table(L, 2);
    take_options(L, 3, next_token_options, &options);
    whisker_items items = {.size = sizeof items, .n = list_length(L, 1)};
    if (list_length(L, 2) != items.n)
        misuse(L, 2, "%I scores, and the first list has %I", (LUAI_UACINT)list_length(L, 2), (LUAI_UACINT)items.n);
    const double *probability = push_numbers(L, 1, 1, NULL, items.n); // probability
    const double *accuracy = push_numbers(L, 2, 2, NULL, items.n); // probability accuracy
    push_items(L, 3, &items);                         // ...
    whisker_next_token out = {.size = sizeof out, .probability.size = sizeof out.probability,
                              .accuracy.size = sizeof out.accuracy};
    whisker_error error = {0};
    int32_t status = whisker_next_token_mean(&items, probability, accuracy, &options, NULL, &out, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 3, status, &error, NULL);
    lua_createtable(L, 0, 3);                         // ... result
    push_estimate(L, &out.probability);               // ... result estimate
    lua_setfield(L, -2, "probability");               // ... result
    push_estimate(L, &out.accuracy);                  // ... result estimate
    lua_setfield(L, -2, "accuracy");                  // ... result
    push_number(L, out.variance_ratio);               // ... result ratio
    lua_setfield(L, -2, "variance_ratio");            // ... result
    return 1;
}

const luaL_Reg scoring_functions[] = {
    {"pass_value", pass_value},
    {"pass_scores", pass_scores},
    {"pass_at", pass_at},
    {"majority_at", majority_at},
    {"option_scores", option_scores},
    {"next_token", next_token},
    {NULL, NULL},
};

const luaL_Reg scoring_methods[] = {
    {"pass_scores", design_pass_scores},
    {"pass_at", design_pass_at},
    {NULL, NULL},
};
