# Tests in shell, as TAP. Sourced; ends with "tap_end".

tap_count=0
tap_failed=0

# passes NAME COMMAND...: what the command prints is shown only when it fails
passes() {
  local name=$1 output
  shift
  tap_count=$((tap_count + 1))
  if output=$("$@" 2>&1); then
    echo "ok $tap_count - $name"
  else
    tap_failed=$((tap_failed + 1))
    echo "not ok $tap_count - $name"
    tail -n 100 <<<"$output" | sed 's/^/# /'
  fi
}

# skips NAME REASON
skips() {
  tap_count=$((tap_count + 1))
  echo "ok $tap_count - $1 # SKIP $2"
}

# example_is_as_recorded NAME: what its ./record prints is its transcript.txt, whose first two lines name versions. With
# WHISKER_ACCEPT the transcript is written anew. $scratch is a folder.
example_is_as_recorded() {
  local transcript=$root/examples/$1/transcript.txt
  "$root/examples/$1/record" >"$scratch/transcript" || return 1
  [ -z "${WHISKER_ACCEPT:-}" ] || cp "$scratch/transcript" "$transcript"
  diff <(tail -n +3 "$transcript") <(tail -n +3 "$scratch/transcript")
}

tap_end() {
  echo "1..$tap_count"
  [ "$tap_failed" -eq 0 ]
}
