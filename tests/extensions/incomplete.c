/* An extension whose statistic cannot be computed. */
#include "extend.h"

static const char *const columns[] = {"x"};
static const whisker_statistic statistic = {.size = sizeof statistic, .n_columns = 1, .name = "x", .columns = columns};
static const whisker_statistic *const statistics[] = {&statistic};
static const whisker_statistic_offer offer = {sizeof offer, 1, statistics};
static const whisker_extension_about about = {
    sizeof about, WHISKER_ABI_MAJOR << 16 | WHISKER_ABI_MINOR, "incomplete", "1",
};

const void *whisker_extend(const char *capability)
{
    if (strcmp(capability, "whisker.extension/1") == 0)
        return &about;
    return strcmp(capability, "whisker.statistic/1") == 0 ? &offer : NULL;
}
