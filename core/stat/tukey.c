/* Independent groups against each other, Tukey and Kramer, or against a control, Dunnett (M5.9): one variance of all
 * groups, and the law of the largest of the comparisons instead of that of one. */
#include "base/arena.h"
#include "base/error.h"
#include "base/structs.h"
#include "dist/many_to_one.h"
#include "stat/cut_sum.h"

#include <math.h>

static const double square_root_of_2 = 1.41421356237309504880;

/* The groups, and what their scores add up to. */
typedef struct groups {
    int32_t n;
    int64_t n_scores;
    const double *score;
    const int32_t *group;
    double level;
    int64_t *size;    /* size[group] */
    double *mean;
    double *load;     /* of the groups other than the control */
    whisker_contrasts out;
} groups;

/* ---- input ---- */

static int32_t check(groups *this, whisker_error *error)
{
    if (this->n < 2 || this->n_scores < 0 || (this->n_scores > 0 && (this->score == NULL || this->group == NULL)))
        return error_set(error, WHISKER_BAD_ARGUMENT, "scores of at least two groups are needed");
    this->level = this->level == 0 ? 0.95 : this->level;
    if (!(this->level > 0 && this->level < 1))
        return error_set(error, WHISKER_BAD_OPTION, "a confidence level lies between 0 and 1");
    for (int64_t i = 0; i < this->n_scores; i++)
        if (this->group[i] < 0 || this->group[i] >= this->n)
            return error_set(error, WHISKER_BAD_ARGUMENT, "score %lld is of no group in 0 .. %d", (long long)i,
                             (int)this->n - 1);
    return WHISKER_OK;
}

/* ---- means and variance ---- */

static int32_t count_sizes(groups *this, whisker_error *error)
{
    for (int64_t i = 0; i < this->n_scores; i++) {
        int counts = isfinite(this->score[i]) != 0;
        this->size[this->group[i]] += counts;
        this->out.n_missing += !counts;
        if (isinf(this->score[i]))
            this->out.notes |= WHISKER_NOTE_NON_FINITE;
    }
    this->out.n_items = this->n_scores - this->out.n_missing;
    for (int32_t g = 0; g < this->n; g++)
        if (this->size[g] == 0)
            return error_set(error, WHISKER_NO_DATA, "group %d has no score", (int)g);
    return WHISKER_OK;
}

/* Sums at fixed places, so that the order of the scores leaves no trace. */
static double largest_of(const groups *this, int squared_residuals)
{
    double largest = 0;
    for (int64_t i = 0; i < this->n_scores; i++) {
        double about = squared_residuals ? this->mean[this->group[i]] : 0;
        if (isfinite(this->score[i]))
            largest = fmax(largest, fabs(this->score[i] - about));
    }
    return squared_residuals ? largest * largest : largest;
}

static void find_means(groups *this, sum *sums)
{
    cut place = cut_for(this->n_scores, largest_of(this, 0));
    for (int64_t i = 0; i < this->n_scores; i++)
        if (isfinite(this->score[i]))
            cut_add(&sums[this->group[i]], place, this->score[i]);
    for (int32_t g = 0; g < this->n; g++)
        this->mean[g] = sum_value(sums[g]) / (double)this->size[g];
}

static void find_variance(groups *this)
{
    sum squares = {0, 0};
    cut place = cut_for(this->n_scores, largest_of(this, 1));
    for (int64_t i = 0; i < this->n_scores; i++) {
        double residual = this->score[i] - this->mean[this->group[i]];
        if (isfinite(this->score[i]))
            cut_add(&squares, place, residual * residual);
    }
    whisker_contrasts *out = &this->out;
    out->df = (double)(out->n_items - this->n);
    out->variance = out->df > 0 ? sum_value(squares) / out->df : NAN;
    if (out->df == 0)
        out->notes |= WHISKER_NOTE_ONE_ITEM;
    if (out->variance == 0)
        out->notes |= WHISKER_NOTE_NO_VARIATION;
    out->level = this->level;
}

static int32_t summarise(groups *this, scratch *scratch, whisker_error *error)
{
    sum *sums = arena_take_zeroed(scratch->arena, this->n, sizeof *sums);
    this->size = arena_take_zeroed(scratch->arena, this->n, sizeof *this->size);
    this->mean = arena_take(scratch->arena, this->n, sizeof *this->mean);
    this->load = arena_take(scratch->arena, this->n, sizeof *this->load);
    if (sums == NULL || this->size == NULL || this->mean == NULL || this->load == NULL)
        return error_memory(error);
    int32_t status = count_sizes(this, error);
    if (status != WHISKER_OK)
        return status;
    find_means(this, sums);
    find_variance(this);
    return WHISKER_OK;
}

/* ---- contrasts ---- */

