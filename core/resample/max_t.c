/* All pairs of many runs at once (M9.2; Westfall and Young 1993): the same random signs for all of them, so that the
 * largest statistic of a replicate is one draw from the law of the largest of many, with the dependence they have. */
#include "resample/max_t.h"

#include "base/error.h"
#include "base/processor.h"
#include "base/sort.h"
#include "base/structs.h"
#include "resample/sign_flip.h"

#include <stddef.h>
#include <string.h>

enum {
    DEFAULT_REPLICATES = 9999,
    MOST_UNITS = 20  /* whose patterns are enumerated: 2^19 and their opposites */
};
static const int64_t most_tails = INT64_C(1) << 28; /* patterns times pairs of min_p: some seconds */

/* ---- names ---- */

static const char *const statistic_names[] = {
    [WHISKER_MAX_T_STUDENTIZED] = "studentized",
    [WHISKER_MAX_T_MEAN] = "mean",
    [WHISKER_MAX_T_MIN_P] = "min_p",
};

const char *whisker_max_t_statistic_name(int32_t statistic)
{
    int known = statistic > WHISKER_MAX_T_DEFAULT && statistic <= WHISKER_MAX_T_MIN_P;
    return known ? statistic_names[statistic] : NULL;
}

int32_t whisker_max_t_statistic_number(const char *name)
{
    for (int32_t number = WHISKER_MAX_T_STUDENTIZED; name != NULL && number <= WHISKER_MAX_T_MIN_P; number++)
        if (strcmp(statistic_names[number], name) == 0)
            return number;
    return -1;
}

/* One call: what came in and what goes out. */
typedef struct test {
    whisker_items items;
    whisker_max_t_options options;
    int32_t n_runs;
    const double *scores;
    int64_t n_pairs;
    max_t_pair *pairs;
    max_t_columns columns;
    max_t_tails *tails;      /* tails[n_pairs] of min_p, else NULL */
    int64_t n_entries;       /* pairs with items, ascending in what was observed */
    max_t_entry *entries;
    int64_t *pair_of;        /* pair_of[entry] */
    max_t_draws draws;
    double critical;         /* of the square; infinite when nothing is ever rejected */
    whisker_max_t out;
} test;

/* ---- input ---- */

static int32_t check_options(const whisker_max_t_options *options, whisker_error *error)
{
    if (!(options->level > 0 && options->level < 1))
        return error_set(error, WHISKER_BAD_OPTION, "a confidence level lies between 0 and 1");
    if (options->replicates < 1 || options->replicates > INT32_MAX)
        return error_set(error, WHISKER_BAD_OPTION, "the number of replicates lies in 1 .. 2147483647");
    if (whisker_max_t_statistic_name(options->statistic) == NULL)
        return error_set(error, WHISKER_BAD_OPTION, "no statistic has the number %d", (int)options->statistic);
    if (options->method != WHISKER_FLIPS_DEFAULT && options->method != WHISKER_FLIPS_ENUMERATION &&
        options->method != WHISKER_FLIPS_MONTE_CARLO)
        return error_set(error, WHISKER_BAD_OPTION, "many pairs are flipped by enumeration or monte_carlo");
    if ((options->low != 0 || options->high != 0) && !(options->low < options->high))
        return error_set(error, WHISKER_BAD_OPTION, "the range of a score runs from low to high");
    return WHISKER_OK;
}

static int32_t load_options(const whisker_max_t_options *given, whisker_max_t_options *options, whisker_error *error)
{
    int32_t status = struct_load(options, sizeof *options, given, "whisker_max_t_options", error);
    if (status != WHISKER_OK)
        return status;
    options->level = options->level == 0 ? 0.95 : options->level;
    options->replicates = options->replicates == 0 ? DEFAULT_REPLICATES : options->replicates;
    if (options->statistic == WHISKER_MAX_T_DEFAULT)
        options->statistic = WHISKER_MAX_T_STUDENTIZED;
    return check_options(options, error);
}

