/* What a push takes and what it refuses, typed and as JSON. */
#include "host.h"
#include "tap.h"

#include <math.h>

static whisker_error error;

static int32_t push_json(whisker_session *session, int64_t run, const char *json)
{
    return whisker_session_push_json(session, run, json, strlen(json), &error);
}

static void again(void)
{
    char text[1000];
    whisker_session *session = open_session(NULL, NULL);
    int64_t run = begin(session, "t", "r");
    push(session, run, "1", NULL, NULL, 0, NULL);
    push(session, run, "2", NULL, NULL, 0, NULL);
    same_text("nothing was pushed twice yet", problem(session, "again", text), "");
    push(session, run, "1", "1", "score", 1, NULL);
    push(session, run, "1", NULL, "", 1, NULL);
    same_count("two draws in the report, the last one counts",
               reports(session, "json", "\"n_items\": 2,\n      \"n_draws\": 2") &&
               reports(session, "json", "\"estimate\": 0.5"), 1);
    same_text("and the others are counted", problem(session, "again", text),
              "0: 2 x a draw was pushed again; the last one counts");
    passes("in the report too", reports(session, "json", "2 rows replaced by a later row of the same run, item and draw"),
           "%s", "");
    push(session, run, "1", "2", NULL, 0, NULL);
    passes("another draw is another draw", reports(session, "json", "\"n_draws\": 3") &&
           reports(session, "json", "\"estimate\": 0.25"), "%s", "");
    whisker_session_close(session);
}

static void resumed(void)
{
    whisker_session *session = open_session(NULL, NULL);
    int64_t a = begin(session, "t", "a"), b = begin(session, "t", "b");
    passes("runs have ids of their own", a != b && begin(session, "u", "a") != a, "%s", "");
    same_count("a run that begins again is the same", begin(session, "t", "a"), a);
    same_count("it ends", whisker_session_end(session, a, &error), WHISKER_OK);
    same_count("and still takes samples", push(session, a, "1", NULL, NULL, 1, NULL), WHISKER_OK);
    same_count("no run has this id", whisker_session_end(session, 3, &error), WHISKER_BAD_ARGUMENT);
    same_count("nor this one", push(session, -1, "1", NULL, NULL, 1, NULL), WHISKER_BAD_ARGUMENT);
    whisker_session_close(session);
}

static void unscored(void)
{
    whisker_session *session = open_session(NULL, NULL);
    int64_t run = begin(session, "t", "r");
    push(session, run, "1", NULL, NULL, NAN, NULL);
    push(session, run, "2", NULL, NULL, 1, NULL);
    push(session, run, "3", NULL, NULL, 0, NULL);
    push(session, run, "4", NULL, NULL, INFINITY, NULL);
    passes("what could not be scored is missing, never 0",
           reports(session, "json", "\"n_items\": 2") && reports(session, "json", "\"n_missing\": 2") &&
           reports(session, "json", "\"estimate\": 0.5"), "%s", "");
    whisker_session_close(session);
}

static void refused(void)
{
    const char *names[] = {"passage", NULL}, *values[] = {"p1", "p2"};
    whisker_session *session = open_session(NULL, NULL);
    int64_t run = begin(session, "t", "r");
    whisker_sample sample = {.size = sizeof sample, .score = 1};
    same_count("no item", whisker_session_push(session, run, &sample, &error), WHISKER_BAD_ARGUMENT);
    same_text("is said", error.text, "a sample needs the id of its item");
    sample.item = "";
    same_count("nor one without a name", whisker_session_push(session, run, &sample, &error), WHISKER_BAD_ARGUMENT);
    sample.item = "1";
    sample.n_keys = 1;
    same_count("keys without names", whisker_session_push(session, run, &sample, &error), WHISKER_BAD_ARGUMENT);
    sample.key_names = names;
    sample.key_values = values;
    sample.n_keys = 2;
    same_count("a key without a name", whisker_session_push(session, run, &sample, &error), WHISKER_BAD_ARGUMENT);
    sample.n_keys = 1;
    static const char *const roles[] = {"task", "run", "item", "draw", "variant", "score:", "score:acc", "weight:", ""};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        names[0] = roles[i];
        same_count("a key called like a role", whisker_session_push(session, run, &sample, &error), WHISKER_BAD_ARGUMENT);
    }
    sample.size = 0;
    same_count("a size that was not set", whisker_session_push(session, run, &sample, &error), WHISKER_BAD_ARGUMENT);
    const char *text;
    same_count("no part of them was kept", whisker_session_report(session, "json", 0, &text, NULL, &error),
               WHISKER_NO_DATA);
    same_text("so there is nothing to report", error.text, "no samples were pushed");
    names[0] = "passage";
    values[0] = NULL;
    sample.size = sizeof sample;
    same_count("a key without a value is none", whisker_session_push(session, run, &sample, &error), WHISKER_OK);
    whisker_session_close(session);
}

