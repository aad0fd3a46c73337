#include "scan/json_state.h"

#include <string.h>

int64_t json_count_lines(json_walk *walk)
{
    while (walk->counted < walk->at) {
        const char *newline = memchr(walk->counted, '\n', (size_t)(walk->at - walk->counted));
        if (newline == NULL)
            walk->counted = walk->at;
        else {
            walk->line++;
            walk->counted = newline + 1;
        }
    }
    return walk->line;
}
