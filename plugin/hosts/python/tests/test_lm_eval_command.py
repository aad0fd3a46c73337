"""whisker-lm-eval in the real harness: its arguments, its files, its tables, with the right numbers in them."""

from __future__ import annotations

import json
import math

import formulas
import pytest
from harness import need, prepare, results_of, run, samples_of

COMMAND = """
import sys
sys.path.insert(0, "tasks")
import run_lm_eval
from whisker.lm_eval.command import main
main()
"""

MACRO = """
group: languages_macro
task: [languages_en, languages_de, sums]
aggregate_metric_list:
  - {metric: acc, weight_by_size: false}
  - {metric: exact_match, weight_by_size: false, filter_list: [first]}
"""


def lm_eval(folder, *arguments, model="model_b", out="out", **variables):
    return run(
        folder,
        "command.py",
        "--model",
        "scripted",
        "--model_args",
        f"pretrained={model}",
        *arguments,
        "--include_path",
        "tasks/lm_eval",
        "--output_path",
        out,
        **variables,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A scratch folder with what the harness says by itself, and what it says under Whisker."""
    need("lm_eval")
    folder = prepare(tmp_path_factory.mktemp("lm_eval"))
    (folder / "command.py").write_text(COMMAND)
    tasks = ("--tasks", "reading,sums,languages", "--log_samples")
    run(
        folder,
        "tasks/run_lm_eval.py",
        "run",
        "--model",
        "scripted",
        "--model_args",
        "pretrained=model_b",
        "--include_path",
        "tasks/lm_eval",
        "--output_path",
        "plain",
        *tasks,
    )
    (folder / "printed.txt").write_text(
        lm_eval(
            folder,
            "--whisker_cluster",
            "passage_id",
            "--whisker_cluster",
            "question_id",
            "--whisker_report",
            "-",
            "--whisker_report",
            "report.md",
            *tasks,
        )
    )
    (folder / "by_question.txt").write_text(
        lm_eval(folder, "--whisker_cluster", "doc.question_id", "--tasks", "languages", out="by_question")
    )
    return folder


def test_the_files_are_the_harness_s_own(folder):
    plain, ours = results_of(folder / "plain"), results_of(folder / "out")
    assert set(ours) - {"whisker"} == set(plain)
    assert {task: set(keys) for task, keys in ours["results"].items()} == {
        task: set(keys) for task, keys in plain["results"].items()
    }
    assert ours["task_hashes"] == plain["task_hashes"]
    assert samples_of(folder / "out", "reading") == samples_of(folder / "plain", "reading")


def test_without_log_samples_none_are_written(folder):
    assert not list((folder / "by_question").rglob("samples_*"))
    assert "samples" not in results_of(folder / "by_question")


def test_standard_errors_are_clustered(folder):
    """Two keys were given; each document of reading has its own question_id, so passages decide."""
    samples = samples_of(folder / "out", "reading")
    for metric in ("acc", "acc_norm"):
        right = formulas.clustered_standard_error(
            [sample[metric] for sample in samples], [sample["doc"]["passage_id"] for sample in samples]
        )
        ours = results_of(folder / "out")
        assert ours["results"]["reading"][f"{metric}_stderr,none"] == pytest.approx(right, rel=1e-12)
        known = ours["whisker"]["results"]["reading"][f"{metric},none"]
        assert known["n_clusters"] == 24 and known["lower"] < known["value"] < known["upper"]
        assert known["harness"]["stderr"] == results_of(folder / "plain")["results"]["reading"][f"{metric}_stderr,none"]


def test_values_that_no_repeat_changes_stay(folder):
    plain, ours = results_of(folder / "plain")["results"], results_of(folder / "out")["results"]
    for task, key in (
        ("reading", "acc,none"),
        ("languages", "acc,none"),
        ("sums", "exact_match,majority"),
        ("sums", "exact_match,mean-of-5"),
    ):
        assert ours[task][key] == pytest.approx(plain[task][key], rel=1e-14)


def test_tables_show_the_corrected_numbers(folder):
    printed = (folder / "printed.txt").read_text()
    assert "|0.7436|±  |0.0661|" in printed and "|reading " in printed
    assert "74.4 (6.6)" in printed.split("|reading ")[-1], "the report follows the harness's tables"


def test_a_missing_field_is_said(folder):
    notes = results_of(folder / "out")["whisker"]["notes"]
    assert any("passage_id" in note and "languages_de" in note for note in notes)


def test_the_report(folder):
    report = (folder / "report.md").read_text()
    assert report.startswith("#") and "6.6" in report and "24" in report


def test_report_and_results_give_the_same_intervals(folder):
    """Answers are right or wrong, also where the mean over several is a share of them."""
    lm_eval(folder, "--whisker_cluster", "kind", "--whisker_report", "sums.json", "--tasks", "sums", out="intervals")
    known = results_of(folder / "intervals")["whisker"]["results"]["sums"]
    report = json.loads((folder / "sums.json").read_text())["scores"]
    assert len(report) == 3
    for score in report:
        found = known[score["metric"]]
        assert [found["lower"], found["upper"]] == pytest.approx(score["ci"], rel=1e-12)
        assert found["interval"] == score["interval"]


def test_a_config_decides_the_clusters(folder):
    """A function of Lua, which no argument could say: passages of the first half and of the second are two clusters."""
    (folder / "halves.lua").write_text("""
return { cluster = function(item) return item.doc.passage_id < "p13" and "first" or item.doc.passage_id end }
""")
    lm_eval(folder, "--whisker_config", "halves.lua", "--tasks", "reading", "--log_samples", out="halves")
    samples = samples_of(folder / "halves", "reading")
    labels = ["first" if (label := sample["doc"]["passage_id"]) < "p13" else label for sample in samples]
    right = formulas.clustered_standard_error([sample["acc"] for sample in samples], labels)
    assert results_of(folder / "halves")["results"]["reading"]["acc_stderr,none"] == pytest.approx(right, rel=1e-9)


def test_a_journal_pairs_models(folder):
    """Two processes, one model each, one journal: the second report compares them on the same documents."""
    for model in ("model_a", "model_b"):
        lm_eval(
            folder,
            "--whisker_cluster",
            "passage_id",
            "--whisker_journal",
            "samples.jsonl",
            "--whisker_report",
            "pairs.json",
            "--tasks",
            "reading",
            "--log_samples",
            model=model,
            out="journal",
        )
    a, b = (samples_of(folder / "journal" / model, "reading") for model in ("model_a", "model_b"))
    differences = [after["acc"] - before["acc"] for before, after in zip(a, b)]
    report = json.loads((folder / "pairs.json").read_text())
    pair = next(pair for pair in report["comparisons"] if pair["metric"] == "acc")
    assert {pair["a"], pair["b"]} == {"model_a", "model_b"}
    assert abs(pair["difference"]) == pytest.approx(formulas.mean(differences), rel=1e-12)
    assert pair["se"] == pytest.approx(
        formulas.clustered_standard_error(differences, [sample["doc"]["passage_id"] for sample in a]), rel=1e-12
    )


def test_bad_configs_stop_before_the_model_runs(folder):
    (folder / "bad.lua").write_text("return { clutser = 'passage_id' }\n")
    said = run(
        folder,
        "command.py",
        "--whisker_config",
        "bad.lua",
        "run",
        "--model",
        "scripted",
        "--tasks",
        "reading",
        status=2,
    )
    assert "clutser" in said and "cluster" in said and "Running" not in said


def test_help(folder):
    assert "--whisker_cluster" in run(folder, "command.py", "--whisker_help")
    assert "--model_args" in run(folder, "command.py", "run", "--help")
    assert "usage" in run(folder, "-m", "whisker.lm_eval", "--whisker_help")


# ---- what the harness prints and what is right ----


def test_repeats_are_kept(folder):
    """sums asks five times and take_first throws four answers away: the error is that of one answer an item."""
    plain, ours = results_of(folder / "plain")["results"]["sums"], results_of(folder / "out")["results"]["sums"]
    shares = [sample["exact_match"] for sample in samples_of(folder / "out", "sums") if sample["filter"] == "mean-of-5"]
    assert ours["exact_match,first"] == pytest.approx(formulas.mean(shares), rel=1e-12)
    assert ours["exact_match_stderr,first"] == pytest.approx(formulas.standard_error(shares), rel=1e-9)
    assert plain["exact_match_stderr,first"] / ours["exact_match_stderr,first"] == pytest.approx(1.29, abs=0.01)
    assert results_of(folder / "out")["whisker"]["results"]["sums"]["exact_match,first"]["draws"] == 5


def test_a_group_of_tasks_that_share_their_questions(folder):
    """The harness pools three languages as if they were 120 questions; they are 40, asked three times."""
    samples = {task: samples_of(folder / "plain", task) for task in ("languages_de", "languages_en", "languages_es")}
    right = formulas.strata_and_clusters(
        {
            task: ([sample["acc"] for sample in of_task], [sample["doc"]["question_id"] for sample in of_task])
            for task, of_task in samples.items()
        }
    )
    printed = results_of(folder / "plain")["groups"]["languages"]["acc_stderr,none"]
    ours = results_of(folder / "by_question")
    assert ours["groups"]["languages"]["acc_stderr,none"] == pytest.approx(right, rel=1e-12)
    assert ours["results"]["languages"] == ours["groups"]["languages"]
    assert ours["whisker"]["results"]["languages"]["acc,none"]["harness"]["stderr"] == printed
    assert right / printed == pytest.approx(1.20, abs=0.01)


def test_a_group_of_unequal_sizes_is_no_pool(folder):
    """The harness weighs variances by (n_j - 1) n_j / ((N - k) N); the error of a size-weighted mean
    takes (n_j / N)^2."""
    (folder / "tasks" / "lm_eval" / "unequal.yaml").write_text(
        "group: unequal\ntask: [few, reading]\naggregate_metric_list:\n  - {metric: acc, weight_by_size: true}\n"
    )
    few = (folder / "tasks" / "lm_eval" / "languages_en.yaml").read_text().replace("languages_en", "few", 1)
    (folder / "tasks" / "lm_eval" / "few.yaml").write_text(few)
    lines = (folder / "tasks" / "data" / "languages_en.jsonl").read_text().splitlines(keepends=True)[32:38]
    (folder / "tasks" / "data" / "few.jsonl").write_text("".join(lines))
    (folder / "tasks" / "lm_eval" / "few.yaml").write_text(few.replace("languages_en.jsonl", "few.jsonl"))
    lm_eval(folder, "--tasks", "unequal", "--log_samples", out="unequal")
    parts = [[sample["acc"] for sample in samples_of(folder / "unequal", task)] for task in ("few", "reading")]
    right = math.hypot(*(len(part) / 123 * formulas.standard_error(part) for part in parts))
    ours = results_of(folder / "unequal")
    assert [len(part) for part in parts] == [6, 117] and formulas.variance(parts[0]) > 0
    assert ours["groups"]["unequal"]["acc_stderr,none"] == pytest.approx(right, rel=1e-12)
    assert ours["whisker"]["results"]["unequal"]["acc,none"]["harness"]["stderr"] != pytest.approx(right, rel=1e-4)


def test_a_group_that_weighs_tasks_equally(folder):
    """sqrt(sum SE^2) / k, over the errors that the tasks' own lines show; this release of the harness says so too."""
    (folder / "tasks" / "lm_eval" / "languages_macro.yaml").write_text(MACRO)
    lm_eval(folder, "--whisker_cluster", "passage_id", "--tasks", "languages_macro", out="macro")
    results = results_of(folder / "macro")["results"]
    errors = [results[task]["acc_stderr,none"] for task in ("languages_en", "languages_de")]
    assert results["languages_macro"]["acc_stderr,none"] == pytest.approx(math.hypot(*errors) / 2, rel=1e-12)
    assert results["languages_macro"]["exact_match_stderr,first"] == pytest.approx(
        results["sums"]["exact_match_stderr,first"]
    )
