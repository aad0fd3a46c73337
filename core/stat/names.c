/* Names and sentences for the numbers of variances, intervals, sequences and notes. */
#include "whisker.h"

#include <string.h>

#define COUNT(array) ((int32_t)(sizeof(array) / sizeof((array)[0])))

static const char *const variance_names[] = {
    [WHISKER_CLT] = "clt",
    [WHISKER_BERNOULLI] = "bernoulli",
    [WHISKER_CLUSTER_PAPER] = "cluster_paper",
    [WHISKER_CR0] = "cr0",
    [WHISKER_CR1] = "cr1",
    [WHISKER_CR2] = "cr2",
    [WHISKER_CR3] = "cr3",
    [WHISKER_LINEARIZED] = "linearized",
    [WHISKER_JACKKNIFE] = "jackknife",
};

static const char *const interval_names[] = {
    [WHISKER_T] = "t",
    [WHISKER_NORMAL] = "normal",
    [WHISKER_WALD] = "wald",
    [WHISKER_WILSON] = "wilson",
    [WHISKER_WILSON_CONTINUITY] = "wilson_continuity",
    [WHISKER_CLOPPER_PEARSON] = "clopper_pearson",
    [WHISKER_JEFFREYS] = "jeffreys",
    [WHISKER_JEFFREYS_EQUAL_TAILED] = "jeffreys_equal_tailed",
    [WHISKER_AGRESTI_COULL] = "agresti_coull",
    [WHISKER_BAYES_UNIFORM] = "bayes",
    [WHISKER_LIKELIHOOD_RATIO] = "likelihood_ratio",
    [WHISKER_BLAKER] = "blaker",
    [WHISKER_MINIMUM_LIKELIHOOD] = "minimum_likelihood",
    [WHISKER_KORN_GRAUBARD] = "korn_graubard",
    [WHISKER_EFFECTIVE_WILSON] = "effective_wilson",
    [WHISKER_EXACT_BOUND] = "exact_bound",
    [WHISKER_CLUSTERED_WILSON] = "clustered_wilson",
    [WHISKER_NEWCOMBE] = "newcombe",
    [WHISKER_TANGO] = "tango",
    [WHISKER_AGRESTI_CAFFO] = "agresti_caffo",
    [WHISKER_MIETTINEN_NURMINEN] = "miettinen_nurminen",
    [WHISKER_T_WILSON] = "t_wilson",
    [WHISKER_LOG_T] = "log_t",
    [WHISKER_LOGIT_T] = "logit_t",
    [WHISKER_ORDER_STATISTICS] = "order_statistics",
    [WHISKER_WOODRUFF] = "woodruff",
};

static const char *const unknown_names[] = {
    [WHISKER_SOLVE_ITEMS] = "items",
    [WHISKER_SOLVE_EFFECT] = "effect",
    [WHISKER_SOLVE_POWER] = "power",
    [WHISKER_SOLVE_DRAWS] = "draws",
    [WHISKER_SOLVE_CLUSTERS] = "clusters",
};

static const char *const simulated_names[] = {
    [WHISKER_SIMULATED_NORMAL] = "normal",
    [WHISKER_SIMULATED_BINARY] = "binary",
};

static const char *const sequence_method_names[] = {
    [WHISKER_SEQUENCE_HOEFFDING] = "hoeffding",
    [WHISKER_SEQUENCE_EMPIRICAL_BERNSTEIN] = "empirical_bernstein",
    [WHISKER_SEQUENCE_BETTING] = "betting",
    [WHISKER_SEQUENCE_BETA_MIXTURE] = "beta_mixture",
    [WHISKER_SEQUENCE_NORMAL_MIXTURE] = "normal_mixture",
};

static const char *const decision_names[] = {
    [WHISKER_UNDECIDED] = "undecided",
    [WHISKER_BELOW] = "below",
    [WHISKER_ABOVE] = "above",
    [WHISKER_CONTRADICTED] = "contradicted",
};

