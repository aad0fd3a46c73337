#include "stat/exact_sum.h"

#include <math.h>
#include <string.h>

enum { LIMB_BITS = 32 };

static const uint64_t LOW_BITS = UINT64_C(0xffffffff);

/* ---- windows ---- */

limb_window window_join(limb_window a, limb_window b)
{
    if (a.n == 0 || b.n == 0)
        return a.n == 0 ? b : a;
    int32_t first = a.first < b.first ? a.first : b.first;
    int32_t end_a = a.first + a.n, end_b = b.first + b.n;
    return (limb_window){first, (end_a > end_b ? end_a : end_b) - first};
}

/* ---- numbers ---- */

whole whole_of(double finite)
{
    uint64_t bits;
    memcpy(&bits, &finite, sizeof bits);
    int32_t exponent = (int32_t)(bits >> 52 & 0x7ff);
    uint64_t significand = bits & ((UINT64_C(1) << 52) - 1);
    if (exponent > 0)
        significand |= UINT64_C(1) << 52;
    if (significand == 0)
        return (whole){0, 0};
    int32_t zeros = __builtin_ctzll(significand);
    int64_t odd = (int64_t)(significand >> zeros);
    return (whole){finite < 0 ? -odd : odd, (exponent > 0 ? exponent : 1) - 1075 + zeros};
}

/* A significand of up to 54 bits, shifted to its place, falls on up to three limbs. */
typedef struct chunks {
    int32_t first;
    int64_t chunk[3];
} chunks;

static int32_t limb_at(int32_t exponent)
{
    return exponent >= 0 ? exponent / LIMB_BITS : -((LIMB_BITS - 1 - exponent) / LIMB_BITS);
}

static chunks chunks_of(int64_t significand, int32_t exponent)
{
    int32_t first = limb_at(exponent), shift = exponent - first * LIMB_BITS, sign = significand < 0 ? -1 : 1;
    uint64_t size = (uint64_t)(significand < 0 ? -significand : significand);
    uint64_t low = (size & LOW_BITS) << shift, high = ((size >> LIMB_BITS) << shift) + (low >> LIMB_BITS);
    return (chunks){first, {sign * (int64_t)(low & LOW_BITS), sign * (int64_t)(high & LOW_BITS),
                            sign * (int64_t)(high >> LIMB_BITS)}};
}

limb_window whole_window(whole number)
{
    chunks at = chunks_of(number.significand, number.exponent);
    if (number.significand == 0)
        return (limb_window){0, 0};
    return (limb_window){at.first, at.chunk[2] != 0 ? 3 : at.chunk[1] != 0 ? 2 : 1};
}

static void add_chunks(int64_t *limbs, limb_window window, int64_t significand, int32_t exponent)
{
    chunks at = chunks_of(significand, exponent);
    int64_t *place = limbs + (at.first - window.first);
    for (int k = 0; k < 3; k++)
        if (at.chunk[k] != 0)
            place[k] += at.chunk[k];
}

void limbs_add(int64_t *limbs, limb_window window, whole number)
{
    if (number.significand != 0)
        add_chunks(limbs, window, number.significand, number.exponent);
}

/* (a1 2^27 + a0) (b1 2^27 + b0): no part is longer than 54 bits. */
void limbs_add_product(int64_t *limbs, limb_window window, whole a, whole b)
{
    enum { HALF = 27 };
    const int64_t half = (int64_t)1 << HALF;
    int64_t a1 = a.significand / half, a0 = a.significand % half, b1 = b.significand / half, b0 = b.significand % half;
    int32_t exponent = a.exponent + b.exponent;
    add_chunks(limbs, window, a0 * b0, exponent);
    add_chunks(limbs, window, a1 * b0 + a0 * b1, exponent + HALF);
    add_chunks(limbs, window, a1 * b1, exponent + 2 * HALF);
}

/* ---- totals ---- */

static void trim(total *out)
{
    while (out->n > 0 && out->digit[out->n - 1] == 0)
        out->n--;
    if (out->n == 0)
        out->sign = 0;
}

/* Carries from the lowest limb up; what is left above the last is the sign, and digits. A negative sum is taken as its
 * opposite, limb by limb. */
static int64_t take_carries(const int64_t *limbs, limb_window window, int32_t sign, total *out)
{
    int64_t carry = 0;
    *out = (total){.sign = sign, .first = window.first, .n = window.n};
    for (int32_t k = 0; k < window.n; k++) {
        int64_t limb = sign * limbs[k];
        int64_t low = (limb & (int64_t)LOW_BITS) + (carry & (int64_t)LOW_BITS);
        out->digit[k] = (uint32_t)((uint64_t)low & LOW_BITS);
        carry = (limb >> LIMB_BITS) + (carry >> LIMB_BITS) + (low >> LIMB_BITS);
    }
    return carry;
}

total total_of_limbs(const int64_t *limbs, limb_window window)
{
    total out;
    int64_t carry = take_carries(limbs, window, 1, &out);
    if (carry < 0)
        carry = take_carries(limbs, window, -1, &out);
    for (; carry > 0; carry >>= LIMB_BITS)
        out.digit[out.n++] = (uint32_t)((uint64_t)carry & LOW_BITS);
    trim(&out);
    return out;
}

total total_times(const total *a, int64_t count)
{
    total out = *a;
    uint64_t carry = 0;
    for (int32_t k = 0; k < a->n; k++) {
        carry += (uint64_t)a->digit[k] * (uint64_t)count;
        out.digit[k] = (uint32_t)(carry & LOW_BITS);
        carry >>= LIMB_BITS;
    }
    if (carry > 0)
        out.digit[out.n++] = (uint32_t)carry;
    trim(&out);
    return out;
}

total total_product(const total *a, const total *b)
{
    total out = {.sign = a->sign * b->sign, .first = a->first + b->first, .n = a->n + b->n};
    for (int32_t i = 0; i < a->n; i++) {
        uint64_t carry = 0;
        for (int32_t j = 0; j < b->n; j++) {
            carry += (uint64_t)a->digit[i] * b->digit[j] + out.digit[i + j];
            out.digit[i + j] = (uint32_t)(carry & LOW_BITS);
            carry >>= LIMB_BITS;
        }
        out.digit[i + b->n] = (uint32_t)carry;
    }
    trim(&out);
    return out;
}

/* As limbs of a common window, which take a subtraction without a carry. */
static void spread(const total *a, int64_t factor, limb_window window, int64_t *limbs)
{
    for (int32_t k = 0; k < a->n; k++)
        limbs[a->first + k - window.first] += factor * (int64_t)a->digit[k];
}

total total_minus(const total *a, const total *b)
{
    int64_t limbs[2 * MOST_DIGITS] = {0};
    limb_window window = window_join((limb_window){a->first, a->n}, (limb_window){b->first, b->n});
    spread(a, a->sign, window, limbs);
    spread(b, -b->sign, window, limbs);
    return total_of_limbs(limbs, window);
}

sum total_value(const total *a, int32_t exponent)
{
    sum out = {0, 0};
    for (int32_t k = a->n - 1; k >= 0; k--)
        sum_add(&out, ldexp((double)a->sign * a->digit[k], (a->first + k) * LIMB_BITS - exponent));
    return out;
}
