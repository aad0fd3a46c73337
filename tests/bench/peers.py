"""What the peers share: arrays that the workload wrote, a clock, lines of JSON for page.py."""

import json
import os
import sys
import time

import numpy

FOLDER = sys.argv[1]


def load(name, kind):
    return numpy.fromfile(os.path.join(FOLDER, name), kind)


def cases(suffix):
    """Names of the cases that the workload wrote."""
    return sorted(name[: -len(suffix)] for name in os.listdir(FOLDER) if name.endswith(suffix))


def measure(what, who, call, repeats=5, share=1.0, answer=True):
    """The fastest of call(), which returns the answer. share: the part of the work that it does, scaled up in the table."""
    result = call()
    seconds = []
    for _ in range(repeats):
        began = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - began)
    line = {"what": what, "who": who, "seconds": min(seconds) / share}
    if answer:
        line["answer"] = float(result)
    if share != 1:
        line["share"] = share
    print(json.dumps(line), flush=True)


def version(name, text):
    print(json.dumps({"version": name, "text": text}), flush=True)


def optional(name):
    """A module, or None where it is not installed, which the page then says."""
    try:
        module = __import__(name)
    except ImportError:
        print(json.dumps({"absent": name}), flush=True)
        return None
    version(name, getattr(module, "__version__", "?"))
    return module
