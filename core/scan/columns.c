#include "scan/columns.h"

#include "scan/utf8.h"

#include <stdio.h>
#include <string.h>

typedef struct name_writer {
    char *name;
    size_t length;
} name_writer;

static void append(name_writer *writer, const char *text, size_t length)
{
    size_t room = LONGEST_COLUMN_NAME - writer->length;
    memcpy(writer->name + writer->length, text, length < room ? length : room);
    writer->length += length < room ? length : room;
}

/* A key after a dot, an element as [i] without one. */
static void append_member(name_writer *writer, const walk_frame *frame)
{
    char index[32];
    if (frame->name != NULL) {
        append(writer, frame->name, frame->name_length);
        return;
    }
    if (writer->length > 0 && writer->name[writer->length - 1] == '.')
        writer->length--;
    int length = snprintf(index, sizeof index, "[%lld]", (long long)frame->index);
    append(writer, index, (size_t)length);
}

/* What step number `step` of the field's path met: one member, or for "**" all from there to the value. */
static void append_capture(name_writer *writer, const json_walk *walk, const selection_field *field, int32_t step)
{
    int32_t frame = walk->row_depth - field->path.up + step;
    append_member(writer, &walk->frames[frame]);
    if (field->path.steps[step].kind == STEP_ANY)
        return;
    while (++frame < walk->depth) {
        append(writer, ".", 1);
        append_member(writer, &walk->frames[frame]);
    }
}

/* The next wildcard of the path from step `step` on; n_steps when there is none. */
static int32_t next_wildcard(const path *path, int32_t step)
{
    while (step < path->n_steps && path->steps[step].kind != STEP_ANY && path->steps[step].kind != STEP_DEEP)
        step++;
    return step;
}

size_t columns_name(const json_walk *walk, const selection_field *field, char *name)
{
    name_writer writer = {.name = name};
    int32_t step = next_wildcard(&field->path, 0);
    for (const char *at = field->name; *at != '\0';) {
        size_t plain = strcspn(at, "*");
        append(&writer, at, plain);
        at += plain;
        size_t stars = strspn(at, "*");
        if (stars == 0)
            break;
        if (step < field->path.n_steps && !(plain > 0 && at[-1] == '\\')) {
            append_capture(&writer, walk, field, step);
            step = next_wildcard(&field->path, step + 1);
        } else {
            append(&writer, at, stars);
        }
        at += stars;
    }
    return writer.length;
}

static int32_t refuse(json_walk *walk, int32_t status, const char *reason, whisker_error *error)
{
    return scan_problem(walk->scan, status, json_walk_line(walk), error, "%s", reason);
}

static int32_t make_column(json_walk *walk, const selection_field *field, const char *name, size_t length,
                           int32_t *column, whisker_error *error)
{
    scan *scan = walk->scan;
    *column = WHISKER_NO_COLUMN;
    if (scan->columns_made == scan->options.max_columns)
        return scan_problem(scan, WHISKER_TOO_LARGE, json_walk_line(walk), error,
                            "wildcards met more than %d names; what stands under the others is left out",
                            (int)scan->options.max_columns);
    whisker_error reason = {.text = ""};
    int32_t status = whisker_table_add_column(scan->table, name, length, field->kind, column, &reason);
    if (status == WHISKER_OK) {
        scan->columns_made++;
        return WHISKER_OK;
    }
    *column = WHISKER_NO_COLUMN;
    if (status != WHISKER_NO_MEMORY)
        return refuse(walk, status, reason.text, error);
    if (error != NULL)
        *error = reason;
    return status;
}

int32_t columns_find(json_walk *walk, const selection_field *field, int make, int32_t *column, whisker_error *error)
{
    char name[LONGEST_COLUMN_NAME];
    size_t length = columns_name(walk, field, name);
    if (length == LONGEST_COLUMN_NAME)
        return refuse(walk, WHISKER_TOO_LARGE, "a name of over 1000 bytes under a wildcard is left out", error);
    if (utf8_valid(name, length) < length)
        return refuse(walk, WHISKER_BAD_ENCODING, "a name under a wildcard is not UTF-8 and is left out", error);
    const whisker_table *table = walk->scan->table;
    *column = whisker_table_find(table, name, length);
    if (*column != WHISKER_NO_COLUMN && table->columns[*column].kind == field->kind)
        return WHISKER_OK;
    if (!make) {
        *column = WHISKER_NO_COLUMN;
        return WHISKER_OK;
    }
    return make_column(walk, field, name, length, column, error);
}
