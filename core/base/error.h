/* Filling the error that a caller passed. */
#ifndef WHISKER_BASE_ERROR_H
#define WHISKER_BASE_ERROR_H

#include "whisker.h"

/* Returns status, so that a failing branch is one line. No floating-point conversions in the format: they would
 * consult the locale. */
int32_t error_set(whisker_error *error, int32_t status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with the line of the input that is to blame. */
int32_t error_at(whisker_error *error, int32_t status, int64_t line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* An error that nothing has been said in: the first byte of half a kilobyte, where it is done for every cell. */
static inline void error_clear(whisker_error *error)
{
    error->line = error->status = error->reserved = 0;
    error->text[0] = '\0';
}

/* The length for "%.*s" of a name from the data, at most 120 bytes of whole characters. */
int error_name_length(const char *name, size_t length);

/* The one message for memory that ran out. */
int32_t error_memory(whisker_error *error);

#endif
