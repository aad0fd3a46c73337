/* Arrays in, numbers out: estimates from lists of scores, without a table. */
#include "binding.h"

#include <stddef.h>

/* ---- what is known of the items ---- */

typedef struct array_options {
    whisker_difference_options difference;
    double population;
} array_options;

#define OPTION(key, kind, names) {#key, kind, offsetof(array_options, difference.key), names}
#define OF_ITEMS                                                           \
    {"cluster", OPTION_OTHER, 0, NULL}, {"weight", OPTION_OTHER, 0, NULL}, \
    {"stratum", OPTION_OTHER, 0, NULL},                                    \
    {"population", OPTION_NUMBER, offsetof(array_options, population), NULL}

static const option array_mean_options[] = {
    OPTION(variance, OPTION_NAME, whisker_variance_name),
    OPTION(interval, OPTION_NAME, whisker_interval_name),
    OPTION(level, OPTION_NUMBER, NULL),
    OPTION(low, OPTION_NUMBER, NULL),
    OPTION(high, OPTION_NUMBER, NULL),
    OF_ITEMS,
    {NULL, OPTION_OTHER, 0, NULL},
};

static const option array_difference_options[] = {
    OPTION(variance, OPTION_NAME, whisker_variance_name),
    OPTION(interval, OPTION_NAME, whisker_interval_name),
    OPTION(pairing, OPTION_NAME, pairing_name),
    OPTION(level, OPTION_NUMBER, NULL),
    OPTION(power, OPTION_NUMBER, NULL),
    OPTION(low, OPTION_NUMBER, NULL),
    OPTION(high, OPTION_NUMBER, NULL),
    OF_ITEMS,
    {NULL, OPTION_OTHER, 0, NULL},
};

#undef OPTION
#undef OF_ITEMS

/* Push options[key], a list with at most one entry an item; 0 when it is not there. */
static int push_list(lua_State *L, int index, const char *key, int64_t n)
{
    if (!push_option(L, index, key))                  // list
        return 0;
    if (!lua_istable(L, -1))
        misuse(L, index, "option '%s' must be a table, got %s", key, luaL_typename(L, -1));
    if ((int64_t)lua_rawlen(L, -1) > n)
        misuse(L, index, "'%s' has %I entries for %I items", key, (LUAI_UACINT)lua_rawlen(L, -1), (LUAI_UACINT)n);
    return 1;
}

static void encode_into(lua_State *L, int index, int list, const char *name, int64_t n, int32_t *codes)
{
    int64_t *wide = push_array(L, n, sizeof *wide);   // wide
    encode_labels(L, index, list, name, n, 1, wide);
    for (int64_t i = 0; i < n; i++)
        codes[i] = (int32_t)wide[i];
    lua_pop(L, 1);                                    //
}

/* A list of labels is one key, a list of such lists several. */
static void push_clusters(lua_State *L, int index, whisker_items *items)
{
    if (!push_option(L, index, "cluster"))            // cluster
        return;
    if (!lua_istable(L, -1))
        misuse(L, index, "option 'cluster' must be a table, got %s", luaL_typename(L, -1));
    int list = lua_gettop(L);
    int is_list_of_lists = lua_rawgeti(L, list, 1) == LUA_TTABLE; // cluster first
    lua_pop(L, 1);                                    // cluster
    int64_t n_keys = is_list_of_lists ? (int64_t)lua_rawlen(L, list) : 1;
    if (n_keys > 4)
        misuse(L, index, "'cluster' takes one to four keys, got %I", (LUAI_UACINT)n_keys);
    int32_t *codes = push_array(L, n_keys * items->n, sizeof *codes); // cluster codes
    for (int64_t key = 0; key < n_keys; key++) {
        if (!is_list_of_lists)
            lua_pushvalue(L, list);                   // cluster codes labels
        else if (lua_rawgeti(L, list, key + 1) != LUA_TTABLE) // cluster codes labels
            misuse(L, index, "key %I of 'cluster' must be a table, got %s", (LUAI_UACINT)(key + 1),
                   luaL_typename(L, -1));
        if ((int64_t)lua_rawlen(L, -1) > items->n)
            misuse(L, index, "'cluster' has %I entries for %I items", (LUAI_UACINT)lua_rawlen(L, -1),
                   (LUAI_UACINT)items->n);
        encode_into(L, index, lua_gettop(L), "cluster", items->n, codes + key * items->n);
        lua_pop(L, 1);                                // cluster codes
    }
    items->n_keys = (int32_t)n_keys;
    items->cluster = codes;
}

