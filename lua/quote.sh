#!/bin/sh
# quote.sh INPUT OUTPUT: a Lua file that returns the text of a file.
set -eu
{
  printf 'return [==[\n'
  cat "$1"
  printf ']==]\n'
} >"$2"
