"""whisker.compare against the reference pairs."""

from __future__ import annotations

import pytest
from reference import Family

import whisker


def test_reference_paired():
    family = Family("paired")
    for case in family.cases():
        a, b, labels = (case["input"].get(name) for name in ("a", "b", "cluster"))
        plain = whisker.compare(a, b, pairing="paired", interval="t")
        family.check(case, "n_pairs", plain.difference.n_items)
        family.check(case, "n_a_only", plain.n_a_only)
        family.check(case, "n_b_only", plain.n_b_only)
        family.check(case, "mean_diff", plain.value)
        family.check(case, "se", plain.standard_error)
        family.check(case, "cov_ab", plain.covariance)
        family.check(case, "cor_ab", plain.correlation)
        if plain.p is not None and plain.standard_error:
            family.check(case, "p", plain.p)
            family.check(case, "ci", [plain.lower, plain.upper])
        for name in ("CR0", "CR1", "CR2") if labels else ():
            clustered = whisker.compare(a, b, cluster=labels, pairing="paired", variance=name.lower())
            family.check(case, f"cluster_{name}_se", clustered.standard_error)
            if name == "CR2" and clustered.p is not None:
                family.check(case, "cluster_CR2_df", clustered.difference.df)
                family.check(case, "cluster_CR2_p", clustered.p)
    assert family.compared > 100


def test_mcnemar_and_discordant_items():
    a, b = [1, 1, 1, 1, 0, 1, 0, 1], [1, 0, 0, 0, 0, 1, 1, 0]
    comparison = whisker.compare(a, b)
    assert (comparison.only_a, comparison.only_b) == (4, 1)
    assert comparison.exact_p == pytest.approx(2 * (1 + 5) / 2**5)
    assert whisker.compare([0.5, 1, 0], [1, 0, 0]).only_a is None


def test_swapping_flips_signs():
    a, b = [1, 0, 1, 1, 0.5, None], [0, 0, 1, 0.5, 1, 1]
    one, other = whisker.compare(a, b), whisker.compare(b, a)
    assert one.value == -other.value and one.lower == -other.upper and one.p == other.p
    assert (one.n_a_only, one.n_b_only) == (other.n_b_only, other.n_a_only) == (0, 1)


def test_unpaired_on_request_and_by_itself():
    a, b = [1, 0, 1, 1, None, None, None], [None, None, None, 1, 0, 0, 1]
    assert whisker.compare(a, b).pairing == "unpaired" and "unpaired" in whisker.compare(a, b).notes
    assert whisker.compare(a, b, pairing="paired", interval="t").difference.n_items == 1


def test_text():
    comparison = whisker.compare([1, 1, 1, 0, 1, 1], [0, 1, 0, 0, 1, 1], cluster=list("aabbcc"))
    assert str(comparison).startswith("+0.33 ± ") and "6 pairs in 3 clusters" in str(comparison)
    assert str(whisker.compare([0, 0, 1], [1, 0, 1])).startswith("-0.3")


def test_misuse():
    with pytest.raises(ValueError, match="in one order"):
        whisker.compare([1, 0], [1])
    with pytest.raises(ValueError):
        whisker.compare([1, 0], [1, 0], pairing="pared")
    with pytest.raises(ValueError):
        whisker.compare([1, 0], [1, 0], power=1)
    with pytest.raises(whisker.DataError):
        whisker.compare([None, None], [1, 0], pairing="paired")
