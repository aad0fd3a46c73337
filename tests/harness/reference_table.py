"""The reference report: each family of expected values, how many were compared, and how far off the worst one is.

reference_table.py MESON_LOG...   of the core suite; prints a Markdown table, and below it what no test compared and why.
Exit status 1 when a value was left out without a reason, 2 when nothing was found.
"""

import json
import pathlib
import sys


def records(paths):
    """One for each test that compared a family, and for each key that a test passes over."""
    for path in map(pathlib.Path, paths):
        for line in path.read_text(errors="replace").splitlines():
            for written in (json.loads(line).get("stderr") or "").splitlines():
                if written.startswith("reference {"):
                    yield json.loads(written.removeprefix("reference "))


def new_family(record):
    return {"values": 0, "failed": 0, "worst": -1, "worst_at": "", "reasons": {},
            "cases": [dict.fromkeys(case, 0) for case in record["cases"]]}


def add(family, record):
    family["values"] += record["compared"]
    family["failed"] += record["failed"]
    if record["worst"] > family["worst"]:
        family["worst"], family["worst_at"] = record["worst"], record["worst_at"]
    for case, keys in zip(family["cases"], record["cases"]):
        for key, compared in keys.items():
            case[key] |= compared


def merged(found):
    """By family: tests that share one compare different keys or cases of it."""
    families, reasons = {}, []
    for record in found:
        if "passed_over" in record:
            reasons.append(record)
        else:
            add(families.setdefault(record["family"], new_family(record)), record)
    for record in reasons:
        families[record["family"]]["reasons"][record["passed_over"]] = record["reason"]
    return families


def left_out(family):
    """How many cases have a key that no test compared as a whole, by key."""
    counts = {}
    for case in family["cases"]:
        for key, compared in case.items():
            if not compared:
                counts[key] = counts.get(key, 0) + 1
    return counts


def main(paths):
    families = merged(records(paths))
    if not families:
        return 2
    print("| family | cases | with every key compared | values | out of tolerance | worst relative error | at |")
    print("|---|---|---|---|---|---|---|")
    for name, family in sorted(families.items()):
        passed_over = family["reasons"]
        whole = sum(all(done or key in passed_over for key, done in case.items()) for case in family["cases"])
        print(f"| {name} | {len(family['cases'])} | {whole} | {family['values']} | {family['failed']} "
              f"| {family['worst']:.1e} | {family['worst_at']} |")
    complete = True
    for name, family in sorted(families.items()):
        for key, count in left_out(family).items():
            reason = family["reasons"].get(key)
            complete = complete and reason is not None
            print(f"{name}: {key}, {count} of {len(family['cases'])} cases: {reason or 'NOT COMPARED'}")
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
