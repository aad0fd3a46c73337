"""Sixty questions about ten passages: six to each, three of one kind and three of the other."""

from datasets import Dataset

PASSAGES = ("bees", "canals", "clocks", "glaciers", "ink", "kites", "lighthouses", "salt", "tides", "wool")
KINDS = {"people": ("maker", "owner", "rival"), "places": ("home", "market", "harbour")}


def documents(kind, **_):
    rows = [
        {"passage": passage, "question": f"What is the {asked} of the {passage}", "answer": f"{asked} {passage}"}
        for passage in PASSAGES
        for asked in KINDS[kind]
    ]
    return {"test": Dataset.from_list(rows)}
