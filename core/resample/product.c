#include "resample/product.h"

#include <stddef.h>
#include <string.h>

void product_plain(int64_t n, const double *count, const double *panel, double *out)
{
    memset(out, 0, PRODUCT_REPLICATES * PRODUCT_COLUMNS * sizeof *out);
    for (int r = 0; r < PRODUCT_REPLICATES; r++) {
        for (int64_t u = 0; u < n; u++) {
            double times = count[r * n + u];
            for (int c = 0; c < PRODUCT_COLUMNS; c++)
                out[r * PRODUCT_COLUMNS + c] += times * panel[u * PRODUCT_COLUMNS + c];
        }
    }
}

product *product_for(processor processor)
{
#ifdef PROCESSOR_X86
    if (processor == PROCESSOR_AVX512)
        return product_avx512;
    if (processor == PROCESSOR_AVX2)
        return product_avx2;
#endif
    (void)processor;
    return product_plain;
}

short_product *short_product_for(processor processor)
{
#ifdef PROCESSOR_X86
    if (processor == PROCESSOR_AVX512)
        return __builtin_cpu_supports("avx512vnni") ? short_product_vnni : short_product_avx512;
#endif
    (void)processor;
    return NULL;
}
