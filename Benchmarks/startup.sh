#!/usr/bin/env bash
# How long `plan --help` takes: the time of a process that does next to nothing.
#
#     Benchmarks/startup.sh [RUNS [PROGRAM]]
#
# prints the least, the median, the 95th percentile and the most of RUNS runs (200), in milliseconds. The time is that
# from fork to exit as a shell sees it. On a machine with other work, the least and the median say most.
set -euo pipefail
export LC_ALL=C

runs=${1:-200}
program=${2:-$(dirname "$0")/../.build/release/plan}

if [[ ! -x $program ]]; then
    echo "$program is not there; 'make build' makes it" >&2
    exit 1
fi

# Reads the files into memory.
for _ in 1 2 3; do "$program" --help >/dev/null; done

for ((run = 0; run < runs; run++)); do
    start=$EPOCHREALTIME
    "$program" --help >/dev/null
    end=$EPOCHREALTIME
    echo $((${end/./} - ${start/./}))
done | sort -n | awk '
    { time[NR] = $1 / 1000 }
    function rank(share) { return time[int((NR - 1) * share) + 1] }
    END {
        printf "%d runs: min %.1f ms, median %.1f ms, p95 %.1f ms, max %.1f ms\n", NR, rank(0), rank(0.5), rank(0.95), rank(1)
    }'
