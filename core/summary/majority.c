/* Majority voting over k of an item's n draws when every answer is known (self-consistency, Wang et al. 2023): the
 * chance that the right answer has the most votes, ties broken by lot, over all subsets of k draws. Exact: given x
 * votes for the right answer, the other answers draw the rest one after another, and what matters of them is how many
 * votes are left to give and how many answers reached x as well; none may pass it. */
#include "base/arena.h"
#include "base/error.h"
#include "base/sum.h"
#include "summary/hypergeometric.h"

#include <string.h>

enum { MOST_VOTES = 4096 };

typedef struct answer {
    int64_t most;          /* votes that it can get */
    int64_t pool;          /* draws that are its own or a later answer's */
    const double *chance;  /* chance[left * (most + 1) + votes]: so many votes of those that are left */
} answer;

typedef struct vote {
    int64_t k;
    int64_t n_others;
    answer *other;
    int64_t most_ties;
    double *state, *next;  /* state[votes left * (most_ties + 1) + answers that tie] */
} vote;

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* ---- the other answers ---- */

static int fill_answer(answer *this, int64_t count, int64_t pool, int64_t k, scratch *scratch)
{
    int64_t most = smaller(count, k);
    double *chance = arena_take_zeroed(scratch->arena, (k + 1) * (most + 1), sizeof *chance);
    *this = (answer){most, pool, chance};
    for (int64_t left = 0; chance != NULL && left <= smaller(k, pool); left++)
        for (int64_t votes = 0; votes <= smaller(most, left); votes++)
            chance[left * (most + 1) + votes] = hypergeometric_pmf((hypergeometric){pool, count, left}, votes);
    return chance != NULL;
}

static int fill_answers(int32_t n_answers, const int64_t *count, int32_t right, int64_t pool, scratch *scratch,
                        vote *out)
{
    out->other = arena_take(scratch->arena, n_answers, sizeof *out->other);
    for (int32_t i = 0; out->other != NULL && i < n_answers; i++) {
        if (i == right || count[i] == 0)
            continue;
        if (!fill_answer(&out->other[out->n_others++], count[i], pool, out->k, scratch))
            return 0;
        pool -= count[i];
    }
    int64_t states = (out->k + 1) * (smaller(out->k, out->n_others) + 1);
    out->state = arena_take(scratch->arena, states, sizeof *out->state);
    out->next = arena_take(scratch->arena, states, sizeof *out->next);
    return out->other != NULL && out->state != NULL && out->next != NULL;
}

/* ---- the vote ---- */

static void clear(const vote *this, int64_t left, double *state)
{
    memset(state, 0, (size_t)((left + 1) * (this->most_ties + 1)) * sizeof *state);
}

/* One answer takes its votes, at most x, of those that are left. */
static void take_votes(vote *this, const answer *other, int64_t x)
{
    int64_t width = this->most_ties + 1;
    clear(this, this->k - x, this->next);
    for (int64_t left = 0; left <= smaller(this->k - x, other->pool); left++) {
        const double *chance = other->chance + left * (other->most + 1);
        for (int64_t votes = 0; votes <= smaller(smaller(other->most, left), x); votes++) {
            int64_t tied = votes == x;
            for (int64_t ties = 0; ties + tied <= this->most_ties; ties++)
                this->next[(left - votes) * width + ties + tied] += chance[votes] * this->state[left * width + ties];
        }
    }
    double *swapped = this->state;
    this->state = this->next;
    this->next = swapped;
}

/* The chance to win with x votes: none of the others has more, and 1 / (1 + ties) by lot. */
static double chance_with(vote *this, int64_t x)
{
    this->most_ties = smaller((this->k - x) / x, this->n_others);
    clear(this, this->k - x, this->state);
    this->state[(this->k - x) * (this->most_ties + 1)] = 1;
    for (int64_t i = 0; i < this->n_others; i++)
        take_votes(this, &this->other[i], x);
    double won = 0;
    for (int64_t ties = 0; ties <= this->most_ties; ties++)
        won += this->state[ties] / (double)(1 + ties);
    return won;
}

static double majority(vote *this, hypergeometric law)
{
    sum total = {0, 0};
    for (int64_t x = 1; x <= smaller(law.k, law.right); x++)
        sum_add_product(&total, hypergeometric_pmf(law, x), chance_with(this, x));
    return fmin(1, sum_value(total));
}

/* ---- the call ---- */

static int32_t check(int32_t n_answers, const int64_t *count, int32_t right, int64_t k, whisker_error *error)
{
    if (n_answers < 0 || (n_answers > 0 && count == NULL))
        return error_set(error, WHISKER_BAD_ARGUMENT, "no counts of answers were given");
    if (right < -1 || right >= n_answers)
        return error_set(error, WHISKER_BAD_ARGUMENT, "the right answer is one of those counted, or -1");
    if (k < 1 || k > MOST_VOTES)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a majority is of 1 to %d draws, not of %lld", MOST_VOTES,
                         (long long)k);
    for (int32_t i = 0; i < n_answers; i++)
        if (count[i] < 0 || count[i] > INT32_MAX)
            return error_set(error, WHISKER_BAD_ARGUMENT, "an answer cannot have been given %lld times",
                             (long long)count[i]);
    return WHISKER_OK;
}

int32_t whisker_majority_at(int32_t n_answers, const int64_t *count, int32_t right, int64_t k, whisker_arena *arena,
                            double *value, whisker_error *error)
{
    vote vote = {.k = k};
    hypergeometric law = {0, 0, k};
    scratch scratch;
    int32_t status = check(n_answers, count, right, k, error);
    if (status == WHISKER_OK && value == NULL)
        status = error_set(error, WHISKER_BAD_ARGUMENT, "no place for the value");
    if (status != WHISKER_OK)
        return status;
    for (int32_t i = 0; i < n_answers; i++)
        law.n += count[i];
    law.right = right < 0 ? 0 : count[right];
    *value = law.n < k ? NAN : 0;
    if (law.n < k || law.right == 0)
        return WHISKER_OK;
    status = scratch_open(&scratch, arena, error);
    if (status != WHISKER_OK)
        return status;
    if (fill_answers(n_answers, count, right, law.n - law.right, &scratch, &vote))
        *value = majority(&vote, law);
    else
        status = error_memory(error);
    scratch_close(&scratch);
    return status;
}
