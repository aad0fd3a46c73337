#include "resample/lattice.h"

#include <math.h>

/* ---- the steps ---- */

/* The denominator of the simplest fraction within `slack` of 0 <= ratio <= 1, by continued fractions; 0 when there is none
 * up to `most`. */
static int64_t denominator_of(double ratio, double slack, int64_t most)
{
    int64_t before = 0, denominator = 1;
    double rest = ratio;
    for (;;) {
        double numerator = rint(ratio * (double)denominator);
        if (fabs(ratio * (double)denominator - numerator) <= slack * (double)denominator)
            return denominator;
        rest = 1 / (rest - floor(rest));
        if (!(rest < (double)most + 1))
            return 0;
        int64_t next = (int64_t)rest * denominator + before;
        before = denominator;
        denominator = next;
        if (denominator > most)
            return 0;
    }
}

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static double smallest_of(int64_t n, const double *number)
{
    double smallest = INFINITY;
    for (int64_t i = 0; i < n; i++)
        smallest = fmin(smallest, number[i]);
    return smallest;
}

int64_t lattice_steps(int64_t n, const double *number, double slack, int64_t most, int32_t *step)
{
    double smallest = smallest_of(n, number), range = -smallest, relative;
    for (int64_t i = 0; i < n; i++)
        range = fmax(range, number[i] - smallest);
    relative = slack / range;
    if (!(range > slack) || relative * (double)most * (double)most > 1e-3) /* else any number would fit */
        return 0;
    int64_t steps = 1;
    for (int64_t i = 0; i < n; i++) {
        double ratio = (number[i] - smallest) / range, place = ratio * (double)steps;
        if (fabs(place - rint(place)) <= relative * (double)steps)
            continue;
        int64_t denominator = denominator_of(ratio, relative, most);
        if (denominator == 0)
            return 0;
        steps = steps / common_divisor(steps, denominator) * denominator;
        if (steps > most)
            return 0;
    }
    for (int64_t i = 0; i < n; i++)
        step[i] = (int32_t)rint((number[i] - smallest) / range * (double)steps);
    return steps;
}

/* ---- the law of a sum ---- */

typedef struct spectrum {
    int64_t size;
    double *real, *imaginary;
    double *cosine, *sine; /* of 2 pi k / size, k below size / 2 */
} spectrum;

/* Hoeffding 1963: the sum is within reach of its mean but for 1e-17. */
int64_t lattice_law_size(int64_t n, int64_t n_steps)
{
    double reach = (double)n_steps * sqrt((double)n * log(2e17) / 2);
    double wanted = fmin(2 * reach + 2, (double)n * (double)n_steps + 1);
    int64_t size = 2;
    while ((double)size < wanted)
        size *= 2;
    return size;
}

static int spectrum_open(int64_t size, scratch *scratch, spectrum *out)
{
    const double turn = 6.283185307179586476925;
    *out = (spectrum){.size = size};
    out->real = arena_take_zeroed(scratch->arena, size, sizeof *out->real);
    out->imaginary = arena_take_zeroed(scratch->arena, size, sizeof *out->imaginary);
    out->cosine = arena_take(scratch->arena, size / 2, sizeof *out->cosine);
    out->sine = arena_take(scratch->arena, size / 2, sizeof *out->sine);
    if (out->real == NULL || out->imaginary == NULL || out->cosine == NULL || out->sine == NULL)
        return 0;
    for (int64_t k = 0; k < size / 2; k++) {
        out->cosine[k] = cos(turn * (double)k / (double)size);
        out->sine[k] = sin(turn * (double)k / (double)size);
    }
    return 1;
}

static void reverse_bits(spectrum *this)
{
    for (int64_t i = 1, j = 0; i < this->size; i++) {
        int64_t bit = this->size >> 1;
        for (; j & bit; bit >>= 1)
            j ^= bit;
        j ^= bit;
        if (i < j) {
            double real = this->real[i], imaginary = this->imaginary[i];
            this->real[i] = this->real[j];
            this->imaginary[i] = this->imaginary[j];
            this->real[j] = real;
            this->imaginary[j] = imaginary;
        }
    }
}

