#include "resample/wild_test.h"

#include "base/error.h"
#include "base/simd.h"
#include "stat/bisection.h"

#include <math.h>

static const double tie = 1e-10; /* a replicate this near to the statistic seen, relatively, is as far out as it */

/* ---- test ---- */

/* The statistic of the data at a null value. */
typedef struct seen {
    double at;             /* where replicates have their null */
    double mean, squares;  /* t^2 is proportional to mean^2 / squares */
} seen;

static inline seen seen_at(const wild_test *test, double null)
{
    double mean = test->mean - null;
    return (seen){test->unrestricted ? test->mean : null, mean * mean * (1 - tie), test->squares};
}

/* t^2 against t^2, multiplied out, since a replicate without variation has an infinite t. */
static SIMD_INLINE int is_extreme(const wild_draws *draws, int64_t r, seen seen)
{
    double mean = draws->sum[r] - seen.at * draws->share[r];
    double squares = draws->square[r] + seen.at * (seen.at * draws->share_square[r] - 2 * draws->cross[r]);
    return mean * mean * seen.squares >= seen.mean * squares;
}

SIMD_CLONES
static int64_t count_between(const wild_draws *given, int64_t first, int64_t end, seen seen)
{
    const wild_draws draws = *given;
    int64_t count = 0;
#pragma omp simd reduction(+ : count)
    for (int64_t r = first; r < end; r++)
        count += is_extreme(&draws, r, seen);
    return count;
}

/* For several nulls in one pass, a block of replicates at a time: it is memory that a pass waits for. */
static void count_extreme(const wild_test *test, int n_nulls, const double *null, int64_t *count)
{
    enum { BLOCK = 512 };
    const int64_t n = test->draws->n;
    for (int k = 0; k < n_nulls; k++)
        count[k] = 0;
    for (int64_t first = 0; first < n; first += BLOCK)
        for (int k = 0; k < n_nulls; k++)
            count[k] += count_between(test->draws, first, n - first < BLOCK ? n : first + BLOCK, seen_at(test, null[k]));
}

static double p_of(const wild_test *test, int64_t extreme)
{
    double count = (double)extreme, n = (double)test->draws->n;
    return test->enumerated ? count / n : (count + 1) / (n + 1);
}

double wild_test_p(const wild_test *test, double null)
{
    int64_t count;
    count_extreme(test, 1, &null, &count);
    return p_of(test, count);
}

/* ---- how far to search ---- */

/* The distance u from the estimate beyond which a replicate is never as far out as the data, unless it always is. Its mean
 * there is at most |a| + u b, and the root of its sum of squares at least u times that of the null alone less that of the
 * data: u (u c - d) > e (|a| + u b), with e the root of the data's squares. */
static SIMD_INLINE double replicate_reach(const wild_draws *draws, int64_t r, double at, double data, int unrestricted)
{
    double mean = fabs(draws->sum[r] - at * draws->share[r]);
    double squares = draws->square[r] + at * (at * draws->share_square[r] - 2 * draws->cross[r]);
    double own = sqrt(squares > 0 ? squares : 0), null = sqrt(draws->share_square[r]);
    if (unrestricted)
        return own > 0 ? data * mean / own : 0;
    double linear = own + data * draws->share[r];
    return null > 0 ? (linear + sqrt(linear * linear + 4 * null * data * mean)) / (2 * null) : 0;
}

static SIMD_INLINE double longest_reach(const wild_test *test, int unrestricted)
{
    const wild_draws draws = *test->draws;
    const double at = test->mean, data = sqrt(test->squares);
    double longest = 0;
#pragma omp simd reduction(max : longest)
    for (int64_t r = 0; r < draws.n; r++) {
        double reach = replicate_reach(&draws, r, at, data, unrestricted);
        longest = reach > longest ? reach : longest;
    }
    return longest;
}

SIMD_CLONES
static double reach_restricted(const wild_test *test)
{
    return longest_reach(test, 0);
}

SIMD_CLONES
static double reach_unrestricted(const wild_test *test)
{
    return longest_reach(test, 1);
}

static double reach_of(const wild_test *test, double standard_error)
{
    return 2 * fmax(standard_error, test->unrestricted ? reach_unrestricted(test) : reach_restricted(test));
}

