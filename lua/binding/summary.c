/* Summaries of one run: statistics that are functions of means, and quantiles. */
#include "binding.h"

#include <stddef.h>
#include <string.h>

/* ---- the statistics that ship ---- */

static void set_text(lua_State *L, const char *key, const char *text)
{
    lua_pushstring(L, text);                          // table text
    lua_setfield(L, -2, key);                         // table
}

static void set_number(lua_State *L, const char *key, double number)
{
    lua_pushnumber(L, number);                        // table number
    lua_setfield(L, -2, key);                         // table
}

static void push_statistic(lua_State *L, const whisker_statistic *statistic)
{
    int32_t scale = statistic->scale == WHISKER_SCALE_DEFAULT ? WHISKER_SCALE_IDENTITY : statistic->scale;
    lua_newtable(L);                                  // entry
    set_text(L, "name", statistic->name);
    set_text(L, "scale", whisker_scale_name(scale));
    if (statistic->direction != 0)
        set_text(L, "direction", statistic->direction > 0 ? "more" : "less");
    if (statistic->low != 0 || statistic->high != 0) {
        set_number(L, "low", statistic->low);
        set_number(L, "high", statistic->high);
    }
    lua_createtable(L, statistic->n_columns, 0);      // entry columns
    for (int32_t j = 0; j < statistic->n_columns; j++) {
        lua_pushstring(L, statistic->columns[j]);     // entry columns name
        lua_rawseti(L, -2, j + 1);                    // entry columns
    }
    lua_setfield(L, -2, "columns");                   // entry
}

static int statistics(lua_State *L)
{
    lua_createtable(L, whisker_statistic_count(), 0); // list
    for (int32_t i = 0; i < whisker_statistic_count(); i++) {
        push_statistic(L, whisker_statistic_at(i));   // list entry
        lua_rawseti(L, -2, i + 1);                    // list
    }
    return 1;
}

/* ---- which statistic ---- */

static const char *shipped_name(int32_t number)
{
    const whisker_statistic *statistic = whisker_statistic_at(number);
    return statistic != NULL ? statistic->name : NULL;
}

static const whisker_statistic *take_foreign(lua_State *L, int index)
{
    lua_rawgeti(L, index, 1);                         // extension
    void *const *place = luaL_testudata(L, -1, EXTENSION_TYPE);
    if (place == NULL || lua_rawgeti(L, index, 2) != LUA_TSTRING) // extension name
        misuse(L, index, "a statistic of an extension is { extension, name }");
    const whisker_extension *extension = *place;
    if (extension == NULL)
        misuse(L, index, "this %s is closed", EXTENSION_TYPE);
    const char *name = lua_tostring(L, -1);
    for (int32_t i = 0; i < whisker_extension_statistics(extension); i++)
        if (strcmp(whisker_extension_statistic(extension, i)->name, name) == 0)
            return whisker_extension_statistic(extension, i);
    misuse(L, index, "the extension has no statistic '%s'", name);
    return NULL;
}

/* A name, or { extension, name }; the handle in the table keeps the extension loaded. */
static const whisker_statistic *take_statistic(lua_State *L, int index)
{
    const whisker_statistic *found;
    int top = lua_gettop(L);
    if (lua_istable(L, index)) {
        found = take_foreign(L, index);               // ...
    } else {
        take_text(L, index, NULL);
        lua_pushvalue(L, index);                      // name
        found = whisker_statistic_at(name_number(L, index, "statistic", shipped_name));
    }
    lua_settop(L, top);                               //
    return found;
}

/* ---- columns: by name, or in order ---- */

static int push_column(lua_State *L, int index, const whisker_statistic *statistic, int32_t j)
{
    if (!push_option(L, index, statistic->columns[j]) && lua_rawgeti(L, index, j + 1) == LUA_TNIL) // column
        misuse(L, index, "%s needs the column '%s'", statistic->name, statistic->columns[j]);
    if (!lua_istable(L, -1))
        misuse(L, index, "column '%s' must be a table, got %s", statistic->columns[j], luaL_typename(L, -1));
    return lua_gettop(L);
}

static void check_columns(lua_State *L, int index, const whisker_statistic *statistic)
{
    lua_pushnil(L);                                   // nil
    while (lua_next(L, index) != 0) {                 // key column
        lua_pop(L, 1);                                // key
        int known = lua_type(L, -1) == LUA_TNUMBER;
        for (int32_t j = 0; !known && lua_type(L, -1) == LUA_TSTRING && j < statistic->n_columns; j++)
            known = strcmp(statistic->columns[j], lua_tostring(L, -1)) == 0;
        if (!known)
            misuse(L, index, "%s has no column '%s'", statistic->name, luaL_tolstring(L, -1, NULL));
    }
}

/* The numbers of all columns, pushed; *n below 0: as many as the first has. */
static const double *push_columns(lua_State *L, int index, const whisker_statistic *statistic, int64_t *n)
{
    take_table(L, index);
    check_columns(L, index, statistic);
    int64_t first = list_length(L, push_column(L, index, statistic, 0)); // list
    lua_pop(L, 1);                                    //
    *n = *n < 0 ? first : *n;
    double *columns = push_array(L, *n * statistic->n_columns, sizeof *columns); // columns
    for (int32_t j = 0; j < statistic->n_columns; j++) {
        int list = push_column(L, index, statistic, j); // columns list
        int64_t length = list_length(L, list);
        if (length != *n)
            misuse(L, index, "column '%s' has %I entries for %I items", statistic->columns[j], (LUAI_UACINT)length,
                   (LUAI_UACINT)*n);
        const double *numbers = push_numbers(L, index, list, statistic->columns[j], *n); // columns list numbers
        memcpy(columns + j * *n, numbers, (size_t)*n * sizeof *columns);
        lua_pop(L, 2);                                // columns
    }
    return columns;
}

