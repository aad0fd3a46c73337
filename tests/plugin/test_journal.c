/* test_journal WHISKER: what was pushed is in the journal, whatever becomes of the host. */
#define _XOPEN_SOURCE 700
#include "host.h"
#include "tap.h"

#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static const char config[] = "return { cluster = 'passage', on_sample = function(sample)\n"
                             "  if sample.item == 'q7' then return false, 'bad' end\n"
                             "  sample.score = sample.score / 2\n"
                             "end }";
static char text[1000];

static void push_number(whisker_session *session, int64_t run, int i)
{
    char item[32], passage[16];
    snprintf(item, sizeof item, "q%d", i);
    snprintf(passage, sizeof passage, "p%d", i / 4);
    push(session, run, item, NULL, i % 2 ? "acc" : "f \"1\"", i % 3 == 0, passage);
}

/* ---- a host that dies ---- */

/* Push for ever; the parent kills. */
static void host(const char *journal, int told)
{
    whisker_session *session = open_session(config, journal);
    int64_t run = begin(session, "t\n1", "r");
    for (int i = 0;; i++) {
        push_number(session, run, i);
        if (i == 499 && write(told, "x", 1) != 1)
            _exit(1);
    }
}

/* Kill it when it has pushed 500 samples and goes on. */
static void run_and_kill(const char *journal)
{
    int ends[2], status;
    char byte;
    if (pipe(ends) != 0)
        exit(1);
    pid_t child = fork();
    if (child == 0)
        host(journal, ends[1]);
    close(ends[1]);
    passes("the host pushes", read(ends[0], &byte, 1) == 1, "%s", "");
    close(ends[0]);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    passes("and is killed", WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "status %d", status);
}

static int count_lines(const char *path)
{
    char *lines = read_file(path);
    int count = 0;
    for (const char *c = lines; *c != '\0'; c++)
        count += *c == '\n';
    free(lines);
    return count;
}

/* What a session reports that pushed the same and lives. */
static char *expected_report(int lines)
{
    whisker_session *session = open_session(config, NULL);
    int64_t run = begin(session, "t\n1", "r");
    for (int i = 0; i < lines + 1; i++) /* one more: q7 is dropped */
        push_number(session, run, i);
    char *json = report_without_inputs(session);
    whisker_session_close(session);
    return json;
}

static char *program_report(const char *program, const char *journal)
{
    char command[500];
    snprintf(command, sizeof command, "'%s' report '%s' --cluster passage --format json", program, journal);
    char *json = output_of(command), *rest = after_inputs(json);
    memmove(json, rest, strlen(rest) + 1);
    return json;
}

static void killed(const char *program)
{
    char *journal = scratch_path("killed.jsonl");
    run_and_kill(journal);
    int lines = count_lines(journal);
    passes("nothing that was pushed is lost", lines >= 499, "%d lines", lines);
    whisker_session *session = open_session(config, journal);
    char *found = report_without_inputs(session), *expected = expected_report(lines);
    same_text("the report of what had been pushed", found, expected);
    char *by_program = program_report(program, journal);
    same_text("the program's, of the journal", by_program, expected);
    passes("the journal is the input", reports(session, "json", "\"format\": \"journal\""), "%s", "");
    free(found);
    free(expected);
    free(by_program);
    begin(session, "t\n1", "r");
    for (int i = 0; i < 5; i++)
        push_number(session, begin(session, "t\n1", "r"), lines + 1 + i);
    found = report_without_inputs(session);
    whisker_session_close(session);
    session = open_session(config, journal);
    same_text("it goes on where it was", expected = report_without_inputs(session), found);
    whisker_session_close(session);
    free(found);
    free(expected);
    free(journal);
}

/* ---- lines that are cut off ---- */

