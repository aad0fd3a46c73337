#include "counting_allocator.h"

#include "base/random.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_METHOD = WHISKER_SEQUENCE_HOEFFDING, LAST_METHOD = WHISKER_SEQUENCE_NORMAL_MIXTURE };

static whisker_sequence *half_way(int32_t method)
{
    whisker_sequence_options options = {.size = sizeof options, .method = method, .grid = 50};
    whisker_sequence *sequence = NULL;
    cr_assert_eq(whisker_sequence_new(NULL, &options, &sequence, NULL), WHISKER_OK);
    random_stream stream = random_open(21, (uint64_t)method);
    for (int i = 0; i < 150; i++)
        cr_assert_eq(whisker_sequence_add(sequence, i % 7 == 6 ? NAN : random_uniform(&stream) < 0.7, NULL), WHISKER_OK);
    return sequence;
}

static unsigned char *saved(const whisker_sequence *sequence, size_t *length)
{
    cr_assert_eq(whisker_sequence_save(sequence, NULL, 0, length, NULL), WHISKER_TOO_LARGE);
    unsigned char *bytes = malloc(*length);
    cr_assert_eq(whisker_sequence_save(sequence, bytes, *length, length, NULL), WHISKER_OK);
    return bytes;
}

static whisker_sequence *loaded(const unsigned char *bytes, size_t length)
{
    whisker_sequence *sequence = NULL;
    whisker_error error = {0};
    cr_assert_eq(whisker_sequence_load(NULL, bytes, length, &sequence, &error), WHISKER_OK, "%s", error.text);
    return sequence;
}

static whisker_sequence_state state_of(const whisker_sequence *sequence)
{
    whisker_sequence_state state = {.size = sizeof state};
    cr_assert_eq(whisker_sequence_interval(sequence, &state, NULL), WHISKER_OK);
    return state;
}

Test(sequence_bytes, go_on_to_the_last_bit)
{
    for (int32_t method = FIRST_METHOD; method <= LAST_METHOD; method++) {
        size_t length, again;
        whisker_sequence *original = half_way(method);
        unsigned char *bytes = saved(original, &length);
        whisker_sequence *copy = loaded(bytes, length);
        random_stream stream = random_open(22, 0);
        for (int i = 0; i < 100; i++) {
            double score = random_uniform(&stream) < 0.4;
            cr_assert_eq(whisker_sequence_add(original, score, NULL), WHISKER_OK);
            cr_assert_eq(whisker_sequence_add(copy, score, NULL), WHISKER_OK);
            whisker_sequence_state a = state_of(original), b = state_of(copy);
            cr_assert_eq(memcmp(&a, &b, sizeof a), 0, "method %d", (int)method);
        }
        unsigned char *first = saved(original, &length), *second = saved(copy, &again);
        cr_assert(length == again && memcmp(first, second, length) == 0);
        whisker_sequence_free(original);
        whisker_sequence_free(copy);
        free(bytes);
        free(first);
        free(second);
    }
}

/* Written by hand from the format: signature, version 1, then the plan; a journal of today is read tomorrow. */
Test(sequence_bytes, format_is_fixed)
{
    size_t length;
    whisker_sequence_options options = {.size = sizeof options, .method = WHISKER_SEQUENCE_EMPIRICAL_BERNSTEIN, .low = -1,
                                        .high = 1, .level = 0.75};
    whisker_sequence *sequence = NULL;
    cr_assert_eq(whisker_sequence_new(NULL, &options, &sequence, NULL), WHISKER_OK);
    unsigned char *bytes = saved(sequence, &length);
    static const unsigned char head[] = {
        'W', 'H', 'I', 'S', 'K', 'S', 'E', 'Q', 1,    0,    0, 0, 0, 0, 0,    0,    2, 0, 0, 0, 0, 0, 0, 0,
        0xe8, 3,  0,   0,   0,   0,   0,   0,   0,    0,    0, 0, 0, 0, 0xe8, 0x3f, 0, 0, 0, 0, 0, 0, 0xf0, 0xbf,
        0,   0,   0,   0,   0,   0,   0xf0, 0x3f, 0,  0,    0, 0, 0, 0, 0x59, 0x40, 0, 0, 0, 0, 0, 0, 0, 0,
    };
    cr_assert_eq(memcmp(bytes, head, sizeof head), 0);
    cr_assert_eq(length, sizeof head + 8 * (2 + 2 * 5 + 2 * 7 + 1));
    whisker_sequence_free(sequence);
    free(bytes);
}

