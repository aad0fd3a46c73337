#include "scan/json_text.h"

#include "scan/utf8.h"

#include "base/error.h"

#include <cjson/cJSON.h>
#include <string.h>

/* ---- decoding ---- */

/* The 16-bit unit written as \uXXXX at `at`, -1 when no such escape stands there. cJSON takes \uZZZZ for zero. */
static int32_t unit_at(const char *at, const char *end)
{
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
        return -1;
    int32_t unit = 0;
    for (int i = 2; i < 6; i++) {
        char digit = at[i];
        int32_t value = digit >= '0' && digit <= '9'   ? digit - '0'
                        : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                        : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                                       : -1;
        if (value < 0)
            return -1;
        unit = unit * 16 + value;
    }
    return unit;
}

static int is_high(int32_t unit)
{
    return unit >= 0xd800 && unit <= 0xdbff;
}

static int is_low(int32_t unit)
{
    return unit >= 0xdc00 && unit <= 0xdfff;
}

/* What an escape at `at` is: its length, 0 when it is none, negative when cJSON would not decode it as it is meant:
 * \u0000, which would cut the text, and half a surrogate pair. */
static int escape_length(const char *at, const char *end)
{
    if (at[1] != 'u')
        return strchr("\"\\/bfnrt", at[1]) != NULL && at[1] != '\0' ? 2 : 0;
    int32_t unit = unit_at(at, end);
    if (unit < 0)
        return 0;
    if (is_high(unit) && is_low(unit_at(at + 6, end)))
        return 12;
    return unit == 0 || is_high(unit) || is_low(unit) ? -6 : 6;
}

typedef struct escapes {
    int64_t undecodable;
    int32_t malformed;
} escapes;

/* Look at every escape; with a copy of the text given, those that cannot be decoded are overwritten there. */
static escapes survey_escapes(const char *text, size_t length, char *copy)
{
    escapes found = {0};
    const char *end = text + length;
    for (const char *at = text; (at = memchr(at, '\\', (size_t)(end - at))) != NULL;) {
        int size = escape_length(at, end);
        if (size == 0) {
            found.malformed = 1;
            return found;
        }
        if (size < 0) {
            found.undecodable++;
            size = -size;
            if (copy != NULL)
                memcpy(copy + (at - text), "\\ufffd", 6);
        }
        at += size;
    }
    return found;
}

static int32_t decode(json_text *decoded, const char *span, size_t length, whisker_error *error)
{
    cJSON *parsed = cJSON_ParseWithLength(span, length);
    if (parsed == NULL)
        return error_memory(error);
    decoded->owner = parsed;
    decoded->text = cJSON_GetStringValue(parsed);
    decoded->length = strlen(decoded->text);
    return WHISKER_OK;
}

int32_t json_text_open(json_text *decoded, const char *span, size_t length, const whisker_allocator *allocator,
                       whisker_error *error)
{
    *decoded = (json_text){0};
    escapes found = survey_escapes(span + 1, length - 2, NULL);
    if (found.malformed)
        return error_set(error, WHISKER_MALFORMED, "a backslash in a string begins no escape that JSON knows");
    if (memchr(span, '\0', length) != NULL)
        return error_set(error, WHISKER_MALFORMED, "a NUL byte inside a string");
    if (found.undecodable == 0)
        return decode(decoded, span, length, error);
    char *copy = allocator_take(allocator, length);
    if (copy == NULL)
        return error_memory(error);
    memcpy(copy, span, length);
    survey_escapes(span + 1, length - 2, copy + 1);
    decoded->replaced = 1;
    int32_t status = decode(decoded, copy, length, error);
    allocator_give(allocator, copy, length);
    return status;
}

void json_text_close(json_text *decoded)
{
    cJSON_Delete(decoded->owner);
}

/* ---- quoting ---- */

/* What has been written so far, and what would have been with room for all of it. */
typedef struct quoted {
    char *buffer;
    size_t capacity;
    size_t needed;
} quoted;

static void append(quoted *quoted, const char *text, size_t length)
{
    if (quoted->needed < quoted->capacity) {
        size_t room = quoted->capacity - quoted->needed;
        memcpy(quoted->buffer + quoted->needed, text, length < room ? length : room);
    }
    quoted->needed += length;
}

/* UTF-8 that holds no NUL, through cJSON; its quotes are left off. */
static int32_t append_quoted(quoted *quoted, const char *piece, whisker_error *error)
{
    cJSON string = {.type = cJSON_String | cJSON_IsReference, .valuestring = (char *)(uintptr_t)piece};
    char *printed = cJSON_PrintUnformatted(&string);
    if (printed == NULL)
        return error_memory(error);
    append(quoted, printed + 1, strlen(printed) - 2);
    cJSON_free(printed);
    return WHISKER_OK;
}

/* A copy that cJSON can take: what is no UTF-8 becomes U+FFFD, and it ends in NUL. */
static size_t clean(const char *text, size_t length, char *copy)
{
    size_t written = 0;
    for (size_t at = 0; at < length;) {
        size_t valid = utf8_valid(text + at, length - at);
        if (valid > 0)
            memcpy(copy + written, text + at, valid);
        at += valid;
        written += valid;
        if (at < length) {
            memcpy(copy + written, "\xef\xbf\xbd", 3);
            written += 3;
            at++;
        }
    }
    copy[written] = '\0';
    return written;
}

static int32_t quote_pieces(quoted *quoted, const char *text, size_t length, whisker_error *error)
{
    append(quoted, "\"", 1);
    for (const char *piece = text, *end = text + length;;) {
        size_t size = strlen(piece);
        int32_t status = size == 0 ? WHISKER_OK : append_quoted(quoted, piece, error);
        if (status != WHISKER_OK)
            return status;
        piece += size;
        if (piece == end)
            break;
        append(quoted, "\\u0000", 6);
        piece++;
    }
    append(quoted, "\"", 1);
    return WHISKER_OK;
}

int32_t whisker_json_quote(const char *text, size_t length, char *buffer, size_t capacity, size_t *needed,
                           whisker_error *error)
{
    if (needed == NULL || (text == NULL && length > 0) || (buffer == NULL && capacity > 0))
        return error_set(error, WHISKER_BAD_ARGUMENT, "no text to quote, or no place for it");
    *needed = 0;
    if (length > SIZE_MAX / 8)
        return error_memory(error);
    size_t room = length * 3 + 1;
    char *copy = allocator_take(&allocator_default, room);
    if (copy == NULL)
        return error_memory(error);
    quoted quoted = {.buffer = buffer, .capacity = capacity};
    int32_t status = quote_pieces(&quoted, copy, clean(text, length, copy), error);
    allocator_give(&allocator_default, copy, room);
    *needed = quoted.needed;
    if (status == WHISKER_OK && quoted.needed > capacity)
        return error_set(error, WHISKER_TOO_LARGE, "the quoted text needs %zu bytes", quoted.needed);
    return status;
}