/* Strata are of no concern: a sign that flips stays where it is. */
static int32_t load_items(const whisker_items *given, test *this, whisker_error *error)
{
    if (given == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no items to compare on");
    int32_t status = struct_load(&this->items, sizeof this->items, given, "whisker_items", error);
    if (status != WHISKER_OK)
        return status;
    if (this->n_runs < 2 || this->n_pairs < 1 || (this->items.n > 0 && this->scores == NULL))
        return error_set(error, WHISKER_BAD_ARGUMENT, "the scores of at least two runs and a pair of them are needed");
    this->items.size = sizeof this->items;
    this->items.stratum = NULL;
    return WHISKER_OK;
}

static const whisker_max_t_pair *given_pair(const whisker_max_t_pair *pairs, int64_t index)
{
    return (const void *)((const char *)pairs + index * pairs->size);
}

static int32_t load_pairs(test *this, const whisker_max_t_pair *given, scratch *scratch, whisker_error *error)
{
    this->pairs = arena_take_zeroed(scratch->arena, this->n_pairs, sizeof *this->pairs);
    if (this->pairs == NULL)
        return error_memory(error);
    for (int64_t p = 0; p < this->n_pairs; p++) {
        whisker_max_t_pair pair;
        int32_t status = struct_check(given_pair(given, p), "whisker_max_t_pair", error);
        if (status != WHISKER_OK)
            return status;
        memcpy(&pair, given_pair(given, p), given->size < sizeof pair ? given->size : sizeof pair);
        if (pair.size != given->size || pair.size < offsetof(whisker_max_t_pair, value) || pair.size % 8 != 0)
            return error_set(error, WHISKER_BAD_ARGUMENT, "every whisker_max_t_pair.size must be sizeof");
        if (pair.a < 0 || pair.a >= this->n_runs || pair.b < 0 || pair.b >= this->n_runs || pair.a == pair.b)
            return error_set(error, WHISKER_BAD_ARGUMENT, "pair %lld is not of two of the runs 0 .. %d", (long long)p,
                             (int)this->n_runs - 1);
        this->pairs[p].a = pair.a;
        this->pairs[p].b = pair.b;
    }
    return WHISKER_OK;
}

/* ---- entries ---- */

/* 0 where squares are 0 but for rounding. */
static double reciprocal(double square, double whole)
{
    return square > 1e-24 * whole ? 1 / square : 0;
}

static void weigh_even(const test *this, const max_t_pair *pair, max_t_entry *entry)
{
    double size = (double)pair->total_size, units = (double)pair->n_units, lever = units / (units - 1);
    entry->weight = reciprocal(pair->square, pair->square);
    entry->centred_weight = reciprocal(pair->centred, pair->square);
    if (this->options.statistic == WHISKER_MAX_T_MEAN) {
        entry->weight = 1 / (size * size);
        entry->centred_weight = pair->n_units > 1 ? lever * lever / (size * size) : 0;
    }
    double least = fmax(0, fabs((double)pair->sum) - flip_slack(fabs((double)pair->sum), pair->magnitude));
    entry->observed = least * least * entry->weight;
}

static double or_one(double square)
{
    return square > 0 ? square : 1;
}

static void weigh_uneven(const test *this, const max_t_pair *pair, max_t_entry *entry)
{
    double size = (double)pair->total_size, sum = fabs((double)pair->sum);
    entry->per_size = 1 / size;
    entry->square = or_one(pair->square);
    entry->centred = or_one(pair->centred);
    entry->size_square = pair->size_square;
    entry->studentized = this->options.statistic == WHISKER_MAX_T_STUDENTIZED;
    entry->centred_weight = reciprocal(pair->variance, pair->square) > 0 && pair->n_units > 1;
    if (!entry->studentized)
        entry->square = entry->centred = size * size;
    double cross = (double)pair->cross * this->columns.cross_scale;
    double observed = max_t_uneven(entry, (double)pair->sum, cross, entry->square);
    double of_sum = 2 * flip_slack(sum, pair->magnitude) / sum, of_square = 1e-15 * entry->square * observed / (sum * sum);
    entry->observed = sum > 0 ? observed * fmax(0, 1 - of_sum - of_square) : 0;
}

/* Between knots a tail may round down. */
static void weigh_tail(const test *this, const max_t_pair *pair, max_t_entry *entry)
{
    const max_t_tails *tails = &this->tails[pair - this->pairs];
    double sum = fabs((double)pair->sum);
    entry->tail = &tails->of_d;
    entry->centred_tail = &tails->of_e;
    entry->centred_weight = reciprocal(pair->variance, pair->square) > 0 && pair->n_units > 1;
    entry->least = fmax(0, sum - flip_slack(sum, pair->magnitude));
    entry->observed = flip_tail_at(entry->tail, entry->least) * (1 - 1e-9);
}

static max_t_entry entry_of(const test *this, const max_t_pair *pair)
{
    max_t_entry entry = {.first = pair->first, .second = pair->second, .size = pair->size, .mean = pair->mean};
    if (this->tails != NULL)
        weigh_tail(this, pair, &entry);
    else if (this->columns.uneven)
        weigh_uneven(this, pair, &entry);
    else
        weigh_even(this, pair, &entry);
    return entry;
}

static int32_t sort_entries(test *this, scratch *scratch, whisker_error *error)
{
    sort_key *keys = arena_take(scratch->arena, this->n_pairs, sizeof *keys);
    sort_key *spare = arena_take(scratch->arena, this->n_pairs, sizeof *spare);
    this->entries = arena_take(scratch->arena, this->n_pairs, sizeof *this->entries);
    this->pair_of = arena_take(scratch->arena, this->n_pairs, sizeof *this->pair_of);
    if (keys == NULL || spare == NULL || this->entries == NULL || this->pair_of == NULL)
        return error_memory(error);
    for (int64_t p = 0; p < this->n_pairs; p++)
        if (this->pairs[p].n_items > 0)
            keys[this->n_entries++] = (sort_key){sort_head_of_real(entry_of(this, &this->pairs[p]).observed), p};
    if (this->n_entries == 0)
        return error_set(error, WHISKER_NO_DATA, "nothing to compare: no pair has an item in common");
    sort_keys(this->n_entries, keys, spare, NULL, NULL);
    for (int64_t k = 0; k < this->n_entries; k++) {
        this->pair_of[k] = keys[k].index;
        this->entries[k] = entry_of(this, &this->pairs[keys[k].index]);
    }
    return WHISKER_OK;
}

/* ---- which way ---- */

static int enumerates(const test *this)
{
    int64_t n = this->columns.n;
    if (this->options.method != WHISKER_FLIPS_DEFAULT)
        return this->options.method == WHISKER_FLIPS_ENUMERATION;
    return n <= MOST_UNITS &&
           (this->options.statistic != WHISKER_MAX_T_MIN_P || INT64_C(1) << (n - 1) <= most_tails / this->n_pairs);
}

static int32_t choose(test *this, whisker_error *error)
{
    const whisker_max_t_options *options = &this->options;
    int64_t n = this->columns.n;
    if (options->method == WHISKER_FLIPS_ENUMERATION && n > MOST_UNITS)
        return error_set(error, WHISKER_TOO_LARGE, "2^%lld patterns of signs are too many; 2^%d can be enumerated",
                         (long long)n, MOST_UNITS);
    int enumerated = enumerates(this);
    this->draws = (max_t_draws){.n = enumerated ? INT64_C(1) << (n - 1) : options->replicates, .enumerated = enumerated,
                                .threads = options->threads, .seed = options->seed, .watch = options->watch,
                                .watch_context = options->watch_context};
    return WHISKER_OK;
}

/* ---- result ---- */

static double in_score_units(const test *this, double mean)
{
    return ldexp(mean, this->columns.size_exponent - this->columns.exponent);
}

/* All signs alike, and their opposites. */
static double smallest_p(int64_t n_units)
{
    return n_units == 0 ? 1 : ldexp(1, 1 - (int)fmin(1070, (double)n_units));
}

static int is_out_of_reach(const test *this, double p)
{
    return p > (1 - this->options.level) * (1 + 1e-9);
}

/* CR2, which for items is Miller 2024 eq. 1. */
static double standard_error_of(const test *this, const max_t_pair *pair)
{
    if (pair->n_units < 2)
        return NAN;
    double variance = pair->variance > 1e-24 * pair->square ? pair->variance : 0;
    return in_score_units(this, sqrt(variance) / (double)pair->total_size);
}

static void clip(const test *this, whisker_max_t_pair *pair)
{
    double reach = this->options.high - this->options.low;
    if (reach == 0 || (!(pair->lower < -reach) && !(pair->upper > reach)))
        return;
    pair->lower = fmax(pair->lower, -reach);
    pair->upper = fmin(pair->upper, reach);
    pair->notes |= WHISKER_NOTE_CLIPPED;
}

static double half_width_of(const test *this, const max_t_pair *pair, double standard_error)
{
    if (this->options.statistic == WHISKER_MAX_T_STUDENTIZED)
        return sqrt(max_t_square(&this->columns, pair->n_units, this->critical)) * standard_error;
    return isinf(this->critical) ? NAN : in_score_units(this, sqrt(this->critical));
}

/* The means less and more than the one seen that an interval holds. */
typedef struct reach {
    double lower, upper;
} reach;

static reach reach_of(const test *this, const max_t_pair *pair, double standard_error)
{
    if (this->tails == NULL) {
        double half_width = half_width_of(this, pair, standard_error);
        return (reach){half_width, half_width};
    }
    const max_t_tails *tails = &this->tails[pair - this->pairs];
    return (reach){in_score_units(this, tails->lower), in_score_units(this, tails->upper)};
}

static void set_interval(const test *this, const max_t_pair *from, whisker_max_t_pair *out)
{
    reach reach = reach_of(this, from, out->standard_error);
    if (!(out->standard_error > 0))
        return;
    if (isnan(reach.lower) || isnan(reach.upper))
        out->notes |= WHISKER_NOTE_CANNOT_REJECT;
    out->lower = out->value - reach.lower;
    out->upper = out->value + reach.upper;
    clip(this, out);
}

static uint32_t notes_of(const test *this, const max_t_pair *from, double standard_error)
{
    uint32_t notes = from->dropped ? WHISKER_NOTE_DROPPED : 0;
    if (from->identical)
        notes |= WHISKER_NOTE_IDENTICAL;
    else if (standard_error == 0)
        notes |= WHISKER_NOTE_NO_VARIATION;
    if (from->n_units == 1)
        notes |= from->n_items == 1 ? WHISKER_NOTE_ONE_ITEM : WHISKER_NOTE_ONE_CLUSTER;
    if (is_out_of_reach(this, smallest_p(from->n_flipped)))
        notes |= WHISKER_NOTE_CANNOT_REJECT;
    return notes;
}

static void describe_pair(const test *this, int64_t entry, whisker_max_t_pair *out)
{
    const max_t_pair *from = &this->pairs[this->pair_of[entry]];
    out->standard_error = standard_error_of(this, from);
    out->notes = notes_of(this, from, out->standard_error);
    out->n_items = from->n_items;
    out->n_units = from->n_units;
    out->value = in_score_units(this, from->mean);
    out->t = out->standard_error > 0 ? out->value / out->standard_error : NAN;
    out->p = max_t_share(&this->draws, this->draws.single[entry]);
    out->p_unadjusted = max_t_share(&this->draws, this->draws.alone[entry]);
    out->p_step_down = max_t_share(&this->draws, this->draws.stepped[entry]);
    set_interval(this, from, out);
}

static void store_pair(whisker_max_t_pair *pairs, int64_t index, const whisker_max_t_pair *made)
{
    whisker_max_t_pair *place = (void *)((char *)pairs + index * pairs->size);
    whisker_max_t_pair pair = *made;
    pair.a = place->a;
    pair.b = place->b;
    struct_store(place, &pair, sizeof pair);
}

/* From the largest statistic down, so that no step-down p is below the one of a larger statistic. */
static void store_pairs(const test *this, whisker_max_t_pair *pairs)
{
    const whisker_max_t_pair unknown = {.value = NAN, .standard_error = NAN, .t = NAN, .p = NAN, .p_step_down = NAN,
                                        .p_unadjusted = NAN, .lower = NAN, .upper = NAN};
    double before = 0;
    for (int64_t p = 0; p < this->n_pairs; p++)
        if (this->pairs[p].n_items == 0)
            store_pair(pairs, p, &unknown);
    for (int64_t k = this->n_entries - 1; k >= 0; k--) {
        whisker_max_t_pair made = unknown;
        describe_pair(this, k, &made);
        before = made.p_step_down = fmax(before, made.p_step_down);
        store_pair(pairs, this->pair_of[k], &made);
    }
}

/* The critical value: of min_p a p-value, else on the scale of t, which is one where all pairs have as many units. */
static double critical_of(const test *this)
{
    int64_t n_units = this->columns.n;
    if (this->tails != NULL)
        return isinf(this->critical) ? NAN : exp(-this->critical);
    if (this->options.statistic == WHISKER_MAX_T_MEAN)
        return half_width_of(this, NULL, NAN);
    for (int64_t p = 0; p < this->n_pairs && !this->columns.uneven; p++)
        if (this->pairs[p].n_items > 0 && this->pairs[p].n_units != n_units)
            return NAN;
    return sqrt(max_t_square(&this->columns, n_units, this->critical));
}

static void describe(test *this)
{
    whisker_max_t *out = &this->out;
    int sampled = !this->draws.enumerated;
    out->method = sampled ? WHISKER_FLIPS_MONTE_CARLO : WHISKER_FLIPS_ENUMERATION;
    out->statistic = this->options.statistic;
    out->level = this->options.level;
    out->critical = critical_of(this);
    out->n_units = this->columns.n;
    out->patterns = exp2((double)out->n_units);
    out->smallest_p = fmax(smallest_p(out->n_units), sampled ? max_t_share(&this->draws, 0) : 0);
    out->replicates = sampled ? this->draws.n : 0;
    out->seed = sampled ? this->options.seed : 0;
    if (is_out_of_reach(this, out->smallest_p))
        out->notes |= WHISKER_NOTE_CANNOT_REJECT;
    for (int64_t i = 0; i < this->n_runs * this->items.n; i++)
        if (isinf(this->scores[i]))
            out->notes |= WHISKER_NOTE_NON_FINITE;
}

static int32_t draw(test *this, scratch *scratch, whisker_error *error)
{
    max_t_block *look = this->tails != NULL ? max_t_min_p
                                            : max_t_block_for(processor_here(), this->columns.uneven);
    int32_t status = max_t_draw(&this->columns, look, this->n_entries, this->entries, scratch, &this->draws, error);
    if (status == WHISKER_OK)
        this->critical = max_t_critical(&this->draws, this->options.level);
    return status;
}

static int32_t compare(test *this, scratch *scratch, whisker_error *error)
{
    int is_min_p = this->options.statistic == WHISKER_MAX_T_MIN_P;
    int32_t status = max_t_prepare(&this->items, this->n_runs, this->scores, this->n_pairs, this->pairs,
                                   this->options.threads, scratch, &this->columns, error);
    if (status == WHISKER_OK)
        status = choose(this, error);
    if (status == WHISKER_OK && is_min_p)
        status = max_t_tails_make(&this->columns, this->n_pairs, this->pairs, &this->options, scratch, &this->tails, error);
    if (status == WHISKER_OK)
        status = sort_entries(this, scratch, error);
    if (status == WHISKER_OK)
        status = draw(this, scratch, error);
    if (status == WHISKER_OK && is_min_p)
        status = max_t_tails_invert(&this->columns, this->n_pairs, this->pairs, &this->options, this->critical, scratch,
                                    this->tails, error);
    if (status == WHISKER_OK)
        describe(this);
    return status;
}

int32_t whisker_max_t_test(const whisker_items *items, int32_t n_runs, const double *scores, int64_t n_pairs,
                           whisker_max_t_pair *pairs, const whisker_max_t_options *options, whisker_arena *arena,
                           whisker_max_t *out, whisker_error *error)
{
    test this = {.n_runs = n_runs, .scores = scores, .n_pairs = n_pairs};
    scratch scratch;
    int32_t status = struct_check(out, "whisker_max_t", error);
    if (status == WHISKER_OK && pairs == NULL)
        status = error_set(error, WHISKER_BAD_ARGUMENT, "no pairs to compare");
    if (status == WHISKER_OK)
        status = load_options(options, &this.options, error);
    if (status == WHISKER_OK)
        status = load_items(items, &this, error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = load_pairs(&this, pairs, &scratch, error);
    if (status == WHISKER_OK)
        status = compare(&this, &scratch, error);
    if (status == WHISKER_OK) {
        store_pairs(&this, pairs);
        struct_store(out, &this.out, sizeof this.out);
    }
    scratch_close(&scratch);
    return status;
}
