#!/usr/bin/env bash
# header.sh FOLDER: the public header in FOLDER compiles as strict C and C++, without a warning of gcc or clang.
set -u
include=$1
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../harness/tap.sh"

# compiles SOURCE COMPILER OPTIONS...
compiles() {
  local source=$1
  shift
  if command -v "$1" >/dev/null; then
    passes "$*" "$@" -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wundef -Werror -fsyntax-only -I"$include" "$here/$source"
  else
    skips "$*" "no $1"
  fi
}

for compiler in gcc clang; do
  compiles header.c $compiler -std=c11 -Wc++-compat -Wstrict-prototypes
  compiles header.c $compiler -std=c17 -Wc++-compat -Wstrict-prototypes
done
for compiler in g++ clang++; do
  compiles header.cpp $compiler -std=c++17
  compiles header.cpp $compiler -std=c++20
done
tap_end
