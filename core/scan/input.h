/* Bytes on their way in: a file read in pieces into one buffer, or text that is in memory already. */
#ifndef WHISKER_SCAN_INPUT_H
#define WHISKER_SCAN_INPUT_H

#include "base/arena.h"

#include <sys/types.h>

typedef struct input {
    const whisker_allocator *allocator;
    const char *next;      /* read and not yet used: next .. end */
    const char *end;
    int64_t bytes;         /* read in all */
    int64_t expected;      /* size of the file, 0 when unknown */
    char *buffer;          /* NULL for text in memory */
    size_t capacity;
    int32_t descriptor;    /* -1: nothing more comes */
    int32_t reserved;
    whisker_watch *watch;  /* asked when more is read, or NULL */
    void *watch_context;
} input;

/* Statuses: CANNOT_READ (with the system's reason), NO_MEMORY. input_close is due whatever comes back. */
int32_t input_open_file(input *input, const whisker_allocator *allocator, const char *path, whisker_error *error);
void input_open_text(input *input, const whisker_allocator *allocator, const char *text, size_t length);
void input_close(input *input);

/* Pass over a byte-order mark. Statuses: BAD_ENCODING (UTF-16 or UTF-32), UNSUPPORTED (compressed), MALFORMED (empty),
 * and those of input_extend. */
int32_t input_begin(input *input, whisker_error *error);

/* Nothing comes after `end`. */
static inline int input_is_whole(const input *input)
{
    return input->descriptor < 0;
}

/* Read more behind `end`, which may move what is held. Statuses: CANNOT_READ, NO_MEMORY, CANCELLED. */
int32_t input_extend(input *input, whisker_error *error);

/* Drop what is held of a file and go on at another place of it. Statuses: CANNOT_READ. */
int32_t input_move(input *input, int64_t offset, whisker_error *error);

/* Hold everything up to the end. Statuses: TOO_LARGE beyond `most` bytes, and those of input_extend. */
int32_t input_hold_all(input *input, int64_t most, whisker_error *error);

/* The next line, without its "\n"; *text NULL when there is none left. It is valid until the next call. A line of more
 * than `most` bytes is passed over: TOO_LARGE. Statuses: also those of input_extend. */
int32_t input_line(input *input, int64_t most, const char **text, size_t *length, whisker_error *error);

/* Drop what is in hand up to and with the next "\n", or all that is left. Statuses: those of input_extend. */
int32_t input_pass_line(input *input, whisker_error *error);

/* A file to read from. Statuses: CANNOT_READ. */
int32_t descriptor_open(const char *path, int *descriptor, whisker_error *error);
/* Read until the buffer is full or the file ends. Returns how many bytes came, or -1 and errno. */
ssize_t descriptor_fill(int descriptor, char *buffer, size_t capacity);

/* CANNOT_READ with the system's reason for an errno, without the locale. The caller names the file that it asked for;
 * `below` names another one, in a folder that was asked for, or is NULL. */
int32_t cannot_read(int32_t number, const char *below, whisker_error *error);

#endif
