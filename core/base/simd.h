/* Loops over vectors of numbers, wide where the processor is.
 *
 * A static function marked SIMD_CLONES is compiled once for each width of vector registers; the loader takes the widest
 * that the processor has. (One that is not static would be exported, whatever its visibility.) `#pragma omp simd
 * reduction` lets a compiler add in lanes. Both change the order of additions with the machine, so they stand only
 * where order cannot be seen: maxima, counts, sums that do not round (cut sums, integers) and loops that write one
 * place an element. Contraction to fused multiply-add is off for all of the core, so that no bit depends on the width.
 */
#ifndef WHISKER_BASE_SIMD_H
#define WHISKER_BASE_SIMD_H

/* Sanitizers instrument the loader's choice before they are ready for it. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SIMD_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SIMD_SANITIZED 1
#endif
#endif

#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__has_attribute) && !defined(SIMD_SANITIZED)
#if __has_attribute(target_clones)
#define SIMD_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#endif
#endif

#ifndef SIMD_CLONES
#define SIMD_CLONES
#endif

/* Eight doubles side by side, as one register, two or four; memory need not be aligned to them. */
typedef double simd_doubles __attribute__((vector_size(64), aligned(8)));

/* For the body that several such functions share: compiled into each of them, at its width. */
#define SIMD_INLINE inline __attribute__((always_inline))

#endif
