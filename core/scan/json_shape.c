#include "scan/json_shape.h"

#include <string.h>

enum { MOST_SHAPES = 256, FIRST_MEMBERS = 8 };

shape *shape_new(shapes *shapes, int is_uniform)
{
    if (shapes->count == MOST_SHAPES)
        return NULL;
    shape *made = arena_take(shapes->arena, 1, sizeof *made);
    if (made == NULL)
        return NULL;
    *made = (shape){.first = NO_MEMBER, .is_uniform = is_uniform};
    shapes->count++;
    return made;
}

static int32_t find(const shape *shape, const char *name, size_t length)
{
    for (int32_t i = 0; i < shape->count; i++) {
        const shape_member *member = &shape->members[i];
        if ((size_t)member->name_length == length && memcmp(member->text + member->name_at, name, length) == 0)
            return i;
    }
    return NO_MEMBER;
}

static int grow(shapes *shapes, shape *shape)
{
    if (shape->count < shape->capacity)
        return 1;
    if (shape->count == SHAPE_MEMBERS)
        return 0;
    int32_t capacity = shape->capacity == 0 ? FIRST_MEMBERS : shape->capacity * 2;
    shape_member *members = arena_take(shapes->arena, capacity, sizeof *members);
    if (members == NULL)
        return 0;
    if (shape->count > 0)
        memcpy(members, shape->members, (size_t)shape->count * sizeof *members);
    shape->members = members;
    shape->capacity = capacity;
    return 1;
}

int32_t shape_learn(shapes *shapes, shape *shape, const char *text, size_t length, const char *name, size_t name_length,
                    int64_t index, int *is_new)
{
    const int64_t element = shape->is_uniform && index > 1 ? 1 : index;
    int32_t found = name != NULL ? find(shape, name, name_length) : NO_MEMBER;
    if (name == NULL && element < shape->count)
        found = (int32_t)element;
    *is_new = found == NO_MEMBER;
    if (length > SHAPE_TEXT)
        return NO_MEMBER;
    if (*is_new) {
        if ((name == NULL && element != shape->count) || !grow(shapes, shape))
            return NO_MEMBER;
        found = shape->count++;
        shape->members[found] = (shape_member){.next = NO_MEMBER};
    }
    shape_member *member = &shape->members[found];
    memcpy(member->text, text, length);
    member->length = (int32_t)length;
    member->name_at = name != NULL ? (int32_t)(name - text) : 0;
    member->name_length = name != NULL ? (int32_t)name_length : -1;
    member->is_first = index == 0;
    return found;
}
