"""python_pandas.py PATH: pandas.read_json(lines=True)."""
import sys

import pandas

samples = pandas.read_json(sys.argv[1], lines=True)
samples["doc"].map(lambda doc: (doc["subject"], doc["passage_id"]))
logprobs = samples["filtered_resps"].map(lambda options: sum(option[0] for option in options)).sum()
print(len(samples), "%.0f %.6f" % (samples["acc"].sum(), logprobs))
