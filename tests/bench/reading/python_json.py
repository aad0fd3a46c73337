"""python_json.py PATH: json.loads line by line."""
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
print(rows, "%.0f %.6f" % (score, logprobs))
