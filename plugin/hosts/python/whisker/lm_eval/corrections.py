"""The harness's results with standard errors that are right: by cluster, over all repeats, for groups.

``results`` is what ``lm_eval.simple_evaluate`` returns. Values and ``*_stderr`` keys are replaced in place; the key
``whisker`` keeps what the harness had written there, and everything else that is known of the estimates.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from whisker._errors import DataError
from whisker._estimate import Estimate, mean
from whisker._fields import value_at
from whisker._library import version
from whisker.lm_eval.draws import Draws, draws_of
from whisker.lm_eval.groups import Part, group_score


@dataclass
class Corrections:
    """Corrects the results of a run, first of its tasks, then of groups of them; gathers what is known on the way."""

    cluster: list[str]
    level: float = 0.95
    draws: dict[str, dict[str, Draws]] = field(default_factory=dict)
    parts: dict[tuple[str, str], Part] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def correct_tasks(
        self, results: dict[str, Any], samples: dict[str, list[dict[str, Any]]], tasks: dict[str, Any]
    ) -> None:
        """Values over all repeats, standard errors by cluster, of every metric that is a mean over documents."""
        results["whisker"] = {"version": version(), "cluster": self.cluster, "results": {}, "notes": self.notes}
        for name, task in tasks.items():
            self.draws[name] = draws_of(task, samples.get(name, []))
            for key, draws in self.draws[name].items():
                if _is_mean(task, key) and _is_reproduced(draws, results["results"][name].get(key)):
                    self._correct_metric(results, name, key, draws)
        self._note_missing_fields(samples)

    def _correct_metric(self, results: dict[str, Any], name: str, key: str, draws: Draws) -> None:
        by_field = [[value_at(sample["doc"], path) for sample in draws.samples] for path in self.cluster]
        labels = [of_field for of_field in by_field if any(label is not None for label in of_field)]
        low, high = draws.range()
        try:
            estimate = mean(draws.items(), cluster=labels or None, level=self.level, low=low, high=high)
        except DataError:
            return
        self.parts[name, key] = Part(name, draws.items(), labels, estimate.value, estimate.standard_error)
        _put(
            results,
            name,
            key,
            estimate.value,
            estimate.standard_error,
            {**facts(estimate), "draws": max(map(len, draws.scores))},
        )

    def take_over(self, results: dict[str, Any], name: str, key: str, error: float, more: dict[str, Any]) -> None:
        """The standard error of a metric as somebody else knows it: a config whose Lua decides the clusters."""
        part = self.parts.get((name, key))
        if part is not None:
            part.standard_error = error
            results["results"][name][stderr_key(key)] = error
            results["whisker"]["results"][name][key].update(stderr=error, **more)

    def correct_groups(self, results: dict[str, Any], groups: dict[str, Any]) -> None:
        """Scores of groups whose tasks could all be corrected."""
        for name, group in groups.items():
            leaves = [task.task_name for task in group.get_all_tasks()]
            for aggregated in group.aggregate_metric_list or []:
                for key in [key for key in results["results"].get(name, {}) if key.startswith(f"{aggregated.metric},")]:
                    self._correct_group_metric(results, name, key, leaves, aggregated.weight_by_size)

    def _correct_group_metric(
        self, results: dict[str, Any], name: str, key: str, leaves: list[str], by_size: bool
    ) -> None:
        scored = [leaf for leaf in leaves if key in results["results"].get(leaf, {})]
        parts = [self.parts.get((leaf, key)) for leaf in scored]
        if parts and None not in parts:
            score = group_score(parts, by_size)
            _put(results, name, key, score.value, score.standard_error, facts(score.estimate) if score.estimate else {})

    def _note_missing_fields(self, samples: dict[str, list[dict[str, Any]]]) -> None:
        for path in self.cluster:
            without = [
                name
                for name, of_task in samples.items()
                if of_task and all(value_at(sample["doc"], path) is None for sample in of_task)
            ]
            if without:
                self.notes.append(
                    f"no document of {', '.join(sorted(without))} has the field '{path}': not clustered by it there"
                )


def facts(estimate: Estimate) -> dict[str, Any]:
    """What an estimate knows beyond value and standard error."""
    return {
        "lower": estimate.lower,
        "upper": estimate.upper,
        "level": estimate.level,
        "df": estimate.df if estimate.df is not None and math.isfinite(estimate.df) else None,
        "variance": estimate.variance,
        "interval": estimate.interval,
        "n_items": estimate.n_items,
        "n_clusters": estimate.n_clusters,
        "design_effect": estimate.design_effect,
        "icc": estimate.icc,
        "notes": list(estimate.notes),
    }


def stderr_key(key: str) -> str:
    """ "acc,none" -> "acc_stderr,none"."""
    metric, _, name = key.partition(",")
    return f"{metric}_stderr,{name}"


def _put(results: dict[str, Any], name: str, key: str, value: float, error: float | None, more: dict[str, Any]) -> None:
    """Write a score where the harness keeps it, and remember what stood there."""
    standing = results["results"][name]
    harness = {"value": standing.get(key), "stderr": standing.get(stderr_key(key))}
    for table in ("results", "groups"):
        if key in results.get(table, {}).get(name, {}):
            results[table][name][key] = value
            results[table][name][stderr_key(key)] = "N/A" if error is None else error
    known = results["whisker"]["results"].setdefault(name, {})
    known[key] = {"value": value, "stderr": error, **more, "harness": harness}


def _is_mean(task: Any, key: str) -> bool:
    """Is the score of this key a mean over documents? Whatever else it is, the harness's own error stands."""
    from lm_eval.api.metrics import mean as harness_mean
    from lm_eval.api.metrics import nanmean

    return task.aggregation().get(key.partition(",")[0], harness_mean) in (harness_mean, nanmean)


def _is_reproduced(draws: Draws, reported: Any) -> bool:
    """Do the samples give the value that the harness reports? If not they are not all that it was made from."""
    first = [scores[0] for scores in draws.scores if not math.isnan(scores[0])]
    if not first or not isinstance(reported, (int, float)):
        return False
    return math.isclose(math.fsum(first) / len(first), reported, rel_tol=1e-9, abs_tol=1e-12)
