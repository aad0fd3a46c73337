/* A sequence as bytes and back: its fields and a checksum. */
#include "stat/sequence.h"

#include "base/bytes.h"
#include "base/error.h"

#include <math.h>

static const uint64_t SIGNATURE = UINT64_C(0x5145534b53494857); /* "WHISKSEQ" */

enum { VERSION = 1 };

/* ---- fields ---- */

static void walk_sum(walk *walk, sum *sum)
{
    walk_real(walk, &sum->total);
    walk_real(walk, &sum->correction);
}

static void walk_plan(walk *walk, sequence_plan *plan)
{
    walk_small(walk, &plan->method);
    walk_small(walk, &plan->grid);
    walk_real(walk, &plan->level);
    walk_real(walk, &plan->low);
    walk_real(walk, &plan->high);
    walk_real(walk, &plan->expected);
    walk_count(walk, &plan->largest_cluster);
}

static void walk_state(walk *walk, whisker_sequence *sequence)
{
    walk_count(walk, &sequence->n);
    walk_count(walk, &sequence->n_missing);
    walk_sum(walk, &sequence->total);
    walk_sum(walk, &sequence->items);
    walk_sum(walk, &sequence->weights);
    walk_sum(walk, &sequence->squares);
    walk_sum(walk, &sequence->bets);
    for (int i = 0; i < SEQUENCE_SIDES; i++) {
        sequence_side *side = &sequence->side[i];
        walk_sum(walk, &side->scores);
        walk_sum(walk, &side->bet_scores);
        walk_sum(walk, &side->cost);
        walk_real(walk, &side->bound);
        for (int32_t k = 0; side->capital != NULL && k <= sequence->plan.grid; k++)
            walk_real(walk, &side->capital[k]);
    }
}

/* ---- saving ---- */

/* The fixed part is copied, so that walking, which may also write, does not touch the caller's. */
static size_t walk_out(whisker_sequence sequence, unsigned char *to)
{
    walk walk = {.to = to};
    uint64_t signature = SIGNATURE, version = VERSION;
    walk_bits(&walk, &signature);
    walk_bits(&walk, &version);
    walk_plan(&walk, &sequence.plan);
    walk_state(&walk, &sequence);
    uint64_t check = to != NULL ? checksum(to, walk.at) : 0;
    walk_bits(&walk, &check);
    return walk.at;
}

int32_t whisker_sequence_save(const whisker_sequence *sequence, void *buffer, size_t capacity, size_t *needed,
                              whisker_error *error)
{
    if (sequence == NULL || needed == NULL || (buffer == NULL && capacity > 0))
        return error_set(error, WHISKER_BAD_ARGUMENT, "saving needs a sequence, a buffer and a place for its size");
    *needed = walk_out(*sequence, NULL);
    if (capacity < *needed)
        return error_set(error, WHISKER_TOO_LARGE, "the sequence takes %lu bytes, and there is room for %lu",
                         (unsigned long)*needed, (unsigned long)capacity);
    walk_out(*sequence, buffer);
    return WHISKER_OK;
}

/* ---- loading ---- */

static int32_t malformed(whisker_error *error)
{
    return error_set(error, WHISKER_MALFORMED, "these bytes are no saved sequence, or are damaged");
}

static int is_finite(sum sum)
{
    return isfinite(sum.total) && isfinite(sum.correction);
}

static int is_sound_side(const sequence_side *side)
{
    return is_finite(side->scores) && is_finite(side->bet_scores) && is_finite(side->cost) && side->bound >= 0 &&
           side->bound <= 1;
}

/* A count that can go on. */
static int is_count(int64_t count)
{
    return count >= 0 && count < INT64_MAX / 2;
}

static int is_sound(const whisker_sequence *sequence)
{
    return is_count(sequence->n) && is_count(sequence->n_missing) && is_finite(sequence->total) &&
           is_finite(sequence->items) && is_finite(sequence->weights) && is_finite(sequence->squares) &&
           is_finite(sequence->bets) && is_sound_side(&sequence->side[0]) && is_sound_side(&sequence->side[1]);
}

/* Signature, version, plan; the rest is as long as the plan says. */
static int32_t read_head(walk *walk, size_t length, sequence_plan *plan, whisker_error *error)
{
    enum { FIELDS_OF_HEAD = 9 };
    uint64_t signature = 0, version = 0;
    if (length < FIELDS_OF_HEAD * FIELD)
        return malformed(error);
    walk_bits(walk, &signature);
    walk_bits(walk, &version);
    if (signature != SIGNATURE)
        return malformed(error);
    if (version != VERSION)
        return error_set(error, WHISKER_UNSUPPORTED, "the sequence was saved by a newer version of libwhisker");
    *plan = (sequence_plan){0};
    walk_plan(walk, plan);
    return sequence_plan_check(plan, NULL) == WHISKER_OK ? WHISKER_OK : malformed(error);
}

static int32_t read_state(walk *walk, size_t length, whisker_sequence *sequence, whisker_error *error)
{
    uint64_t check = 0;
    if (length != walk_out(*sequence, NULL))
        return malformed(error);
    walk_state(walk, sequence);
    uint64_t expected = checksum(walk->from, walk->at);
    walk_bits(walk, &check);
    return check == expected && is_sound(sequence) ? WHISKER_OK : malformed(error);
}

int32_t whisker_sequence_load(const whisker_allocator *allocator, const void *bytes, size_t length,
                              whisker_sequence **sequence, whisker_error *error)
{
    if (sequence == NULL || bytes == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "loading needs bytes and a place to put the sequence");
    *sequence = NULL;
    walk walk = {.from = bytes};
    sequence_plan plan;
    whisker_sequence *made;
    int32_t status = read_head(&walk, length, &plan, error);
    if (status == WHISKER_OK)
        status = sequence_open(allocator, &plan, &made, error);
    if (status != WHISKER_OK)
        return status;
    status = read_state(&walk, length, made, error);
    if (status == WHISKER_OK)
        *sequence = made;
    else
        whisker_sequence_free(made);
    return status;
}
