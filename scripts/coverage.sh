#!/bin/sh
# Prints how much of the SQLite databases in a directory is carried: coverage.sh DIRECTORY
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
copies=$(mktemp -d)
trap 'rm -rf "$copies"' EXIT

# Copies, so that a log beside a database is read and nothing is written next to it.
cp "$1"/*.sqlite* "$copies"
"$here/.build/debug/coverage" "$copies"/*.sqlite
