/* What goes wrong in a scan: noted, or counted against the record. */
#include "scan/context.h"

#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

int32_t scan_problem(scan *scan, int32_t status, int64_t line, whisker_error *error, const char *format, ...)
{
    char text[sizeof error->text];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return problems_add(scan->table, scan->source, status, line, text, error);
}

int32_t scan_ask(const scan *scan, double done, whisker_error *error)
{
    double all = scan->done_here > 0 ? scan->done_before + done * scan->done_here : done;
    if (scan->options.watch == NULL || scan->options.watch(scan->options.watch_context, all) == 0)
        return WHISKER_OK;
    return error_set(error, WHISKER_CANCELLED, "the reading was stopped");
}

int32_t scan_make_room(scan *scan, int64_t rows, whisker_error *error)
{
    int64_t columns = scan->table->names.count > 0 ? scan->table->names.count : 1;
    if (rows <= scan->options.max_cells / columns - scan->table->rows)
        return WHISKER_OK;
    scan->is_full = 1;
    return error_set(error, WHISKER_TOO_LARGE, "more than the limit of %lld cells (rows times columns): read less at once, "
                     "name fewer fields, or raise max_cells", (long long)scan->options.max_cells);
}

/* Faults of the data; all others end the scan. */
static int is_of_the_data(int32_t status)
{
    return status == WHISKER_MALFORMED || status == WHISKER_TOO_LARGE || status == WHISKER_TOO_DEEP ||
           status == WHISKER_BAD_ENCODING || status == WHISKER_UNSUPPORTED;
}

int32_t scan_skip(scan *scan, const whisker_error *fault, whisker_error *error)
{
    if (scan->options.strict || scan->is_full || !is_of_the_data(fault->status)) {
        if (error != NULL)
            *error = *fault;
        return fault->status;
    }
    if (scan->skipped++ == 0)
        scan->first_fault = *fault;
    return problems_add(scan->table, scan->source, fault->status, fault->line, fault->text, error);
}
