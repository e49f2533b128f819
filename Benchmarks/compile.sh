#!/usr/bin/env bash
# How long `plan compile` takes for a large schema without rows: reading the catalog, compiling, writing the graph.
#
#     Benchmarks/compile.sh [TABLES [RUNS [PROGRAM]]]
#
# makes TABLES tables (1,000) of six columns, each with a key, a unique constraint, a foreign key, two defaults, a CHECK
# and an index, and prints the least, the median and the most of RUNS runs (9), in milliseconds.
set -euo pipefail
export LC_ALL=C

tables=${1:-1000}
runs=${2:-9}
program=$(realpath "${3:-$(dirname "$0")/../.build/release/plan}")

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"

for ((table = 0; table < tables; table++)); do
    parent=$((table > 0 ? table - 1 : 0))
    echo "CREATE TABLE t$table (id INTEGER PRIMARY KEY, name VARCHAR(100) NOT NULL, email TEXT UNIQUE,
        active BOOLEAN NOT NULL DEFAULT 1 CHECK (active IN (0, 1)), price DECIMAL(10,2) DEFAULT 0,
        parent_id INTEGER REFERENCES t$parent (id));
        CREATE INDEX t${table}_name ON t$table (name);"
done | sqlite3 -batch -bail large.db 'PRAGMA synchronous = OFF' '.read /dev/stdin'
cat >large.plan.yml <<'PLAN'
plan: 1
name: large
source: { sqlite: large.db }
target: { postgres: "${DATABASE_URL}" }
PLAN

"$program" compile large.plan.yml
for ((run = 0; run < runs; run++)); do
    start=$EPOCHREALTIME
    "$program" compile large.plan.yml --quiet
    end=$EPOCHREALTIME
    echo $((${end/./} - ${start/./}))
done | sort -n | awk '
    { time[NR] = $1 / 1000 }
    END { printf "%d runs: min %.0f ms, median %.0f ms, max %.0f ms\n", NR, time[1], time[int((NR + 1) / 2)], time[NR] }'
