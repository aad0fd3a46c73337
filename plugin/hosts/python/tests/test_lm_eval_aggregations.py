"""Aggregations of a task's YAML, alone and in the harness's own process."""

from __future__ import annotations

import math

import formulas
import pytest
from harness import TASKS, need, prepare, results_of, run, samples_of

import whisker
from whisker.lm_eval import (
    clustered_df,
    clustered_lower,
    clustered_mean,
    clustered_stderr,
    clustered_upper,
    design_effect,
    n_clusters,
)

PAIRS = [(1, "p1"), (0, "p1"), (1, "p2"), (1, "p2"), (0.5, "p3"), (0, "p4")]

YAML = """
task: reading_clustered
dataset_path: json
dataset_kwargs:
  data_files:
    test: {data}/reading.jsonl
test_split: test
output_type: multiple_choice
doc_to_text: "{{{{passage}}}}\\n\\nQuestion: {{{{question}}}}\\nAnswer:"
doc_to_choice: choices
doc_to_target: answer
process_results: !function scoring.process_results
num_fewshot: 0
metric_list:
  - {{metric: acc, aggregation: mean, higher_is_better: true}}
  - {{metric: acc_se_cluster, aggregation: !function whisker.lm_eval.clustered_stderr, higher_is_better: false}}
  - {{metric: acc_lower, aggregation: !function whisker.lm_eval.clustered_lower, higher_is_better: true}}
  - {{metric: acc_clusters, aggregation: !function whisker.lm_eval.n_clusters, higher_is_better: true}}
"""

SCORING = """
def process_results(doc, results):
    likelihoods = [likelihood for likelihood, _ in results]
    acc = float(likelihoods.index(max(likelihoods)) == doc["answer"])
    pair = (acc, doc["passage_id"])
    return {"acc": acc, "acc_se_cluster": pair, "acc_lower": pair, "acc_clusters": pair}
"""


def test_aggregations_say_what_whisker_says():
    expected = whisker.mean([score for score, _ in PAIRS], cluster=[label for _, label in PAIRS])
    facts = {
        clustered_mean: expected.value,
        clustered_stderr: expected.standard_error,
        clustered_lower: expected.lower,
        clustered_upper: expected.upper,
        clustered_df: expected.df,
        n_clusters: 4.0,
        design_effect: expected.design_effect,
    }
    for aggregation, fact in facts.items():
        assert aggregation(PAIRS) == fact and isinstance(aggregation(PAIRS), float)
    assert clustered_stderr.__name__ == "clustered_stderr" and clustered_stderr.__doc__


def test_bare_scores_two_labels_and_nothing():
    assert clustered_stderr([1, 0, 1, 1]) == whisker.mean([1, 0, 1, 1]).standard_error
    two = [(score, label, number % 2) for number, (score, label) in enumerate(PAIRS)]
    assert (
        clustered_stderr(two)
        == whisker.mean(
            [row[0] for row in two], cluster=[[row[1] for row in two], [row[2] for row in two]]
        ).standard_error
    )
    assert math.isnan(clustered_stderr([])) and math.isnan(clustered_stderr([(None, "a")]))
    assert math.isnan(clustered_stderr([(1, "a"), (0, "a")])) and clustered_mean([(1, "a"), (0, "a")]) == 0.5


@pytest.mark.parametrize("program, model", [(("-m", "lm_eval"), "dummy"), (("tasks/run_lm_eval.py",), "scripted")])
def test_a_task_of_the_harness(tmp_path, program, model):
    """The harness's own command and files; nothing of it is patched here."""
    need("lm_eval")
    folder = prepare(tmp_path)
    (folder / "mine").mkdir()
    (folder / "mine" / "reading_clustered.yaml").write_text(YAML.format(data=TASKS / "data"))
    (folder / "mine" / "scoring.py").write_text(SCORING)
    printed = run(
        folder,
        *program,
        "run",
        "--model",
        model,
        "--model_args",
        "pretrained=model_b",
        "--tasks",
        "reading_clustered",
        "--include_path",
        "mine",
        "--output_path",
        "out",
        "--log_samples",
    )
    result = results_of(folder / "out")["results"]["reading_clustered"]
    samples = samples_of(folder / "out", "reading_clustered")
    scores, labels = [sample["acc"] for sample in samples], [sample["doc"]["passage_id"] for sample in samples]
    right = formulas.clustered_standard_error(scores, labels)
    assert result["acc_se_cluster,none"] == pytest.approx(right, rel=1e-12)
    assert result["acc_clusters,none"] == 24
    assert result["acc_lower,none"] < result["acc,none"]
    assert f"{right:.4f}" in printed
