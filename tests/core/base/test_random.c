#include "base/random.h"

#include <criterion/criterion.h>

#include <math.h>

/* philox4x32 with 10 rounds in Random123's file of known answers: counter, key, drawn. */
Test(random, draws_the_published_numbers)
{
    static const struct { uint64_t block, replicate, seed; uint32_t drawn[4]; } known[] = {
        {0, 0, 0, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {UINT64_MAX, UINT64_MAX, UINT64_MAX, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {UINT64_C(0x85a308d3243f6a88), UINT64_C(0x0370734413198a2e), UINT64_C(0x299f31d0a4093822),
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (int i = 0; i < 3; i++) {
        random_stream stream = random_open(known[i].seed, known[i].replicate);
        stream.block = known[i].block;
        const uint32_t *word = known[i].drawn;
        cr_assert_eq(random_bits(&stream), word[0] | (uint64_t)word[1] << 32);
        cr_assert_eq(random_bits(&stream), word[2] | (uint64_t)word[3] << 32);
        cr_assert_eq(stream.block, known[i].block + 1);
    }
}

Test(random, draws_the_same_numbers_for_a_replicate_whatever_ran_before)
{
    random_stream first = random_open(42, 7), other = random_open(42, 8), again = random_open(42, 7);
    int differ = 0;
    for (int i = 0; i < 1000; i++) {
        uint64_t bits = random_bits(&first);
        differ += bits != random_bits(&other);
        cr_assert_eq(bits, random_bits(&again));
    }
    cr_assert_eq(differ, 1000);
}

static double uniform_of_words(uint32_t word)
{
    random_stream stream = {.word = {word, word, word, word}, .left = 4};
    return random_uniform(&stream);
}

Test(random, uniforms_lie_strictly_between_0_and_1)
{
    cr_assert_eq(uniform_of_words(0), 0x1p-53);
    cr_assert_eq(uniform_of_words(UINT32_MAX), 1 - 0x1p-53);
}

/* Moments of 10^6 uniforms, within five standard errors. */
Test(random, uniforms_have_their_mean_and_variance)
{
    enum { N = 1000000 };
    random_stream stream = random_open(1, 0);
    double total = 0, squares = 0;
    for (int i = 0; i < N; i++) {
        double u = random_uniform(&stream);
        total += u;
        squares += u * u;
    }
    cr_assert_float_eq(total / N, 0.5, 5 * sqrt(1.0 / 12 / N));
    cr_assert_float_eq(squares / N, 1.0 / 3, 5 * sqrt(4.0 / 45 / N));
}

/* With a bound of 3 * 2^30 a draw without rejection takes every third number twice as often, one by remainder
 * prefers the lowest third. */
Test(random, numbers_below_a_bound_are_not_biased)
{
    enum { N = 300000 };
    const uint32_t bound = UINT32_C(3) << 30;
    random_stream stream = random_open(2, 0);
    double by_remainder[3] = {0}, by_third[3] = {0};
    for (int i = 0; i < N; i++) {
        uint32_t drawn = random_below(&stream, bound);
        cr_assert_lt(drawn, bound);
        by_remainder[drawn % 3]++;
        by_third[drawn >> 30]++;
    }
    for (int i = 0; i < 3; i++) {
        cr_assert_float_eq(by_remainder[i], N / 3.0, 5 * sqrt(N * 2.0 / 9));
        cr_assert_float_eq(by_third[i], N / 3.0, 5 * sqrt(N * 2.0 / 9));
    }
}

/* Lemire 2019, algorithm 5 as printed, on the same words. */
Test(random, numbers_below_a_bound_follow_the_paper)
{
    static const uint32_t bounds[] = {1, 2, 3, 6, 1000, UINT32_C(1) << 31, (UINT32_C(1) << 31) + 1, UINT32_MAX};
    for (size_t b = 0; b < sizeof bounds / sizeof *bounds; b++) {
        random_stream stream = random_open(3, b), words = random_open(3, b);
        uint64_t held = 0;
        int halves = 0;
        for (int i = 0; i < 5000; i++) {
            uint64_t product;
            uint32_t reject = (uint32_t)((UINT64_C(1) << 32) % bounds[b]);
            do {
                held = halves == 0 ? random_bits(&words) : held >> 32;
                halves = !halves;
                product = (held & UINT32_MAX) * bounds[b];
            } while ((product & UINT32_MAX) < reject);
            cr_assert_eq(random_below(&stream, bounds[b]), product >> 32);
        }
    }
}
