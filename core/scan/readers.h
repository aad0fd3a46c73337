/* The ways to read, each over the same input. */
#ifndef WHISKER_SCAN_READERS_H
#define WHISKER_SCAN_READERS_H

#include "scan/context.h"

struct input;
int32_t scan_json_lines(scan *scan, struct input *input, whisker_error *error);
int32_t scan_json_value(scan *scan, struct input *input, whisker_error *error);
int32_t scan_csv(scan *scan, struct input *input, whisker_error *error);

#endif
