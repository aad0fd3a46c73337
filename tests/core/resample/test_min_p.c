/* max_t by the smallest p: the rest of it is tested in test_max_t.c. */
#include "counting_allocator.h"

#include "base/random.h"
#include "resample/max_t.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

enum { MOST_RUNS = 6, MOST_PAIRS = MOST_RUNS * (MOST_RUNS - 1) / 2, MOST_ITEMS = 600 };

/* Everything about one call. */
typedef struct call {
    whisker_items items;
    int32_t n_runs;
    double scores[MOST_RUNS * MOST_ITEMS];
    int32_t cluster[MOST_ITEMS];
    int64_t n_pairs;
    whisker_max_t_pair pairs[MOST_PAIRS];
    whisker_max_t_options options;
    whisker_max_t out;
} call;

static int32_t run(call *call, whisker_arena *arena, whisker_error *error)
{
    call->options.size = sizeof call->options;
    call->options.statistic = WHISKER_MAX_T_MIN_P;
    call->out = (whisker_max_t){.size = sizeof call->out};
    return whisker_max_t_test(&call->items, call->n_runs, call->scores, call->n_pairs, call->pairs, &call->options, arena,
                              &call->out, error);
}

static void compare(call *call)
{
    whisker_error error = {0};
    cr_assert_eq(run(call, NULL, &error), WHISKER_OK, "%s", error.text);
}

/* Runs `apart` from one to the next on n items; half of them in cluster 0 when one dominates, the others at random in the
 * rest; a twentieth of the scores missing on request. */
static void fill(call *call, int32_t n_runs, int64_t n, int32_t clusters, int dominant, int missing, double apart,
                 uint64_t seed)
{
    random_stream stream = random_open(seed, 1);
    memset(call, 0, sizeof *call);
    call->n_runs = n_runs;
    for (int32_t a = 0; a < n_runs; a++)
        for (int32_t b = a + 1; b < n_runs; b++)
            call->pairs[call->n_pairs++] = (whisker_max_t_pair){.size = sizeof(whisker_max_t_pair), .a = a, .b = b};
    for (int64_t i = 0; i < n; i++)
        call->cluster[i] = i < clusters ? (int32_t)i
                           : dominant && random_below(&stream, 2) == 0 ? 0
                                                                       : (int32_t)random_below(&stream, (uint32_t)clusters);
    for (int32_t r = 0; r < n_runs; r++)
        for (int64_t i = 0; i < n; i++) {
            double x = random_uniform(&stream) + apart * r + 0.3 * sin(1.7 * call->cluster[i] * (r + 1));
            call->scores[r * n + i] = missing && random_below(&stream, 20) == 0 ? NAN : x;
        }
    call->items = (whisker_items){.size = sizeof(whisker_items), .n = n, .n_keys = 1, .cluster = call->cluster};
}

/* ---- brute force ---- */

enum { FEW = 11, PATTERNS = 1 << FEW };
static const double tolerance = 0.05; /* of -log p between knots */

typedef struct sums {
    double d[FEW];
} sums;

static sums sums_of(const call *call, const whisker_max_t_pair *pair)
{
    sums sums = {{0}};
    int64_t n = call->items.n;
    for (int64_t i = 0; i < n; i++) {
        double difference = call->scores[pair->a * n + i] - call->scores[pair->b * n + i];
        sums.d[call->cluster[i]] += isnan(difference) ? 0 : difference;
    }
    return sums;
}

static double sum_under(const sums *sums, int pattern)
{
    double sum = 0;
    for (int u = 0; u < FEW; u++)
        sum += pattern >> u & 1 ? sums->d[u] : -sums->d[u];
    return fabs(sum);
}

