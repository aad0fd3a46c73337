#include "base/structs.h"

#include "base/error.h"

#include <string.h>

/* A size beyond this was never set: its bytes are not there to be read. */
enum { LARGEST_STRUCT = 65536 };

static uint32_t size_field(const void *given)
{
    uint32_t size;
    memcpy(&size, given, sizeof size);
    return size;
}

int32_t struct_load(void *own, size_t own_size, const void *given, const char *name, whisker_error *error)
{
    memset(own, 0, own_size);
    if (given == NULL)
        return WHISKER_OK;
    size_t size = size_field(given);
    if (size < sizeof(uint32_t))
        return error_set(error, WHISKER_BAD_ARGUMENT, "%s.size is not set; it must be sizeof(%s)", name, name);
    if (size > LARGEST_STRUCT)
        return error_set(error, WHISKER_BAD_ARGUMENT, "%s.size is %lu; it must be sizeof(%s)", name,
                         (unsigned long)size, name);
    const unsigned char *bytes = given;
    for (size_t i = own_size; i < size; i++)
        if (bytes[i] != 0)
            return error_set(error, WHISKER_BAD_OPTION,
                             "%s sets a field that this version of libwhisker does not know", name);
    memcpy(own, given, size < own_size ? size : own_size);
    return WHISKER_OK;
}

int32_t struct_check(const void *out, const char *name, whisker_error *error)
{
    if (out == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no %s to write the result to", name);
    if (size_field(out) < sizeof(uint32_t))
        return error_set(error, WHISKER_BAD_ARGUMENT, "%s.size is not set; it must be sizeof(%s)", name, name);
    return WHISKER_OK;
}

void struct_store(void *out, const void *own, size_t own_size)
{
    size_t size = size_field(out);
    size_t count = size < own_size ? size : own_size;
    memcpy((char *)out + sizeof(uint32_t), (const char *)own + sizeof(uint32_t), count - sizeof(uint32_t));
}
