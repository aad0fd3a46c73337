#include "scan/json_walk.h"

#include "scan/json_members.h"
#include "scan/json_rows.h"
#include "scan/json_text.h"

#include "base/error.h"

#include <limits.h>
#include <string.h>

/* ---- life ---- */

int32_t json_walk_open(json_walk *walk, scan *scan, whisker_error *error)
{
    *walk = (json_walk){.scan = scan, .unit = "text", .row = -1, .skipper = json_skipper_for(processor_here())};
    size_t max_depth = (size_t)scan->options.max_depth;
    walk->frames = arena_take(scan->arena, (int64_t)max_depth, sizeof *walk->frames);
    walk->skip_stack = arena_take_zeroed(scan->arena, (int64_t)(max_depth + 63) / 64, sizeof *walk->skip_stack);
    walk->seen = arena_take_zeroed(scan->arena, scan->selection.n_nodes, sizeof *walk->seen);
    if (walk->frames == NULL || walk->skip_stack == NULL || walk->seen == NULL)
        return error_memory(error);
    return whisker_arena_new(&scan->table->allocator, &walk->shapes.arena, error);
}

void json_walk_close(json_walk *walk)
{
    const whisker_allocator *allocator = &walk->scan->table->allocator;
    whisker_arena_free(walk->shapes.arena);
    allocator_give(allocator, walk->active, (size_t)walk->active_capacity * sizeof *walk->active);
    allocator_give(allocator, walk->keyed, (size_t)walk->keyed_capacity * sizeof *walk->keyed);
    allocator_give(allocator, walk->outer, (size_t)walk->outer_capacity * sizeof *walk->outer);
}

/* ---- faults, at the line that the walk has reached ---- */

static int32_t fault(json_walk *walk, int32_t status, const char *text, whisker_error *error)
{
    return error_at(error, status, json_walk_line(walk), "%s", text);
}

static int32_t fault_end(json_walk *walk, const char *inside, whisker_error *error)
{
    walk->at = walk->end;
    return error_at(error, WHISKER_MALFORMED, json_walk_line(walk), "%s ends inside %s (was the run cut off?)",
                    walk->unit, inside);
}

static int32_t fault_too_deep(json_walk *walk, whisker_error *error)
{
    return error_at(error, WHISKER_TOO_DEEP, json_walk_line(walk), "nested more than %d levels deep",
                    (int)walk->scan->options.max_depth);
}

static int32_t fault_byte(json_walk *walk, const char *expected, whisker_error *error)
{
    unsigned char byte = (unsigned char)*walk->at;
    int64_t line = json_walk_line(walk);
    if (byte > 0x20 && byte < 0x7f)
        return error_at(error, WHISKER_MALFORMED, line, "not JSON: \"%c\" where %s should stand", byte, expected);
    return error_at(error, WHISKER_MALFORMED, line, "not JSON: byte 0x%02x where %s should stand", byte, expected);
}

static void skip_space(json_walk *walk)
{
    while (walk->at < walk->end && (*walk->at == ' ' || *walk->at == '\n' || *walk->at == '\r' || *walk->at == '\t'))
        walk->at++;
}

static const char *open_container(const json_walk *walk)
{
    return walk->depth > 0 && walk->frames[walk->depth - 1].is_object ? "an object" : "an array";
}

/* ---- values ---- */

/* Does a number or one of JSON's words end before this byte? */
static int ends_word(char byte)
{
    static const char ends[UCHAR_MAX + 1] = {
        [','] = 1, ['}'] = 1, [']'] = 1, [' '] = 1, ['\n'] = 1, ['\r'] = 1,
        ['\t'] = 1, [':'] = 1, ['"'] = 1, ['{'] = 1, ['['] = 1,
    };
    return ends[(unsigned char)byte];
}

static int is_known_word(const char *word, size_t length)
{
    static const char *const known[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i]) == length && memcmp(known[i], word, length) == 0)
            return 1;
    return 0;
}

/* A number, the words of JSON, or those that Python writes for numbers that are none; integers of any length. */
static int is_word(const char *word, size_t length, json_token *token)
{
    if (length > 0 && (*word == 't' || *word == 'f' || *word == 'n'))
        return is_known_word(word, length);
    token->is_number = whisker_number_parse(word, length, &token->number);
    if (token->is_number)
        return 1;
    size_t digits = length > 0 && *word == '-';
    while (digits < length && word[digits] >= '0' && word[digits] <= '9')
        digits++;
    return length > 100 && digits == length;
}