/* -log p of a sum s, theta by halving, since the sum of the tilted signs rises with it. */
static double surprise_of(const sums *sums, double s)
{
    double low = 0, high = 1e6, variance = 0, agreement = 1;
    for (int step = 0; step < 80; step++) {
        double theta = (low + high) / 2, sum = 0;
        for (int u = 0; u < FEW; u++)
            sum += sums->d[u] * tanh(theta * sums->d[u]);
        if (sum < s)
            low = theta;
        else
            high = theta;
    }
    double rate = low * s;
    for (int u = 0; u < FEW; u++) {
        double y = fabs(low * sums->d[u]), tilted = 1 / (1 + exp(-2 * y));
        rate -= y + log1p(exp(-2 * y)) - log(2);
        variance += 4 * y * y * tilted * (1 - tilted);
        agreement *= tilted;
    }
    return fmin((FEW - 1) * log(2), fmax(0, rate - log(exp(variance / 2) * erfc(sqrt(variance / 2)) + agreement)));
}

/* Shares of the patterns in which the largest -log p of pairs [first, n) of an order is surely, and perhaps, as large. */
static void check_share(double p, int64_t first, int64_t n_pairs, const int64_t *order,
                        double (*surprises)[PATTERNS], double observed)
{
    int surely = 0, perhaps = 0;
    for (int pattern = 0; pattern < PATTERNS; pattern++) {
        double largest = 0;
        for (int64_t k = first; k < n_pairs; k++)
            largest = fmax(largest, surprises[order[k]][pattern]);
        surely += largest >= observed + 2 * tolerance;
        perhaps += largest >= observed - 2 * tolerance;
    }
    cr_assert(p >= (double)surely / PATTERNS && p <= (double)perhaps / PATTERNS, "%g: %d to %d of %d", p, surely, perhaps,
              PATTERNS);
}

Test(min_p, clusters_and_missing_scores_by_brute_force)
{
    static double surprises[MOST_PAIRS][PATTERNS];
    for (int trial = 0; trial < 4; trial++) {
        static call call;
        int64_t order[MOST_PAIRS];
        double before = 0;
        fill(&call, 5, 200, FEW, trial / 2, trial % 2, 0.05, 3);
        compare(&call);
        cr_assert_eq(call.out.method, WHISKER_FLIPS_ENUMERATION);
        cr_assert_eq(call.out.statistic, WHISKER_MAX_T_MIN_P);
        for (int64_t p = 0; p < call.n_pairs; p++) {
            sums sums = sums_of(&call, &call.pairs[p]);
            int alone = 0;
            for (int pattern = 0; pattern < PATTERNS; pattern++) {
                surprises[p][pattern] = surprise_of(&sums, sum_under(&sums, pattern));
                alone += sum_under(&sums, pattern) >= sum_under(&sums, PATTERNS - 1) * (1 - 1e-12);
            }
            cr_assert_eq(call.pairs[p].p_unadjusted, (double)alone / PATTERNS);
            order[p] = p;
        }
        for (int64_t i = 0; i < call.n_pairs; i++) /* the largest -log p first */
            for (int64_t k = i + 1; k < call.n_pairs; k++)
                if (surprises[order[k]][PATTERNS - 1] > surprises[order[i]][PATTERNS - 1]) {
                    int64_t larger = order[k];
                    order[k] = order[i];
                    order[i] = larger;
                }
        for (int64_t k = 0; k < call.n_pairs; k++) {
            const whisker_max_t_pair *pair = &call.pairs[order[k]];
            check_share(pair->p, 0, call.n_pairs, order, surprises, surprises[order[k]][PATTERNS - 1]);
            if (pair->p_step_down > before)
                check_share(pair->p_step_down, k, call.n_pairs, order, surprises, surprises[order[k]][PATTERNS - 1]);
            cr_assert(pair->p_step_down >= before && pair->p_step_down <= pair->p);
            cr_assert(pair->p_unadjusted <= pair->p_step_down);
            before = pair->p_step_down;
        }
    }
}

