/* Where one walk over one JSON value stands: the containers that are open, what is wanted in them, the row in hand. */
#ifndef WHISKER_SCAN_JSON_STATE_H
#define WHISKER_SCAN_JSON_STATE_H

#include "scan/cells.h"
#include "scan/json_shape.h"
#include "scan/json_skip.h"

/* An object or array that is open. */
typedef struct walk_frame {
    const char *name;      /* key of the member in hand, without escapes; NULL in an array */
    size_t name_length;
    int64_t index;         /* of the element in hand */
    int64_t serial;        /* tells this object from all others of the walk */
    int64_t first_row;     /* rows of the table when it opened */
    int32_t first_active;  /* nodes that lead on from here: active[first_active ..] */
    int32_t n_active;
    int32_t is_object;
    int32_t is_decoded;    /* the key was written with escapes */
    int32_t has_member;    /* a member was met: a comma must stand before the next */
    int32_t member;        /* of the shape, the one in hand; NO_MEMBER: none, or not known */
    shape *shape;          /* NULL: nothing is expected here */
} walk_frame;

/* A value that stands outside its rows, kept until the container that it belongs to closes. */
typedef struct outer_cell {
    cell cell;
    int32_t column;
    int32_t frame;
} outer_cell;

/* The row that a key named, in the object whose walk_frame has this serial. */
typedef struct keyed_row {
    int64_t serial;
    int64_t row;
} keyed_row;

typedef struct json_walk {
    scan *scan;
    const char *unit;         /* what the text is, for messages: "line", "file" */
    const char *begin;        /* of the value */
    const char *at;           /* where the walk is */
    const char *end;
    json_skipper skipper;
    shapes shapes;
    const char *counted;      /* line breaks before it are in `line` */
    int64_t line;
    int64_t record;           /* position of the value in its input: "@" where no wildcard stands for it */

    walk_frame *frames;
    int32_t depth;            /* frames open */
    int32_t elements;         /* 1: the value is an array and its elements are the rows */
    int32_t is_line;          /* 1: the text holds no line break */
    int64_t serial;
    int64_t *seen;            /* by node: serial of the object in which its name was met last */
    uint64_t *skip_stack;     /* scratch of json_skip_container */
    int32_t *active;
    int64_t active_capacity;
    int32_t n_active;

    int32_t row_depth;        /* frames open around a row */
    int64_t row;              /* the row in hand, -1: none */
    int64_t rows_complete;    /* rows of the table without the one in hand */
    keyed_row *keyed;         /* by the key's symbol */
    int64_t keyed_capacity;
    outer_cell *outer;
    int64_t outer_capacity;
    int32_t n_outer;
    int32_t row_key;          /* the symbol in `keyed` of the row in hand, -1: none */
} json_walk;

int64_t json_count_lines(json_walk *walk);

/* The line that the walk has reached. */
static inline int64_t json_walk_line(json_walk *walk)
{
    return walk->counted >= walk->at ? walk->line : json_count_lines(walk);
}

#endif
