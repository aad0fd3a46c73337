#include "base/processor.h"

processor processor_here(void)
{
#ifdef PROCESSOR_X86
    if (!__builtin_cpu_supports("pclmul") || !__builtin_cpu_supports("bmi"))
        return PROCESSOR_PLAIN;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        return PROCESSOR_AVX512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return PROCESSOR_AVX2;
#endif
    return PROCESSOR_PLAIN;
}
