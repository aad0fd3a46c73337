/* Bayes for two runs with 0/1 scores (M5.10): which is better with what probability, and by how much. Deterministic: every
 * posterior is a density of the difference of the two proportions, integrated numerically. */
#include "base/error.h"
#include "base/structs.h"
#include "dist/log_integral.h"
#include "stat/gap_density.h"
#include "stat/latent_pair.h"
#include "stat/slide.h"

static const double DEFAULT_LEVEL = 0.95;
static const double negligible = 36; /* e^-36 of the peak */
static const double widest = 0.5;    /* step of t that the prior allows */

/* ---- the four cells as a Dirichlet law ---- */

/* The two discordant cells may hold s together, of which gap is their difference: s - gap and 1 - s slide. */
typedef struct cells {
    double only_larger, only_smaller, concordant; /* counts, by which run is the better one at this gap */
    double gap;
} cells;

typedef struct dirichlet {
    double only_a, only_b, concordant;
    double step;
    int start;
} dirichlet;

static double cells_at(double t, void *context)
{
    const cells *cells = context;
    slide slide = slide_at(cells->gap, t);
    double half = 0.5 * slide.smaller;
    return slide.log_slope + cells->only_larger * log(half + cells->gap) + cells->only_smaller * log(half) +
           (cells->concordant + 1) * log(slide.above_larger);
}

static double dirichlet_gap(double gap, void *context)
{
    dirichlet *this = context;
    cells cells = {gap < 0 ? this->only_b : this->only_a, gap < 0 ? this->only_a : this->only_b, this->concordant,
                   fabs(gap)};
    return log_integral(cells_at, &cells, this->step, negligible, &this->start);
}

static dirichlet dirichlet_of(double both, double only_a, double only_b, double neither)
{
    double discordant = only_a + only_b, concordant = both + neither;
    double spread = sqrt(1 / (discordant + 2) + 1 / (concordant + 2));
    return (dirichlet){only_a, only_b, concordant, fmin(widest, 0.5 * spread), 0};
}

/* ---- two independent beta laws ---- */

typedef struct proportion {
    double right, wrong;
} proportion;

typedef struct two_betas {
    proportion a, b;
    proportion larger, smaller; /* at this gap */
    double gap;
    double step;
    int start;
} two_betas;

static double betas_at(double t, void *context)
{
    const two_betas *this = context;
    slide slide = slide_at(this->gap, t);
    return slide.log_slope + this->larger.right * log(slide.larger) + this->larger.wrong * log(slide.above_larger) +
           this->smaller.right * log(slide.smaller) + this->smaller.wrong * log(slide.above_smaller);
}

static double two_betas_gap(double gap, void *context)
{
    two_betas *this = context;
    this->larger = gap < 0 ? this->b : this->a;
    this->smaller = gap < 0 ? this->a : this->b;
    this->gap = fabs(gap);
    return log_integral(betas_at, this, this->step, negligible, &this->start);
}

static double beta_mean(proportion p)
{
    return (p.right + 1) / (p.right + p.wrong + 2);
}

static double beta_variance(proportion p)
{
    return beta_mean(p) * (1 - beta_mean(p)) / (p.right + p.wrong + 3);
}

static two_betas two_betas_of(proportion a, proportion b)
{
    two_betas made = {.a = a, .b = b};
    double smaller = fmin(beta_mean(a), beta_mean(b)), larger = fmax(beta_mean(a), beta_mean(b));
    double together = 1 / sqrt(1 / beta_variance(a) + 1 / beta_variance(b));
    made.step = fmin(widest, 0.5 * together / slide_speed(smaller, larger));
    return made;
}

/* ---- from a density to an answer ---- */

static int32_t check_options(const whisker_bayes_options *given, whisker_bayes_options *options, whisker_error *error)
{
    int32_t status = struct_load(options, sizeof *options, given, "whisker_bayes_options", error);
    if (status != WHISKER_OK)
        return status;
    options->level = options->level == 0 ? DEFAULT_LEVEL : options->level;
    options->model = options->model == WHISKER_BAYES_DEFAULT ? WHISKER_BAYES_LATENT : options->model;
    if (options->correlation_a == 0 && options->correlation_b == 0) {
        options->correlation_a = 4;
        options->correlation_b = 2;
    }
    if (!(options->level > 0 && options->level < 1))
        return error_set(error, WHISKER_BAD_OPTION, "a level lies between 0 and 1");
    if (options->model != WHISKER_BAYES_LATENT && options->model != WHISKER_BAYES_DIRICHLET)
        return error_set(error, WHISKER_BAD_OPTION, "the model of a paired table is latent or dirichlet");
    if (!(options->correlation_a >= 0.5 && options->correlation_a <= 1e6 && options->correlation_b >= 0.5 &&
          options->correlation_b <= 1e6))
        return error_set(error, WHISKER_BAD_OPTION, "the shapes of the correlation's prior lie between 1/2 and 1000000");
    return WHISKER_OK;
}

