/* What is known while a run is going: the estimate is that of a report, the interval that holds at every look is that of
 * the core's sequences over the items in the order in which they came, and the stopping rule stands on it alone. */
#include "host.h"
#include "tap.h"

#include <math.h>

static char text[1000];

static whisker_progress look(whisker_session *session, int64_t run, const char *metric)
{
    whisker_progress progress = {.size = sizeof progress, .fixed.size = sizeof progress.fixed};
    whisker_error error = {.line = 0};
    int32_t status = whisker_session_progress(session, run, metric, &progress, &error);
    if (status != WHISKER_OK)
        passes("progress", 0, "status %d: %s", (int)status, error.text);
    return progress;
}

static int same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void same_number(const char *name, double found, double expected)
{
    passes(name, same(found, expected), "found %.17g, expected %.17g", found, expected);
}

static whisker_sequence *sequence(double low, double high, double level)
{
    whisker_sequence_options options = {.size = sizeof options, .low = low, .high = high, .level = level};
    whisker_sequence *made;
    if (whisker_sequence_new(NULL, &options, &made, NULL) != WHISKER_OK)
        exit(1);
    return made;
}

static whisker_sequence_state state_of(const whisker_sequence *sequence)
{
    whisker_sequence_state state = {.size = sizeof state};
    whisker_sequence_interval(sequence, &state, NULL);
    return state;
}

static const char *item_name(int i)
{
    static char name[2][16];
    static int turn;
    turn = !turn;
    snprintf(name[turn], sizeof name[turn], "q%d", i);
    return name[turn];
}

/* ---- the estimate ---- */

static void same_estimate(const whisker_estimate *found, const whisker_estimate *expected)
{
    same_number("value", found->value, expected->value);
    same_number("standard error", found->standard_error, expected->standard_error);
    same_number("lower", found->lower, expected->lower);
    same_number("upper", found->upper, expected->upper);
    same_number("level", found->level, expected->level);
    same_number("df", found->df, expected->df);
    same_number("p", found->p, expected->p);
    same_number("standard error of independent items", found->se_clt, expected->se_clt);
    same_number("icc", found->icc, expected->icc);
    same_number("design effect", found->design_effect, expected->design_effect);
    same_number("effective n", found->effective_n, expected->effective_n);
    same_number("largest share", found->largest_share, expected->largest_share);
    same_count("items", found->n_items, expected->n_items);
    same_count("missing", found->n_missing, expected->n_missing);
    same_count("clusters", found->n_clusters, expected->n_clusters);
    same_count("notes", found->notes, expected->notes);
    same_count("variance", found->variance, expected->variance);
    same_count("interval", found->interval, expected->interval);
}

static void estimates(const char *config, int is_clustered)
{
    enum { N = 60 };
    double scores[N];
    int32_t clusters[N];
    uint64_t random = 11;
    whisker_session *session = open_session(config, NULL);
    int64_t run = begin(session, "t", "r");
    for (int i = 0; i < N; i++) {
        char passage[8];
        clusters[i] = i * i / 200;
        snprintf(passage, sizeof passage, "p%d", (int)clusters[i]);
        scores[i] = i % 17 == 3 ? NAN : chance(&random) < 0.7 - 0.02 * clusters[i];
        push(session, run, item_name(i), NULL, "acc", scores[i], passage);
        push(session, run, item_name(i), NULL, "other", 0.5, passage);
    }
    whisker_items items = {.size = sizeof items, .n = N, .n_keys = is_clustered, .cluster = clusters};
    whisker_mean_options options = {.size = sizeof options, .level = 0.9};
    whisker_estimate expected = {.size = sizeof expected};
    whisker_mean(&items, scores, &options, NULL, &expected, NULL);
    whisker_progress found = look(session, run, NULL);
    same_count("draws", found.n_draws, expected.n_items);
    same_estimate(&found.fixed, &expected);
    same_number("the other metric", look(session, run, "other").fixed.value, 0.5);
    whisker_session_close(session);
}

/* ---- the interval that holds at every look ---- */

