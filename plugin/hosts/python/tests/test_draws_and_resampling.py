"""Draws, components and resampling against the reference values."""

from __future__ import annotations

import math

import pytest
from reference import Family

import whisker


def test_reference_passes():
    family = Family("passk")
    for case in family.cases():
        if set(case["input"]) != {"n", "c", "k"}:
            continue
        n, c, k = (case["input"][name] for name in ("n", "c", "k"))
        draws = [[1] * c + [0] * (n - c)]
        for key, kind in (("pass_at_k", "pass_at"), ("pass_hat_k", "pass_all")):
            if case["expected"].get(key) is not None:
                family.check(case, key, whisker.pass_at_k(draws, k, kind=kind).value)
    assert family.compared >= 20


def test_passes_are_item_means_with_clusters():
    draws = [[1, 0, 1], [0, 0, 0], [1, 1, None], [True, False, False], [1, 1, 1], [0, 1, 0]]
    by_hand = [1 - math.comb(n - c, 2) / math.comb(n, 2) for n, c in ((3, 2), (3, 0), (2, 2), (3, 1), (3, 3), (3, 1))]
    clusters = list("aabbcc")
    found = whisker.pass_at_k(draws, 2, cluster=clusters)
    expected = whisker.mean(by_hand, cluster=clusters)
    assert (found.value, found.standard_error) == (
        pytest.approx(expected.value, rel=1e-14),
        pytest.approx(expected.standard_error, rel=1e-12),
    )
    assert whisker.pass_at_k(draws, 3).n_missing == 1
    with pytest.raises(ValueError, match="neither 0 nor 1"):
        whisker.pass_at_k([[0.5, 1]], 1)


def test_reference_components():
    family = Family("vardec")
    for case in family.cases():
        found = whisker.components(case["input"]["y"], case["input"]["question"])
        family.check(case, "mean_within_variance", found.within)
        family.check(case, "mean_of_question_means", found.mean)
        family.check(case, "se_question_means", found.standard_error)
        if case["expected"].get("between_unbiased_from_question_means", 0) > 0:
            family.check(case, "between_unbiased_from_question_means", found.between)
    assert family.compared >= 30


def test_components_by_hand():
    """Three items of two draws: within = mean of (1/2, 0, 1/2), between = var of means less within / 2."""
    found = whisker.components([1, 0, 1, 1, 0, 1], ["a", "a", "b", "b", "c", "c"])
    assert found.within == pytest.approx(1 / 3, rel=1e-14)
    assert found.between == 0 and "between_clamped" in found.notes
    assert (found.n_items, found.n_draws, found.n_repeated) == (3, 6, 3)
    judged = whisker.components([1, 2, 4, 5, 6, 9, 3, 1], [0, 0, 0, 0, 1, 1, 1, 1], answer=[0, 0, 1, 1, 2, 2, 3, 3])
    assert judged.judge == pytest.approx((0.5 + 0.5 + 4.5 + 2) / 4, rel=1e-14)
    clustered = whisker.components([1, 0, 1, 1, 0, 1], list("aabbcc"), cluster=list("xxxxyy"))
    assert clustered.n_clusters == 2


def test_reference_sign_flips():
    family = Family("signflip")
    for case in family.cases():
        difference = case["input"]["d"]
        found = whisker.sign_flip(difference, [0] * len(difference), cluster=case["input"].get("cluster"))
        if found.replicates == 0:
            family.check(case, "p_two_sided", found.p)
            family.check(case, "p_greater", found.p_greater)
        family.check(case, "n_units", found.n_units)
    assert family.compared >= 20


def test_reference_wild():
    family = Family("wild")
    for case in family.cases():
        found = whisker.wild(case["input"]["x"], cluster=case["input"]["cluster"], null=case["params"]["null"])
        assert found.enumerated
        for key, value in (("t_CR1", found.t), ("p_ge", found.p), ("n_draws", found.draws)):
            family.check(case, key, value)


def test_reference_bootstrap():
    family = Family("boot_exact")
    for case in family.cases():
        family.check(case, "se", whisker.bootstrap(case["input"]["x"]).standard_error)


def test_the_bootstrap_of_a_difference_and_of_a_quantile():
    a = [(7 * i % 11) / 10 + i / 1000 for i in range(60)]
    b = [(5 * i % 13) / 12 for i in range(60)]
    clusters = [i // 3 for i in range(60)]
    found = whisker.bootstrap(a, b, cluster=clusters, replicates=1999, seed=3)
    assert found.value == pytest.approx(sum(a) / 60 - sum(b) / 60, rel=1e-12)
    assert found.lower < found.value < found.upper and (found.n_units, found.seed) == (20, 3)
    assert found == whisker.bootstrap(a, b, cluster=clusters, replicates=1999, seed=3, threads=1)
    assert found.lower == -whisker.bootstrap(b, a, cluster=clusters, replicates=1999, seed=3).upper
    median = whisker.bootstrap(a, quantile=0.5, kind="percentile")
    assert min(a) <= median.lower <= median.value <= median.upper <= max(a)
    with pytest.raises(ValueError, match="no kind is called"):
        whisker.bootstrap(a, kind="bcb")
    with pytest.raises(ValueError, match="one order of items"):
        whisker.bootstrap(a, b[1:])


def test_a_plan_from_a_pilot():
    a = [(7 * i % 11) / 10 for i in range(44)]
    b = [(5 * i % 13) / 12 for i in range(44)]
    error = whisker.compare(a, b, variance="clt").standard_error
    found = whisker.plan(effect=0.05, pilot=(a, b))
    assert found.variance == pytest.approx(44 * error**2, rel=1e-10)
    assert found.items == pytest.approx(whisker.plan(effect=0.05, variance=44 * error**2).items, rel=1e-10)
    low, high = found.range
    assert low < found.items < high
    repeated = whisker.plan(effect=0.05, pilot=([[x, x + 0.1] for x in a], [[x, x - 0.1] for x in b]))
    assert repeated.within_a == pytest.approx(0.005, rel=1e-9)
    with pytest.raises(ValueError, match="pilot"):
        whisker.plan(effect=0.05, pilot=(a, b[1:]))
