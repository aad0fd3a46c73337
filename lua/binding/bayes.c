/* Bayes for two runs with 0/1 scores. */
#include "binding.h"

#include <stddef.h>

static const char *paired_model_name(int32_t number)
{
    return number == WHISKER_BAYES_BETA ? NULL : whisker_bayes_model_name(number);
}

#define OPTION(key, kind, names) {#key, kind, offsetof(whisker_bayes_options, key), names}

static const option bayes_options[] = {
    OPTION(model, OPTION_NAME, paired_model_name),
    OPTION(level, OPTION_NUMBER, NULL),
    OPTION(correlation_a, OPTION_NUMBER, NULL),
    OPTION(correlation_b, OPTION_NUMBER, NULL),
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef OPTION
#define FIELD(key, field) {key, RESULT_NUMBER, offsetof(whisker_bayes, field)}

static const result bayes_results[] = {
    FIELD("value", value),
    FIELD("lo", lower),
    FIELD("hi", upper),
    FIELD("level", level),
    FIELD("a_better", a_better),
    FIELD("b_better", b_better),
    {NULL, RESULT_NUMBER, 0},
};

#undef FIELD

static int push_bayes(lua_State *L, const whisker_bayes *found)
{
    lua_newtable(L);                                  // result
    set_results(L, bayes_results, found);
    lua_pushstring(L, whisker_bayes_model_name(found->model)); // result model
    lua_setfield(L, -2, "model");                     // result
    return 1;
}

static int paired_bayes(lua_State *L)
{
    int64_t both = take_integer(L, 1), only_a = take_integer(L, 2), only_b = take_integer(L, 3);
    int64_t neither = take_integer(L, 4);
    whisker_bayes_options options = {.size = sizeof options};
    take_options(L, 5, bayes_options, &options);
    whisker_bayes found = {.size = sizeof found};
    whisker_error error = {0};
    int32_t status = whisker_paired_bayes(both, only_a, only_b, neither, &options, &found, &error);
    if (status != WHISKER_OK)
        return push_failure(L, status == WHISKER_BAD_OPTION ? 5 : 1, status, &error, NULL);
    return push_bayes(L, &found);
}

static int unpaired_bayes(lua_State *L)
{
    int64_t x1 = take_integer(L, 1), n1 = take_integer(L, 2), x2 = take_integer(L, 3), n2 = take_integer(L, 4);
    double level = lua_isnoneornil(L, 5) ? 0 : take_number(L, 5);
    whisker_bayes found = {.size = sizeof found};
    whisker_error error = {0};
    int32_t status = whisker_unpaired_bayes(x1, n1, x2, n2, level, &found, &error);
    if (status != WHISKER_OK)
        return push_failure(L, status == WHISKER_BAD_OPTION ? 5 : 1, status, &error, NULL);
    return push_bayes(L, &found);
}

const luaL_Reg bayes_functions[] = {
    {"paired_bayes", paired_bayes},
    {"unpaired_bayes", unpaired_bayes},
    {NULL, NULL},
};
