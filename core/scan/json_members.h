/* Which declared nodes the member in hand leads to: looked up, or as was expected. */
#ifndef WHISKER_SCAN_JSON_MEMBERS_H
#define WHISKER_SCAN_JSON_MEMBERS_H

#include "scan/json_state.h"

/* The nodes of the value in hand are active[json_first_of_value .. n_active - 1]. */
static inline int32_t json_first_of_value(const json_walk *walk)
{
    if (walk->depth == 0)
        return 0;
    const walk_frame *frame = &walk->frames[walk->depth - 1];
    return frame->first_active + frame->n_active;
}

int32_t json_activate(json_walk *walk, int32_t node, whisker_error *error);
/* The nodes of the member in hand, from those that lead on from its container. */
int32_t json_activate_member(json_walk *walk, const walk_frame *frame, whisker_error *error);

/* Is anything declared inside the value in hand, when it is an object or an array? */
int json_is_wanted_inside(const json_walk *walk, int is_object);
/* Is the value in hand a row? */
int json_holds_row(const json_walk *walk);

/* ---- what is expected ---- */

/* The shape of the object or array in hand, a new one where it is met for the first time; NULL: none. */
shape *json_shape_of_value(json_walk *walk, int is_object);
/* The member in hand, written from `text` on, is what to expect here the next time. */
void json_learn_member(json_walk *walk, walk_frame *frame, const char *text);
/* Go on to the value of the member that is expected next, if it stands here, and activate its nodes. */
int32_t json_take_expected(json_walk *walk, walk_frame *frame, int *is_taken, whisker_error *error);

#endif
