"""Scoring of the task `sums`: one answer, or the share of several that are right."""


def process_results(doc, results):
    given = results[0]
    if isinstance(given, str):
        given = [given]
    right = sum(answer == str(doc["answer"]) for answer in given)
    return {"exact_match": right / len(given)}