static int32_t take_word(json_walk *walk, whisker_error *error)
{
    const char *word = walk->at, *behind = word;
    while (behind < walk->end && !ends_word(*behind))
        behind++;
    size_t length = (size_t)(behind - word);
    json_token token = {.span = word, .length = length};
    if (!is_word(word, length, &token)) {
        if (behind == walk->end && length > 0 && length < 9)
            return fault_end(walk, "a value", error);
        return fault_byte(walk, "a value", error);
    }
    walk->at = behind;
    return json_rows_take(walk, json_first_of_value(walk), &token, error);
}

/* Find the end of the string in hand; in a strict scan all of it is looked at, whoever asked for it. */
static int32_t measure_string(json_walk *walk, json_token *token, whisker_error *error)
{
    *token = (json_token){.span = walk->at, .is_string = 1};
    const char *behind = json_skip_string(walk->skipper, walk->at + 1, walk->end, &token->escaped);
    if (behind == NULL)
        return fault_end(walk, "a string", error);
    token->length = (size_t)(behind - walk->at);
    if (!walk->scan->options.strict)
        return WHISKER_OK;
    whisker_error reason = {.text = ""};
    int32_t status = json_text_check(token->span, token->length, &reason);
    return status == WHISKER_OK ? status : fault(walk, status, reason.text, error);
}

static int32_t take_string(json_walk *walk, whisker_error *error)
{
    json_token token;
    int32_t status = measure_string(walk, &token, error);
    if (status != WHISKER_OK)
        return status;
    status = json_rows_take(walk, json_first_of_value(walk), &token, error);
    walk->at = token.span + token.length;
    return status;
}

static int32_t open_frame(json_walk *walk, int is_object, whisker_error *error)
{
    if (walk->depth == walk->scan->options.max_depth)
        return fault_too_deep(walk, error);
    int32_t first = json_first_of_value(walk);
    shape *shape = json_shape_of_value(walk, is_object);
    walk->frames[walk->depth++] = (walk_frame){
        .index = -1,
        .serial = ++walk->serial,
        .first_row = walk->scan->table->rows,
        .first_active = first,
        .n_active = walk->n_active - first,
        .is_object = is_object,
        .member = NO_MEMBER,
        .shape = shape,
    };
    walk->at++;
    return WHISKER_OK;
}

/* An object or array that nobody asked for; a strict scan goes through it. */
static int32_t pass_container(json_walk *walk, whisker_error *error)
{
    if (walk->scan->options.strict)
        return open_frame(walk, *walk->at == '{', error);
    skip_result result = json_skip_container(walk->skipper, &walk->at, walk->end, walk->skip_stack,
                                             walk->scan->options.max_depth - walk->depth);
    switch (result) {
    case SKIP_DONE: return WHISKER_OK;
    case SKIP_ENDS_IN_STRING: return fault_end(walk, "a string", error);
    case SKIP_ENDS_OPEN: return fault_end(walk, "an object or array", error);
    case SKIP_MISMATCH: return fault(walk, WHISKER_MALFORMED, "not JSON: brackets that do not match", error);
    case SKIP_TOO_DEEP: return fault_too_deep(walk, error);
    }
    return WHISKER_OK;
}

static int32_t pass_string(json_walk *walk, whisker_error *error)
{
    json_token token;
    int32_t status = measure_string(walk, &token, error);
    if (status == WHISKER_OK)
        walk->at = token.span + token.length;
    return status;
}

/* A value that no declaration leads to, and that holds none. */
static int32_t pass_value(json_walk *walk, whisker_error *error)
{
    switch (*walk->at) {
    case '"': return pass_string(walk, error);
    case '{':
    case '[': return pass_container(walk, error);
    default: return take_word(walk, error);
    }
}

static int32_t take_or_pass(json_walk *walk, int is_container, int is_wanted, whisker_error *error)
{
    int is_object = *walk->at == '{';
    if (!is_container)
        return *walk->at == '"' ? take_string(walk, error) : take_word(walk, error);
    if (is_wanted)
        return open_frame(walk, is_object, error);
    int32_t status = json_rows_refuse(walk, json_first_of_value(walk), is_object, error);
    return status == WHISKER_OK ? pass_container(walk, error) : status;
}

static int32_t take_value(json_walk *walk, whisker_error *error)
{
    int32_t status = WHISKER_OK;
    if (walk->at == walk->end)
        return fault_end(walk, open_container(walk), error);
    if (walk->n_active == json_first_of_value(walk) && !(walk->elements && walk->depth == 0))
        return pass_value(walk, error);
    char first = *walk->at;
    int is_container = first == '{' || first == '[';
    int is_wanted = is_container && json_is_wanted_inside(walk, first == '{');
    if (!json_holds_row(walk))
        return take_or_pass(walk, is_container, is_wanted, error);
    if (json_rows_fits(walk, is_wanted)) {
        status = json_rows_begin(walk, error);
        return status == WHISKER_OK ? take_or_pass(walk, is_container, is_wanted, error) : status;
    }
    int64_t line = json_walk_line(walk);
    status = take_or_pass(walk, is_container, is_wanted, error);
    return status == WHISKER_OK ? json_rows_skip(walk, first, line, error) : status;
}

