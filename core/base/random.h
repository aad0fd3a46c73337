/* Counter-based random numbers: Philox4x32-10 (Salmon et al. 2011) by Random123. A stream is (seed, replicate), so
 * replicate r draws the same numbers whichever thread computes it and whatever ran before. */
#ifndef WHISKER_BASE_RANDOM_H
#define WHISKER_BASE_RANDOM_H

#include <stdint.h>

typedef struct random_stream {
    uint64_t seed;
    uint64_t replicate;
    uint64_t block;   /* next counter */
    uint32_t word[4];
    int32_t left;     /* unused words */
} random_stream;

random_stream random_open(uint64_t seed, uint64_t replicate);
/* Go to where a stream stands after 128 * block bits, of which nothing need have been drawn. */
void random_seek(random_stream *stream, uint64_t block);
uint64_t random_bits(random_stream *stream);
/* Uniform on (0, 1): the midpoints of 2^52 equal steps, never 0 or 1. */
double random_uniform(random_stream *stream);
/* Uniform on 0 .. bound-1 without bias (Lemire 2019). bound > 0. */
uint32_t random_below(random_stream *stream, uint32_t bound);

#endif
