#!/usr/bin/env bash
# Writes requirements/: of every version in constraints.txt, the hashes of all its files, whatever system they
# are for. Usage: lock.sh UV
set -euo pipefail
uv=$1

# Usage: hashed FILE SOURCE... (further options of `uv pip compile` are sources too)
hashed() {
  local file=$1
  shift
  "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
    --constraint constraints.txt "$@" >"requirements/$file.new"
  mv "requirements/$file.new" "requirements/$file.txt"
}

# Print `--no-emit-package NAME` for each package of a file.
left_out() { sed -nE 's/^([A-Za-z0-9._-]+)==.*/--no-emit-package \1/p' "$1"; }

hashed run pyproject.toml --group build
# shellcheck disable=SC2046
hashed dev pyproject.toml --extra dev $(left_out requirements/run.txt)
hashed bench --group bench
hashed lock --group lock
