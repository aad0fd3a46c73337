/* JSON Lines on several threads. What is held of the input, a wave, is cut behind line breaks into spans. Each is read
 * into a table of its own by the loop that one thread would run, and the tables are joined in the order of the spans:
 * rows, texts and columns are then numbered as if one thread had met them. A span in which anything at all went wrong is
 * read once more into the table itself, so that problems, their lines and the limits of a scan are those of one thread
 * as well. */
#define _GNU_SOURCE /* memrchr */
#include "scan/json_lines.h"

#include "scan/input.h"
#include "scan/scan.h"

#include "base/error.h"
#include "base/shared_allocator.h"
#include "base/workers.h"

#include <string.h>

enum { SPAN = 512 * 1024, SPANS_OF_THREAD = 2, MOST_SPANS = 32 };

typedef struct span {
    const char *text;
    size_t length;
    whisker_table *table;
    line_place place;   /* lines of the span */
    int is_clean;       /* its table says all there is to say */
} span;

typedef struct waves {
    scan *scan;
    shared_allocator allocator;
    span *spans;        /* spans[capacity] */
    int32_t capacity;
    int32_t count;      /* of the wave in hand */
    int32_t unclean;    /* of them */
} waves;

static int32_t spans_at_once(const scan *scan)
{
    return workers_at_once(scan->options.threads, MOST_SPANS / SPANS_OF_THREAD) * SPANS_OF_THREAD;
}

/* "@" for the number of the line is not known inside a span. */
static int counts_records(const selection *selection)
{
    int32_t wildcards = selection->rows_given ? path_wildcards(&selection->rows) : 0;
    for (int32_t i = 0; i < selection->n_fields; i++)
        if (selection->fields[i].path.position >= wildcards)
            return 1;
    return 0;
}

int json_waves_apply(const scan *scan, const input *input)
{
    return input->expected >= 4 * SPAN && spans_at_once(scan) > SPANS_OF_THREAD && !counts_records(&scan->selection);
}

/* ---- a span on its own ---- */

static void read_span(void *context, int64_t index)
{
    waves *waves = context;
    span *span = &waves->spans[index];
    const scan *whole = waves->scan;
    input input;
    scan own;
    span->place = (line_place){0};
    span->is_clean = 0;
    if (whisker_table_new(&waves->allocator.allocator, &span->table, NULL) != WHISKER_OK)
        return;
    int32_t status = scan_open(&own, span->table, whole->n_fields, whole->fields, &whole->options, NULL);
    own.source = whole->source;
    own.options.watch = NULL; /* which the thread of the call asks */
    if (status == WHISKER_OK) {
        input_open_text(&input, &waves->allocator.allocator, span->text, span->length);
        status = json_lines_read(&own, &input, INT64_MAX, &span->place, NULL);
    }
    span->is_clean = status == WHISKER_OK && own.skipped == 0 && span->table->problems.count == 0;
    scan_close(&own);
}

/* ---- a wave ---- */

/* Behind the last line break of these bytes; the whole of them where the input ends. */
static size_t complete_lines(const char *text, size_t length, int is_last)
{
    const char *newline = is_last ? NULL : memrchr(text, '\n', length);
    return is_last ? length : newline != NULL ? (size_t)(newline - text) + 1 : 0;
}

static void cut(waves *waves, const char *text, size_t length)
{
    waves->count = 0;
    for (size_t taken; length > 0; text += taken, length -= taken) {
        int is_last = length <= SPAN || waves->count == waves->capacity - 1;
        const char *newline = is_last ? NULL : memchr(text + SPAN - 1, '\n', length - SPAN + 1);
        taken = newline != NULL ? (size_t)(newline - text) + 1 : length;
        waves->spans[waves->count++] = (span){.text = text, .length = taken};
    }
}

/* Wildcards may make so many columns in all, and a name has one kind. */
static int fits(const scan *scan, const whisker_table *from)
{
    int32_t missing = 0;
    for (int32_t i = 0; i < from->names.count; i++) {
        const symbol_entry *name = &from->names.entries[i];
        int32_t column = whisker_table_find(scan->table, name->text, name->length);
        if (column != WHISKER_NO_COLUMN && scan->table->columns[column].kind != from->columns[i].kind)
            return 0;
        missing += column == WHISKER_NO_COLUMN;
    }
    return scan->columns_made + missing <= scan->options.max_columns &&
           scan->table->names.count + missing <= MOST_COLUMNS;
}

static int32_t join(waves *waves, const span *span, line_place *place, whisker_error *error)
{
    scan *scan = waves->scan;
    if (span->is_clean && fits(scan, span->table)) {
        int32_t columns = scan->table->names.count;
        int32_t status = table_append(scan->table, span->table, scan->arena, error);
        scan->columns_made += scan->table->names.count - columns;
        place->line += span->place.line;
        place->record += span->place.record;
        return status;
    }
    input input;
    waves->unclean++;
    input_open_text(&input, &scan->table->allocator, span->text, span->length);
    return json_lines_read(scan, &input, INT64_MAX, place, error);
}

static int32_t read_wave(waves *waves, const char *text, size_t length, line_place *place, whisker_error *error)
{
    int32_t status = WHISKER_OK;
    waves->unclean = 0;
    cut(waves, text, length);
    workers_run(waves->scan->options.threads, waves->count, read_span, waves);
    for (int32_t i = 0; i < waves->count; i++) {
        if (status == WHISKER_OK)
            status = join(waves, &waves->spans[i], place, error);
        whisker_table_free(waves->spans[i].table);
    }
    return status;
}

/* Until a wave holds no line break (a line as long as that goes the way of one thread, and so do those behind it), or
 * most of its spans had to be read twice. */
static int32_t read_waves(waves *waves, input *input, line_place *place, whisker_error *error)
{
    const size_t most = (size_t)waves->capacity * SPAN;
    for (;;) {
        int32_t status = input_hold(input, most, error);
        if (status != WHISKER_OK)
            return status;
        size_t held = (size_t)(input->end - input->next), length = held < most ? held : most;
        length = complete_lines(input->next, length, length == held && input_is_whole(input));
        if (length == 0)
            return WHISKER_OK;
        status = read_wave(waves, input->next, length, place, error);
        input->next += length;
        if (status != WHISKER_OK || waves->unclean * 2 > waves->count)
            return status;
    }
}

int32_t json_waves_read(scan *scan, input *input, line_place *place, whisker_error *error)
{
    waves waves = {.scan = scan, .capacity = spans_at_once(scan)};
    waves.spans = arena_take(scan->arena, waves.capacity, sizeof *waves.spans);
    if (waves.spans == NULL)
        return error_memory(error);
    shared_allocator_open(&waves.allocator, &scan->table->allocator);
    int32_t status = read_waves(&waves, input, place, error);
    shared_allocator_close(&waves.allocator);
    return status;
}