/* Cooley and Tukey 1965, in place; the sum over k of z_k exp(2 pi i j k / size). */
static void transform(spectrum *this)
{
    reverse_bits(this);
    for (int64_t half = 1; half < this->size; half *= 2) {
        int64_t stride = this->size / (2 * half);
        for (int64_t start = 0; start < this->size; start += 2 * half) {
            for (int64_t k = 0; k < half; k++) {
                int64_t low = start + k, high = low + half;
                double cosine = this->cosine[k * stride], sine = this->sine[k * stride];
                double real = this->real[high] * cosine - this->imaginary[high] * sine;
                double imaginary = this->real[high] * sine + this->imaginary[high] * cosine;
                this->real[high] = this->real[low] - real;
                this->imaginary[high] = this->imaginary[low] - imaginary;
                this->real[low] += real;
                this->imaginary[low] += imaginary;
            }
        }
    }
}

/* z^n by squaring; what is below 1e-30 of the whole is nothing. The conjugate turns the second transform round. */
static void raise(spectrum *this, int64_t n)
{
    for (int64_t j = 0; j < this->size; j++) {
        double real = this->real[j], imaginary = this->imaginary[j], power = 1, power_imaginary = 0;
        if (0.5 * (double)n * log(real * real + imaginary * imaginary) < -70)
            power = 0;
        for (int64_t left = power != 0 ? n : 0; left > 0; left /= 2) {
            double squared = real * real - imaginary * imaginary;
            if (left % 2 == 1) {
                double product = power * real - power_imaginary * imaginary;
                power_imaginary = power * imaginary + power_imaginary * real;
                power = product;
            }
            imaginary = 2 * real * imaginary;
            real = squared;
        }
        this->real[j] = power / (double)this->size;
        this->imaginary[j] = -power_imaginary / (double)this->size;
    }
}

static double mean_step(int64_t n_steps, const double *probability)
{
    double mean = 0;
    for (int64_t k = 0; k <= n_steps; k++)
        mean += (double)k * probability[k];
    return mean;
}

/* Probabilities cannot be negative: what is of the size of rounding errors is one. */
static double cleaned(double probability)
{
    return probability < 1e-17 ? 0 : probability;
}

/* The transform has the sum modulo its size: unroll it around the mean. */
static void accumulate(const spectrum *this, lattice_law *out)
{
    double below = 0, above = 0;
    for (int64_t i = 0; i < out->count; i++) {
        below += cleaned(this->real[(out->first + i) % this->size]);
        out->at_most[i] = below;
    }
    for (int64_t i = out->count - 1; i >= 0; i--) {
        above += cleaned(this->real[(out->first + i) % this->size]);
        out->at_least[i] = above;
    }
}

int lattice_law_of_sum(int64_t n, int64_t n_steps, const double *probability, scratch *scratch, lattice_law *out)
{
    spectrum spectrum;
    int64_t size = lattice_law_size(n, n_steps), all = n * n_steps + 1;
    double mean = (double)n * mean_step(n_steps, probability);
    *out = (lattice_law){.count = all};
    if (all > size) {
        out->first = (int64_t)fmax(0, floor(mean) - (double)(size / 2));
        out->count = all - out->first < size ? all - out->first : size;
    }
    out->at_most = arena_take(scratch->arena, out->count, sizeof *out->at_most);
    out->at_least = arena_take(scratch->arena, out->count, sizeof *out->at_least);
    if (out->at_most == NULL || out->at_least == NULL || !spectrum_open(size, scratch, &spectrum))
        return 0;
    for (int64_t k = 0; k <= n_steps; k++)
        spectrum.real[k % size] += probability[k];
    transform(&spectrum);
    raise(&spectrum, n);
    transform(&spectrum);
    accumulate(&spectrum, out);
    return 1;
}
