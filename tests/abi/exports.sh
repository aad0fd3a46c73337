#!/usr/bin/env bash
# exports.sh LIBRARY DECLARATIONS: the library exports what the header declares, nothing more, nothing less.
set -u
library=$1 declarations=$2
source "$(dirname "$0")/../harness/tap.sh"
export LC_ALL=C
exported=$(nm --dynamic --defined-only --format=posix "$library" | awk '{print $1}' | sort)
declared=$(awk '$1 == "function" {print $2}' "$declarations" | sort)

# nothing_in LIST: prints it
nothing_in() {
  [ -z "$1" ] || { echo "$1"; false; }
}

passes "the header declares functions" test -n "$declared"
passes "every declared function is exported" nothing_in "$(comm -13 <(echo "$exported") <(echo "$declared"))"
passes "nothing else is exported" nothing_in "$(comm -23 <(echo "$exported") <(echo "$declared"))"
tap_end
