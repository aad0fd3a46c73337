/* Which vector instructions this processor has. What is computed never depends on it: every kernel gives the same bits on
 * all of them, and plain C comes first. */
#ifndef WHISKER_BASE_PROCESSOR_H
#define WHISKER_BASE_PROCESSOR_H

/* Defined where a kernel may be compiled for instructions that the rest of the library does not assume. */
#if defined(__x86_64__) && defined(__GNUC__)
#define PROCESSOR_X86 1
#endif

typedef enum processor {
    PROCESSOR_PLAIN = 0,  /* whatever the compiler was told to assume */
    PROCESSOR_AVX2 = 1,   /* with FMA, BMI and carry-less products */
    PROCESSOR_AVX512 = 2  /* F, BW, DQ, VL, and all of the above */
} processor;

/* The best that this machine has; a kernel without a form for it takes the next one below. */
processor processor_here(void);

#endif
