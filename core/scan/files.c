/* Files below a folder, and the beginning of a file. */
#define _POSIX_C_SOURCE 200809L
#include "scan/input.h"

#include "base/error.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_LEVELS = 64, MOST_FILES = 1000000 };

/* ---- listing ---- */

typedef struct listed {
    const char *path;
    int32_t level;
    int32_t is_folder;
} listed;

struct whisker_listing {
    whisker_allocator allocator;
    whisker_arena *arena;    /* paths */
    listed *entries;         /* while folders are read: files and folders in any order */
    int64_t capacity;
    int64_t count;
    int is_shallow; /* folders inside the first are passed over */
};

static int32_t add_entry(whisker_listing *listing, listed entry, whisker_error *error)
{
    if (listing->count == MOST_FILES)
        return error_set(error, WHISKER_TOO_LARGE, "more than %d files; name a smaller folder", MOST_FILES);
    if (!allocator_grow(&listing->allocator, (void **)&listing->entries, &listing->capacity, listing->count + 1,
                        sizeof entry))
        return error_memory(error);
    listing->entries[listing->count++] = entry;
    return WHISKER_OK;
}

static const char *join(whisker_arena *arena, const char *folder, const char *name)
{
    size_t length = strlen(folder), size = strlen(name) + 1;
    while (length > 1 && folder[length - 1] == '/')
        length--;
    int has_slash = length > 0 && folder[length - 1] == '/';
    char *path = arena_take(arena, (int64_t)(length + !has_slash + size), 1);
    if (path == NULL)
        return NULL;
    memcpy(path, folder, length);
    if (!has_slash)
        path[length++] = '/';
    memcpy(path + length, name, size);
    return path;
}

/* Regular files, also behind links; folders, not behind links. All else is passed over, and so is what has vanished. */
static int32_t add_member(whisker_listing *listing, const listed *folder, const char *name, whisker_error *error)
{
    struct stat own, target;
    const char *path = join(listing->arena, folder->path, name);
    if (path == NULL)
        return error_memory(error);
    if (lstat(path, &own) != 0)
        return WHISKER_OK;
    listed entry = {.path = path, .level = folder->level + 1, .is_folder = S_ISDIR(own.st_mode)};
    if (entry.is_folder && listing->is_shallow)
        return WHISKER_OK;
    if (entry.is_folder && entry.level >= MOST_LEVELS)
        return error_set(error, WHISKER_TOO_DEEP, "%.300s: folders more than %d levels deep", path, MOST_LEVELS);
    if (entry.is_folder || S_ISREG(own.st_mode) || (stat(path, &target) == 0 && S_ISREG(target.st_mode)))
        return add_entry(listing, entry, error);
    return WHISKER_OK;
}

static int32_t read_folder(whisker_listing *listing, listed folder, whisker_error *error)
{
    int32_t status = WHISKER_OK;
    DIR *stream = opendir(folder.path);
    if (stream == NULL)
        return cannot_read(errno, folder.level > 0 ? folder.path : NULL, error);
    for (struct dirent *member; status == WHISKER_OK && (member = readdir(stream)) != NULL;)
        if (member->d_name[0] != '.')
            status = add_member(listing, &folder, member->d_name, error);
    closedir(stream);
    return status;
}

/* Folders are taken from the list as they are read; what is left are files. */
static int32_t read_folders(whisker_listing *listing, whisker_error *error)
{
    int64_t files = 0;
    while (files < listing->count) {
        listed last = listing->entries[listing->count - 1];
        if (!last.is_folder) {
            listing->entries[listing->count - 1] = listing->entries[files];
            listing->entries[files++] = last;
            continue;
        }
        listing->count--;
        int32_t status = read_folder(listing, last, error);
        if (status != WHISKER_OK)
            return status;
    }
    return WHISKER_OK;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const listed *)a)->path, ((const listed *)b)->path);
}

static int32_t fill_listing(whisker_listing *listing, const char *path, whisker_error *error)
{
    struct stat facts;
    if (stat(path, &facts) != 0)
        return cannot_read(errno, NULL, error);
    const size_t size = strlen(path) + 1;
    char *copy = arena_take(listing->arena, (int64_t)size, 1);
    if (copy == NULL)
        return error_memory(error);
    memcpy(copy, path, size);
    int32_t status = add_entry(listing, (listed){.path = copy, .is_folder = S_ISDIR(facts.st_mode)}, error);
    if (status == WHISKER_OK)
        status = read_folders(listing, error);
    if (status == WHISKER_OK && listing->count > 1)
        qsort(listing->entries, (size_t)listing->count, sizeof *listing->entries, by_path);
    return status;
}

static int32_t new_listing(const whisker_allocator *allocator, const char *path, int is_shallow,
                           whisker_listing **listing, whisker_error *error)
{
    if (path == NULL || listing == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no path to list, or no place to put the list");
    if (allocator == NULL)
        allocator = &allocator_default;
    *listing = NULL;
    whisker_listing *made = allocator_take(allocator, sizeof *made);
    if (made == NULL)
        return error_memory(error);
    *made = (whisker_listing){.allocator = *allocator, .is_shallow = is_shallow};
    int32_t status = whisker_arena_new(allocator, &made->arena, error);
    if (status == WHISKER_OK)
        status = fill_listing(made, path, error);
    if (status == WHISKER_OK)
        *listing = made;
    else
        whisker_listing_free(made);
    return status;
}

int32_t whisker_list_files(const whisker_allocator *allocator, const char *path, whisker_listing **listing,
                           whisker_error *error)
{
    return new_listing(allocator, path, 0, listing, error);
}

int32_t whisker_list_folder(const whisker_allocator *allocator, const char *path, whisker_listing **listing,
                            whisker_error *error)
{
    return new_listing(allocator, path, 1, listing, error);
}

void whisker_listing_free(whisker_listing *listing)
{
    if (listing == NULL)
        return;
    whisker_allocator allocator = listing->allocator;
    allocator_give(&allocator, listing->entries, (size_t)listing->capacity * sizeof *listing->entries);
    whisker_arena_free(listing->arena);
    allocator_give(&allocator, listing, sizeof *listing);
}

int64_t whisker_listing_count(const whisker_listing *listing)
{
    return listing->count;
}

const char *whisker_listing_path(const whisker_listing *listing, int64_t index)
{
    return index < 0 || index >= listing->count ? NULL : listing->entries[index].path;
}

/* ---- the beginning ---- */

int32_t whisker_read_head(const char *path, char *buffer, size_t capacity, size_t *length, whisker_error *error)
{
    int descriptor;
    if (path == NULL || buffer == NULL || length == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no path to read, or no place to read it to");
    *length = 0;
    int32_t status = descriptor_open(path, &descriptor, error);
    if (status != WHISKER_OK)
        return status;
    ssize_t count = descriptor_fill(descriptor, buffer, capacity);
    if (count < 0)
        status = cannot_read(errno, NULL, error);
    else
        *length = (size_t)count;
    close(descriptor);
    return status;
}