Test(sequence_bytes, damage_is_noticed)
{
    size_t length;
    whisker_sequence *sequence = half_way(WHISKER_SEQUENCE_BETTING), *none = NULL;
    unsigned char *bytes = saved(sequence, &length);
    for (size_t i = 0; i < length; i++) {
        bytes[i] ^= 0x10;
        int32_t status = whisker_sequence_load(NULL, bytes, length, &none, NULL);
        cr_assert(none == NULL && status == (i / 8 == 1 ? WHISKER_UNSUPPORTED : WHISKER_MALFORMED), "byte %zu", i);
        bytes[i] ^= 0x10;
    }
    for (size_t short_of = 0; short_of < length; short_of++)
        cr_assert_eq(whisker_sequence_load(NULL, bytes, short_of, &none, NULL), WHISKER_MALFORMED);
    unsigned char *longer = calloc(1, length + 8);
    memcpy(longer, bytes, length);
    cr_assert_eq(whisker_sequence_load(NULL, longer, length + 8, &none, NULL), WHISKER_MALFORMED);
    whisker_sequence_free(sequence);
    free(longer);
    free(bytes);
}

/* A checksum can be made to fit: numbers that no sequence has are refused all the same. */
static void seal(unsigned char *bytes, size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < length - 8; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    for (int i = 0; i < 8; i++)
        bytes[length - 8 + (size_t)i] = (unsigned char)(hash >> 8 * i);
}

static int32_t status_with_field(size_t field, uint64_t bits)
{
    size_t length;
    whisker_sequence *sequence = half_way(WHISKER_SEQUENCE_HOEFFDING), *made = NULL;
    unsigned char *bytes = saved(sequence, &length);
    for (int i = 0; i < 8; i++)
        bytes[8 * field + (size_t)i] = (unsigned char)(bits >> 8 * i);
    seal(bytes, length);
    int32_t status = whisker_sequence_load(NULL, bytes, length, &made, NULL);
    whisker_sequence_free(made);
    whisker_sequence_free(sequence);
    free(bytes);
    return status;
}

Test(sequence_bytes, sealed_nonsense_is_refused)
{
    const uint64_t nan = UINT64_C(0x7ff8000000000000), negative = UINT64_C(1) << 63, two = UINT64_C(2) << 61;
    cr_assert_eq(status_with_field(9, 5), WHISKER_OK);
    cr_assert_eq(status_with_field(9, negative), WHISKER_MALFORMED);      /* n */
    cr_assert_eq(status_with_field(10, INT64_MAX), WHISKER_MALFORMED);    /* n_missing */
    cr_assert_eq(status_with_field(11, nan), WHISKER_MALFORMED);          /* total */
    cr_assert_eq(status_with_field(27, two), WHISKER_MALFORMED);          /* a bound of 2 */
    cr_assert_eq(status_with_field(2, 6), WHISKER_MALFORMED);             /* method */
    cr_assert_eq(status_with_field(3, UINT64_C(1) << 40), WHISKER_MALFORMED); /* grid */
    cr_assert_eq(status_with_field(4, nan), WHISKER_MALFORMED);           /* level */
}

Test(sequence_bytes, arguments_and_room)
{
    size_t length;
    unsigned char few[10] = {0};
    whisker_sequence *sequence = half_way(WHISKER_SEQUENCE_HOEFFDING), *made;
    cr_assert_eq(whisker_sequence_save(sequence, few, sizeof few, &length, NULL), WHISKER_TOO_LARGE);
    cr_assert(length > sizeof few && few[0] == 0);
    cr_assert_eq(whisker_sequence_save(NULL, few, sizeof few, &length, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_sequence_save(sequence, NULL, 10, &length, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_sequence_save(sequence, few, sizeof few, NULL, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_sequence_load(NULL, NULL, 0, &made, NULL), WHISKER_BAD_ARGUMENT);
    cr_assert_eq(whisker_sequence_load(NULL, few, sizeof few, NULL, NULL), WHISKER_BAD_ARGUMENT);
    whisker_sequence_free(sequence);
}

Test(sequence_bytes, memory)
{
    size_t length;
    whisker_sequence *original = half_way(WHISKER_SEQUENCE_BETTING);
    unsigned char *bytes = saved(original, &length);
    counting_allocator counting;
    for (int64_t fail_at = 1, done = 0; !done; fail_at++) {
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        whisker_sequence *sequence = NULL;
        int32_t status = whisker_sequence_load(&counting.allocator, bytes, length, &sequence, NULL);
        cr_assert(status == WHISKER_OK || (status == WHISKER_NO_MEMORY && sequence == NULL));
        done = status == WHISKER_OK;
        whisker_sequence_free(sequence);
        cr_assert_eq(counting.live_blocks, 0);
    }
    bytes[length - 1] ^= 1;
    counting_allocator_start(&counting);
    whisker_sequence *none = NULL;
    cr_assert_eq(whisker_sequence_load(&counting.allocator, bytes, length, &none, NULL), WHISKER_MALFORMED);
    cr_assert_eq(counting.live_blocks, 0);
    whisker_sequence_free(original);
    free(bytes);
}
