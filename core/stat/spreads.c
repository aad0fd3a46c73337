#include "stat/spreads.h"

#include "base/error.h"
#include "base/structs.h"
#include "stat/cut_sum.h"
#include "stat/multiway.h"
#include "stat/sampling.h"

/* ---- rows: validated, those without a score left out ---- */

typedef struct rows {
    sample scores;          /* n, score, centre */
    int32_t *item;
    int32_t *answer;        /* NULL: each row is an answer */
    int64_t n_answer_codes;
} rows;

static int32_t check_rows(int64_t n_items, const whisker_draws *draws, whisker_error *error)
{
    if (n_items < 0 || n_items > INT32_MAX || draws->n < 0 || draws->n > INT32_MAX)
        return error_set(error, WHISKER_BAD_ARGUMENT, "items and draws are counted from 0 to 2147483647");
    if (draws->n > 0 && (draws->score == NULL || draws->item == NULL))
        return error_set(error, WHISKER_BAD_ARGUMENT, "draws need a score and an item each");
    for (int64_t i = 0; i < draws->n; i++) {
        if (draws->item[i] < 0 || draws->item[i] >= n_items)
            return error_set(error, WHISKER_BAD_ARGUMENT, "the item of draw %lld is none of 0 .. %lld", (long long)i,
                             (long long)n_items - 1);
        if (draws->answer != NULL && (draws->answer[i] < 0 || draws->answer[i] >= draws->n))
            return error_set(error, WHISKER_BAD_ARGUMENT, "the answer of draw %lld is none of 0 .. %lld", (long long)i,
                             (long long)draws->n - 1);
    }
    return WHISKER_OK;
}

static int keep_rows(const whisker_draws *draws, scratch *scratch, rows *out, uint32_t *notes)
{
    double *score = arena_take(scratch->arena, draws->n, sizeof *score);
    out->item = arena_take(scratch->arena, draws->n, sizeof *out->item);
    out->answer = draws->answer == NULL ? NULL : arena_take(scratch->arena, draws->n, sizeof *out->answer);
    out->n_answer_codes = draws->n;
    if (score == NULL || out->item == NULL || (draws->answer != NULL && out->answer == NULL))
        return 0;
    int64_t kept = 0;
    for (int64_t i = 0; i < draws->n; i++) {
        if (isinf(draws->score[i]))
            *notes |= WHISKER_NOTE_NON_FINITE;
        if (!isfinite(draws->score[i]))
            continue;
        score[kept] = draws->score[i];
        out->item[kept] = draws->item[i];
        if (out->answer != NULL)
            out->answer[kept] = draws->answer[i];
        kept++;
    }
    out->scores = (sample){.n = kept, .score = score};
    return 1;
}

/* ---- groups of numbers: their means and the squares around them ---- */

/* Numbers that are all alike have that mean and no variance, to the last bit; their sum might round. */
typedef struct group {
    int64_t n;
    double least, most;
    sum total, squares;
    double mean;
} group;

static void add_to_mean(group *group, cut place, double x)
{
    group->least = group->n == 0 ? x : fmin(group->least, x);
    group->most = group->n == 0 ? x : fmax(group->most, x);
    group->n++;
    cut_add(&group->total, place, x);
}

static void finish_mean(group *group)
{
    group->mean = group->least == group->most ? group->least : sum_value(group->total) / (double)group->n;
}

static void add_to_squares(group *group, cut place, double x)
{
    cut_add(&group->squares, place, (x - group->mean) * (x - group->mean));
}

static double variance_of(const group *group)
{
    return group->n < 2 ? NAN : sum_value(group->squares) / (double)(group->n - 1);
}

/* x[n] into groups by code, the same bits in any order. NULL: no memory. */
static group *group_numbers(int64_t n, const double *x, const int32_t *code, int64_t n_codes, double reach,
                            scratch *scratch)
{
    const cut place = cut_for(n, reach), square = cut_for(n, 4 * reach * reach);
    group *groups = arena_take_zeroed(scratch->arena, n_codes, sizeof *groups);
    if (groups == NULL)
        return NULL;
    for (int64_t i = 0; i < n; i++)
        add_to_mean(&groups[code[i]], place, x[i]);
    for (int64_t g = 0; g < n_codes; g++)
        if (groups[g].n > 0)
            finish_mean(&groups[g]);
    for (int64_t i = 0; i < n; i++)
        add_to_squares(&groups[code[i]], square, x[i]);
    return groups;
}

/* ---- answers: groups of judgements within items ---- */

typedef struct answers {
    int64_t n;
    int32_t *item;      /* of each answer */
    double *mean;
    group *judgements;  /* of each answer */
} answers;

