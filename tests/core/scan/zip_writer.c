#include "zip_writer.h"

#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

static void append(char **bytes, size_t *length, size_t *capacity, const void *more, size_t size)
{
    if (*length + size > *capacity) {
        *capacity = (*length + size) * 2;
        *bytes = realloc(*bytes, *capacity);
    }
    memcpy(*bytes + *length, more, size);
    *length += size;
}

static void put(zip_writer *zip, const void *more, size_t size)
{
    append(&zip->bytes, &zip->length, &zip->capacity, more, size);
}

static void put_directory(zip_writer *zip, const void *more, size_t size)
{
    append(&zip->directory, &zip->directory_length, &zip->directory_capacity, more, size);
}

static size_t number(unsigned char *at, size_t size, uint64_t value)
{
    for (size_t i = 0; i < size; i++)
        at[i] = i < 8 ? (unsigned char)(value >> (8 * i)) : 0;
    return size;
}

/* Version needed to file name length: the same in a local header and in the directory. */
static size_t common_header(unsigned char *at, const zip_writer *zip, int method, uint32_t crc, size_t packed,
                            size_t length, size_t name_length)
{
    size_t n = number(at, 2, 20);
    n += number(at + n, 2, zip->encrypted ? 1 : 0);
    n += number(at + n, 2, (uint64_t)method);
    n += number(at + n, 4, 0x58210000); /* some day */
    n += number(at + n, 4, crc + zip->wrong_crc);
    n += number(at + n, 4, zip->claimed_packed != 0 ? zip->claimed_packed : packed);
    n += number(at + n, 4, zip->claimed_size != 0 ? zip->claimed_size : length);
    n += number(at + n, 2, name_length);
    return n + number(at + n, 2, 0);
}

void zip_add_raw(zip_writer *zip, const char *name, int method, const char *packed, size_t packed_length, uint32_t crc,
                 size_t length)
{
    unsigned char header[64];
    size_t name_length = strlen(name), offset = zip->length;
    size_t n = number(header, 4, 0x04034b50);
    n += common_header(header + n, zip, method, crc, packed_length, length, name_length);
    put(zip, header, n);
    put(zip, name, name_length);
    put(zip, packed, packed_length);
    n = number(header, 4, 0x02014b50);
    n += number(header + n, 2, 20);
    n += common_header(header + n, zip, method, crc, packed_length, length, name_length);
    n += number(header + n, 10, 0);
    n += number(header + n, 4, offset);
    put_directory(zip, header, n);
    put_directory(zip, name, name_length);
    zip->members++;
    zip->encrypted = 0;
    zip->wrong_crc = zip->claimed_size = zip->claimed_packed = 0;
}

static size_t deflate_text(const char *text, size_t length, char *packed, size_t room)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)text, .avail_in = (uInt)length, .next_out = (Bytef *)packed,
                       .avail_out = (uInt)room};
    cr_assert_eq(deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY), Z_OK);
    cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
    deflateEnd(&stream);
    return stream.total_out;
}

static size_t zstd_text(const char *text, size_t length, size_t frame, char *packed, size_t room)
{
    size_t written = 0;
    for (size_t at = 0; at < length; at += frame) {
        size_t size = length - at < frame ? length - at : frame;
        size_t made = ZSTD_compress(packed + written, room - written, text + at, size, 3);
        cr_assert(!ZSTD_isError(made));
        written += made;
    }
    return written;
}

void zip_add(zip_writer *zip, const char *name, int method, const char *text, size_t length, size_t frame)
{
    size_t room = length * 2 + 4096;
    char *packed = malloc(room);
    uint32_t crc = (uint32_t)crc32_z(0, (const Bytef *)text, length);
    if (method == ZIP_DEFLATED)
        zip_add_raw(zip, name, method, packed, deflate_text(text, length, packed, room), crc, length);
    else if (method == ZIP_ZSTD)
        zip_add_raw(zip, name, method, packed, zstd_text(text, length, frame, packed, room), crc, length);
    else
        zip_add_raw(zip, name, method, text, length, crc, length);
    free(packed);
}

void zip_finish(zip_writer *zip)
{
    unsigned char end[32];
    size_t offset = zip->length;
    put(zip, zip->directory, zip->directory_length);
    size_t n = number(end, 4, 0x06054b50);
    n += number(end + n, 4, 0);
    n += number(end + n, 2, (uint64_t)zip->members);
    n += number(end + n, 2, (uint64_t)zip->members);
    n += number(end + n, 4, zip->directory_length);
    n += number(end + n, 4, offset);
    n += number(end + n, 2, 0);
    put(zip, end, n);
    free(zip->directory);
}
