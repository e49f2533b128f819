#!/bin/sh
# Times 'plan profile' over 5 million rows of 6 columns against a program in C that steps through the same columns.
# usage: Benchmarks/profile.sh [ROWS]    needs gcc, sqlite3 and a release build (swift build -c release --product plan)
set -eu
rows=${1:-5000000}
here=$(cd "$(dirname "$0")" && pwd)
directory=$(mktemp -d)
trap 'rm -r "$directory"' EXIT
cd "$directory"
sqlite3 t.db "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, price REAL, at DATETIME, n INTEGER, flag BOOLEAN);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $rows)
    INSERT INTO t SELECT i, 'customer number ' || i, i / 7.0, datetime(1600000000 + i, 'unixepoch'),
        (i * 2654435761) % 1000000007, i % 2 FROM n;"
cat >t.plan.yml <<'PLAN'
plan: 1
name: t
source: { sqlite: t.db }
target: { postgres: "${DATABASE_URL}" }
PLAN
gcc -O2 -o step "$here/profile.c" -lsqlite3
for _ in 1 2 3; do
    echo "C:"; ( time -p ./step t.db ) 2>&1
    echo "plan profile:"; ( time -p "$here/../.build/release/plan" profile t.plan.yml > profile.txt ) 2>&1
done
