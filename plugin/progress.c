/* What is known of a run so far, and whether the config's stopping rule has fired. The estimate and the comparison are
 * those that a report would show now (session.lua); what holds at every look is in watch.c, and the stopping rule stands
 * on that alone. */
#include "session.h"

#include "base/error.h"
#include "base/structs.h"

#include <math.h>
#include <string.h>

/* The config's rules for watching, as session.lua gives them. */
typedef struct stopping {
    double half_width, margin; /* NaN: not the rule */
    double min_items;
    int32_t metric;            /* symbol that the rule looks at, WHISKER_NO_SYMBOL: the one that is asked for */
} stopping;

typedef struct looking {
    whisker_session *session;
    const session_run *run;
    const char *metric; /* as asked for, or NULL */
    watch_key key;
    lua_State *L;
    int32_t cluster_column;
    whisker_progress found;
    int32_t rule_metric;    /* what the stopping rule looked at, and the interval that it saw */
    watch_state rule_state;
    int32_t status;
    whisker_error *error;
} looking;

/* ---- from session.lua ---- */

/* The number of a name among those of an enumeration, 0 when there is none. */
static int32_t number_of(lua_State *L, const char *field, int32_t (*number)(const char *name))
{
    lua_getfield(L, -1, field);                       // ... name
    int32_t found = lua_isstring(L, -1) ? number(lua_tostring(L, -1)) : 0;
    lua_pop(L, 1);                                    // ...
    return found > 0 ? found : 0;
}

static uint32_t note_bit(const char *code)
{
    for (uint32_t bit = 1; bit != 0; bit <<= 1)
        if (code != NULL && whisker_note_name(bit) != NULL && strcmp(whisker_note_name(bit), code) == 0)
            return bit;
    return 0;
}

static uint32_t read_notes(lua_State *L)
{
    uint32_t notes = 0;
    lua_getfield(L, -1, "notes");                     // score notes
    for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, -1); i++) {
        lua_rawgeti(L, -1, i);                        // score notes note
        lua_getfield(L, -1, "code");                  // score notes note code
        notes |= note_bit(lua_tostring(L, -1));
        lua_pop(L, 2);                                // score notes
    }
    lua_pop(L, 1);                                    // score
    return notes;
}

static void read_interval(lua_State *L, whisker_estimate *estimate)
{
    estimate->lower = estimate->upper = NAN;
    if (lua_getfield(L, -1, "ci") == LUA_TTABLE) {    // score ci
        lua_rawgeti(L, -1, 1);                        // score ci low
        lua_rawgeti(L, -2, 2);                        // score ci low high
        estimate->lower = lua_tonumber(L, -2);
        estimate->upper = lua_tonumber(L, -1);
        lua_pop(L, 2);                                // score ci
    }
    lua_pop(L, 1);                                    // score
}

/* A score of the results, on top of the stack, as the estimate that it was. */
static void read_estimate(lua_State *L, whisker_estimate *estimate)
{
    estimate->notes = read_notes(L);
    estimate->variance = number_of(L, "method", whisker_variance_number);
    estimate->interval = number_of(L, "interval", whisker_interval_number);
    estimate->value = lua_side_number(L, "estimate");
    estimate->standard_error = lua_side_number(L, "se");
    read_interval(L, estimate);
    estimate->level = lua_side_number(L, "level");
    estimate->df = lua_side_number(L, "df");
    estimate->se_clt = lua_side_number(L, "se_clt");
    estimate->icc = lua_side_number(L, "icc");
    estimate->design_effect = lua_side_number(L, "design_effect");
    estimate->effective_n = lua_side_number(L, "n_effective");
    estimate->largest_share = lua_side_number(L, "largest_share");
    estimate->n_items = lua_side_count(L, "n_items");
    estimate->n_missing = lua_side_count(L, "n_missing");
    lua_getfield(L, -1, "n_clusters");                // score n_clusters
    estimate->n_clusters = lua_isnil(L, -1) ? estimate->n_items : lua_tointeger(L, -1);
    lua_pop(L, 1);                                    // score
    double t = fabs(estimate->value) / estimate->standard_error;
    estimate->p = estimate->standard_error > 0 ? 2 * whisker_t_cdf(t, estimate->df, WHISKER_UPPER) : NAN;
}

