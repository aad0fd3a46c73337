"""push.py [SAMPLES]: what a push from Python costs, in time and in memory, as tests/bench/push.c has it for C: items all
different, ten to a passage, which is their key. Ends with status 1 when a push takes 5 microseconds or a sample 200 bytes."""

import os
import sys
import time

import whisker


def resident():
    """Pages of this process in memory, in bytes."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main(samples):
    items = [f"question {number:07d}" for number in range(samples)]
    keys = [{"passage_id": f"passage {number // 10:06d}"} for number in range(samples)]
    with whisker.Session(config_text="return { cluster = 'passage_id' }") as session:
        run = session.begin("task", "model")
        memory, began = resident(), time.thread_time()
        for number in range(samples):
            run.push(items[number], number * 7919 % 13 < 6, metric="acc", keys=keys[number])
        nanoseconds = (time.thread_time() - began) / samples * 1e9
        size = (resident() - memory) / samples
        began = time.perf_counter()
        session.report("json")
        report = time.perf_counter() - began
    print(
        f"{'Python':16} {samples:8} samples {nanoseconds:6.0f} ns a push {size:5.0f} bytes a sample {report:7.3f} s a report"
    )
    return nanoseconds >= 5000 or size >= 200


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