static int find_answers(const rows *rows, const double *residual, int64_t n_items, scratch *scratch, answers *out)
{
    int64_t n = rows->scores.n;
    const int32_t *code = codes_cross(n, rows->item, n_items, rows->answer, rows->n_answer_codes, scratch, &out->n);
    if (code == NULL)
        return 0;
    out->judgements = group_numbers(n, residual, code, out->n, rows->scores.reach, scratch);
    out->item = arena_take(scratch->arena, out->n, sizeof *out->item);
    out->mean = arena_take(scratch->arena, out->n, sizeof *out->mean);
    if (out->judgements == NULL || out->item == NULL || out->mean == NULL)
        return 0;
    for (int64_t i = 0; i < n; i++)
        out->item[code[i]] = rows->item[i];
    for (int64_t a = 0; a < out->n; a++)
        out->mean[a] = out->judgements[a].mean;
    return 1;
}

typedef struct judging {
    int64_t n_answers, n_once;
    sum variance, noise;
} judging;

/* What the judgements of an item's answers vary by, and what of it is in the answers' means. */
static int judge_items(const answers *answers, double reach, scratch *scratch, spreads *out)
{
    const cut place = cut_for(answers->n, 4 * reach * reach);
    judging *items = arena_take_zeroed(scratch->arena, out->n, sizeof *items);
    if (items == NULL)
        return 0;
    for (int64_t a = 0; a < answers->n; a++) {
        judging *item = &items[answers->item[a]];
        const group *judgements = &answers->judgements[a];
        item->n_answers++;
        if (judgements->n < 2) {
            item->n_once++;
            continue;
        }
        cut_add(&item->variance, place, variance_of(judgements));
        cut_add(&item->noise, place, variance_of(judgements) / (double)judgements->n);
    }
    for (int64_t i = 0; i < out->n; i++) {
        double count = (double)items[i].n_answers, repeated = count - (double)items[i].n_once;
        out->judge[i] = repeated > 0 ? sum_value(items[i].variance) / repeated : NAN;
        out->judge_noise[i] = count > 0 ? sum_value(items[i].noise) / count : NAN;
        out->judged_once[i] = count > 0 ? (double)items[i].n_once / count : NAN;
    }
    return 1;
}

/* ---- all of it ---- */

static int take_arrays(int64_t n_items, int with_judge, scratch *scratch, spreads *out)
{
    out->n = n_items;
    out->deviation = arena_take(scratch->arena, n_items, sizeof *out->deviation);
    out->draws = arena_take(scratch->arena, n_items, sizeof *out->draws);
    out->within = arena_take(scratch->arena, n_items, sizeof *out->within);
    if (!with_judge)
        return out->deviation != NULL && out->draws != NULL && out->within != NULL;
    out->judge = arena_take(scratch->arena, n_items, sizeof *out->judge);
    out->judge_noise = arena_take(scratch->arena, n_items, sizeof *out->judge_noise);
    out->judged_once = arena_take(scratch->arena, n_items, sizeof *out->judged_once);
    return out->deviation != NULL && out->draws != NULL && out->within != NULL && out->judge != NULL &&
           out->judge_noise != NULL && out->judged_once != NULL;
}

static void fill_items(const group *items, double unit, spreads *out)
{
    for (int64_t i = 0; i < out->n; i++) {
        out->draws[i] = (int32_t)items[i].n;
        out->deviation[i] = items[i].n > 0 ? items[i].mean * unit : NAN;
        out->within[i] = variance_of(&items[i]) * unit * unit;
        if (out->judge == NULL)
            continue;
        out->judge[i] *= unit * unit;
        out->judge_noise[i] *= unit * unit;
    }
}

static double *residuals_of(const sample *scores, scratch *scratch)
{
    double *residual = arena_take(scratch->arena, scores->n, sizeof *residual);
    for (int64_t i = 0; residual != NULL && i < scores->n; i++)
        residual[i] = sample_residual(scores, i);
    return residual;
}

/* Residuals about the common centre first: what is left of scores near 1e12 has all the digits that they had. */
static int reduce(const rows *rows, scratch *scratch, spreads *out)
{
    const sample *scores = &rows->scores;
    const double *residual = residuals_of(scores, scratch);
    const group *items;
    if (residual == NULL)
        return 0;
    if (rows->answer == NULL) {
        items = group_numbers(scores->n, residual, rows->item, out->n, scores->reach, scratch);
    } else {
        answers answers;
        if (!find_answers(rows, residual, out->n, scratch, &answers) ||
            !judge_items(&answers, scores->reach, scratch, out))
            return 0;
        items = group_numbers(answers.n, answers.mean, answers.item, out->n, scores->reach, scratch);
    }
    if (items == NULL)
        return 0;
    fill_items(items, ldexp(1, scores->exponent), out);
    return 1;
}

