#include "stat/row_product.h"

enum { LANES = 8 };

/* Adding 1.5 * 2^78 and taking it away rounds to a multiple of 2^26. */
static void fold(const double lanes[LANES], double *multiples, double *rest)
{
    const double place = 0x1.8p52 * (1 << FOLD_BITS);
    for (int lane = 0; lane < LANES; lane++) {
        double high = (lanes[lane] + place) - place;
        *multiples += high;
        *rest += lanes[lane] - high;
    }
}

void row_product_plain(const double *one, const double *const other[ROW_RUNS], row_sums *sums)
{
    for (int run = 0; run < ROW_RUNS; run++) {
        const double *head = other[run], *tail = head + ROW_ITEMS;
        double heads[LANES] = {0}, crossed[LANES] = {0};
        for (int i = 0; i < ROW_ITEMS; i += LANES)
            for (int lane = 0; lane < LANES; lane++) {
                heads[lane] += one[i + lane] * head[i + lane];
                crossed[lane] += one[i + lane] * tail[i + lane] + one[ROW_ITEMS + i + lane] * head[i + lane];
            }
        fold(heads, &sums->heads[0][run], &sums->heads[1][run]);
        fold(crossed, &sums->crossed[0][run], &sums->crossed[1][run]);
    }
}

int64_t bit_product_plain(const uint64_t *a, const uint64_t *b)
{
    int64_t count = 0;
    for (int w = 0; w < BIT_WORDS; w++)
        count += __builtin_popcountll(a[w] & b[w]);
    return count;
}

row_product *row_product_for(processor processor)
{
#ifdef PROCESSOR_X86
    if (processor == PROCESSOR_AVX512)
        return row_product_avx512;
    if (processor == PROCESSOR_AVX2)
        return row_product_avx2;
#endif
    (void)processor;
    return row_product_plain;
}

bit_product *bit_product_for(processor processor)
{
#ifdef PROCESSOR_X86
    if (processor == PROCESSOR_AVX512 && __builtin_cpu_supports("avx512vpopcntdq"))
        return bit_product_avx512;
    if (processor >= PROCESSOR_AVX2)
        return bit_product_word;
#endif
    (void)processor;
    return bit_product_plain;
}