static void push_items(lua_State *L, int index, const array_options *options, whisker_items *items)
{
    luaL_checkstack(L, 16, NULL);
    items->population = options->population;
    push_clusters(L, index, items);                   // (cluster codes)
    if (push_list(L, index, "weight", items->n))      // (weight
        items->weight = push_numbers(L, index, lua_gettop(L), "weight", items->n); // numbers)
    if (push_list(L, index, "stratum", items->n)) {   // (stratum
        int list = lua_gettop(L);
        int32_t *codes = push_array(L, items->n, sizeof *codes); // codes)
        encode_into(L, index, list, "stratum", items->n, codes);
        items->stratum = codes;
    }
}

/* ---- estimates ---- */

static whisker_mean_options mean_part(const array_options *options)
{
    return (whisker_mean_options){
        .size = sizeof(whisker_mean_options),
        .variance = options->difference.variance,
        .interval = options->difference.interval,
        .level = options->difference.level,
        .low = options->difference.low,
        .high = options->difference.high,
    };
}

static int mean(lua_State *L)
{
    array_options options = {.difference.size = sizeof options.difference};
    take_table(L, 1);
    take_options(L, 2, array_mean_options, &options);
    whisker_items items = {.size = sizeof items, .n = list_length(L, 1)};
    const double *scores = push_numbers(L, 1, 1, NULL, items.n); // scores
    push_items(L, 2, &options, &items);               // scores ...
    whisker_mean_options given = mean_part(&options);
    whisker_estimate estimate = {.size = sizeof estimate};
    whisker_error error = {0};
    int32_t status = whisker_mean(&items, scores, &given, NULL, &estimate, &error);
    if (status != WHISKER_OK)
        return push_failure(L, 2, status, &error, NULL);
    push_estimate(L, &estimate);                      // scores ... estimate
    return 1;
}

static int difference(lua_State *L)
{
    array_options options = {.difference.size = sizeof options.difference};
    take_table(L, 1);
    take_table(L, 2);
    take_options(L, 3, array_difference_options, &options);
    int64_t n_a = list_length(L, 1), n_b = list_length(L, 2);
    if (n_a != n_b)
        misuse(L, 2, "%I scores, and the first list has %I", (LUAI_UACINT)n_b, (LUAI_UACINT)n_a);
    whisker_items items = {.size = sizeof items, .n = n_a};
    const double *a = push_numbers(L, 1, 1, NULL, n_a); // a
    const double *b = push_numbers(L, 2, 2, NULL, n_b); // a b
    push_items(L, 3, &options, &items);               // a b ...
    whisker_comparison comparison = {.size = sizeof comparison, .difference.size = sizeof comparison.difference};
    whisker_error error = {0};
    int32_t status = whisker_difference(&items, a, b, &options.difference, NULL, &comparison, &error);
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

static void push_list_of(lua_State *L, const double *numbers, int64_t count)
{
    lua_newtable(L);                                  // list
    for (int64_t i = 0; i < count; i++) {
        if (numbers[i] != numbers[i])
            lua_pushboolean(L, 0);                    // list false
        else
            lua_pushnumber(L, numbers[i]);            // list number
        lua_rawseti(L, -2, i + 1);                    // list
    }
}

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
    push_list_of(L, p, count);                        // p adjusted
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