static void read_difference(lua_State *L, whisker_progress *found)
{
    found->n_paired = 0;
    found->difference = found->difference_standard_error = NAN;
    if (!lua_istable(L, -1))
        return;
    found->n_paired = lua_side_count(L, "n_paired");
    found->difference = lua_side_number(L, "difference");
    found->difference_standard_error = lua_side_number(L, "se");
}

/* ---- clusters of items, for watch.c ---- */

static int32_t cluster_by_column(void *context, int64_t row)
{
    const looking *look = context;
    return whisker_table_column_symbols(look->session->draws.table, look->cluster_column)[row];
}

/* session:cluster(table, row, task) -> text or nil */
static int32_t cluster_by_function(void *context, int64_t row)
{
    const looking *look = context;
    lua_State *L = look->L;
    int32_t symbol = WHISKER_NO_SYMBOL;
    lua_side_push_method(L, &look->session->lua, "cluster"); // ... cluster session
    lua_side_push_table(L, &look->session->lua);      // ... cluster session table
    lua_pushinteger(L, row + 1);                      // ... cluster session table row
    lua_pushstring(L, session_name(look->session, look->key.task)); // ... cluster session table row task
    lua_call(L, 4, 1);                                // ... text
    if (lua_isstring(L, -1) && draws_intern(&look->session->draws, lua_tostring(L, -1), &symbol, NULL) != WHISKER_OK)
        luaL_error(L, "not enough memory");
    lua_pop(L, 1);                                    // ...
    return symbol;
}

/* By the field `cluster` of the rules on top of the stack: nil, the name of a column, or true for a function. */
static watch_cluster *read_cluster(lua_State *L, looking *look)
{
    watch_cluster *cluster = NULL;
    int kind = lua_getfield(L, -1, "cluster");        // rules cluster
    if (kind == LUA_TSTRING) {
        size_t length;
        const char *name = lua_tolstring(L, -1, &length);
        look->cluster_column = whisker_table_find(look->session->draws.table, name, length);
        cluster = cluster_by_column;
    } else if (kind == LUA_TBOOLEAN) {
        cluster = cluster_by_function;
    }
    lua_pop(L, 1);                                    // rules
    return cluster;
}

/* ---- watching ---- */

static int32_t rule_metric(lua_State *L, looking *look)
{
    int32_t symbol = WHISKER_NO_SYMBOL;
    if (lua_getfield(L, -1, "metric") == LUA_TSTRING) // rules metric
        symbol = whisker_table_symbol(look->session->draws.table, lua_tostring(L, -1), lua_rawlen(L, -1));
    lua_pop(L, 1);                                    // rules
    return symbol;
}

static int32_t watch_one(looking *look, int32_t metric, int32_t baseline, const watch_rules *rules, watch_state *state)
{
    watch_key key = {look->key.task, look->key.run, metric, baseline};
    int32_t status = watch_look(&look->session->watches, &look->session->draws, key, rules, look->run->has_ended, state,
                                look->error);
    if (status == WHISKER_OK && isnan(state->lower))
        session_problems_add(&look->session->problems, WHISKER_BAD_OPTION, session_name(look->session, key.task), 0,
                             "scores outside their range: a run can be watched when the config declares "
                             "estimate = { range = { low, high } }", 1);
    return status;
}

/* The rule of the config: narrow enough, or decided against the baseline. lower > upper says that every mean was
 * excluded, which decides nothing. */
static int has_fired(const stopping *rule, const watch_state *state)
{
    if (isnan(rule->half_width) && isnan(rule->margin))
        return 0;
    if (!(state->lower <= state->upper) || (double)state->n_items < rule->min_items)
        return 0;
    if (!isnan(rule->half_width))
        return (state->upper - state->lower) / 2 <= rule->half_width;
    return state->lower > rule->margin || state->upper < -rule->margin ||
           (state->lower > -rule->margin && state->upper < rule->margin);
}

static int32_t look_at(looking *look, int32_t metric, int32_t baseline, const watch_rules *rules, watch_state *score,
                       watch_state *difference)
{
    *difference = (watch_state){NAN, NAN, 0};
    int32_t status = watch_one(look, metric, NO_BASELINE, rules, score);
    if (status == WHISKER_OK && baseline != NO_BASELINE)
        status = watch_one(look, metric, baseline, rules, difference);
    return status;
}

