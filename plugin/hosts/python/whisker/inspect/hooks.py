"""Hooks: every sample goes into a session as it ends; a run, or an eval set as a whole, ends with a report.

They act when a config is named, by the environment (``WHISKER_CONFIG=reading.lua``; empty: no config, the plain
report) or for one eval (``inspect eval ... --metadata whisker_config=reading.lua``), and never break an eval: what goes
wrong is logged, once for each kind.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from inspect_ai.hooks import EvalSetEnd, Hooks, RunEnd, SampleEnd, TaskEnd, TaskStart, hooks

from whisker.inspect.recorder import Recorder, recorders

logger = logging.getLogger(__name__)

CONFIG_VARIABLE = "WHISKER_CONFIG"
CONFIG_METADATA = "whisker_config"


def config_for(spec: Any) -> str | None:
    """The config that an eval names, or the environment; None: nobody asked for a report."""
    named = (spec.metadata or {}).get(CONFIG_METADATA)
    return str(named) if named is not None else os.environ.get(CONFIG_VARIABLE)


@hooks(
    name="report",
    description=f"error bars at the end of runs, when {CONFIG_VARIABLE} or metadata {CONFIG_METADATA} names a config",
)
class Report(Hooks):
    """One instance serves the process."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    @contextmanager
    def _without_harm(self, doing: str) -> Iterator[None]:
        try:
            yield
        except Exception as problem:
            said = f"{doing}: {type(problem).__name__}: {problem}"
            if said not in self._said:
                self._said.add(said)
                logger.warning("whisker, %s", said)

    async def on_task_start(self, data: TaskStart) -> None:
        """Open the session of the set or run with its first task."""
        with self._without_harm("starting"):
            config = config_for(data.spec)
            if config is not None:
                where = data.eval_set_id or data.run_id
                if where not in recorders:
                    recorders[where] = Recorder(config)
                recorders[where].start(data.spec)

    async def on_sample_end(self, data: SampleEnd) -> None:
        """Push a sample."""
        recorder = self._recorder(data)
        if recorder is not None:
            with self._without_harm("taking a sample"):
                recorder.evaluations[data.eval_id].push(data.sample)

    async def on_task_end(self, data: TaskEnd) -> None:
        """Complete the task from its log."""
        recorder = self._recorder(data)
        if recorder is not None:
            with self._without_harm("reading a log"):
                await recorder.fill_from_log(data.log)

    async def on_run_end(self, data: RunEnd) -> None:
        """Report a run that belongs to no eval set."""
        if data.eval_set_id is None:
            self._report(data.run_id)

    async def on_eval_set_end(self, data: EvalSetEnd) -> None:
        """Report an eval set: all models, paired, also those whose tasks were complete before this process began."""
        with self._without_harm("reading the eval set"):
            await self._fill_from_set(data)
        self._report(data.eval_set_id)

    def _recorder(self, data: Any) -> Recorder | None:
        return recorders.get(data.eval_set_id or data.run_id)

    async def _fill_from_set(self, data: EvalSetEnd) -> None:
        from inspect_ai.log import list_eval_logs, read_eval_log_async

        logs = [await read_eval_log_async(info.name, header_only=True) for info in list_eval_logs(data.log_dir)]
        of_set = [log for log in logs if log.eval.eval_set_id == data.eval_set_id and log.status == "success"]
        for log in of_set:
            config = config_for(log.eval)
            if config is not None and data.eval_set_id not in recorders:
                recorders[data.eval_set_id] = Recorder(config)
            if data.eval_set_id in recorders:
                await recorders[data.eval_set_id].fill_from_log(log)

    def _report(self, where: str) -> None:
        recorder = recorders.pop(where, None)
        if recorder is not None:
            with self._without_harm("reporting"):
                print(f"\n{recorder.finish()}")
            recorder.close()
