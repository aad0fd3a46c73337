/* What a session ends with: the analysis, its files, its text, its problems. */
#include "session.h"

#include "base/error.h"
#include "base/structs.h"

/* ---- finish and report ---- */

typedef struct asking {
    whisker_session *session;
    const char *format;
    int32_t columns;
    int32_t gate;
    const char *text;
    size_t length;
    int32_t status;
    whisker_error *error;
} asking;

static void push_journal(lua_State *L, const journal *journal)
{
    lua_pushstring(L, journal->path);                 // path or nil
}

/* session:finish(table, journal) -> 1, 0 or -1 */
static int finish_body(lua_State *L)
{
    asking *given = lua_touserdata(L, 1);
    whisker_session *session = given->session;
    lua_settop(L, 0);                                 //
    lua_side_push_method(L, &session->lua, "finish"); // finish session
    lua_side_push_table(L, &session->lua);            // finish session table
    push_journal(L, &session->journal);               // finish session table journal
    lua_call(L, 3, 3);                                // gate or nil message code
    given->status = lua_side_status(L, 1, given->error);
    given->gate = (int32_t)lua_tointeger(L, 1);
    return 0;
}

/* session:report(table, journal, format, columns) -> text */
static int report_body(lua_State *L)
{
    asking *given = lua_touserdata(L, 1);
    whisker_session *session = given->session;
    lua_settop(L, 0);                                 //
    lua_side_push_method(L, &session->lua, "report"); // report session
    lua_side_push_table(L, &session->lua);            // report session table
    push_journal(L, &session->journal);               // report session table journal
    lua_pushstring(L, given->format);                 // report session table journal format
    lua_pushinteger(L, given->columns > 0 ? given->columns : 80); // report session table journal format columns
    lua_call(L, 5, 3);                                // text or nil message code
    given->status = lua_side_status(L, 1, given->error);
    if (given->status != WHISKER_OK)
        return 0;
    lua_settop(L, 1);                                 // text
    given->text = lua_tolstring(L, 1, &given->length);
    luaL_unref(L, LUA_REGISTRYINDEX, session->report);
    session->report = luaL_ref(L, LUA_REGISTRYINDEX); //
    return 0;
}

static int32_t ask(asking *given, lua_CFunction body)
{
    whisker_session *session = given->session;
    int32_t status = lua_side_run(&session->lua, body, given, given->error);
    return status != WHISKER_OK ? status : given->status;
}

int32_t whisker_session_finish(whisker_session *session, int32_t *gate_passed, whisker_error *error)
{
    if (session == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no session");
    asking given = {.session = session, .error = error};
    int32_t status = session_lock(session, error);
    if (status == WHISKER_OK) {
        journal_sync(&session->journal);
        status = ask(&given, finish_body);
        session_unlock(session);
    }
    if (gate_passed != NULL)
        *gate_passed = status == WHISKER_OK ? given.gate : -1;
    return status;
}

int32_t whisker_session_report(whisker_session *session, const char *format, int32_t columns, const char **text,
                               size_t *length, whisker_error *error)
{
    if (session == NULL || format == NULL || text == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a report needs a session, a format and a place for its text");
    asking given = {.session = session, .format = format, .columns = columns, .error = error};
    int32_t status = session_lock(session, error);
    if (status == WHISKER_OK) {
        status = ask(&given, report_body);
        session_unlock(session);
    }
    *text = given.text;
    if (length != NULL)
        *length = given.length;
    return status;
}

/* ---- problems: those of the session, then those of its journal, then the draws pushed again ---- */

static int64_t count_replaced(whisker_session *session)
{
    int64_t replaced = 0;
    draws_count_replaced(&session->draws, &replaced, NULL);
    return replaced;
}

int32_t whisker_session_problems(whisker_session *session)
{
    if (session == NULL || session_lock(session, NULL) != WHISKER_OK)
        return 0;
    session->n_replaced = count_replaced(session);
    int32_t count =
        session->problems.count + whisker_table_problems(session->draws.table) + (session->n_replaced > 0);
    session_unlock(session);
    return count;
}

static int32_t find_problem(const whisker_session *session, int32_t index, whisker_problem *found)
{
    int32_t n_read = whisker_table_problems(session->draws.table), own = session->problems.count;
    if (index < 0)
        return WHISKER_BAD_ARGUMENT;
    if (index < own) {
        *found = session->problems.entries[index];
        return WHISKER_OK;
    }
    if (index < own + n_read)
        return whisker_table_problem(session->draws.table, index - own, found);
    if (index > own + n_read || session->n_replaced == 0)
        return WHISKER_BAD_ARGUMENT;
    *found = (whisker_problem){.status = WHISKER_CONFLICT, .count = session->n_replaced, .source = "samples",
                               .text = "a draw was pushed again; the last one counts"};
    return WHISKER_OK;
}

int32_t whisker_session_problem(whisker_session *session, int32_t index, whisker_problem *out)
{
    whisker_problem found = {.size = sizeof found};
    int32_t status = struct_check(out, "whisker_problem", NULL);
    if (session == NULL || status != WHISKER_OK || session_lock(session, NULL) != WHISKER_OK)
        return WHISKER_BAD_ARGUMENT;
    status = find_problem(session, index, &found);
    session_unlock(session);
    if (status == WHISKER_OK)
        struct_store(out, &found, sizeof found);
    return status;
}
