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
WHAT = "JSON Lines, eight fields"


def measure(who, command, repeats):
    """The fastest of several runs, the start of the process included."""
    fastest = None
    for _ in range(repeats):
        began = time.perf_counter()
        done = subprocess.run([*map(str, command), FOLDER / "samples.jsonl"], stdout=subprocess.PIPE, text=True)
        seconds = time.perf_counter() - began
        if done.returncode != 0:
            print(json.dumps({"absent": who}), flush=True)
            return
        fastest = min(fastest or seconds, seconds)
    answer, kilobytes = done.stdout.split()
    print(json.dumps({"what": WHAT, "who": who, "seconds": fastest, "answer": float(answer),
                      "megabytes": int(kilobytes) / 1024}), flush=True)


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
    measure("simdjson on demand, one thread", [program], 7)
else:
    print(json.dumps({"absent": "simdjson (libsimdjson-dev)"}))
measure("Python json, line by line", [sys.executable, HERE / "python_json.py"], 3)
measure("pandas.read_json", [sys.executable, HERE / "python_pandas.py"], 1)
if shutil.which("node"):
    measure("Node JSON.parse, line by line", ["node", HERE / "node_json.js"], 3)
else:
    print(json.dumps({"absent": "node"}))
