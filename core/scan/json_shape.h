/* What the objects and arrays at one place looked like before: which member came after which, as it was written, and
 * what it led to. The rows of a log are alike, so that the next key need only be compared with the one that is expected
 * instead of being read and looked up (Li et al. 2017, "Mison: a fast JSON parser for data analytics"). A guess that
 * fails costs the comparison, and the walk goes on as without it: nothing that is read depends on a shape. */
#ifndef WHISKER_SCAN_JSON_SHAPE_H
#define WHISKER_SCAN_JSON_SHAPE_H

#include "base/arena.h"
#include "base/word.h"

enum { SHAPE_TEXT = 64, SHAPE_NODES = 6, SHAPE_MEMBERS = 64, NO_MEMBER = -1 };

struct shape;

typedef struct shape_member {
    char text[SHAPE_TEXT];     /* from behind the value before to this one: `, "key": `, and `, ` in an array */
    int32_t length;
    int32_t name_at;           /* of the key without its quotes */
    int32_t name_length;       /* -1 in an array */
    int32_t is_first;          /* nothing stands before it, and so no comma */
    int32_t next;              /* what came after it last, NO_MEMBER: nothing */
    int32_t n_nodes;
    int32_t nodes[SHAPE_NODES]; /* that are active in its value */
    int32_t is_row;
    int32_t is_wanted[2];      /* something is declared inside when it is an array, an object */
    struct shape *inside[2];   /* NULL: not gone into yet */
} shape_member;

typedef struct shape {
    shape_member *members;
    int32_t count;
    int32_t capacity;
    int32_t first;      /* what came first last, NO_MEMBER: nothing */
    int32_t is_uniform; /* an array: all elements behind the first are one member */
} shape;

typedef struct shapes {
    whisker_arena *arena;
    shape *roots[4];
    int32_t count;
} shapes;

/* An empty shape with room for one member more, or as it is; NULL: there are too many, or no memory. */
shape *shape_new(shapes *shapes, int is_uniform);

/* The member of this name, made when there is none; NO_MEMBER: it has no room, or is too long. An element has a number
 * in place of a name, and name NULL. */
int32_t shape_learn(shapes *shapes, shape *shape, const char *text, size_t length, const char *name, size_t name_length,
                    int64_t index, int *is_new);

/* Does exactly this member stand here, and a value behind it? */
static inline int shape_is_here(const shape_member *member, const char *at, const char *end)
{
    const char *text = member->text;
    ptrdiff_t length = member->length, i = 0;
    if (end - at <= length || (unsigned char)at[length] <= ' ' || at[length] == ']')
        return 0;
    if (length < WORD_BYTES) {
        while (i < length && at[i] == text[i])
            i++;
        return i == length;
    }
    for (; i < length - WORD_BYTES; i += WORD_BYTES)
        if (word_load(at + i) != word_load(text + i))
            return 0;
    return word_load(at + length - WORD_BYTES) == word_load(text + length - WORD_BYTES);
}

#endif