/* The rules are on top of the stack. */
static int32_t watch_run(lua_State *L, looking *look)
{
    watch_state score, difference;
    watch_rules rules = {lua_side_number(L, "low"), lua_side_number(L, "high"), lua_side_number(L, "level"), NULL, look};
    stopping rule = {lua_side_number(L, "half_width"), lua_side_number(L, "margin"), lua_side_number(L, "min_items"), 0};
    whisker_progress *found = &look->found;
    found->anytime_lower = found->anytime_upper = NAN;
    found->difference_anytime_lower = found->difference_anytime_upper = NAN;
    look->rule_metric = look->key.metric;
    look->rule_state = (watch_state){NAN, NAN, 0};
    if (isnan(rules.low))
        return WHISKER_OK; /* two-way clusters: no observation is independent of the others */
    rules.cluster = read_cluster(L, look);
    rule.metric = rule_metric(L, look);
    int32_t status = look_at(look, look->key.metric, look->key.baseline, &rules, &score, &difference);
    if (status != WHISKER_OK)
        return status;
    found->anytime_lower = score.lower;
    found->anytime_upper = score.upper;
    found->difference_anytime_lower = difference.lower;
    found->difference_anytime_upper = difference.upper;
    if (rule.metric != WHISKER_NO_SYMBOL && rule.metric != look->key.metric)
        status = look_at(look, rule.metric, look->key.baseline, &rules, &score, &difference);
    look->rule_metric = rule.metric != WHISKER_NO_SYMBOL ? rule.metric : look->key.metric;
    look->rule_state = isnan(rule.half_width) ? difference : score;
    found->should_stop = status == WHISKER_OK && has_fired(&rule, &look->rule_state);
    return status;
}

/* ---- on_progress ---- */

static void push_pair(lua_State *L, const char *field, double low, double high)
{
    if (isnan(low) || isnan(high))
        return;
    lua_createtable(L, 2, 0);                         // ... pair
    lua_pushnumber(L, low);                           // ... pair low
    lua_rawseti(L, -2, 1);                            // ... pair
    lua_pushnumber(L, high);                          // ... pair high
    lua_rawseti(L, -2, 2);                            // ... pair
    lua_setfield(L, -2, field);                       // ...
}

/* session:show_progress(progress) */
static void show(lua_State *L, const looking *look)
{
    const whisker_progress *found = &look->found;
    lua_side_push_method(L, &look->session->lua, "show_progress"); // show session
    lua_createtable(L, 0, 16);                        // show session progress
    lua_pushstring(L, session_name(look->session, look->key.task)); // ... progress task
    lua_setfield(L, -2, "task");                      // ... progress
    lua_pushstring(L, session_name(look->session, look->key.run)); // ... progress run
    lua_setfield(L, -2, "run");                       // ... progress
    lua_pushstring(L, session_name(look->session, look->key.metric)); // ... progress metric
    lua_setfield(L, -2, "metric");                    // ... progress
    lua_pushboolean(L, found->should_stop);           // ... progress should_stop
    lua_setfield(L, -2, "should_stop");               // ... progress
    lua_side_set_number(L, "n_draws", (double)found->n_draws);
    lua_side_set_number(L, "n_items", (double)found->fixed.n_items);
    lua_side_set_number(L, "estimate", found->fixed.value);
    lua_side_set_number(L, "se", found->fixed.standard_error);
    push_pair(L, "ci", found->fixed.lower, found->fixed.upper);
    push_pair(L, "anytime", found->anytime_lower, found->anytime_upper);
    if (look->key.baseline != NO_BASELINE) {
        lua_pushstring(L, session_name(look->session, look->key.baseline)); // ... progress baseline
        lua_setfield(L, -2, "baseline");              // ... progress
    }
    lua_side_set_number(L, "n_paired", (double)found->n_paired);
    lua_side_set_number(L, "difference", found->difference);
    lua_side_set_number(L, "difference_se", found->difference_standard_error);
    push_pair(L, "difference_anytime", found->difference_anytime_lower, found->difference_anytime_upper);
    lua_pushstring(L, session_name(look->session, look->rule_metric)); // ... progress metric
    lua_setfield(L, -2, "rule_metric");               // ... progress
    lua_side_set_number(L, "rule_items", (double)look->rule_state.n_items);
    push_pair(L, "rule_interval", look->rule_state.lower, look->rule_state.upper);
    lua_call(L, 2, 0);                                //
}

/* ---- entry ---- */

static int32_t baseline_symbol(lua_State *L, const looking *look)
{
    if (!lua_isstring(L, -1))
        return NO_BASELINE;
    int32_t symbol = whisker_table_symbol(look->session->draws.table, lua_tostring(L, -1), lua_rawlen(L, -1));
    return symbol != WHISKER_NO_SYMBOL ? symbol : NO_BASELINE;
}

