/* A child process that finds its parent's session in its memory: whoever held the lock is not there to give it back. */
#define _XOPEN_SOURCE 700
#include "host.h"
#include "tap.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { N_ITEMS = 20000, N_CHILDREN = 10, PATIENCE = 10 };

static const char sample_json[] = "{\"item\": \"q1\", \"scores\": {\"score\": 1}}";

typedef int work(whisker_session *session, int64_t run);

/* The exit status of a child that does `work`, or 1000 and the signal that ended it: SIGALRM when it waited. */
static int in_child(work *work, whisker_session *session, int64_t run)
{
    int status = 0;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        alarm(PATIENCE);
        _exit(work(session, run));
    }
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* ---- what a child may do: nothing ---- */

static int push_one(whisker_session *session, int64_t run)
{
    return push(session, run, "of the child", NULL, NULL, 1, NULL);
}

/* How many calls are not refused, or not in words. */
static int call_everything(whisker_session *session, int64_t run)
{
    whisker_progress progress = {.size = sizeof progress, .fixed.size = sizeof progress.fixed};
    whisker_problem problem = {.size = sizeof problem};
    whisker_error error = {.status = 0};
    const char *text = NULL;
    int32_t gate;
    int64_t id;
    int wrong = push_one(session, run) != WHISKER_BAD_ARGUMENT;
    wrong += whisker_session_push_json(session, run, sample_json, strlen(sample_json), &error) != WHISKER_BAD_ARGUMENT;
    wrong += strstr(error.text, "fork") == NULL;
    wrong += whisker_session_begin(session, "task", "b", NULL, &id, &error) != WHISKER_BAD_ARGUMENT;
    wrong += whisker_session_progress(session, run, NULL, &progress, &error) != WHISKER_BAD_ARGUMENT;
    wrong += whisker_session_end(session, run, &error) != WHISKER_BAD_ARGUMENT;
    wrong += whisker_session_finish(session, &gate, &error) != WHISKER_BAD_ARGUMENT || gate != -1;
    wrong += whisker_session_report(session, "csv", 0, &text, NULL, &error) != WHISKER_BAD_ARGUMENT || text != NULL;
    wrong += whisker_session_problems(session) != 0;
    wrong += whisker_session_problem(session, 0, &problem) != WHISKER_BAD_ARGUMENT;
    whisker_session_close(session);
    return wrong;
}

/* A session of its own works in a child. */
static int open_and_push(whisker_session *session, int64_t run)
{
    whisker_session *own = open_session(NULL, NULL);
    int wrong = push_one(own, begin(own, "task", "a")) != WHISKER_OK || push_one(session, run) == WHISKER_OK;
    whisker_session_close(own);
    return wrong;
}

static void test_child(void)
{
    char *journal = scratch_path("forks.jsonl");
    whisker_session *session = open_session(NULL, journal);
    int64_t run = begin(session, "task", "a");
    push(session, run, "q1", NULL, NULL, 1, NULL);
    push(session, run, "q1", NULL, NULL, 0, NULL);
    char *before = read_file(journal);
    same_count("a child is refused, whatever it calls", in_child(call_everything, session, run), 0);
    same_count("and may have a session of its own", in_child(open_and_push, session, run), 0);
    char *after = read_file(journal);
    same_text("the journal stays the parent's", after, before);
    same_count("the parent goes on", push_one(session, run), WHISKER_OK);
    whisker_session_close(session);
    free(before);
    free(after);
    free(journal);
}

/* ---- a lock that another thread holds ---- */

typedef struct reporter {
    whisker_session *session;
    atomic_int is_enough;
} reporter;

/* The lock is held for nearly all of this. */
static void *report_on_and_on(void *given)
{
    reporter *reporter = given;
    while (!reporter->is_enough)
        free(report(reporter->session, "json"));
    return NULL;
}

static void test_locked(void)
{
    char item[32];
    int failures = 0;
    pthread_t thread;
    whisker_session *session = open_session(NULL, NULL);
    int64_t run = begin(session, "task", "a");
    for (int i = 0; i < N_ITEMS; i++) {
        snprintf(item, sizeof item, "q%d", i);
        push(session, run, item, NULL, NULL, i % 3 == 0, NULL);
    }
    reporter reporter = {session, 0};
    pthread_create(&thread, NULL, report_on_and_on, &reporter);
    for (int i = 0; i < N_CHILDREN && failures == 0; i++) {
        nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
        failures = in_child(push_one, session, run) != WHISKER_BAD_ARGUMENT;
    }
    reporter.is_enough = 1;
    pthread_join(thread, NULL);
    same_count("a child does not wait for a lock that nobody can give back", failures, 0);
    whisker_session_close(session);
}

int main(void)
{
    test_child();
    test_locked();
    return tap_end();
}
