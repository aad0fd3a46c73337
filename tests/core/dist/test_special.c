/* The reference family "special": every function at every argument. */
#include "reference.h"
#include "whisker.h"

#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef double one_function(double, int32_t);
typedef double two_function(double, double, int32_t);
typedef double three_function(double, double, double, int32_t);

typedef struct special_function {
    const char *name;
    one_function *of_one;
    two_function *of_two;
    three_function *of_three;
    int32_t tail;
} special_function;

static const special_function functions[] = {
    {"norm_cdf", whisker_normal_cdf, NULL, NULL, WHISKER_LOWER},
    {"norm_quantile", whisker_normal_quantile, NULL, NULL, WHISKER_LOWER},
    {"t_sf", NULL, whisker_t_cdf, NULL, WHISKER_UPPER},
    {"t_quantile", NULL, whisker_t_quantile, NULL, WHISKER_LOWER},
    {"chi2_sf", NULL, whisker_chi_square_cdf, NULL, WHISKER_UPPER},
    {"beta_cdf", NULL, NULL, whisker_beta_cdf, WHISKER_LOWER},
    {"beta_quantile", NULL, NULL, whisker_beta_quantile, WHISKER_LOWER},
    {"binom_cdf", NULL, NULL, whisker_binomial_cdf, WHISKER_LOWER},
    {"nct_cdf", NULL, NULL, whisker_noncentral_t_cdf, WHISKER_LOWER},
    {"ptukey_sf", NULL, NULL, whisker_studentized_range_cdf, WHISKER_UPPER},
};

enum { N_FUNCTIONS = sizeof functions / sizeof *functions };

static double evaluate(const special_function *function, const double *argument)
{
    if (function->of_one != NULL)
        return function->of_one(argument[0], function->tail);
    if (function->of_two != NULL)
        return function->of_two(argument[0], argument[1], function->tail);
    return function->of_three(argument[0], argument[1], argument[2], function->tail);
}

static int is_of(const cJSON *test, const char *function)
{
    return strcmp(cJSON_GetStringValue(reference_parameter(test, "function")), function) == 0;
}

static void check_function(const special_function *function)
{
    reference special = reference_open("special");
    const cJSON *test;
    reference_each(test, &special) {
        if (!is_of(test, function->name))
            continue;
        int64_t n;
        double *argument = reference_numbers(reference_input(test, "args"), &n);
        reference_check(&special, test, "value", evaluate(function, argument));
        free(argument);
    }
    reference_close(&special);
}

Test(special, normal) { check_function(&functions[0]); }
Test(special, normal_quantile) { check_function(&functions[1]); }
Test(special, t) { check_function(&functions[2]); }
Test(special, t_quantile) { check_function(&functions[3]); }
Test(special, chi_square) { check_function(&functions[4]); }
Test(special, beta) { check_function(&functions[5]); }
Test(special, beta_quantile) { check_function(&functions[6]); }
Test(special, binomial) { check_function(&functions[7]); }
Test(special, noncentral_t) { check_function(&functions[8]); }
Test(special, studentized_range) { check_function(&functions[9]); }

/* A function that the reference gains must not go unnoticed. */
Test(special, no_case_is_left_out)
{
    reference special = reference_open("special");
    const cJSON *test;
    reference_each(test, &special) {
        int known = 0;
        for (int i = 0; i < N_FUNCTIONS; i++)
            known |= is_of(test, functions[i].name);
        cr_expect(known, "%s", cJSON_GetStringValue(reference_parameter(test, "function")));
    }
    cJSON_Delete(special.root);
}
