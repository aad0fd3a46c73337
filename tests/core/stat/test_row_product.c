#include "stat/row_product.h"

#include "base/random.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdint.h>
#include <string.h>

typedef struct run {
    double head[ROW_ITEMS], tail[ROW_ITEMS];
} run;

/* Heads up to 2^24, tails up to 2^23; extreme: all of them as large as they may be. */
static void fill(run *run, int extreme, uint64_t seed)
{
    random_stream random = random_open(seed, 5);
    for (int i = 0; i < ROW_ITEMS; i++) {
        run->head[i] = extreme ? 0x1p24 : floor(ldexp(random_uniform(&random), 25)) - 0x1p24;
        run->tail[i] = extreme ? 0x1p23 : floor(ldexp(random_uniform(&random), 24)) - 0x1p23;
    }
}

static int64_t whole_product(const double *a, const double *b)
{
    int64_t total = 0;
    for (int i = 0; i < ROW_ITEMS; i++)
        total += (int64_t)a[i] * (int64_t)b[i];
    return total;
}

static int64_t unfolded(double sums[2][ROW_RUNS], int k)
{
    cr_assert_eq(fmod(sums[0][k], 1 << FOLD_BITS), 0);
    return (int64_t)sums[0][k] + (int64_t)sums[1][k];
}

static void check(row_product *multiply, const run *one, const run other[ROW_RUNS], int times)
{
    const double *places[ROW_RUNS];
    row_sums sums = {0};
    for (int k = 0; k < ROW_RUNS; k++)
        places[k] = other[k].head;
    for (int time = 0; time < times; time++)
        multiply(one->head, places, &sums);
    for (int k = 0; k < ROW_RUNS; k++) {
        cr_expect_eq(unfolded(sums.heads, k), times * whole_product(one->head, other[k].head));
        cr_expect_eq(unfolded(sums.crossed, k), times * (whole_product(one->head, other[k].tail) +
                                                         whole_product(one->tail, other[k].head)));
    }
}

Test(bit_product, counts_on_every_processor)
{
    uint64_t a[BIT_WORDS], b[BIT_WORDS];
    random_stream random = random_open(9, 9);
    for (int round = 0; round < 20; round++) {
        int64_t expected = 0;
        for (int w = 0; w < BIT_WORDS; w++) {
            a[w] = round == 0 ? UINT64_MAX : random_bits(&random);
            b[w] = round <= 1 ? UINT64_MAX : random_bits(&random);
            for (int bit = 0; bit < 64; bit++)
                expected += (int64_t)(a[w] >> bit & b[w] >> bit & 1);
        }
        cr_expect_eq(bit_product_plain(a, b), expected);
        for (processor level = PROCESSOR_PLAIN; level <= processor_here(); level++)
            cr_expect_eq(bit_product_for(level)(a, b), expected);
    }
}

Test(row_product, whole_numbers_on_every_processor)
{
    static run one, other[ROW_RUNS];
    for (int extreme = 0; extreme < 2; extreme++) {
        fill(&one, extreme, 1);
        for (int k = 0; k < ROW_RUNS; k++)
            fill(&other[k], extreme, 2 + (uint64_t)k);
        for (processor level = PROCESSOR_PLAIN; level <= processor_here(); level++) {
            check(row_product_for(level), &one, other, 1);
            check(row_product_for(level), &one, other, 7);
        }
    }
}
