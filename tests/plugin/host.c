#define _XOPEN_SOURCE 700
#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *fail(const char *what, const char *why)
{
    printf("Bail out! %s: %s\n", what, why);
    exit(1);
}

/* ---- sessions ---- */

whisker_session *open_session(const char *config, const char *journal)
{
    whisker_session_options options = {.size = sizeof options, .config_text = config, .config_name = "config.lua",
                                       .journal = journal};
    whisker_session *session;
    whisker_error error;
    if (whisker_session_open(&options, &session, &error) != WHISKER_OK)
        fail("open", error.text);
    return session;
}

int64_t begin(whisker_session *session, const char *task, const char *run)
{
    int64_t id;
    whisker_error error;
    if (whisker_session_begin(session, task, run, NULL, &id, &error) != WHISKER_OK)
        fail("begin", error.text);
    return id;
}

int32_t push(whisker_session *session, int64_t run, const char *item, const char *draw, const char *metric, double score,
             const char *passage)
{
    const char *name = "passage";
    whisker_sample sample = {.size = sizeof sample, .n_keys = passage != NULL, .item = item, .draw = draw,
                             .metric = metric, .score = score, .key_names = &name, .key_values = &passage};
    return whisker_session_push(session, run, &sample, NULL);
}

char *report(whisker_session *session, const char *format)
{
    const char *text;
    size_t length;
    whisker_error error;
    if (whisker_session_report(session, format, 0, &text, &length, &error) != WHISKER_OK)
        fail("report", error.text);
    if (strlen(text) != length)
        fail("report", "its length is another");
    return strdup(text);
}

char *after_inputs(char *json)
{
    char *inputs = strstr(json, "\n  \"inputs\": [");
    char *notes = inputs != NULL ? strstr(inputs, "\n  \"notes\": ") : NULL;
    return notes != NULL ? notes : fail("JSON without inputs", json);
}

char *report_without_inputs(whisker_session *session)
{
    char *json = report(session, "json");
    char *rest = after_inputs(json);
    memmove(json, rest, strlen(rest) + 1);
    return json;
}

int reports(whisker_session *session, const char *format, const char *part)
{
    char *text = report(session, format);
    int holds = strstr(text, part) != NULL;
    if (!holds)
        printf("# no \"%s\" in:\n# %s\n", part, text);
    free(text);
    return holds;
}

const char *problem(whisker_session *session, const char *part, char *buffer)
{
    int32_t count = whisker_session_problems(session);
    for (int32_t i = 0; i < count; i++) {
        whisker_problem found = {.size = sizeof found};
        if (whisker_session_problem(session, i, &found) != WHISKER_OK)
            fail("problem", "one of those counted is not there");
        snprintf(buffer, 1000, "%lld: %lld x %s", (long long)found.line, (long long)found.count, found.text);
        if (strstr(found.text, part) != NULL)
            return buffer;
    }
    return "";
}

/* ---- files ---- */

static char folder[64];

static void remove_folder(void)
{
    char command[100];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (system(command) != 0)
        printf("# %s stays\n", folder);
}

char *scratch_path(const char *name)
{
    if (folder[0] == '\0') {
        const char *temporary = getenv("TMPDIR");
        snprintf(folder, sizeof folder, "%.40s/whisker-XXXXXX", temporary != NULL ? temporary : P_tmpdir);
        if (mkdtemp(folder) == NULL)
            fail("mkdtemp", folder);
        atexit(remove_folder);
    }
    char *path = malloc(strlen(folder) + strlen(name) + 2);
    sprintf(path, "%s/%s", folder, name);
    return path;
}

void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
        fail("write", path);
}

static char *read_all(FILE *file)
{
    size_t length = 0, capacity = 1 << 16, got;
    char *text = malloc(capacity);
    while ((got = fread(text + length, 1, capacity - length - 1, file)) > 0) {
        length += got;
        if (capacity - length < 4096)
            text = realloc(text, capacity *= 2);
    }
    text[length] = '\0';
    return text;
}

char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return fail("read", path);
    char *text = read_all(file);
    fclose(file);
    return text;
}

char *output_of(const char *command)
{
    FILE *pipe = popen(command, "r");
    if (pipe == NULL)
        return fail("run", command);
    char *text = read_all(pipe);
    if (pclose(pipe) != 0)
        fail(command, text);
    return text;
}

/* ---- numbers ---- */

double chance(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}
