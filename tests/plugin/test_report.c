/* test_report WHISKER: what a session reports is what the program reports of the same samples in a file, byte for byte
 * but for the inputs; whatever the order in which they were pushed. */
#include "host.h"
#include "tap.h"

#include <math.h>

enum { N_TASKS = 2, N_RUNS = 3, N_ITEMS = 60, N_DRAWS = 2, N_ROWS = N_TASKS * N_RUNS * N_ITEMS * N_DRAWS };

static const char *const tasks[] = {"algebra", "reading"}, *const runs[] = {"zeta", "alpha", "beta 2"};

typedef struct row {
    int task, run, item, draw;
    double acc, f1; /* NaN: not scored */
} row;

static row rows[N_ROWS];

static void make_rows(void)
{
    uint64_t state = 7;
    row *row = rows;
    for (int task = 0; task < N_TASKS; task++)
        for (int run = 0; run < N_RUNS; run++)
            for (int item = 0; item < N_ITEMS; item++)
                for (int draw = 0; draw < N_DRAWS; draw++, row++) {
                    double easy = chance(&state) < 0.3 + 0.1 * run + 0.3 * (item / 5 % 3 == 0);
                    double f1 = floor(1000 * chance(&state)) / 1000;
                    *row = (struct row){task, run, item, draw, chance(&state) < 0.05 ? NAN : easy, f1};
                }
}

static void shuffle(uint64_t seed)
{
    for (int i = N_ROWS - 1; i > 0; i--) {
        int j = (int)(chance(&seed) * (i + 1));
        row other = rows[i];
        rows[i] = rows[j];
        rows[j] = other;
    }
}

/* ---- as a file ---- */

static void write_rows(const char *path)
{
    FILE *file = fopen(path, "w");
    fprintf(file, "task,run,item,draw,passage,acc,f1\n");
    for (const row *row = rows; row < rows + N_ROWS; row++) {
        fprintf(file, "%s,%s,q%d,%d,p%d,", tasks[row->task], runs[row->run], row->item, row->draw, row->item / 5);
        if (isnan(row->acc))
            fprintf(file, ",%.3f\n", row->f1);
        else
            fprintf(file, "%.0f,%.3f\n", row->acc, row->f1);
    }
    fclose(file);
}

static const char settings[] = "cluster = 'passage', pair = { baseline = 'alpha' }, level = 0.9,"
                               " runs = { rename = { ['beta 2'] = 'beta' } },"
                               " gate = { baseline = 'alpha', candidate = 'beta', margin = 0.5, metric = 'acc' }";

static char *by_program(const char *program)
{
    char *data = scratch_path("rows.csv"), *config = scratch_path("config.lua"), text[2000];
    write_rows(data);
    snprintf(text, sizeof text, "return { data = { path = 'rows.csv', format = 'csv', fields = { task = 'task', run = 'run',"
             " item = 'item', draw = 'draw', passage = 'passage', score = { acc = 'acc', f1 = 'f1' } } }, %s }", settings);
    write_file(config, text);
    snprintf(text, sizeof text, "'%s' run '%s' --format json", program, config);
    char *json = output_of(text), *rest = after_inputs(json);
    memmove(json, rest, strlen(rest) + 1);
    free(data);
    free(config);
    return json;
}

/* ---- in a session ---- */

static void push_row(whisker_session *session, int64_t ids[N_TASKS][N_RUNS], const row *row)
{
    char item[16], draw[16], passage[16];
    int64_t id = ids[row->task][row->run];
    snprintf(item, sizeof item, "q%d", row->item);
    snprintf(draw, sizeof draw, "%d", row->draw);
    snprintf(passage, sizeof passage, "p%d", row->item / 5);
    push(session, id, item, draw, "acc", row->acc, passage);
    push(session, id, item, draw, "f1", row->f1, passage);
}

