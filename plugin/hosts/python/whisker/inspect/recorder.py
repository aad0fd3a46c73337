"""The samples of a run, or of an eval set with all its models and retries, on their way into a session."""

from __future__ import annotations

import json
from typing import Any

from whisker._session import Run, Session
from whisker.inspect.samples import keys_of, scores_of


class Evaluation:
    """One task with one model, through all its attempts."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.seen: set[tuple[str, str]] = set()
        self.metrics: dict[str, set[tuple[str, str]]] = {}
        self.keys: dict[tuple[str, str], dict[str, str]] = {}

    def push(self, sample: Any) -> None:
        """A sample that has ended, or a sample's summary out of a log. The last of the same item and epoch counts."""
        draw = (str(sample.id), str(sample.epoch))
        keys = keys_of(sample.metadata)
        self.seen.add(draw)
        scores = dict(scores_of(sample.scores))
        for metric, score in scores.items():
            self.run.push(draw[0], score, draw=draw[1], metric=metric, keys=keys)
            self.metrics.setdefault(metric, set()).add(draw)
        if not scores:
            self.keys[draw] = keys

    def push_unscored(self) -> None:
        """Samples that ended in an error have no score: known to be missing under every metric that the others have."""
        for draw, keys in self.keys.items():
            for metric, scored in self.metrics.items():
                if draw not in scored:
                    self.run.push(draw[0], None, draw=draw[1], metric=metric, keys=keys)


class Recorder:
    """A session and the evaluations in it."""

    def __init__(self, config: str) -> None:
        self.session = Session(config or None)
        self.evaluations: dict[str, Evaluation] = {}
        self._by_identity: dict[tuple[str, str, str], Evaluation] = {}
        self._names: set[tuple[str, str]] = set()

    def start(self, spec: Any) -> Evaluation:
        """The evaluation of a task's spec. A retry goes on with the one that it retries."""
        arguments = json.dumps(spec.task_args, sort_keys=True, default=str) if spec.task_args else ""
        identity = (spec.task, str(spec.model), arguments)
        if identity not in self._by_identity:
            self._by_identity[identity] = Evaluation(self._begin(spec, spec.task, str(spec.model)))
        self.evaluations[spec.eval_id] = self._by_identity[identity]
        return self.evaluations[spec.eval_id]

    def _begin(self, spec: Any, task: str, model: str) -> Run:
        """Runs are named by their model; where one task is run with other arguments, these tell them apart."""
        passed = json.dumps(spec.task_args_passed, sort_keys=True, default=str)
        name = model if (task, model) not in self._names else f"{model} {passed}"
        self._names.add((task, name))
        return self.session.begin(
            task, name, {"eval_id": spec.eval_id, "task_args": spec.task_args, "created": spec.created}
        )

    async def fill_from_log(self, log: Any) -> None:
        """Push what a log holds and no hook was told of: samples that a retry took over from an earlier attempt."""
        from inspect_ai.log import read_eval_log_sample_summaries_async

        evaluation = self.evaluations.get(log.eval.eval_id) or self.start(log.eval)
        expected = (log.results.total_samples if log.results else 0) or 0
        if len(evaluation.seen) >= expected:
            return
        for summary in await read_eval_log_sample_summaries_async(log.location):
            if (str(summary.id), str(summary.epoch)) not in evaluation.seen:
                evaluation.push(summary)

    def finish(self) -> str:
        """Write the config's reports; the report for the terminal."""
        for evaluation in self._by_identity.values():
            evaluation.push_unscored()
        self.session.finish()
        return self.session.report("terminal")

    def close(self) -> None:
        """Forget the samples."""
        self.session.close()


# The recorders of this process, by eval set or by run outside of one: Inspect makes one instance of its hooks, and a
# task's stopping rule asks about what they have recorded.
recorders: dict[str, Recorder] = {}


def evaluation_of(eval_id: str) -> Evaluation | None:
    """The evaluation that a task's eval belongs to; None when nobody asked for a report."""
    return next((one.evaluations[eval_id] for one in recorders.values() if eval_id in one.evaluations), None)
