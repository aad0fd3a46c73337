"""Metrics for Inspect AI, in place of its own: standard errors and intervals over items, by cluster.

    from whisker.inspect import ci, mean, stderr

    @scorer(metrics=[mean(), stderr(cluster="passage_id"), ci(cluster="passage_id")])

cluster   a field of the samples' metadata, or a list of fields that cross; a sample without it is a cluster of its own
group     a field: the mean over groups, each counting the same, whatever its size; groups are fixed, not sampled
level     of confidence; variance, interval: as in whisker.mean
low, high of a sample's score: with a range, such as 0 and 1 for grades, intervals hold for few clusters and stay inside

An item's score is the mean over its epochs, whatever the reducers do. What is undefined is NaN, where Inspect's own
metrics say 0. Inspect leaves no room for degrees of freedom beside a metric's value: ``estimate`` has them as values.
"""

from __future__ import annotations

import logging
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspect_ai.scorer import Metric, SampleScore, ValueToFloat, metric, value_to_float

from whisker._errors import DataError
from whisker._estimate import Estimate
from whisker._estimate import mean as mean_of
from whisker._fields import value_at

logger = logging.getLogger(__name__)

Cluster = str | Sequence[str] | None


@metric
def mean(group: str | None = None, to_float: ValueToFloat = value_to_float()) -> Metric:
    """The mean over items, or over groups; NaN when there are none."""
    question = Question(group=group, to_float=to_float)

    def compute(scores: list[SampleScore]) -> float:
        return number(question.ask(scores), "value")

    return compute


@metric
def stderr(
    cluster: Cluster = None,
    group: str | None = None,
    variance: str | None = None,
    to_float: ValueToFloat = value_to_float(),
) -> Metric:
    """Standard error of the mean: CR2 by cluster, or of independent items. NaN for one item or one cluster."""
    question = Question(cluster, group, variance=variance, to_float=to_float)

    def compute(scores: list[SampleScore]) -> float:
        return number(question.ask(scores), "standard_error")

    return compute


@metric
def ci(
    cluster: Cluster = None,
    group: str | None = None,
    level: float = 0.95,
    variance: str | None = None,
    interval: str | None = None,
    low: float | None = None,
    high: float | None = None,
    to_float: ValueToFloat = value_to_float(),
) -> Metric:
    """Confidence interval of the mean, ``lower`` and ``upper``: the one that fits the scores (METHODS 3), exact when
    all scores are alike."""
    question = Question(cluster, group, level, variance, interval, low, high, to_float)

    def compute(scores: list[SampleScore]) -> dict[str, float]:
        found = question.ask(scores)
        return {"lower": number(found, "lower"), "upper": number(found, "upper")}

    return compute


@metric
def estimate(
    cluster: Cluster = None,
    group: str | None = None,
    level: float = 0.95,
    variance: str | None = None,
    interval: str | None = None,
    low: float | None = None,
    high: float | None = None,
    to_float: ValueToFloat = value_to_float(),
) -> Metric:
    """Everything in one: mean, stderr, lower, upper, df, clusters, items, design_effect, icc."""
    question = Question(cluster, group, level, variance, interval, low, high, to_float)
    facts = {
        "mean": "value",
        "stderr": "standard_error",
        "lower": "lower",
        "upper": "upper",
        "df": "df",
        "clusters": "n_clusters",
        "items": "n_items",
        "design_effect": "design_effect",
        "icc": "icc",
    }

    def compute(scores: list[SampleScore]) -> dict[str, float]:
        found = question.ask(scores)
        return {name: number(found, fact) for name, fact in facts.items()}

    return compute


def number(found: Estimate | None, fact: str) -> float:
    """A fact of an estimate; NaN when it is undefined."""
    value = None if found is None else getattr(found, fact)
    return math.nan if value is None else float(value)


@dataclass(frozen=True)
class Question:
    """What a metric asks of the samples' scores."""

    cluster: Cluster = None
    group: str | None = None
    level: float = 0.95
    variance: str | None = None
    interval: str | None = None
    low: float | None = None
    high: float | None = None
    to_float: ValueToFloat = value_to_float()

    def ask(self, scores: list[SampleScore]) -> Estimate | None:
        """None when there is nothing to estimate from, or no sample has a field that is asked for."""
        items = by_item(scores, self.to_float)
        if not items:  # Inspect asks this while a task has no scored sample, and warns of a metric that raises
            return None
        fields = [self.cluster] if isinstance(self.cluster, str) else list(self.cluster or [])
        labels = [field_of(items, field) for field in fields]
        groups = field_of(items, self.group) if self.group else None
        if None in labels or (self.group and groups is None):
            return None
        try:
            return mean_of(
                [value for _, value in items],
                cluster=labels or None,
                level=self.level,
                variance=self.variance,
                interval=self.interval,
                low=self.low,
                high=self.high,
                stratum=groups,
                weight=equal_groups(groups) if groups else None,
            )
        except DataError as problem:
            logger.warning("whisker: %s", problem)
            return None


def by_item(scores: list[SampleScore], to_float: ValueToFloat) -> list[tuple[SampleScore, float]]:
    """A score an item, the mean over its epochs where they come unreduced. A sample without id is an item."""
    epochs: dict[Any, list[SampleScore]] = {}
    for position, score in enumerate(scores):
        epochs.setdefault(score.sample_id if score.sample_id is not None else ("no id", position), []).append(score)
    return [(of_item[0], mean_over_epochs(of_item, to_float)) for of_item in epochs.values()]


def mean_over_epochs(scores: list[SampleScore], to_float: ValueToFloat) -> float:
    """The mean of what was scored; NaN when nothing was."""
    values = [to_float(score.score.value) for score in scores]
    scored = [value for value in values if not math.isnan(value)]
    return math.fsum(scored) / len(scored) if scored else math.nan


def field_of(items: list[tuple[SampleScore, float]], field: str) -> list[Any] | None:
    """The labels that a metadata field gives the items; None, and a word in the log, when it gives none."""
    path = field.removeprefix("metadata.")
    labels = [label_of(score.sample_metadata, path) for score, _ in items]
    if all(label is None for label in labels):
        logger.warning("whisker: no sample has '%s' in its metadata, so what depends on it is not a number", field)
        return None
    return labels


def label_of(metadata: Mapping[str, Any] | None, path: str) -> Any:
    """A field by its name, which may hold dots, or by its path below mappings."""
    if metadata and path in metadata:
        return value_at({"field": metadata[path]}, "field")
    return value_at(metadata or {}, path)


def equal_groups(groups: list[Any]) -> list[float]:
    """Weights of items by which groups of any size count the same."""
    sizes = Counter(groups)
    return [1 / sizes[group] for group in groups]