static void anytime_items(void)
{
    uint64_t random = 5;
    whisker_session *session = open_session("return { level = 0.9 }", NULL);
    whisker_sequence *expected = sequence(0, 1, 0.9);
    int64_t run = begin(session, "t", "r"), other = begin(session, "u", "r");
    for (int i = 0; i < 80; i++) {
        double score = chance(&random) < 0.8;
        push(session, run, item_name(i), "1", NULL, score, NULL);
        push(session, run, item_name(i), "2", NULL, 1 - score, NULL); /* a second draw is no second observation */
        push(session, run, item_name(i / 2), "1", NULL, 0.5, NULL);   /* nor is one pushed again */
        push(session, run, item_name(200 + i), NULL, NULL, NAN, NULL);
        push(session, other, item_name(i), NULL, NULL, 0, NULL);
        whisker_sequence_add(expected, score, NULL);
        if (i % 7 == 0) /* however often one looks */
            look(session, run, NULL);
    }
    whisker_progress found = look(session, run, NULL);
    same_number("lower", found.anytime_lower, state_of(expected).lower);
    same_number("upper", found.anytime_upper, state_of(expected).upper);
    same_number("no baseline, no difference", found.difference_anytime_lower, NAN);
    same_count("and no pair", found.n_paired, 0);
    whisker_sequence_free(expected);
    whisker_session_close(session);
}

static void anytime_differences(void)
{
    uint64_t random = 6;
    whisker_session *session = open_session("return { pair = { baseline = 'old' }, runs = { rename = { o = 'old' } },"
                                            " estimate = { range = { 0, 2 } } }", NULL);
    whisker_sequence *expected = sequence(-2, 2, 0);
    int64_t new = begin(session, "t", "n"), old = begin(session, "t", "o"), third = begin(session, "t", "x");
    double scores[100];
    for (int i = 0; i < 100; i++)
        push(session, old, item_name(i), NULL, NULL, scores[i] = 2 * (chance(&random) < 0.5), NULL);
    push(session, third, item_name(3), NULL, NULL, 1, NULL);
    for (int i = 99; i >= 0; i -= 2) {
        double score = scores[i] > 0 || chance(&random) < 0.7 ? 2 : 0;
        push(session, new, item_name(i), NULL, NULL, score, NULL);
        whisker_sequence_add(expected, score - scores[i], NULL);
    }
    whisker_progress found = look(session, new, NULL);
    same_number("lower", found.difference_anytime_lower, state_of(expected).lower);
    same_number("upper", found.difference_anytime_upper, state_of(expected).upper);
    same_count("pairs", found.n_paired, 50);
    passes("the difference is new less old", fabs(found.difference - state_of(expected).value) < 1e-12, "%g",
           found.difference);
    passes("with its standard error", found.difference_standard_error > 0, "%g", found.difference_standard_error);
    whisker_progress of_baseline = look(session, old, NULL);
    same_number("the baseline has no baseline", of_baseline.difference, NAN);
    whisker_sequence_free(expected);
    whisker_session_close(session);
}

/* A cluster is one observation: its mean, when an item of another cluster comes, or its run ends. */
static void anytime_clusters(const char *config)
{
    static const struct { const char *passage; double score; } samples[] = {
        {"a", 1}, {"a", 0}, {"b", 1}, {"b", 1}, {"b", 0}, {"a", 1} /* a is closed */, {NULL, 0}, {NULL, 1}, {"c", 0},
        {"b", 0}, {"c", 1},
    };
    static const double observed[] = {0.5, 2.0 / 3, 0, 1};
    whisker_session *session = open_session(config, NULL);
    whisker_sequence *expected = sequence(0, 1, 0);
    int64_t run = begin(session, "t", "r");
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        push(session, run, item_name((int)i), NULL, NULL, samples[i].score, samples[i].passage);
    whisker_sequence_add_many(expected, 4, observed, NULL);
    same_number("lower", look(session, run, NULL).anytime_lower, state_of(expected).lower);
    same_number("upper", look(session, run, NULL).anytime_upper, state_of(expected).upper);
    whisker_session_end(session, run, NULL);
    whisker_sequence_add(expected, 0.5, NULL);
    same_number("lower at the end", look(session, run, NULL).anytime_lower, state_of(expected).lower);
    same_number("upper at the end", look(session, run, NULL).anytime_upper, state_of(expected).upper);
    same_text("no problem", problem(session, "", text), "");
    whisker_sequence_free(expected);
    whisker_session_close(session);
}

