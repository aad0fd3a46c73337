#include "logs.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum { CHOICES = 4, SEED = 20261122 };

/* ---- chance ---- */

/* SplitMix64 (Steele, Lea and Flood 2014). */
static uint64_t next_bits(uint64_t *state)
{
    uint64_t bits = *state += UINT64_C(0x9e3779b97f4a7c15);
    bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
    return bits ^ (bits >> 31);
}

static uint32_t below(uint64_t *state, uint32_t bound)
{
    return (uint32_t)(((next_bits(state) >> 32) * bound) >> 32);
}

static double uniform(uint64_t *state)
{
    return (double)(next_bits(state) >> 11) * 0x1p-53;
}

/* ---- text ---- */

typedef struct sample {
    char text[1 << 16];
    size_t length;
    uint64_t state;
} sample;

#define ADD(sample, ...) \
    ((sample)->length += (size_t)snprintf((sample)->text + (sample)->length, sizeof (sample)->text - (sample)->length, __VA_ARGS__))

/* Words with what real prompts hold between them: line breaks, quotes, accents raw and escaped, formulas, numbers. */
static void add_words(sample *sample, uint32_t count)
{
    static const char *const words[] = {
        "the", "model", "number", "of", "apples", "if", "each", "train", "leaves", "at", "speed", "answer", "is",
        "therefore", "we", "compute", "sum", "total", "remaining", "first", "second", "hours", "per", "day", "cost",
        "dollars", "then", "subtract", "multiply", "by", "twice", "half", "people", "question", "following", "which",
        "option", "correct", "because", "energy", "protein", "river", "history", "treaty", "function", "return",
        "value", "list", "index", "matrix",
    };
    static const struct { uint32_t up_to; const char *text; } rare[] = {
        {30, "\\n"}, {38, "\\\"quoted\\\" "}, {42, "caf\xc3\xa9 "}, {45, "\\u00e9t\\u00e9 "},
        {48, "\\\\frac{1}{2} "}, {50, "\xe2\x89\xa4 "}, {51, "\xf0\x9f\x98\x80 "},
    };
    for (uint32_t i = 0; i < count; i++) {
        uint32_t chance = below(&sample->state, 1000), kind = 0;
        while (kind < sizeof rare / sizeof *rare && chance >= rare[kind].up_to)
            kind++;
        if (kind < sizeof rare / sizeof *rare)
            ADD(sample, "%s", rare[kind].text);
        else if (chance < 120)
            ADD(sample, "%" PRIu32 " ", below(&sample->state, 10000));
        else
            ADD(sample, "%s ", words[below(&sample->state, sizeof words / sizeof *words)]);
    }
}

static void add_hash(sample *sample, const char *name)
{
    ADD(sample, ", \"%s\": \"", name);
    for (int i = 0; i < 4; i++)
        ADD(sample, "%016" PRIx64, next_bits(&sample->state));
    ADD(sample, "\"");
}

static void add_choices(sample *sample)
{
    for (int i = 0; i < CHOICES; i++) {
        ADD(sample, "%s\"", i == 0 ? "[" : ", ");
        add_words(sample, 3);
        ADD(sample, "\"");
    }
    ADD(sample, "]");
}

/* ---- lm-evaluation-harness ---- */

static void add_arguments(sample *sample)
{
    ADD(sample, ", \"arguments\": {");
    for (int i = 0; i < CHOICES; i++) {
        ADD(sample, "%s\"gen_args_%d\": {\"arg_0\": \"", i == 0 ? "" : ", ", i);
        add_words(sample, 15 + below(&sample->state, 80));
        ADD(sample, "\", \"arg_1\": \" %c\"}", 'A' + i);
    }
    ADD(sample, "}");
}

static void add_responses(sample *sample, const double *logprob)
{
    ADD(sample, ", \"resps\": [");
    for (int i = 0; i < CHOICES; i++)
        ADD(sample, "%s[[%.17g, %s]]", i == 0 ? "" : ", ", logprob[i], i == 2 ? "true" : "false");
    ADD(sample, "], \"filtered_resps\": [");
    for (int i = 0; i < CHOICES; i++)
        ADD(sample, "%s[%.17g, %s]", i == 0 ? "" : ", ", logprob[i], i == 2 ? "true" : "false");
    ADD(sample, "]");
}

