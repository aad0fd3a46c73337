/* ldexp and frexp of everyday numbers without a call: some loops over pairs of runs would spend a tenth of their time in
 * them. */
#ifndef WHISKER_BASE_BINARY_H
#define WHISKER_BASE_BINARY_H

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { EXPONENT_PLACE = 52, EXPONENT_BIAS = 1023, EXPONENT_BITS = 0x7ff };

/* x * 2^exponent, rounded once: the bits of ldexp. */
static inline double binary_scaled(double x, int exponent)
{
    if (exponent <= -EXPONENT_BIAS || exponent > EXPONENT_BIAS)
        return ldexp(x, exponent);
    uint64_t bits = (uint64_t)(exponent + EXPONENT_BIAS) << EXPONENT_PLACE;
    double power;
    memcpy(&power, &bits, sizeof power);
    return x * power;
}

/* The exponent that frexp finds: |x| lies in [2^(e-1), 2^e); 0 for 0. */
static inline int binary_exponent(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int biased = (int)(bits >> EXPONENT_PLACE & EXPONENT_BITS), exponent = 0;
    if (biased > 0 && biased < EXPONENT_BITS)
        return biased - EXPONENT_BIAS + 1;
    frexp(x, &exponent);
    return exponent;
}

#endif