/* Value, standard error and interval; the p-value is left to the caller, who knows the law of the largest |t|. */
static whisker_contrast contrast_of(const groups *this, int32_t a, int32_t b)
{
    double variance = this->out.variance * (1 / (double)this->size[a] + 1 / (double)this->size[b]);
    whisker_contrast made = {.a = a, .b = b, .value = this->mean[a] - this->mean[b], .standard_error = sqrt(variance),
                             .t = NAN, .p = NAN, .lower = NAN, .upper = NAN};
    if (!(made.standard_error > 0))
        return made;
    made.t = made.value / made.standard_error;
    made.lower = made.value - this->out.critical * made.standard_error;
    made.upper = made.value + this->out.critical * made.standard_error;
    return made;
}

static void store_contrast(whisker_contrast *contrasts, int64_t index, const whisker_contrast *made)
{
    struct_store((char *)contrasts + index * contrasts->size, made, sizeof *made);
}

static int32_t check_contrasts(int64_t n, const whisker_contrast *contrasts, whisker_error *error)
{
    int32_t status = struct_check(contrasts, "whisker_contrast", error);
    for (int64_t i = 0; status == WHISKER_OK && i < n; i++)
        if (((const whisker_contrast *)(const void *)((const char *)contrasts + i * contrasts->size))->size !=
                contrasts->size || contrasts->size % 8 != 0)
            return error_set(error, WHISKER_BAD_ARGUMENT, "every whisker_contrast.size must be sizeof(whisker_contrast)");
    return status;
}

/* The range of k means over their standard error is sqrt(2) |t| of the largest pair; Kramer 1956 for uneven sizes. */
static void compare_all(groups *this, whisker_contrast *contrasts)
{
    int64_t index = 0;
    int has_scale = this->out.variance > 0;
    this->out.critical = has_scale ? whisker_studentized_range_quantile(1 - this->level, this->n, this->out.df,
                                                                       WHISKER_UPPER) / square_root_of_2 : NAN;
    for (int32_t a = 0; a < this->n; a++) {
        for (int32_t b = a + 1; b < this->n; b++) {
            whisker_contrast made = contrast_of(this, a, b);
            made.p = whisker_studentized_range_cdf(square_root_of_2 * fabs(made.t), this->n, this->out.df, WHISKER_UPPER);
            store_contrast(contrasts, index++, &made);
        }
    }
}

static void compare_with(groups *this, int32_t control, whisker_contrast *contrasts)
{
    int64_t n_others = 0, index = 0;
    for (int32_t g = 0; g < this->n; g++)
        if (g != control)
            this->load[n_others++] = sqrt((double)this->size[g] / (double)(this->size[g] + this->size[control]));
    this->out.critical = this->out.variance > 0 ? many_to_one_quantile(1 - this->level, n_others, this->load, this->out.df,
                                                                      WHISKER_UPPER) : NAN;
    for (int32_t g = 0; g < this->n; g++) {
        if (g == control)
            continue;
        whisker_contrast made = contrast_of(this, g, control);
        made.p = many_to_one_cdf(fabs(made.t), n_others, this->load, this->out.df, WHISKER_UPPER);
        store_contrast(contrasts, index++, &made);
    }
}

/* control -1: all pairs. */
static int32_t compare(groups *this, int32_t control, whisker_contrast *contrasts, whisker_arena *arena,
                       whisker_contrasts *out, whisker_error *error)
{
    scratch scratch;
    int64_t n_contrasts = control < 0 ? (int64_t)this->n * (this->n - 1) / 2 : this->n - 1;
    int32_t status = struct_check(out, "whisker_contrasts", error);
    if (status == WHISKER_OK)
        status = check(this, error);
    if (status == WHISKER_OK)
        status = check_contrasts(n_contrasts, contrasts, error);
    if (status == WHISKER_OK)
        status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    status = summarise(this, &scratch, error);
    if (status == WHISKER_OK && control < 0)
        compare_all(this, contrasts);
    else if (status == WHISKER_OK)
        compare_with(this, control, contrasts);
    scratch_close(&scratch);
    if (status == WHISKER_OK)
        struct_store(out, &this->out, sizeof this->out);
    return status;
}

int32_t whisker_tukey(int64_t n, const double *score, const int32_t *group, int32_t n_groups, double level,
                      whisker_contrast *contrasts, whisker_arena *arena, whisker_contrasts *out, whisker_error *error)
{
    groups this = {.n = n_groups, .n_scores = n, .score = score, .group = group, .level = level};
    return compare(&this, -1, contrasts, arena, out, error);
}

int32_t whisker_dunnett(int64_t n, const double *score, const int32_t *group, int32_t n_groups, int32_t control,
                        double level, whisker_contrast *contrasts, whisker_arena *arena, whisker_contrasts *out,
                        whisker_error *error)
{
    groups this = {.n = n_groups, .n_scores = n, .score = score, .group = group, .level = level};
    if (control < 0 || control >= n_groups)
        return error_set(error, WHISKER_BAD_ARGUMENT, "the control is none of the groups");
    return compare(&this, control, contrasts, arena, out, error);
}
