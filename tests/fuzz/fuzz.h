/* What the fuzz targets share. Each is a function for libFuzzer; driver.c runs the same over files, without it. */
#ifndef WHISKER_TESTS_FUZZ_H
#define WHISKER_TESTS_FUZZ_H

#include "whisker.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Stop as a finding when something does not hold. */
void fuzz_require(int holds);
/* Scan a text into a table of its own, and check what must hold of any table. */
void fuzz_scan(const char *text, size_t length, int32_t n_fields, const whisker_field *fields,
               const whisker_scan_options *options);

/* JSON Lines a second time behind themselves: what was learned of the first changes nothing in the second. Columns named
 * "position" count lines and are left out. */
void fuzz_lines_twice(const char *text, size_t length, int32_t n_fields, const whisker_field *fields,
                      const whisker_scan_options *options);

#endif
