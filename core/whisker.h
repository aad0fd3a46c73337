/* whisker.h: libwhisker for C and C++. Every declaration, with its contract, is in whisker_core_abi.h,
 * which holds no preprocessor line so that LuaJIT's ffi.cdef takes the same text. */
#ifndef WHISKER_H
#define WHISKER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

#include "whisker_core_abi.h"

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif

#endif
