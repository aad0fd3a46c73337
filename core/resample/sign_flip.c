/* Sign-flip permutation test of a paired difference (M9.2): if the difference of every unit is as likely to be positive
 * as negative, all patterns of signs are equally likely, and the p-value is the share of them whose sum is no smaller. */
#include "resample/sign_flip.h"

#include "base/error.h"
#include "base/processor.h"
#include "base/sort.h"
#include "base/structs.h"
#include "base/workers.h"
#include "resample/flips.h"
#include "resample/units.h"
#include "stat/cut_sum.h"

#include <stdatomic.h>
#include <string.h>

enum { DEFAULT_REPLICATES = 99999 };

/* ---- names ---- */

static const char *const flips_names[] = {
    [WHISKER_FLIPS_LATTICE] = "lattice",
    [WHISKER_FLIPS_ENUMERATION] = "enumeration",
    [WHISKER_FLIPS_MONTE_CARLO] = "monte_carlo",
};

const char *whisker_flips_name(int32_t flips)
{
    return flips > WHISKER_FLIPS_DEFAULT && flips <= WHISKER_FLIPS_MONTE_CARLO ? flips_names[flips] : NULL;
}

int32_t whisker_flips_number(const char *name)
{
    for (int32_t flips = WHISKER_FLIPS_LATTICE; name != NULL && flips <= WHISKER_FLIPS_MONTE_CARLO; flips++)
        if (strcmp(flips_names[flips], name) == 0)
            return flips;
    return -1;
}

/* One call: what came in and what goes out. */
typedef struct test {
    whisker_items items;
    whisker_sign_flip_options options;
    const double *a, *b;
    units differences;
    flip_units units;
    double sum;               /* of the differences, signs kept */
    int identical;            /* every difference is 0 */
    whisker_sign_flip out;
} test;

/* ---- input ---- */

static int32_t load_options(const whisker_sign_flip_options *given, whisker_sign_flip_options *options,
                            whisker_error *error)
{
    int32_t status = struct_load(options, sizeof *options, given, "whisker_sign_flip_options", error);
    if (status != WHISKER_OK)
        return status;
    options->level = options->level == 0 ? 0.95 : options->level;
    options->replicates = options->replicates == 0 ? DEFAULT_REPLICATES : options->replicates;
    if (!(options->level > 0 && options->level < 1))
        return error_set(error, WHISKER_BAD_OPTION, "a confidence level lies between 0 and 1");
    if (options->replicates < 1 || options->replicates > INT32_MAX)
        return error_set(error, WHISKER_BAD_OPTION, "the number of replicates lies in 1 .. 2147483647");
    if (options->method != WHISKER_FLIPS_DEFAULT && whisker_flips_name(options->method) == NULL)
        return error_set(error, WHISKER_BAD_OPTION, "no way of flipping has the number %d", (int)options->method);
    return WHISKER_OK;
}

