/* JSON Lines on several threads. The input is cut at every so many bytes into spans, to each of which the lines belong
 * that begin in it. Whoever is free reads the next span, from the file and into a table of its own, by the loop that one
 * thread would run; the tables are joined in the order of the spans, so that rows, texts and columns are numbered as if
 * one thread had met them. A span in which anything at all went wrong is read once more into the table itself, so that
 * problems, their lines and the limits of a scan are those of one thread as well. */
#define _POSIX_C_SOURCE 200809L
#include "scan/json_lines.h"

#include "scan/input.h"
#include "scan/part.h"

#include "base/error.h"
#include "base/ordered.h"
#include "base/shared_allocator.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { SPAN = 512 * 1024, LONGEST_TAIL = 4 * SPAN, FIRST_TAIL = 16 * 1024, PLACES_OF_THREAD = 2, MOST_THREADS = 32 };

/* Room for one span at a time. */
typedef struct span_place {
    char *buffer;       /* of a file; kept for the next span */
    size_t capacity;
    const char *text;   /* what is held of the input, from the byte before the span on */
    size_t held;
    size_t first;       /* text[first .. last - 1] are the lines that begin in the span; last 0: none does */
    size_t last;
    scan_part part;
    line_place lines;
    int is_held;        /* 0: its lines could not be had */
} span_place;

typedef struct spans {
    scan *scan;
    input *input;
    shared_allocator allocator;
    span_place *places;
    int64_t begin;      /* of the first span in the file; 0 for text */
    int64_t end;
    int64_t reached;    /* behind the last line that was used */
    int64_t unclean;
    line_place *lines;  /* of the scan */
    int32_t status;
    whisker_error *error;
} spans;

