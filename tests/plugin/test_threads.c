/* test_threads [SAMPLES]: ten threads push a million samples of several runs; the report is that of one thread, byte for
 * byte. Under ThreadSanitizer this is the test of the lock. */
#include "host.h"
#include "tap.h"

#include <pthread.h>

enum { N_THREADS = 10, N_RUNS = 4 };

static const char *const names[] = {"a", "b", "c", "d"};

typedef struct worker {
    whisker_session *session;
    long first, last, step;
    int failures;
} worker;

/* Sample i of all: run, item, draw, metric and score follow from i alone. */
static int push_number(whisker_session *session, const int64_t *runs, long i)
{
    char item[32], passage[32], draw[2] = {(char)('1' + i / N_RUNS % 2), '\0'};
    uint64_t state = (uint64_t)i * 2654435761u;
    long number = i / N_RUNS / 2;
    snprintf(item, sizeof item, "item %ld", number);
    snprintf(passage, sizeof passage, "passage %ld", number / 10);
    double score = chance(&state) < 0.4 + 0.05 * (double)(i % N_RUNS);
    return push(session, runs[i % N_RUNS], item, draw, number % 2 ? "acc" : "f1", score, passage) != WHISKER_OK;
}

static void *work(void *given)
{
    worker *worker = given;
    int64_t runs[N_RUNS];
    for (int i = 0; i < N_RUNS; i++)
        runs[(i + worker->first) % N_RUNS] = begin(worker->session, "task", names[(i + worker->first) % N_RUNS]);
    for (long i = worker->first; i < worker->last; i += worker->step) {
        worker->failures += push_number(worker->session, runs, i);
        if (i % 100003 == 0) {
            whisker_progress progress = {.size = sizeof progress, .fixed.size = sizeof progress.fixed};
            int32_t status = whisker_session_progress(worker->session, runs[i % N_RUNS], NULL, &progress, NULL);
            worker->failures += status != WHISKER_OK && status != WHISKER_NO_DATA;
        }
    }
    return NULL;
}

/* The report of `samples` pushed by `count` threads, sample i by thread i % count. */
static char *pushed_by(int count, long samples)
{
    pthread_t threads[N_THREADS];
    worker workers[N_THREADS];
    int failures = 0;
    whisker_session *session = open_session("return { cluster = 'passage', pair = { baseline = 'a' } }", NULL);
    for (int i = 0; i < count; i++) {
        workers[i] = (worker){session, i, samples, count, 0};
        pthread_create(&threads[i], NULL, work, &workers[i]);
    }
    for (int i = 0; i < count; i++) {
        pthread_join(threads[i], NULL);
        failures += workers[i].failures;
    }
    same_count("every push and look succeeds", failures, 0);
    char *json = report(session, "json");
    whisker_session_close(session);
    return json;
}

int main(int count, char **arguments)
{
    long samples = count > 1 ? atol(arguments[1]) : 1000000;
    char *expected = pushed_by(1, samples), *found = pushed_by(N_THREADS, samples), rows[40];
    snprintf(rows, sizeof rows, "\"rows\": %ld,", samples);
    passes("all samples are there", strstr(found, rows) != NULL, "%s", found);
    same_text("ten threads report what one does", found, expected);
    free(expected);
    free(found);
    return tap_end();
}
