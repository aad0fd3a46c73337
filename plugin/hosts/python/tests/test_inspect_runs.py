"""Hooks and metrics in Inspect AI's own processes: several models, epochs, errors, retries, eval sets."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections import defaultdict

import formulas
import pytest
from harness import HERE, need, prepare, run

CONFIG = 'return { cluster = "%s", report = { to = "report.json" } }\n'


@pytest.fixture
def folder(tmp_path):
    """A scratch folder with tasks and configs."""
    need("inspect_ai")
    folder = prepare(tmp_path)
    shutil.copy(HERE / "inspect_tasks.py", folder)
    (folder / "reading.lua").write_text(CONFIG % "passage_id")
    (folder / "sums.lua").write_text(CONFIG % "kind")
    return folder


def inspect(folder, command, *words, status=0, **variables):
    return run(
        folder,
        "tasks/run_inspect.py",
        command,
        *words,
        "--display",
        "plain",
        "--log-dir",
        "logs",
        status=status,
        **variables,
    )


def logs_of(folder):
    from inspect_ai.log import list_eval_logs, read_eval_log

    return [read_eval_log(info.name) for info in list_eval_logs(str(folder / "logs"))]


def items_of(log):
    """{item: its scores}, from the log that Inspect wrote."""
    scores = defaultdict(list)
    for sample in log.samples:
        for score in (sample.scores or {}).values():
            scores[str(sample.id)].append({"C": 1, "I": 0, "N": 0}[score.value])
    return scores


def report_of(folder):
    return json.loads((folder / "report.json").read_text())


def score_of(report, task, model):
    return next(one for one in report["scores"] if (one["task"], one["run"]) == (task, f"scripted/{model}"))


def agrees(folder, log, cluster):
    """The report's line for a log's model is what textbook formulas make of the log."""
    score = score_of(report_of(folder), log.eval.task, log.eval.model.split("/")[1])
    items = items_of(log)
    labels = {str(sample.id): sample.metadata[cluster] for sample in log.samples}
    values = [formulas.mean(scores) for scores in items.values()]
    assert score["n_items"] == len(items) and score["n_draws"] == sum(map(len, items.values()))
    assert score["estimate"] == pytest.approx(formulas.mean(values), rel=1e-12)
    assert score["se"] == pytest.approx(
        formulas.clustered_standard_error(values, [labels[item] for item in items]), rel=1e-12
    )
    return score


def test_several_models_in_one_run_are_paired(folder):
    printed = inspect(
        folder,
        "eval",
        "inspect_tasks.py@reading",
        "--model",
        "scripted/model_a,scripted/model_b",
        WHISKER_CONFIG="reading.lua",
    )
    for log in logs_of(folder):
        score = agrees(folder, log, "passage_id")
        metrics = log.results.scores[0].metrics
        assert metrics["stderr"].value == pytest.approx(score["se"], rel=1e-12)
        assert metrics["lower"].value == pytest.approx(score["ci"][0], rel=1e-12)
        assert metrics["df"].value == pytest.approx(score["df"], rel=1e-12) and metrics["clusters"].value == 24
        assert metrics["stderr"].name == "whisker/stderr" and metrics["stderr"].params == {"cluster": "passage_id"}
    (pair,) = report_of(folder)["comparisons"]
    assert abs(pair["difference"]) == pytest.approx(7 / 117) and pair["n_clusters"] == 24
    assert "hooks enabled" in printed and "74.4 (6.6)" in printed and "(paired)" in printed


def test_epochs_are_draws_of_an_item(folder):
    inspect(
        folder,
        "eval",
        "inspect_tasks.py@sums",
        "--model",
        "scripted/model_a",
        "--epochs",
        "5",
        WHISKER_CONFIG="sums.lua",
    )
    (log,) = logs_of(folder)
    score = agrees(folder, log, "kind")
    assert (score["n_items"], score["n_draws"]) == (60, 300)


def test_samples_that_end_in_an_error_are_missing(folder):
    """Item 5 fails both times and has no score; item 7 keeps the draw that worked."""
    inspect(
        folder,
        "eval",
        "inspect_tasks.py@sums",
        "-T",
        "first=12",
        "-T",
        "trouble=fails",
        "--model",
        "scripted/model_a",
        "--epochs",
        "2",
        "--no-fail-on-error",
        WHISKER_CONFIG="sums.lua",
    )
    (log,) = logs_of(folder)
    score = agrees(folder, log, "kind")
    assert (score["n_items"], score["n_draws"], score["n_missing"]) == (11, 21, 1)


def test_a_sample_that_is_tried_again_counts_once(folder):
    inspect(
        folder,
        "eval",
        "inspect_tasks.py@sums",
        "-T",
        "trouble=once",
        "--model",
        "scripted/model_a",
        "--retry-on-error",
        "2",
        WHISKER_CONFIG="sums.lua",
    )
    (log,) = logs_of(folder)
    assert (folder / "failed").exists() and sum(bool(sample.error_retries) for sample in log.samples) == 1
    score = agrees(folder, log, "kind")
    assert (score["n_items"], score["n_missing"]) == (60, 0)


def test_an_eval_that_is_retried_reports_all_samples(folder):
    """A new process takes finished samples over from the log: no hook hears of them, the report has them."""
    inspect(
        folder,
        "eval",
        "inspect_tasks.py@sums",
        "-T",
        "trouble=once",
        "--model",
        "scripted/model_a",
        "--max-samples",
        "1",
        status=None,
        WHISKER_CONFIG="sums.lua",
    )
    (failed,) = logs_of(folder)
    assert failed.status == "error"
    inspect(folder, "eval-retry", failed.location, WHISKER_CONFIG="sums.lua")
    retried = max(logs_of(folder), key=lambda log: log.eval.created)
    assert retried.status == "success" and agrees(folder, retried, "kind")["n_items"] == 60


def test_an_eval_set_reports_at_its_end_and_again_when_it_is_complete(folder):
    """Two tasks, two models, one attempt that fails: a report at the end, pairs in it; the same from the logs alone."""
    words = (
        "eval-set",
        "inspect_tasks.py@sums",
        "inspect_tasks.py@reading",
        "--model",
        "scripted/model_a,scripted/model_b",
        "--retry-attempts",
        "3",
        "--retry-wait",
        "1",
    )
    (folder / "both.lua").write_text('return { report = { to = "report.json" } }\n')
    (folder / "inspect_tasks.py").write_text(
        (folder / "inspect_tasks.py").read_text().replace('str = "none"', 'str = "once"')
    )
    printed = inspect(folder, *words, WHISKER_CONFIG="both.lua")
    assert (folder / "failed").exists() and printed.count("How far to trust this") >= 1
    first = report_of(folder)
    assert {(score["task"], score["run"], score["n_items"]) for score in first["scores"]} == {
        (task, f"scripted/{model}", n)
        for task, n in (("sums", 60), ("reading", 117))
        for model in ("model_a", "model_b")
    }
    assert sorted(pair["task"] for pair in first["comparisons"]) == ["reading", "sums"]
    (folder / "report.json").unlink()
    inspect(folder, *words, WHISKER_CONFIG="both.lua")
    again = report_of(folder)
    for key in ("scores", "comparisons"):
        assert again[key] == first[key]


def test_a_config_in_the_metadata_and_none_at_all(folder):
    small = ("eval", "inspect_tasks.py@sums", "-T", "first=8", "--model", "scripted/model_a")
    assert "95% interval" not in inspect(folder, *small)
    assert not (folder / "report.json").exists()
    assert "95% interval" in inspect(folder, *small, WHISKER_CONFIG="")
    assert "95% interval" in inspect(folder, *small, "--metadata", "whisker_config=sums.lua")
    assert report_of(folder)["scores"][0]["n_items"] == 8


def test_runs_of_one_model_with_other_arguments_are_told_apart(folder):
    (folder / "two.py").write_text("""