static const char *const bootstrap_kind_names[] = {
    [WHISKER_BOOTSTRAP_PERCENTILE] = "percentile",
    [WHISKER_BOOTSTRAP_BASIC] = "basic",
    [WHISKER_BOOTSTRAP_NORMAL] = "normal",
    [WHISKER_BOOTSTRAP_BCA] = "bca",
    [WHISKER_BOOTSTRAP_STUDENTIZED] = "studentized",
    [WHISKER_BOOTSTRAP_HULL] = "hull",
};

static const char *const wild_weights_names[] = {
    [WHISKER_RADEMACHER] = "rademacher",
    [WHISKER_WEBB] = "webb",
};

typedef struct note {
    uint32_t bit;
    const char *name;
    const char *text;
} note;

static const note notes[] = {
    {WHISKER_NOTE_ONE_ITEM, "one_item", "There is a single scored item, so no standard error exists."},
    {WHISKER_NOTE_ONE_CLUSTER, "one_cluster",
     "All items, or all items of a stratum, are in one cluster, so no standard error exists."},
    {WHISKER_NOTE_NO_VARIATION, "no_variation",
     "All scores, or all cluster means, are equal, so the standard error is 0 and says nothing."},
    {WHISKER_NOTE_FEW_CLUSTERS, "few_clusters",
     "There are fewer than 20 clusters, so the interval leans on its correction of the degrees of freedom."},
    {WHISKER_NOTE_VERY_FEW_CLUSTERS, "very_few_clusters",
     "There are fewer than 6 clusters: no clustered interval can be trusted."},
    {WHISKER_NOTE_DOMINANT_CLUSTER, "dominant_cluster",
     "One cluster holds over a quarter of the items, so the interval leans on its correction of the degrees of "
     "freedom."},
    {WHISKER_NOTE_FEW_DF, "few_df",
     "There are fewer than 4 degrees of freedom: a t interval may cover the truth less than 90% of the time."},
    {WHISKER_NOTE_MULTIWAY_FALLBACK, "multiway_fallback",
     "The multiway variance fell below that of a single cluster key; the largest single-key variance is used."},
    {WHISKER_NOTE_NESTED_KEYS, "nested_keys",
     "The clusters of one key lie within those of another; only the outer key is used."},
    {WHISKER_NOTE_CLIPPED, "clipped", "The interval was cut at the end of the score's range."},
    {WHISKER_NOTE_NON_FINITE, "non_finite", "Infinite scores were left out and are counted as missing."},
    {WHISKER_NOTE_UNPAIRED, "unpaired",
     "The two runs share fewer than half of their items, so they are compared as two samples."},
    {WHISKER_NOTE_SHARED_CLUSTERS, "shared_clusters",
     "The two runs are compared as two samples, with the covariance of the clusters that both have."},
    {WHISKER_NOTE_DROPPED, "dropped", "Items that only one of the two runs has were left out."},
    {WHISKER_NOTE_IDENTICAL, "identical", "The two runs have the same score on every item; nothing distinguishes them."},
    {WHISKER_NOTE_ICC_CLAMPED, "icc_clamped", "The intraclass correlation was estimated below 0 and is shown as 0."},
    {WHISKER_NOTE_SMALL_EXACT, "small_exact",
     "Every score lies at one end of the range; an exact one-sided bound stands in for the interval."},
    {WHISKER_NOTE_CANNOT_REJECT, "cannot_reject",
     "There are so few units that even the clearest difference would not be significant at this level."},
    {WHISKER_NOTE_BETWEEN_CLAMPED, "between_clamped",
     "A component of variance was estimated below 0, which draws alone can explain, and is shown as 0."},
    {WHISKER_NOTE_NO_REPEATS, "no_repeats",
     "No item has two draws, so what draws carry cannot be told from what items carry."},
    {WHISKER_NOTE_SINGLE_DRAWS, "single_draws",
     "Items with a single draw are given the mean variance of the draws of the others."},
    {WHISKER_NOTE_EQUAL_DRAWS, "equal_draws",
     "All draws of every item are equal, so that repeating the run said nothing: temperature 0, or copies."},
    {WHISKER_NOTE_UNDEFINED, "undefined",
     "The statistic has no value, or no slope, at these sums, as a ratio whose denominator is 0."},
    {WHISKER_NOTE_UNBOUNDED, "unbounded",
     "There are too few items for an interval of this quantile: a bound that does not exist is infinite."},
    {WHISKER_NOTE_BOOTSTRAP_NARROW, "bootstrap_narrow",
     "The bootstrap has few units that differ, or one that holds over a quarter of the items; its interval is known to be "
     "too narrow there."},
    {WHISKER_NOTE_FEW_REPLICATES, "few_replicates",
     "A limit is the outermost of the replicates and would lie further out with more of them."},
    {WHISKER_NOTE_UNDEFINED_REPLICATES, "undefined_replicates",
     "The statistic has no value in some replicates, which were left out."},
};

