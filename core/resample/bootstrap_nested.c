#include "resample/bootstrap_nested.h"

#include "base/error.h"
#include "base/structs.h"
#include "resample/contents.h"

#include <math.h>

enum { WORDS_AT_ONCE = 1024, STEP_BITS = 62 };

/* One call. */
typedef struct nested {
    whisker_items items;
    const double *score;
    const bootstrap_plan *plan;
    double mean;
    draw_units *draw;
    contents contents;
    int64_t *first;     /* first[items.n + 1]: scored draws of an item in `value` */
    double *value;      /* value[..]: in ascending order within an item */
    int64_t *step;      /* (draw - mean) / draws of the item, in steps of 2^exponent: sums of them are not rounded */
    int exponent;
    const mean_replicates *out;
} nested;

/* ---- the draws of an item ---- */

/* Few: insertion serves. */
static void sort_draws(int64_t n, double *value)
{
    for (int64_t i = 1; i < n; i++) {
        double held = value[i];
        int64_t place = i;
        for (; place > 0 && value[place - 1] > held; place--)
            value[place] = value[place - 1];
        value[place] = held;
    }
}

static int64_t draws_of(const nested *this, int64_t item)
{
    return this->first[item + 1] - this->first[item];
}

static int is_mean_of_draws(const nested *this, int64_t item)
{
    double total = 0, largest = 0, n = (double)draws_of(this, item);
    for (int64_t d = this->first[item]; d < this->first[item + 1]; d++) {
        total += this->value[d];
        largest = fmax(largest, fabs(this->value[d]));
    }
    return n > 0 && fabs(total / n - this->score[item]) <= 1e-9 * largest;
}

static int32_t take_draws(nested *this, scratch *scratch, whisker_error *error)
{
    const int64_t *first = this->plan->first_draw;
    int64_t n = this->items.n, kept = 0;
    for (int64_t i = 0; i < n; i++)
        if (first[i] < 0 || first[i + 1] < first[i])
            return error_set(error, WHISKER_BAD_ARGUMENT, "first_draw falls at item %lld", (long long)i);
    this->first = arena_take(scratch->arena, n + 1, sizeof *this->first);
    this->value = arena_take(scratch->arena, first[n] - first[0], sizeof *this->value);
    if (this->first == NULL || this->value == NULL)
        return error_memory(error);
    for (int64_t i = 0; i < n; i++) {
        this->first[i] = kept;
        for (int64_t d = first[i]; d < first[i + 1]; d++)
            if (isfinite(this->plan->draw[d]))
                this->value[kept++] = this->plan->draw[d] + 0.0; /* no -0 */
        this->first[i + 1] = kept;
        sort_draws(draws_of(this, i), this->value + this->first[i]);
        if (isfinite(this->score[i]) && !is_mean_of_draws(this, i))
            return error_set(error, WHISKER_CONFLICT, "the score of item %lld is not the mean of its draws",
                             (long long)i);
    }
    return WHISKER_OK;
}

/* Of items with equal scores the one with fewer draws first, then by the draws. */
static int by_draws(const void *context, int64_t first, int64_t second)
{
    const nested *this = context;
    int64_t n = draws_of(this, first), n_second = draws_of(this, second);
    if (n != n_second)
        return n < n_second ? -1 : 1;
    for (int64_t d = 0; d < n; d++) {
        double a = this->value[this->first[first] + d], b = this->value[this->first[second] + d];
        if (a != b)
            return a < b ? -1 : 1;
    }
    return 0;
}

/* ---- steps ---- */

/* The most that a unit can come to, whatever is drawn in it. */
static double largest_of_unit(const nested *this, int64_t unit)
{
    double total = 0;
    for (int64_t i = this->contents.first[unit]; i < this->contents.first[unit + 1]; i++) {
        int64_t item = this->contents.item[i], last = this->first[item + 1] - 1;
        total += fmax(fabs(this->value[this->first[item]] - this->mean), fabs(this->value[last] - this->mean));
    }
    return total;
}

