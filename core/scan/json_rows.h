/* What the values that a walk meets mean to the table: rows, their cells, and cells that belong to many rows. */
#ifndef WHISKER_SCAN_JSON_ROWS_H
#define WHISKER_SCAN_JSON_ROWS_H

#include "scan/json_state.h"

/* A scalar as it stands in the text. */
typedef struct json_token {
    const char *span;   /* quotes included */
    size_t length;
    double number;
    int is_number;      /* it is a number, and a double holds it */
    int is_string;
    int escaped;
} json_token;

void json_rows_open(json_walk *walk);
/* After the value: the last row is complete, or it is taken back and what is known of the others is filled in. */
void json_rows_close(json_walk *walk, int32_t status);

/* Can the value in hand be a row? is_wanted: it is an object or array in which fields are declared. */
int json_rows_fits(const json_walk *walk, int is_wanted);
int32_t json_rows_begin(json_walk *walk, whisker_error *error);
/* A value stood where a row should and could not be one; it began with `first` in `line`. */
int32_t json_rows_skip(json_walk *walk, char first, int64_t line, whisker_error *error);
/* A value has ended: if it was a row, the row is complete. */
void json_rows_end(json_walk *walk);

/* The scalar in hand goes into the cells of the nodes active[first_node ..]. */
int32_t json_rows_take(json_walk *walk, int32_t first_node, const json_token *token, whisker_error *error);
/* An object or array stands where these nodes want a scalar. */
int32_t json_rows_refuse(json_walk *walk, int32_t first_node, int is_object, whisker_error *error);

/* The container frames[frame] closes: give its rows the cells that stood around them. */
int32_t json_rows_close_frame(json_walk *walk, int32_t frame, whisker_error *error);

/* The node's name stands a second time in one object: what the first brought is forgotten. */
void json_rows_forget(json_walk *walk, int32_t node);

#endif
