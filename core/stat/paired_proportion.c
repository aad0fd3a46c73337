/* Two runs with 0/1 scores on the same items: a 2x2 table, McNemar's tests, and intervals for the difference of
 * the two proportions (M5.4). Only items on which the runs disagree speak about the difference. */
#include "stat/paired_proportion.h"

#include "base/error.h"
#include "base/structs.h"

#include <math.h>

typedef struct paired_table {
    double both, only_a, only_b, neither;
    double n, discordant;
    double z; /* normal quantile of the level */
} paired_table;

/* ---- tests ---- */

/* Two-sided binomial test of only_a against discordant / 2; the binomial is symmetric, so both tails are equal. mid_p
 * counts the table seen by half (Lancaster 1961); without the cap of exact_p a tie gives 1. */
void paired_tests(int64_t only_a, int64_t only_b, double *exact, double *mid)
{
    double fewer = (double)(only_a < only_b ? only_a : only_b), discordant = (double)(only_a + only_b);
    *exact = 1;
    *mid = NAN;
    if (discordant == 0)
        return;
    double both_tails = 2 * whisker_binomial_cdf(fewer, discordant, 0.5, WHISKER_LOWER);
    *exact = fmin(1, both_tails);
    *mid = fmin(1, both_tails - whisker_binomial_pmf(fewer, discordant, 0.5, WHISKER_LOWER));
}

/* McNemar 1947; `correction` is 0, or 1 for Edwards 1948, whose statistic cannot fall below 0. NaN without a
 * discordant item. */
static double chi_square(const paired_table *table, double correction)
{
    double distance = fmax(0, fabs(table->only_a - table->only_b) - correction);
    return distance * distance / table->discordant;
}

static double chi_square_p(double statistic)
{
    return whisker_chi_square_cdf(statistic, 1, WHISKER_UPPER);
}

/* ---- intervals ---- */

/* sqrt(b + c - (b - c)^2 / n) / n, written as a sum of positive terms. */
static double wald_standard_error(const paired_table *table)
{
    double concordant = table->both + table->neither;
    return sqrt((table->discordant * concordant + 4 * table->only_a * table->only_b) / table->n) / table->n;
}

/* Tango 1998: P[only B] at its maximum likelihood when the difference of the proportions is held at `difference`;
 * the larger root of 2 n q^2 + B q + C, in the form that does not cancel. */
static double restricted_only_b(const paired_table *table, double difference)
{
    double concave = difference * (1 - difference);
    double b = (2 * table->n - table->only_a + table->only_b) * difference - table->discordant;
    double c = -table->only_b * concave;
    double root = sqrt(fmax(0, b * b - 8 * table->n * c));
    if (b > 0)
        return -2 * c / (root + b);
    return (root - b) / (4 * table->n);
}

/* Positive where the score test would reject `difference` because the data lie above it. */
static double tango_excess(const paired_table *table, double difference)
{
    double variance = 2 * restricted_only_b(table, difference) + difference * (1 - difference);
    return table->only_a - table->only_b - table->n * difference - table->z * sqrt(table->n * fmax(0, variance));
}

/* Where the excess falls to 0 below the difference seen: by false position, where an end that stays twice counts half
 * (the Illinois rule, Dowell and Jarratt 1971). A fifth of the steps of halving, for thousands of pairs. */
static double tango_lower(const paired_table *table)
{
    double low = -1, high = (table->only_a - table->only_b) / table->n, last = low;
    double above = tango_excess(table, low), below = tango_excess(table, high);
    int moved = 0; /* 1: low, -1: high */
    for (int step = 0; step < 200 && above > 0; step++) {
        double share = below < 0 ? above / (above - below) : 0.5, next = low + (high - low) * share;
        double excess = tango_excess(table, next);
        if (excess == 0 || !(next > low && next < high) || fabs(next - last) <= 0x1p-51 * fabs(next))
            return next;
        if (excess > 0) {
            low = next;
            above = excess;
            below *= moved == 1 ? 0.5 : 1;
            moved = 1;
        } else {
            high = next;
            below = excess;
            above *= moved == -1 ? 0.5 : 1;
            moved = -1;
        }
        last = next;
    }
    return high;
}

/* The table with the runs exchanged; an upper limit is the negative of its lower one, so that exchanging runs
 * changes no digit. */
static paired_table exchanged(paired_table table)
{
    double only_a = table.only_a;
    table.only_a = table.only_b;
    table.only_b = only_a;
    return table;
}

