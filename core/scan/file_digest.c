/* What a file holds, in 64 digits: of one, or of many on several threads. */
#define _POSIX_C_SOURCE 200809L
#include "scan/input.h"

#include "base/error.h"
#include "base/sha256.h"
#include "base/workers.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 64 * 1024, DIGEST_BYTES = 65 };

static int32_t digest_descriptor(int descriptor, sha256 *sha256, int64_t *bytes, whisker_error *error)
{
    char piece[PIECE];
    for (*bytes = 0;;) {
        ssize_t count = descriptor_fill(descriptor, piece, sizeof piece);
        if (count < 0)
            return cannot_read(errno, NULL, error);
        if (count == 0)
            return WHISKER_OK;
        sha256_update(sha256, (const uint8_t *)piece, (size_t)count);
        *bytes += count;
    }
}

static int32_t digest_file(const char *path, sha256 *sha256, char *digest, int64_t *bytes, whisker_error *error)
{
    int descriptor;
    digest[0] = '\0';
    int32_t status = descriptor_open(path, &descriptor, error);
    if (status != WHISKER_OK)
        return status;
    status = digest_descriptor(descriptor, sha256, bytes, error);
    close(descriptor);
    if (status == WHISKER_OK)
        sha256_close(sha256, digest);
    return status;
}

int32_t whisker_file_digest(const char *path, char *digest, int64_t *bytes, whisker_error *error)
{
    sha256 sha256;
    int64_t size;
    if (path == NULL || digest == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no path to read, or no place for the digest");
    sha256_open(&sha256);
    int32_t status = digest_file(path, &sha256, digest, &size, error);
    if (status == WHISKER_OK && bytes != NULL)
        *bytes = size;
    return status;
}

/* ---- many ---- */

typedef struct files {
    const char *const *paths;
    const sha256 *empty;
    char *digests;
    int64_t *bytes;
    int32_t *statuses;
} files;

static void digest_one(void *context, int64_t index)
{
    const files *files = context;
    sha256 sha256 = *files->empty;
    files->statuses[index] = digest_file(files->paths[index], &sha256, files->digests + index * DIGEST_BYTES,
                                         &files->bytes[index], NULL);
}

int32_t whisker_file_digests(int64_t n, const char *const *paths, int32_t threads, whisker_watch *watch,
                             void *watch_context, char *digests, int64_t *bytes, int32_t *statuses, whisker_error *error)
{
    sha256 empty;
    if (n < 0 || (n > 0 && (paths == NULL || digests == NULL || bytes == NULL || statuses == NULL)))
        return error_set(error, WHISKER_BAD_ARGUMENT, "no paths to read, or no places for the digests");
    if (threads < 0)
        return error_set(error, WHISKER_BAD_OPTION, "threads is negative");
    for (int64_t i = 0; i < n; i++)
        if (paths[i] == NULL)
            return error_set(error, WHISKER_BAD_ARGUMENT, "path %lld is NULL", (long long)i);
    sha256_open(&empty);
    sha256_ask(&empty); /* once for all */
    files files = {.paths = paths, .empty = &empty, .digests = digests, .bytes = bytes, .statuses = statuses};
    if (workers_watch(threads, n, digest_one, &files, watch, watch_context))
        return WHISKER_OK;
    return error_set(error, WHISKER_CANCELLED, "the reading was stopped");
}
