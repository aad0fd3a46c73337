"""Where this package takes hold of lm-evaluation-harness: two functions of ``lm_eval.evaluator``, for as long as a
context lasts. ``evaluate`` is watched for the tasks, groups and samples that it works with; ``simple_evaluate``, which
calls it and which the harness's command calls, returns corrected results.
"""

from __future__ import annotations

import copy
import functools
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from whisker.lm_eval.corrections import Corrections

logger = logging.getLogger(__name__)

Reporter = Callable[[Corrections, dict[str, Any], dict[str, Any], Any], None]


@contextmanager
def corrected(
    cluster: str | Sequence[str] = (), level: float = 0.95, reporter: Reporter | None = None
) -> Iterator[None]:
    """Inside, ``lm_eval.simple_evaluate`` gives standard errors by cluster, over all repeats, and right for groups.

    cluster   a field of the documents ("passage_id"), or up to four of them that cross
    reporter  called with corrections, results, samples and evaluation tracker when the tasks are corrected
    """
    from lm_eval import evaluator

    fields = [cluster] if isinstance(cluster, str) else list(cluster)
    evaluate, simple_evaluate = evaluator.evaluate, evaluator.simple_evaluate
    worked_with: dict[str, Any] = {}

    @functools.wraps(evaluate)
    def watched(*arguments: Any, **named: Any) -> Any:
        worked_with.update(named.get("task_dict") or arguments[1])
        return evaluate(*arguments, **{**named, "log_samples": True})

    @functools.wraps(simple_evaluate)
    def correcting(*arguments: Any, **named: Any) -> Any:
        results = simple_evaluate(*arguments, **named)
        if results is None:  # not the process that has the results
            return None
        _without_harm(results, lambda: _correct(results, worked_with, Corrections(fields, level), reporter, named))
        if not (named.get("log_samples", True) or named.get("predict_only", False)):
            del results["samples"]
        return results

    evaluator.evaluate, evaluator.simple_evaluate = watched, correcting
    try:
        yield
    finally:
        evaluator.evaluate, evaluator.simple_evaluate = evaluate, simple_evaluate


def _correct(
    results: dict[str, Any],
    worked_with: dict[str, Any],
    corrections: Corrections,
    reporter: Reporter | None,
    named: dict[str, Any],
) -> None:
    corrections.correct_tasks(results, results["samples"], worked_with["tasks"])
    if reporter is not None:
        try:
            reporter(corrections, results, results["samples"], named.get("evaluation_tracker"))
        except Exception:
            logger.exception("whisker could not report; the standard errors are corrected none the less")
    corrections.correct_groups(results, worked_with.get("groups", {}))


def _without_harm(results: dict[str, Any], work: Callable[[], None]) -> None:
    """What hours of inference gave is not lost to an error of ours: the harness's own results stand then."""
    own = {table: copy.deepcopy(results[table]) for table in ("results", "groups") if table in results}
    try:
        work()
    except Exception:
        logger.exception("whisker could not correct these results; they are the harness's own")
        results.update(own)
        results.pop("whisker", None)
