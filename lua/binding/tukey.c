/* Independent groups of scores: all pairs, or each against a control. */
#include "binding.h"

#include <stddef.h>

typedef struct level_option {
    double level;
} level_option;

static const option known_options[] = {
    {"level", OPTION_NUMBER, offsetof(level_option, level), NULL},
    {NULL, OPTION_OTHER, 0, NULL},
};

#define FIELD(key, kind, field) {key, kind, offsetof(whisker_contrasts, field)}

static const result contrasts_results[] = {
    FIELD("variance", RESULT_NUMBER, variance),
    FIELD("df", RESULT_NUMBER, df),
    FIELD("critical", RESULT_NUMBER, critical),
    FIELD("level", RESULT_NUMBER, level),
    FIELD("n_items", RESULT_COUNT, n_items),
    FIELD("n_missing", RESULT_COUNT, n_missing),
    {NULL, RESULT_NUMBER, 0},
};

#undef FIELD
#define FIELD(key, field) {key, RESULT_NUMBER, offsetof(whisker_contrast, field)}

static const result contrast_results[] = {
    FIELD("value", value),
    FIELD("se", standard_error),
    FIELD("t", t),
    FIELD("p", p),
    FIELD("lo", lower),
    FIELD("hi", upper),
    {NULL, RESULT_NUMBER, 0},
};

#undef FIELD

typedef struct group_scores {
    int64_t n;
    int32_t n_groups;
    double *score;
    int32_t *group;
} group_scores;

/* The list of lists at 1 as one array, pushed. */
static group_scores push_groups(lua_State *L)
{
    group_scores made = {0};
    take_table(L, 1);
    made.n_groups = (int32_t)lua_rawlen(L, 1);
    for (int32_t g = 0; g < made.n_groups; g++) {
        if (lua_rawgeti(L, 1, g + 1) != LUA_TTABLE)   // group
            misuse(L, 1, "group %d must be a table, got %s", (int)g + 1, luaL_typename(L, -1));
        made.n += list_length(L, lua_gettop(L));
        lua_pop(L, 1);                                //
    }
    made.score = push_array(L, made.n, sizeof *made.score); // scores
    made.group = push_array(L, made.n, sizeof *made.group); // scores codes
    for (int64_t g = 0, place = 0; g < made.n_groups; g++) {
        lua_rawgeti(L, 1, g + 1);                     // scores codes group
        int64_t count = list_length(L, lua_gettop(L));
        const double *numbers = push_numbers(L, 1, lua_gettop(L), "group", count); // scores codes group numbers
        for (int64_t i = 0; i < count; i++, place++) {
            made.score[place] = numbers[i];
            made.group[place] = (int32_t)g;
        }
        lua_pop(L, 2);                                // scores codes
    }
    return made;
}

static int push_contrasts(lua_State *L, const whisker_contrasts *found, int64_t count, const whisker_contrast *contrasts)
{
    lua_newtable(L);                                  // result
    set_results(L, contrasts_results, found);
    set_notes(L, found->notes);
    lua_createtable(L, (int)count, 0);                // result list
    for (int64_t i = 0; i < count; i++) {
        lua_newtable(L);                              // result list pair
        lua_pushinteger(L, contrasts[i].a + 1);       // result list pair a
        lua_setfield(L, -2, "a");                     // result list pair
        lua_pushinteger(L, contrasts[i].b + 1);       // result list pair b
        lua_setfield(L, -2, "b");                     // result list pair
        set_results(L, contrast_results, &contrasts[i]);
        lua_rawseti(L, -2, i + 1);                    // result list
    }
    lua_setfield(L, -2, "pairs");                     // result
    return 1;
}

/* Results with their sizes set, pushed. */
static whisker_contrast *push_room(lua_State *L, int64_t count)
{
    whisker_contrast *contrasts = push_array(L, count, sizeof *contrasts); // contrasts
    for (int64_t i = 0; i < count; i++)
        contrasts[i] = (whisker_contrast){.size = sizeof *contrasts};
    return contrasts;
}

static int tukey(lua_State *L)
{
    level_option options = {0};
    lua_settop(L, 2);
    group_scores groups = push_groups(L);             // ...
    take_options(L, 2, known_options, &options);
    int64_t count = (int64_t)groups.n_groups * (groups.n_groups - 1) / 2;
    whisker_contrast *contrasts = push_room(L, count); // ... contrasts
    whisker_contrasts found = {.size = sizeof found};
    whisker_error error = {0};
    int32_t status = whisker_tukey(groups.n, groups.score, groups.group, groups.n_groups, options.level, contrasts, NULL,
                                   &found, &error);
    return status == WHISKER_OK ? push_contrasts(L, &found, count, contrasts) : push_failure(L, 1, status, &error, NULL);
}

static int dunnett(lua_State *L)
{
    level_option options = {0};
    lua_settop(L, 3);
    group_scores groups = push_groups(L);             // ...
    int32_t control = (int32_t)take_place(L, 2, groups.n_groups, "group");
    take_options(L, 3, known_options, &options);
    whisker_contrast *contrasts = push_room(L, groups.n_groups - 1); // ... contrasts
    whisker_contrasts found = {.size = sizeof found};
    whisker_error error = {0};
    int32_t status = whisker_dunnett(groups.n, groups.score, groups.group, groups.n_groups, control, options.level,
                                     contrasts, NULL, &found, &error);
    return status == WHISKER_OK ? push_contrasts(L, &found, groups.n_groups - 1, contrasts)
                                : push_failure(L, 1, status, &error, NULL);
}

const luaL_Reg tukey_functions[] = {
    {"tukey", tukey},
    {"dunnett", dunnett},
    {NULL, NULL},
};