/* With p-values that are counted over all patterns, as Westfall and Young have it. */
Test(min_p, is_near_the_smallest_of_counted_p_values)
{
    static double p[MOST_PAIRS][PATTERNS];
    for (int dominant = 0; dominant < 2; dominant++) {
        static call call;
        fill(&call, 6, 300, FEW, dominant, 0, 0.03, 5);
        compare(&call);
        for (int64_t k = 0; k < call.n_pairs; k++) {
            sums sums = sums_of(&call, &call.pairs[k]);
            for (int seen = 0; seen < PATTERNS; seen++) {
                int count = 0;
                for (int pattern = 0; pattern < PATTERNS; pattern++)
                    count += sum_under(&sums, pattern) >= sum_under(&sums, seen) * (1 - 1e-12);
                p[k][seen] = (double)count / PATTERNS;
            }
        }
        for (int64_t k = 0; k < call.n_pairs; k++) {
            int count = 0;
            for (int pattern = 0; pattern < PATTERNS; pattern++) {
                double smallest = 1;
                for (int64_t other = 0; other < call.n_pairs; other++)
                    smallest = fmin(smallest, p[other][pattern]);
                count += smallest <= p[k][PATTERNS - 1];
            }
            double by_count = (double)count / PATTERNS;
            cr_assert(fabs(call.pairs[k].p - by_count) < 0.01 + 0.15 * by_count, "%g %g", call.pairs[k].p, by_count);
        }
    }
}

Test(min_p, marginal_p_is_that_of_the_sign_flip_test)
{
    for (int trial = 0; trial < 4; trial++) {
        static call call;
        fill(&call, 6, 300, 17, trial / 2, trial % 2, 0.02, 5);
        compare(&call);
        for (int64_t p = 0; p < call.n_pairs; p++) {
            whisker_sign_flip flipped = {.size = sizeof flipped};
            const whisker_max_t_pair *pair = &call.pairs[p];
            cr_assert_eq(whisker_sign_flip_test(&call.items, call.scores + pair->a * 300, call.scores + pair->b * 300, NULL,
                                                NULL, &flipped, NULL), WHISKER_OK);
            cr_assert_eq(pair->p_unadjusted, flipped.p);
        }
    }
}

/* A pair alone has nothing to be adjusted for. */
Test(min_p, one_pair_is_not_adjusted)
{
    static call call;
    fill(&call, 2, 300, 18, 1, 0, 0.1, 6);
    compare(&call);
    cr_assert_eq(call.pairs[0].p, call.pairs[0].p_unadjusted);
    cr_assert_eq(call.pairs[0].p_step_down, call.pairs[0].p_unadjusted);
}

/* ---- intervals ---- */

/* A null value within 1e-6 of a limit is rejected just outside and not inside, at one p for all pairs. */
Test(min_p, intervals_invert_the_test_of_each_pair)
{
    static call call;
    fill(&call, 4, 300, FEW, 0, 0, 0.05, 9);
    compare(&call);
    for (int64_t p = 0; p < call.n_pairs; p++) {
        const whisker_max_t_pair *pair = &call.pairs[p];
        cr_assert(pair->lower < pair->value && pair->value < pair->upper);
        for (int end = 0; end < 2; end++) {
            double surprise[2], critical = -log(call.out.critical);
            for (int outside = 0; outside < 2; outside++) {
                double limit = end ? pair->upper : pair->lower;
                double null = limit + 1e-6 * (end == outside ? 1 : -1);
                sums shifted = sums_of(&call, pair);
                for (int64_t i = 0; i < call.items.n; i++)
                    shifted.d[call.cluster[i]] -= null;
                surprise[outside] = surprise_of(&shifted, sum_under(&shifted, PATTERNS - 1));
            }
            cr_assert(surprise[0] <= critical && surprise[1] >= critical, "%g %g %g", surprise[0], surprise[1],
                      critical);
        }
    }
}

Test(min_p, intervals_stay_in_the_range)
{
    static call call;
    fill(&call, 2, 70, 12, 0, 0, 0, 21);
    compare(&call);
    double reach = fmin(-call.pairs[0].lower, call.pairs[0].upper) / 2;
    cr_assert(reach > 0);
    call.options.low = 1;
    call.options.high = 1 + reach;
    compare(&call);
    cr_assert(fabs(call.pairs[0].lower + reach) < 1e-12 && fabs(call.pairs[0].upper - reach) < 1e-12);
    cr_assert(call.pairs[0].notes & WHISKER_NOTE_CLIPPED);
}

