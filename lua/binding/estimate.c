/* Estimates: what their options are called and what their results become. */
#include "binding.h"

#include <stddef.h>

/* ---- options ---- */

#define OPTION(key, kind, names) {#key, kind, offsetof(whisker_mean_options, key), names}

const option mean_options[] = {
    OPTION(variance, OPTION_NAME, whisker_variance_name),
    OPTION(interval, OPTION_NAME, whisker_interval_name),
    OPTION(level, OPTION_NUMBER, NULL),
    OPTION(low, OPTION_NUMBER, NULL),
    OPTION(high, OPTION_NUMBER, NULL),
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef OPTION
#define OPTION(key, kind, names) {#key, kind, offsetof(whisker_difference_options, key), names}

const option difference_options[] = {
    OPTION(variance, OPTION_NAME, whisker_variance_name),
    OPTION(interval, OPTION_NAME, whisker_interval_name),
    OPTION(pairing, OPTION_NAME, pairing_name),
    OPTION(level, OPTION_NUMBER, NULL),
    OPTION(power, OPTION_NUMBER, NULL),
    OPTION(low, OPTION_NUMBER, NULL),
    OPTION(high, OPTION_NUMBER, NULL),
    OPTION(threads, OPTION_SMALL, NULL),
    OPTION(watch, OPTION_WATCH, NULL),
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef OPTION

/* ---- estimates ---- */

static void set_text(lua_State *L, const char *key, const char *text)
{
    lua_pushstring(L, text);                          // table text
    lua_setfield(L, -2, key);                         // table
}

void set_notes(lua_State *L, uint32_t notes)
{
    lua_Integer count = 0;
    lua_newtable(L);                                  // table list
    for (int bit = 0; bit < 32; bit++) {
        const char *name = notes >> bit & 1 ? whisker_note_name(UINT32_C(1) << bit) : NULL;
        if (name == NULL)
            continue;
        lua_pushstring(L, name);                      // table list name
        lua_rawseti(L, -2, ++count);                  // table list
    }
    lua_setfield(L, -2, "notes");                     // table
}

#define NUMBER(key, field) {key, RESULT_NUMBER, offsetof(whisker_estimate, field)}
#define COUNT(key, field) {key, RESULT_COUNT, offsetof(whisker_estimate, field)}

static const result estimate_results[] = {
    NUMBER("value", value),
    NUMBER("se", standard_error),
    NUMBER("lo", lower),
    NUMBER("hi", upper),
    NUMBER("level", level),
    NUMBER("df", df),
    NUMBER("p", p),
    NUMBER("se_clt", se_clt),
    NUMBER("icc", icc),
    NUMBER("design_effect", design_effect),
    NUMBER("effective_n", effective_n),
    NUMBER("largest_share", largest_share),
    COUNT("n_items", n_items),
    COUNT("n_missing", n_missing),
    COUNT("n_clusters", n_clusters),
    {NULL, RESULT_NUMBER, 0},
};

#undef NUMBER
#undef COUNT

void push_estimate(lua_State *L, const whisker_estimate *estimate)
{
    lua_newtable(L);                                  // table
    set_results(L, estimate_results, estimate);
    set_text(L, "variance", whisker_variance_name(estimate->variance));
    set_text(L, "interval", whisker_interval_name(estimate->interval));
    set_notes(L, estimate->notes);
}

/* ---- comparisons ---- */

#define NUMBER(key, field) {key, RESULT_NUMBER, offsetof(whisker_comparison, field)}

static const result comparison_results[] = {
    NUMBER("mean_a", mean_a),
    NUMBER("mean_b", mean_b),
    NUMBER("correlation", correlation),
    NUMBER("se_unpaired", se_unpaired),
    NUMBER("mde", minimum_detectable),
    NUMBER("exact_p", exact_p),
    NUMBER("mid_p", mid_p),
    {"n_a_only", RESULT_COUNT, offsetof(whisker_comparison, n_a_only)},
    {"n_b_only", RESULT_COUNT, offsetof(whisker_comparison, n_b_only)},
    {"only_a", RESULT_COUNT_OR_NIL, offsetof(whisker_comparison, only_a)},
    {"only_b", RESULT_COUNT_OR_NIL, offsetof(whisker_comparison, only_b)},
    {NULL, RESULT_NUMBER, 0},
};

#undef NUMBER

void push_comparison(lua_State *L, const whisker_comparison *comparison)
{
    lua_newtable(L);                                  // table
    set_results(L, comparison_results, comparison);
    set_text(L, "pairing", pairing_name(comparison->pairing));
    set_notes(L, comparison->notes);
    push_estimate(L, &comparison->difference);        // table difference
    lua_setfield(L, -2, "difference");                // table
}
