/* whisker_plugin.h: libwhisker_plugin for C and C++. Every declaration, with its contract, is in
 * whisker_plugin_abi.h, which holds no preprocessor line so that FFIs take the same text. */
#ifndef WHISKER_PLUGIN_H
#define WHISKER_PLUGIN_H

#include "whisker.h"

#ifdef __cplusplus
extern "C" {
#endif
#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

#include "whisker_plugin_abi.h"

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif

#endif
