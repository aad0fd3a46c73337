"""A session: samples are pushed as they are scored, a Lua config decides clusters, pairs and reports."""

from __future__ import annotations

import json
import os
import threading
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from whisker._errors import check, code_of, new_error
from whisker._estimate import Estimate, from_c
from whisker._library import ffi, text
from whisker._numbers import defined
from whisker._plugin import plugin
from whisker._text import POINTERS, Absent, Remembered, RememberedNames, is_absent, passing

NULL = ffi.NULL
NAN = float("nan")


@dataclass(frozen=True)
class Progress:
    """What is known so far of a run and a metric.

    ``fixed`` is the interval for a number of items fixed beforehand; ``anytime_lower`` and ``anytime_upper`` hold also
    for somebody who watches and stops when it pleases. ``should_stop``: the config's stopping rule has fired. The last
    five compare with the baseline on the items that both runs have so far.
    """

    should_stop: bool
    n_draws: int
    fixed: Estimate
    anytime_lower: float | None
    anytime_upper: float | None
    n_paired: int
    difference: float | None
    difference_standard_error: float | None
    difference_anytime_lower: float | None
    difference_anytime_upper: float | None


@dataclass(frozen=True)
class Problem:
    """What went wrong without stopping anything: the error of a hook, a sample that was dropped or pushed again."""

    text: str
    code: str
    source: str | None
    line: int | None
    count: int


class _PerThread(threading.local):
    """A sample and an error of each thread: a call frees the GIL, and another thread may push meanwhile."""

    def __init__(self) -> None:
        self.sample = ffi.new("whisker_sample *", {"size": ffi.sizeof("whisker_sample")})
        self.error = new_error()


class Run:
    """A system on a task, in a session."""

    def __init__(self, session: Session, number: int, task: str, name: str) -> None:
        self.session = session
        self.number = number
        self.task = task
        self.name = name

    def push(
        self,
        item: str | int,
        score: float | None,
        *,
        draw: str | int | None = None,
        metric: str | None = None,
        keys: Mapping[str, Any] | None = None,
    ) -> None:
        """One scored draw of an item; a score of None could not be scored and is counted, never 0.

        keys are fields that could be clusters, with their values: texts or numbers. Pushed again, a draw is replaced.
        """
        session = self.session
        mine, remembered = session._per_thread, session._remembered
        sample, held = mine.sample, passing(item if item.__class__ is str else str(item), "an item")
        draw_text = NULL if draw is None else remembered[draw]
        metric_text = NULL if metric is None else remembered[metric]
        sample.item, sample.draw, sample.metric = held, draw_text, metric_text
        sample.score = NAN if score is None else score
        if keys:
            names = session._remembered_names[tuple(keys)]
            try:
                values = [remembered[value] for value in keys.values()]
            except Absent:
                there = {name: value for name, value in keys.items() if not is_absent(value)}
                return self.push(item, score, draw=draw, metric=metric, keys=there)
            pointers = ffi.new(POINTERS, values)
            sample.n_keys, sample.key_names, sample.key_values = len(values), names[0], pointers
        else:
            sample.n_keys = 0
        status = session._push(session._handle or session._open_handle(), self.number, sample, mine.error)
        if status:
            check(status, mine.error)

    def push_json(self, sample: str | bytes | Mapping[str, Any]) -> None:
        """The same from JSON: {"item": ..., "draw": ..., "scores": {"acc": 1}, "keys": {"passage_id": "p1"}}."""
        if isinstance(sample, Mapping):
            sample = json.dumps(sample)
        data = sample.encode() if isinstance(sample, str) else bytes(sample)
        self.session._call("push_json", self.number, data, len(data))

    def progress(self, metric: str | None = None) -> Progress:
        """What is known so far."""
        out = ffi.new("whisker_progress *", {"size": ffi.sizeof("whisker_progress")})
        out.fixed.size = ffi.sizeof("whisker_estimate")
        self.session._call("progress", self.number, _optional(metric, "a metric"), out)
        return _progress(out)

    def end(self) -> None:
        """The run has all its samples. Optional."""
        self.session._call("end", self.number)

    def __repr__(self) -> str:
        return f"<Run {self.name!r} on {self.task!r}>"


