"""Calls from many threads at once and from a child process, and what several threads gain."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import whisker


def test_threads_get_the_same_numbers():
    scores = [index % 7 / 7 for index in range(5000)]
    labels = [index // 9 for index in range(5000)]
    expected = whisker.mean(scores, cluster=labels)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: whisker.mean(scores, cluster=labels), range(64))) == {expected}


def test_a_long_call_lets_other_threads_run():
    """While libwhisker counts three million scores the GIL is free: a thread that only counts goes on."""
    numpy = pytest.importorskip("numpy")
    scores = numpy.random.default_rng(1).random(3_000_000)
    ticks, stop = [], threading.Event()

    def tick():
        while not stop.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    began = time.perf_counter()
    whisker.mean(scores)
    ended = time.perf_counter()
    stop.set()
    thread.join()
    during = [one for one in ticks if began < one < ended]
    assert ended - began < 0.02 or len(during) > 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_child_process():
    expected = whisker.mean([1, 0, 1])
    child = os.fork()
    if child == 0:
        os._exit(0 if whisker.mean([1, 0, 1]) == expected else 1)
    assert os.waitpid(child, 0)[1] == 0
