"""The scores of every repeat of a task's documents, scored again where the harness kept only the first.

lm-evaluation-harness asks a document ``repeats`` times and its filter ``take_first`` then throws all answers but one
away. The answers are still in the samples: the filter is applied again without that step, and the task scores each.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any


@dataclass
class Draws:
    """Scores of one metric under one filter: for every document the scores of its draws."""

    samples: list[dict[str, Any]]
    scores: list[list[float]]

    def items(self) -> list[float]:
        """An item's score is the mean over its draws."""
        return [sum(scores) / len(scores) for scores in self.scores]

    def range(self) -> tuple[float, float] | tuple[None, None]:
        """Draws that are all 0 or 1 are right or wrong; of others nobody has said in what range they lie."""
        return (0.0, 1.0) if all(score in (0.0, 1.0) for scores in self.scores for score in scores) else (None, None)


def as_score(value: Any) -> float | None:
    """A number as a score; None for what is none (a tuple for a corpus metric, a text)."""
    if isinstance(value, (str, bytes, tuple, list, dict)) or value is None:
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def draws_of(task: Any, samples: list[dict[str, Any]]) -> dict[str, Draws]:
    """All draws by "metric,filter", from the task and its logged samples."""
    found = {}
    for name in dict.fromkeys(sample["filter"] for sample in samples):
        of_filter = [sample for sample in samples if sample["filter"] == name]
        rescored = _rescored(task, name, of_filter)
        for metric in dict.fromkeys(metric for sample in of_filter for metric in sample["metrics"]):
            draws = _draws_of_metric(metric, of_filter, rescored)
            if draws is not None:
                found[f"{metric},{name}"] = draws
    return found


def _draws_of_metric(
    metric: str, samples: list[dict[str, Any]], rescored: list[list[dict[str, Any]]] | None
) -> Draws | None:
    """None when the metric is not a number for every document that has it."""
    having = [number for number, sample in enumerate(samples) if metric in sample]
    first = [as_score(samples[number][metric]) for number in having]
    if not first or None in first:
        return None
    scores = [[score] for score in first]
    if rescored is not None:
        again = [[as_score(metrics.get(metric)) for metrics in rescored[number]] for number in having]
        if _reproduces(first, again):
            scores = again
    return Draws([samples[number] for number in having], scores)


def _reproduces(first: list[float], again: list[list[float | None]]) -> bool:
    """Does scoring again give the harness's own score for the answer that it took?"""
    return all(
        None not in scores and (scores[0] == score or math.isclose(scores[0], score, rel_tol=1e-9))
        for score, scores in zip(first, again)
    )


def _rescored(task: Any, name: str, samples: list[dict[str, Any]]) -> list[list[dict[str, Any]]] | None:
    """Metrics of each draw of each document; None when there are no draws but the first, or the task cannot say."""
    pipeline = next((ensemble for ensemble in getattr(task, "_filters", []) if ensemble.name == name), None)
    repeats = _repeats(task, samples)
    if pipeline is None or not _takes_first(pipeline) or repeats < 2:
        return None
    try:
        answers = _filtered(pipeline, samples, repeats)
        return [
            [task.process_results(sample["doc"], list(draw)) for draw in zip(*requests)]
            for sample, requests in zip(samples, answers)
        ]
    except Exception:  # a filter or a task that takes only what the harness gave it: its first scores stand
        return None


def _repeats(task: Any, samples: list[dict[str, Any]]) -> int:
    """How often a document is asked. Of several processes some ask their last one more often, to keep step."""
    return getattr(getattr(task, "config", None), "repeats", None) or max(len(r) for s in samples for r in s["resps"])


def _takes_first(pipeline: Any) -> bool:
    from lm_eval.filters.selection import TakeFirstFilter

    return bool(pipeline.filters) and isinstance(pipeline.filters[-1](), TakeFirstFilter)


def _filtered(pipeline: Any, samples: list[dict[str, Any]], repeats: int) -> list[list[list[Any]]]:
    """For every document and request the answers as the filters leave them, all but the last one, take_first."""
    answers = [answers[:repeats] for sample in samples for answers in sample["resps"]]
    documents = [sample["doc"] for sample in samples for _ in sample["resps"]]
    for make in pipeline.filters[:-1]:
        answers = make().apply(answers, documents)
    left = iter([list(one) for one in answers])
    return [[next(left) for _ in sample["resps"]] for sample in samples]