import sys
sys.path.insert(0, "tasks")
import run_inspect
from inspect_ai import eval
from inspect_tasks import sums
eval([sums(first=6), sums(first=9)], model="scripted/model_a", display="plain", log_dir="logs")
""")
    run(folder, "two.py", WHISKER_CONFIG="sums.lua")
    assert sorted((score["run"], score["n_items"]) for score in report_of(folder)["scores"]) == [
        ("scripted/model_a", 6),
        ('scripted/model_a {"first": 9}', 9),
    ]


def test_a_stopping_rule_ends_a_task(folder):
    """The interval that holds at every look is narrow enough after some samples: the others are not asked."""
    (folder / "stop.lua").write_text('return { stop = { half_width = 0.25 }, report = { to = "report.json" } }\n')
    words = (
        "eval",
        "inspect_tasks.py@reading",
        "-T",
        "early=true",
        "--model",
        "scripted/model_b",
        "--max-samples",
        "1",
    )
    inspect(folder, *words, WHISKER_CONFIG="stop.lua")
    (log,) = logs_of(folder)
    assert log.status == "success" and 5 < len(log.samples) < 117
    assert log.results.early_stopping.metadata == {"stopped": 117 - len(log.samples)}
    assert score_of(report_of(folder), "reading", "model_b")["n_items"] == len(log.samples)
    inspect(folder, *words)  # without a config nothing is stopped
    assert max(len(log.samples) for log in logs_of(folder)) == 117


def test_mockllm(folder):
    """Inspect's own mock model answers nothing right: an exact bound, not a zero width. (Without a usage in its output
    it would fetch a tokenizer from the network.)"""
    (folder / "mock.py").write_text("""