static int32_t summarize(gap_function *f, void *posterior, double centre, double spread, whisker_bayes *out,
                         whisker_error *error)
{
    gap_density density;
    double tail = 0.5 * (1 - out->level);
    if (!gap_tabulate(f, posterior, centre, spread, &density))
        return error_set(error, WHISKER_NO_CONVERGENCE, "the posterior could not be integrated");
    out->a_better = density.above / (density.below + density.above);
    out->b_better = density.below / (density.below + density.above);
    out->value = gap_mean(&density);
    out->lower = gap_quantile(&density, tail, 0);
    out->upper = gap_quantile(&density, tail, 1);
    return WHISKER_OK;
}

/* ---- the public forms ---- */

static int32_t paired(double both, double only_a, double only_b, double neither, const whisker_bayes_options *options,
                      whisker_bayes *out, whisker_error *error)
{
    double n = both + only_a + only_b + neither + 2, centre = (only_a - only_b) / n;
    double spread = sqrt((only_a + only_b + 1) / n - centre * centre) / sqrt(n);
    if (options->model == WHISKER_BAYES_LATENT) {
        latent_pair posterior = latent_pair_of(both, only_a, only_b, neither, options->correlation_a,
                                               options->correlation_b);
        return summarize(latent_pair_gap, &posterior, centre, spread, out, error);
    }
    dirichlet posterior = dirichlet_of(both, only_a, only_b, neither);
    int32_t status = summarize(dirichlet_gap, &posterior, centre, spread, out, error);
    out->a_better = whisker_beta_cdf(0.5, only_a + 1, only_b + 1, WHISKER_UPPER);
    out->b_better = whisker_beta_cdf(0.5, only_b + 1, only_a + 1, WHISKER_UPPER);
    out->value = (only_a - only_b) / (n + 2);
    return status;
}

int32_t whisker_paired_bayes(int64_t both, int64_t only_a, int64_t only_b, int64_t neither,
                             const whisker_bayes_options *given, whisker_bayes *out, whisker_error *error)
{
    whisker_bayes_options options;
    int32_t status = struct_check(out, "whisker_bayes", error);
    if (status == WHISKER_OK)
        status = check_options(given, &options, error);
    if (status != WHISKER_OK)
        return status;
    if (both < 0 || only_a < 0 || only_b < 0 || neither < 0)
        return error_set(error, WHISKER_BAD_ARGUMENT, "counts of a table are not below 0");
    if (both == 0 && only_a == 0 && only_b == 0 && neither == 0)
        return error_set(error, WHISKER_NO_DATA, "a table without an item says nothing");
    whisker_bayes made = {.model = options.model, .level = options.level};
    status = paired((double)both, (double)only_a, (double)only_b, (double)neither, &options, &made, error);
    if (status == WHISKER_OK)
        struct_store(out, &made, sizeof made);
    return status;
}

int32_t whisker_unpaired_bayes(int64_t x1, int64_t n1, int64_t x2, int64_t n2, double level, whisker_bayes *out,
                               whisker_error *error)
{
    whisker_bayes made = {.model = WHISKER_BAYES_BETA, .level = level == 0 ? DEFAULT_LEVEL : level};
    int32_t status = struct_check(out, "whisker_bayes", error);
    if (status != WHISKER_OK)
        return status;
    if (x1 < 0 || x1 > n1 || x2 < 0 || x2 > n2 || n1 == 0 || n2 == 0)
        return error_set(error, WHISKER_BAD_ARGUMENT, "successes lie between 0 and the number of trials, at least 1");
    if (!(made.level > 0 && made.level < 1))
        return error_set(error, WHISKER_BAD_OPTION, "a level lies between 0 and 1");
    proportion a = {(double)x1, (double)(n1 - x1)}, b = {(double)x2, (double)(n2 - x2)};
    two_betas posterior = two_betas_of(a, b);
    status = summarize(two_betas_gap, &posterior, beta_mean(a) - beta_mean(b),
                       sqrt(beta_variance(a) + beta_variance(b)), &made, error);
    if (status == WHISKER_OK)
        struct_store(out, &made, sizeof made);
    return status;
}

/* ---- names ---- */

static const char *const model_names[] = {
    [WHISKER_BAYES_LATENT] = "latent",
    [WHISKER_BAYES_DIRICHLET] = "dirichlet",
    [WHISKER_BAYES_BETA] = "beta",
};

const char *whisker_bayes_model_name(int32_t model)
{
    return model > 0 && model <= WHISKER_BAYES_BETA ? model_names[model] : NULL;
}