static int32_t take_steps(nested *this, scratch *scratch, whisker_error *error)
{
    double *largest = arena_take(scratch->arena, this->contents.n, sizeof *largest);
    this->step = arena_take(scratch->arena, this->first[this->items.n], sizeof *this->step);
    if (largest == NULL || this->step == NULL)
        return error_memory(error);
    for (int64_t u = 0; u < this->contents.n; u++)
        largest[u] = largest_of_unit(this, u);
    this->exponent = unit_rows_exponent(this->contents.n, largest, STEP_BITS - 1); /* and rounding to whole steps */
    for (int64_t i = 0; i < this->items.n; i++) {
        double n = (double)draws_of(this, i);
        for (int64_t d = this->first[i]; d < this->first[i + 1]; d++)
            this->step[d] = (int64_t)rint(ldexp((this->value[d] - this->mean) / n, -this->exponent));
    }
    return WHISKER_OK;
}

/* ---- replicates ---- */

/* A stream word by word. */
typedef struct words {
    draw_units *draw;
    draw_stream stream;
    uint32_t word[WORDS_AT_ONCE];
    int64_t used;
} words;

/* One of 0 .. n-1, each with a probability within 2^-31 of 1/n. */
static int64_t below(words *words, int64_t n)
{
    if (words->used == WORDS_AT_ONCE) {
        words->draw(&words->stream, UINT32_MAX, WORDS_AT_ONCE, words->word);
        words->used = 0;
    }
    return (int64_t)((uint64_t)words->word[words->used++] * (uint64_t)n >> 32);
}

static double draw_unit(const nested *this, int64_t unit, words *words)
{
    int64_t total = 0;
    for (int64_t i = this->contents.first[unit]; i < this->contents.first[unit + 1]; i++) {
        int64_t item = this->contents.item[i], n = draws_of(this, item);
        for (int64_t d = 0; d < n; d++)
            total += this->step[this->first[item] + below(words, n)];
    }
    return ldexp((double)total, this->exponent);
}

static void draw_replicate(const nested *this, int64_t replicate, words *words)
{
    double total = 0, size = 0, squares = 0, cross = 0, sizes = 0;
    for (int64_t drawn = 0; drawn < this->contents.n; drawn++) {
        int64_t unit = below(words, this->contents.n);
        double items = (double)(this->contents.first[unit + 1] - this->contents.first[unit]);
        double sum = draw_unit(this, unit, words);
        total += sum;
        size += items;
        squares += sum * sum;
        cross += sum * items;
        sizes += items * items;
    }
    double deviation = total / size, rest = squares - deviation * (2 * cross - deviation * sizes);
    this->out->deviation[replicate] = deviation;
    if (this->out->ratio == NULL)
        return;
    int has_spread = rest > 1e-12 * (squares + deviation * deviation * sizes);
    this->out->ratio[replicate] = deviation == 0 ? 0 : has_spread ? total / sqrt(rest) : copysign(INFINITY, deviation);
}

static void draw_task(void *context, int64_t task)
{
    const nested *this = context;
    const resampling *resampling = &this->plan->resampling;
    words words = {.draw = this->draw, .stream = draw_open(resampling->seed, (uint64_t)task), .used = WORDS_AT_ONCE};
    int64_t first = task * REPLICATES_IN_TASK, last = first + REPLICATES_IN_TASK;
    for (int64_t r = first; r < last && r < resampling->n_replicates; r++)
        draw_replicate(this, r, &words);
}

int32_t nested_draw(const whisker_items *items, const double *score, const bootstrap_plan *plan, double mean,
                    scratch *scratch, const mean_replicates *out, whisker_error *error)
{
    nested this = {.score = score, .plan = plan, .mean = mean, .draw = draw_units_for(processor_here()), .out = out};
    int32_t status = struct_load(&this.items, sizeof this.items, items, "whisker_items", error);
    if (status == WHISKER_OK && this.items.weight != NULL)
        status = error_set(error, WHISKER_BAD_OPTION, "draws are resampled within items that weigh the same");
    if (status == WHISKER_OK)
        status = take_draws(&this, scratch, error);
    if (status != WHISKER_OK)
        return status;
    if (!contents_order(&this.items, score, by_draws, &this, scratch, &this.contents))
        return error_memory(error);
    status = take_steps(&this, scratch, error);
    return status == WHISKER_OK ? replicates_run(&plan->resampling, draw_task, &this, error) : status;
}
