"""whisker.Session: pushed samples give what arrays give, whatever happens on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

import whisker

SCORES = [(7 * number + number // 3) % 10 < 6 for number in range(60)]
LABELS = [f"p{number // 4}" for number in range(60)]


def push_all(run, scores=SCORES):
    for number, (score, label) in enumerate(zip(scores, LABELS)):
        run.push(f"q{number}", score, keys={"passage_id": label})


def test_a_report_of_pushed_samples():
    expected = whisker.mean(SCORES, cluster=LABELS)
    with whisker.Session(config_text='return { cluster = "passage_id" }') as session:
        push_all(session.begin("reading", "model", {"temperature": 0.7}))
        assert session.finish() is None
        (score,) = session.results()["scores"]
        assert (score["task"], score["run"], score["metric"]) == ("reading", "model", "score")
        assert (score["estimate"], score["se"]) == (
            pytest.approx(expected.value),
            pytest.approx(expected.standard_error, rel=1e-14),
        )
        assert score["ci"] == pytest.approx([expected.lower, expected.upper], rel=1e-12)
        assert "15 clusters" in session.report() and session.report("markdown").startswith("## ")
        assert session.report(columns=200) != session.report(columns=60)
        with pytest.raises(ValueError):
            session.report("papyrus")


def test_draws_metrics_missing_scores_and_repeated_pushes():
    with whisker.Session() as session:
        run = session.begin("t", "m")
        for number in range(8):
            for epoch in (1, 2):
                run.push(number, number % 2, draw=epoch, metric="acc", keys={"a": 1, "b": None, "c": float("nan")})
        run.push("9", None, draw=1, metric="acc")
        run.push(3, 0, draw=2, metric="acc")
        run.push_json({"item": "1", "scores": {"f1": 0.5}})
        run.push_json('{"item": "2", "metric": "f1", "score": 1}')
        run.end()
        session.finish()
        scores = {score["metric"]: score for score in session.results()["scores"]}
        assert (scores["acc"]["n_items"], scores["acc"]["n_draws"], scores["acc"]["n_missing"]) == (8, 16, 1)
        assert scores["acc"]["estimate"] == pytest.approx((3 + 0.5) / 8) and scores["f1"]["estimate"] == 0.75
        (repeated,) = session.problems()
        assert repeated.count == 1 and repeated.code


def test_two_runs_are_paired():
    other = [not score if number % 5 == 0 else score for number, score in enumerate(SCORES)]
    expected = whisker.compare(other, SCORES, cluster=LABELS)
    with whisker.Session(config_text='return { cluster = "passage_id", pair = { baseline = "a" } }') as session:
        push_all(session.begin("reading", "a"))
        push_all(session.begin("reading", "b"), other)
        session.finish()
        (pair,) = session.results()["comparisons"]
        assert (pair["a"], pair["b"]) in {("b", "a"), ("a", "b")}
        assert abs(pair["difference"]) == pytest.approx(abs(expected.value)) and pair["se"] == pytest.approx(
            expected.standard_error
        )


def test_a_run_is_resumed_by_its_names():
    with whisker.Session() as session:
        push_all(session.begin("reading", "a"), SCORES[:30])
        push_all(session.begin("reading", "a"), SCORES)
        session.finish()
        assert session.results()["scores"][0]["n_items"] == 60


def test_progress():
    with whisker.Session(
        config_text='return { cluster = "passage_id", stop = { half_width = 0.3, min_items = 40 } }'
    ) as session:
        run = session.begin("reading", "a")
        with pytest.raises(whisker.DataError):
            run.progress()
        stopped = []
        for number, (score, label) in enumerate(zip(SCORES, LABELS)):
            run.push(f"q{number}", score, keys={"passage_id": label})
            stopped.append(run.progress().should_stop)
        progress = run.progress("score")
        assert not any(stopped[:39]) and progress.n_draws == 60
        assert progress.fixed == whisker.mean(SCORES, cluster=LABELS)
        assert 0 <= progress.anytime_lower < progress.fixed.lower and progress.fixed.upper < progress.anytime_upper <= 1
        assert (progress.n_paired, progress.difference) == (0, None)


def test_hooks_of_a_config():
    config = """