/* session:progress(table, task, run, metric) -> score, difference or nil, baseline or nil, rules */
static int look_body(lua_State *L)
{
    looking *look = lua_touserdata(L, 1);
    whisker_session *session = look->session;
    look->L = L;
    lua_settop(L, 0);                                 //
    lua_side_push_method(L, &session->lua, "progress"); // progress session
    lua_side_push_table(L, &session->lua);            // progress session table
    lua_pushstring(L, session_name(session, look->key.task)); // progress session table task
    lua_pushstring(L, session_name(session, look->key.run)); // progress session table task run
    lua_pushstring(L, session_name(session, look->key.metric)); // progress session table task run metric
    lua_call(L, 5, 4);                                // score difference baseline rules
    look->status = lua_side_status(L, 1, look->error);
    if (look->status != WHISKER_OK)
        return 0;
    lua_pushvalue(L, 1);                              // score difference baseline rules score
    read_estimate(L, &look->found.fixed);
    look->found.n_draws = lua_side_count(L, "n_draws");
    lua_settop(L, 4);                                 // score difference baseline rules
    lua_pushvalue(L, 2);                              // score difference baseline rules difference
    read_difference(L, &look->found);
    lua_pushvalue(L, 3);                              // score difference baseline rules difference baseline
    look->key.baseline = baseline_symbol(L, look);
    lua_settop(L, 4);                                 // score difference baseline rules
    look->status = watch_run(L, look);
    if (look->status == WHISKER_OK)
        show(L, look);
    return 0;
}

/* The metric asked for, or the first that was pushed of the run; 0 when there is none. */
static int32_t find_metric(const looking *look, int32_t *metric)
{
    const draws *draws = &look->session->draws;
    const int32_t *tasks = whisker_table_column_symbols(draws->table, draws->task);
    const int32_t *runs = whisker_table_column_symbols(draws->table, draws->run);
    const int32_t *metrics = whisker_table_column_symbols(draws->table, draws->metric);
    int64_t rows = whisker_table_rows(draws->table);
    int32_t wanted = WHISKER_NO_SYMBOL;
    if (look->metric != NULL)
        wanted = whisker_table_symbol(draws->table, look->metric, strlen(look->metric));
    if (look->metric != NULL && wanted == WHISKER_NO_SYMBOL)
        return 0;
    for (int64_t row = 0; row < rows; row++) {
        if (tasks[row] != look->run->task || runs[row] != look->run->run)
            continue;
        *metric = metrics[row];
        if (wanted == WHISKER_NO_SYMBOL || wanted == metrics[row])
            return 1;
    }
    return 0;
}

static int32_t look_closely(looking *look)
{
    look->key = (watch_key){look->run->task, look->run->run, WHISKER_NO_SYMBOL, NO_BASELINE};
    if (!find_metric(look, &look->key.metric))
        return error_set(look->error, WHISKER_NO_DATA, "%.200s has no samples%s%.200s yet",
                         session_name(look->session, look->run->run), look->metric != NULL ? " of " : "",
                         look->metric != NULL ? look->metric : "");
    int32_t status = lua_side_run(&look->session->lua, look_body, look, look->error);
    return status != WHISKER_OK ? status : look->status;
}

/* The caller's `fixed` is as long as its size says, and what follows it lies where the caller's header has it: the whole
 * struct is of one version, so its own size tells which. */
static void store(whisker_progress *out, whisker_progress *found)
{
    found->fixed.size = out->fixed.size;
    struct_store(out, found, sizeof *found);
}

int32_t whisker_session_progress(whisker_session *session, int64_t id, const char *metric, whisker_progress *out,
                                 whisker_error *error)
{
    if (session == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no session");
    int32_t status = struct_check(out, "whisker_progress", error);
    if (status == WHISKER_OK)
        status = struct_check(&out->fixed, "whisker_progress.fixed", error);
    if (status != WHISKER_OK)
        return status;
    looking look = {.session = session, .metric = metric, .error = error};
    status = session_lock(session, error);
    if (status != WHISKER_OK)
        return status;
    status = session_find_run(session, id, &look.run, error);
    if (status == WHISKER_OK)
        status = look_closely(&look);
    session_unlock(session);
    if (status == WHISKER_OK)
        store(out, &look.found);
    return status;
}
