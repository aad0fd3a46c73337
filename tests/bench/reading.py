"""The file of reading.c by what people read JSON Lines with: programs in reading/, each in a process of its own."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

FOLDER = pathlib.Path(sys.argv[1])
HERE = pathlib.Path(__file__).parent / "reading"
LINES = FOLDER / "samples.jsonl"
WHAT = "JSON Lines, eight fields"


def say(**line):
    print(json.dumps(line), flush=True)


def say_version(name, command):
    """The last word of what a program prints, or nothing."""
    done = shutil.which(command[0]) and subprocess.run(command, capture_output=True, text=True)
    if done and done.returncode == 0:
        say(version=name, text=done.stdout.split()[-1])


def measure(who, command, repeats, path=LINES):
    """The fastest of several runs, the start of the process included. Of a file with a part of the lines: scaled."""
    fastest = None
    for _ in range(repeats):
        began = time.perf_counter()
        done = subprocess.run([*map(str, command), path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        seconds = time.perf_counter() - began
        if done.returncode != 0:
            say(absent=who)
            return
        fastest = min(fastest or seconds, seconds)
    answer, kilobytes = done.stdout.split()
    share = path.stat().st_size / LINES.stat().st_size
    line = {"what": WHAT, "who": who, "seconds": fastest / share, "megabytes": int(kilobytes) / 1024 / share}
    say(**line, **({"answer": float(answer)} if share == 1 else {"share": share}))


def first_tenth():
    """All of it takes pandas twenty times its size in memory, and minutes."""
    path = FOLDER / "tenth.jsonl"
    with open(LINES, "rb") as whole, open(path, "wb") as part:
        while part.tell() < LINES.stat().st_size // 10:
            part.write(whole.readline())
    return path


def simdjson():
    """Compiled for this machine, or None where it is not installed."""
    program = FOLDER / "simdjson_on_demand"
    command = [os.environ.get("CXX", "c++"), "-O3", "-march=native", "-std=c++17", HERE / "simdjson_on_demand.cpp",
               "-lsimdjson", "-o", program]
    if not shutil.which(command[0]) or subprocess.run(command, stderr=subprocess.DEVNULL).returncode != 0:
        return None
    return program


program = simdjson()
if program:
    say_version("simdjson", ["pkg-config", "--modversion", "simdjson"])
    measure("simdjson on demand, one thread", [program], 9)
else:
    say(absent="simdjson (libsimdjson-dev)")
say_version("cJSON", ["pkg-config", "--modversion", "libcjson"])
measure("Python json, line by line", [sys.executable, HERE / "python_json.py"], 3)
say_version("pandas", [sys.executable, "-c", "import pandas; print(pandas.__version__)"])
measure("pandas.read_json", [sys.executable, HERE / "python_pandas.py"], 1, first_tenth())
if shutil.which("node"):
    say_version("Node", ["node", "--version"])
    measure("Node JSON.parse, line by line", ["node", HERE / "node_json.js"], 3)
else:
    say(absent="node")
