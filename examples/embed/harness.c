/* A harness in a hundred lines: a benchmark in arithmetic, two models, and Whisker watching.
 *
 *   cc harness.c $(pkg-config --cflags --libs whisker-plugin) -o harness && ./harness session.lua
 */
#include "whisker_plugin.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { FAMILIES = 400, WAYS = 5, LOOK_EVERY = 20 };

/* ---- the benchmark: the same two numbers, asked in five ways ---- */

static const char *const ways[WAYS] = {"a + b", "b + a", "a - b", "b - a", "a * b"};

static unsigned hash(unsigned x)
{
    x = (x ^ x >> 16) * 0x45d9f3bu;
    x = (x ^ x >> 16) * 0x45d9f3bu;
    return x ^ x >> 16;
}

static long answer(int family, int way)
{
    long a = 10 + hash(2u * (unsigned)family + 1) % 90, b = 10 + hash(2u * (unsigned)family + 2) % 90;
    const long answers[WAYS] = {a + b, b + a, a - b, b - a, a * b};
    return answers[way];
}

/* ---- the models: right more or less often, and alike in what they find hard ---- */

static long ask(int model, int family, int way)
{
    unsigned numbers = hash(1000003u * (unsigned)family) % 100; /* hard for either model in all five ways */
    unsigned chance = hash(31u * (unsigned)(family * WAYS + way) + 7u * (unsigned)model) % 100;
    int is_right = numbers < (model ? 75u : 60u) ? chance < 95 : chance < 20;
    return answer(family, way) + !is_right;
}

/* ---- pushing ---- */

static void must(int32_t status, const whisker_error *error)
{
    if (status == WHISKER_OK)
        return;
    fprintf(stderr, "harness: %s\n", error->text);
    exit(1);
}

static void score(whisker_session *session, int64_t run, int model, int family, int way)
{
    char item[32], numbers[16];
    const char *name = "numbers", *value = numbers;
    whisker_error error;
    snprintf(item, sizeof item, "%d: %s", family, ways[way]);
    snprintf(numbers, sizeof numbers, "%d", family);
    whisker_sample sample = {.size = sizeof sample, .n_keys = 1, .item = item, .metric = "exact_match",
                             .score = ask(model, family, way) == answer(family, way),
                             .key_names = &name, .key_values = &value};
    must(whisker_session_push(session, run, &sample, &error), &error);
}

/* ---- showing: the interval that holds however often one looks ---- */

static void draw(double low, double value, double high)
{
    for (int column = 0; column <= 40; column++) {
        double at = 0.3 + 0.015 * column, half = 0.0075;
        int is_in = at + half >= low && at - half <= high;
        fputs(fabs(at - value) <= half ? "*" : is_in ? "-" : " ", stdout);
    }
}

static int look(whisker_session *session, int64_t run, const char *name)
{
    whisker_error error;
    whisker_progress seen = {.size = sizeof seen, .fixed.size = sizeof seen.fixed};
    must(whisker_session_progress(session, run, NULL, &seen, &error), &error);
    printf("%5lld  %-6s %5.1f%% |", (long long)seen.n_draws, name, 100 * seen.fixed.value);
    draw(seen.anytime_lower, seen.fixed.value, seen.anytime_upper);
    printf("|");
    if (seen.n_paired > 0)
        printf(" %+5.1f (%+.1f to %+.1f)", 100 * seen.difference, 100 * seen.difference_anytime_lower,
               100 * seen.difference_anytime_upper);
    printf("\n");
    return seen.should_stop;
}

int main(int count, char **arguments)
{
    whisker_session_options options = {.size = sizeof options, .config_path = count > 1 ? arguments[1] : "session.lua"};
    whisker_session *session;
    whisker_error error;
    int64_t small, large;
    const char *report;
    int stop = 0;
    must(whisker_session_open(&options, &session, &error), &error);
    must(whisker_session_begin(session, "arithmetic", "small", NULL, &small, &error), &error);
    must(whisker_session_begin(session, "arithmetic", "large", NULL, &large, &error), &error);
    printf("asked  model   score 30%%%33s90%%  large - small\n", "");
    for (int family = 0; family < FAMILIES && !stop; family++) {
        for (int way = 0; way < WAYS; way++) {
            score(session, small, 0, family, way);
            score(session, large, 1, family, way);
        }
        if (family % LOOK_EVERY == LOOK_EVERY - 1) {
            look(session, small, "small");
            stop = look(session, large, "large");
        }
    }
    printf(stop ? "Told apart: the rest need not be asked.\n\n" : "\n");
    must(whisker_session_finish(session, NULL, &error), &error);
    must(whisker_session_report(session, "terminal", 80, &report, NULL, &error), &error);
    fputs(report, stdout);
    whisker_session_close(session);
    return 0;
}
