/* Pushing a sample: the hot path. Without a hook nothing of Lua is touched. */
#include "session.h"

#include "base/error.h"
#include "base/structs.h"

/* Into the table, and from there into the journal. */
static int32_t keep(whisker_session *session, const session_run *run, const whisker_sample *sample,
                    whisker_error *error)
{
    int32_t status = draws_add(&session->draws, run->task, run->run, sample, error);
    if (status != WHISKER_OK || session->journal.path == NULL)
        return status;
    return journal_write(&session->journal, session_name(session, run->task), session_name(session, run->run), sample,
                         error);
}

/* ---- through on_sample ---- */

typedef struct filtering {
    whisker_session *session;
    const session_run *run;
    const whisker_sample *sample;
    int32_t status;
    whisker_error *error;
} filtering;

static void push_sample(lua_State *L, const filtering *given)
{
    const whisker_sample *sample = given->sample;
    lua_createtable(L, 0, 8);                         // sample
    lua_pushstring(L, session_name(given->session, given->run->task)); // sample task
    lua_setfield(L, -2, "task");                      // sample
    lua_pushstring(L, session_name(given->session, given->run->run)); // sample run
    lua_setfield(L, -2, "run");                       // sample
    lua_pushstring(L, sample->item);                  // sample item
    lua_setfield(L, -2, "item");                      // sample
    lua_pushstring(L, sample->draw != NULL ? sample->draw : "1"); // sample draw
    lua_setfield(L, -2, "draw");                      // sample
    lua_pushstring(L, sample->metric != NULL ? sample->metric : "score"); // sample metric
    lua_setfield(L, -2, "metric");                    // sample
    lua_side_set_number(L, "score", sample->score);
    lua_newtable(L);                                  // sample keys
    for (int32_t i = 0; i < sample->n_keys; i++) {
        if (sample->key_names[i] == NULL)
            continue;
        lua_pushstring(L, sample->key_names[i]);      // sample keys name
        lua_pushstring(L, sample->key_values[i]);     // sample keys name value
        lua_rawset(L, -3);                            // sample keys
    }
    lua_setfield(L, -2, "keys");                      // sample
}

static const char *text_field(lua_State *L, int sample, const char *field)
{
    lua_getfield(L, sample, field);                   // ... text, which the sample keeps
    const char *text = lua_tostring(L, -1);
    lua_pop(L, 1);                                    // ...
    return text;
}

/* The texts of the list at `index`, which keeps them, as an array that Lua collects. */
static const char *const *push_texts(lua_State *L, int index, lua_Integer count)
{
    const char **texts = lua_newuserdatauv(L, ((size_t)count + 1) * sizeof *texts, 0); // ... texts
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, index, i);                     // ... texts text
        texts[i - 1] = lua_tostring(L, -1);
        lua_pop(L, 1);                                // ... texts
    }
    return texts;
}

/* session:sample(sample) -> sample, names and values of its keys; nothing when it is dropped */
static int filter_body(lua_State *L)
{
    filtering *given = lua_touserdata(L, 1);
    whisker_sample edited = {.size = sizeof edited};
    lua_settop(L, 0);                                 //
    lua_side_push_method(L, &given->session->lua, "sample"); // method session
    push_sample(L, given);                            // method session sample
    lua_call(L, 2, 3);                                // sample names values
    if (lua_isnil(L, 1))
        return 0;
    edited.item = text_field(L, 1, "item");
    edited.draw = text_field(L, 1, "draw");
    edited.metric = text_field(L, 1, "metric");
    lua_pushvalue(L, 1);                              // sample names values sample
    edited.score = lua_side_number(L, "score");
    edited.n_keys = (int32_t)lua_rawlen(L, 2);
    edited.key_names = push_texts(L, 2, edited.n_keys); // sample names values sample texts
    edited.key_values = push_texts(L, 3, edited.n_keys); // sample names values sample texts texts
    given->status = keep(given->session, given->run, &edited, given->error);
    return 0;
}

static int32_t filter(whisker_session *session, const session_run *run, const whisker_sample *sample,
                      whisker_error *error)
{
    filtering given = {session, run, sample, WHISKER_OK, error};
    int32_t status = lua_side_run(&session->lua, filter_body, &given, error);
    return status != WHISKER_OK ? status : given.status;
}

/* ---- entry ---- */

int32_t session_push(whisker_session *session, const session_run *run, const whisker_sample *sample,
                     whisker_error *error)
{
    int32_t status = draws_check(sample, error);
    if (status != WHISKER_OK)
        return status;
    return session->has_on_sample ? filter(session, run, sample, error) : keep(session, run, sample, error);
}

int32_t whisker_session_push(whisker_session *session, int64_t id, const whisker_sample *sample, whisker_error *error)
{
    whisker_sample own;
    const session_run *run;
    if (session == NULL || sample == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a push needs a session and a sample");
    int32_t status = struct_load(&own, sizeof own, sample, "whisker_sample", error);
    if (status == WHISKER_OK)
        status = session_lock(session, error);
    if (status != WHISKER_OK)
        return status;
    status = session_find_run(session, id, &run, error);
    if (status == WHISKER_OK)
        status = session_push(session, run, &own, error);
    session_unlock(session);
    return status;
}