static void unwatchable(void)
{
    whisker_session *session = open_session("return { stop = { half_width = 0.4 } }", NULL);
    int64_t run = begin(session, "t", "r");
    for (int i = 0; i < 50; i++)
        push(session, run, item_name(i), NULL, NULL, i % 3, NULL);
    whisker_progress found = look(session, run, NULL);
    passes("scores outside the range", isnan(found.anytime_lower) && isnan(found.anytime_upper) && !found.should_stop,
           "%g to %g", found.anytime_lower, found.anytime_upper);
    passes("are told", strstr(problem(session, "outside", text), "declares estimate = { range = { low, high } }") != NULL,
           "%s", text);
    whisker_session_close(session);
    session = open_session("return { cluster = { 'passage', 'passage' }, stop = { half_width = 0.4 } }", NULL);
    run = begin(session, "t", "r");
    for (int i = 0; i < 50; i++)
        push(session, run, item_name(i), NULL, NULL, i % 2, i % 3 ? "a" : "b");
    found = look(session, run, NULL);
    passes("two keys at once", isnan(found.anytime_lower) && !found.should_stop, "%g", found.anytime_lower);
    passes("are told", strstr(problem(session, "two cluster keys", text), "at every look") != NULL, "%s", text);
    whisker_session_close(session);
}

/* Whoever opens the journal again sees what was seen before. */
static void reopened(void)
{
    char *journal = scratch_path("progress.jsonl");
    whisker_session *session = open_session("return { cluster = 'passage' }", journal);
    int64_t run = begin(session, "t", "r");
    uint64_t random = 4;
    for (int i = 0; i < 100; i++)
        push(session, run, item_name(i), NULL, NULL, chance(&random) < 0.7, i % 40 < 20 ? "a" : item_name(i / 4));
    whisker_progress before = look(session, run, NULL);
    whisker_session_close(session);
    session = open_session("return { cluster = 'passage' }", journal);
    whisker_progress after = look(session, begin(session, "t", "r"), NULL);
    passes("the same progress after a journal is opened again", memcmp(&before, &after, sizeof before) == 0, "%g %g",
           after.anytime_lower, before.anytime_lower);
    whisker_session_close(session);
    free(journal);
}

/* Items that the other run has already are not asked yet: neither failed nor a reason to stop. */
static void not_asked_yet(void)
{
    whisker_session *session = open_session("return { missing = 'zero' }", NULL);
    int64_t done = begin(session, "t", "done"), going = begin(session, "t", "going");
    for (int i = 0; i < 10; i++)
        push(session, done, item_name(i), NULL, NULL, 1, NULL);
    push(session, going, item_name(0), NULL, NULL, 1, NULL);
    same_number("what is not asked yet is not wrong", look(session, going, NULL).fixed.value, 1);
    whisker_session_close(session);
}

/* ---- the stopping rule ---- */

static void half_width(void)
{
    uint64_t random = 9;
    whisker_session *session = open_session("return { stop = { half_width = 0.1, metric = 'acc', min_items = 20 } }", NULL);
    whisker_sequence *expected = sequence(0, 1, 0);
    int64_t run = begin(session, "t", "r");
    int stopped = -1, narrow = -1;
    for (int i = 0; i < 400; i++) {
        double score = chance(&random) < 0.9;
        push(session, run, item_name(i), NULL, "f1", 0.5, NULL);
        push(session, run, item_name(i), NULL, "acc", score, NULL);
        whisker_sequence_add(expected, score, NULL);
        whisker_sequence_state state = state_of(expected);
        if (narrow < 0 && i >= 19 && (state.upper - state.lower) / 2 <= 0.1)
            narrow = i;
        if (stopped < 0 && look(session, run, NULL).should_stop) /* asked for f1, which comes first */
            stopped = i;
    }
    passes("it fires", narrow > 20 && narrow < 399, "%d", narrow);
    same_count("when the interval is narrow enough, and not before", stopped, narrow);
    snprintf(text, sizeof text, "r of t: the stopping rule fired at %d items, when the interval of acc that holds at every "
             "look was ", narrow + 1);
    passes("and the report says so", reports(session, "json", text), "%s", "");
    whisker_sequence_free(expected);
    whisker_session_close(session);
}

/* Two runs over items; differences by chance, with this mean. The number of items at which the rule fired, 0: never. */
static int stops_after(const char *config, uint64_t *random, double mean, int n_items)
{
    whisker_session *session = open_session(config, NULL);
    int64_t new = begin(session, "t", "new"), old = begin(session, "t", "old");
    int stopped = 0;
    for (int i = 0; i < n_items && stopped == 0; i++) {
        double luck = chance(random);
        push(session, old, item_name(i), NULL, NULL, luck < 0.5 || luck > 0.8, NULL);
        push(session, new, item_name(i), NULL, NULL, luck < 0.5 || chance(random) < 0.4 + 2 * mean, NULL);
        if (i % 10 == 9 && look(session, new, NULL).should_stop)
            stopped = i + 1;
    }
    whisker_session_close(session);
    return stopped;
}

