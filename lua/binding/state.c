/* whisker.State: scores added up apart, saved, merged and finished. */
#include "binding.h"

#include <math.h>
#include <stddef.h>

#define STATE_TYPE "whisker.State"

typedef struct state_flags {
    int32_t pairs, clustered;
} state_flags;

static const option state_options[] = {
    {"pairs", OPTION_FLAG, offsetof(state_flags, pairs), NULL},
    {"clustered", OPTION_FLAG, offsetof(state_flags, clustered), NULL},
    {NULL, OPTION_OTHER, 0, NULL},
};

static whisker_state *take_state(lua_State *L, int index)
{
    return take_handle(L, index, STATE_TYPE);
}

static int state_close(lua_State *L)
{
    whisker_state_free(empty_handle(L, STATE_TYPE));
    return 0;
}

static int state_new(lua_State *L)
{
    state_flags flags = {0, 0};
    take_options(L, 1, state_options, &flags);
    whisker_state_options options = {.size = sizeof options, .clustered = flags.clustered,
                                     .kind = flags.pairs ? WHISKER_STATE_PAIRS : WHISKER_STATE_SCORES};
    void **place = push_handle(L, STATE_TYPE);        // state
    whisker_state *state;
    whisker_error error = {0};
    int32_t status = whisker_state_new(NULL, &options, &state, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 1, status, &error, NULL);
    *place = state;
    return 1;
}

static int state_load(lua_State *L)
{
    size_t length;
    const char *bytes = take_text(L, 1, &length);
    void **place = push_handle(L, STATE_TYPE);        // state
    whisker_state *state;
    whisker_error error = {0};
    int32_t status = whisker_state_load(NULL, bytes, length, &state, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 1, status, &error, NULL);
    *place = state;
    return 1;
}

/* ---- adding ---- */

/* One score, or a list of them; nil and false are missing. */
static const double *push_scores(lua_State *L, int index, int64_t *count)
{
    if (lua_istable(L, index)) {
        *count = list_length(L, index);
        return push_numbers(L, index, index, NULL, *count); // scores
    }
    double *score = push_array(L, 1, sizeof *score);  // score
    *score = lua_isboolean(L, index) && !lua_toboolean(L, index) ? NAN : take_number(L, index);
    *count = 1;
    return score;
}

/* The label at `index`, which belongs to the argument at `argument`. */
static int64_t label_at(lua_State *L, int index, int argument)
{
    size_t length;
    int is_integer = 0;
    if (lua_type(L, index) == LUA_TSTRING) {
        const char *text = lua_tolstring(L, index, &length);
        return whisker_text_label(text, length);
    }
    lua_Integer label = lua_type(L, index) == LUA_TNUMBER ? lua_tointegerx(L, index, &is_integer) : 0;
    if (!is_integer)
        misuse(L, argument, "a cluster is a text or an integer, got %s", luaL_typename(L, index));
    return label;
}

/* Labels for `count` scores; NULL when there are none. */
static const int64_t *push_labels(lua_State *L, int index, int64_t count)
{
    if (lua_isnoneornil(L, index))
        return NULL;
    int64_t *labels = push_array(L, count, sizeof *labels); // labels
    if (!lua_istable(L, index)) {
        if (count != 1)
            misuse_type(L, index, "table");
        labels[0] = label_at(L, index, index);
        return labels;
    }
    if (list_length(L, index) != count)
        misuse(L, index, "%I clusters for %I scores", (LUAI_UACINT)list_length(L, index), (LUAI_UACINT)count);
    for (int64_t i = 0; i < count; i++) {
        lua_rawgeti(L, index, i + 1);                 // labels label
        labels[i] = label_at(L, lua_gettop(L), index);
        lua_pop(L, 1);                                // labels
    }
    return labels;
}

static int push_done(lua_State *L, int index, int32_t status, const whisker_error *error)
{
    if (status != WHISKER_OK)
        return push_failure(L, index, status, error, NULL);
    lua_pushboolean(L, 1);                            // true
    return 1;
}

static int state_add(lua_State *L)
{
    whisker_state *state = take_state(L, 1);
    int64_t count;
    lua_settop(L, 3);
    const double *scores = push_scores(L, 2, &count); // scores
    const int64_t *labels = push_labels(L, 3, count); // scores labels
    whisker_error error = {0};
    return push_done(L, 2, whisker_state_add(state, count, scores, labels, &error), &error);
}

static int state_add_pairs(lua_State *L)
{
    whisker_state *state = take_state(L, 1);
    int64_t count, count_b;
    lua_settop(L, 4);
    const double *a = push_scores(L, 2, &count), *b = push_scores(L, 3, &count_b); // a b
    if (count != count_b)
        misuse(L, 3, "%I scores, and the first list has %I", (LUAI_UACINT)count_b, (LUAI_UACINT)count);
    const int64_t *labels = push_labels(L, 4, count); // a b labels
    whisker_error error = {0};
    return push_done(L, 2, whisker_state_add_pairs(state, count, a, b, labels, &error), &error);
}

static int state_merge(lua_State *L)
{
    whisker_state *state = take_state(L, 1);
    whisker_error error = {0};
    return push_done(L, 2, whisker_state_merge(state, take_state(L, 2), &error), &error);
}

/* ---- results ---- */

static int state_save(lua_State *L)
{
    const whisker_state *state = take_state(L, 1);
    size_t needed = 0;
    whisker_error error = {0};
    whisker_state_save(state, NULL, 0, &needed, NULL);
    char *bytes = push_array(L, (int64_t)needed, 1);  // bytes
    int32_t status = whisker_state_save(state, bytes, needed, &needed, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 1, status, &error, NULL);
    lua_pushlstring(L, bytes, needed);                // bytes text
    return 1;
}

static int state_finish(lua_State *L)
{
    const whisker_state *state = take_state(L, 1);
    whisker_mean_options options = {.size = sizeof options};
    take_options(L, 2, mean_options, &options);
    whisker_estimate estimate = {.size = sizeof estimate};
    whisker_error error = {0};
    int32_t status = whisker_state_finish(state, &options, NULL, &estimate, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 2, status, &error, NULL);
    push_estimate(L, &estimate);                      // estimate
    return 1;
}

static int state_compare(lua_State *L)
{
    const whisker_state *state = take_state(L, 1);
    whisker_difference_options options = {.size = sizeof options};
    take_options(L, 2, difference_options, &options);
    whisker_comparison comparison = {.size = sizeof comparison, .difference.size = sizeof comparison.difference};
    whisker_error error = {0};
    int32_t status = whisker_state_compare(state, &options, NULL, &comparison, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 2, status, &error, NULL);
    push_comparison(L, &comparison);                  // comparison
    return 1;
}

/* ---- the parts of the module ---- */

static const luaL_Reg state_methods[] = {
    {"add", state_add},
    {"add_pairs", state_add_pairs},
    {"merge", state_merge},
    {"save", state_save},
    {"finish", state_finish},
    {"compare", state_compare},
    {"close", state_close},
    {NULL, NULL},
};

const luaL_Reg state_functions[] = {
    {"state", state_new},
    {"state_load", state_load},
    {NULL, NULL},
};

void make_state_type(lua_State *L)
{
    static const luaL_Reg *const methods[] = {state_methods, NULL};
    make_handle_type(L, STATE_TYPE, methods, state_close);
}