static void cut_off(void)
{
    char *journal = scratch_path("cut.jsonl"), *lines;
    whisker_session *session = open_session(NULL, journal);
    int64_t run = begin(session, "t", "r");
    push(session, run, "1", NULL, NULL, 1, NULL);
    push(session, run, "2", "7", "acc", NAN, "p\xe4 \"1\"");
    push(session, run, "3", NULL, NULL, -INFINITY, NULL);
    whisker_session_close(session);
    lines = read_file(journal);
    same_text("lines", lines,
              "{\"task\":\"t\",\"run\":\"r\",\"item\":\"1\",\"draw\":\"1\",\"metric\":\"score\",\"score\":1,\"keys\":{}}\n"
              "{\"task\":\"t\",\"run\":\"r\",\"item\":\"2\",\"draw\":\"7\",\"metric\":\"acc\",\"score\":null,"
              "\"keys\":{\"passage\":\"p\xef\xbf\xbd \\\"1\\\"\"}}\n"
              "{\"task\":\"t\",\"run\":\"r\",\"item\":\"3\",\"draw\":\"1\",\"metric\":\"score\",\"score\":\"-Infinity\","
              "\"keys\":{}}\n");
    size_t length = strlen(lines);
    free(lines);
    if (truncate(journal, (off_t)length - 10) != 0)
        exit(1);
    session = open_session(NULL, journal);
    passes("a line that was cut off is a problem", strncmp(problem(session, "", text), "3: 1 x ", 7) == 0, "%s", text);
    push(session, begin(session, "t", "r"), "4", NULL, NULL, 0, NULL);
    passes("and two samples are there", reports(session, "csv", "score,t,score,r,,2,"), "%s", "");
    whisker_session_close(session);
    session = open_session(NULL, journal);
    passes("what follows is on a line of its own", reports(session, "csv", "score,t,score,r,,2,"), "%s", "");
    same_count("one line is still no sample", whisker_session_problems(session), 1);
    whisker_session_close(session);
    free(journal);
}

static void only_a_part(void)
{
    static const char *const parts[] = {"", "{", "{\"task\":\"t\",\"ru"};
    char *journal = scratch_path("part.jsonl");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        write_file(journal, parts[i]);
        whisker_session *session = open_session(NULL, journal);
        same_count("a journal without a whole line", whisker_session_problems(session), parts[i][0] != '\0');
        push(session, begin(session, "t", "r"), "4", NULL, NULL, 0, NULL);
        whisker_session_close(session);
        session = open_session(NULL, journal);
        passes("begins", reports(session, "json", "\"n_items\": 1"), "%s", "");
        whisker_session_close(session);
    }
    free(journal);
}

/* ---- a disk that is full ---- */

static void full_disk(void)
{
    char *journal = scratch_path("full.jsonl");
    whisker_session *session = open_session(NULL, journal);
    int64_t run = begin(session, "t", "r");
    struct rlimit before, small;
    whisker_error error = {.line = 0};
    whisker_sample sample = {.size = sizeof sample, .item = "2", .score = 1};
    push(session, run, "1", NULL, NULL, 0, NULL);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 100; /* a line and a part of the next */
    setrlimit(RLIMIT_FSIZE, &small);
    same_count("a line that does not fit", whisker_session_push(session, run, &sample, &error), WHISKER_CANNOT_READ);
    passes("is told", strstr(error.text, "full.jsonl cannot be written: ") != NULL, "%s", error.text);
    passes("and its sample is kept", reports(session, "json", "\"n_items\": 2"), "%s", "");
    setrlimit(RLIMIT_FSIZE, &before);
    same_count("the next one fits again", push(session, run, "3", NULL, NULL, 0, NULL), WHISKER_OK);
    whisker_session_close(session);
    session = open_session(NULL, journal);
    passes("and is read", reports(session, "json", "\"n_items\": 2"), "%s", "");
    whisker_session_close(session);
    free(journal);
}

/* ---- by the config ---- */

static void by_config(void)
{
    char *journal = scratch_path("config.jsonl"), *other = scratch_path("other.jsonl"), source[300];
    snprintf(source, sizeof source, "return { journal = '%s' }", journal);
    whisker_session *session = open_session(source, NULL);
    push(session, begin(session, "t", "r"), "1", NULL, NULL, 0, NULL);
    whisker_session_close(session);
    same_count("the config names a journal", count_lines(journal), 1);
    session = open_session(source, other);
    push(session, begin(session, "t", "r"), "1", NULL, NULL, 0, NULL);
    whisker_session_close(session);
    same_count("the host names another", count_lines(journal) * 10 + count_lines(other), 11);
    free(journal);
    free(other);
}

int main(int count, char **arguments)
{
    if (count != 2)
        return 2;
    killed(arguments[1]);
    cut_off();
    only_a_part();
    full_disk();
    by_config();
    return tap_end();
}
