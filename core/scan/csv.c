/* A CSV file into the table: the first record names the columns, every other is a row. */
#include "scan/cells.h"
#include "scan/csv_record.h"
#include "scan/readers.h"

#include "base/error.h"

#include <stdio.h>
#include <string.h>

/* A column of the file that a field asks for; position -1: the number of the record. */
typedef struct csv_target {
    const selection_field *field;
    int32_t position;
    int32_t column;
} csv_target;

typedef struct csv_reader {
    scan *scan;
    csv_record record;
    csv_target *targets;
    int64_t capacity;
    int64_t n_targets;
    int64_t n_columns;
    int64_t n_records;
} csv_reader;

/* ---- the header ---- */

static int32_t add_target(csv_reader *reader, csv_target target, whisker_error *error)
{
    if (!allocator_grow(&reader->scan->table->allocator, (void **)&reader->targets, &reader->capacity,
                        reader->n_targets + 1, sizeof target))
        return error_memory(error);
    reader->targets[reader->n_targets++] = target;
    return WHISKER_OK;
}

/* The name of the table's column where a star stands for the file's: "score:*". */
static size_t fill_name(const char *pattern, const char *text, size_t length, char *name)
{
    size_t written = 0;
    for (; *pattern != '\0'; pattern++) {
        const char *piece = *pattern == '*' ? text : pattern;
        size_t size = *pattern == '*' ? length : 1;
        if (size >= LONGEST_COLUMN_NAME - written)
            return LONGEST_COLUMN_NAME;
        memcpy(name + written, piece, size);
        written += size;
    }
    return written;
}

static int32_t add_wild_target(csv_reader *reader, csv_target target, const char *text, size_t length,
                               whisker_error *error)
{
    char name[LONGEST_COLUMN_NAME];
    scan *scan = reader->scan;
    if (name_list_has(&target.field->except, text, length))
        return WHISKER_OK;
    size_t filled = fill_name(target.field->name, text, length, name);
    if (filled == LONGEST_COLUMN_NAME || scan->columns_made == scan->options.max_columns)
        return scan_problem(scan, WHISKER_TOO_LARGE, reader->record.line, error,
                            "more than %d columns, or a name of over 1000 bytes; the others are left out",
                            (int)scan->options.max_columns);
    scan->columns_made++;
    int32_t status = whisker_table_add_column(scan->table, name, filled, target.field->kind, &target.column, error);
    return status == WHISKER_OK ? add_target(reader, target, error) : status;
}

/* The fields that ask for the file's column number `position`. */
static int32_t match_column(csv_reader *reader, int32_t position, whisker_error *error)
{
    const char *text;
    size_t length;
    int32_t status = csv_unquote(&reader->record, &reader->record.fields[position], &text, &length, error);
    for (int32_t i = 0; i < reader->scan->selection.n_fields && status == WHISKER_OK; i++) {
        const selection_field *field = &reader->scan->selection.fields[i];
        csv_target target = {.field = field, .position = position, .column = field->column};
        if (field->column == WHISKER_NO_COLUMN)
            status = add_wild_target(reader, target, text, length, error);
        else if (strlen(field->declared) == length && memcmp(field->declared, text, length) == 0)
            status = add_target(reader, target, error);
    }
    return status;
}

static int32_t add_positions(csv_reader *reader, whisker_error *error)
{
    int32_t status = WHISKER_OK;
    for (int32_t i = 0; i < reader->scan->selection.n_fields && status == WHISKER_OK; i++) {
        const selection_field *field = &reader->scan->selection.fields[i];
        if (strcmp(field->declared, "@") == 0)
            status = add_target(reader, (csv_target){field, -1, field->column}, error);
    }
    return status;
}

static int32_t refuse_header(csv_reader *reader, whisker_error *error)
{
    char seen[200] = "";
    size_t written = 0;
    for (int64_t i = 0; i < reader->n_columns && written + 1 < sizeof seen; i++) {
        const csv_field *field = &reader->record.fields[i];
        int added = snprintf(seen + written, sizeof seen - written, "%s%.*s", i > 0 ? ", " : "",
                             field->length < 60 ? (int)field->length : 60, field->text);
        written += (size_t)added;
    }
    return error_at(error, WHISKER_MALFORMED, reader->record.line,
                    "none of the declared columns is in the header, which names: %s", seen);
}