return {
  on_sample = function(sample)
    if sample.item == "q1" then return false, "a trial question" end
    if sample.item == "q2" then error("no such thing") end
  end,
}"""
    with whisker.Session(config_text=config, config_name="hooks.lua") as session:
        push_all(session.begin("reading", "a"))
        session.finish()
        problems = {problem.text: problem for problem in session.problems()}
        assert any("a trial question" in text for text in problems)
        assert any(
            "no such thing" in text and ("hooks.lua" in text or problem.line) for text, problem in problems.items()
        )
        assert session.results()["scores"][0]["n_items"] in (58, 59)


def test_a_gate():
    config = 'return { pair = { baseline = "a" }, gate = { baseline = "a", margin = 0.02 } }'
    for scores, passed in ((SCORES, True), ([0] * 60, False)):
        with whisker.Session(config_text=config) as session:
            push_all(session.begin("reading", "a"))
            push_all(session.begin("reading", "b"), scores)
            assert session.finish() is passed


def test_arguments_and_files(tmp_path):
    config = tmp_path / "config.lua"
    config.write_text("return { title = arguments.title, report = { to = arguments.to } }\n")
    with whisker.Session(config, arguments={"title": "Ünïcode", "to": tmp_path / "report.md"}) as session:
        push_all(session.begin("reading", "a"))
        session.finish()
    assert "Ünïcode" in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_misuse(tmp_path):
    with pytest.raises(ValueError, match="clutser"):
        whisker.Session(config_text="return { clutser = 'x' }")
    with pytest.raises(ValueError):
        whisker.Session(config_text="return {")
    with pytest.raises((ValueError, whisker.DataError)):
        whisker.Session(tmp_path / "absent.lua")
    session = whisker.Session()
    run = session.begin("t", "r")
    with pytest.raises(whisker.DataError):
        session.finish()
    with pytest.raises(ValueError):
        run.push("a\0b", 1)
    with pytest.raises(TypeError):
        run.push("a", "1")
    with pytest.raises(whisker.DataError):
        run.push_json("{")
    session.close()
    session.close()
    for call in (lambda: run.push("a", 1), session.finish, session.report, run.progress, session.problems):
        with pytest.raises(ValueError, match="closed"):
            call()


def push_some(run, start):
    for number in range(start, 6000, 6):
        run.push(f"q{number}", SCORES[number % 60], draw=number % 3, keys={"passage_id": f"p{number // 7}"})


def test_threads_push_into_one_session():
    reports = []
    for workers in (1, 6):
        with whisker.Session(config_text='return { cluster = "passage_id" }') as session:
            run = session.begin("reading", "a")
            with ThreadPoolExecutor(workers) as pool:
                list(pool.map(partial(push_some, run), range(6)))
            session.finish()
            reports.append(session.report("json"))
    assert reports[0] == reports[1]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_child_process_leaves_its_parents_session_alone(tmp_path):
    journal = tmp_path / "journal.jsonl"
    with whisker.Session(journal=journal) as session:
        run = session.begin("t", "r")
        run.push("a", 1)
        child = os.fork()
        if child == 0:
            try:
                run.push("b", 1)
            except ValueError:
                session.close()
                with whisker.Session() as own:
                    own.begin("t", "r").push("c", 1)
                os._exit(0)
            os._exit(1)
        assert os.waitpid(child, 0)[1] == 0
        run.push("d", 0)
        session.finish()
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    assert [line["item"] for line in lines if "item" in line] == ["a", "d"]


FORKS = """
import ctypes, os, signal, sys, threading, time, whisker

session = whisker.Session()
run = session.begin("t", "r")
for number in range(20000):
    run.push(number, number % 3 == 0)

def report_on_and_on():
    while True:
        session.report("json")

threading.Thread(target=report_on_and_on, daemon=True).start()
fork = {"os": os.fork, "c": ctypes.PyDLL(None).fork}[sys.argv[1]]
wrong = 0
for _ in range(5):
    time.sleep(0.002)
    child = fork()
    if child == 0:
        signal.alarm(10)
        refused = 0
        for use in (lambda: run.push("b", 1), lambda: session.report("json"), session.finish, run.progress):
            try:
                use()
            except ValueError as problem:
                refused += "forked from" in str(problem)
        os._exit(4 - refused)
    wrong += os.waitpid(child, 0)[1] != 0
os._exit(wrong)
"""


@pytest.mark.parametrize("fork", ["os", "c"])
def test_a_child_does_not_wait_for_a_lock_of_its_parents_threads(fork, tmp_path):
    """Also where an extension forks and Python knows nothing of it."""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", FORKS, fork], cwd=tmp_path, timeout=120)
    assert done.returncode == 0


def test_a_killed_process_loses_nothing(tmp_path):
    """SIGKILL in the middle: the journal gives the report of what had been pushed."""
    journal = tmp_path / "journal.jsonl"
    program = """
import os, signal, sys, whisker
session = whisker.Session(journal=sys.argv[1])
run = session.begin("reading", "a")
for number in range(60):
    run.push(f"q{number}", number % 3 == 0, keys={"passage_id": f"p{number // 4}"})
    if number == 41:
        os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", program, str(journal)], cwd=tmp_path)
    assert done.returncode == -signal.SIGKILL
    expected = whisker.mean([number % 3 == 0 for number in range(42)], cluster=[number // 4 for number in range(42)])
    with whisker.Session(config_text='return { cluster = "passage_id" }', journal=journal) as session:
        session.finish()
        (score,) = session.results()["scores"]
    assert score["n_items"] == 42 and score["se"] == pytest.approx(expected.standard_error, rel=1e-14)


def test_a_push_takes_under_five_microseconds():
    items, labels = (
        [f"item-{number}" for number in range(20000)],
        [{"passage_id": f"p{number // 5}"} for number in range(20000)],
    )
    best = float("inf")
    for _ in range(10):
        with whisker.Session() as session:
            run = session.begin("t", "r")
            began = time.thread_time()
            for item, keys in zip(items, labels):
                run.push(item, 1.0, draw=1, metric="acc", keys=keys)
            best = min(best, (time.thread_time() - began) / len(items))
    print(f"a push took {1e6 * best:.2f} microseconds")
    assert best < 5e-6


def test_an_extension_is_the_callers_choice(tmp_path):
    acme = os.environ.get("WHISKER_TEST_EXTENSIONS", "") + "/acme.so"
    if not os.path.exists(acme):
        pytest.skip("the extensions of the tests are not built")
    config = "return { estimate = { statistic = 'brier_skill' } }"
    with whisker.Session(config_text=config, extensions=[acme]) as session:
        run = session.begin("t", "r")
        for item, (right, squared_error) in enumerate([(1, 0.04), (1, 0.01), (0, 0.09), (1, 0.16)]):
            run.push(str(item), right, metric="right")
            run.push(str(item), squared_error, metric="squared_error")
        session.finish()
        (score,) = session.results()["scores"]
        assert score["statistic"] == "brier_skill"
        assert score["estimate"] == pytest.approx(1 - 0.075 / (0.75 * 0.25), rel=1e-12)
    with pytest.raises(whisker.DataError, match=r"no/such\.so"):
        whisker.Session(extensions=["no/such.so"])
    with pytest.raises(TypeError, match="a list of paths"):
        whisker.Session(extensions=acme)