static void baseline(void)
{
    uint64_t random = 3;
    int stopped = stops_after("return { stop = { baseline = 'old' } }", &random, 0.25, 2000);
    passes("a clear difference ends a run early", stopped > 0 && stopped < 1000, "%d", stopped);
    stopped = stops_after("return { stop = { baseline = 'old', margin = 0.3 } }", &random, 0, 2000);
    passes("so does none, within a margin", stopped > 0 && stopped < 1000, "%d", stopped);
    stopped = stops_after("return { stop = { baseline = 'old', min_items = 1500 } }", &random, 0.25, 2000);
    same_count("but not before the least number of items", stopped, 1500);
    stopped = stops_after("return {}", &random, 0.25, 500);
    same_count("without a rule nothing stops", stopped, 0);
}

/* The promise: two runs that are equally good are told apart, at any of 20 looks, in at most one run in ten. Looking at
 * the interval of fixed n instead would do it far more often, which is why the rule does not. */
static void error_rate(void)
{
    enum { RUNS = 300, ITEMS = 200 };
    uint64_t random = 2026;
    int by_rule = 0, by_fixed = 0;
    for (int run = 0; run < RUNS; run++) {
        whisker_session *session = open_session("return { stop = { baseline = 'old' }, level = 0.9 }", NULL);
        int64_t new = begin(session, "t", "new"), old = begin(session, "t", "old");
        int rule = 0, fixed = 0;
        for (int i = 0; i < ITEMS; i++) {
            push(session, old, item_name(i), NULL, NULL, chance(&random) < 0.6, NULL);
            push(session, new, item_name(i), NULL, NULL, chance(&random) < 0.6, NULL);
            if (i % 10 != 9)
                continue;
            whisker_progress found = look(session, new, NULL);
            rule = rule || found.should_stop;
            fixed = fixed || fabs(found.difference) > 1.645 * found.difference_standard_error;
        }
        by_rule += rule;
        by_fixed += fixed;
        whisker_session_close(session);
    }
    printf("# told apart, of %d pairs of equal runs: %d by the rule, %d by looking at intervals of fixed n\n", RUNS, by_rule,
           by_fixed);
    passes("the rule errs in at most one run in ten", by_rule <= RUNS / 10, "%d of %d", by_rule, RUNS);
    passes("looking at intervals of fixed n errs in more than three", by_fixed > 3 * RUNS / 10, "%d of %d", by_fixed, RUNS);
}

/* ---- refusals ---- */

static void refusals(void)
{
    whisker_error error;
    whisker_progress progress = {.size = sizeof progress};
    whisker_session *session = open_session(NULL, NULL);
    int64_t run = begin(session, "t", "r");
    same_count("fixed.size that was not set", whisker_session_progress(session, run, NULL, &progress, &error),
               WHISKER_BAD_ARGUMENT);
    progress.fixed.size = sizeof progress.fixed;
    same_count("no samples yet", whisker_session_progress(session, run, NULL, &progress, &error), WHISKER_NO_DATA);
    same_text("is said", error.text, "r has no samples yet");
    push(session, run, "1", NULL, "acc", NAN, NULL);
    same_count("no score yet", whisker_session_progress(session, run, NULL, &progress, &error), WHISKER_NO_DATA);
    same_count("a metric that nobody pushed", whisker_session_progress(session, run, "f1", &progress, &error),
               WHISKER_NO_DATA);
    same_text("is named", error.text, "r has no samples of f1 yet");
    push(session, run, "1", NULL, "acc", 1, NULL);
    whisker_progress found = look(session, run, NULL);
    passes("one item has no standard error",
           isnan(found.fixed.standard_error) && found.fixed.notes & WHISKER_NOTE_ONE_ITEM, "%g %u",
           found.fixed.standard_error, found.fixed.notes);
    whisker_session_close(session);
}

int main(void)
{
    estimates("return { level = 0.9 }", 0);
    estimates("return { level = 0.9, cluster = 'passage' }", 1);
    anytime_items();
    anytime_differences();
    anytime_clusters("return { cluster = 'passage' }");
    anytime_clusters("return { cluster = function(item) return item.passage or false end }");
    unwatchable();
    reopened();
    not_asked_yet();
    half_width();
    baseline();
    error_rate();
    refusals();
    return tap_end();
}
