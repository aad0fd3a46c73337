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

/* Faults of the data; all others end the scan. */
static int is_of_the_data(int32_t status)
{
    return status == WHISKER_MALFORMED || status == WHISKER_TOO_LARGE || status == WHISKER_TOO_DEEP ||
           status == WHISKER_BAD_ENCODING || status == WHISKER_UNSUPPORTED;
}

int32_t scan_skip(scan *scan, const whisker_error *fault, whisker_error *error)
{
    if (scan->options.strict || !is_of_the_data(fault->status)) {
        if (error != NULL)
            *error = *fault;
        return fault->status;
    }
    if (scan->skipped++ == 0)
        scan->first_fault = *fault;
    return problems_add(scan->table, scan->source, fault->status, fault->line, fault->text, error);
}
