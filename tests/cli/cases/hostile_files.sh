# Files that are broken or made to hurt end in a message and status 3; what they cost is measured in tests/core/scan.
name=samples_t_2026-01-01T00-00-00.jsonl
{ printf '{"doc_id": 0, "doc": {"a": "'; head -c 100000000 /dev/zero | tr '\0' x; printf '"}, "acc": 1}\n'; } >$name
whisker report $name; echo $?
{ printf '{"doc_id": 0, "doc": '; head -c 10000 /dev/zero | tr '\0' '['; head -c 10000 /dev/zero | tr '\0' ']'; printf ', "acc": 1}\n'; } >$name
whisker report $name; echo $?
printf '{"doc_id": "caf\351", "doc": {}, "acc": 1}\n' >$name
whisker report $name; echo $?
python3 - <<'PYTHON'
import zipfile
entry = zipfile.ZipInfo # without the time of day, so that the same bytes come out
header = '{"version": 2, "status": "success", "eval": {"model": "m", "task": "t"}}'
with zipfile.ZipFile("bomb.eval", "w", zipfile.ZIP_DEFLATED) as bomb:
    bomb.writestr(entry("header.json"), header)
    bomb.writestr(entry("summaries.json"), " " * 50_000_000 + "[]", zipfile.ZIP_DEFLATED)
with zipfile.ZipFile("tricks.eval", "w") as tricks:
    tricks.writestr(entry("../evil"), "x")
    tricks.writestr(entry("/etc/evil"), "x")
    tricks.writestr(entry("header.json"), header)
    tricks.writestr(entry("summaries.json"), '[{"id": 1, "epoch": 1, "scores": {"m": {"value": "C"}}}]')
PYTHON
whisker report bomb.eval; echo $?
whisker report tricks.eval; echo $?
[ ! -e ../evil ] && echo "nothing was unpacked"