Test(min_p, five_clusters_cannot_reject)
{
    static call call;
    fill(&call, 3, 100, 5, 0, 0, 1, 19);
    compare(&call);
    cr_assert(call.out.notes & WHISKER_NOTE_CANNOT_REJECT);
    cr_assert(isnan(call.out.critical));
    for (int64_t p = 0; p < call.n_pairs; p++) {
        cr_assert(call.pairs[p].notes & WHISKER_NOTE_CANNOT_REJECT);
        cr_assert(isnan(call.pairs[p].lower) && isnan(call.pairs[p].upper));
        cr_assert_eq(call.pairs[p].p, 0.0625);
    }
}

/* ---- what it is for ---- */

/* Twelve clusters, one with half of the items, that all agree on who is better: every pair is told apart. */
Test(min_p, uneven_clusters_that_agree)
{
    static call call;
    fill(&call, 6, 600, 12, 1, 0, 0, 2);
    random_stream stream = random_open(1, 1);
    for (int r = 0; r < 6; r++)
        for (int i = 0; i < 600; i++)
            call.scores[r * 600 + i] = r + 0.3 * random_uniform(&stream);
    compare(&call);
    for (int64_t p = 0; p < call.n_pairs; p++) {
        cr_assert_eq(call.pairs[p].p, 2. / 4096);
        cr_assert_eq(call.pairs[p].p_step_down, 2. / 4096);
    }
}

/* ---- Monte Carlo ---- */

static int is_drawn_from(double share, double p, double replicates)
{
    return fabs(share - p) < 5 * sqrt(p * (1 - p) / replicates) + 1e-4;
}

Test(min_p, monte_carlo_is_near_the_exact_law)
{
    static call exact, drawn;
    fill(&exact, 6, 200, 14, 1, 1, 0.02, 8);
    drawn = exact;
    drawn.items.cluster = drawn.cluster;
    drawn.options.method = WHISKER_FLIPS_MONTE_CARLO;
    drawn.options.replicates = 40000;
    compare(&exact);
    compare(&drawn);
    cr_assert_eq(drawn.out.method, WHISKER_FLIPS_MONTE_CARLO);
    for (int64_t p = 0; p < exact.n_pairs; p++) {
        const whisker_max_t_pair *a = &exact.pairs[p], *b = &drawn.pairs[p];
        cr_assert(is_drawn_from(b->p, a->p, 40000));
        cr_assert(is_drawn_from(b->p_step_down, a->p_step_down, 40000));
        cr_assert(is_drawn_from(b->p_unadjusted, a->p_unadjusted, 40000));
    }
}

/* Patterns times pairs: 2^19 of 20 clusters are enumerated for 512 pairs and not for 513. */
Test(min_p, many_pairs_are_not_enumerated)
{
    static call call;
    static whisker_max_t_pair pairs[513];
    fill(&call, 2, 60, 20, 0, 0, 0.1, 30);
    for (int p = 0; p < 513; p++)
        pairs[p] = (whisker_max_t_pair){.size = sizeof *pairs, .a = p % 2, .b = 1 - p % 2};
    whisker_max_t_options options = {.size = sizeof options, .statistic = WHISKER_MAX_T_MIN_P, .replicates = 99};
    whisker_max_t out = {.size = sizeof out};
    cr_assert_eq(whisker_max_t_test(&call.items, 2, call.scores, 513, pairs, &options, NULL, &out, NULL), WHISKER_OK);
    cr_assert_eq(out.method, WHISKER_FLIPS_MONTE_CARLO);
    cr_assert_eq(whisker_max_t_test(&call.items, 2, call.scores, 2, pairs, &options, NULL, &out, NULL), WHISKER_OK);
    cr_assert_eq(out.method, WHISKER_FLIPS_ENUMERATION);
}

/* ---- nothing else matters ---- */

Test(min_p, order_of_rows_names_of_clusters_and_threads_change_no_digit)
{
    for (int missing = 0; missing < 2; missing++) {
        static call first, second;
        fill(&first, 5, 300, 40, 1, missing, 0.02, 15);
        second = first;
        for (int i = 0; i < 300; i++) {
            int from = (i * 77 + 5) % 300;
            second.cluster[i] = 7 * (39 - first.cluster[from]) + 2;
            for (int r = 0; r < 5; r++)
                second.scores[r * 300 + i] = first.scores[r * 300 + from];
        }
        second.items.cluster = second.cluster;
        first.options.threads = 1;
        second.options.threads = 5;
        compare(&first);
        compare(&second);
        cr_assert_eq(first.out.method, WHISKER_FLIPS_MONTE_CARLO);
        cr_assert_eq(memcmp(first.pairs, second.pairs, sizeof first.pairs), 0);
        cr_assert_eq(memcmp(&first.out, &second.out, sizeof first.out), 0);
    }
}