import sys
from inspect_ai import eval
from inspect_ai.model import ModelOutput, ModelUsage, get_model
from inspect_tasks import sums

def answer(*_):
    output = ModelOutput.from_content("mockllm/model", "I do not know.")
    output.usage = ModelUsage()
    return output

eval(sums(), model=get_model("mockllm/model", custom_outputs=answer), display="plain", log_dir="logs")
""")
    run(folder, "mock.py", WHISKER_CONFIG="sums.lua")
    (score,) = report_of(folder)["scores"]
    assert (score["run"], score["estimate"], score["n_draws"]) == ("mockllm/model", 0, 60) and score["ci"][1] > 0


def test_nothing_that_goes_wrong_breaks_an_eval(folder):
    """Once is enough to say it."""
    (folder / "bad.lua").write_text("return { clutser = 'kind' }\n")
    small = (
        "eval",
        "inspect_tasks.py@sums",
        "-T",
        "first=8",
        "--model",
        "scripted/model_a,scripted/model_b",
        "--epochs",
        "2",
    )
    for config in ("bad.lua", "absent.lua"):
        printed = inspect(folder, *small, WHISKER_CONFIG=config)
        assert printed.count("whisker, starting") == 1 and "whisker, taking" not in printed, printed
    (folder / "unwritable.lua").write_text('return { report = { to = "no/such/folder/report.md" } }\n')
    assert "whisker, reporting" in inspect(folder, *small, WHISKER_CONFIG="unwritable.lua")
    assert all(log.status == "success" for log in logs_of(folder))


def test_a_typing_mistake_in_a_metric_breaks_no_eval(folder):
    printed = inspect(
        folder, "eval", "inspect_tasks.py@reading", "-T", "cluster=pasage_id", "--model", "scripted/model_a"
    )
    (log,) = logs_of(folder)
    metrics = log.results.scores[0].metrics
    assert log.status == "success" and metrics["mean"].value == pytest.approx(80 / 117)
    assert metrics["stderr"].value != metrics["stderr"].value and "pasage_id" in printed


def test_hooks_hold_their_peace_about_other_runs():
    """A sample of a run that no session was opened for goes nowhere."""
    need("inspect_ai")
    from types import SimpleNamespace

    from whisker.inspect.hooks import Report, recorders

    report = Report()
    data = SimpleNamespace(eval_set_id=None, run_id="r", eval_id="e", sample=None, log=None)
    for hook in (report.on_sample_end, report.on_task_end, report.on_run_end):
        asyncio.run(hook(data))
    assert recorders == {}
