"""Inspect AI's metrics and ours on the same scores, and what is wrong with the former."""

from __future__ import annotations

import logging
import math

import pytest

import whisker

pytest.importorskip("inspect_ai")

from inspect_ai.scorer import SampleScore, Score, grouped  # noqa: E402
from inspect_ai.scorer import ci as inspect_ci  # noqa: E402
from inspect_ai.scorer import stderr as inspect_stderr  # noqa: E402

from whisker.inspect import ci, estimate, mean, stderr  # noqa: E402

VALUES = ["C", "I", "C", "C", "P", "I", "C", "N"]
PASSAGES = ["p1", "p1", "p1", "p2", "p2", "p3", "p3", "p4"]
NUMBERS = [1, 0, 1, 1, 0.5, 0, 1, 0]


def samples(values=VALUES, **metadata):
    """Sample scores whose metadata come from lists, an entry a sample."""
    return [
        SampleScore(
            score=Score(value=value),
            sample_id=number,
            sample_metadata={name: labels[number] for name, labels in metadata.items()},
        )
        for number, value in enumerate(values)
    ]


def test_metrics_say_what_whisker_says():
    expected = whisker.mean(NUMBERS, cluster=PASSAGES)
    scores = samples(passage=PASSAGES)
    assert mean()(scores) == expected.value
    assert stderr(cluster="passage")(scores) == expected.standard_error
    assert ci(cluster="metadata.passage")(scores) == {"lower": expected.lower, "upper": expected.upper}
    facts = estimate(cluster="passage")(scores)
    assert (facts["df"], facts["clusters"], facts["items"]) == (expected.df, 4, 8)
    assert stderr()(scores) == pytest.approx(inspect_stderr()(scores))


def test_levels_fields_below_mappings_and_two_ways():
    scores = samples(source=[{"id": passage} for passage in PASSAGES], author=list("abababab"))
    assert ci(cluster="source.id", level=0.5)(scores) == {
        "lower": whisker.mean(NUMBERS, cluster=PASSAGES, level=0.5).lower,
        "upper": whisker.mean(NUMBERS, cluster=PASSAGES, level=0.5).upper,
    }
    assert (
        stderr(cluster=["source.id", "author"])(scores)
        == whisker.mean(NUMBERS, cluster=[PASSAGES, list("abababab")]).standard_error
    )


def test_a_range_is_kept():
    high = samples([1, 1, 0.9, 1, 1, 0.95, 1, 1], passage=PASSAGES)
    assert ci(cluster="passage")(high)["upper"] > 1
    ranged = whisker.mean([1, 1, 0.9, 1, 1, 0.95, 1, 1], cluster=PASSAGES, low=0, high=1)
    assert ci(cluster="passage", low=0, high=1)(high) == {"lower": ranged.lower, "upper": ranged.upper}
    assert estimate(cluster="passage", low=0, high=1)(high)["upper"] == ranged.upper < 1


def test_unreduced_epochs_are_draws_of_an_item_and_not_items():
    values = [1, 1, 1, 1, 0, 0, 0, 0]
    scores = [SampleScore(score=Score(value=value), sample_id=number // 4) for number, value in enumerate(values)]
    assert stderr()(scores) == whisker.mean([1, 0]).standard_error
    assert inspect_stderr()(scores) < stderr()(scores) / 2  # eight rows taken for eight items


def test_no_scores_at_all_are_nan_without_a_word(caplog):
    """Inspect asks so while a task has no scored sample, and warns of a metric that raises."""
    with caplog.at_level(logging.WARNING):
        for one in (mean(), mean(group="passage"), stderr(), stderr(cluster="passage"), stderr(cluster=["a", "b"])):
            assert math.isnan(one([]))
        for several in (ci(), ci(cluster="passage"), estimate(cluster="passage", group="level")):
            assert all(map(math.isnan, several([]).values()))
    assert caplog.text == ""


def test_undefined_is_nan_and_says_so(caplog):
    assert math.isnan(stderr()(samples([1])))
    with caplog.at_level(logging.WARNING):
        assert math.isnan(stderr(cluster="pasage")(samples(passage=PASSAGES)))
    assert "pasage" in caplog.text
    some = samples(passage=PASSAGES)
    some[0].sample_metadata = None
    assert stderr(cluster="passage")(some) == whisker.mean(NUMBERS, cluster=[None, *PASSAGES[1:]]).standard_error


# ---- what Inspect prints and what is right ----


def test_one_cluster_has_no_standard_error():
    """Inspect says 0.0: the surest result of all from the least information. One cluster tells nothing about others."""
    scores = samples(passage=["p1"] * 8)
    assert inspect_stderr(cluster="passage")(scores) == 0.0
    assert math.isnan(stderr(cluster="passage")(scores))


def test_the_mean_of_group_errors_is_no_error_of_the_mean():
    """Inspect averages the groups' errors; of k equal groups the error of the mean is smaller by about sqrt(k)."""
    groups = ["de"] * 4 + ["en"] * 4
    scores = samples(language=groups)
    printed = grouped(inspect_stderr(), "language", all="groups")(scores)["all"]
    parts = [whisker.mean(NUMBERS[:4]).standard_error, whisker.mean(NUMBERS[4:]).standard_error]
    right = math.hypot(*parts) / 2
    assert printed == pytest.approx(sum(parts) / 2)
    assert stderr(group="language")(scores) == pytest.approx(right, rel=1e-12)
    assert printed / right == pytest.approx(math.sqrt(2), rel=0.05)


def test_a_perfect_score_is_no_certainty():
    """Inspect's interval for 20 of 20 has no width; the exact bound at 95% is 0.05^(1/20)."""
    scores = samples([1] * 20)
    assert inspect_ci()(scores) == {"lower": 1.0, "upper": 1.0}
    right = ci()(scores)
    assert right["upper"] == 1 and right["lower"] == pytest.approx(0.05 ** (1 / 20), rel=1e-12)


def test_groups_of_unequal_size_count_the_same():
    groups = ["de"] * 2 + ["en"] * 6
    scores = samples(language=groups)
    parts = [whisker.mean(NUMBERS[:2]), whisker.mean(NUMBERS[2:])]
    assert mean(group="language")(scores) == pytest.approx((parts[0].value + parts[1].value) / 2)
    assert stderr(group="language")(scores) == pytest.approx(math.hypot(*(part.standard_error for part in parts)) / 2)
