/* A file that is one JSON value: an array of rows, or rows anywhere inside. */
#include "scan/input.h"
#include "scan/json_walk.h"
#include "scan/readers.h"

#include "base/error.h"

static const char *first_of_text(const char *text, const char *end)
{
    while (text < end && (*text == ' ' || *text == '\t' || *text == '\r' || *text == '\n'))
        text++;
    return text;
}

static int32_t look_behind(json_walk *walk, whisker_error *error)
{
    walk->at = first_of_text(walk->at, walk->end);
    if (walk->at == walk->end)
        return WHISKER_OK;
    whisker_error fault = {.text = ""};
    error_at(&fault, WHISKER_MALFORMED, json_walk_line(walk), "text after the end of the value is not read");
    if (!walk->scan->options.strict)
        return scan_problem(walk->scan, fault.status, fault.line, error, "%s", fault.text);
    if (error != NULL)
        *error = fault;
    return fault.status;
}

int32_t scan_json_value(scan *scan, struct input *input, whisker_error *error)
{
    int32_t status = input_hold_all(input, scan->options.max_value_bytes, error);
    if (status != WHISKER_OK)
        return status;
    json_walk *walk = scan->walk;
    const char *first = first_of_text(input->next, input->end);
    if (first == input->end)
        return error_set(error, WHISKER_MALFORMED, "is empty");
    walk->unit = "file";
    walk->is_line = 0;
    walk->elements = !scan->selection.rows_given && *first == '[';
    whisker_error fault = {.text = ""};
    status = json_walk_value(walk, input->next, (size_t)(input->end - input->next), 1, 0, &fault);
    if (status != WHISKER_OK)
        return scan_skip(scan, &fault, error);
    return look_behind(walk, error);
}
