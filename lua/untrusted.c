/* What reads logs of strangers may be made to fail: by a fault of a parser, or by work without end. A child process keeps
 * either from whoever called: it has so much memory, processor time and room for files, gets no rights that it lacks, and
 * dies with its parent. What it may read and write is what the user may. */
#define _GNU_SOURCE /* prctl */
#include "untrusted.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STATUS_UNUSABLE = 3, STATUS_BROKEN = 70, MEGABYTES = 2048, SECONDS = 300, MEGABYTES_OF_A_FILE = 256 };

typedef struct limits {
    int is_wanted;
    unsigned long megabytes;
    unsigned long seconds;
} limits;

/* ---- what the command line says; the program's own reading of it says what is wrong with it ---- */

static unsigned long number_or(const char *text, unsigned long otherwise)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    return *text != '\0' && *end == '\0' && number > 0 && number < 1000000000 ? number : otherwise;
}

/* The value of "--NAME VALUE" or "--NAME=VALUE" at this place; NULL when it is another option. */
static const char *value_of(const char *name, int place, int count, char **arguments)
{
    size_t length = strlen(name);
    const char *word = arguments[place];
    if (strncmp(word, name, length) != 0)
        return NULL;
    if (word[length] == '=')
        return word + length + 1;
    return word[length] == '\0' && place + 1 < count ? arguments[place + 1] : NULL;
}

static limits limits_of(int count, char **arguments)
{
    limits found = {.megabytes = MEGABYTES, .seconds = SECONDS};
    for (int i = 1; i < count && strcmp(arguments[i], "--") != 0; i++) {
        const char *megabytes = value_of("--memory", i, count, arguments);
        const char *seconds = value_of("--seconds", i, count, arguments);
        found.is_wanted |= strcmp(arguments[i], "--untrusted") == 0;
        found.megabytes = megabytes != NULL ? number_or(megabytes, found.megabytes) : found.megabytes;
        found.seconds = seconds != NULL ? number_or(seconds, found.seconds) : found.seconds;
    }
    return found;
}

/* ---- the child ---- */

static void limit(int resource, rlim_t most)
{
    struct rlimit now;
    if (getrlimit(resource, &now) == 0 && now.rlim_max < most)
        most = now.rlim_max;
    setrlimit(resource, &(struct rlimit){most, most});
}

static void set_limits(const limits *limits)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, (rlim_t)MEGABYTES_OF_A_FILE << 20);
    setrlimit(RLIMIT_CPU, &(struct rlimit){limits->seconds, limits->seconds + 1}); /* SIGXCPU, then SIGKILL */
#ifndef __SANITIZE_ADDRESS__ /* whose shadow is terabytes of addresses */
    limit(RLIMIT_AS, (rlim_t)limits->megabytes << 20);
#endif
}

/* ---- the parent ---- */

static volatile sig_atomic_t child_to_interrupt;

/* The terminal tells both processes; somebody's kill tells this one alone. */
static void pass_on(int number, siginfo_t *from, void *context)
{
    (void)context;
    if (from->si_code <= 0)
        kill((pid_t)child_to_interrupt, number);
}

static int status_of_signal(int number, const limits *limits)
{
    if (number == SIGINT || number == SIGTERM || number == SIGPIPE) {
        signal(number, SIG_DFL);
        raise(number);
    }
    if (number == SIGXCPU) {
        fprintf(stderr, "whisker: stopped after %lu seconds of processor time (--untrusted); --seconds N allows more\n",
                limits->seconds);
        return STATUS_UNUSABLE;
    }
    if (number == SIGXFSZ) {
        fprintf(stderr, "whisker: stopped at a file of more than %d MB (--untrusted)\n", MEGABYTES_OF_A_FILE);
        return STATUS_UNUSABLE;
    }
    fprintf(stderr, "whisker: the child process that read for it died of signal %d; these logs or this config made it "
                    "fail, please report it\n", number);
    return STATUS_BROKEN;
}

static int wait_for(pid_t child, const limits *limits)
{
    int status;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = pass_on;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    child_to_interrupt = (sig_atomic_t)child;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return STATUS_BROKEN;
    return WIFEXITED(status) ? WEXITSTATUS(status) : status_of_signal(WTERMSIG(status), limits);
}

int untrusted_child(int count, char **arguments)
{
    limits limits = limits_of(count, arguments);
    if (!limits.is_wanted)
        return -1;
    pid_t child = fork();
    if (child > 0)
        return wait_for(child, &limits);
    if (child == 0) {
        set_limits(&limits);
        return -1;
    }
    fprintf(stderr, "whisker: no child process can be had for --untrusted\n");
    return STATUS_BROKEN;
}
