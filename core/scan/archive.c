/* Archives: opening and listing. Names are only names: nothing is written anywhere, so a "../" in one leads nowhere. */
#define _POSIX_C_SOURCE 200809L
#include "scan/archive.h"

#include "scan/input.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zip.h>

enum { MOST_MEMBERS = 1000000 };

/* ---- members ---- */

static int by_name(const void *a, const void *b)
{
    const archive_member *first = a, *second = b;
    int order = strcmp(first->name, second->name);
    return order != 0 ? order : (first->index > second->index) - (first->index < second->index);
}

/* In order of name; of equal names the last stays. */
static void sort_members(whisker_archive *archive)
{
    int64_t kept = 0;
    if (archive->n_members > 0)
        qsort(archive->members, (size_t)archive->n_members, sizeof *archive->members, by_name);
    for (int64_t i = 0; i < archive->n_members; i++)
        if (i + 1 == archive->n_members || strcmp(archive->members[i].name, archive->members[i + 1].name) != 0)
            archive->members[kept++] = archive->members[i];
    archive->n_members = kept;
}

static const char *copy_text(whisker_arena *arena, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = arena_take(arena, (int64_t)size, 1);
    return copy != NULL ? memcpy(copy, text, size) : NULL;
}

static int is_folder(const char *name)
{
    size_t length = strlen(name);
    return length == 0 || name[length - 1] == '/';
}

static int32_t list_members(whisker_archive *archive, whisker_error *error)
{
    zip_int64_t count = zip_get_num_entries(archive->zip, 0);
    if (count > MOST_MEMBERS)
        return error_set(error, WHISKER_TOO_LARGE, "an archive of more than %d members", MOST_MEMBERS);
    archive->members = arena_take(archive->arena, count, sizeof *archive->members);
    if (archive->members == NULL)
        return error_memory(error);
    for (zip_int64_t i = 0; i < count; i++) {
        const char *name = zip_get_name(archive->zip, (zip_uint64_t)i, 0);
        if (name == NULL || is_folder(name))
            continue;
        name = copy_text(archive->arena, name);
        if (name == NULL)
            return error_memory(error);
        archive->members[archive->n_members++] = (archive_member){name, (uint64_t)i};
    }
    sort_members(archive);
    return WHISKER_OK;
}

int64_t whisker_archive_members(const whisker_archive *archive)
{
    return archive->n_members;
}

const char *whisker_archive_member(const whisker_archive *archive, int64_t index)
{
    return index < 0 || index >= archive->n_members ? NULL : archive->members[index].name;
}

/* ---- open and close ---- */

static int32_t cannot_open(int code, whisker_error *error)
{
    if (code == ZIP_ER_MEMORY)
        return error_memory(error);
    if (code == ZIP_ER_OPEN || code == ZIP_ER_READ || code == ZIP_ER_SEEK)
        return error_set(error, WHISKER_CANNOT_READ, "cannot be read");
    return error_set(error, WHISKER_MALFORMED,
                     "is no complete zip archive (its directory stands at the end: was it cut off?)");
}

static int32_t open_zip(whisker_archive *archive, const char *path, whisker_error *error)
{
    input input;
    struct stat facts;
    int32_t status = input_open_file(&input, &archive->allocator, path, error); /* for the reason, when it has one */
    input_close(&input);
    if (status != WHISKER_OK)
        return status;
    if (stat(path, &facts) != 0 || !S_ISREG(facts.st_mode))
        return error_set(error, WHISKER_CANNOT_READ, "is not a regular file");
    archive->file_bytes = (int64_t)facts.st_size;
    if (archive->file_bytes == 0)
        return error_set(error, WHISKER_MALFORMED, "is empty");
    int code = 0;
    archive->zip = zip_open(path, ZIP_RDONLY, &code);
    return archive->zip != NULL ? WHISKER_OK : cannot_open(code, error);
}

int32_t whisker_archive_open(const whisker_allocator *allocator, const char *path, whisker_archive **archive,
                             whisker_error *error)
{
    if (path == NULL || archive == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no path to an archive, or no place to put it");
    if (allocator == NULL)
        allocator = &allocator_default;
    *archive = NULL;
    whisker_archive *made = allocator_take(allocator, sizeof *made);
    if (made == NULL)
        return error_memory(error);
    *made = (whisker_archive){.allocator = *allocator};
    pthread_mutex_init(&made->lock, NULL);
    int32_t status = whisker_arena_new(allocator, &made->arena, error);
    if (status == WHISKER_OK && (made->path = copy_text(made->arena, path)) == NULL)
        status = error_memory(error);
    if (status == WHISKER_OK)
        status = open_zip(made, path, error);
    if (status == WHISKER_OK)
        status = list_members(made, error);
    if (status == WHISKER_OK)
        *archive = made;
    else
        whisker_archive_free(made);
    return status;
}

void whisker_archive_free(whisker_archive *archive)
{
    if (archive == NULL)
        return;
    whisker_allocator allocator = archive->allocator;
    if (archive->zip != NULL)
        zip_discard(archive->zip);
    pthread_mutex_destroy(&archive->lock);
    whisker_arena_free(archive->arena);
    allocator_give(&allocator, archive, sizeof *archive);
}
