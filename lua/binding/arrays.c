/* Arrays in, numbers out: estimates from lists of scores, without a table. */
#include "binding.h"

#include <stddef.h>

/* ---- options ---- */

#define OPTION(key, kind, names) {#key, kind, offsetof(whisker_mean_options, key), names}

static const option array_mean_options[] = {
    OPTION(variance, OPTION_NAME, whisker_variance_name),
    OPTION(interval, OPTION_NAME, whisker_interval_name),
    OPTION(level, OPTION_NUMBER, NULL),
    OPTION(low, OPTION_NUMBER, NULL),
    OPTION(high, OPTION_NUMBER, NULL),
    OPTIONS_OF_ITEMS,
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef OPTION
#define OPTION(key, kind, names) {#key, kind, offsetof(whisker_difference_options, key), names}

static const option array_difference_options[] = {
    OPTION(variance, OPTION_NAME, whisker_variance_name),
    OPTION(interval, OPTION_NAME, whisker_interval_name),
    OPTION(pairing, OPTION_NAME, pairing_name),
    OPTION(level, OPTION_NUMBER, NULL),
    OPTION(power, OPTION_NUMBER, NULL),
    OPTION(low, OPTION_NUMBER, NULL),
    OPTION(high, OPTION_NUMBER, NULL),
    OPTIONS_OF_ITEMS,
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef OPTION

/* ---- estimates ---- */

static int mean(lua_State *L)
{
    whisker_mean_options options = {.size = sizeof options};
    take_table(L, 1);
    take_options(L, 2, array_mean_options, &options);
    whisker_items items = {.size = sizeof items, .n = list_length(L, 1)};
    const double *scores = push_numbers(L, 1, 1, NULL, items.n); // scores
    push_items(L, 2, &items);                         // scores ...
    whisker_estimate estimate = {.size = sizeof estimate};
    whisker_error error = {0};
    int32_t status = whisker_mean(&items, scores, &options, NULL, &estimate, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 2, status, &error, NULL);
    push_estimate(L, &estimate);                      // scores ... estimate
    return 1;
}

static int difference(lua_State *L)
{
    whisker_difference_options options = {.size = sizeof options};
    take_table(L, 1);
    take_table(L, 2);
    take_options(L, 3, array_difference_options, &options);
    int64_t n_a = list_length(L, 1), n_b = list_length(L, 2);
    if (n_a != n_b)
        misuse(L, 2, "%I scores, and the first list has %I", (LUAI_UACINT)n_b, (LUAI_UACINT)n_a);
    whisker_items items = {.size = sizeof items, .n = n_a};
    const double *a = push_numbers(L, 1, 1, NULL, n_a); // a
    const double *b = push_numbers(L, 2, 2, NULL, n_b); // a b
    push_items(L, 3, &items);                         // a b ...
    whisker_comparison comparison = {.size = sizeof comparison, .difference.size = sizeof comparison.difference};
    whisker_error error = {0};
    int32_t status = whisker_difference(&items, a, b, &options, NULL, &comparison, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 3, status, &error, NULL);
    push_comparison(L, &comparison);                  // a b ... comparison
    return 1;
}

/* ---- proportions ---- */

/* A level that is not given is the library's default. */
static double take_level(lua_State *L, int index)
{
    return lua_isnoneornil(L, index) ? 0 : take_number(L, index);
}

static int proportion_interval(lua_State *L)
{
    double successes = take_number(L, 1), trials = take_number(L, 2), level = take_level(L, 4), lower, upper;
    take_text(L, 3, NULL);
    lua_pushvalue(L, 3);                              // method
    int32_t method = name_number(L, 3, "method", whisker_interval_name);
    whisker_error error = {0};
    int32_t status = whisker_proportion_interval(successes, trials, method, level, &lower, &upper, &error);
    if (status != WHISKER_OK)
        return push_failure(L, status == WHISKER_BAD_OPTION ? 3 : 1, status, &error, NULL);
    push_number(L, lower);                            // lower
    push_number(L, upper);                            // lower upper
    return 2;
}

#define NUMBER(field) {#field, RESULT_NUMBER, offsetof(whisker_paired_proportions, field)}
#define RANGE(field) {#field, RESULT_RANGE, offsetof(whisker_paired_proportions, field)}

static const result paired_results[] = {
    NUMBER(difference),
    {"se", RESULT_NUMBER, offsetof(whisker_paired_proportions, standard_error)},
    NUMBER(exact_p),
    NUMBER(mid_p),
    NUMBER(chi_square),
    NUMBER(chi_square_p),
    NUMBER(chi_square_corrected_p),
    RANGE(tango),
    RANGE(newcombe),
    {NULL, RESULT_NUMBER, 0},
};

#undef NUMBER
#undef RANGE

static int paired_proportions(lua_State *L)
{
    int64_t both = take_integer(L, 1), only_a = take_integer(L, 2), only_b = take_integer(L, 3);
    int64_t neither = take_integer(L, 4);
    whisker_paired_proportions out = {.size = sizeof out};
    whisker_error error = {0};
    int32_t status = whisker_compare_paired_proportions(both, only_a, only_b, neither, take_level(L, 5), &out, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 1, status, &error, NULL);
    lua_newtable(L);                                  // result
    set_results(L, paired_results, &out);
    return 1;
}

#define NUMBER(field) {#field, RESULT_NUMBER, offsetof(whisker_two_proportions, field)}
#define RANGE(field) {#field, RESULT_RANGE, offsetof(whisker_two_proportions, field)}

static const result two_results[] = {
    NUMBER(difference),
    RANGE(wald),
    RANGE(newcombe),
    RANGE(agresti_caffo),
    RANGE(miettinen_nurminen),
    NUMBER(z_pooled_p),
    NUMBER(fisher_p),
    {NULL, RESULT_NUMBER, 0},
};

#undef NUMBER
#undef RANGE

static int two_proportions(lua_State *L)
{
    int64_t x1 = take_integer(L, 1), n1 = take_integer(L, 2), x2 = take_integer(L, 3), n2 = take_integer(L, 4);
    whisker_two_proportions out = {.size = sizeof out};
    whisker_error error = {0};
    int32_t status = whisker_compare_proportions(x1, n1, x2, n2, take_level(L, 5), &out, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 1, status, &error, NULL);
    lua_newtable(L);                                  // result
    set_results(L, two_results, &out);
    return 1;
}

/* ---- many comparisons ---- */

static int adjust(lua_State *L)
{
    int32_t method = WHISKER_ADJUST_DEFAULT;
    take_table(L, 1);
    if (!lua_isnoneornil(L, 2)) {
        take_text(L, 2, NULL);
        lua_pushvalue(L, 2);                          // method
        method = name_number(L, 2, "method", adjustment_name);
    }
    int64_t count = list_length(L, 1);
    double *p = push_numbers(L, 1, 1, NULL, count);   // p
    whisker_error error = {0};
    int32_t status = whisker_adjust(count, p, method, p, NULL, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 1, status, &error, NULL);
    push_number_list(L, p, count);                    // p adjusted
    return 1;
}

const luaL_Reg array_functions[] = {
    {"mean", mean},
    {"difference", difference},
    {"proportion_interval", proportion_interval},
    {"paired_proportions", paired_proportions},
    {"two_proportions", two_proportions},
    {"adjust", adjust},
    {NULL, NULL},
};
