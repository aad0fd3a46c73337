#include "scan/json_members.h"

#include "scan/json_rows.h"

#include "base/error.h"

#include <string.h>

/* ---- which nodes a member belongs to ---- */

int32_t json_activate(json_walk *walk, int32_t node, whisker_error *error)
{
    if (!allocator_grow(&walk->scan->table->allocator, (void **)&walk->active, &walk->active_capacity,
                        walk->n_active + INT64_C(1), sizeof *walk->active))
        return error_memory(error);
    walk->active[walk->n_active++] = node;
    return WHISKER_OK;
}

static int matches(const selection_node *node, const walk_frame *frame)
{
    switch (node->step.kind) {
    case STEP_NAME:
        return frame->is_object && node->step.length == frame->name_length &&
               memcmp(node->step.name, frame->name, frame->name_length) == 0;
    case STEP_INDEX:
        return !frame->is_object && node->step.index == frame->index;
    case STEP_ANY:
        return !frame->is_object || !name_list_has(node->except, frame->name, frame->name_length);
    default:
        return frame->is_object ? !name_list_has(node->except, frame->name, frame->name_length)
                                : frame->index < DEEP_ELEMENTS;
    }
}

/* A node that the member in hand matches. */
static int32_t activate_once(json_walk *walk, int32_t node, const walk_frame *frame, whisker_error *error)
{
    if (walk->scan->selection.nodes[node].step.kind == STEP_NAME) {
        if (walk->seen[node] == frame->serial)
            json_rows_forget(walk, node);
        walk->seen[node] = frame->serial;
    }
    return json_activate(walk, node, error);
}

static int32_t activate_match(json_walk *walk, int32_t node, const walk_frame *frame, whisker_error *error)
{
    return matches(&walk->scan->selection.nodes[node], frame) ? activate_once(walk, node, frame, error) : WHISKER_OK;
}

/* "**" leads on to itself. */
int32_t json_activate_member(json_walk *walk, const walk_frame *frame, whisker_error *error)
{
    const selection_node *nodes = walk->scan->selection.nodes;
    const uint64_t bit = frame->is_object ? selection_name_bit(frame->name, frame->name_length)
                                          : selection_index_bit(frame->index);
    int32_t status = WHISKER_OK;
    if (walk->elements && walk->depth == 1)
        status = json_activate(walk, walk->scan->selection.row, error);
    for (int32_t i = 0; i < frame->n_active && status == WHISKER_OK; i++) {
        int32_t node = walk->active[frame->first_active + i];
        if (nodes[node].step.kind == STEP_DEEP)
            status = activate_match(walk, node, frame, error);
        if ((nodes[node].members & bit) == 0 && !nodes[node].has_wildcard)
            continue;
        for (int32_t child = nodes[node].first_child; child >= 0 && status == WHISKER_OK;
             child = nodes[child].next_sibling)
            status = activate_match(walk, child, frame, error);
    }
    return status;
}

static int leads_into(const selection_node *nodes, const selection_node *node, int is_object)
{
    if (node->step.kind == STEP_DEEP)
        return 1;
    for (int32_t child = node->first_child; child >= 0; child = nodes[child].next_sibling)
        if (nodes[child].step.kind != (is_object ? STEP_INDEX : STEP_NAME))
            return 1;
    return 0;
}

/* ---- what the value in hand is ---- */

static int leads_inside(const json_walk *walk, int is_object)
{
    const selection_node *nodes = walk->scan->selection.nodes;
    if (walk->elements && walk->depth == 0)
        return 1;
    for (int32_t i = json_first_of_value(walk); i < walk->n_active; i++)
        if (leads_into(nodes, &nodes[walk->active[i]], is_object))
            return 1;
    return 0;
}

static int holds_row(const json_walk *walk)
{
    for (int32_t i = json_first_of_value(walk); i < walk->n_active; i++)
        if (walk->active[i] == walk->scan->selection.row)
            return 1;
    return 0;
}

static const shape_member *known_member(const json_walk *walk)
{
    const walk_frame *frame = walk->depth > 0 ? &walk->frames[walk->depth - 1] : NULL;
    return frame != NULL && frame->member != NO_MEMBER ? &frame->shape->members[frame->member] : NULL;
}

