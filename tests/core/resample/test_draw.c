#include "resample/draw.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

/* xoshiro256++ as its authors' file gives it, from the state 1, 2, 3, 4. */
Test(draw, draws_the_published_numbers)
{
    static const uint64_t published[] = {
        UINT64_C(41943041), UINT64_C(58720359), UINT64_C(3588806011781223), UINT64_C(3591011842654386),
        UINT64_C(9228616714210784205), UINT64_C(9973669472204895162), UINT64_C(14011001112246962877),
        UINT64_C(12406186145184390807), UINT64_C(15849039046786891736), UINT64_C(10450023813501588000)};
    const uint32_t all = UINT32_C(1) << 31; /* as a bound it leaves the upper 31 bits of a half */
    draw_stream stream;
    uint32_t unit[10 * DRAW_STEP];
    for (uint64_t i = 0; i < 4; i++)
        for (int lane = 0; lane < DRAW_LANES; lane++)
            stream.state[i][lane] = i + 1;
    draw_units_plain(&stream, all, 10 * DRAW_STEP, unit);
    for (int i = 0; i < 10 * DRAW_STEP; i++) {
        uint64_t word = published[i / DRAW_STEP];
        cr_assert_eq(unit[i], (i % 2 == 0 ? word & UINT32_MAX : word >> 32) >> 1);
    }
}

Test(draw, every_processor_draws_the_same)
{
    static const uint32_t bounds[] = {1, 2, 3, 1000, 65537, UINT32_C(1) << 31, UINT32_MAX};
    enum { COUNT = 512 };
    for (processor level = PROCESSOR_PLAIN; level <= processor_here(); level++) {
        draw_units *draw = draw_units_for(level);
        for (size_t b = 0; b < sizeof bounds / sizeof *bounds; b++) {
            uint32_t expected[COUNT], got[COUNT];
            draw_stream plain = draw_open(9, b), other = draw_open(9, b);
            for (int round = 0; round < 3; round++) {
                draw_units_plain(&plain, bounds[b], COUNT, expected);
                draw(&other, bounds[b], COUNT - DRAW_STEP, got);
                draw(&other, bounds[b], DRAW_STEP, got + COUNT - DRAW_STEP);
                cr_assert_eq(memcmp(expected, got, sizeof got), 0);
            }
            cr_assert_eq(memcmp(&plain, &other, sizeof plain), 0);
        }
    }
}

/* Chi-square over 50 units, and of pairs of units that follow each other in a lane; within five standard deviations. */
Test(draw, units_are_drawn_alike)
{
    enum { UNITS = 50, COUNT = 1 << 20 };
    static uint32_t unit[COUNT];
    static double seen[UNITS], pairs[UNITS * UNITS];
    draw_stream stream = draw_open(1, 0);
    draw_units_plain(&stream, UNITS, COUNT, unit);
    for (int i = 0; i < COUNT; i++) {
        cr_assert_lt(unit[i], UNITS);
        seen[unit[i]]++;
        if (i >= DRAW_STEP)
            pairs[unit[i] * UNITS + unit[i - DRAW_STEP]]++;
    }
    double expected = (double)COUNT / UNITS, a_pair = (COUNT - DRAW_STEP) / (double)(UNITS * UNITS);
    double chi_square = 0, of_pairs = 0;
    for (int u = 0; u < UNITS; u++)
        chi_square += pow(seen[u] - expected, 2) / expected;
    for (int u = 0; u < UNITS * UNITS; u++)
        of_pairs += pow(pairs[u] - a_pair, 2) / a_pair;
    cr_assert_lt(fabs(chi_square - UNITS), 5 * sqrt(2. * UNITS));
    cr_assert_lt(fabs(of_pairs - UNITS * UNITS), 5 * sqrt(2. * UNITS * UNITS));
}

Test(draw, streams_differ)
{
    uint32_t first[DRAW_STEP], other[DRAW_STEP];
    draw_stream a = draw_open(1, 0), b = draw_open(1, 1), c = draw_open(2, 0);
    draw_units_plain(&a, UINT32_MAX, DRAW_STEP, first);
    draw_units_plain(&b, UINT32_MAX, DRAW_STEP, other);
    cr_assert_neq(memcmp(first, other, sizeof first), 0);
    draw_units_plain(&c, UINT32_MAX, DRAW_STEP, other);
    cr_assert_neq(memcmp(first, other, sizeof first), 0);
}
