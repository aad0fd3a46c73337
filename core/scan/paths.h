/* The path language of whisker_field, parsed: "doc.level", "resps[0][1]", "scores.*.value", "doc.**", "^.name", "@1". */
#ifndef WHISKER_SCAN_PATHS_H
#define WHISKER_SCAN_PATHS_H

#include "base/arena.h"

typedef enum step_kind {
    STEP_NAME = 1,  /* a member of an object */
    STEP_INDEX = 2, /* an element of an array */
    STEP_ANY = 3,   /* "*" */
    STEP_DEEP = 4   /* "**", always the last step */
} step_kind;

typedef struct path_step {
    const char *name; /* of STEP_NAME, without escapes */
    size_t length;
    int64_t index;    /* of STEP_INDEX */
    int32_t kind;     /* step_kind */
} path_step;

typedef struct path {
    path_step *steps;
    int32_t n_steps;
    int32_t up;       /* containers that the path leaves first: how many "^" */
    int32_t position; /* n of "@n": the path asks for a key or index and not for a value; -1 otherwise */
} path;

/* Parse; names and steps live in the arena. Statuses: BAD_ARGUMENT with the path and the position, NO_MEMORY. */
int32_t path_parse(path *path, const char *text, whisker_arena *arena, whisker_error *error);

/* How many of the steps are "*" or "**". */
int32_t path_wildcards(const path *path);

#endif
