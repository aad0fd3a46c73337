#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

enum { LONGEST_NAME = 120 };

/* How much of text[0 .. length-1] is whole characters: a cut at `length` must not leave half of one. */
static size_t whole_characters(const char *text, size_t length)
{
    size_t start = length;
    while (start > 0 && length - start < 3 && ((unsigned char)text[start - 1] & 0xc0) == 0x80)
        start--;
    if (start == 0)
        return length;
    start--;
    unsigned char lead = (unsigned char)text[start];
    size_t wanted = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    return length - start < wanted ? start : length;
}

int error_name_length(const char *name, size_t length)
{
    return (int)(length <= LONGEST_NAME ? length : whole_characters(name, LONGEST_NAME));
}

static void write_error(whisker_error *error, int32_t status, int64_t line, const char *format, va_list arguments)
{
    if (error == NULL)
        return;
    error->status = status;
    error->line = line;
    error->reserved = 0;
    int length = vsnprintf(error->text, sizeof error->text, format, arguments);
    if (length < 0)
        error->text[0] = '\0';
    else if ((size_t)length >= sizeof error->text)
        error->text[whole_characters(error->text, sizeof error->text - 1)] = '\0';
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
