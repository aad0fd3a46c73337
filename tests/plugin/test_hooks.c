/* Hooks edit, drop, fail; none of it stops a session. */
#include "host.h"
#include "tap.h"

static char text[1000];

static void fill(whisker_session *session, int n)
{
    int64_t run;
    whisker_session_begin(session, "t", "r", "{\"temperature\":0.5,\"tags\":[\"a\",\"b\"]}", &run, NULL);
    for (int i = 0; i < n; i++) {
        char item[16];
        snprintf(item, sizeof item, "q%d", i);
        push(session, run, item, NULL, "acc", i % 2, "p1");
    }
}

static void edits(void)
{
    whisker_session *session = open_session(
        "return { cluster = 'family', metrics = 'accuracy', on_sample = function(sample)\n"
        "  sample.score = 1 - sample.score\n"
        "  sample.keys.family = 'f' .. sample.item:sub(2) % 3\n"
        "  sample.keys.number = 3\n"
        "  sample.keys.passage = nil\n"
        "  sample.metric = 'accuracy'\n"
        "  sample.item = sample.item .. sample.metadata.temperature .. sample.metadata['tags[1]']\n"
        "end }", NULL);
    fill(session, 5);
    passes("scores", reports(session, "json", "\"estimate\": 0.6"), "%s", "");
    passes("keys", reports(session, "json", "\"n_clusters\": 3"), "%s", "");
    passes("metrics", reports(session, "json", "\"metric\": \"accuracy\""), "%s", "");
    same_text("no problem", problem(session, "", text), "");
    whisker_session_close(session);
}

static void drops(void)
{
    whisker_session *session = open_session(
        "return { on_sample = function(sample)\n"
        "  if sample.score == 0 then return false, 'a zero' end\n"
        "  if sample.item == 'q1' then return false end\n"
        "end }", NULL);
    fill(session, 8);
    passes("three of eight stay", reports(session, "json", "\"n_items\": 3"), "%s", "");
    same_text("dropped, by reason", problem(session, "a zero", text), "0: 4 x on_sample dropped samples: a zero");
    same_text("or without", problem(session, "no reason", text), "0: 1 x on_sample dropped samples: no reason given");
    whisker_session_close(session);
}

static void fails(void)
{
    whisker_session *session = open_session(
        "return {\n"
        "  on_sample = function(sample)\n"
        "    if sample.item == 'q1' or sample.item == 'q2' then error('what is ' .. 'this') end\n"
        "    if sample.item == 'q3' then sample.score = 'high' end\n"
        "    if sample.item == 'q4' then sample.run = 'other' end\n"
        "    if sample.item == 'q5' then sample.keys.passage = {} end\n"
        "    if sample.item == 'q6' then while true do end end\n"
        "    if sample.item == 'q7' then return nil end\n"
        "    if sample.item == 'q8' then sample.keys = 3 end\n"
        "    if sample.item == 'q9' then sample.item = nil end\n"
        "  end }", NULL);
    fill(session, 10);
    passes("every sample is kept as it was",
           reports(session, "json", "\"n_items\": 10") && reports(session, "json", "\"estimate\": 0.5"), "%s", "");
    same_text("an error, with its line", problem(session, "what is", text), "3: 2 x on_sample: what is this");
    same_text("a score that is none", problem(session, "the score", text),
              "0: 1 x on_sample: the score is a string, not a number");
    same_text("a run cannot be changed", problem(session, "'run'", text), "0: 1 x on_sample: 'run' cannot be changed");
    same_text("a key that is no text", problem(session, "the key", text),
              "0: 1 x on_sample: the key 'passage' is a table, not a text");
    passes("a hook without end", strncmp(problem(session, "stopped: ", text), "7: 1 x on_sample: stopped: ", 27) == 0, "%s",
           text);
    same_text("keys that are none", problem(session, "'keys'", text), "0: 1 x on_sample: 'keys' is no table any more");
    same_text("an item that is none", problem(session, "'item'", text), "0: 1 x on_sample: 'item' is no text any more");
    whisker_session_close(session);
}

static void finishes(void)
{
    char *path = scratch_path("finished.md"), config[1000], *file;
    snprintf(config, sizeof config,
             "return { report = { to = '%s' }, on_finish = function(results, doc)\n"
             "  table.insert(doc.blocks, { kind = 'paragraph', text = 'Seen: ' .. #results.scores .. ' score of '\n"
             "    .. results.runs[1].run .. ' at ' .. results.runs[1].metadata.temperature })\n"
             "  results.notes[1] = 'a note of the hook'\n"
             "end }", path);
    whisker_session *session = open_session(config, NULL);
    fill(session, 4);
    passes("a report before the end is without it", !strstr(file = report(session, "markdown"), "Seen:"), "%s", "");
    free(file);
    same_count("finish", whisker_session_finish(session, NULL, NULL), WHISKER_OK);
    file = read_file(path);
    passes("the document", strstr(file, "Seen: 1 score of r at 0.5") != NULL, "%s", file);
    free(file);
    passes("the results", reports(session, "json", "a note of the hook"), "%s", "");
    passes("the report after the end", reports(session, "terminal", "Seen: 1 score of r at 0.5"), "%s", "");
    fill(session, 5);
    passes("and after more samples, without", !strstr(file = report(session, "markdown"), "Seen:"), "%s", "");
    free(file);
    same_text("no problem but the draws pushed again", problem(session, "hook", text), "");
    whisker_session_close(session);
    free(path);
}

static void finishes_badly(void)
{
    static const char *const configs[] = {
        "return { on_finish = function(results, doc) error('no') end }",
        "return { on_finish = function(results, doc) doc.blocks = 3 end }",
        "return { on_finish = function(results, doc) results.scores = nil results.groups = nil end }",
        "return { on_finish = function(results, doc) doc.blocks[1] = { kind = 'table' } end }",
    };
    for (size_t i = 0; i < sizeof configs / sizeof *configs; i++) {
        whisker_session *session = open_session(configs[i], NULL), *plain = open_session(NULL, NULL);
        fill(session, 4);
        fill(plain, 4);
        same_count("finish all the same", whisker_session_finish(session, NULL, NULL), WHISKER_OK);
        char *found = report_without_inputs(session), *expected = report_without_inputs(plain);
        same_text("with the report as it was", found, expected);
        passes("and a problem", strstr(problem(session, "on_finish", text), "on_finish: ") != NULL, "%s", text);
        free(found);
        free(expected);
        whisker_session_close(session);
        whisker_session_close(plain);
    }
}

static void progresses(void)
{
    whisker_session *session = open_session(
        "local seen = 0\n"
        "return { on_progress = function(progress)\n"
        "  seen = seen + 1\n"
        "  if seen == 2 then error(('%s %s %s %d %g'):format(progress.task, progress.run, progress.metric,\n"
        "    progress.n_items, progress.estimate)) end\n"
        "end }", NULL);
    fill(session, 4);
    whisker_progress progress = {.size = sizeof progress, .fixed.size = sizeof progress.fixed};
    int64_t run = begin(session, "t", "r");
    same_count("progress", whisker_session_progress(session, run, NULL, &progress, NULL), WHISKER_OK);
    same_text("on_progress sees it", problem(session, "", text), "");
    same_count("and again", whisker_session_progress(session, run, NULL, &progress, NULL), WHISKER_OK);
    same_text("its error does no harm", problem(session, "", text), "4: 1 x on_progress: t r acc 4 0.5");
    whisker_session_close(session);
}

int main(void)
{
    edits();
    drops();
    fails();
    finishes();
    finishes_badly();
    progresses();
    return tap_end();
}
