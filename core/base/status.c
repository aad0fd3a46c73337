#include "whisker.h"

#ifndef WHISKER_VERSION
#error "WHISKER_VERSION comes from the build"
#endif

uint32_t whisker_abi_version(void)
{
    return ((uint32_t)WHISKER_ABI_MAJOR << 16) | (uint32_t)WHISKER_ABI_MINOR;
}

const char *whisker_version(void)
{
    return WHISKER_VERSION;
}

const char *whisker_status_text(int32_t status)
{
    switch ((whisker_status)status) {
    case WHISKER_OK: return "ok";
    case WHISKER_BAD_ARGUMENT: return "bad argument";
    case WHISKER_BAD_OPTION: return "bad option";
    case WHISKER_NO_MEMORY: return "out of memory";
    case WHISKER_CANCELLED: return "cancelled";
    case WHISKER_NO_DATA: return "no data";
    case WHISKER_NO_CONVERGENCE: return "no convergence";
    case WHISKER_NOT_BINARY: return "scores are not 0 and 1";
    case WHISKER_CONFLICT: return "conflict";
    case WHISKER_MISSING: return "missing scores";
    case WHISKER_CANNOT_READ: return "cannot read";
    case WHISKER_MALFORMED: return "malformed";
    case WHISKER_TOO_LARGE: return "too large";
    case WHISKER_TOO_DEEP: return "nested too deeply";
    case WHISKER_BAD_ENCODING: return "not UTF-8";
    case WHISKER_UNSUPPORTED: return "unsupported";
    }
    return "unknown status";
}