static int32_t threads_of(const scan *scan)
{
    return workers_at_once(scan->options.threads, MOST_THREADS);
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

int json_spans_apply(const scan *scan, const input *input)
{
    return input->expected >= 4 * SPAN && threads_of(scan) > 1 && !counts_records(&scan->selection);
}

/* ---- the bytes of a span ---- */

static int read_at(int descriptor, char *into, size_t length, int64_t offset, size_t *done)
{
    *done = 0;
    while (*done < length) {
        ssize_t count = pread(descriptor, into + *done, length - *done, (off_t)(offset + (int64_t)*done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return 0;
        if (count == 0)
            break;
        *done += (size_t)count;
    }
    return 1;
}

/* Hold `length` bytes from `from` on, or all that there are; what is held already stays. 0: they cannot be had. */
static int hold(spans *spans, span_place *place, int64_t from, size_t length)
{
    const input *input = spans->input;
    size_t left = (size_t)(spans->end - from), done;
    length = length < left ? length : left;
    if (input_is_whole(input)) {
        place->text = input->next + from;
        place->held = length;
        return 1;
    }
    if (place->capacity < length) {
        char *buffer = allocator_resize(&spans->allocator.allocator, place->buffer, place->capacity, length);
        if (buffer == NULL)
            return 0;
        place->buffer = buffer;
        place->capacity = length;
    }
    place->text = place->buffer;
    if (!read_at(input->descriptor, place->buffer + place->held, length - place->held, from + (int64_t)place->held,
                 &done))
        return 0;
    int is_short = place->held + done < length; /* than it was when it was opened */
    place->held += done;
    return !is_short;
}

/* Behind the first line break from `at` on; 0: there is none. */
static size_t behind_line(const span_place *place, size_t at)
{
    const char *newline = at < place->held ? memchr(place->text + at, '\n', place->held - at) : NULL;
    return newline == NULL ? 0 : (size_t)(newline - place->text) + 1;
}

/* Find the lines that begin in the span: behind the first line break from the byte before it on, up to the first from
 * its last byte on. */
static int hold_lines(spans *spans, span_place *place, int64_t index)
{
    const int64_t begin = spans->begin + index * SPAN, from = index > 0 ? begin - 1 : begin;
    const size_t inside = (size_t)(begin - from) + SPAN;
    place->held = place->first = place->last = 0;
    if (!hold(spans, place, from, inside))
        return 0;
    place->first = index > 0 ? behind_line(place, 0) : 0;
    if ((index > 0 && place->first == 0) || place->first >= inside || place->first == place->held)
        return 1;
    place->last = behind_line(place, inside - 1);
    for (size_t tail = FIRST_TAIL; place->last == 0 && tail <= LONGEST_TAIL; tail *= 4) {
        size_t before = place->held;
        if (!hold(spans, place, from, inside + tail))
            return 0;
        place->last = behind_line(place, before);
        if (place->last == 0 && from + (int64_t)place->held == spans->end)
            place->last = place->held;
    }
    return place->last > 0;
}

/* ---- a span on its own ---- */

static void read_lines(spans *spans, span_place *place)
{
    input input;
    if (!part_open(&place->part, spans->scan, spans->scan->source, &spans->allocator.allocator))
        return;
    input_open_text(&input, &spans->allocator.allocator, place->text + place->first, place->last - place->first);
    part_finish(&place->part, json_lines_read(&place->part.scan, &input, INT64_MAX, &place->lines, NULL));
}

static void make(void *context, int64_t index, int32_t number)
{
    spans *spans = context;
    span_place *place = &spans->places[number];
    place->lines = (line_place){0};
    place->is_held = hold_lines(spans, place, index);
    if (place->is_held && place->last > 0)
        read_lines(spans, place);
}

/* ---- joined ---- */

static int32_t join(spans *spans, const span_place *place)
{
    int is_joined;
    int32_t status = part_join(spans->scan, &place->part, &is_joined, spans->error);
    if (is_joined) {
        spans->lines->line += place->lines.line;
        spans->lines->record += place->lines.record;
        return status;
    }
    input input;
    spans->unclean++;
    input_open_text(&input, &spans->scan->table->allocator, place->text + place->first, place->last - place->first);
    return json_lines_read(spans->scan, &input, INT64_MAX, spans->lines, spans->error);
}

/* Until a span's lines cannot be had (of a line longer than spans that is the case), or most of them had to be read
 * twice: what is left then goes the way of one thread. */
static int use(void *context, int64_t index, int32_t number)
{
    spans *spans = context;
    span_place *place = &spans->places[number];
    const int64_t begin = spans->begin + index * SPAN;
    spans->status = scan_ask(spans->scan, (double)begin / (double)spans->end, spans->error);
    if (spans->status == WHISKER_OK && place->is_held && place->last > 0) {
        shared_allocator_hold(&spans->allocator);
        spans->status = join(spans, place);
        shared_allocator_release(&spans->allocator);
        spans->reached = begin - (index > 0) + (int64_t)place->last;
    }
    part_close(&place->part);
    return spans->status == WHISKER_OK && place->is_held && spans->unclean <= 2 + index / 2;
}

/* ---- all of them ---- */

/* The input goes on where the spans end. */
static int32_t resume(spans *spans)
{
    input *input = spans->input;
    if (input_is_whole(input)) {
        input->next += spans->reached;
        return WHISKER_OK;
    }
    return input_move(input, spans->reached, spans->error);
}

static void close_places(spans *spans, int32_t n_places)
{
    for (int32_t i = 0; i < n_places; i++) {
        part_close(&spans->places[i].part);
        allocator_give(&spans->allocator.allocator, spans->places[i].buffer, spans->places[i].capacity);
    }
}

int32_t json_spans_read(scan *scan, input *input, line_place *lines, whisker_error *error)
{
    const int32_t n_places = threads_of(scan) * PLACES_OF_THREAD;
    const int64_t held = input->end - input->next;
    spans spans = {.scan = scan, .input = input, .lines = lines, .error = error};
    spans.begin = spans.reached = input_is_whole(input) ? 0 : input->bytes - held;
    spans.end = input_is_whole(input) ? held : input->expected;
    spans.places = arena_take_zeroed(scan->arena, n_places, sizeof *spans.places);
    if (spans.places == NULL)
        return error_memory(error);
    const ordered_work work = {.n_tasks = (spans.end - spans.begin + SPAN - 1) / SPAN, .n_places = n_places,
                               .context = &spans, .make = make, .use = use};
    shared_allocator_open(&spans.allocator, &scan->table->allocator);
    ordered_run(scan->options.threads, &work);
    close_places(&spans, n_places);
    shared_allocator_close(&spans.allocator);
    return spans.status == WHISKER_OK ? resume(&spans) : spans.status;
}
