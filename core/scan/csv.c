#include "scan/scan.h"

#include "base/error.h"

int32_t scan_csv(scan *scan, struct input *input, whisker_error *error)
{
    (void)scan;
    (void)input;
    return error_set(error, WHISKER_UNSUPPORTED, "CSV is not read yet");
}