static void make_line(sample *sample, int64_t index)
{
    double logprob[CHOICES];
    for (int i = 0; i < CHOICES; i++)
        logprob[i] = -30 * uniform(&sample->state);
    sample->length = 0;
    ADD(sample, "{\"doc_id\": %" PRId64 ", \"doc\": {\"question\": \"", index);
    add_words(sample, 30 + below(&sample->state, 80));
    ADD(sample, "\", \"subject\": \"subject_%" PRIu32 "\", \"passage_id\": \"passage %" PRId64 "\", \"choices\": ",
        below(&sample->state, 57), index / 5);
    add_choices(sample);
    ADD(sample, ", \"answer\": %" PRIu32 "}, \"target\": \"%" PRIu32 "\"", below(&sample->state, CHOICES),
        below(&sample->state, CHOICES));
    add_arguments(sample);
    add_responses(sample, logprob);
    ADD(sample, ", \"filter\": \"none\", \"metrics\": [\"acc\"]");
    add_hash(sample, "doc_hash");
    add_hash(sample, "prompt_hash");
    add_hash(sample, "target_hash");
    ADD(sample, ", \"acc\": %d.0}\n", uniform(&sample->state) < 0.6);
}

int64_t logs_write_lines(const char *path, int64_t bytes)
{
    static sample sample;
    FILE *file = fopen(path, "wb");
    int64_t count = 0;
    if (file == NULL)
        return -1;
    sample.state = SEED;
    for (int64_t written = 0; written < bytes; written += (int64_t)sample.length) {
        make_line(&sample, count++);
        fwrite(sample.text, 1, sample.length, file);
    }
    return fclose(file) == 0 ? count : -1;
}

/* ---- Inspect ---- */

static void make_sample(sample *sample, int64_t index)
{
    sample->length = 0;
    ADD(sample, "{\"id\": %" PRId64 ", \"epoch\": 1, \"input\": \"", index);
    add_words(sample, 60 + below(&sample->state, 100));
    ADD(sample, "\", \"choices\": ");
    add_choices(sample);
    ADD(sample, ", \"target\": \"B\", \"metadata\": {\"subject\": \"subject_%" PRIu32 "\", \"level\": %" PRIu32 "}",
        below(&sample->state, 57), below(&sample->state, 5));
    ADD(sample, ", \"messages\": [{\"role\": \"user\", \"content\": \"");
    add_words(sample, 400 + below(&sample->state, 400));
    ADD(sample, "\"}, {\"role\": \"assistant\", \"content\": \"");
    add_words(sample, 800 + below(&sample->state, 800));
    ADD(sample, "\"}], \"scores\": {\"choice\": {\"value\": \"%c\", \"answer\": \"B\"}}, \"total_time\": %.3f}",
        uniform(&sample->state) < 0.6 ? 'C' : 'I', 60 * uniform(&sample->state));
}

static int add_member(zip_t *archive, const char *name, const char *text, size_t length)
{
    char *copy = malloc(length);
    zip_source_t *source = copy == NULL ? NULL : zip_source_buffer(archive, memcpy(copy, text, length), length, 1);
    return source != NULL && zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8) >= 0;
}

int64_t logs_write_archive(const char *path, int64_t bytes)
{
    static const char header[] = "{\"version\": 2, \"status\": \"success\", \"eval\": {\"run_id\": \"r\", \"created\": "
                                 "\"2025-01-01T00:00:00+00:00\", \"task\": \"reading\", \"model\": \"mockllm/model\"}}";
    static sample sample;
    char name[64];
    int code;
    int64_t count = 0;
    sample.state = SEED;
    zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (archive == NULL || !add_member(archive, "header.json", header, sizeof header - 1))
        return -1;
    for (int64_t written = 0; written < bytes; written += (int64_t)sample.length) {
        make_sample(&sample, ++count);
        snprintf(name, sizeof name, "samples/%" PRId64 "_epoch_1.json", count);
        if (!add_member(archive, name, sample.text, sample.length))
            return -1;
    }
    return zip_close(archive) == 0 ? count : -1;
}