static const char *name_of(const char *const *names, int32_t count, int32_t number)
{
    return number >= 0 && number < count ? names[number] : NULL;
}

static int32_t number_of(const char *const *names, int32_t count, const char *name)
{
    for (int32_t number = 0; name != NULL && number < count; number++)
        if (names[number] != NULL && strcmp(names[number], name) == 0)
            return number;
    return -1;
}

static const note *find_note(uint32_t bit)
{
    for (int32_t i = 0; i < COUNT(notes); i++)
        if (notes[i].bit == bit)
            return &notes[i];
    return NULL;
}

const char *whisker_variance_name(int32_t variance)
{
    return name_of(variance_names, COUNT(variance_names), variance);
}

const char *whisker_interval_name(int32_t interval)
{
    return name_of(interval_names, COUNT(interval_names), interval);
}

int32_t whisker_variance_number(const char *name)
{
    return number_of(variance_names, COUNT(variance_names), name);
}

int32_t whisker_interval_number(const char *name)
{
    return number_of(interval_names, COUNT(interval_names), name);
}

const char *whisker_unknown_name(int32_t unknown)
{
    return name_of(unknown_names, COUNT(unknown_names), unknown);
}

int32_t whisker_unknown_number(const char *name)
{
    return number_of(unknown_names, COUNT(unknown_names), name);
}

const char *whisker_simulated_name(int32_t simulated)
{
    return name_of(simulated_names, COUNT(simulated_names), simulated);
}

int32_t whisker_simulated_number(const char *name)
{
    return number_of(simulated_names, COUNT(simulated_names), name);
}

const char *whisker_sequence_method_name(int32_t method)
{
    return name_of(sequence_method_names, COUNT(sequence_method_names), method);
}

int32_t whisker_sequence_method_number(const char *name)
{
    return number_of(sequence_method_names, COUNT(sequence_method_names), name);
}

const char *whisker_decision_name(int32_t decision)
{
    return name_of(decision_names, COUNT(decision_names), decision);
}

const char *whisker_bootstrap_kind_name(int32_t kind)
{
    return name_of(bootstrap_kind_names, COUNT(bootstrap_kind_names), kind);
}

int32_t whisker_bootstrap_kind_number(const char *name)
{
    return number_of(bootstrap_kind_names, COUNT(bootstrap_kind_names), name);
}

const char *whisker_wild_weights_name(int32_t weights)
{
    return name_of(wild_weights_names, COUNT(wild_weights_names), weights);
}

int32_t whisker_wild_weights_number(const char *name)
{
    return number_of(wild_weights_names, COUNT(wild_weights_names), name);
}

const char *whisker_note_text(uint32_t bit)
{
    const note *found = find_note(bit);
    return found != NULL ? found->text : NULL;
}

const char *whisker_note_name(uint32_t bit)
{
    const note *found = find_note(bit);
    return found != NULL ? found->name : NULL;
}
