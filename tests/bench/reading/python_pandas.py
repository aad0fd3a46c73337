"""python_pandas.py PATH: pandas.read_json(lines=True). Prints the sum of all numbers and the peak in kB."""
import sys

import pandas

samples = pandas.read_json(sys.argv[1], lines=True)
samples["doc"].map(lambda doc: (doc["subject"], doc["passage_id"]))
logprobs = samples["filtered_resps"].map(lambda options: sum(option[0] for option in options)).sum()
with open("/proc/self/status") as status:
    peak = next(line.split()[1] for line in status if line.startswith("VmHWM"))
print("%.6f" % (samples["acc"].sum() + logprobs), peak)
