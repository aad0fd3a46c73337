/* JSON Lines: one value a line. A line that is no value costs itself and nothing else. */
#include "scan/json_lines.h"

#include "scan/input.h"
#include "scan/json_walk.h"
#include "scan/readers.h"

#include "base/error.h"

static int is_blank(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r' && text[i] != '\n')
            return 0;
    return 1;
}

static int32_t walk_line(json_walk *walk, const char *text, size_t length, const line_place *place,
                         whisker_error *fault)
{
    int64_t before = walk->scan->table->rows;
    int32_t status = json_walk_value(walk, text, length, place->line, place->record, fault);
    if (status == WHISKER_OK && !is_blank(walk->at, (size_t)(text + length - walk->at)))
        status = error_at(fault, WHISKER_MALFORMED, place->line, "text after the end of the value");
    if (status != WHISKER_OK)
        whisker_table_truncate(walk->scan->table, before);
    return status;
}

int32_t json_lines_read(scan *scan, input *input, int64_t most, line_place *place, whisker_error *error)
{
    const char *text;
    size_t length;
    scan->walk->unit = "line";
    scan->walk->elements = 0;
    scan->walk->is_line = 1;
    for (; most > 0; most--) {
        whisker_error fault;
        error_clear(&fault);
        int32_t status = input_line(input, scan->options.max_record_bytes, &text, &length, &fault);
        if (status == WHISKER_OK && text == NULL)
            return WHISKER_OK;
        place->line++;
        if (status == WHISKER_TOO_LARGE)
            fault.line = place->line;
        if (status == WHISKER_OK && is_blank(text, length))
            continue;
        if (status == WHISKER_OK)
            status = walk_line(scan->walk, text, length, place, &fault);
        place->record++;
        if (status != WHISKER_OK)
            status = scan_skip(scan, &fault, error);
        if (status != WHISKER_OK)
            return status;
    }
    return WHISKER_OK;
}

int32_t scan_json_lines(scan *scan, input *input, whisker_error *error)
{
    line_place place = {0};
    int32_t status = json_spans_apply(scan, input) ? json_spans_read(scan, input, &place, error) : WHISKER_OK;
    return status == WHISKER_OK ? json_lines_read(scan, input, INT64_MAX, &place, error) : status;
}
