#!/bin/sh
# link.sh STAMP FOLDER [NAME=FILE...]: make FOLDER hold links, NAME to FILE, and nothing else: what an interpreter
# finds when it runs out of the build folder. Links to sources follow every edit.
set -eu
stamp=$1
folder=$2
shift 2
rm -rf "$folder"
for entry; do
  link=$folder/${entry%%=*}
  mkdir -p "$(dirname "$link")"
  ln -s "$(realpath "${entry#*=}")" "$link"
done
: >"$stamp"