int32_t spreads_of_draws(int64_t n_items, const whisker_draws *given, scratch *scratch, spreads *out,
                         whisker_error *error)
{
    whisker_draws draws;
    rows rows = {.item = NULL};
    *out = (spreads){.n = n_items};
    if (given == NULL)
        return error_set(error, WHISKER_BAD_ARGUMENT, "no draws were given");
    int32_t status = struct_load(&draws, sizeof draws, given, "whisker_draws", error);
    if (status == WHISKER_OK)
        status = check_rows(n_items, &draws, error);
    if (status != WHISKER_OK)
        return status;
    if (!keep_rows(&draws, scratch, &rows, &out->notes) || !take_arrays(n_items, draws.answer != NULL, scratch, out))
        return error_memory(error);
    out->n_draws = rows.scores.n;
    out->n_missing = draws.n - rows.scores.n;
    if (out->n_draws == 0)
        return error_set(error, WHISKER_NO_DATA, "none of the %lld draws has a score", (long long)draws.n);
    sample_centre(&rows.scores);
    double unit = ldexp(1, rows.scores.exponent);
    out->centre = rows.scores.centre * unit;
    out->centre_low = rows.scores.centre_low * unit;
    out->reach = rows.scores.reach * unit;
    return reduce(&rows, scratch, out) ? WHISKER_OK : error_memory(error);
}

/* ---- from what is known of the items already ---- */

static int32_t check_item(int64_t i, double mean, int32_t draws, double within, whisker_error *error)
{
    if (draws < 0)
        return error_set(error, WHISKER_BAD_ARGUMENT, "item %lld has %d draws", (long long)i, (int)draws);
    if (isfinite(mean) && draws > 1 && !(within >= 0 && isfinite(within)))
        return error_set(error, WHISKER_BAD_ARGUMENT, "item %lld has %d draws and no variance of at least 0",
                         (long long)i, (int)draws);
    return WHISKER_OK;
}

int32_t spreads_of_items(int64_t n_items, const double *mean, const int32_t *draws, const double *within,
                         scratch *scratch, spreads *out, whisker_error *error)
{
    whisker_moments moments = {.size = sizeof moments};
    *out = (spreads){.n = n_items};
    if (n_items < 0 || n_items > INT32_MAX)
        return error_set(error, WHISKER_BAD_ARGUMENT, "the number of items must lie in 0 .. 2147483647");
    if (n_items > 0 && (mean == NULL || draws == NULL || within == NULL))
        return error_set(error, WHISKER_BAD_ARGUMENT, "items need a mean, a count of draws and a variance each");
    int32_t status = whisker_describe(n_items, mean, &moments, error);
    if (status != WHISKER_OK)
        return status;
    if (!take_arrays(n_items, 0, scratch, out))
        return error_memory(error);
    out->centre = moments.mean;
    out->reach = fmax(moments.maximum - moments.mean, moments.mean - moments.minimum);
    for (int64_t i = 0; i < n_items && status == WHISKER_OK; i++) {
        status = check_item(i, mean[i], draws[i], within[i], error);
        int scored = isfinite(mean[i]) != 0;
        out->deviation[i] = scored ? mean[i] - out->centre : NAN;
        out->draws[i] = !scored ? 0 : draws[i] > 1 ? draws[i] : 1; /* an item that counts as failed has none */
        out->within[i] = out->draws[i] > 1 ? within[i] : NAN;
        out->n_draws += out->draws[i];
        if (isinf(mean[i]))
            out->notes |= WHISKER_NOTE_NON_FINITE;
    }
    return status;
}

/* ---- means over items ---- */

double spreads_mean(const spreads *items, total_term *term)
{
    int64_t count = 0;
    for (int64_t i = 0; i < items->n; i++)
        count += !isnan(term(items, i));
    return count == 0 ? NAN : total_of(items->n, term, items) / (double)count;
}

static double within_term(const void *context, int64_t i)
{
    return ((const spreads *)context)->within[i];
}

double spreads_within(const spreads *items)
{
    return spreads_mean(items, within_term);
}

static double repeated_noise_term(const void *context, int64_t i)
{
    const spreads *this = context;
    return this->draws[i] == 0 ? NAN : this->draws[i] == 1 ? 0 : this->within[i] / (double)this->draws[i];
}

static double single_term(const void *context, int64_t i)
{
    const spreads *this = context;
    return this->draws[i] == 0 ? NAN : this->draws[i] == 1;
}

double spreads_noise(const spreads *items, double single)
{
    double share = spreads_mean(items, single_term);
    return spreads_mean(items, repeated_noise_term) + (share == 0 ? 0 : share * single);
}