class Session:
    """Samples in, reports out.

        with whisker.Session("reading.lua") as session:
            run = session.begin("reading", "model_a")
            run.push("q17", 1, keys={"passage_id": "p3"})
            session.finish()
            print(session.report())

    config     path of a config file; config_text instead is the config itself, config_name what messages call it.
               Neither: no keys, all pairs, a report on demand
    arguments  for the config's ``arguments``
    journal    path of a journal: what is in it already is taken in first, so that a crash loses nothing
    extensions paths of shared objects with statistics of their own; they run with the rights of this process

    Threads may share a session; close it when they have ended. A child process made by fork cannot use its parent's:
    the samples are the parent's.
    """

    def __init__(
        self,
        config: str | os.PathLike[str] | None = None,
        *,
        config_text: str | None = None,
        config_name: str | None = None,
        arguments: Mapping[str, Any] | None = None,
        journal: str | os.PathLike[str] | None = None,
        extensions: Sequence[str | os.PathLike[str]] = (),
    ) -> None:
        self._library = plugin()
        self._per_thread = _PerThread()
        self._remembered = Remembered()
        self._remembered_names = RememberedNames()
        self._push = self._library.whisker_session_push
        self._handle = self._open(config, config_text, config_name, arguments or {}, journal, extensions)
        self._report_lock = threading.Lock()
        self._process = os.getpid()
        _open_sessions.add(self)

    def _open(
        self,
        config: Any,
        config_text: str | None,
        config_name: str | None,
        arguments: Mapping[str, Any],
        journal: Any,
        extensions: Sequence[Any],
    ) -> Any:
        if isinstance(extensions, str | os.PathLike):
            raise TypeError("extensions is a list of paths")
        given = [passing(f"{name}={value}", "an argument") for name, value in arguments.items()]
        paths = [passing(os.fspath(path), "an extension") for path in extensions]
        texts = {
            "config_path": _optional(config if config is None else os.fspath(config), "a path"),
            "config_text": _optional(config_text, "a config"),
            "config_name": _optional(config_name, "a name"),
            "journal": _optional(journal if journal is None else os.fspath(journal), "a path"),
            "arguments": ffi.new(POINTERS, [*given, NULL]),
            "extensions": ffi.new(POINTERS, [*paths, NULL]),
        }
        options = ffi.new("whisker_session_options *", {"size": ffi.sizeof("whisker_session_options"), **texts})
        handle, error = ffi.new("whisker_session **"), new_error()
        check(self._library.whisker_session_open(options, handle, error), error)
        return handle[0]

    def _open_handle(self) -> Any:
        if self._handle is None or self._process != os.getpid():  # where an extension forks Python forgets nothing
            raise ValueError("the session is closed, or belongs to the process that this one was forked from")
        return self._handle

    def _call(self, function: str, *arguments: Any) -> None:
        error = new_error()
        check(getattr(self._library, f"whisker_session_{function}")(self._open_handle(), *arguments, error), error)

    def begin(self, task: str, run: str, metadata: Mapping[str, Any] | None = None) -> Run:
        """Begin, or resume, a run of a system on a task. metadata is free: the report may show it, hooks see it."""
        number = ffi.new("int64_t *")
        as_json = None if metadata is None else json.dumps(metadata, default=str)
        self._call("begin", passing(task, "a task"), passing(run, "a run"), _optional(as_json, "metadata"), number)
        return Run(self, number[0], task, run)

    def finish(self) -> bool | None:
        """Analyse and write the files that the config's report names. True or False: its gate; None: it has none."""
        passed = ffi.new("int32_t *")
        self._call("finish", passed)
        return None if passed[0] < 0 else passed[0] == 1

    def report(self, format: str = "terminal", columns: int = 0) -> str:
        """The report as text: "terminal", "markdown", "csv" or "json"."""
        pointer, length = ffi.new("char **"), ffi.new("size_t *")
        self._open_handle()  # in a child process the lock may be held for ever
        with self._report_lock:  # the text is the session's until the next report
            self._call("report", passing(format, "a format"), columns, pointer, length)
            return ffi.buffer(pointer[0], length[0])[:].decode("utf-8", "replace")

    def results(self) -> dict[str, Any]:
        """The results as the JSON has them: scores, comparisons, notes (schema whisker/1)."""
        return json.loads(self.report("json"))

    def problems(self) -> list[Problem]:
        """What went wrong without stopping anything."""
        found, problem = [], ffi.new("whisker_problem *", {"size": ffi.sizeof("whisker_problem")})
        for index in range(self._library.whisker_session_problems(self._open_handle())):
            check(self._library.whisker_session_problem(self._open_handle(), index, problem), new_error())
            found.append(
                Problem(
                    text(problem.text) or "",
                    code_of(problem.status),
                    text(problem.source),
                    problem.line or None,
                    problem.count,
                )
            )
        return found

    def close(self) -> None:
        """Close without a report; what is in the journal stays there."""
        handle, self._handle = self._handle, None
        if handle is not None:
            self._library.whisker_session_close(handle)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_handle", None) is not None:
            self.close()


def _optional(value: str | None, what: str) -> Any:
    return NULL if value is None else passing(value, what)


def _progress(out: Any) -> Progress:
    return Progress(
        should_stop=out.should_stop == 1,
        n_draws=out.n_draws,
        fixed=from_c(out.fixed),
        anytime_lower=defined(out.anytime_lower),
        anytime_upper=defined(out.anytime_upper),
        n_paired=out.n_paired,
        difference=defined(out.difference),
        difference_standard_error=defined(out.difference_standard_error),
        difference_anytime_lower=defined(out.difference_anytime_lower),
        difference_anytime_upper=defined(out.difference_anytime_upper),
    )


_open_sessions: weakref.WeakSet[Session] = weakref.WeakSet()


def _forget_the_parents_sessions() -> None:
    """In a child process: their locks may be held for ever, and closing would write to the parent's journal."""
    for session in list(_open_sessions):
        session._handle = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_the_parents_sessions)
