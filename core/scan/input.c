#define _POSIX_C_SOURCE 200809L
#include "scan/input.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 256 * 1024 };

/* ---- open and close ---- */

int32_t cannot_read(int32_t number, const char *below, whisker_error *error)
{
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    const char *reason = plain == (locale_t)0 ? "unknown reason" : strerror_l(number, plain);
    int32_t status = below == NULL
                         ? error_set(error, WHISKER_CANNOT_READ, "cannot be read: %s", reason)
                         : error_set(error, WHISKER_CANNOT_READ, "%.300s: cannot be read: %s", below, reason);
    if (plain != (locale_t)0)
        freelocale(plain);
    return status;
}

int32_t descriptor_open(const char *path, int *descriptor, whisker_error *error)
{
    *descriptor = open(path, O_RDONLY | O_CLOEXEC);
    return *descriptor >= 0 ? WHISKER_OK : cannot_read(errno, NULL, error);
}

ssize_t descriptor_fill(int descriptor, char *buffer, size_t capacity)
{
    size_t length = 0;
    while (length < capacity) {
        ssize_t count = read(descriptor, buffer + length, capacity - length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return -1;
        if (count == 0)
            break;
        length += (size_t)count;
    }
    return (ssize_t)length;
}

int32_t input_open_file(input *input, const whisker_allocator *allocator, const char *path, whisker_error *error)
{
    struct stat facts;
    *input = (struct input){.allocator = allocator, .descriptor = -1};
    int32_t status = descriptor_open(path, &input->descriptor, error);
    if (status != WHISKER_OK)
        return status;
    if (fstat(input->descriptor, &facts) != 0)
        return cannot_read(errno, NULL, error);
    if (S_ISDIR(facts.st_mode))
        return error_set(error, WHISKER_CANNOT_READ, "is a folder, not a file");
    input->expected = S_ISREG(facts.st_mode) ? (int64_t)facts.st_size : 0;
    return WHISKER_OK;
}

void input_open_text(input *input, const whisker_allocator *allocator, const char *text, size_t length)
{
    *input = (struct input){
        .allocator = allocator,
        .next = text,
        .end = text + length,
        .bytes = (int64_t)length,
        .expected = (int64_t)length,
        .descriptor = -1,
    };
}

static void stop_reading(input *input)
{
    if (input->descriptor >= 0)
        close(input->descriptor);
    input->descriptor = -1;
}

void input_close(input *input)
{
    stop_reading(input);
    allocator_give(input->allocator, input->buffer, input->capacity);
    input->buffer = NULL;
}

/* ---- reading ---- */

static int resize(input *input, size_t capacity)
{
    size_t held = (size_t)(input->end - input->next);
    char *buffer = allocator_resize(input->allocator, input->buffer, input->capacity, capacity);
    if (buffer == NULL)
        return 0;
    input->buffer = buffer;
    input->capacity = capacity;
    input->next = buffer;
    input->end = buffer + held;
    return 1;
}

/* Room for at least one more byte: what is held moves to the front, and a full buffer doubles. The first buffer is
 * no larger than the file. */
static int make_room(input *input)
{
    if (input->buffer == NULL) {
        int small = input->expected > 0 && input->expected < CHUNK;
        return resize(input, small ? (size_t)input->expected + 1 : CHUNK);
    }
    size_t held = (size_t)(input->end - input->next);
    if (held > 0 && input->next > input->buffer)
        memmove(input->buffer, input->next, held);
    input->next = input->buffer;
    input->end = input->buffer + held;
    return held < input->capacity || resize(input, input->capacity * 2);
}

/* The part of a file that is read and used. */
static double part_done(const input *input)
{
    double used = (double)(input->bytes - (input->end - input->next));
    return used < (double)input->expected ? used / (double)input->expected : input->expected > 0;
}

int32_t input_extend(input *input, whisker_error *error)
{
    if (input_is_whole(input))
        return WHISKER_OK;
    if (input->watch != NULL && input->watch(input->watch_context, part_done(input)) != 0)
        return error_set(error, WHISKER_CANCELLED, "the reading was stopped");
    if (!make_room(input))
        return error_memory(error);
    char *behind = input->buffer + (input->end - input->buffer);
    ssize_t count;
    do
        count = read(input->descriptor, behind, input->capacity - (size_t)(behind - input->buffer));
    while (count < 0 && errno == EINTR);
    if (count < 0)
        return cannot_read(errno, NULL, error);
    if (count == 0)
        stop_reading(input);
    input->end += count;
    input->bytes += count;
    return WHISKER_OK;
}

int32_t input_move(input *input, int64_t offset, whisker_error *error)
{
    if (lseek(input->descriptor, (off_t)offset, SEEK_SET) < 0)
        return cannot_read(errno, NULL, error);
    input->next = input->end = input->buffer;
    input->bytes = offset;
    return WHISKER_OK;
}

static int32_t too_large(int64_t most, whisker_error *error)
{
    return error_set(error, WHISKER_TOO_LARGE, "more than the limit of %lld bytes for one value", (long long)most);
}

int32_t input_hold_all(input *input, int64_t most, whisker_error *error)
{
    if (input->expected > most)
        return too_large(most, error);
    if (!input_is_whole(input) && input->expected >= CHUNK && (size_t)input->expected >= input->capacity) {
        if (!make_room(input) || !resize(input, (size_t)input->expected + 1))
            return error_memory(error);
    }
    while (!input_is_whole(input)) {
        int32_t status = input_extend(input, error);
        if (status != WHISKER_OK)
            return status;
        if (input->end - input->next > most)
            return too_large(most, error);
    }
    return WHISKER_OK;
}

/* ---- the beginning ---- */

static int begins(const input *input, const char *signature, size_t length)
{
    return (size_t)(input->end - input->next) >= length && memcmp(input->next, signature, length) == 0;
}

static int32_t refuse_signature(const input *input, whisker_error *error)
{
    if (begins(input, "\xff\xfe", 2) || begins(input, "\xfe\xff", 2) || begins(input, "\0\0\xfe\xff", 4))
        return error_set(error, WHISKER_BAD_ENCODING, "is UTF-16 or UTF-32, not UTF-8; save it again as UTF-8");
    if (begins(input, "\x1f\x8b", 2))
        return error_set(error, WHISKER_UNSUPPORTED, "is compressed with gzip; unpack it first");
    if (begins(input, "\x28\xb5\x2f\xfd", 4))
        return error_set(error, WHISKER_UNSUPPORTED, "is compressed with zstd; unpack it first");
    if (begins(input, "PK\x03\x04", 4))
        return error_set(error, WHISKER_UNSUPPORTED, "is a zip archive, not text");
    if (input->end - input->next >= 2 && (input->next[0] == '\0' || input->next[1] == '\0'))
        return error_set(error, WHISKER_BAD_ENCODING, "holds NUL bytes at its start: UTF-16, or no text at all");
    return WHISKER_OK;
}

int32_t input_begin(input *input, whisker_error *error)
{
    while (!input_is_whole(input) && input->end - input->next < 4) {
        int32_t status = input_extend(input, error);
        if (status != WHISKER_OK)
            return status;
    }
    if (begins(input, "\xef\xbb\xbf", 3))
        input->next += 3;
    if (input->next == input->end)
        return error_set(error, WHISKER_MALFORMED, "is empty");
    return refuse_signature(input, error);
}

/* ---- lines ---- */

int32_t input_pass_line(input *input, whisker_error *error)
{
    const char *newline;
    while ((newline = memchr(input->next, '\n', (size_t)(input->end - input->next))) == NULL) {
        input->next = input->end;
        if (input_is_whole(input))
            return WHISKER_OK;
        int32_t status = input_extend(input, error);
        if (status != WHISKER_OK)
            return status;
    }
    input->next = newline + 1;
    return WHISKER_OK;
}

static int32_t refuse_line(input *input, int64_t most, whisker_error *error)
{
    int32_t status = input_pass_line(input, error);
    if (status != WHISKER_OK)
        return status;
    return error_set(error, WHISKER_TOO_LARGE, "a line of more than the limit of %lld bytes for one record",
                     (long long)most);
}

int32_t input_line(input *input, int64_t most, const char **text, size_t *length, whisker_error *error)
{
    const char *newline = NULL;
    *text = NULL;
    for (size_t searched = 0;;) {
        size_t held = (size_t)(input->end - input->next);
        if (held > searched)
            newline = memchr(input->next + searched, '\n', held - searched);
        if (newline != NULL || input_is_whole(input) || (int64_t)held > most)
            break;
        searched = held;
        int32_t status = input_extend(input, error);
        if (status != WHISKER_OK)
            return status;
    }
    *length = (size_t)((newline != NULL ? newline : input->end) - input->next);
    if ((int64_t)*length > most)
        return refuse_line(input, most, error);
    if (newline == NULL && *length == 0)
        return WHISKER_OK;
    *text = input->next;
    input->next = newline != NULL ? newline + 1 : input->end;
    return WHISKER_OK;
}
