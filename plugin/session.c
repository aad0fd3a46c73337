/* Sessions: open, close, begin and end of runs. */
#include "session.h"

#include "foreign_lua.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/structs.h"

#include <stdlib.h>
#include <string.h>

uint32_t whisker_plugin_abi_version(void)
{
    return (uint32_t)WHISKER_PLUGIN_ABI_MAJOR << 16 | WHISKER_PLUGIN_ABI_MINOR;
}

/* ---- lock ---- */

int32_t session_lock(whisker_session *session, whisker_error *error)
{
    if (!fork_mark_is_ours(&session->process))
        return error_set(error, WHISKER_BAD_ARGUMENT,
                         "the session belongs to the process that this one was forked from; open another one here");
    pthread_mutex_lock(&session->lock);
    return WHISKER_OK;
}

void session_unlock(whisker_session *session)
{
    pthread_mutex_unlock(&session->lock);
}

/* ---- the config ---- */

typedef struct configuring {
    whisker_session *session;
    const whisker_session_options *options;
    const char *journal; /* of the config; borrowed from Lua, which keeps the config */
    int32_t status;
    whisker_error *error;
} configuring;

/* { name = value } from "name=value" texts. */
static void push_arguments(lua_State *L, const char *const *arguments)
{
    lua_newtable(L);                                  // map
    for (; arguments != NULL && *arguments != NULL; arguments++) {
        const char *equals = strchr(*arguments, '=');
        if (equals == NULL)
            luaL_error(L, "the argument '%s' is not name=value", *arguments);
        lua_pushlstring(L, *arguments, (size_t)(equals - *arguments)); // map name
        lua_pushstring(L, equals + 1);                // map name value
        lua_rawset(L, -3);                            // map
    }
}

static void push_list(lua_State *L, const char *const *texts)
{
    lua_newtable(L);                                  // list
    for (lua_Integer i = 1; texts != NULL && *texts != NULL; texts++, i++) {
        lua_pushstring(L, *texts);                    // list text
        lua_rawseti(L, -2, i);                        // list
    }
}

/* session.open(path, text, name, arguments, note, extensions) -> session, journal, has_on_sample */
static int configure_body(lua_State *L)
{
    configuring *given = lua_touserdata(L, 1);
    whisker_session *session = given->session;
    lua_settop(L, 0);                                 //
    lua_getglobal(L, "require");                      // require
    lua_pushliteral(L, "plugin.session");             // require name
    lua_call(L, 1, 1);                                // module
    lua_getfield(L, 1, "open");                       // module open
    lua_pushstring(L, given->options->config_path);   // module open path
    lua_pushstring(L, given->options->config_text);   // module open path text
    lua_pushstring(L, given->options->config_name);   // module open path text name
    push_arguments(L, given->options->arguments);     // module open path text name arguments
    lua_side_push_note(L, &session->problems);        // module open path text name arguments note
    push_list(L, given->options->extensions);         // module open path text name arguments note extensions
    lua_call(L, 6, 3);                                // module session journal has_on_sample
    given->status = lua_side_status(L, 2, given->error);
    if (given->status != WHISKER_OK)
        return 0;
    session->has_on_sample = lua_toboolean(L, 4);
    given->journal = lua_tostring(L, 3);
    lua_settop(L, 2);                                 // module session
    session->lua.session = luaL_ref(L, LUA_REGISTRYINDEX); // module
    return 0;
}

static int32_t configure(whisker_session *session, const whisker_session_options *options, const char **journal,
                         whisker_error *error)
{
    configuring given = {session, options, NULL, WHISKER_OK, error};
    if (options->config_path != NULL && options->config_text != NULL)
        return error_set(error, WHISKER_BAD_OPTION, "a session has config_path or config_text, not both");
    int32_t status = lua_side_run(&session->lua, configure_body, &given, error);
    *journal = options->journal != NULL ? options->journal : given.journal;
    return status != WHISKER_OK ? status : given.status;
}

/* ---- open and close ---- */

static int32_t open_parts(whisker_session *session, const whisker_session_options *options, whisker_error *error)
{
    const char *journal = NULL;
    int32_t status = draws_open(&session->draws, error);
    if (status == WHISKER_OK)
        status = lua_side_open(&session->lua, session->draws.table, error);
    if (status == WHISKER_OK)
        status = configure(session, options, &journal, error);
    if (status == WHISKER_OK && journal != NULL)
        status = journal_open(&session->journal, journal, &session->draws, &session->problems, error);
    return status;
}

