/* core.dist: distribution functions by one bound function each, which finds its own in an upvalue. */
#include "binding.h"

typedef double one_parameter(double x, int32_t tail);
typedef double two_parameters(double x, double a, int32_t tail);
typedef double three_parameters(double x, double a, double b, int32_t tail);

typedef struct distribution {
    const char *name;
    one_parameter *of_none;
    two_parameters *of_one;
    three_parameters *of_two;
} distribution;

static const distribution distributions[] = {
    {"normal_cdf", whisker_normal_cdf, NULL, NULL},
    {"normal_quantile", whisker_normal_quantile, NULL, NULL},
    {"t_cdf", NULL, whisker_t_cdf, NULL},
    {"t_quantile", NULL, whisker_t_quantile, NULL},
    {"chi_square_cdf", NULL, whisker_chi_square_cdf, NULL},
    {"chi_square_quantile", NULL, whisker_chi_square_quantile, NULL},
    {"f_cdf", NULL, NULL, whisker_f_cdf},
    {"f_quantile", NULL, NULL, whisker_f_quantile},
    {"gamma_cdf", NULL, NULL, whisker_gamma_cdf},
    {"gamma_quantile", NULL, NULL, whisker_gamma_quantile},
    {"beta_cdf", NULL, NULL, whisker_beta_cdf},
    {"beta_quantile", NULL, NULL, whisker_beta_quantile},
    {"binomial_pmf", NULL, NULL, whisker_binomial_pmf},
    {"binomial_cdf", NULL, NULL, whisker_binomial_cdf},
    {"binomial_quantile", NULL, NULL, whisker_binomial_quantile},
};

static const char *tail_name(int32_t number)
{
    switch (number) {
    case WHISKER_LOWER: return "lower";
    case WHISKER_UPPER: return "upper";
    case WHISKER_LOG: return "log";
    case WHISKER_UPPER | WHISKER_LOG: return "upper log";
    }
    return NULL;
}

static int32_t take_tail(lua_State *L, int index)
{
    if (lua_isnoneornil(L, index))
        return WHISKER_LOWER;
    take_text(L, index, NULL);
    lua_settop(L, index);                             // tail
    return name_number(L, index, "tail", tail_name);
}

static int call_distribution(lua_State *L)
{
    const distribution *of = lua_touserdata(L, lua_upvalueindex(FIRST_UPVALUE));
    double x = take_number(L, 1);
    if (of->of_none != NULL) {
        push_number(L, of->of_none(x, take_tail(L, 2))); // value
        return 1;
    }
    double a = take_number(L, 2);
    if (of->of_one != NULL) {
        push_number(L, of->of_one(x, a, take_tail(L, 3))); // value
        return 1;
    }
    double b = take_number(L, 3);
    push_number(L, of->of_two(x, a, b, take_tail(L, 4))); // value
    return 1;
}

void push_distributions(lua_State *L)
{
    lua_newtable(L);                                  // dist
    for (size_t i = 0; i < sizeof distributions / sizeof *distributions; i++) {
        lua_pushlightuserdata(L, (void *)(uintptr_t)&distributions[i]); // dist distribution
        register_closure(L, distributions[i].name, call_distribution, 1); // dist
    }
}