static int32_t read_header(csv_reader *reader, whisker_error *error)
{
    scan *scan = reader->scan;
    int32_t status = csv_record_next(&reader->record, scan->options.max_record_bytes, error);
    if (status != WHISKER_OK)
        return status;
    reader->n_columns = reader->record.n_fields;
    if (reader->n_columns == 0)
        return error_set(error, WHISKER_MALFORMED, "is empty");
    for (int32_t i = 0; i < reader->n_columns && status == WHISKER_OK; i++)
        status = match_column(reader, i, error);
    if (status == WHISKER_OK && reader->n_targets == 0)
        return refuse_header(reader, error);
    return status == WHISKER_OK ? add_positions(reader, error) : status;
}

/* ---- rows ---- */

/* What programs write for "no value" in a column of numbers. */
static int is_no_number(const selection_field *field, const char *text, size_t length)
{
    return field->kind == WHISKER_REAL && length == 2 && memcmp(text, "NA", 2) == 0;
}

static int32_t write_cell(csv_reader *reader, const csv_target *target, int64_t row, whisker_error *error)
{
    char digits[32];
    const char *text = digits;
    size_t length;
    cell cell;
    int32_t status = WHISKER_OK;
    if (target->position < 0)
        length = (size_t)snprintf(digits, sizeof digits, "%lld", (long long)reader->n_records);
    else
        status = csv_unquote(&reader->record, &reader->record.fields[target->position], &text, &length, error);
    if (status != WHISKER_OK || length == 0 || is_no_number(target->field, text, length))
        return status;
    cell_place place = {.field = target->field, .line = reader->record.line};
    status = cell_of_text(reader->scan, place, text, length, &cell, error);
    return status == WHISKER_OK ? cell_write(reader->scan, row, target->column, cell, error) : status;
}

static int32_t write_row(csv_reader *reader, whisker_error *fault)
{
    int64_t row;
    if (reader->record.n_fields != reader->n_columns)
        return error_at(fault, WHISKER_MALFORMED, reader->record.line,
                        "a record does not have as many fields as the header");
    int32_t status = scan_make_room(reader->scan, 1, fault);
    if (status == WHISKER_OK)
        status = whisker_table_add_rows(reader->scan->table, 1, &row, fault);
    if (status != WHISKER_OK)
        return status;
    for (int64_t i = 0; i < reader->n_targets && status == WHISKER_OK; i++)
        status = write_cell(reader, &reader->targets[i], row, fault);
    if (status != WHISKER_OK)
        whisker_table_truncate(reader->scan->table, row);
    return status;
}

static int32_t read_rows(csv_reader *reader, whisker_error *error)
{
    for (;; reader->n_records++) {
        whisker_error fault = {.text = ""};
        int32_t status = csv_record_next(&reader->record, reader->scan->options.max_record_bytes, &fault);
        if (status == WHISKER_OK && reader->record.n_fields == 0)
            return WHISKER_OK;
        if (status == WHISKER_OK)
            status = write_row(reader, &fault);
        if (status != WHISKER_OK)
            status = scan_skip(reader->scan, &fault, error);
        if (status != WHISKER_OK)
            return status;
    }
}

int32_t scan_csv(scan *scan, struct input *input, whisker_error *error)
{
    csv_reader reader = {.scan = scan};
    int32_t status = csv_record_open(&reader.record, input, scan->options.max_record_bytes, error);
    if (status == WHISKER_OK)
        status = read_header(&reader, error);
    if (status == WHISKER_OK)
        status = read_rows(&reader, error);
    allocator_give(&scan->table->allocator, reader.targets, (size_t)reader.capacity * sizeof *reader.targets);
    csv_record_close(&reader.record);
    return status;
}
