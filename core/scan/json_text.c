#include "scan/json_text.h"

#include "scan/utf8.h"

#include "base/error.h"

#include <cjson/cJSON.h>
#include <string.h>

/* ---- decoding ---- */

/* The 16-bit unit written as \uXXXX at `at`, -1 when no such escape stands there. */
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

/* What an escape at `at` is: its length, 0 when it is none, negative when it stands for no character of a text: \u0000,
 * which would cut it, and half a surrogate pair. */
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

/* Is every backslash the beginning of an escape? */
static int has_known_escapes(const char *text, const char *end)
{
    while ((text = memchr(text, '\\', (size_t)(end - text))) != NULL) {
        int size = escape_length(text, end);
        if (size == 0)
            return 0;
        text += size < 0 ? -size : size;
    }
    return 1;
}

/* UTF-8 of a character from U+0001 on (RFC 3629); returns the place behind it. */
static char *put_character(char *into, uint32_t character)
{
    if (character < 0x80) {
        *into++ = (char)character;
        return into;
    }
    int further = character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
    static const uint32_t lead[] = {0, 0xc0, 0xe0, 0xf0};
    *into++ = (char)(lead[further] | character >> (6 * further));
    while (further-- > 0)
        *into++ = (char)(0x80 | (character >> (6 * further) & 0x3f));
    return into;
}

static char *put_escape(char *into, const char *at, int size)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    if (size == 2) {
        *into++ = meanings[strchr(letters, at[1]) - letters];
        return into;
    }
    if (size < 0)
        return put_character(into, 0xfffd);
    uint32_t unit = (uint32_t)unit_at(at, at + 6);
    if (size == 12)
        unit = 0x10000 + ((unit & 0x3ff) << 10 | ((uint32_t)unit_at(at + 6, at + 12) & 0x3ff));
    return put_character(into, unit);
}

/* No text becomes longer. */
static void decode(json_text *decoded, char *into, const char *text, const char *end)
{
    decoded->text = into;
    for (const char *next; text < end; text = next) {
        const char *escape = memchr(text, '\\', (size_t)(end - text));
        next = escape != NULL ? escape : end;
        memcpy(into, text, (size_t)(next - text));
        into += next - text;
        if (escape == NULL)
            break;
        int size = escape_length(escape, end);
        decoded->replaced |= size < 0;
        into = put_escape(into, escape, size);
        next += size < 0 ? -size : size;
    }
    *into = '\0';
    decoded->length = (size_t)(into - decoded->text);
}

static int32_t unknown_escape(whisker_error *error)
{
    return error_set(error, WHISKER_MALFORMED, "a backslash in a string begins no escape that JSON knows");
}

int32_t json_text_check(const char *span, size_t length, whisker_error *error)
{
    if (!has_known_escapes(span + 1, span + length - 1))
        return unknown_escape(error);
    if (utf8_valid(span, length) < length)
        return error_set(error, WHISKER_BAD_ENCODING, "a string that is not UTF-8");
    return WHISKER_OK;
}

int32_t json_text_open(json_text *decoded, const char *span, size_t length, const whisker_allocator *allocator,
                       whisker_error *error)
{
    *decoded = (json_text){.allocator = allocator, .capacity = length};
    const char *text = span + 1, *end = span + length - 1;
    if (!has_known_escapes(text, end))
        return unknown_escape(error);
    if (memchr(span, '\0', length) != NULL)
        return error_set(error, WHISKER_MALFORMED, "a NUL byte inside a string");
    decoded->owned = allocator_take(allocator, length);
    if (decoded->owned == NULL)
        return error_memory(error);
    decode(decoded, decoded->owned, text, end);
    return WHISKER_OK;
}

void json_text_close(json_text *decoded)
{
    allocator_give(decoded->allocator, decoded->owned, decoded->capacity);
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
