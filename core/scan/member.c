/* Unpacking. The packed bytes are taken raw from libzip and unpacked here, for two reasons: it refuses method 93 (zstd)
 * in versions that are still in use, and it does not tell how many bytes it took for what came out, which is how a zip
 * bomb is known, whatever sizes the archive declares. */
#include "scan/archive.h"

#include "base/error.h"

#include <string.h>
#include <zip.h>
#include <zlib.h>
#include <zstd.h>

enum {
    METHOD_ZSTD = 93,
    PIECE = 64 * 1024,
    GREATEST_RATIO = 1000,
    FREE_MEMBER_BYTES = 8 * 1024 * 1024,
    FREE_ARCHIVE_BYTES = 16 * 1024 * 1024
};

int64_t archive_budget(const whisker_archive *archive)
{
    int64_t most = (INT64_MAX - FREE_ARCHIVE_BYTES) / GREATEST_RATIO;
    return FREE_ARCHIVE_BYTES + GREATEST_RATIO * (archive->file_bytes < most ? archive->file_bytes : most);
}

static int32_t damaged(whisker_error *error)
{
    return error_set(error, WHISKER_MALFORMED, "the archive is damaged here");
}

static int32_t wrong_checksum(whisker_error *error)
{
    return error_set(error, WHISKER_MALFORMED, "the checksum does not fit: the archive is damaged here");
}

/* ---- one step of a method: some packed bytes in, some unpacked bytes out ---- */

typedef struct unpacking unpacking;
typedef int32_t unpack_step(unpacking *work, ZSTD_inBuffer *in, ZSTD_outBuffer *out, whisker_error *error);

struct unpacking {
    whisker_archive *archive;
    zip_file_t *file;      /* the packed bytes */
    member_bytes *into;
    int64_t most;          /* that may come out */
    int64_t *budget;       /* that may come out of all members */
    int64_t taken;         /* packed bytes used so far: counted, not declared */
    unpack_step *step;
    z_stream deflate;
    ZSTD_DStream *zstd;
    int may_end;           /* the packed bytes may be at their end here */
    int has_ended;         /* what follows is not part of the member */
};

static int32_t copy_step(unpacking *work, ZSTD_inBuffer *in, ZSTD_outBuffer *out, whisker_error *error)
{
    (void)work;
    (void)error;
    size_t here = in->size - in->pos, room = out->size - out->pos, count = here < room ? here : room;
    memcpy((char *)out->dst + out->pos, (const char *)in->src + in->pos, count);
    in->pos += count;
    out->pos += count;
    return WHISKER_OK;
}

static int32_t deflate_step(unpacking *work, ZSTD_inBuffer *in, ZSTD_outBuffer *out, whisker_error *error)
{
    z_stream *stream = &work->deflate;
    stream->next_in = (Bytef *)(uintptr_t)in->src + in->pos;
    stream->avail_in = (uInt)(in->size - in->pos);
    stream->next_out = (Bytef *)out->dst + out->pos;
    stream->avail_out = (uInt)(out->size - out->pos);
    int code = inflate(stream, Z_NO_FLUSH);
    in->pos = in->size - stream->avail_in;
    out->pos = out->size - stream->avail_out;
    work->may_end = work->has_ended = code == Z_STREAM_END;
    if (code == Z_MEM_ERROR)
        return error_memory(error);
    return code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR /* no progress */ ? WHISKER_OK : damaged(error);
}

static int32_t zstd_step(unpacking *work, ZSTD_inBuffer *in, ZSTD_outBuffer *out, whisker_error *error)
{
    size_t wanted = ZSTD_decompressStream(work->zstd, out, in);
    work->may_end = wanted == 0; /* between frames */
    return ZSTD_isError(wanted) ? damaged(error) : WHISKER_OK;
}

static int32_t open_method(unpacking *work, int method, whisker_error *error)
{
    work->step = method == METHOD_ZSTD ? zstd_step : method == ZIP_CM_DEFLATE ? deflate_step : copy_step;
    work->may_end = method != ZIP_CM_DEFLATE;
    if (method == METHOD_ZSTD && (work->zstd = ZSTD_createDStream()) == NULL)
        return error_memory(error);
    /* Negative bits: a stream without zlib's header. */
    if (method == ZIP_CM_DEFLATE && inflateInit2(&work->deflate, -MAX_WBITS) != Z_OK)
        return error_memory(error);
    return WHISKER_OK;
}

/* Both take what was never opened. */
static void close_method(unpacking *work)
{
    inflateEnd(&work->deflate);
    ZSTD_freeDStream(work->zstd);
}

/* ---- all of it ---- */

