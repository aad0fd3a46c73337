#include "scan/paths.h"

#include "base/error.h"

#include <string.h>

enum { LONGEST_PATH = 4096, MOST_UP = 1000 };

/* A path half read. `names` receives the text of its names without their backslashes. */
typedef struct path_cursor {
    const char *text;
    const char *at;
    char *names;
    path *path;
    whisker_error *error;
} path_cursor;

static int32_t refuse(const path_cursor *cursor, const char *reason)
{
    return error_set(cursor->error, WHISKER_BAD_ARGUMENT, "path \"%.200s\", character %d: %s", cursor->text,
                     (int)(cursor->at - cursor->text) + 1, reason);
}

static path_step *add_step(path_cursor *cursor, step_kind kind)
{
    path_step *step = &cursor->path->steps[cursor->path->n_steps++];
    *step = (path_step){.kind = kind};
    return step;
}

/* ---- "@n" and "^" ---- */

static int32_t read_digits(path_cursor *cursor, int64_t most, int64_t *number)
{
    const char *first = cursor->at;
    *number = 0;
    for (; *cursor->at >= '0' && *cursor->at <= '9'; cursor->at++) {
        *number = *number * 10 + (*cursor->at - '0');
        if (*number > most)
            return refuse(cursor, "the number is too large");
    }
    return cursor->at > first ? WHISKER_OK : refuse(cursor, "a number should stand here");
}

static int32_t read_position(path_cursor *cursor)
{
    int64_t number = 0;
    cursor->at++;
    if (*cursor->at != '\0') {
        int32_t status = read_digits(cursor, MOST_UP, &number);
        if (status != WHISKER_OK)
            return status;
    }
    if (*cursor->at != '\0')
        return refuse(cursor, "nothing can follow @ and its number (\\@ is the character in a name)");
    cursor->path->position = (int32_t)number;
    return WHISKER_OK;
}

static int32_t read_up(path_cursor *cursor)
{
    while (*cursor->at == '^') {
        if (++cursor->path->up > MOST_UP)
            return refuse(cursor, "too many ^");
        if (*++cursor->at != '.')
            return refuse(cursor, "after ^ a \".\" and a name should stand");
        cursor->at++;
    }
    return WHISKER_OK;
}

/* ---- steps ---- */

static int at_step_end(const path_cursor *cursor)
{
    return *cursor->at == '\0' || *cursor->at == '.' || *cursor->at == '[';
}

static int32_t read_index(path_cursor *cursor)
{
    int64_t index;
    cursor->at++;
    int32_t status = read_digits(cursor, INT32_MAX, &index);
    if (status != WHISKER_OK)
        return status;
    add_step(cursor, STEP_INDEX)->index = index;
    if (*cursor->at != ']')
        return refuse(cursor, "the [ is not closed");
    cursor->at++;
    return at_step_end(cursor) ? WHISKER_OK : refuse(cursor, "after ] a \".\" or [ should stand");
}

static int32_t read_wildcard(path_cursor *cursor)
{
    cursor->at++;
    int deep = *cursor->at == '*';
    cursor->at += deep;
    if (!at_step_end(cursor))
        return refuse(cursor, "a * stands for a whole name (\\* is the character)");
    if (deep && *cursor->at != '\0')
        return refuse(cursor, "nothing can follow **");
    add_step(cursor, deep ? STEP_DEEP : STEP_ANY);
    return WHISKER_OK;
}

static int32_t read_name(path_cursor *cursor)
{
    char *name = cursor->names;
    while (!at_step_end(cursor)) {
        if (*cursor->at == '*')
            return refuse(cursor, "a * stands for a whole name (\\* is the character)");
        if (*cursor->at == '\\' && *++cursor->at == '\0')
            return refuse(cursor, "nothing follows the \\");
        *cursor->names++ = *cursor->at++;
    }
    if (cursor->names == name)
        return refuse(cursor, "a name is missing");
    path_step *step = add_step(cursor, STEP_NAME);
    step->name = name;
    step->length = (size_t)(cursor->names - name);
    return WHISKER_OK;
}

static int32_t read_step(path_cursor *cursor)
{
    switch (*cursor->at) {
    case '[': return read_index(cursor);
    case '*': return read_wildcard(cursor);
    default: return read_name(cursor);
    }
}

static int32_t read_steps(path_cursor *cursor)
{
    for (;;) {
        int32_t status = read_step(cursor);
        if (status != WHISKER_OK || *cursor->at == '\0')
            return status;
        if (*cursor->at == '.')
            cursor->at++;
    }
}

int32_t path_parse(path *path, const char *text, whisker_arena *arena, whisker_error *error)
{
    *path = (struct path){.position = -1};
    if (text == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a field has no path");
    size_t length = strlen(text);
    if (length > LONGEST_PATH)
        return error_set(error, WHISKER_BAD_ARGUMENT, "path \"%.200s...\" is longer than %d bytes", text, LONGEST_PATH);
    path_cursor cursor = {.text = text, .at = text, .path = path, .error = error};
    if (length == 0)
        return refuse(&cursor, "it is empty (\".\" is the row's own value)");
    if (strcmp(text, ".") == 0)
        return WHISKER_OK;
    if (*text == '@')
        return read_position(&cursor);
    path->steps = arena_take(arena, (int64_t)length, sizeof *path->steps);
    cursor.names = arena_take(arena, (int64_t)length, 1);
    if (path->steps == NULL || cursor.names == NULL)
        return error_memory(error);
    int32_t status = read_up(&cursor);
    return status == WHISKER_OK ? read_steps(&cursor) : status;
}

int32_t path_wildcards(const path *path)
{
    int32_t count = 0;
    for (int32_t i = 0; i < path->n_steps; i++)
        count += path->steps[i].kind == STEP_ANY || path->steps[i].kind == STEP_DEEP;
    return count;
}