int json_is_wanted_inside(const json_walk *walk, int is_object)
{
    const shape_member *known = known_member(walk);
    return known != NULL ? known->is_wanted[is_object] : leads_inside(walk, is_object);
}

int json_holds_row(const json_walk *walk)
{
    const shape_member *known = known_member(walk);
    return known != NULL ? known->is_row : holds_row(walk);
}

/* ---- what is expected ---- */

/* Do all elements of an array lead to the same? */
static int is_uniform(const json_walk *walk)
{
    const selection_node *nodes = walk->scan->selection.nodes;
    for (int32_t i = json_first_of_value(walk); i < walk->n_active; i++) {
        if (nodes[walk->active[i]].step.kind == STEP_DEEP)
            return 0;
        for (int32_t child = nodes[walk->active[i]].first_child; child >= 0; child = nodes[child].next_sibling)
            if (nodes[child].step.kind == STEP_INDEX || nodes[child].step.kind == STEP_DEEP)
                return 0;
    }
    return 1;
}

shape *json_shape_of_value(json_walk *walk, int is_object)
{
    shape **place = &walk->shapes.roots[(walk->elements != 0) * 2 + is_object];
    if (walk->depth > 0) {
        const walk_frame *around = &walk->frames[walk->depth - 1];
        if (around->member == NO_MEMBER)
            return NULL;
        place = &around->shape->members[around->member].inside[is_object];
    }
    if (*place == NULL)
        *place = shape_new(&walk->shapes, !is_object && is_uniform(walk));
    return *place;
}

/* The member in hand was read and looked up: its nodes are active now. */
static void describe_member(const json_walk *walk, shape_member *member)
{
    const int32_t first = json_first_of_value(walk);
    member->n_nodes = walk->n_active - first;
    memcpy(member->nodes, walk->active + first, (size_t)member->n_nodes * sizeof *member->nodes);
    member->is_row = holds_row(walk);
    member->is_wanted[0] = leads_inside(walk, 0);
    member->is_wanted[1] = leads_inside(walk, 1);
}

void json_learn_member(json_walk *walk, walk_frame *frame, const char *text)
{
    const int32_t before = frame->member, n_nodes = walk->n_active - json_first_of_value(walk);
    int is_new;
    frame->member = NO_MEMBER;
    if (frame->shape == NULL || frame->is_decoded || n_nodes > SHAPE_NODES)
        return;
    int32_t learned = shape_learn(&walk->shapes, frame->shape, text, (size_t)(walk->at - text),
                                  frame->is_object ? frame->name : NULL, frame->name_length, frame->index, &is_new);
    if (learned == NO_MEMBER)
        return;
    if (is_new)
        describe_member(walk, &frame->shape->members[learned]);
    if (frame->index == 0)
        frame->shape->first = learned;
    else if (before != NO_MEMBER)
        frame->shape->members[before].next = learned;
    frame->member = learned;
}

/* The member that is expected behind the one in hand, and stands here; NO_MEMBER: another, or none. */
static int32_t find_expected(const json_walk *walk, const walk_frame *frame)
{
    const shape *shape = frame->shape;
    int32_t next = shape == NULL ? NO_MEMBER : shape->first;
    if (frame->has_member)
        next = frame->member == NO_MEMBER ? NO_MEMBER : shape->members[frame->member].next;
    if (next == NO_MEMBER || shape->members[next].is_first == frame->has_member)
        return NO_MEMBER;
    return shape_is_here(&shape->members[next], walk->at, walk->end) ? next : NO_MEMBER;
}

int32_t json_take_expected(json_walk *walk, walk_frame *frame, int *is_taken, whisker_error *error)
{
    int32_t expected = find_expected(walk, frame), status = WHISKER_OK;
    *is_taken = expected != NO_MEMBER;
    if (expected == NO_MEMBER)
        return WHISKER_OK;
    const shape_member *member = &frame->shape->members[expected];
    if (frame->is_object) {
        frame->name = member->text + member->name_at;
        frame->name_length = (size_t)member->name_length;
    }
    walk->at += member->length;
    frame->member = expected;
    frame->has_member = 1;
    frame->index++;
    for (int32_t i = 0; i < member->n_nodes && status == WHISKER_OK; i++)
        status = activate_once(walk, member->nodes[i], frame, error);
    return status;
}
