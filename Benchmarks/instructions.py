#!/usr/bin/env python3
"""Counts the instructions that `plan run` takes for a row, which are the same on a busy machine and on an idle one.

    Benchmarks/instructions.py check     compares with instructions.json: more than a tenth above fails
    Benchmarks/instructions.py record    writes instructions.json anew

Two runs of different size are counted by valgrind's callgrind, libraries included; what is not per row cancels out.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from server import Server
from workloads import WORKLOADS

ROOT = pathlib.Path(__file__).resolve().parent.parent
RECORD = ROOT / "Benchmarks" / "instructions.json"
PROGRAM = ROOT / ".build" / "release" / "plan"
# Rows of the smaller run; the larger has twice as many.
ROWS = {"narrow": 20_000, "wide": 5_000}
ALLOWANCE = 1.10


def counted(server, directory, workload, rows):
    """All instructions of a run that moves so many rows."""
    name = f"{workload.name}-{rows}"
    workload.make(directory / f"{name}.db", rows / workload.rows, "bare")
    plan = directory / f"{name}.plan.yml"
    plan.write_text(
        f'plan: 1\nname: {name}\nsource: {{ sqlite: {name}.db }}\ntarget: {{ postgres: "${{BENCH_URL}}" }}\n'
        "load: { jobs: 1 }\nverify: { level: none }\n")
    subprocess.run([PROGRAM, "compile", plan, "-o", directory / name], check=True, stdout=subprocess.DEVNULL)
    server.fresh_database("bench")
    result = subprocess.run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={directory}/{name}.callgrind", PROGRAM, "run",
         directory / name / "graph.json", "--yes", "--quiet"], stderr=subprocess.PIPE, text=True, check=False)
    found = re.search(r"Collected\s*:\s*(\d+)", result.stderr)
    if result.returncode != 0 or not found:
        raise SystemExit(f"{name}: {result.stderr}")
    return int(found[1])


def per_row():
    with Server() as server, tempfile.TemporaryDirectory() as directory:
        os.environ["BENCH_URL"] = server.url("bench")
        counts = {}
        for name, rows in ROWS.items():
            few, many = (counted(server, pathlib.Path(directory), WORKLOADS[name], count) for count in (rows, 2 * rows))
            counts[name] = round((many - few) / rows)
        return counts


def main():
    if sys.argv[1:] not in (["check"], ["record"]):
        raise SystemExit(__doc__)
    counts = per_row()
    if sys.argv[1] == "record":
        RECORD.write_text(json.dumps(counts, indent=2) + "\n")
    recorded = json.loads(RECORD.read_text())
    worse = False
    for name, count in counts.items():
        limit = recorded[name] * ALLOWANCE
        worse = worse or count > limit
        print(f"{name}: {count:,} instructions a row, {recorded[name]:,} recorded" + (", too many" if count > limit else ""))
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
