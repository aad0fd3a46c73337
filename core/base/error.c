#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

static void write_error(whisker_error *error, int32_t status, int64_t line, const char *format, va_list arguments)
{
    if (error == NULL)
        return;
    error->status = status;
    error->line = line;
    error->reserved = 0;
    vsnprintf(error->text, sizeof error->text, format, arguments);
}

int32_t error_set(whisker_error *error, int32_t status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_error(error, status, 0, format, arguments);
    va_end(arguments);
    return status;
}

int32_t error_at(whisker_error *error, int32_t status, int64_t line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_error(error, status, line, format, arguments);
    va_end(arguments);
    return status;
}

int32_t error_memory(whisker_error *error)
{
    return error_set(error, WHISKER_NO_MEMORY, "out of memory");
}
