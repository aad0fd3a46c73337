"""What a session is told of a sample: a number for each score, and the metadata that could be clusters."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from whisker._fields import scalars

# Inspect's words for correct, incorrect, partly correct and no answer, and those of Python and JSON.
GRADES = {"C": 1.0, "I": 0.0, "P": 0.5, "N": 0.0, "true": 1.0, "false": 0.0, "yes": 1.0, "no": 0.0}


def as_number(value: Any) -> float:
    """A score's value as a number; NaN for what is none: it was not scored, which is not 0."""
    if isinstance(value, (bool, int, float)):
        return float(value)
    if not isinstance(value, str):
        return math.nan
    grade = GRADES.get(value, GRADES.get(value.lower()))
    if grade is not None:
        return grade
    try:
        return float(value)
    except ValueError:
        return math.nan


def scores_of(scores: Mapping[str, Any] | None) -> Iterator[tuple[str, float]]:
    """Metric and number of every score: "match", or "rubric.clarity" where a scorer gives several."""
    for scorer, score in (scores or {}).items():
        if isinstance(score.value, Mapping):
            for name, value in score.value.items():
                yield f"{scorer}.{name}", as_number(value)
        else:
            yield scorer, as_number(score.value)


def keys_of(metadata: Mapping[str, Any] | None) -> dict[str, str]:
    """Scalars of the metadata by the names that they have in Inspect's own logs: "metadata.passage_id"."""
    return dict(scalars(metadata or {}, "metadata"))
