#include "base/random.h"

#include <Random123/philox.h>

random_stream random_open(uint64_t seed, uint64_t replicate)
{
    random_stream stream = {.seed = seed, .replicate = replicate};
    return stream;
}

void random_seek(random_stream *stream, uint64_t block)
{
    stream->block = block;
    stream->left = 0;
}

static void refill(random_stream *stream)
{
    philox4x32_ctr_t counter = {{(uint32_t)stream->block, (uint32_t)(stream->block >> 32),
                                 (uint32_t)stream->replicate, (uint32_t)(stream->replicate >> 32)}};
    philox4x32_key_t key = {{(uint32_t)stream->seed, (uint32_t)(stream->seed >> 32)}};
    philox4x32_ctr_t drawn = philox4x32(counter, key);
    for (int i = 0; i < 4; i++)
        stream->word[i] = drawn.v[i];
    stream->block++;
    stream->left = 4;
}

static uint32_t next_word(random_stream *stream)
{
    if (stream->left == 0)
        refill(stream);
    return stream->word[4 - stream->left--];
}

uint64_t random_bits(random_stream *stream)
{
    uint64_t low = next_word(stream);
    return low | (uint64_t)next_word(stream) << 32;
}

double random_uniform(random_stream *stream)
{
    return ((double)(random_bits(stream) >> 12) + 0.5) * 0x1p-52;
}

uint32_t random_below(random_stream *stream, uint32_t bound)
{
    uint64_t product = (uint64_t)next_word(stream) * bound;
    if ((uint32_t)product < bound) { /* else it is above the threshold, and no division is needed */
        uint32_t threshold = (0u - bound) % bound;
        while ((uint32_t)product < threshold)
            product = (uint64_t)next_word(stream) * bound;
    }
    return (uint32_t)(product >> 32);
}
