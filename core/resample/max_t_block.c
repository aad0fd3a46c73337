#include "resample/max_t.h"

enum { LANES = 8 };

/* Eight replicates, so that they stay in registers; the largest so far runs along with the entries. */
typedef struct seen {
    double largest[LANES], centred[LANES];
    int64_t lanes; /* that are there */
} seen;

static void take(seen *seen, int64_t lane, double of_d, double of_e, const max_t_entry *entry, int32_t *alone,
                 int32_t *stepped)
{
    seen->largest[lane] = of_d > seen->largest[lane] ? of_d : seen->largest[lane];
    seen->centred[lane] = of_e > seen->centred[lane] ? of_e : seen->centred[lane];
    *alone += of_d >= entry->observed;
    *stepped += seen->largest[lane] >= entry->observed;
}

static const int64_t *sums_of(const int64_t *sums, int64_t column)
{
    return sums + column * FLIPS_GROUP;
}

static void look_at_even(const max_t_columns *columns, const max_t_entry *entry, const int64_t *sums, seen *seen,
                         int32_t *alone, int32_t *stepped)
{
    const int64_t *first = sums_of(sums, entry->first), *second = sums_of(sums, entry->second);
    const int64_t *size = sums_of(sums, columns->n_sums + entry->size);
    for (int64_t i = 0; i < seen->lanes; i++) {
        double d = (double)(first[i] - second[i]), e = d - entry->mean * (double)size[i];
        take(seen, i, d * d * entry->weight, e * e * entry->centred_weight, entry, alone, stepped);
    }
}

static void look_at_uneven(const max_t_columns *columns, const max_t_entry *entry, const int64_t *sums, seen *seen,
                           int32_t *alone, int32_t *stepped)
{
    const int64_t *first[MAX_T_FAMILIES], *second[MAX_T_FAMILIES];
    for (int family = 0; family < MAX_T_FAMILIES; family++) {
        first[family] = sums_of(sums, (int64_t)family * columns->n_sums + entry->first);
        second[family] = sums_of(sums, (int64_t)family * columns->n_sums + entry->second);
    }
    const int64_t *size = sums_of(sums, (int64_t)MAX_T_FAMILIES * columns->n_sums + entry->size);
    const int64_t *square = sums_of(size, columns->n_sizes);
    for (int64_t i = 0; i < seen->lanes; i++) {
        double d = (double)(first[MAX_T_SUM][i] - second[MAX_T_SUM][i]);
        double cross = (double)(first[MAX_T_CROSS][i] - second[MAX_T_CROSS][i]) * columns->cross_scale;
        double e = (double)(first[MAX_T_LEAN][i] - second[MAX_T_LEAN][i]) * columns->lean_scale -
                   entry->mean * ((double)size[i] * columns->lean_size_scale);
        double e_cross = (double)(first[MAX_T_LEAN_CROSS][i] - second[MAX_T_LEAN_CROSS][i]) *
                         columns->lean_cross_scale - entry->mean * ((double)square[i] * columns->lean_square_scale);
        double of_e = max_t_uneven(entry, e, e_cross, entry->centred) * entry->centred_weight;
        take(seen, i, max_t_uneven(entry, d, cross, entry->square), of_e, entry, alone, stepped);
    }
}

typedef void look(const max_t_columns *columns, const max_t_entry *entry, const int64_t *sums, seen *seen,
                  int32_t *alone, int32_t *stepped);

static void look_at_all(look *look, const max_t_columns *columns, int64_t n_entries, const max_t_entry *entries,
                        const int64_t *sums, int64_t count, double *largest, double *centred,
                        const max_t_counts *counts)
{
    for (int64_t i = 0; i < count; i += LANES) {
        seen seen = {{0}, {0}, count - i < LANES ? count - i : LANES};
        for (int64_t k = 0; k < n_entries; k++)
            look(columns, &entries[k], sums + flips_place(columns->n_columns, 0, i), &seen, &counts->alone[k],
                 &counts->stepped[k]);
        for (int64_t lane = 0; lane < seen.lanes; lane++) {
            largest[i + lane] = seen.largest[lane];
            centred[i + lane] = seen.centred[lane];
        }
    }
}

void max_t_even_plain(const max_t_columns *columns, int64_t n_entries, const max_t_entry *entries, const int64_t *sums,
                      int64_t count, double *largest, double *centred, const max_t_counts *counts)
{
    look_at_all(look_at_even, columns, n_entries, entries, sums, count, largest, centred, counts);
}

void max_t_uneven_plain(const max_t_columns *columns, int64_t n_entries, const max_t_entry *entries,
                        const int64_t *sums, int64_t count, double *largest, double *centred,
                        const max_t_counts *counts)
{
    look_at_all(look_at_uneven, columns, n_entries, entries, sums, count, largest, centred, counts);
}

max_t_block *max_t_block_for(processor processor, int uneven)
{
#ifdef PROCESSOR_X86
    if (processor >= PROCESSOR_AVX512)
        return uneven ? max_t_uneven_avx512 : max_t_even_avx512;
#endif
    (void)processor;
    return uneven ? max_t_uneven_plain : max_t_even_plain;
}