/* Strata are of no concern: a sign that flips stays where it is. */
static int32_t load_items(const whisker_items *given, const double *a, const double *b, whisker_items *items,
                          whisker_error *error)
{
    if (given == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no items to compare on");
    int32_t status = struct_load(items, sizeof *items, given, "whisker_items", error);
    if (status != WHISKER_OK)
        return status;
    if (items->n > 0 && (a == NULL || b == NULL))
        return error_set(error, WHISKER_BAD_ARGUMENT, "the scores of two runs are needed");
    items->size = sizeof *items;
    items->stratum = NULL;
    return WHISKER_OK;
}

static int counts(const whisker_items *items, int64_t item)
{
    return items->weight == NULL || items->weight[item] > 0;
}

static int32_t reduce(test *this, scratch *scratch, whisker_error *error)
{
    whisker_sign_flip *out = &this->out;
    double *difference = arena_take(scratch->arena, this->items.n, sizeof *difference);
    if (difference == NULL)
        return error_memory(error);
    this->identical = 1;
    for (int64_t i = 0; i < this->items.n; i++) {
        int in_a = isfinite(this->a[i]) && counts(&this->items, i);
        int in_b = isfinite(this->b[i]) && counts(&this->items, i);
        difference[i] = in_a && in_b ? this->a[i] - this->b[i] : NAN;
        this->identical &= !(in_a && in_b) || difference[i] == 0;
        out->n_a_only += in_a && !in_b;
        out->n_b_only += in_b && !in_a;
        if (isinf(this->a[i]) || isinf(this->b[i]))
            out->notes |= WHISKER_NOTE_NON_FINITE;
    }
    int32_t status = units_reduce(&this->items, 1, difference, NULL, UNITS_COMPLETE, scratch, &this->differences, error);
    if (status == WHISKER_NO_DATA)
        return error_set(error, WHISKER_NO_DATA, "nothing to compare: the runs share no item, A has %lld, B %lld",
                         (long long)out->n_a_only, (long long)out->n_b_only);
    return status;
}

/* ---- magnitudes ---- */

static double largest_of(const units *differences)
{
    return fmax(fabs(differences->sum[0]), fabs(differences->sum[differences->n - 1])); /* they are in order */
}

static double sum_of(const units *differences)
{
    sum total = {0, 0};
    cut place = cut_for(differences->n, largest_of(differences));
    for (int64_t u = 0; u < differences->n; u++)
        cut_add(&total, place, differences->sum[u]);
    return sum_value(total);
}

/* Units that are 0 but for rounding have no sign to flip. */
static int32_t take_magnitudes(test *this, scratch *scratch, whisker_error *error)
{
    const units *differences = &this->differences;
    sort_key *keys = arena_take(scratch->arena, differences->n, sizeof *keys);
    sort_key *spare = arena_take(scratch->arena, differences->n, sizeof *spare);
    double *magnitude = arena_take(scratch->arena, differences->n, sizeof *magnitude);
    if (keys == NULL || spare == NULL || magnitude == NULL)
        return error_memory(error);
    double negligible = 1e-12 * largest_of(differences);
    flip_units *units = &this->units;
    for (int64_t u = 0; u < differences->n; u++)
        if (fabs(differences->sum[u]) > negligible)
            keys[units->n++] = (sort_key){sort_head_of_real(fabs(differences->sum[u])), u};
    sort_keys(units->n, keys, spare, NULL, NULL);
    for (int64_t u = 0; u < units->n; u++) {
        magnitude[u] = sort_real_of_head(keys[u].head);
        units->total += magnitude[u];
    }
    this->sum = sum_of(differences);
    units->observed = fabs(this->sum);
    units->magnitude = magnitude;
    return WHISKER_OK;
}

/* ---- Monte Carlo ---- */

typedef struct drawn {
    flips flips;
    const flips_kernel *kernel;
    int64_t replicates;
    int64_t from, beyond;              /* |sum| that counts as no smaller, and as larger */
    _Atomic int64_t n_from, n_beyond;  /* counts add up to the same in any order */
} drawn;

static void draw_block(void *context, int64_t block)
{
    drawn *this = context;
    int64_t sums[FLIPS_BLOCK], n_from = 0, n_beyond = 0, first = block * FLIPS_BLOCK;
    flips_sum(&this->flips, this->kernel, (uint64_t)first, sums);
    int64_t taken = this->replicates - first < FLIPS_BLOCK ? this->replicates - first : FLIPS_BLOCK;
    for (int64_t i = 0; i < taken; i++) {
        int64_t magnitude = sums[i] < 0 ? -sums[i] : sums[i];
        n_from += magnitude >= this->from;
        n_beyond += magnitude >= this->beyond;
    }
    atomic_fetch_add_explicit(&this->n_from, n_from, memory_order_relaxed);
    atomic_fetch_add_explicit(&this->n_beyond, n_beyond, memory_order_relaxed);
}

/* The observed pattern and its opposite count as drawn, so that no p-value is 0 (Phipson and Smyth 2010). */
static flip_law law_of(const drawn *this)
{
    double twice = 2 * ((double)this->replicates + 1);
    flip_law law = {.tail = (1 + (double)this->n_from) / twice, .strict = (double)this->n_beyond / twice};
    if (this->from <= 0)
        law.tail = 1 - law.strict;
    return law;
}

static int32_t draw(test *this, scratch *scratch, flip_law *law, whisker_error *error)
{
    const flip_units *units = &this->units;
    const whisker_sign_flip_options *options = &this->options;
    int exponent = fixed_exponent(units->total);
    int64_t *unit = arena_take(scratch->arena, units->n, sizeof *unit);
    if (unit == NULL)
        return error_memory(error);
    fixed_units(units->n, units->magnitude, exponent, unit);
    double slack = flip_slack(units->observed, units->total);
    drawn drawn = {.flips = {.n = units->n, .n_columns = 1, .seed = options->seed, .unit = unit},
                   .kernel = flips_kernel_for(processor_here()),
                   .replicates = options->replicates,
                   .from = (int64_t)ceil(ldexp(units->observed - slack, exponent)),
                   .beyond = (int64_t)floor(ldexp(units->observed + slack, exponent)) + 1};
    if (!workers_watch(options->threads, (options->replicates + FLIPS_BLOCK - 1) / FLIPS_BLOCK, draw_block, &drawn,
                       options->watch, options->watch_context))
        return error_set(error, WHISKER_CANCELLED, "the permutation test was stopped");
    *law = law_of(&drawn);
    return WHISKER_OK;
}

/* ---- which way ---- */

/* The lattice comes first: it has no limit on the number of units. */
static int32_t choose(test *this, scratch *scratch, flip_lattice *lattice, whisker_error *error)
{
    int32_t asked = this->options.method;
    if (asked == WHISKER_FLIPS_DEFAULT || asked == WHISKER_FLIPS_LATTICE) {
        int found = flip_lattice_find(&this->units, scratch, lattice);
        if (found < 0)
            return error_memory(error);
        if (found)
            this->out.method = WHISKER_FLIPS_LATTICE;
        else if (asked == WHISKER_FLIPS_LATTICE)
            return error_set(error, WHISKER_UNSUPPORTED, "the differences are not multiples of one number, or of one "
                             "too small");
    }
    if (this->out.method != WHISKER_FLIPS_DEFAULT)
        return WHISKER_OK;
    if (asked == WHISKER_FLIPS_ENUMERATION && this->units.n > FLIP_MOST_UNITS)
        return error_set(error, WHISKER_TOO_LARGE, "2^%lld patterns of signs are too many; 2^%d can be enumerated",
                         (long long)this->units.n, FLIP_MOST_UNITS);
    int enumerated = asked != WHISKER_FLIPS_MONTE_CARLO && this->units.n <= FLIP_MOST_UNITS;
    this->out.method = enumerated ? WHISKER_FLIPS_ENUMERATION : WHISKER_FLIPS_MONTE_CARLO;
    return WHISKER_OK;
}

static int32_t find_law(test *this, scratch *scratch, flip_law *law, whisker_error *error)
{
    flip_lattice lattice;
    if (this->units.n == 0) { /* every pattern has the sum 0 */
        *law = (flip_law){.tail = 1, .strict = 0};
        this->out.method = WHISKER_FLIPS_ENUMERATION;
        return WHISKER_OK;
    }
    int32_t status = choose(this, scratch, &lattice, error);
    if (status != WHISKER_OK)
        return status;
    if (this->out.method == WHISKER_FLIPS_LATTICE)
        return flip_lattice_law(&this->units, &lattice, scratch, law, error);
    if (this->out.method == WHISKER_FLIPS_ENUMERATION)
        return flip_halves_law(&this->units, scratch, law, error);
    return draw(this, scratch, law, error);
}

/* ---- result ---- */

static void take_law(test *this, const flip_law *law)
{
    whisker_sign_flip *out = &this->out;
    double opposite = 1 - law->strict;
    out->p = fmin(1, 2 * law->tail);
    out->p_greater = this->sum >= 0 ? law->tail : opposite;
    out->p_less = this->sum <= 0 ? law->tail : opposite;
    out->smallest_p = this->units.n == 0 ? 1 : ldexp(1, 1 - (int)fmin(1070, (double)this->units.n));
    if (out->method != WHISKER_FLIPS_MONTE_CARLO)
        return;
    double replicates = (double)this->options.replicates;
    out->smallest_p = fmax(out->smallest_p, 1 / (replicates + 1));
    out->monte_carlo_error = sqrt(out->p * (1 - out->p) / replicates);
    out->replicates = this->options.replicates;
    out->seed = this->options.seed;
}

static void describe(test *this)
{
    whisker_sign_flip *out = &this->out;
    out->value = this->sum / this->differences.total[0];
    out->n_units = this->differences.n;
    out->n_items = this->differences.n_items[0];
    out->patterns = exp2((double)out->n_units);
    if (this->units.n == 0)
        out->notes |= this->identical ? WHISKER_NOTE_IDENTICAL : WHISKER_NOTE_NO_VARIATION;
    if (out->n_a_only + out->n_b_only > 0)
        out->notes |= WHISKER_NOTE_DROPPED;
    if (out->smallest_p > (1 - this->options.level) * (1 + 1e-9))
        out->notes |= WHISKER_NOTE_CANNOT_REJECT;
}

static int32_t flip(test *this, scratch *scratch, whisker_error *error)
{
    flip_law law;
    int32_t status = reduce(this, scratch, error);
    if (status == WHISKER_OK)
        status = take_magnitudes(this, scratch, error);
    if (status == WHISKER_OK)
        status = find_law(this, scratch, &law, error);
    if (status != WHISKER_OK)
        return status;
    take_law(this, &law);
    describe(this);
    return WHISKER_OK;
}

int32_t whisker_sign_flip_test(const whisker_items *items, const double *a, const double *b,
                               const whisker_sign_flip_options *options, whisker_arena *arena, whisker_sign_flip *out,
                               whisker_error *error)
{
    test this = {.a = a, .b = b};
    scratch scratch;
    int32_t status = struct_check(out, "whisker_sign_flip", error);
    if (status == WHISKER_OK)
        status = load_options(options, &this.options, error);
    if (status == WHISKER_OK)
        status = load_items(items, a, b, &this.items, error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = flip(&this, &scratch, error);
    scratch_close(&scratch);
    if (status == WHISKER_OK)
        struct_store(out, &this.out, sizeof this.out);
    return status;
}
