/* Unpacking. libzip inflates; it refuses method 93 (zstd) in versions that are still in use, so those bytes are taken
 * raw and decoded here. */
#include "scan/archive.h"

#include "base/error.h"

#include <string.h>
#include <zip.h>
#include <zlib.h>
#include <zstd.h>

enum { METHOD_ZSTD = 93, PIECE = 64 * 1024, FREE_BYTES = 16 * 1024 * 1024, GREATEST_RATIO = 1000 };

void archive_renew_budget(whisker_archive *archive)
{
    int64_t most = (INT64_MAX - FREE_BYTES) / GREATEST_RATIO;
    archive->budget = FREE_BYTES + GREATEST_RATIO * (archive->file_bytes < most ? archive->file_bytes : most);
}

/* ---- room ---- */

static int32_t make_room(member_bytes *into, int64_t more, whisker_error *error)
{
    return allocator_grow(into->allocator, (void **)&into->bytes, &into->capacity, into->length + more, 1)
               ? WHISKER_OK
               : error_memory(error);
}

static int32_t account(whisker_archive *archive, member_bytes *into, int64_t count, int64_t most, whisker_error *error)
{
    into->length += count;
    archive->budget -= count;
    if (into->length > most)
        return error_set(error, WHISKER_TOO_LARGE, "unpacks to more than the limit of %lld bytes", (long long)most);
    if (archive->budget < 0)
        return error_set(error, WHISKER_TOO_LARGE, "the archive unpacks to over %d times its size (a zip bomb?)",
                         GREATEST_RATIO);
    return WHISKER_OK;
}

/* ---- stored and deflated ---- */

static int32_t damaged(whisker_error *error)
{
    return error_set(error, WHISKER_MALFORMED, "the archive is damaged here");
}

static int32_t wrong_checksum(whisker_error *error)
{
    return error_set(error, WHISKER_MALFORMED, "the checksum does not fit: the archive is damaged here");
}

static int32_t inflate_member(whisker_archive *archive, zip_file_t *file, int64_t most, member_bytes *into,
                              whisker_error *error)
{
    for (;;) {
        int32_t status = make_room(into, PIECE, error);
        if (status != WHISKER_OK)
            return status;
        zip_int64_t count = zip_fread(file, into->bytes + into->length, PIECE);
        if (count == 0)
            return WHISKER_OK;
        if (count < 0)
            return zip_error_code_zip(zip_file_get_error(file)) == ZIP_ER_CRC ? wrong_checksum(error) : damaged(error);
        status = account(archive, into, count, most, error);
        if (status != WHISKER_OK)
            return status;
    }
}

/* ---- zstd ---- */

typedef struct zstd_reader {
    whisker_archive *archive;
    ZSTD_DStream *stream;
    member_bytes *into;
    int64_t most;
    size_t expects;  /* what zstd still wants of the frame at work; 0: between frames */
} zstd_reader;

static int32_t decode_piece(zstd_reader *reader, const char *piece, size_t length, whisker_error *error)
{
    ZSTD_inBuffer in = {piece, length, 0};
    for (int is_full = 0; in.pos < in.size || is_full;) {
        int32_t status = make_room(reader->into, PIECE, error);
        if (status != WHISKER_OK)
            return status;
        ZSTD_outBuffer out = {reader->into->bytes + reader->into->length, PIECE, 0};
        size_t before = in.pos;
        reader->expects = ZSTD_decompressStream(reader->stream, &out, &in);
        if (ZSTD_isError(reader->expects))
            return damaged(error);
        is_full = out.pos == out.size;
        if (in.pos == before && out.pos == 0)
            return WHISKER_OK;
        status = account(reader->archive, reader->into, (int64_t)out.pos, reader->most, error);
        if (status != WHISKER_OK)
            return status;
    }
    return WHISKER_OK;
}

static int32_t decode_member(zstd_reader *reader, zip_file_t *file, whisker_error *error)
{
    char piece[PIECE / 4];
    for (;;) {
        zip_int64_t count = zip_fread(file, piece, sizeof piece);
        if (count < 0 || (count == 0 && reader->expects != 0))
            return damaged(error);
        if (count == 0)
            return WHISKER_OK;
        int32_t status = decode_piece(reader, piece, (size_t)count, error);
        if (status != WHISKER_OK)
            return status;
    }
}

static uint32_t checksum(const member_bytes *bytes)
{
    return bytes->length == 0 ? 0 : (uint32_t)crc32_z(0, (const Bytef *)bytes->bytes, (size_t)bytes->length);
}

static int32_t decode_zstd(whisker_archive *archive, zip_file_t *file, const zip_stat_t *facts, int64_t most,
                           member_bytes *into, whisker_error *error)
{
    zstd_reader reader = {.archive = archive, .into = into, .most = most, .stream = ZSTD_createDStream()};
    if (reader.stream == NULL)
        return error_memory(error);
    int32_t status = decode_member(&reader, file, error);
    ZSTD_freeDStream(reader.stream);
    if (status == WHISKER_OK && (facts->valid & ZIP_STAT_CRC) != 0 && checksum(into) != facts->crc)
        return wrong_checksum(error);
    return status;
}

/* ---- one member ---- */

static int32_t check_method(const zip_stat_t *facts, whisker_error *error)
{
    if ((facts->valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && facts->encryption_method != ZIP_EM_NONE)
        return error_set(error, WHISKER_UNSUPPORTED, "is encrypted; unpack the archive first");
    if (facts->comp_method != ZIP_CM_STORE && facts->comp_method != ZIP_CM_DEFLATE && facts->comp_method != METHOD_ZSTD)
        return error_set(error, WHISKER_UNSUPPORTED, "is compressed by method %d; only deflate and zstd are read",
                         (int)facts->comp_method);
    return WHISKER_OK;
}

int32_t member_unpack(whisker_archive *archive, uint64_t index, int64_t most, member_bytes *into, whisker_error *error)
{
    zip_stat_t facts;
    zip_stat_init(&facts);
    into->length = 0;
    if (zip_stat_index(archive->zip, index, 0, &facts) != 0 || (facts.valid & ZIP_STAT_COMP_METHOD) == 0)
        return damaged(error);
    int32_t status = check_method(&facts, error);
    if (status != WHISKER_OK)
        return status;
    int is_zstd = facts.comp_method == METHOD_ZSTD;
    zip_file_t *file = zip_fopen_index(archive->zip, index, is_zstd ? ZIP_FL_COMPRESSED : 0);
    if (file == NULL)
        return zip_error_code_zip(zip_get_error(archive->zip)) == ZIP_ER_MEMORY ? error_memory(error) : damaged(error);
    status = is_zstd ? decode_zstd(archive, file, &facts, most, into, error)
                     : inflate_member(archive, file, most, into, error);
    zip_fclose(file);
    return status;
}
