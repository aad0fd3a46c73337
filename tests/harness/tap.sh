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

tap_end() {
  echo "1..$tap_count"
  [ "$tap_failed" -eq 0 ]
}
