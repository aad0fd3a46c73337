/* What is known of the items of an array apart from their scores: clusters, weights, strata. */
#include "binding.h"

int push_item_list(lua_State *L, int index, const char *key, int64_t n)
{
    if (!push_option(L, index, key))                  // list
        return 0;
    if (!lua_istable(L, -1))
        misuse(L, index, "option '%s' must be a table, got %s", key, luaL_typename(L, -1));
    if ((int64_t)lua_rawlen(L, -1) > n)
        misuse(L, index, "'%s' has %I entries for %I items", key, (LUAI_UACINT)lua_rawlen(L, -1), (LUAI_UACINT)n);
    return 1;
}

void encode_items(lua_State *L, int index, int list, const char *name, int64_t n, int32_t *codes)
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
        encode_items(L, index, lua_gettop(L), "cluster", items->n, codes + key * items->n);
        lua_pop(L, 1);                                // cluster codes
    }
    items->n_keys = (int32_t)n_keys;
    items->cluster = codes;
}

static void take_population(lua_State *L, int index, whisker_items *items)
{
    if (!push_option(L, index, "population"))         // population
        return;
    if (lua_type(L, -1) != LUA_TNUMBER)
        misuse(L, index, "option 'population' must be a number, got %s", luaL_typename(L, -1));
    items->population = lua_tonumber(L, -1);
    lua_pop(L, 1);                                    //
}

void push_items(lua_State *L, int index, whisker_items *items)
{
    luaL_checkstack(L, 16, NULL);
    take_population(L, index, items);
    push_clusters(L, index, items);                   // (cluster codes)
    if (push_item_list(L, index, "weight", items->n)) // (weight
        items->weight = push_numbers(L, index, lua_gettop(L), "weight", items->n); // numbers)
    if (push_item_list(L, index, "stratum", items->n)) { // (stratum
        int list = lua_gettop(L);
        int32_t *codes = push_array(L, items->n, sizeof *codes); // codes)
        encode_items(L, index, list, "stratum", items->n, codes);
        items->stratum = codes;
    }
}