/* ---- members ---- */

static int32_t decode_key(json_walk *walk, walk_frame *frame, const char *span, size_t length, whisker_error *error)
{
    json_text decoded;
    int32_t status = json_text_open(&decoded, span, length, &walk->scan->table->allocator, error);
    if (status != WHISKER_OK)
        return status == WHISKER_MALFORMED ? fault(walk, status, "a key holds an escape that JSON does not know", error)
                                           : status;
    char *name = arena_take(walk->scan->arena, (int64_t)decoded.length + 1, 1);
    if (name != NULL)
        memcpy(name, decoded.text, decoded.length);
    frame->name = name;
    frame->name_length = decoded.length;
    frame->is_decoded = 1;
    json_text_close(&decoded);
    return name != NULL ? WHISKER_OK : error_memory(error);
}

static int32_t read_key(json_walk *walk, walk_frame *frame, whisker_error *error)
{
    json_token key;
    if (walk->at == walk->end)
        return fault_end(walk, "an object", error);
    if (*walk->at != '"')
        return fault_byte(walk, "a key", error);
    int32_t status = measure_string(walk, &key, error);
    if (status == WHISKER_OK && key.escaped)
        status = decode_key(walk, frame, key.span, key.length, error);
    if (status != WHISKER_OK)
        return status;
    if (!key.escaped) {
        frame->is_decoded = 0;
        frame->name = key.span + 1;
        frame->name_length = key.length - 2;
    }
    walk->at = key.span + key.length;
    skip_space(walk);
    if (walk->at == walk->end)
        return fault_end(walk, "an object", error);
    if (*walk->at != ':')
        return fault_byte(walk, "a colon", error);
    walk->at++;
    return WHISKER_OK;
}

static int32_t close_frame(json_walk *walk, whisker_error *error)
{
    walk->at++;
    int32_t status = json_rows_close_frame(walk, walk->depth - 1, error);
    walk->depth--;
    return status;
}

/* Read the next member's key, or close the container. */
static int32_t read_member(json_walk *walk, walk_frame *frame, int *at_value, whisker_error *error)
{
    const char *before = walk->at;
    *at_value = 0;
    skip_space(walk);
    if (walk->at == walk->end)
        return fault_end(walk, open_container(walk), error);
    if (*walk->at == (frame->is_object ? '}' : ']'))
        return close_frame(walk, error);
    if (frame->has_member) {
        if (*walk->at != ',')
            return fault_byte(walk, "a comma", error);
        walk->at++;
        skip_space(walk);
    }
    frame->has_member = 1;
    frame->index++;
    int32_t status = frame->is_object ? read_key(walk, frame, error) : WHISKER_OK;
    if (status == WHISKER_OK)
        status = json_activate_member(walk, frame, error);
    skip_space(walk);
    if (status == WHISKER_OK)
        json_learn_member(walk, frame, before);
    *at_value = 1;
    return status;
}

/* Go on to the next member's value, or close the container. */
static int32_t next_member(json_walk *walk, int *at_value, whisker_error *error)
{
    walk_frame *frame = &walk->frames[walk->depth - 1];
    walk->n_active = frame->first_active + frame->n_active;
    if (walk->depth == walk->row_depth)
        json_rows_end(walk);
    int32_t status = json_take_expected(walk, frame, at_value, error);
    return *at_value ? status : read_member(walk, frame, at_value, error);
}

static int32_t walk_on(json_walk *walk, whisker_error *error)
{
    int32_t status = walk->elements ? WHISKER_OK : json_activate(walk, 0, error);
    int at_value = 1;
    skip_space(walk);
    if (status == WHISKER_OK)
        status = take_value(walk, error);
    while (status == WHISKER_OK && walk->depth > 0) {
        status = next_member(walk, &at_value, error);
        if (status == WHISKER_OK && at_value)
            status = take_value(walk, error);
    }
    return status;
}

int32_t json_walk_value(json_walk *walk, const char *text, size_t length, int64_t line, int64_t record,
                        whisker_error *error)
{
    scratch names;
    int32_t status = scratch_open(&names, walk->scan->arena, error);
    if (status != WHISKER_OK)
        return status;
    walk->begin = walk->at = text;
    walk->end = text + length;
    walk->counted = walk->is_line ? walk->end : text;
    walk->line = line;
    walk->record = record;
    walk->depth = walk->n_active = 0;
    json_rows_open(walk);
    status = walk_on(walk, error);
    json_rows_close(walk, status);
    scratch_close(&names);
    return status;
}
