/* Shared objects that add statistics and formats. Nothing is registered anywhere: an extension is a handle, and whoever
 * opened it decides what becomes of its offers. */
#include "base/arena.h"
#include "base/error.h"

#include <dlfcn.h>
#include <string.h>

#define ENTRY_NAME "whisker_extend"

struct whisker_extension {
    whisker_allocator allocator;
    void *library;
    const whisker_extension_about *about;
    const whisker_statistic_offer *statistics; /* NULL: none offered */
    const whisker_format_offer *formats;
};

/* ---- the shared object ---- */

/* A function pointer out of dlsym's void pointer, which ISO C does not convert. */
static whisker_extension_entry *entry_of(void *library)
{
    void *symbol = dlsym(library, ENTRY_NAME);
    whisker_extension_entry *entry;
    memcpy(&entry, &symbol, sizeof entry);
    return entry;
}

static int32_t load(whisker_extension *this, const char *path, whisker_extension_entry **entry, whisker_error *error)
{
    this->library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (this->library == NULL)
        return error_set(error, WHISKER_CANNOT_READ, "cannot load the extension: %s", dlerror());
    *entry = entry_of(this->library);
    if (*entry == NULL)
        return error_set(error, WHISKER_MALFORMED, "no extension of Whisker: it exports no function " ENTRY_NAME);
    return WHISKER_OK;
}

/* ---- what it offers ---- */

static int32_t check_about(const whisker_extension_about *about, whisker_error *error)
{
    if (about == NULL || about->size < sizeof *about || about->name == NULL || about->version == NULL)
        return error_set(error, WHISKER_MALFORMED, "the extension does not say its name and version by \"%s\"",
                         "whisker.extension/1");
    uint32_t here = whisker_abi_version();
    if (about->abi >> 16 != here >> 16 || about->abi > here)
        return error_set(error, WHISKER_UNSUPPORTED, "the extension '%s' was built for version %u.%u of the interface, "
                         "this library has %u.%u", about->name, about->abi >> 16, about->abi & 0xffff, here >> 16,
                         here & 0xffff);
    return WHISKER_OK;
}

static int32_t check_statistics(const whisker_extension *this, whisker_error *error)
{
    const whisker_statistic_offer *offer = this->statistics;
    if (offer == NULL)
        return WHISKER_OK;
    if (offer->size < sizeof *offer || offer->count < 0 || (offer->count > 0 && offer->statistics == NULL))
        return error_set(error, WHISKER_MALFORMED, "the statistics of the extension '%s' are not such", this->about->name);
    for (int32_t i = 0; i < offer->count; i++) {
        const whisker_statistic *statistic = offer->statistics[i];
        if (statistic == NULL || statistic->size < sizeof *statistic || statistic->name == NULL
            || statistic->n_columns < 1 || statistic->columns == NULL || statistic->value == NULL)
            return error_set(error, WHISKER_MALFORMED, "statistic %d of the extension '%s' lacks a name, columns or a "
                             "value", (int)i + 1, this->about->name);
    }
    return WHISKER_OK;
}

static int32_t check_formats(const whisker_extension *this, whisker_error *error)
{
    const whisker_format_offer *offer = this->formats;
    if (offer == NULL)
        return WHISKER_OK;
    if (offer->size < sizeof *offer || offer->count < 0 || (offer->count > 0 && offer->formats == NULL))
        return error_set(error, WHISKER_MALFORMED, "the formats of the extension '%s' are not such", this->about->name);
    for (int32_t i = 0; i < offer->count; i++) {
        const whisker_format *format = offer->formats[i];
        if (format == NULL || format->size < sizeof *format || format->name == NULL || format->title == NULL
            || format->recognise == NULL || format->read == NULL)
            return error_set(error, WHISKER_MALFORMED, "format %d of the extension '%s' lacks a name, a title or a "
                             "function", (int)i + 1, this->about->name);
    }
    return WHISKER_OK;
}

static int32_t ask(whisker_extension *this, whisker_extension_entry *entry, whisker_error *error)
{
    this->about = entry("whisker.extension/1");
    int32_t status = check_about(this->about, error);
    if (status != WHISKER_OK)
        return status;
    this->statistics = entry("whisker.statistic/1");
    this->formats = entry("whisker.format/1");
    status = check_statistics(this, error);
    return status != WHISKER_OK ? status : check_formats(this, error);
}

/* ---- life ---- */

int32_t whisker_extension_open(const whisker_allocator *allocator, const char *path, whisker_extension **extension,
                               whisker_error *error)
{
    if (extension == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "there is no place for the extension");
    *extension = NULL;
    if (path == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "an extension is opened by its path");
    if (strchr(path, '/') == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "name the extension by a path with a \"/\" in it, such as "
                         "./%s: nothing is looked for elsewhere", path);
    const whisker_allocator *from = allocator != NULL ? allocator : &allocator_default;
    whisker_extension *made = allocator_take(from, sizeof *made);
    if (made == NULL)
        return error_memory(error);
    *made = (whisker_extension){.allocator = *from};
    whisker_extension_entry *entry = NULL;
    int32_t status = load(made, path, &entry, error);
    if (status == WHISKER_OK)
        status = ask(made, entry, error);
    if (status != WHISKER_OK) {
        whisker_extension_free(made);
        return status;
    }
    *extension = made;
    return WHISKER_OK;
}

void whisker_extension_free(whisker_extension *extension)
{
    if (extension == NULL)
        return;
    whisker_allocator allocator = extension->allocator;
    if (extension->library != NULL)
        dlclose(extension->library);
    allocator_give(&allocator, extension, sizeof *extension);
}

/* ---- accessors ---- */

const whisker_extension_about *whisker_extension_about_of(const whisker_extension *extension)
{
    return extension->about;
}

int32_t whisker_extension_statistics(const whisker_extension *extension)
{
    return extension->statistics != NULL ? extension->statistics->count : 0;
}

const whisker_statistic *whisker_extension_statistic(const whisker_extension *extension, int32_t index)
{
    int inside = index >= 0 && index < whisker_extension_statistics(extension);
    return inside ? extension->statistics->statistics[index] : NULL;
}

int32_t whisker_extension_formats(const whisker_extension *extension)
{
    return extension->formats != NULL ? extension->formats->count : 0;
}

const whisker_format *whisker_extension_format(const whisker_extension *extension, int32_t index)
{
    int inside = index >= 0 && index < whisker_extension_formats(extension);
    return inside ? extension->formats->formats[index] : NULL;
}
