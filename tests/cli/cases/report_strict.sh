# A line that was cut off: counted and shown, or with --strict the end.
printf '{"doc_id": 0, "doc": {}, "acc": 1}\n{"doc_id": 1, "doc": {}, "acc": 0}\n{"doc_id": 2, "doc": {"a": "unfin' \
  >samples_t_2026-01-01T00-00-00.jsonl
whisker report samples_t_2026-01-01T00-00-00.jsonl
whisker report samples_t_2026-01-01T00-00-00.jsonl --strict
