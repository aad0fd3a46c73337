/* The name that was probably meant. */
#ifndef WHISKER_LUA_NAMES_H
#define WHISKER_LUA_NAMES_H

#include <stddef.h>

typedef struct nearest_name {
    const char *given;
    const char *best; /* the nearest so far, NULL while none is near enough */
    size_t distance;
} nearest_name;

nearest_name nearest_start(const char *given);
/* Of names equally near the first tried is kept. */
void nearest_try(nearest_name *nearest, const char *candidate);

#endif
