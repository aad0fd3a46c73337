#include "resample/pair_tails.h"
#include "resample/panels.h"
#include "resample/product.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double random_number(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(int64_t)(*state >> 11) * 0x1p-53 - 0.5;
}

Test(product, every_processor_has_the_same_bits)
{
    enum { UNITS = 1003, CELLS = PRODUCT_REPLICATES * PRODUCT_COLUMNS };
    static double count[PRODUCT_REPLICATES * UNITS], panel[UNITS * PRODUCT_COLUMNS], plain[CELLS], got[CELLS];
    uint64_t state = 3;
    for (int i = 0; i < PRODUCT_REPLICATES * UNITS; i++)
        count[i] = floor(6 * random_number(&state) + 3);
    for (int i = 0; i < UNITS * PRODUCT_COLUMNS; i++)
        panel[i] = rint(ldexp(random_number(&state), PRODUCT_BITS - 13));
    product_plain(UNITS, count, panel, plain);
    for (int cell = 0; cell < CELLS; cell += 37) {
        int64_t sum = 0; /* in whole numbers */
        for (int u = 0; u < UNITS; u++)
            sum += (int64_t)count[cell / PRODUCT_COLUMNS * UNITS + u] *
                   (int64_t)panel[u * PRODUCT_COLUMNS + cell % PRODUCT_COLUMNS];
        cr_assert_eq(plain[cell], (double)sum);
    }
    for (processor level = PROCESSOR_AVX2; level <= processor_here(); level++) {
        product_for(level)(UNITS, count, panel, got);
        cr_assert_eq(memcmp(plain, got, sizeof got), 0);
    }
}

/* Half points in clusters of up to twenty: short integers where there are instructions for them, doubles elsewhere; and
 * numbers for which doubles serve on every processor. */
Test(panels, every_processor_has_the_same_sums)
{
    enum { UNITS = 333, COLUMNS = 101, CELLS = COLUMNS * PRODUCT_REPLICATES };
    static double number[COLUMNS * UNITS], plain[CELLS], got[CELLS];
    static int32_t count[PRODUCT_REPLICATES * UNITS];
    const double *column[COLUMNS];
    uint64_t state = 4;
    for (int i = 0; i < PRODUCT_REPLICATES * UNITS; i++)
        count[i] = (int32_t)(6 * random_number(&state) + 3);
    for (int c = 0; c < COLUMNS; c++)
        column[c] = number + c * UNITS;
    for (int fractional = 0; fractional < 2; fractional++) {
        for (int i = 0; i < COLUMNS * UNITS; i++)
            number[i] = fractional ? random_number(&state) : rint(40 * random_number(&state)) / 2;
        for (processor level = PROCESSOR_PLAIN; level <= processor_here(); level++) {
            scratch scratch;
            panels panels;
            cr_assert_eq(scratch_open(&scratch, NULL, NULL), WHISKER_OK);
            cr_assert(panels_fill(UNITS, COLUMNS, column, level, &scratch, &panels));
            cr_assert_eq(panels.short_panel != NULL, level == PROCESSOR_AVX512 && !fractional);
            void *work = malloc((size_t)panels_work(&panels));
            panels_multiply(&panels, count, work, level == PROCESSOR_PLAIN ? plain : got);
            cr_assert(level == PROCESSOR_PLAIN || memcmp(plain, got, sizeof got) == 0);
            free(work);
            scratch_close(&scratch);
        }
        for (int cell = 0; cell < CELLS; cell += 13) {
            double sum = 0;
            for (int u = 0; u < UNITS; u++)
                sum += count[cell % PRODUCT_REPLICATES * UNITS + u] * column[cell / PRODUCT_REPLICATES][u];
            cr_assert_float_eq(plain[cell], sum, 1e-9);
        }
    }
}

#ifdef PROCESSOR_X86
Test(product, short_integers_by_either_instruction)
{
    enum { PAIRS = 77, CELLS = PRODUCT_REPLICATES * SHORT_COLUMNS };
    static int32_t count[PRODUCT_REPLICATES * PAIRS], panel[PAIRS * SHORT_COLUMNS], one[CELLS], other[CELLS];
    uint64_t state = 6;
    for (int i = 0; i < PRODUCT_REPLICATES * PAIRS; i++)
        count[i] = (int32_t)(4 * random_number(&state) + 2) << 16 | (int32_t)(4 * random_number(&state) + 2);
    for (int i = 0; i < PAIRS * SHORT_COLUMNS; i++)
        panel[i] = (int32_t)(int64_t)(ldexp(random_number(&state), 32));
    if (processor_here() != PROCESSOR_AVX512)
        return;
    short_product_avx512(PAIRS, count, panel, one);
    for (int cell = 0; cell < CELLS; cell++) {
        uint32_t sum = 0;
        for (int p = 0; p < PAIRS; p++) {
            int32_t times = count[cell / SHORT_COLUMNS * PAIRS + p], number = panel[p * SHORT_COLUMNS + cell % SHORT_COLUMNS];
            sum += (uint32_t)((times & 0xffff) * (int16_t)(number & 0xffff) + (times >> 16) * (number >> 16));
        }
        cr_assert_eq((uint32_t)one[cell], sum);
    }
    if (short_product_for(PROCESSOR_AVX512) != short_product_vnni)
        return;
    short_product_vnni(PAIRS, count, panel, other);
    cr_assert_eq(memcmp(one, other, sizeof one), 0);
}
#endif

static pair_tails tails_with(pair_tails_of *of, int64_t n, const double *a, const double *b, double *low, double *high)
{
    pair_tails tails = {.floor = -0.3, .ceiling = 0.4, .slack = 0.01, .low = low, .high = high};
    of(n, a, b, &tails);
    return tails;
}

Test(pair_tails, every_processor_keeps_the_same)
{
    enum { MOST = 1029 };
    static double a[MOST], b[MOST], low[MOST + TAIL_LANES], high[MOST + TAIL_LANES];
    static double other_low[MOST + TAIL_LANES], other_high[MOST + TAIL_LANES];
    uint64_t state = 8;
    for (int r = 0; r < MOST; r++) {
        a[r] = random_number(&state);
        b[r] = r % 9 == 0 ? a[r] : random_number(&state);
    }
    for (int64_t n = 2; n <= MOST; n += n < 40 ? 1 : 97) {
        pair_tails plain = tails_with(pair_tails_plain, n, a, b, low, high);
        int64_t n_low = 0, n_high = 0, n_below = 0, n_above = 0;
        for (int64_t r = 0; r < n; r++) {
            double difference = a[r] - b[r];
            cr_assert(!(difference < -0.3) || low[n_low++] == difference);
            cr_assert(!(difference > 0.4) || high[n_high++] == difference);
            n_below += difference < -0.01;
            n_above += difference > 0.01;
        }
        cr_assert(plain.n_low == n_low && plain.n_high == n_high);
        cr_assert(plain.n_below == n_below && plain.n_above == n_above);
        pair_tails other = tails_with(pair_tails_for(processor_here()), n, a, b, other_low, other_high);
        cr_assert(plain.total == other.total && plain.squares == other.squares);
        cr_assert(other.n_low == n_low && other.n_high == n_high);
        cr_assert(other.n_below == n_below && other.n_above == n_above);
        cr_assert_eq(memcmp(low, other_low, (size_t)n_low * sizeof *low), 0);
        cr_assert_eq(memcmp(high, other_high, (size_t)n_high * sizeof *high), 0);
    }
}