static void begins(void)
{
    int64_t id;
    whisker_session *session = open_session(NULL, NULL);
    same_count("a run without a name", whisker_session_begin(session, "t", "", NULL, &id, &error), WHISKER_BAD_ARGUMENT);
    same_count("metadata that are no object", whisker_session_begin(session, "t", "r", "[1]", &id, &error),
               WHISKER_MALFORMED);
    same_count("metadata that are no JSON", whisker_session_begin(session, "t", "r", "{\"a\":", &id, &error),
               WHISKER_MALFORMED);
    same_count("metadata", whisker_session_begin(session, "t", "r", " {\"a\":{\"b\":1}}", &id, &error), WHISKER_OK);
    same_count("empty metadata", whisker_session_begin(session, "t", "r", "{}", &id, &error), WHISKER_OK);
    whisker_session_close(session);
}

/* The same samples, typed and as JSON, give the same report. */
static void json(void)
{
    whisker_session *typed = open_session("return { cluster = 'passage' }", NULL);
    whisker_session *text = open_session("return { cluster = 'passage' }", NULL);
    int64_t a = begin(typed, "t", "r"), b = begin(text, "t", "r");
    push(typed, a, "9007199254740993", "1", "acc", 1, "p 1");
    push(typed, a, "9007199254740993", "1", "f1", 0.25, "p 1");
    push(typed, a, "2", "2", "acc", NAN, "p 1");
    push(typed, a, "2", "1", "acc", 0, "p 1");
    push(typed, a, "3", "1", "acc", 1, "p 2");
    push(typed, a, "3", "1", "score", 0.5, NULL);
    same_count("scores", push_json(text, b, "{\"item\":9007199254740993,\"scores\":{\"acc\":true,\"f1\":\"0.25\"},"
                                            "\"keys\":{\"passage\":\"p 1\"},\"answer\":[1,{}]}"), WHISKER_OK);
    same_count("no score", push_json(text, b, "{\"item\":\"2\",\"draw\":2,\"metric\":\"acc\",\"score\":NaN,"
                                              "\"keys\":{\"passage\":\"p 1\"}}"), WHISKER_OK);
    same_count("a score", push_json(text, b, "{\"score\":0,\"metric\":\"acc\",\"item\":\"2\",\"draw\":\"1\","
                                             "\"keys\":{\"passage\":\"p 1\"}}"), WHISKER_OK);
    same_count("a draw without a name", push_json(text, b, " {\"item\":\"3\",\"scores\":{\"acc\":1},"
                                                           "\"keys\":{\"passage\":\"p 2\"}}\n"), WHISKER_OK);
    same_count("a metric without a name", push_json(text, b, "{\"item\":\"3\",\"score\":5e-1}"), WHISKER_OK);
    char *from_typed = report_without_inputs(typed), *from_text = report_without_inputs(text);
    same_text("JSON means what the call means", from_text, from_typed);
    free(from_typed);
    free(from_text);
    whisker_session_close(typed);
    whisker_session_close(text);
}

static void malformed(void)
{
    whisker_session *session = open_session(NULL, NULL);
    int64_t run = begin(session, "t", "r");
    static const char *const texts[] = {
        "", "  ", "[]", "3", "{", "{\"item\":\"1\"", "{\"item\":\"1\",\"score\":1} x",
        "{\"item\":\"1\",\"score\":\"C\"}", "{\"item\":\"1\",\"scores\":{\"acc\":\"good\"}}",
        "{\"item\":\"1\",\"score\":1,\"keys\":{\"a\":[1]}}", "{\"item\":{\"id\":1},\"score\":1}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        same_count(texts[i], push_json(session, run, texts[i]), WHISKER_MALFORMED);
    same_count("a sample without an item", push_json(session, run, "{\"score\":1}"), WHISKER_BAD_ARGUMENT);
    same_count("nothing was kept", whisker_session_report(session, "json", 0, &(const char *){NULL}, NULL, NULL),
               WHISKER_NO_DATA);
    whisker_session_close(session);
}

int main(void)
{
    again();
    resumed();
    unscored();
    refused();
    begins();
    json();
    malformed();
    return tap_end();
}
