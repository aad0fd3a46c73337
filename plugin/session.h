/* A session from inside. Every entry takes its lock for its whole length; what is named session_* below expects it to
 * be held. */
#ifndef WHISKER_PLUGIN_SESSION_H
#define WHISKER_PLUGIN_SESSION_H

#include "draws.h"
#include "fork_mark.h"
#include "journal.h"
#include "lua_side.h"
#include "problems.h"
#include "watch.h"

#include <pthread.h>

typedef struct session_run {
    int32_t task, run; /* symbols of the table */
    int has_ended;
} session_run;

struct whisker_session {
    pthread_mutex_t lock;
    fork_mark process; /* that opened it */
    draws draws;
    session_run *runs;
    int64_t n_runs, run_capacity;
    session_problems problems;
    journal journal;
    lua_side lua;
    int has_on_sample;
    watches watches;
    int64_t n_replaced; /* draws pushed again, as whisker_session_problems last counted them */
    int report;        /* the last text of whisker_session_report, in the registry */
};

/* Refused in a child made by fork: a thread that held the lock is not there to give it back, and the samples and the
 * journal are the parent's. Statuses: BAD_ARGUMENT. */
int32_t session_lock(whisker_session *session, whisker_error *error);
void session_unlock(whisker_session *session);

/* The run of an id. Statuses: BAD_ARGUMENT. */
int32_t session_find_run(const whisker_session *session, int64_t id, const session_run **run, whisker_error *error);
/* The name of a task or run. */
const char *session_name(const whisker_session *session, int32_t symbol);

/* Push under the lock: through on_sample, into the table and the journal. */
int32_t session_push(whisker_session *session, const session_run *run, const whisker_sample *sample,
                     whisker_error *error);

#endif
