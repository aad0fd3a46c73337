/* pair_tails_plain, eight replicates at once. */
#include "resample/pair_tails.h"

#ifdef PROCESSOR_X86

#include <immintrin.h>

#define VECTOR __attribute__((target("avx512f,popcnt")))

typedef struct passing {
    __m512d total, squares;
    __m512i below, above;
    double *low, *high; /* where the next number is kept */
} passing;

/* Store the lanes of the mask side by side; whole vectors are written, hence the room behind. */
VECTOR static inline double *keep(double *place, __mmask8 mask, __m512d numbers)
{
    _mm512_storeu_pd(place, _mm512_maskz_compress_pd(mask, numbers));
    return place + __builtin_popcount(mask);
}

VECTOR static inline void pass(const pair_tails *tails, __mmask8 lanes, __m512d difference, passing *this)
{
    const __m512i one = _mm512_set1_epi64(1);
    const __m512d slack = _mm512_set1_pd(tails->slack), minus_slack = _mm512_set1_pd(-tails->slack);
    __mmask8 is_below = _mm512_mask_cmp_pd_mask(lanes, difference, minus_slack, _CMP_LT_OQ);
    __mmask8 is_above = _mm512_mask_cmp_pd_mask(lanes, difference, slack, _CMP_GT_OQ);
    __mmask8 is_low = _mm512_mask_cmp_pd_mask(lanes, difference, _mm512_set1_pd(tails->floor), _CMP_LT_OQ);
    __mmask8 is_high = _mm512_mask_cmp_pd_mask(lanes, difference, _mm512_set1_pd(tails->ceiling), _CMP_GT_OQ);
    this->total = _mm512_add_pd(this->total, difference);
    this->squares = _mm512_add_pd(this->squares, _mm512_mul_pd(difference, difference));
    this->below = _mm512_mask_add_epi64(this->below, is_below, this->below, one);
    this->above = _mm512_mask_add_epi64(this->above, is_above, this->above, one);
    this->low = keep(this->low, is_low, difference);
    this->high = keep(this->high, is_high, difference);
}

VECTOR void pair_tails_avx512(int64_t n, const double *a, const double *b, pair_tails *tails)
{
    const pair_tails given = *tails; /* a copy that no store can reach */
    passing this = {_mm512_setzero_pd(), _mm512_setzero_pd(), _mm512_setzero_si512(), _mm512_setzero_si512(), given.low,
                    given.high};
    double total[TAIL_LANES], squares[TAIL_LANES];
    int64_t whole = n / TAIL_LANES * TAIL_LANES;
    for (int64_t r = 0; r < whole; r += TAIL_LANES)
        pass(&given, 0xFF, _mm512_sub_pd(_mm512_loadu_pd(a + r), _mm512_loadu_pd(b + r)), &this);
    __mmask8 rest = (__mmask8)((1 << (n - whole)) - 1);
    pass(&given, rest, _mm512_sub_pd(_mm512_maskz_loadu_pd(rest, a + whole), _mm512_maskz_loadu_pd(rest, b + whole)),
         &this);
    tails->n_low = this.low - given.low;
    tails->n_high = this.high - given.high;
    tails->n_below = _mm512_reduce_add_epi64(this.below);
    tails->n_above = _mm512_reduce_add_epi64(this.above);
    _mm512_storeu_pd(total, this.total);
    _mm512_storeu_pd(squares, this.squares);
    pair_tails_join(total, squares, tails);
}

#else
typedef int pair_tails_avx512_is_empty; /* ISO C has no empty file */
#endif
