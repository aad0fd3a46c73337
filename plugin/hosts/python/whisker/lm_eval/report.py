"""The report of a harness run: its samples through a session with the user's config."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whisker._fields import scalars
from whisker._session import Session
from whisker.lm_eval.corrections import Corrections

FORMATS = {".md": "markdown", ".csv": "csv", ".json": "json", ".txt": "terminal"}


@dataclass
class Reporter:
    """A session that the samples of a run go into, and where its report goes: files by their ending, - the terminal.

    With decides_clusters the config's standard errors are taken over into the harness's results. What is for the
    terminal is kept in ``said``, to stand below the harness's own tables.
    """

    session: Session
    to: Sequence[str]
    decides_clusters: bool
    said: str = ""

    def __call__(
        self, corrections: Corrections, results: dict[str, Any], samples: dict[str, list[dict[str, Any]]], tracker: Any
    ) -> None:
        """Push everything and report."""
        name = run_name(results, tracker)
        for task in samples:
            push_task(self.session, task, name, corrections)
        self.session.finish()
        if self.decides_clusters:
            take_over(self.session.results(), name, corrections, results)
        for target in self.to:
            self._write(target)

    def _write(self, target: str) -> None:
        if target == "-":
            self.said = self.session.report("terminal", shutil.get_terminal_size().columns)
        else:
            Path(target).write_text(self.session.report(FORMATS.get(Path(target).suffix, "terminal")), encoding="utf-8")


def open_session(config: str | None, journal: str | None, cluster: Sequence[str], level: float) -> Session:
    """With a config, or with one that says the clusters of the command line."""
    if config is not None:
        return Session(config, journal=journal)
    fields = ", ".join(json.dumps(path) for path in cluster)
    keys = f"cluster = {{ {fields} }}, " if cluster else ""
    return Session(config_text=f"return {{ {keys}level = {level} }}", config_name="command line", journal=journal)


def run_name(results: dict[str, Any], tracker: Any) -> str:
    """What the harness calls the model in its files."""
    name = getattr(getattr(tracker, "general_config_tracker", None), "model_name", None)
    config = results.get("config", {})
    return str(name or config.get("model") or "this run")


def metric_name(key: str) -> str:
    """ "acc,none" -> "acc"; "exact_match,strict" as it is."""
    metric, _, name = key.partition(",")
    return metric if name == "none" else key


def push_task(session: Session, task: str, name: str, corrections: Corrections) -> None:
    """Every draw of every document of a task, under every metric whose scores are numbers."""
    run = session.begin(task, name)
    for key, draws in corrections.draws.get(task, {}).items():
        metric = metric_name(key)
        for sample, scores in zip(draws.samples, draws.scores):
            keys = dict(scalars(sample["doc"], "doc"))
            for number, score in enumerate(scores, start=1):
                run.push(sample["doc_id"], score, draw=number if len(scores) > 1 else None, metric=metric, keys=keys)
    run.end()


def take_over(report: dict[str, Any], name: str, corrections: Corrections, results: dict[str, Any]) -> None:
    """The standard errors of a config's report."""
    errors = {(score["task"], score["metric"]): score for score in report["scores"] if score["run"] == name}
    for task, of_task in corrections.draws.items():
        for key in of_task:
            score = errors.get((task, metric_name(key)))
            if score is not None and score["se"] is not None:
                lower, upper = score["ci"] or (None, None)
                facts = {fact: score.get(fact) for fact in ("df", "n_clusters", "design_effect", "icc", "notes")}
                corrections.take_over(results, task, key, score["se"], {"lower": lower, "upper": upper, **facts})
