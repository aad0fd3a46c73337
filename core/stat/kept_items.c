#include "stat/kept_items.h"

static int32_t gather(const int32_t *codes, const int32_t *kept, int64_t n, int32_t *out)
{
    int32_t largest = 0;
    for (int64_t j = 0; j < n; j++) {
        out[j] = codes[kept[j]];
        largest = out[j] > largest ? out[j] : largest;
    }
    return largest;
}

/* Codes are below the number of items, of which fewer are left: larger ones are numbered anew, by first appearance. */
static int encode(int64_t n_before, int64_t n, int32_t *codes, scratch *scratch)
{
    int32_t *number = arena_take_zeroed(scratch->arena, n_before, sizeof *number), next = 1;
    for (int64_t j = 0; number != NULL && j < n; j++) {
        if (number[codes[j]] == 0)
            number[codes[j]] = next++;
        codes[j] = number[codes[j]] - 1;
    }
    return number != NULL;
}

static int keep_codes(const whisker_items *items, const int32_t *codes, const int32_t *kept, int64_t n,
                      scratch *scratch, int32_t *out)
{
    return gather(codes, kept, n, out) < n || encode(items->n, n, out, scratch);
}

int items_keep(const whisker_items *items, const int32_t *kept, int64_t n, scratch *scratch, whisker_items *out)
{
    *out = *items;
    out->n = n;
    int32_t *codes = arena_take(scratch->arena, items->n_keys * n, sizeof *codes);
    int32_t *stratum = arena_take(scratch->arena, items->stratum != NULL ? n : 0, sizeof *stratum);
    if (codes == NULL || stratum == NULL)
        return 0;
    for (int32_t k = 0; k < items->n_keys; k++)
        if (!keep_codes(items, items->cluster + k * items->n, kept, n, scratch, codes + k * n))
            return 0;
    if (items->stratum != NULL && !keep_codes(items, items->stratum, kept, n, scratch, stratum))
        return 0;
    out->cluster = items->n_keys > 0 ? codes : NULL;
    out->stratum = items->stratum != NULL ? stratum : NULL;
    return 1;
}
