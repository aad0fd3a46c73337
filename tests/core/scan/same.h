/* Two scans of the same, in different ways. */
#ifndef WHISKER_TESTS_SCAN_SAME_H
#define WHISKER_TESTS_SCAN_SAME_H

#include "fixture.h"

/* The same table, symbol by symbol and problem by problem, or the same error. */
void expect_same(const scanned *one, const scanned *other);

#endif
