#include "resample/draw.h"

#include "base/random.h"

draw_stream draw_open(uint64_t seed, uint64_t number)
{
    draw_stream stream;
    random_stream words = random_open(seed, number);
    for (int lane = 0; lane < DRAW_LANES; lane++)
        for (int i = 0; i < 4; i++)
            stream.state[i][lane] = random_bits(&words);
    return stream;
}

static uint64_t rotate(uint64_t x, int bits)
{
    return x << bits | x >> (64 - bits);
}

/* Lane after lane, so that a state stays in registers. The two halves of a random word are two units. */
void draw_units_plain(draw_stream *stream, uint32_t n_units, int64_t count, uint32_t *unit)
{
    for (int lane = 0; lane < DRAW_LANES; lane++) {
        uint64_t a = stream->state[0][lane], b = stream->state[1][lane];
        uint64_t c = stream->state[2][lane], d = stream->state[3][lane];
        for (int64_t i = 2 * lane; i < count; i += DRAW_STEP) {
            uint64_t bits = rotate(a + d, 23) + a, shifted = b << 17;
            c ^= a;
            d ^= b;
            b ^= c;
            a ^= d;
            c ^= shifted;
            d = rotate(d, 45);
            unit[i] = (uint32_t)((bits & UINT32_MAX) * n_units >> 32);
            unit[i + 1] = (uint32_t)((bits >> 32) * n_units >> 32);
        }
        stream->state[0][lane] = a;
        stream->state[1][lane] = b;
        stream->state[2][lane] = c;
        stream->state[3][lane] = d;
    }
}

draw_units *draw_units_for(processor processor)
{
#ifdef PROCESSOR_X86
    if (processor == PROCESSOR_AVX512)
        return draw_units_avx512;
    if (processor == PROCESSOR_AVX2)
        return draw_units_avx2;
#endif
    (void)processor;
    return draw_units_plain;
}