static char *by_session(whisker_session *session)
{
    int64_t ids[N_TASKS][N_RUNS];
    for (int task = N_TASKS - 1; task >= 0; task--)
        for (int run = 0; run < N_RUNS; run++)
            ids[task][run] = begin(session, tasks[task], runs[run]);
    for (int i = 0; i < N_ROWS; i++) {
        push_row(session, ids, &rows[i]);
        if (i % 100 == 99) /* runs end and are resumed */
            whisker_session_end(session, ids[0][1], NULL);
        if (i % 100 == 0)
            begin(session, tasks[0], runs[1]);
    }
    return report_without_inputs(session);
}

static void compares(const char *expected)
{
    char config[1000], name[40];
    snprintf(config, sizeof config, "return { %s }", settings);
    for (int order = 0; order < 3; order++) {
        whisker_session *session = open_session(config, NULL);
        char *found = by_session(session);
        snprintf(name, sizeof name, "the program's report, order %d", order);
        same_text(name, found, expected);
        free(found);
        whisker_session_close(session);
        shuffle((uint64_t)order + 1);
    }
}

/* ---- files, gate, provenance ---- */

static void ends(void)
{
    char *markdown = scratch_path("out.md"), *json = scratch_path("out.json"), config[2000], *text;
    int32_t passed = 7;
    whisker_error error = {.line = 0};
    snprintf(config, sizeof config, "return { report = { to = { '%s', '%s' } }, gate = { baseline = 'alpha',"
             " candidate = 'beta 2', margin = %s } }", markdown, json, "0.9");
    whisker_session *session = open_session(config, NULL);
    same_count("a session without samples has nothing to finish",
               whisker_session_finish(session, &passed, &error), WHISKER_NO_DATA);
    free(by_session(session));
    same_count("finish", whisker_session_finish(session, &passed, &error), WHISKER_OK);
    same_count("the gate passes", passed, 1);
    text = read_file(json);
    char *reported = report(session, "json");
    same_text("the file holds the report", text, reported);
    free(reported);
    free(text);
    text = read_file(markdown);
    passes("the other one is Markdown", strstr(text, "## ") != NULL && strstr(text, " samples pushed") != NULL, "%s",
           text);
    free(text);
    whisker_session_close(session);
    free(markdown);
    free(json);
}

static void gates(void)
{
    int32_t passed = 7;
    whisker_session *session = open_session("return { gate = { baseline = 'beta 2', candidate = 'zeta' } }", NULL);
    free(by_session(session));
    same_count("a gate that fails is no error", whisker_session_finish(session, &passed, NULL), WHISKER_OK);
    same_count("and is told", passed, 0);
    whisker_session_close(session);
    session = open_session(NULL, NULL);
    free(by_session(session));
    whisker_session_finish(session, &passed, NULL);
    same_count("no gate", passed, -1);
    whisker_session_close(session);
}

static void refusals(void)
{
    whisker_error error;
    const char *text;
    whisker_session *session = open_session("return { cluster = 'pasage' }", NULL);
    push(session, begin(session, "t", "r"), "1", NULL, NULL, 1, "p1");
    same_count("a field that is none", whisker_session_finish(session, NULL, &error), WHISKER_BAD_OPTION);
    passes("is named", strstr(error.text, "'pasage' is not a field of these samples; did you mean 'passage'?") != NULL,
           "%s", error.text);
    whisker_session_close(session);
    session = open_session("return { report = { to = 'no/such/folder.md' } }", NULL);
    push(session, begin(session, "t", "r"), "1", NULL, NULL, 1, "p1");
    same_count("a file that cannot be written", whisker_session_finish(session, NULL, &error), WHISKER_CANNOT_READ);
    passes("is named", strstr(error.text, "no/such/folder.md") != NULL, "%s", error.text);
    same_count("a format that is none", whisker_session_report(session, "markdwon", 0, &text, NULL, &error),
               WHISKER_BAD_OPTION);
    passes("is named, with the nearest", strstr(error.text, "did you mean 'markdown'?") != NULL, "%s", error.text);
    whisker_session_close(session);
}

int main(int count, char **arguments)
{
    if (count != 2)
        return 2;
    make_rows();
    char *expected = by_program(arguments[1]);
    compares(expected);
    free(expected);
    ends();
    gates();
    refusals();
    return tap_end();
}
