/* An extension that was built for a later version of the interface. */
#include "extend.h"

static const whisker_extension_about about = {
    sizeof about, WHISKER_ABI_MAJOR << 16 | (WHISKER_ABI_MINOR + 1), "newer", "9",
};

const void *whisker_extend(const char *capability)
{
    return strcmp(capability, "whisker.extension/1") == 0 ? &about : NULL;
}
