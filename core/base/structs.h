/* Open structs that grow: the size-first rule of the public header, in one place. */
#ifndef WHISKER_BASE_STRUCTS_H
#define WHISKER_BASE_STRUCTS_H

#include "whisker.h"

/* Read a caller's options or inputs into `own` (own_size bytes), zero where the caller's struct is shorter or NULL.
 * Statuses: BAD_OPTION when the caller set something beyond what this library knows, BAD_ARGUMENT when size is 0. */
int32_t struct_load(void *own, size_t own_size, const void *given, const char *name, whisker_error *error);

/* Check that a result struct can be written; zero or tiny sizes are a forgotten initialisation. */
int32_t struct_check(const void *out, const char *name, whisker_error *error);

/* Write a result: as much of it as the caller's struct holds; the caller's size field stays. */
void struct_store(void *out, const void *own, size_t own_size);

#endif