Test(min_p, swapping_flips_signs_and_no_other_digit)
{
    static call first, second;
    fill(&first, 5, 300, 40, 1, 1, 0.02, 16);
    second = first;
    for (int64_t p = 0; p < second.n_pairs; p++) {
        second.pairs[p].a = first.pairs[p].b;
        second.pairs[p].b = first.pairs[p].a;
    }
    second.items.cluster = second.cluster;
    compare(&first);
    compare(&second);
    for (int64_t p = 0; p < first.n_pairs; p++) {
        const whisker_max_t_pair *ab = &first.pairs[p], *ba = &second.pairs[p];
        cr_assert_eq(ab->value, -ba->value);
        cr_assert_eq(ab->lower, -ba->upper);
        cr_assert_eq(ab->upper, -ba->lower);
        cr_assert_eq(ab->p, ba->p);
        cr_assert_eq(ab->p_step_down, ba->p_step_down);
        cr_assert_eq(ab->p_unadjusted, ba->p_unadjusted);
    }
}

/* ---- what is said ---- */

Test(min_p, pairs_without_items_or_differences)
{
    static call call;
    fill(&call, 4, 120, 25, 0, 0, 0.1, 18);
    for (int i = 0; i < 120; i++) {
        call.scores[120 + i] = call.scores[i];              /* run 1 is run 0 */
        call.scores[i % 2 == 0 ? 240 + i : 360 + i] = NAN;  /* runs 2 and 3 share nothing */
    }
    compare(&call);
    const whisker_max_t_pair *same = &call.pairs[0], *apart = &call.pairs[5];
    cr_assert(same->notes & WHISKER_NOTE_IDENTICAL);
    cr_assert_eq(same->p, 1);
    cr_assert_eq(same->p_step_down, 1);
    cr_assert(isnan(same->lower));
    cr_assert(isnan(apart->p) && isnan(apart->lower) && isnan(apart->p_step_down));
    cr_assert(isfinite(call.pairs[1].lower));
}

static int32_t stop_halfway(void *context, double done)
{
    *(double *)context = done;
    return done > 0.5;
}

static int32_t stop_at_once(void *context, double done)
{
    *(double *)context = done;
    return 1;
}

Test(min_p, can_be_watched_and_stopped)
{
    static call call;
    double done = 0;
    fill(&call, 6, 400, 100, 0, 0, 0.02, 22);
    call.options.replicates = 99999;
    call.options.watch = stop_halfway;
    call.options.watch_context = &done;
    call.options.threads = 1;
    cr_assert_eq(run(&call, NULL, NULL), WHISKER_CANCELLED);
    cr_assert(done > 0.5 && done < 0.6, "%g", done);
    call.options.watch = stop_at_once;
    cr_assert_eq(run(&call, NULL, NULL), WHISKER_CANCELLED);
    cr_assert_eq(done, 0);
    cr_assert_eq(call.pairs[0].p, 0);
}

Test(min_p, survives_lack_of_memory)
{
    static call call;
    int32_t status = WHISKER_NO_MEMORY;
    for (int64_t fail_at = 1; status != WHISKER_OK; fail_at++) {
        counting_allocator counting;
        whisker_arena *arena;
        fill(&call, 6, 400, 100, 0, 1, 0.02, 24);
        call.options.replicates = 99;
        counting_allocator_start(&counting);
        counting.fail_at = fail_at;
        status = whisker_arena_new(&counting.allocator, &arena, NULL);
        if (status == WHISKER_OK) {
            status = run(&call, arena, NULL);
            whisker_arena_free(arena);
        }
        cr_assert(status == WHISKER_OK || status == WHISKER_NO_MEMORY);
        cr_assert_eq(counting.live_blocks, 0);
        cr_assert_lt(fail_at, 100);
    }
}
