#!/usr/bin/env bash
# layout.sh LAYOUT PROGRAM HEADER DECLARATIONS [EARLIER_HEADER EARLIER_DECLARATIONS]: C, LuaJIT and ctypes lay out every
# open struct alike, and as LAYOUT, the committed layout.txt, says. A change of the binary interface is a visible diff of
# that file (tests/run --accept abi rewrites it). A header may build on an earlier one.
set -u
layout=$1 program=$2 header=$3 declarations=$4
earlier_header=${5:-} earlier_declarations=${6:-}
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../harness/tap.sh"

[ -z "${WHISKER_ACCEPT:-}" ] || "$program" >"$layout"

# as_committed COMMAND...: it prints what layout.txt holds
as_committed() {
  diff "$layout" <("$@" 2>&1)
}

passes "C has the layout of layout.txt" as_committed "$program"
if command -v luajit >/dev/null; then
  passes "LuaJIT has the layout of layout.txt" as_committed \
    luajit "$here/layout.lua" "$declarations" ${earlier_header:+"$earlier_header"} "$header"
else
  skips "LuaJIT has the layout of layout.txt" "no luajit"
fi
passes "ctypes has the layout of layout.txt" as_committed \
  python3 "$here/layout.py" "$declarations" ${earlier_declarations:+"$earlier_declarations"}
tap_end
