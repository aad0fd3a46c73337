/* push [SAMPLES]: what a push costs, in time and in memory. `meson test --benchmark` runs it. Ends with status 1 when a push
 * costs a microsecond or a sample 200 bytes, which are the limits of the header. */
#define _POSIX_C_SOURCE 200809L
#include "whisker_plugin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A push is measured by the time of this thread, so that what else the machine does costs it nothing. */
static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Pages of this process in memory, in bytes. */
static double resident(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%*d %ld", &pages) != 1)
        pages = 0;
    if (file != NULL)
        fclose(file);
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

typedef struct cost {
    double nanoseconds, bytes, report;
} cost;

/* Items all different, ten to a passage, which is their key; names and values stand ready, as in a harness. */
static cost measure(long samples, const char *config, const char *journal)
{
    whisker_session_options options = {.size = sizeof options, .config_text = config, .journal = journal};
    whisker_session *session;
    int64_t run;
    const char *name = "passage_id", *text;
    char (*items)[32] = malloc((size_t)samples * sizeof *items), (*passages)[32] = malloc((size_t)samples * sizeof *items);
    for (long i = 0; i < samples; i++) {
        memset(items[i], 0, sizeof *items);
        memset(passages[i], 0, sizeof *passages);
        snprintf(items[i], sizeof *items, "question %07ld", i);
        snprintf(passages[i], sizeof *passages, "passage %06ld", i / 10);
    }
    if (whisker_session_open(&options, &session, NULL) != WHISKER_OK ||
        whisker_session_begin(session, "task", "model", NULL, &run, NULL) != WHISKER_OK)
        exit(2);
    double memory = resident(), began = seconds(CLOCK_THREAD_CPUTIME_ID);
    for (long i = 0; i < samples; i++) {
        const char *value = passages[i];
        whisker_sample sample = {.size = sizeof sample, .n_keys = 1, .item = items[i], .metric = "acc",
                                 .score = (double)(i * 7919 % 13 < 6), .key_names = &name, .key_values = &value};
        if (whisker_session_push(session, run, &sample, NULL) != WHISKER_OK)
            exit(2);
    }
    cost cost = {(seconds(CLOCK_THREAD_CPUTIME_ID) - began) / (double)samples * 1e9, (resident() - memory) / (double)samples, 0};
    began = seconds(CLOCK_MONOTONIC);
    if (whisker_session_report(session, "json", 0, &text, NULL, NULL) != WHISKER_OK)
        exit(2);
    cost.report = seconds(CLOCK_MONOTONIC) - began;
    whisker_session_close(session);
    free(items);
    free(passages);
    return cost;
}

/* In a process of its own, so that no memory is there from before. Is it within the limits? */
static int show(const char *what, long samples, const char *config, const char *journal)
{
    int status = 1;
    fflush(stdout);
    if (fork() == 0) {
        cost cost = measure(samples, config, journal);
        printf("%-16s %8ld samples %6.0f ns a push %5.0f bytes a sample %7.3f s a report\n", what, samples,
               cost.nanoseconds, cost.bytes, cost.report);
        exit(cost.nanoseconds >= 1000 || cost.bytes >= 200);
    }
    wait(&status);
    return status == 0;
}

int main(int count, char **arguments)
{
    long samples = count > 1 ? atol(arguments[1]) : 1000000;
    char journal[] = "push-XXXXXX";
    int file = mkstemp(journal);
    int is_within = show("plain", samples, NULL, NULL);
    is_within = show("clustered", samples, "return { cluster = 'passage_id' }", NULL) && is_within;
    if (file >= 0) {
        close(file);
        show("with a journal", samples / 10, NULL, journal);
        unlink(journal);
    }
    show("with on_sample", samples / 50, "return { on_sample = function(sample) sample.keys.new = 'x' end }", NULL);
    return !is_within;
}