/* ---- inversion ---- */

enum { HALVINGS = 16 };

/* Between two null values, one rejected and one not, most replicates are certain: extreme at both, or at neither. */
typedef struct inversion {
    const wild_test *test;
    double alpha;
    int64_t certain;     /* extreme at both */
    int64_t n_undecided;
    int64_t *undecided;  /* undecided[draws->n] */
} inversion;

static int is_accepted(const inversion *this, int64_t extreme)
{
    return p_of(this->test, extreme) > this->alpha * (1 + tie);
}

/* Positive where the null value is not rejected. */
static double excess(double null, const void *context)
{
    const inversion *this = context;
    seen seen = seen_at(this->test, null);
    int64_t count = this->certain;
    for (int64_t i = 0; i < this->n_undecided; i++)
        count += is_extreme(this->test->draws, this->undecided[i], seen);
    return is_accepted(this, count) ? 1 : -1;
}

static void sort_out(inversion *this, double inside, double outside)
{
    seen here = seen_at(this->test, inside), there = seen_at(this->test, outside);
    this->certain = this->n_undecided = 0;
    for (int64_t r = 0; r < this->test->draws->n; r++) {
        int is_in = is_extreme(this->test->draws, r, here), is_out = is_extreme(this->test->draws, r, there);
        this->certain += is_in & is_out;
        this->undecided[this->n_undecided] = r;
        this->n_undecided += is_in != is_out;
    }
}

/* An end of the interval lies between a null value that is not rejected and one that is. */
typedef struct bracket {
    double inside, outside;
} bracket;

static double middle_of(bracket bracket)
{
    return bracket.inside + (bracket.outside - bracket.inside) / 2;
}

/* Its halves: where the middle is accepted, and where it is rejected. */
static bracket halve(bracket bracket, int accepted)
{
    *(accepted ? &bracket.inside : &bracket.outside) = middle_of(bracket);
    return bracket;
}

/* Both ends at once, two halvings a pass: the middle, and the middles of both halves. */
static void halve_twice(const inversion *this, bracket ends[2])
{
    double null[6];
    int64_t count[6];
    for (int k = 0; k < 2; k++) {
        null[3 * k] = middle_of(ends[k]);
        null[3 * k + 1] = middle_of(halve(ends[k], 0));
        null[3 * k + 2] = middle_of(halve(ends[k], 1));
    }
    count_extreme(this->test, 6, null, count);
    for (int k = 0; k < 2; k++) {
        int accepted = is_accepted(this, count[3 * k]);
        ends[k] = halve(halve(ends[k], accepted), is_accepted(this, count[3 * k + 1 + accepted]));
    }
}

/* Where one cluster holds most of the items, p may fall, rise again and fall for good: halving from beyond its last fall
 * finds the outermost. Then the replicates that can still matter are few. */
static void find_ends(inversion *this, bracket ends[2], double limits[2])
{
    int64_t count[2];
    count_extreme(this->test, 2, (const double[]){ends[0].outside, ends[1].outside}, count);
    for (int i = 0; i < HALVINGS; i += 2)
        halve_twice(this, ends);
    for (int k = 0; k < 2; k++) {
        limits[k] = k == 0 ? -INFINITY : INFINITY;
        if (is_accepted(this, count[k]))
            continue;
        sort_out(this, ends[k].inside, ends[k].outside);
        limits[k] = bisect(excess, this, ends[k].inside, ends[k].outside);
    }
}

int32_t wild_test_invert(const wild_test *test, double alpha, double standard_error, scratch *scratch, double *lower,
                         double *upper, whisker_error *error)
{
    inversion this = {.test = test, .alpha = alpha};
    this.undecided = arena_take(scratch->arena, test->draws->n + 1, sizeof *this.undecided);
    if (this.undecided == NULL)
        return error_memory(error);
    double reach = reach_of(test, standard_error);
    bracket ends[2] = {{test->mean, test->mean - reach}, {test->mean, test->mean + reach}};
    double limits[2];
    find_ends(&this, ends, limits);
    *lower = limits[0];
    *upper = limits[1];
    return WHISKER_OK;
}