/* ---- summaries ---- */

#define OPTION(key, kind, names) {#key, kind, offsetof(whisker_summary_options, key), names}
#define OF_SUMMARIES                                         \
    OPTION(variance, OPTION_NAME, whisker_variance_name),    \
    OPTION(interval, OPTION_NAME, whisker_interval_name),    \
    OPTION(level, OPTION_NUMBER, NULL)

static const option summary_options[] = {
    OF_SUMMARIES,
    {NULL, OPTION_OTHER, 0, NULL},
};

static const option array_summary_options[] = {
    OF_SUMMARIES,
    OPTIONS_OF_ITEMS,
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef OPTION
#undef OF_SUMMARIES

static int return_summary(lua_State *L, int index, const whisker_items *items, const whisker_statistic *statistic,
                          const double *columns, const whisker_summary_options *options)
{
    whisker_estimate estimate = {.size = sizeof estimate};
    whisker_error error = {0};
    int32_t status = whisker_summary(items, statistic, columns, options, NULL, &estimate, &error);
    if (status != WHISKER_OK)
        return push_failure(L, index, status, &error, NULL);
    push_estimate(L, &estimate);                      // estimate
    return 1;
}

static int summary(lua_State *L)
{
    whisker_summary_options options = {.size = sizeof options};
    whisker_items items = {.size = sizeof items, .n = -1};
    lua_settop(L, 3);                                 // statistic columns options
    const whisker_statistic *statistic = take_statistic(L, 1);
    take_options(L, 3, array_summary_options, &options);
    const double *columns = push_columns(L, 2, statistic, &items.n); // ... columns
    push_items(L, 3, &items);                         // ...
    return return_summary(L, 3, &items, statistic, columns, &options);
}

static int design_summary(lua_State *L)
{
    whisker_summary_options options = {.size = sizeof options};
    whisker_items items = {.size = sizeof items};
    lua_settop(L, 4);                                 // design statistic columns options
    whisker_design_items(take_design(L, 1), &items);
    const whisker_statistic *statistic = take_statistic(L, 2);
    take_options(L, 4, summary_options, &options);
    const double *columns = push_columns(L, 3, statistic, &items.n); // ... columns
    return return_summary(L, 4, &items, statistic, columns, &options);
}

/* ---- quantiles ---- */

#define OPTION(key, kind, names) {#key, kind, offsetof(whisker_quantile_options, key), names}
#define OF_QUANTILES                                         \
    OPTION(q, OPTION_NUMBER, NULL),                          \
    OPTION(variance, OPTION_NAME, whisker_variance_name),    \
    OPTION(interval, OPTION_NAME, whisker_interval_name),    \
    OPTION(level, OPTION_NUMBER, NULL),                      \
    OPTION(low, OPTION_NUMBER, NULL),                        \
    OPTION(high, OPTION_NUMBER, NULL)

static const option quantile_options[] = {
    OF_QUANTILES,
    {NULL, OPTION_OTHER, 0, NULL},
};

static const option array_quantile_options[] = {
    OF_QUANTILES,
    OPTIONS_OF_ITEMS,
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef OPTION
#undef OF_QUANTILES

static int return_quantile(lua_State *L, int index, const whisker_items *items, const double *scores,
                           const whisker_quantile_options *options)
{
    whisker_estimate estimate = {.size = sizeof estimate};
    whisker_error error = {0};
    int32_t status = whisker_quantile(items, scores, options, NULL, &estimate, &error);
    if (status != WHISKER_OK)
        return push_failure(L, index, status, &error, NULL);
    push_estimate(L, &estimate);                      // estimate
    return 1;
}

static int quantile(lua_State *L)
{
    whisker_quantile_options options = {.size = sizeof options};
    lua_settop(L, 2);                                 // scores options
    take_table(L, 1);
    take_options(L, 2, array_quantile_options, &options);
    whisker_items items = {.size = sizeof items, .n = list_length(L, 1)};
    const double *scores = push_numbers(L, 1, 1, NULL, items.n); // scores
    push_items(L, 2, &items);                         // scores ...
    return return_quantile(L, 2, &items, scores, &options);
}

static int design_quantile(lua_State *L)
{
    const whisker_design *design = take_design(L, 1);
    int32_t run = take_run(L, 2, design);
    whisker_quantile_options options = {.size = sizeof options};
    take_options(L, 3, quantile_options, &options);
    whisker_items items = {.size = sizeof items};
    whisker_design_items(design, &items);
    return return_quantile(L, 3, &items, whisker_design_scores(design, run), &options);
}

const luaL_Reg summary_functions[] = {
    {"statistics", statistics},
    {"summary", summary},
    {"quantile", quantile},
    {NULL, NULL},
};

const luaL_Reg summary_methods[] = {
    {"summary", design_summary},
    {"quantile", design_quantile},
    {NULL, NULL},
};
