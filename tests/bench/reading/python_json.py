"""python_json.py PATH: json.loads line by line. Prints the sum of all numbers and the peak in kB."""
import json
import sys

rows, score, logprobs = 0, 0.0, 0.0
with open(sys.argv[1], "rb") as file:
    for line in file:
        sample = json.loads(line)
        sample["doc_id"], sample["doc"]["subject"], sample["doc"]["passage_id"]
        score += sample["acc"]
        for option in sample["filtered_resps"]:
            logprobs += option[0]
        rows += 1
with open("/proc/self/status") as status:
    peak = next(line.split()[1] for line in status if line.startswith("VmHWM"))
print("%.6f" % (score + logprobs), peak)
