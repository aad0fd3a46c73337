#include "whisker.h"

#include <criterion/criterion.h>

#include <string.h>

Test(names, round_trip)
{
    int variances = 0, intervals = 0;
    for (int32_t number = -5; number < 100; number++) {
        if (whisker_variance_name(number) != NULL) {
            cr_assert_eq(whisker_variance_number(whisker_variance_name(number)), number);
            variances++;
        }
        if (whisker_interval_name(number) != NULL) {
            cr_assert_eq(whisker_interval_number(whisker_interval_name(number)), number);
            intervals++;
        }
    }
    cr_assert_eq(variances, 9);
    cr_assert_eq(intervals, 26);
}

Test(names, are_those_of_the_manual)
{
    cr_assert_str_eq(whisker_variance_name(WHISKER_CLUSTER_PAPER), "cluster_paper");
    cr_assert_str_eq(whisker_variance_name(WHISKER_CR2), "cr2");
    cr_assert_str_eq(whisker_variance_name(WHISKER_LINEARIZED), "linearized");
    cr_assert_eq(whisker_interval_number("wilson"), WHISKER_WILSON);
    cr_assert_eq(whisker_interval_number("korn_graubard"), WHISKER_KORN_GRAUBARD);
    cr_assert_eq(whisker_interval_number("effective_wilson"), WHISKER_EFFECTIVE_WILSON);
    cr_assert_eq(whisker_interval_number("clustered_wilson"), WHISKER_CLUSTERED_WILSON);
    cr_assert_eq(whisker_interval_number("bayes"), WHISKER_BAYES_UNIFORM);
    cr_assert_eq(whisker_interval_number("tango"), WHISKER_TANGO);
}

Test(names, sequences)
{
    int methods = 0;
    for (int32_t number = -5; number < 100; number++)
        if (whisker_sequence_method_name(number) != NULL) {
            cr_assert_eq(whisker_sequence_method_number(whisker_sequence_method_name(number)), number);
            methods++;
        }
    cr_assert_eq(methods, 5);
    cr_assert_eq(whisker_sequence_method_number("empirical_bernstein"), WHISKER_SEQUENCE_EMPIRICAL_BERNSTEIN);
    cr_assert_eq(whisker_sequence_method_number("beta_mixture"), WHISKER_SEQUENCE_BETA_MIXTURE);
    cr_assert_eq(whisker_sequence_method_number("wilson"), -1);
    cr_assert_str_eq(whisker_decision_name(WHISKER_UNDECIDED), "undecided");
    cr_assert_str_eq(whisker_decision_name(WHISKER_ABOVE), "above");
    cr_assert_str_eq(whisker_decision_name(WHISKER_CONTRADICTED), "contradicted");
    cr_assert(whisker_decision_name(4) == NULL && whisker_decision_name(-1) == NULL);
}

Test(names, kinds_of_bootstrap)
{
    for (int32_t kind = WHISKER_BOOTSTRAP_PERCENTILE; kind <= WHISKER_BOOTSTRAP_HULL; kind++)
        cr_assert_eq(whisker_bootstrap_kind_number(whisker_bootstrap_kind_name(kind)), kind);
    cr_assert_str_eq(whisker_bootstrap_kind_name(WHISKER_BOOTSTRAP_BCA), "bca");
    cr_assert_null(whisker_bootstrap_kind_name(WHISKER_BOOTSTRAP_DEFAULT));
    cr_assert_null(whisker_bootstrap_kind_name(WHISKER_BOOTSTRAP_HULL + 1));
    cr_assert_eq(whisker_bootstrap_kind_number("bcs"), -1);
}

Test(names, unknown)
{
    cr_assert_null(whisker_variance_name(WHISKER_VARIANCE_DEFAULT));
    cr_assert_null(whisker_interval_name(18));
    cr_assert_null(whisker_interval_name(INT32_MAX));
    cr_assert_eq(whisker_variance_number("cr4"), -1);
    cr_assert_eq(whisker_interval_number(""), -1);
    cr_assert_eq(whisker_interval_number(NULL), -1);
}

/* Every bit has a name of its own and one sentence; combinations have none. */
Test(names, notes)
{
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        const char *name = whisker_note_name(bit), *text = whisker_note_text(bit);
        if (bit > WHISKER_NOTE_UNDEFINED_REPLICATES) {
            cr_assert(name == NULL && text == NULL);
            continue;
        }
        cr_assert(name != NULL && text != NULL, "bit %u", (unsigned)bit);
        cr_assert_eq(text[strlen(text) - 1], '.');
        for (uint32_t other = 1; other < bit; other <<= 1)
            cr_assert_str_neq(whisker_note_name(other), name);
    }
    cr_assert_str_eq(whisker_note_name(WHISKER_NOTE_FEW_CLUSTERS), "few_clusters");
    cr_assert_null(whisker_note_name(0));
    cr_assert_null(whisker_note_text(3));
}
