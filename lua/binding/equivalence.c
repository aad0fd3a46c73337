/* Equivalence and non-inferiority. */
#include "binding.h"

#include <math.h>
#include <stddef.h>

/* What is asked: an estimate's value, se and df, and margins. */
typedef struct question {
    double value, se, df, low, high, alpha;
} question;

#define NUMBER(key) {#key, OPTION_NUMBER, offsetof(question, key), NULL}

static const option question_options[] = {
    NUMBER(value),
    NUMBER(se),
    NUMBER(df),
    NUMBER(low),
    NUMBER(high),
    NUMBER(alpha),
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef NUMBER
#define FIELD(key, field) {key, RESULT_NUMBER, offsetof(whisker_equivalence, field)}

static const result answer_results[] = {
    FIELD("low", low),
    FIELD("high", high),
    FIELD("alpha", alpha),
    FIELD("p", p),
    FIELD("p_lower", p_lower),
    FIELD("p_upper", p_upper),
    FIELD("p_inferior", p_inferior),
    FIELD("p_superior", p_superior),
    FIELD("lo", lower),
    FIELD("hi", upper),
    {NULL, RESULT_NUMBER, 0},
};

#undef FIELD

static int equivalence(lua_State *L)
{
    question asked = {.value = NAN, .se = NAN, .df = INFINITY, .low = NAN, .high = INFINITY};
    take_table(L, 1);
    take_options(L, 1, question_options, &asked);
    if (isnan(asked.low))
        misuse(L, 1, "a test of equivalence needs 'low', the margin below 0");
    whisker_equivalence answer = {.size = sizeof answer};
    whisker_error error = {0};
    int32_t status = whisker_test_equivalence(asked.value, asked.se, asked.df, asked.low, asked.high, asked.alpha,
                                              &answer, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 1, status, &error, NULL);
    lua_newtable(L);                                  // answer
    set_results(L, answer_results, &answer);
    lua_pushstring(L, whisker_verdict_name(answer.verdict)); // answer verdict
    lua_setfield(L, -2, "verdict");                   // answer
    return 1;
}

const luaL_Reg equivalence_functions[] = {
    {"equivalence", equivalence},
    {NULL, NULL},
};
