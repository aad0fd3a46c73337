"""whisker.mean against exact rational arithmetic, clubSandwich, survey and statsmodels."""

from __future__ import annotations

import pytest
from reference import Family

import whisker


def numbers(values):
    return [None if value is None else float(value) for value in values]


def test_reference_mean():
    family = Family("mean")
    for case in family.cases():
        scores, levels = numbers(case["input"]["x"]), case["params"]["conf_levels"]
        with_t = [whisker.mean(scores, variance="clt", interval="t", level=level) for level in levels]
        with_z = [
            whisker.mean(scores, variance="clt", interval="normal", level=level, low=float("-inf")) for level in levels
        ]
        family.check(case, "n", with_t[0].n_items)
        family.check(case, "mean", with_t[0].value)
        family.check(case, "se", with_t[0].standard_error)
        if case["id"] != "mean-n1" and with_t[0].standard_error:
            family.check(case, "t_ci", [[one.lower, one.upper] for one in unclipped(scores, levels, "t")])
            family.check(case, "z_ci", [[one.lower, one.upper] for one in with_z])
    assert family.compared > 100


def unclipped(scores, levels, interval):
    """Without the range that 0/1 scores have by themselves."""
    return [
        whisker.mean(scores, variance="clt", interval=interval, level=level, low=float("-inf"), high=float("inf"))
        for level in levels
    ]


def test_reference_cluster():
    family = Family("cluster")
    for case in family.cases():
        scores, labels = numbers(case["input"]["x"]), case["input"]["cluster"]
        for name in ("CR0", "CR1", "CR2", "CR3"):
            estimate = whisker.mean(
                scores, cluster=labels, variance=name.lower(), interval="t", low=float("-inf"), high=float("inf")
            )
            family.check(case, f"{name}_se", estimate.standard_error)
            if name == "CR2":
                family.check(case, "n", estimate.n_items)
                family.check(case, "G", estimate.n_clusters)
                family.check(case, "mean", estimate.value)
                family.check(case, "CR2_df", estimate.df)
                if estimate.p is not None:
                    family.check(case, "CR2_ci", [estimate.lower, estimate.upper])
                    family.check(case, "CR2_p", estimate.p)
    assert family.compared > 300


def test_reference_survey():
    """Strata, clusters and weights: R's survey::svymean."""
    family = Family("survey")
    for case in family.cases():
        given = case["input"]
        scores, weight, labels, strata = (given[name] for name in ("y", "weight", "cluster", "stratum"))
        for design, keys in {
            "strat_cluster": {"cluster": labels, "stratum": strata, "weight": weight},
            "strat_only": {"stratum": strata, "weight": weight},
            "cluster_only": {"cluster": labels, "weight": weight, "variance": "linearized"},
            "srs_fpc200": {"population": 200},
        }.items():
            estimate = whisker.mean(scores, **keys)
            assert estimate.variance == "linearized"
            family.check(case, f"{design}_mean", estimate.value)
            family.check(case, f"{design}_se", estimate.standard_error)
            family.check(case, f"{design}_df", estimate.df)
    assert family.compared == 36


def test_statsmodels_agrees():
    """An intercept-only regression with cluster-robust covariance is CR1 but for the factor (n-1)/(n-K) = 1."""
    numpy = pytest.importorskip("numpy")
    api = pytest.importorskip("statsmodels.api")
    generator = numpy.random.default_rng(7)
    labels = generator.integers(0, 30, 400)
    scores = generator.normal(size=30)[labels] + generator.normal(size=400)
    fit = api.OLS(scores, numpy.ones(400)).fit(cov_type="cluster", cov_kwds={"groups": labels})
    estimate = whisker.mean(scores, cluster=labels, variance="cr1")
    assert estimate.value == pytest.approx(fit.params[0], rel=1e-12)
    assert estimate.standard_error == pytest.approx(fit.bse[0], rel=1e-10)


def test_undefined_is_none():
    one = whisker.mean([0.5])
    assert (one.value, one.standard_error, one.lower, one.df, one.p) == (0.5, None, None, None, None)
    assert one.notes == ("one_item",)
    single = whisker.mean([0, 1, 1], cluster=["a", "a", "a"])
    assert single.standard_error is None and "one_cluster" in single.notes
    assert "no standard error" in str(single)


def test_data_problems_and_misuse():
    with pytest.raises(whisker.DataError) as nothing:
        whisker.mean([None, float("nan")])
    assert nothing.value.code == "no data" and nothing.value.message == str(nothing.value)
    with pytest.raises(whisker.DataError):
        whisker.mean([])
    with pytest.raises(whisker.DataError) as graded:
        whisker.mean([0.5, 1, 0], interval="wilson")
    assert graded.value.code == "scores are not 0 and 1"
    for wrong in (
        {"level": 0},
        {"level": 1},
        {"variance": "cr9"},
        {"interval": "wilsno"},
        {"low": 2, "high": 1},
        {"weight": [1]},
        {"weight": [1, -1]},
        {"cluster": ["a"]},
        {"cluster": []},
        {"population": 1},
    ):
        with pytest.raises(ValueError):
            whisker.mean([0, 1], **wrong)
    for wrong in ("01", {"a": 1}, 3, ["1", "0"], [[1], [0]], [object()]):
        with pytest.raises(TypeError):
            whisker.mean(wrong)
    for wrong in ({"cluster": "passage_id"}, {"cluster": 3}, {"variance": 6}, {"stratum": "ab"}):
        with pytest.raises(TypeError):
            whisker.mean([0, 1], **wrong)


def test_text():
    estimate = whisker.mean([1, 0, 1, 1, 0, None], cluster=["p", "p", "q", "q", "r", "r"])
    assert str(estimate) == "0.60 ± 0.25 (95%: 0.05 to 0.98), 5 items in 3 clusters, 1 missing"
    assert repr(estimate).startswith("<Estimate 0.60 ± 0.25") and "cr2, clustered_wilson with df" in repr(estimate)
    assert "20" in whisker.explain("few_clusters") or "clusters" in whisker.explain("few_clusters")
    with pytest.raises(ValueError):
        whisker.explain("no_such_note")


def test_frozen():
    estimate = whisker.mean([0, 1])
    with pytest.raises(AttributeError):
        estimate.value = 1
