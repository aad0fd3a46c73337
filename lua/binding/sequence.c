/* A confidence sequence over a list of scores: what somebody who watched them come would have seen. */
#include "binding.h"

#include <stddef.h>

static const option sequence_options[] = {
    {"method", OPTION_NAME, offsetof(whisker_sequence_options, method), whisker_sequence_method_name},
    {"level", OPTION_NUMBER, offsetof(whisker_sequence_options, level), NULL},
    {"low", OPTION_NUMBER, offsetof(whisker_sequence_options, low), NULL},
    {"high", OPTION_NUMBER, offsetof(whisker_sequence_options, high), NULL},
    {"expected", OPTION_NUMBER, offsetof(whisker_sequence_options, expected), NULL},
    {"grid", OPTION_SMALL, offsetof(whisker_sequence_options, grid), NULL},
    {"at", OPTION_OTHER, 0, NULL},
    {NULL, OPTION_OTHER, 0, NULL},
};

static const result state_results[] = {
    {"n", RESULT_COUNT, offsetof(whisker_sequence_state, n)},
    {"value", RESULT_NUMBER, offsetof(whisker_sequence_state, value)},
    {"lower", RESULT_NUMBER, offsetof(whisker_sequence_state, lower)},
    {"upper", RESULT_NUMBER, offsetof(whisker_sequence_state, upper)},
    {NULL, RESULT_NUMBER, 0},
};

/* Push the places where the interval is wanted; NULL: after every score. */
static const double *push_places(lua_State *L, int64_t *count)
{
    if (!lua_istable(L, 2) || !push_option(L, 2, "at")) // list
        return NULL;
    if (!lua_istable(L, -1))
        misuse(L, 2, "option 'at' must be a table, got %s", luaL_typename(L, -1));
    *count = list_length(L, lua_gettop(L));
    return push_numbers(L, 2, lua_gettop(L), "at", *count); // list places
}

/* Add the scores one after the other and note the state after each that is a place; *found of them. */
static int32_t follow(whisker_sequence *sequence, int64_t n, const double *scores, int64_t count, const double *places,
                      whisker_sequence_state *states, int64_t *found, whisker_error *error)
{
    int32_t status = WHISKER_OK;
    *found = 0;
    for (int64_t i = 0; i < n && *found < count && status == WHISKER_OK; i++) {
        status = whisker_sequence_add(sequence, scores[i], error);
        if (status != WHISKER_OK || (places != NULL && places[*found] != (double)(i + 1)))
            continue;
        states[*found].size = sizeof *states;
        status = whisker_sequence_interval(sequence, &states[(*found)++], error);
    }
    return status;
}

static int sequence(lua_State *L)
{
    take_table(L, 1);
    lua_settop(L, 2);
    whisker_sequence_options options = {.size = sizeof options};
    take_options(L, 2, sequence_options, &options);
    int64_t n = list_length(L, 1), count = n, found = 0;
    const double *scores = push_numbers(L, 1, 1, NULL, n); // scores
    const double *places = push_places(L, &count);         // scores (list places)
    whisker_sequence_state *states = push_array(L, count, sizeof *states); // ... states
    whisker_sequence *made = NULL;
    whisker_error error = {0};
    int32_t status = whisker_sequence_new(NULL, &options, &made, &error);
    int index = status == WHISKER_OK ? 1 : 2;
    if (status == WHISKER_OK)
        status = follow(made, n, scores, count, places, states, &found, &error);
    whisker_sequence_free(made);
    if (status != WHISKER_OK)
        return push_failure(L, index, status, &error, NULL);
    lua_createtable(L, (int)found, 0);                // ... path
    for (int64_t i = 0; i < found; i++) {
        lua_createtable(L, 0, 4);                     // ... path state
        set_results(L, state_results, &states[i]);
        lua_rawseti(L, -2, i + 1);                    // ... path
    }
    return 1;
}

const luaL_Reg sequence_functions[] = {
    {"sequence", sequence},
    {NULL, NULL},
};
