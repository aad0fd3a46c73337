#include "resample/wild_test.h"

#include "base/error.h"
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
static inline int is_extreme(const wild_draws *draws, int64_t r, seen seen)
{
    double mean = draws->sum[r] - seen.at * draws->share[r];
    double squares = draws->square[r] + seen.at * (seen.at * draws->share_square[r] - 2 * draws->cross[r]);
    return mean * mean * seen.squares >= seen.mean * squares;
}

static int64_t count_extreme(const wild_test *test, double null)
{
    seen seen = seen_at(test, null);
    int64_t count = 0;
    for (int64_t r = 0; r < test->draws->n; r++)
        count += is_extreme(test->draws, r, seen);
    return count;
}

static double p_of(const wild_test *test, int64_t extreme)
{
    double count = (double)extreme, n = (double)test->draws->n;
    return test->enumerated ? count / n : (count + 1) / (n + 1);
}

double wild_test_p(const wild_test *test, double null)
{
    return p_of(test, count_extreme(test, null));
}

/* ---- how far to search ---- */

/* The distance u from the estimate beyond which a replicate is never as far out as the data, unless it always is. Its mean
 * there is at most |a| + u b, and the root of its sum of squares at least u times that of the null alone less that of the
 * data: u (u c - d) > e (|a| + u b), with e the root of the data's squares. */
static double replicate_reach(const wild_test *test, int64_t r)
{
    const wild_draws *draws = test->draws;
    double at = test->mean, data = sqrt(test->squares);
    double mean = fabs(draws->sum[r] - at * draws->share[r]);
    double squares = draws->square[r] + at * (at * draws->share_square[r] - 2 * draws->cross[r]);
    double own = sqrt(fmax(0, squares)), null = sqrt(draws->share_square[r]);
    if (test->unrestricted)
        return own > 0 ? data * mean / own : 0;
    double linear = own + data * draws->share[r];
    return null > 0 ? (linear + sqrt(linear * linear + 4 * null * data * mean)) / (2 * null) : 0;
}

static double reach_of(const wild_test *test, double standard_error)
{
    double reach = standard_error;
    for (int64_t r = 0; r < test->draws->n; r++)
        reach = fmax(reach, replicate_reach(test, r));
    return 2 * reach;
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

/* The end on one side. Where one cluster holds most of the items, p may fall, rise again and fall for good: halving from
 * beyond its last fall finds the outermost. Then the replicates that can still matter are few. */
static double end_of(inversion *this, double inside, double outside)
{
    if (is_accepted(this, count_extreme(this->test, outside)))
        return outside > inside ? INFINITY : -INFINITY;
    for (int i = 0; i < HALVINGS; i++) {
        double middle = inside + (outside - inside) / 2;
        *(is_accepted(this, count_extreme(this->test, middle)) ? &inside : &outside) = middle;
    }
    sort_out(this, inside, outside);
    return bisect(excess, this, inside, outside);
}

int32_t wild_test_invert(const wild_test *test, double alpha, double standard_error, scratch *scratch, double *lower,
                         double *upper, whisker_error *error)
{
    inversion this = {.test = test, .alpha = alpha};
    this.undecided = arena_take(scratch->arena, test->draws->n + 1, sizeof *this.undecided);
    if (this.undecided == NULL)
        return error_memory(error);
    double reach = reach_of(test, standard_error);
    *lower = end_of(&this, test->mean, test->mean - reach);
    *upper = end_of(&this, test->mean, test->mean + reach);
    return WHISKER_OK;
}