/* Correlation of the two scores, its numerator reduced by n/2 when positive (Newcombe 1998, method 10). */
static double reduced_phi(const paired_table *table)
{
    double margins_a = (table->both + table->only_a) * (table->only_b + table->neither);
    double margins_b = (table->both + table->only_b) * (table->only_a + table->neither);
    double association = table->both * table->neither - table->only_a * table->only_b;
    if (margins_a == 0 || margins_b == 0)
        return 0;
    if (association > 0)
        association = fmax(0, association - table->n / 2);
    return association / (sqrt(margins_a) * sqrt(margins_b));
}

static double distance(double first, double second, double correlation)
{
    return sqrt(fmax(0, first * first + second * second - 2 * correlation * (first * second)));
}

/* Newcombe 1998, "Improved confidence intervals for the difference between binomial proportions based on paired
 * data", method 10: Wilson intervals of the two proportions, joined with their correlation. */
static int32_t newcombe(const paired_table *table, double level, double limits[2], whisker_error *error)
{
    double correct_a = table->both + table->only_a, correct_b = table->both + table->only_b;
    double a = correct_a / table->n, b = correct_b / table->n;
    double difference = (table->only_a - table->only_b) / table->n;
    double phi = reduced_phi(table);
    double lower_a, upper_a, lower_b, upper_b;
    int32_t status = whisker_proportion_interval(correct_a, table->n, WHISKER_WILSON, level, &lower_a, &upper_a, error);
    if (status == WHISKER_OK)
        status = whisker_proportion_interval(correct_b, table->n, WHISKER_WILSON, level, &lower_b, &upper_b, error);
    if (status != WHISKER_OK)
        return status;
    limits[0] = difference - distance(a - lower_a, upper_b - b, phi);
    limits[1] = difference + distance(upper_a - a, b - lower_b, phi);
    return WHISKER_OK;
}

/* ---- the call ---- */

static int32_t check(int64_t both, int64_t only_a, int64_t only_b, int64_t neither, double level,
                     const whisker_paired_proportions *out, whisker_error *error)
{
    if (both < 0 || only_a < 0 || only_b < 0 || neither < 0)
        return error_set(error, WHISKER_BAD_ARGUMENT, "a table of counts holds a negative one");
    if (both + only_a + only_b + neither == 0)
        return error_set(error, WHISKER_NO_DATA, "a table of counts holds no item");
    if (!(level > 0 && level < 1))
        return error_set(error, WHISKER_BAD_OPTION, "a confidence level lies between 0 and 1");
    return struct_check(out, "whisker_paired_proportions", error);
}

static paired_table table_of(int64_t both, int64_t only_a, int64_t only_b, int64_t neither, double level)
{
    paired_table table = {.both = (double)both, .only_a = (double)only_a, .only_b = (double)only_b,
                          .neither = (double)neither};
    table.discordant = table.only_a + table.only_b;
    table.n = table.both + table.neither + table.discordant;
    table.z = whisker_normal_quantile((1 - level) / 2, WHISKER_UPPER);
    return table;
}

void paired_tango(int64_t both, int64_t only_a, int64_t only_b, int64_t neither, double level, double limits[2])
{
    paired_table table = table_of(both, only_a, only_b, neither, level), swapped = exchanged(table);
    limits[0] = tango_lower(&table);
    limits[1] = -tango_lower(&swapped);
}

int32_t whisker_compare_paired_proportions(int64_t both, int64_t only_a, int64_t only_b, int64_t neither, double level,
                                           whisker_paired_proportions *out, whisker_error *error)
{
    if (level == 0)
        level = 0.95;
    int32_t status = check(both, only_a, only_b, neither, level, out, error);
    if (status != WHISKER_OK)
        return status;
    paired_table table = table_of(both, only_a, only_b, neither, level);
    whisker_paired_proportions result = {
        .difference = (table.only_a - table.only_b) / table.n,
        .standard_error = wald_standard_error(&table),
        .chi_square = chi_square(&table, 0),
        .chi_square_p = chi_square_p(chi_square(&table, 0)),
        .chi_square_corrected_p = chi_square_p(chi_square(&table, 1)),
    };
    paired_tango(both, only_a, only_b, neither, level, result.tango);
    paired_tests(only_a, only_b, &result.exact_p, &result.mid_p);
    status = newcombe(&table, level, result.newcombe, error);
    if (status != WHISKER_OK)
        return status;
    struct_store(out, &result, sizeof result);
    return WHISKER_OK;
}
