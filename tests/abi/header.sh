#!/usr/bin/env bash
# header.sh PROGRAMS FOLDER...: the public header, found in FOLDERs, compiles as strict C and C++, without a warning of gcc
# or clang, in header.c and header.cpp of the folder PROGRAMS.
set -u
programs=$1
shift
includes=("${@/#/-I}")
source "$(dirname "$0")/../harness/tap.sh"

# compiles SOURCE COMPILER OPTIONS...
compiles() {
  local source=$1
  shift
  if command -v "$1" >/dev/null; then
    passes "$*" "$@" -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wundef -Werror -fsyntax-only \
      "${includes[@]}" "$programs/$source"
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
