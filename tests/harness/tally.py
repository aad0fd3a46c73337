"""Add up what the runners wrote: TAP files, and Meson's JSON logs with TAP inside.

tally.py LOG...   names what failed and what was skipped, then a line a log, then "N passed, N failed, N skipped".
Exit status 0 only if something passed and nothing failed.
"""

import json
import pathlib
import re
import sys
from collections import namedtuple

Outcome = namedtuple("Outcome", "verdict name reason details")  # verdict: passed, failed, skipped
DETAIL_LINES = 40
SHOWN_APART = 5

TEST = re.compile(r"(not )?ok\b *(?:\d+\b)? *-? *([^#]*)(?:# *SKIP\S* *(.*))?", re.IGNORECASE)
PLAN = re.compile(r"1\.\.(\d+)(?: *# *SKIP\S* *(.*))?", re.IGNORECASE)
BAIL_OUT = re.compile(r"Bail out! *(.*)")


def outcome(verdict, name, reason=""):
    return Outcome(verdict, name.strip(), reason or "", [])


def read_test(match):
    failed, name, skipped = match.groups()
    if failed:
        return outcome("failed", name)
    return outcome("passed", name) if skipped is None else outcome("skipped", name, skipped)


def read_tap(text, program):
    """The outcomes of one runner, each with the lines below it. What it announced but did not run has failed."""
    outcomes, planned = [], None
    for line in text.splitlines():
        if match := TEST.match(line):
            outcomes.append(read_test(match))
        elif match := BAIL_OUT.match(line):
            outcomes.append(outcome("failed", program, match[1]))
        elif match := PLAN.match(line):
            planned = int(match[1])
            if planned == 0 and match[2] is not None:
                outcomes.append(outcome("skipped", program, match[2]))
        elif outcomes:
            outcomes[-1].details.append(line)
    if planned is not None and planned > len(outcomes):
        outcomes.append(outcome("failed", program, f"announced {planned} tests and ran {len(outcomes)}"))
    return outcomes


def read_meson_test(record):
    """A test of Meson's: the TAP that it wrote, or its exit status when it wrote none."""
    program = record["name"].split(" / ")[-1]
    outcomes = read_tap(record.get("stdout") or "", program)
    result = record["result"]
    if result in ("OK", "EXPECTEDFAIL"):
        return outcomes or [outcome("passed", program)]
    if result == "SKIP":
        return outcomes or [outcome("skipped", program, "the whole program")]
    if count("failed", outcomes) == 0:
        outcomes.append(outcome("failed", program, f"ended with {result}"))
    last_failed = [one for one in outcomes if one.verdict == "failed"][-1]
    last_failed.details.extend((record.get("stderr") or "").splitlines()[-DETAIL_LINES:])
    return outcomes


def read_log(path):
    text = path.read_text(errors="replace")
    if path.suffix == ".json":
        return [outcome for line in text.splitlines() for outcome in read_meson_test(json.loads(line))]
    return read_tap(text, path.stem) or [outcome("failed", path.stem, "no test ran")]


def count(verdict, outcomes):
    return sum(one.verdict == verdict for one in outcomes)


def show_skipped(outcomes_of):
    """Each with its reason; those of one log that share a reason are one line when they are many."""
    groups = {}
    for log, outcomes in outcomes_of.items():
        for one in outcomes:
            if one.verdict == "skipped":
                groups.setdefault((log, one.reason), []).append(one.name)
    if groups:
        print("skipped:")
    for (log, reason), names in groups.items():
        for name in names if len(names) <= SHOWN_APART else [f"{len(names)} tests, the first {names[0]}"]:
            print(f"  {log}: {name}" + (f" ({reason})" if reason else ""))


def show_failed(outcomes_of):
    failed = [(log, one) for log, outcomes in outcomes_of.items() for one in outcomes if one.verdict == "failed"]
    if failed:
        print("failed:")
    for log, one in failed:
        print(f"  {log}: {one.name}" + (f" ({one.reason})" if one.reason else ""))
        for line in one.details[: 2 * DETAIL_LINES]:
            print(f"      {line}")


def merged(paths):
    """Outcomes by log; NAME.json and NAME.tap are one."""
    outcomes_of = {}
    for path in map(pathlib.Path, paths):
        if path.exists():
            outcomes_of.setdefault(path.stem, []).extend(read_log(path))
    return outcomes_of


def main(paths):
    outcomes_of = merged(paths)
    show_skipped(outcomes_of)
    show_failed(outcomes_of)
    for log, outcomes in outcomes_of.items():
        passed, failed, skipped = (count(verdict, outcomes) for verdict in ("passed", "failed", "skipped"))
        print(f"{log:18} passed {passed:5}   failed {failed:3}   skipped {skipped:3}")
    everything = [one for outcomes in outcomes_of.values() for one in outcomes]
    passed, failed, skipped = (count(verdict, everything) for verdict in ("passed", "failed", "skipped"))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 0 if passed > 0 and failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