static int32_t account(unpacking *work, size_t taken, size_t given, whisker_error *error)
{
    int64_t length = work->into->length += (int64_t)given;
    work->taken += (int64_t)taken;
    *work->budget -= (int64_t)given;
    if (length > work->most)
        return error_set(error, WHISKER_TOO_LARGE, "unpacks to more than the limit of %lld bytes",
                         (long long)work->most);
    if (length > FREE_MEMBER_BYTES && length > GREATEST_RATIO * work->taken)
        return error_set(error, WHISKER_TOO_LARGE, "unpacks to over %d times its size: a zip bomb?", GREATEST_RATIO);
    if (*work->budget < 0)
        return error_set(error, WHISKER_TOO_LARGE, "the archive unpacks to over %d times its size: a zip bomb?",
                         GREATEST_RATIO);
    return WHISKER_OK;
}

static int32_t unpack_piece(unpacking *work, const char *piece, size_t length, whisker_error *error)
{
    member_bytes *into = work->into;
    ZSTD_inBuffer in = {piece, length, 0};
    int is_full = 0;
    /* A full piece may have more behind it, but not at the end of a zstd frame: another step would open the next. */
    while ((in.pos < in.size || (is_full && !work->may_end)) && !work->has_ended) {
        if (!allocator_grow(into->allocator, (void **)&into->bytes, &into->capacity, into->length + PIECE, 1))
            return error_memory(error);
        ZSTD_outBuffer out = {into->bytes + into->length, PIECE, 0};
        size_t before = in.pos;
        int32_t status = work->step(work, &in, &out, error);
        if (status == WHISKER_OK)
            status = account(work, in.pos - before, out.pos, error);
        if (status != WHISKER_OK)
            return status;
        is_full = out.pos == out.size;
    }
    return WHISKER_OK;
}

static int32_t unpack_all(unpacking *work, whisker_error *error)
{
    char piece[PIECE / 4];
    while (!work->has_ended) {
        pthread_mutex_lock(&work->archive->lock);
        zip_int64_t count = zip_fread(work->file, piece, sizeof piece);
        int is_wrong = count < 0 && zip_error_code_zip(zip_file_get_error(work->file)) == ZIP_ER_CRC;
        pthread_mutex_unlock(&work->archive->lock);
        if (is_wrong)
            return wrong_checksum(error); /* libzip checks what is stored even when it is taken raw */
        if (count < 0 || (count == 0 && !work->may_end))
            return damaged(error);
        if (count == 0)
            return WHISKER_OK;
        int32_t status = unpack_piece(work, piece, (size_t)count, error);
        if (status != WHISKER_OK)
            return status;
    }
    return WHISKER_OK;
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

static int32_t check_content(const zip_stat_t *facts, const member_bytes *content, whisker_error *error)
{
    if ((facts->valid & ZIP_STAT_CRC) == 0)
        return WHISKER_OK;
    uLong crc = content->length == 0 ? 0 : crc32_z(0, (const Bytef *)content->bytes, (size_t)content->length);
    return crc == facts->crc ? WHISKER_OK : wrong_checksum(error);
}

/* The packed bytes of a member whose method is known. */
static int32_t open_packed(whisker_archive *archive, uint64_t index, zip_stat_t *facts, zip_file_t **file,
                           whisker_error *error)
{
    zip_stat_init(facts);
    if (zip_stat_index(archive->zip, index, 0, facts) != 0 || (facts->valid & ZIP_STAT_COMP_METHOD) == 0)
        return damaged(error);
    int32_t status = check_method(facts, error);
    if (status != WHISKER_OK)
        return status;
    *file = zip_fopen_index(archive->zip, index, ZIP_FL_COMPRESSED);
    if (*file != NULL)
        return WHISKER_OK;
    return zip_error_code_zip(zip_get_error(archive->zip)) == ZIP_ER_MEMORY ? error_memory(error) : damaged(error);
}

int32_t member_unpack(whisker_archive *archive, uint64_t index, int64_t most, int64_t *budget, member_bytes *into,
                      whisker_error *error)
{
    zip_stat_t facts;
    unpacking work = {.archive = archive, .into = into, .most = most, .budget = budget};
    into->length = 0;
    pthread_mutex_lock(&archive->lock);
    int32_t status = open_packed(archive, index, &facts, &work.file, error);
    pthread_mutex_unlock(&archive->lock);
    if (status != WHISKER_OK)
        return status;
    status = open_method(&work, facts.comp_method, error);
    if (status == WHISKER_OK)
        status = unpack_all(&work, error);
    if (status == WHISKER_OK)
        status = check_content(&facts, into, error);
    close_method(&work);
    pthread_mutex_lock(&archive->lock);
    zip_fclose(work.file);
    pthread_mutex_unlock(&archive->lock);
    return status;
}
