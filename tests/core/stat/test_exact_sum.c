#include "stat/exact_sum.h"

#include "base/random.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

static const limb_window ALL_SCORES = {SCORE_LIMB_FIRST, SCORE_LIMBS};
static const limb_window ALL_PRODUCTS = {PRODUCT_LIMB_FIRST, PRODUCT_LIMBS};

static double sum_of(int n, const double *x)
{
    int64_t limbs[SCORE_LIMBS] = {0};
    for (int i = 0; i < n; i++)
        limbs_add(limbs, ALL_SCORES, whole_of(x[i]));
    total total = total_of_limbs(limbs, ALL_SCORES);
    return sum_value(total_value(&total, 0));
}

Test(exact_sum, a_number_is_itself)
{
    const double numbers[] = {0, 1, -1, 0.1, -1. / 3, 1e308, -1e308, 0x1.fffffffffffffp1023, 0x1p-1074, 0x1.8p-1073,
                              -0x0.fffffffffffffp-1022, 0x1p-1022, 4294967296., 0x1.0000000000001p31};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        whole found = whole_of(numbers[i]);
        cr_assert_eq(ldexp((double)found.significand, found.exponent), numbers[i]);
        cr_assert(found.significand == 0 || found.significand % 2 != 0);
        cr_assert_eq(sum_of(1, &numbers[i]), numbers[i], "%a", numbers[i]);
    }
}

Test(exact_sum, nothing_is_lost)
{
    const double far_apart[] = {0x1p1000, 1, -0x1p1000, 0x1p-1000, -1};
    const double carried[] = {4294967295., 1, 4294967295., -8589934591.};
    const double tie[] = {1, 0x1p-53, 0x1p-90};
    cr_assert_eq(sum_of(5, far_apart), 0x1p-1000);
    cr_assert_eq(sum_of(4, carried), 0);
    cr_assert_eq(sum_of(3, tie), 1 + 0x1p-52);
    cr_assert_eq(sum_of(2, tie), 1);
}

/* Windows grow to what numbers touch, and no further. */
Test(exact_sum, windows)
{
    cr_assert_eq(whole_window(whole_of(1)).n, 1);
    cr_assert_eq(whole_window(whole_of(0.25)).first, -1);
    cr_assert_eq(whole_window(whole_of(0.1)).n, 2);
    cr_assert_eq(whole_window(whole_of(0)).n, 0);
    limb_window joined = window_join((limb_window){-3, 2}, (limb_window){1, 1});
    cr_assert(joined.first == -3 && joined.n == 5);
    cr_assert_eq(window_join((limb_window){0, 0}, joined).n, 5);
}

static double magnitude(random_stream *random)
{
    double size = ldexp(random_uniform(random), (int)random_below(random, 200) - 100);
    return random_below(random, 2) ? size : -size;
}

/* n sum x^2 - (sum x)^2 of two numbers is (x - y)^2, where it can be had without rounding. */
Test(exact_sum, squares_and_products)
{
    random_stream random = random_open(4, 0);
    for (int run = 0; run < 2000; run++) {
        double x = magnitude(&random), y = run % 2 ? x * (1 + ldexp((double)random_below(&random, 1000), -52)) : -x;
        double numbers[2] = {x, y};
        int64_t limbs[SCORE_LIMBS] = {0}, squares[PRODUCT_LIMBS] = {0}, products[PRODUCT_LIMBS] = {0};
        for (int i = 0; i < 2; i++) {
            limbs_add(limbs, ALL_SCORES, whole_of(numbers[i]));
            limbs_add_product(squares, ALL_PRODUCTS, whole_of(numbers[i]), whole_of(numbers[i]));
        }
        limbs_add_product(products, ALL_PRODUCTS, whole_of(x), whole_of(y));
        total scores = total_of_limbs(limbs, ALL_SCORES), square = total_of_limbs(squares, ALL_PRODUCTS);
        total all = total_times(&square, 2), mean = total_product(&scores, &scores), rest = total_minus(&all, &mean);
        cr_assert_eq(sum_value(total_value(&rest, 0)), (x - y) * (x - y), "%a %a", x, y);
        total product = total_of_limbs(products, ALL_PRODUCTS);
        sum value = total_value(&product, 0);
        cr_assert_eq(value.total + value.correction, x * y);
        cr_assert_eq((value.total - x * y) + value.correction, fma(x, y, -(x * y)));
    }
}

Test(exact_sum, differences_have_a_sign)
{
    int64_t one[1] = {5}, two[2] = {7, 0};
    total five = total_of_limbs(one, (limb_window){0, 1}), seven = total_of_limbs(two, (limb_window){0, 2});
    total less = total_minus(&five, &seven), more = total_minus(&seven, &five), none = total_minus(&five, &five);
    cr_assert_eq(sum_value(total_value(&less, 0)), -2);
    cr_assert_eq(sum_value(total_value(&more, 0)), 2);
    cr_assert_eq(none.sign, 0);
    total times = total_times(&less, 1000000007);
    cr_assert_eq(sum_value(total_value(&times, 1)), -1000000007);
}
