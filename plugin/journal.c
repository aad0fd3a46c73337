#define _POSIX_C_SOURCE 200809L
#include "journal.h"

#include "base/arena.h"
#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* With this every line begins, and with it or a part of it the file. */
static const char first_words[] = "{\"task\":";

/* strerror in English without its static buffer, which other threads would share. */
static int32_t fail(const journal *journal, const char *what, int number, whisker_error *error)
{
    char reason[128] = "unknown reason";
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (plain != (locale_t)0) {
        strncpy(reason, strerror_l(number, plain), sizeof reason - 1);
        freelocale(plain);
    }
    return error_set(error, WHISKER_CANNOT_READ, "the journal %.200s cannot be %s: %s", journal->path, what, reason);
}

/* ---- taking in what is there ---- */

/* Is the file empty, or does its first line begin as that of a journal? It may be cut off after any byte. */
static int begins_as_journal(const char *head, size_t length)
{
    const char *end = memchr(head, '\n', length);
    size_t first_line = end != NULL ? (size_t)(end - head) : length, known = strlen(first_words);
    return memcmp(head, first_words, first_line < known ? first_line : known) == 0;
}

static int32_t scan(const journal *journal, const draws *draws, whisker_error *error)
{
    const whisker_field fields[] = {
        {sizeof *fields, WHISKER_SYMBOL, "task", NULL, NULL, 0},
        {sizeof *fields, WHISKER_SYMBOL, "run", NULL, NULL, 0},
        {sizeof *fields, WHISKER_SYMBOL, "item", NULL, NULL, 0},
        {sizeof *fields, WHISKER_SYMBOL, "draw", NULL, NULL, 0},
        {sizeof *fields, WHISKER_SYMBOL, "metric", "variant", NULL, 0},
        {sizeof *fields, WHISKER_REAL, "score", "score:", NULL, 0},
        {sizeof *fields, WHISKER_SYMBOL, "keys.*", "*", NULL, 0},
    };
    whisker_scan_options options = {.size = sizeof options, .syntax = WHISKER_JSON_LINES, .max_columns = 4096};
    whisker_scan_result result = {.size = sizeof result};
    return whisker_scan_file(draws->table, journal->path, sizeof fields / sizeof *fields, fields, &options, &result,
                             error);
}

/* A file of one line that was cut off holds no sample, and is a journal all the same. */
static int32_t take_in(journal *journal, const draws *draws, session_problems *problems, whisker_error *error)
{
    char head[sizeof first_words], last = '\n';
    size_t length;
    int32_t status = whisker_read_head(journal->path, head, sizeof head - 1, &length, error);
    if (status != WHISKER_OK)
        return fail(journal, "read", errno, error);
    if (!begins_as_journal(head, length))
        return error_set(error, WHISKER_CANNOT_READ, "%.200s is not a journal of samples; nothing is written to it",
                         journal->path);
    off_t end = lseek(journal->file, 0, SEEK_END);
    if (end > 0 && pread(journal->file, &last, 1, end - 1) != 1)
        return fail(journal, "read", errno, error);
    journal->is_cut = last != '\n';
    if (end == 0)
        return WHISKER_OK;
    whisker_error found = {.line = 0};
    status = scan(journal, draws, &found);
    if (status == WHISKER_MALFORMED) {
        session_problems_add(problems, status, journal->path, found.line, found.text, 1);
        return WHISKER_OK;
    }
    return status == WHISKER_OK ? WHISKER_OK : error_set(error, status, "%s", found.text);
}

int32_t journal_open(journal *journal, const char *path, const draws *draws, session_problems *problems,
                     whisker_error *error)
{
    journal->path = strdup(path);
    if (journal->path == NULL)
        return error_memory(error);
    journal->file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    if (journal->file < 0)
        return fail(journal, "opened", errno, error);
    return take_in(journal, draws, problems, error);
}

void journal_close(journal *journal)
{
    if (journal->path != NULL && journal->file >= 0)
        close(journal->file);
    free(journal->path);
    free(journal->line);
}

/* ---- one line ---- */

static int reserve(journal *journal, size_t more)
{
    return allocator_grow(&allocator_default, (void **)&journal->line, &journal->capacity,
                          journal->length + (int64_t)more, 1);
}

static int add_bytes(journal *journal, const char *bytes)
{
    size_t length = strlen(bytes);
    if (!reserve(journal, length + 1)) /* also for nothing, so that there is a line to write to */
        return 0;
    memcpy(journal->line + journal->length, bytes, length);
    journal->length += (int64_t)length;
    return 1;
}

/* `before`, such as ",\"item\":", and a text in quotes. A byte becomes six characters at most. */
static int add_text(journal *journal, const char *before, const char *text)
{
    size_t length = strlen(text), needed = 0;
    if (!add_bytes(journal, before) || !reserve(journal, 6 * length + 2))
        return 0;
    char *place = journal->line + journal->length;
    int32_t status = whisker_json_quote(text, length, place, 6 * length + 2, &needed, NULL);
    journal->length += (int64_t)needed;
    return status == WHISKER_OK;
}

/* JSON has no word for infinity; in quotes the reader takes it for the number that it is. */
static int add_score(journal *journal, double score)
{
    char text[32];
    whisker_number_text(score, 0, text);
    if (isnan(score))
        return add_bytes(journal, "null");
    if (isinf(score))
        return add_bytes(journal, score > 0 ? "\"Infinity\"" : "\"-Infinity\"");
    return add_bytes(journal, text);
}

static int add_keys(journal *journal, const whisker_sample *sample)
{
    const char *before = "";
    for (int32_t i = 0; i < sample->n_keys; i++) {
        if (sample->key_values[i] == NULL)
            continue;
        if (!add_text(journal, before, sample->key_names[i]) || !add_text(journal, ":", sample->key_values[i]))
            return 0;
        before = ",";
    }
    return 1;
}

static const char *or_else(const char *text, const char *otherwise)
{
    return text == NULL || text[0] == '\0' ? otherwise : text;
}

static int build_line(journal *journal, const char *task, const char *run, const whisker_sample *sample)
{
    journal->length = 0;
    return add_bytes(journal, journal->is_cut ? "\n" : "") && add_text(journal, first_words, task) &&
           add_text(journal, ",\"run\":", run) && add_text(journal, ",\"item\":", sample->item) &&
           add_text(journal, ",\"draw\":", or_else(sample->draw, "1")) &&
           add_text(journal, ",\"metric\":", or_else(sample->metric, "score")) && add_bytes(journal, ",\"score\":") &&
           add_score(journal, sample->score) && add_bytes(journal, ",\"keys\":{") && add_keys(journal, sample) &&
           add_bytes(journal, "}}\n");
}

int32_t journal_write(journal *journal, const char *task, const char *run, const whisker_sample *sample,
                      whisker_error *error)
{
    ssize_t written;
    if (!build_line(journal, task, run, sample))
        return error_memory(error);
    do {
        written = write(journal->file, journal->line, (size_t)journal->length);
    } while (written < 0 && errno == EINTR);
    if (written == (ssize_t)journal->length) {
        journal->is_cut = 0;
        return WHISKER_OK;
    }
    journal->is_cut = journal->is_cut || written > 0; /* a full disk takes a part of a line */
    return fail(journal, "written", written < 0 ? errno : ENOSPC, error);
}

void journal_sync(const journal *journal)
{
    if (journal->path != NULL)
        fdatasync(journal->file);
}
