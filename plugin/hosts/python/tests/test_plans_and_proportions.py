"""Plans, intervals for proportions and adjusted p-values against the reference values."""

from __future__ import annotations

import doctest
import math

import pytest
from reference import Family

import whisker

PROPORTION_METHODS = {
    "wilson": "wilson",
    "wilson_cc": "wilson_continuity",
    "clopper_pearson": "clopper_pearson",
    "jeffreys_equal_tailed": "jeffreys_equal_tailed",
    "jeffreys_boundary": "jeffreys",
    "agresti_coull": "agresti_coull",
    "wald": "wald",
    "bayes_uniform_equal_tailed": "bayes",
}
ADJUSTMENTS = {
    "bonferroni": "bonferroni",
    "holm": "holm",
    "hochberg": "hochberg",
    "hommel": "hommel",
    "BH": "bh",
    "BY": "by",
}


def test_reference_proportions():
    family = Family("prop")
    for case in family.cases():
        for key, method in PROPORTION_METHODS.items():
            interval = whisker.proportion_interval(
                case["input"]["x"], case["input"]["n"], method, case["params"]["conf"]
            )
            family.check(case, key, list(interval))
    assert family.compared > 500


def test_reference_adjustments():
    family = Family("multcomp")
    for case in family.cases():
        for key, method in ADJUSTMENTS.items():
            family.check(case, key, whisker.adjust(case["input"]["p"], method))
    assert family.compared > 100


def test_adjust_keeps_what_is_undefined():
    assert whisker.adjust([0.01, None, 0.03], "bonferroni") == [0.02, None, 0.06]
    assert whisker.adjust([]) == []
    with pytest.raises(ValueError):
        whisker.adjust([1.5])


def test_reference_plans():
    family = Family("power")
    for case in family.cases():
        given = case["input"]
        if "omega2" in given:
            plan = whisker.plan(
                effect=given["delta"],
                power=given["power"],
                alpha=given["alpha"],
                variance=given["omega2"],
                within_a=given["sigA2"],
                within_b=given["sigB2"],
                draws_a=given["KA"],
                draws_b=given["KB"],
            )
            family.check(case, "n_questions", plan.items)
    assert family.compared > 0


def test_a_plan_solves_what_is_left_out():
    items = whisker.plan(effect=0.03)
    assert items.solved == "items" and math.ceil(items.items) == 969  # Miller 2024, section 5
    effect = whisker.plan(items=items.items)
    assert effect.solved == "effect" and effect.effect == pytest.approx(0.03)
    power = whisker.plan(items=items.items, effect=0.03)
    assert power.solved == "power" and power.power == pytest.approx(0.8)
    draws = whisker.plan(items=2000, effect=0.03, within=0.2, solve="draws")
    again = whisker.plan(items=2000, effect=0.03, within=0.2, draws=draws.draws_a)
    assert again.power == pytest.approx(0.8)
    assert "969 items show a true difference of 0.03 with 80% power" in str(items)


def test_a_plan_needs_something():
    with pytest.raises(ValueError):
        whisker.plan()
    with pytest.raises(ValueError):
        whisker.plan(items=10, effect=0.1, power=0.8)
    with pytest.raises(ValueError):
        whisker.plan(items=10, solve="cost")
    with pytest.raises(whisker.DataError):  # the variance over items alone is too much for so few
        whisker.plan(items=10, effect=0.01, within=0.1, solve="draws")


def test_the_manual_of_the_package():
    assert doctest.testmod(whisker).failed == 0
