#include "resample/max_t.h"

enum { LANES = 8 };

static double squared(double x)
{
    return x * x;
}

/* Eight replicates, so that they stay in registers; the largest so far runs along with the entries. */
static void look_at(int64_t n_entries, const max_t_entry *entries, const int64_t *sums, int64_t count, double *largest,
                    double *centred, const max_t_counts *counts)
{
    for (int64_t k = 0; k < n_entries; k++) {
        const max_t_entry *entry = &entries[k];
        const int64_t *first = sums + (int64_t)entry->first * FLIPS_BLOCK;
        const int64_t *second = sums + (int64_t)entry->second * FLIPS_BLOCK;
        const int64_t *size = sums + (int64_t)entry->size * FLIPS_BLOCK;
        for (int64_t i = 0; i < count; i++) {
            double d = (double)(first[i] - second[i]), e = d - entry->mean * (double)size[i];
            double of_d = squared(d) * entry->weight, of_e = squared(e) * entry->centred_weight;
            largest[i] = of_d > largest[i] ? of_d : largest[i];
            centred[i] = of_e > centred[i] ? of_e : centred[i];
            counts->alone[k] += of_d >= entry->observed;
            counts->stepped[k] += largest[i] >= entry->observed;
        }
    }
}

void max_t_block_plain(int64_t n_entries, const max_t_entry *entries, const int64_t *sums, int64_t count,
                       double *largest, double *centred, const max_t_counts *counts)
{
    for (int64_t i = 0; i < count; i += LANES) {
        double of_d[LANES] = {0}, of_e[LANES] = {0};
        int64_t lanes = count - i < LANES ? count - i : LANES;
        look_at(n_entries, entries, sums + i, lanes, of_d, of_e, counts);
        for (int64_t lane = 0; lane < lanes; lane++) {
            largest[i + lane] = of_d[lane];
            centred[i + lane] = of_e[lane];
        }
    }
}

max_t_block *max_t_block_for(processor processor)
{
#ifdef PROCESSOR_X86
    if (processor >= PROCESSOR_AVX512)
        return max_t_block_avx512;
#endif
    (void)processor;
    return max_t_block_plain;
}
