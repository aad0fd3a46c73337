#!/usr/bin/env bash
# layout.sh PROGRAM HEADER DECLARATIONS: C, LuaJIT and ctypes lay out every open struct alike, and as layout.txt says.
# A change of the binary interface is a visible diff of that file (tests/run --accept abi rewrites it).
set -u
program=$1 header=$2 declarations=$3
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../harness/tap.sh"

[ -z "${WHISKER_ACCEPT:-}" ] || "$program" >"$here/layout.txt"

# as_committed COMMAND...: it prints what layout.txt holds
as_committed() {
  diff "$here/layout.txt" <("$@" 2>&1)
}

passes "C has the layout of layout.txt" as_committed "$program"
if command -v luajit >/dev/null; then
  passes "LuaJIT has the layout of layout.txt" as_committed luajit "$here/layout.lua" "$header" "$declarations"
else
  skips "LuaJIT has the layout of layout.txt" "no luajit"
fi
passes "ctypes has the layout of layout.txt" as_committed python3 "$here/layout.py" "$declarations"
tap_end
