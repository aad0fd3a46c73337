#include "summary/group_split.h"

#include "base/error.h"
#include "base/structs.h"

#include <math.h>
#include <string.h>

/* ---- input ---- */

static int32_t check_items(const whisker_items *items, const double *score, whisker_error *error)
{
    if (items->n < 1 || items->n > INT32_MAX || score == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "the scores of 1 to 2147483647 items are needed");
    if (items->n_keys < 0 || (items->n_keys > 0 && items->cluster == NULL))
        return error_set(error, WHISKER_BAD_ARGUMENT, "cluster keys are announced and no codes are given");
    if (items->n_keys > 1)
        return error_set(error, WHISKER_BAD_OPTION, "groups are combined over one cluster key, and %d cross here",
                         (int)items->n_keys);
    if (items->stratum != NULL || items->population > 0)
        return error_set(error, WHISKER_BAD_OPTION, "groups are strata themselves, and know no finite population");
    for (int64_t i = 0; i < items->n; i++)
        if (items->weight != NULL && (!(items->weight[i] >= 0) || isinf(items->weight[i])))
            return error_set(error, WHISKER_BAD_ARGUMENT, "weight %lld is not a finite number of at least 0",
                             (long long)i);
    return WHISKER_OK;
}

static int32_t check_codes(const whisker_items *items, int32_t n_groups, const int32_t *group, whisker_error *error)
{
    if (n_groups < 1 || group == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no groups were given");
    for (int64_t i = 0; i < items->n; i++) {
        if (group[i] < 0 || group[i] >= n_groups)
            return error_set(error, WHISKER_BAD_ARGUMENT, "item %lld is in group %d of %d", (long long)i, (int)group[i],
                             (int)n_groups);
        if (items->n_keys > 0 && (items->cluster[i] < 0 || items->cluster[i] >= items->n))
            return error_set(error, WHISKER_BAD_ARGUMENT, "a code of the cluster key is outside 0 .. n-1");
    }
    return WHISKER_OK;
}

/* ---- layout ---- */

static int has_weight(const whisker_items *items, int64_t i)
{
    return items->weight == NULL || items->weight[i] > 0;
}

static int counts(const whisker_items *items, const double *score, int64_t i)
{
    return isfinite(score[i]) && has_weight(items, i);
}

static void count_items(const whisker_items *items, const double *score, const int32_t *group, group_split *out)
{
    for (int64_t i = 0; i < items->n; i++) {
        if (counts(items, score, i))
            out->first[group[i] + 1]++;
        else if (has_weight(items, i))
            out->n_missing[group[i]]++;
        if (isinf(score[i]))
            out->notes |= WHISKER_NOTE_NON_FINITE;
    }
    for (int32_t j = 0; j < out->n_groups; j++)
        out->first[j + 1] += out->first[j];
}

/* Items by group, by counting; order[k] is the item at place k. */
static int64_t *lay_out(const whisker_items *items, const double *score, const int32_t *group, scratch *scratch,
                        group_split *out)
{
    int64_t n = out->first[out->n_groups];
    int64_t *order = arena_take(scratch->arena, n, sizeof *order);
    int64_t *next = arena_take(scratch->arena, out->n_groups, sizeof *next);
    out->score = arena_take(scratch->arena, n, sizeof *out->score);
    out->weight = items->weight == NULL ? NULL : arena_take(scratch->arena, n, sizeof *out->weight);
    if (order == NULL || next == NULL || out->score == NULL || (items->weight != NULL && out->weight == NULL))
        return NULL;
    memcpy(next, out->first, (size_t)out->n_groups * sizeof *next);
    for (int64_t i = 0; i < items->n; i++) {
        if (!counts(items, score, i))
            continue;
        int64_t place = next[group[i]]++;
        order[place] = i;
        out->score[place] = score[i];
        if (out->weight != NULL)
            out->weight[place] = items->weight[i];
    }
    return order;
}

/* ---- cells ---- */

static void count_codes(const whisker_items *items, group_split *out)
{
    for (int64_t i = 0; i < items->n; i++)
        out->n_codes = items->cluster[i] >= out->n_codes ? (int64_t)items->cluster[i] + 1 : out->n_codes;
}

/* Cells of a group are numbered by first appearance. */
static int number_cells(const whisker_items *items, const int64_t *order, scratch *scratch, group_split *out)
{
    int64_t n = out->first[out->n_groups], count = 0;
    int32_t *met_in = arena_take(scratch->arena, out->n_codes, sizeof *met_in); /* the last group with this cluster */
    int32_t *number = arena_take(scratch->arena, out->n_codes, sizeof *number);
    out->cell = arena_take(scratch->arena, n, sizeof *out->cell);
    out->cluster = arena_take(scratch->arena, n, sizeof *out->cluster);
    if (met_in == NULL || number == NULL || out->cell == NULL || out->cluster == NULL)
        return 0;
    memset(met_in, 0xff, (size_t)out->n_codes * sizeof *met_in);
    for (int32_t j = 0; j < out->n_groups; j++) {
        out->first_cell[j] = count;
        for (int64_t k = out->first[j]; k < out->first[j + 1]; k++) {
            int32_t code = items->cluster[order[k]];
            if (met_in[code] != j) {
                out->is_crossed = out->is_crossed || met_in[code] >= 0;
                met_in[code] = j;
                number[code] = (int32_t)(count - out->first_cell[j]);
                out->cluster[count++] = code;
            }
            out->cell[k] = number[code];
        }
    }
    out->first_cell[out->n_groups] = count;
    return 1;
}

int32_t group_split_of(const whisker_items *items, const double *score, int32_t n_groups, const int32_t *group,
                       scratch *scratch, group_split *out, whisker_error *error)
{
    whisker_items given;
    *out = (group_split){.n_groups = n_groups};
    if (items == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no items were given");
    int32_t status = struct_load(&given, sizeof given, items, "whisker_items", error);
    if (status == WHISKER_OK)
        status = check_items(&given, score, error);
    if (status == WHISKER_OK)
        status = check_codes(&given, n_groups, group, error);
    if (status != WHISKER_OK)
        return status;
    out->n_keys = given.n_keys;
    out->first = arena_take_zeroed(scratch->arena, (int64_t)n_groups + 1, sizeof *out->first);
    out->first_cell = arena_take_zeroed(scratch->arena, (int64_t)n_groups + 1, sizeof *out->first_cell);
    out->n_missing = arena_take_zeroed(scratch->arena, n_groups, sizeof *out->n_missing);
    if (out->first == NULL || out->first_cell == NULL || out->n_missing == NULL)
        return error_memory(error);
    count_items(&given, score, group, out);
    if (out->first[n_groups] == 0)
        return error_set(error, WHISKER_NO_DATA, "none of the %lld items has a score", (long long)given.n);
    const int64_t *order = lay_out(&given, score, group, scratch, out);
    if (order == NULL)
        return error_memory(error);
    if (given.n_keys == 0)
        return WHISKER_OK;
    count_codes(&given, out);
    return number_cells(&given, order, scratch, out) ? WHISKER_OK : error_memory(error);
}

whisker_items group_split_items(const group_split *split, int32_t group)
{
    int64_t first = split->first[group];
    return (whisker_items){
        .size = sizeof(whisker_items),
        .n = group_split_count(split, group),
        .n_keys = split->n_keys,
        .cluster = split->n_keys > 0 ? split->cell + first : NULL,
        .weight = split->weight != NULL ? split->weight + first : NULL,
    };
}
