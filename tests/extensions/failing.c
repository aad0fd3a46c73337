/* Formats that go wrong: one fails behind its first rows, one reports rows that it did not add. */
#include "extend.h"

#include <stdio.h>

static int32_t recognise(const whisker_format_file *file)
{
    return strncmp(file->head, "failing", 7) == 0;
}

static int32_t fail(const whisker_format_file *file, whisker_table *table, whisker_scan_result *out, whisker_error *error)
{
    int64_t first;
    (void)file;
    (void)out;
    int32_t status = whisker_table_add_rows(table, 3, &first, error);
    if (status != WHISKER_OK)
        return status;
    error->line = 4;
    snprintf(error->text, sizeof error->text, "the fourth sample has no end");
    return WHISKER_MALFORMED;
}

static int32_t boast(const whisker_format_file *file, whisker_table *table, whisker_scan_result *out,
                     whisker_error *error)
{
    (void)file;
    (void)error;
    out->first_row = whisker_table_rows(table);
    out->last_row = out->first_row + 5;
    return WHISKER_OK;
}

static const whisker_format failing = {sizeof failing, 0, "failing", "breaks off", recognise, fail};
static const whisker_format boasting = {sizeof boasting, 0, "boasting", "adds nothing", recognise, boast};
static const whisker_format *const formats[] = {&failing, &boasting};
static const whisker_format_offer offer = {sizeof offer, 2, formats};
static const whisker_extension_about about = {
    sizeof about, WHISKER_ABI_MAJOR << 16 | WHISKER_ABI_MINOR, "failing", "1",
};

const void *whisker_extend(const char *capability)
{
    if (strcmp(capability, "whisker.extension/1") == 0)
        return &about;
    return strcmp(capability, "whisker.format/1") == 0 ? &offer : NULL;
}
