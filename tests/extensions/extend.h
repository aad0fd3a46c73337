/* What the extensions of the tests share: the one function that they export. */
#ifndef WHISKER_TESTS_EXTEND_H
#define WHISKER_TESTS_EXTEND_H

#include <whisker.h>

#include <string.h>

__attribute__((visibility("default"))) const void *whisker_extend(const char *capability);

#endif