int32_t whisker_session_open(const whisker_session_options *options, whisker_session **session, whisker_error *error)
{
    whisker_session_options own;
    if (session == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no place to put the session");
    *session = NULL;
    int32_t status = struct_load(&own, sizeof own, options, "whisker_session_options", error);
    if (status == WHISKER_OK)
        status = foreign_lua_check(error);
    if (status != WHISKER_OK)
        return status;
    whisker_session *made = allocator_take(&allocator_default, sizeof *made);
    if (made == NULL)
        return error_memory(error);
    *made = (whisker_session){.report = LUA_NOREF};
    pthread_mutex_init(&made->lock, NULL);
    fork_mark_set(&made->process);
    status = open_parts(made, &own, error);
    if (status == WHISKER_OK)
        *session = made;
    else
        whisker_session_close(made);
    return status;
}

void whisker_session_close(whisker_session *session)
{
    if (session == NULL || !fork_mark_is_ours(&session->process))
        return; /* a child's copy may be in the middle of anything */
    lua_side_close(&session->lua);
    watches_free(&session->watches);
    journal_close(&session->journal);
    session_problems_free(&session->problems);
    free(session->runs);
    draws_close(&session->draws);
    pthread_mutex_destroy(&session->lock);
    fork_mark_free(&session->process);
    allocator_give(&allocator_default, session, sizeof *session);
}

/* ---- runs ---- */

int32_t session_find_run(const whisker_session *session, int64_t id, const session_run **run, whisker_error *error)
{
    if (id < 0 || id >= session->n_runs)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no run of this session has the id %lld", (long long)id);
    *run = &session->runs[id];
    return WHISKER_OK;
}

const char *session_name(const whisker_session *session, int32_t symbol)
{
    return whisker_table_text(session->draws.table, symbol, NULL);
}

static int32_t find_or_add_run(whisker_session *session, session_run wanted, int64_t *id, whisker_error *error)
{
    for (*id = 0; *id < session->n_runs; ++*id)
        if (session->runs[*id].task == wanted.task && session->runs[*id].run == wanted.run) {
            session->runs[*id].has_ended = 0;
            return WHISKER_OK;
        }
    if (!allocator_grow(&allocator_default, (void **)&session->runs, &session->run_capacity, session->n_runs + 1,
                        sizeof wanted))
        return error_memory(error);
    session->runs[session->n_runs++] = wanted;
    return WHISKER_OK;
}

/* ---- metadata: a JSON object, flat, as a table of texts ---- */

typedef struct describing {
    whisker_session *session;
    const session_run *run;
    const whisker_table *facts; /* one row */
} describing;

static int describe_body(lua_State *L)
{
    const describing *given = lua_touserdata(L, 1);
    lua_side_push_method(L, &given->session->lua, "describe"); // ... describe session
    lua_pushstring(L, session_name(given->session, given->run->task)); // ... describe session task
    lua_pushstring(L, session_name(given->session, given->run->run)); // ... describe session task run
    lua_newtable(L);                                  // ... describe session task run facts
    for (int32_t column = 0; column < whisker_table_columns(given->facts); column++) {
        const char *text =
            whisker_table_text(given->facts, whisker_table_column_symbols(given->facts, column)[0], NULL);
        lua_pushstring(L, whisker_table_column_name(given->facts, column, NULL)); // ... facts name
        lua_pushstring(L, text);                      // ... facts name text
        lua_rawset(L, -3);                            // ... facts
    }
    lua_call(L, 4, 0);                                // ...
    return 0;
}

static int32_t scan_object(whisker_table *facts, const char *json, whisker_error *error)
{
    const whisker_field all = {sizeof all, WHISKER_SYMBOL, "**", NULL, NULL, 0};
    whisker_scan_options options = {.size = sizeof options, .syntax = WHISKER_JSON, .rows = "", .strict = 1};
    whisker_scan_result result = {.size = sizeof result};
    if (json[strspn(json, " \t\r\n")] != '{')
        return error_set(error, WHISKER_MALFORMED, "the metadata of a run are a JSON object");
    return whisker_scan_text(facts, "metadata", json, strlen(json), 1, &all, &options, &result, error);
}

static int32_t describe_run(whisker_session *session, const session_run *run, const char *metadata,
                            whisker_error *error)
{
    whisker_table *facts = NULL;
    if (metadata == NULL)
        return WHISKER_OK;
    int32_t status = whisker_table_new(NULL, &facts, error);
    if (status == WHISKER_OK)
        status = scan_object(facts, metadata, error);
    describing given = {session, run, facts};
    if (status == WHISKER_OK)
        status = lua_side_run(&session->lua, describe_body, &given, error);
    whisker_table_free(facts);
    return status;
}

/* ---- begin and end ---- */

static int32_t begin(whisker_session *session, const char *task, const char *run, const char *metadata, int64_t *id,
                     whisker_error *error)
{
    session_run wanted = {.has_ended = 0};
    int32_t status = draws_intern(&session->draws, task, &wanted.task, error);
    if (status == WHISKER_OK)
        status = draws_intern(&session->draws, run, &wanted.run, error);
    if (status == WHISKER_OK)
        status = describe_run(session, &wanted, metadata, error);
    return status == WHISKER_OK ? find_or_add_run(session, wanted, id, error) : status;
}

int32_t whisker_session_begin(whisker_session *session, const char *task, const char *run, const char *metadata,
                              int64_t *id, whisker_error *error)
{
    if (session == NULL || id == NULL || task == NULL || run == NULL || task[0] == '\0' || run[0] == '\0')
        return error_set(error, WHISKER_BAD_ARGUMENT, "a run needs a session, a task, a name and a place for its id");
    int32_t status = session_lock(session, error);
    if (status != WHISKER_OK)
        return status;
    status = begin(session, task, run, metadata, id, error);
    session_unlock(session);
    return status;
}

int32_t whisker_session_end(whisker_session *session, int64_t id, whisker_error *error)
{
    const session_run *run;
    if (session == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no session");
    int32_t status = session_lock(session, error);
    if (status != WHISKER_OK)
        return status;
    status = session_find_run(session, id, &run, error);
    if (status == WHISKER_OK) {
        session->runs[id].has_ended = 1;
        journal_sync(&session->journal);
    }
    session_unlock(session);
    return status;
}
