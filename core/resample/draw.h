/* Units drawn with replacement, hundreds at a time: eight lanes of xoshiro256++ (Blackman and Vigna 2021), each opened
 * with a state of its own by Philox. A stream is (seed, number), so that what it draws depends neither on threads nor on
 * what ran before. */
#ifndef WHISKER_RESAMPLE_DRAW_H
#define WHISKER_RESAMPLE_DRAW_H

#include "base/processor.h"

#include <stdint.h>

enum { DRAW_LANES = 8, DRAW_STEP = 2 * DRAW_LANES };

typedef struct draw_stream {
    uint64_t state[4][DRAW_LANES];
} draw_stream;

draw_stream draw_open(uint64_t seed, uint64_t number);

/* Fill unit[count], count a multiple of DRAW_STEP, with numbers in 0 .. n_units-1: the high word of 32 random bits times
 * n_units. The probability of drawing one of the first u units is within 2^-32 of u / n_units for every u, so that the
 * mean of a replicate expects to be off by less than 2^-32 of the range of the units. */
typedef void draw_units(draw_stream *stream, uint32_t n_units, int64_t count, uint32_t *unit);

draw_units draw_units_plain;
#ifdef PROCESSOR_X86
draw_units draw_units_avx2, draw_units_avx512;
#endif
draw_units *draw_units_for(processor processor);

#endif
