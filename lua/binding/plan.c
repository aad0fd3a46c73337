/* Planning: items, effect, power or draws from the others. */
#include "binding.h"

#include <stddef.h>

static const char *unknown_name(int32_t number)
{
    switch (number) {
    case WHISKER_SOLVE_ITEMS: return "items";
    case WHISKER_SOLVE_EFFECT: return "effect";
    case WHISKER_SOLVE_POWER: return "power";
    case WHISKER_SOLVE_DRAWS: return "draws";
    }
    return NULL;
}

#define NUMBER(key) {#key, OPTION_NUMBER, offsetof(whisker_plan, key), NULL}

static const option question_options[] = {
    {"solve", OPTION_NAME, offsetof(whisker_plan, unknown), unknown_name},
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
    NUMBER(icc),
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
    NUMBER(icc),
    NUMBER(design_effect),
    NUMBER(clusters),
    {NULL, RESULT_NUMBER, 0},
};

#undef NUMBER

static int plan(lua_State *L)
{
    whisker_plan question = {.size = sizeof question};
    take_table(L, 1);
    take_options(L, 1, question_options, &question);
    if (question.unknown == 0)
        misuse(L, 1, "a plan needs 'solve': items, effect, power or draws");
    whisker_error error = {0};
    int32_t status = whisker_solve_plan(&question, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 1, status, &error, NULL);
    lua_newtable(L);                                  // answer
    set_results(L, answer_results, &question);
    lua_pushstring(L, unknown_name(question.unknown)); // answer solve
    lua_setfield(L, -2, "solve");                     // answer
    return 1;
}

const luaL_Reg plan_functions[] = {
    {"plan", plan},
    {NULL, NULL},
};
