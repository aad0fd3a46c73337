"""The table of all measurements, from lines of JSON: page.py FOLDER WORKLOAD...

FOLDER holds NAME.lines of each workload, and machine.lines. Prints Markdown. Ratios are of one run on one machine."""

import json
import pathlib
import sys

INTRODUCTION = """# How long it takes

Written by `tests/bench/run`. Every workload is measured in one run: Whisker and the bare loops in C that bound it in one
process, then its peers on the same numbers. Times are the fastest of several; "against Whisker" divides by the first row
of Whisker's; a row that did only a part of the work is scaled to all of it and says so. Ratios under 1.3 are equal, since
machines are not that steady; a busy neighbour spoils them. Nothing is asserted: the tests pass or fail by digits and never by a clock.

Whisker's digits do not depend on the machine, the number of threads or the order of rows; that is part of what is timed.
"""


def read(path):
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines if line.startswith("{")]


def seconds(value):
    for unit, scale in (("s", 1), ("ms", 1e3), ("µs", 1e6)):
        if value * scale >= 1 or unit == "µs":
            return f"{value * scale:.3g} {unit}" if value * scale < 1000 else f"{value * scale:,.0f} {unit}"
    return ""


def ratio(value):
    return f"{value:.2g}" if value < 10 else f"{value:,.0f}"


def agrees(row, own):
    if "answer" not in row or "answer" not in own:
        return True
    return abs(row["answer"] - own["answer"]) <= 1e-6 * abs(own["answer"])


def table(what, rows):
    own = next(row for row in rows if row["who"].startswith("whisker"))
    limit = next((row for row in rows if row["who"] == "limit"), None)
    heads = [what, "time", "against the limit", "against Whisker"]
    heads = heads if limit else heads[:2] + heads[3:]
    heads += ["peak memory"] if "megabytes" in own else []
    yield "| " + " | ".join(heads) + " |"
    yield "| --- |" + " ---: |" * (len(heads) - 1)
    for row in sorted(rows, key=lambda row: row["seconds"]):
        name = f"**{row['who']}**" if row["who"].startswith("whisker") else row["who"]
        if "share" in row:
            name += f" (scaled from {row['share']:.1%})"
        if not agrees(row, own):
            name += " (ANOTHER ANSWER)"
        cells = [name, seconds(row["seconds"])]
        if limit:
            cells.append(ratio(row["seconds"] / limit["seconds"]))
        cells.append(ratio(row["seconds"] / own["seconds"]))
        if "megabytes" in own:
            cells.append(f"{row['megabytes']:,.0f} MB" if "megabytes" in row else "")
        yield "| " + " | ".join(cells) + " |"


def goal(line, rows):
    """One aim and whether this run reached it; nothing when the other was not measured."""
    own = next((row for row in rows if row["who"] == line["who"]), None)
    other = next((row for row in rows if row["who"] == line["other"]), None)
    if own is None or other is None:
        return None
    reached, aim = own["seconds"] / other["seconds"], line["target"]
    said = "reached" if reached <= aim else "**not reached**"
    if aim < 1:
        return f"at least {1 / aim:,.0f} times as fast as {line['other']}: {1 / reached:,.0f} times, {said}"
    return f"at most {aim:g} times {line['other']}: {ratio(reached)} times, {said}"


def section(lines):
    title = next((line for line in lines if "title" in line), {"title": "?", "text": ""})
    yield f"\n## {title['title']}\n\n{title['text']}"
    names = dict.fromkeys(line["what"] for line in lines if "seconds" in line)
    for what in names:
        rows = [line for line in lines if "seconds" in line and line["what"] == what]
        yield ""
        yield from table(what, rows)
        goals = [goal(line, rows) for line in lines if "target" in line and line["what"] == what]
        goals = [text for text in goals if text]
        if goals:
            yield "\nAims: " + "; ".join(goals) + "."


def versions(lines):
    known = {line["version"]: line["text"] for line in lines if "version" in line}
    absent = dict.fromkeys(line["absent"] for line in lines if "absent" in line)
    yield "\n## Measured with\n"
    yield "| | |\n| --- | --- |"
    for name, text in known.items():
        yield f"| {name} | {text} |"
    if absent:
        yield f"\nNot installed, and so not measured: {', '.join(absent)}."


def main(folder, names):
    every = read(folder / "machine.lines")
    print(INTRODUCTION, end="")
    for name in names:
        lines = read(folder / f"{name}.lines")
        every += lines
        print("\n".join(section(lines)))
    print("\n".join(versions(every)))


main(pathlib.Path(sys.argv[1]), sys.argv[2:])
