"""whisker-lm-eval where the harness shares the documents out to several processes: two of them, as accelerate or torchrun
would start them, with a model that says which one it is. They talk through files; torch, of which the harness wants one
tensor here, is played by a number."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from harness import need, prepare, results_of, run, samples_of

COMMAND = """
import os, pickle, sys, time
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, "tasks")
import run_lm_eval
from lm_eval.api.registry import register_model

EXCHANGE = Path("exchange")

class Tensor(list):
    cpu = detach = numpy = lambda self: self
    tolist = lambda self: list(self)

@register_model("ranked")
class Ranked(run_lm_eval.Scripted):
    device = "cpu"

    def __init__(self, pretrained, **kwargs):
        super().__init__(pretrained)
        self._rank, self._world_size = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
        self.exchanged = 0
        if self.world_size > 1:
            sys.modules["torch"] = SimpleNamespace(
                tensor=lambda number, device: number, Tensor=Tensor, Generator=Tensor, nn=SimpleNamespace(Module=Tensor)
            )

    def exchange(self, thing):
        self.exchanged += 1
        mine, others = ([EXCHANGE / f"{self.exchanged}-{rank}{end}" for rank in range(self.world_size)]
                        for end in (".part", ""))
        mine[self.rank].write_bytes(pickle.dumps(thing))
        mine[self.rank].rename(others[self.rank])
        while not all(file.exists() for file in others):
            time.sleep(0.01)
        return [pickle.loads(file.read_bytes()) for file in others]

    def all_gather(self, number):
        return Tensor(self.exchange(number))

    def gather_object(self, thing, dst=0):
        sys.modules.pop("torch", None)  # the harness has had its tensor, and would ask for its version
        gathered = self.exchange(thing)
        return gathered if self.rank == dst else None

    def barrier(self):
        self.exchange(None)

from whisker.lm_eval.command import main
main()
"""

# 59 documents: the second process has one less, and asks its last one again so that both ask as often.
WORDS = ("--tasks", "sums,reading", "--limit", "59", "--log_samples", "--whisker_cluster", "kind")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """What two processes make of it, and what one does."""
    need("lm_eval")
    folder = prepare(tmp_path_factory.mktemp("ranks"))

    def process(rank, world):
        (folder / f"exchange{world}").mkdir(exist_ok=True)
        program = COMMAND.replace('"exchange"', f'"exchange{world}"')
        (folder / f"ranked{world}.py").write_text(program)
        out, report = f"of{world}", f"report{world}.json"
        words = (
            "--output_path",
            out,
            "--whisker_report",
            report,
            "--whisker_report",
            "-",
            "--whisker_journal",
            f"{out}.jsonl",
        )
        model = ("--model", "ranked", "--model_args", "pretrained=model_a", "--include_path", "tasks/lm_eval")
        environment = {"RANK": str(rank), "LOCAL_RANK": str(rank), "WORLD_SIZE": str(world)}
        return run(folder, f"ranked{world}.py", *WORDS, *model, *words, **environment)

    with ThreadPoolExecutor() as pool:
        printed = list(pool.map(process, (0, 1, 0), (2, 2, 1)))
    (folder / "printed.json").write_text(json.dumps(printed))
    return folder


def report_of(folder, world):
    report = json.loads((folder / f"report{world}.json").read_text())
    return report["scores"]


def numbers_of(results):
    return {
        (task, key): number
        for task, of_task in results.items()
        for key, number in of_task.items()
        if isinstance(number, (int, float))
    }


def test_one_process_reports_and_has_all_samples(folder):
    first, second, alone = json.loads((folder / "printed.json").read_text())
    assert first.count("How far to trust this") == alone.count("How far to trust this") == 1
    assert "How far to trust this" not in second and "Traceback" not in first + second
    assert len(list((folder / "of2").rglob("results_*.json"))) == 1
    assert len(samples_of(folder / "of2", "reading")) == 59


def test_a_document_that_is_asked_again_to_keep_step_has_no_more_draws(folder):
    asked = max(len(sample["resps"][0]) for sample in samples_of(folder / "of2", "sums"))
    assert asked == 10, "the harness pads, else this shows nothing"
    for score in report_of(folder, 2):
        assert score["n_draws"] == 59 * (5 if score["metric"] == "exact_match,first" else 1)


def test_two_processes_give_what_one_does(folder):
    for found, expected in zip(report_of(folder, 2), report_of(folder, 1), strict=True):
        assert found == expected
    two, one = (numbers_of(results_of(folder / out)["results"]) for out in ("of2", "of1"))
    assert len(one) > 10 and two == pytest.approx(one, rel=1e-12)


def test_the_journal_has_every_sample_once(folder):
    lines = [json.loads(line) for line in (folder / "of2.jsonl").read_text().splitlines()]
    draws = {(line["task"], line["metric"], line["item"], line["draw"]) for line in lines}
    assert len(draws) == len(lines) == 59 * (5 + 1 + 1) + 59 * 2
