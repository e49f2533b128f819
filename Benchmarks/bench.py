#!/usr/bin/env python3
"""Times `plan run` beside what bounds it and beside other ways to move the same rows.

Each workload is moved by every contender in turn, several times over, so that what else the machine does meets all
alike. The figures are medians; a ratio is that of two medians of one session.
"""
import argparse
import json
import os
import pathlib
import platform
import subprocess
import sys

import rivals
import tables as output
from limits import Limits
from measure import Contender, Failure, measure, summary
from server import SETTINGS, Server
from workloads import WORKLOADS

ROOT = pathlib.Path(__file__).resolve().parent.parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workload", nargs="*", choices=list(WORKLOADS), help="which ones; all of them if none is named")
    parser.add_argument("--scale", type=float, default=1, help="share of the rows (1)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each contender (5)")
    parser.add_argument("--form", choices=("bare", "whole"), help="without keys and indexes, or with them; both")
    parser.add_argument("--only", action="append", help="contenders whose names begin so; may be given more than once")
    parser.add_argument("--program", default=str(ROOT / ".build/release/plan"), help="the plan to measure")
    parser.add_argument("--duckdb-python", default=sys.executable, help="a Python that has DuckDB and its extensions")
    parser.add_argument("--json", help="writes all figures to this file")
    parser.add_argument("--markdown", help="writes the tables of docs/performance.md to this file")
    return parser.parse_args()


class Bench:
    def __init__(self, server, options):
        self.server = server
        self.options = options
        self.directory = ROOT / ".build" / "benchmarks"
        self.directory.mkdir(parents=True, exist_ok=True)
        self.url = server.url("bench")
        os.environ["BENCH_URL"] = self.url
        self.step = self.directory / "step"
        subprocess.run(["cc", "-O2", "-o", self.step, ROOT / "Benchmarks/step.c", "-lsqlite3"], check=True)

    def compiled(self, stem, source, verify):
        """The graph and the plan for a source."""
        plan = self.directory / f"{stem}-{verify}.plan.yml"
        plan.write_text(
            f'plan: 1\nname: {stem.replace("_", "-")}\nsource: {{ sqlite: {source.name} }}\n'
            f'target: {{ postgres: "${{BENCH_URL}}" }}\nverify: {{ level: {verify} }}\n')
        out = self.directory / f"{stem}-{verify}"
        subprocess.run(
            [self.options.program, "compile", plan, "-o", out], check=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        return out / "graph.json", plan

    def contenders(self, workload, form):
        stem = f"{workload.name}-{form}"
        source = self.directory / f"{stem}-{self.options.scale:g}.db"
        workload.make(source, self.options.scale, form)
        # Nothing is compared after a run, as COPY compares nothing.
        graph, plan = self.compiled(stem, source, "none")
        names = [table for table, *_ in workload.tables(self.options.scale)]
        run = [self.options.program, "run", str(graph), "--yes", "--quiet"]
        compared, _ = self.compiled(stem, source, "values")

        self.server.fresh_database("bench")
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
        limits = Limits(
            self.server, "bench", graph, names, self.directory / f"{stem}-{self.options.scale:g}")

        yield Contender("plan run", [[run]])
        yield Contender("plan run --jobs 1", [[run + ["--jobs", "1"]]])
        yield Contender("COPY, one connection", limits.one_connection())
        if workload.name != "many":
            yield Contender("COPY, two connections", limits.two_connections())
        yield Contender(
            "plan verify", [[[self.options.program, "verify", str(compared), "--quiet"]]],
            prepare=([self.options.program, "run", str(compared), "--yes", "--quiet"],))
        if form == "bare":
            yield Contender("plan profile", [[[self.options.program, "profile", str(plan), "--quiet"]]])
            yield Contender("stepping the source in C", [[[str(self.step), str(source)]]])
        if form == "bare" and workload.name not in ("blobs", "many"):
            pipe = rivals.csv_pipe(source, self.url, names)
            yield pipe and Contender("sqlite3 -csv | psql", [pipe], prepare=(limits.make_tables(),))
        if form == "bare":
            duckdb = rivals.duckdb(source, self.url, names, self.options.duckdb_python)
            yield duckdb and Contender("DuckDB", [duckdb])
        pgloader = rivals.pgloader(source, self.url, self.directory, form)
        yield pgloader and Contender("pgloader", [pgloader])
        if form == "bare" and workload.name != "many":
            ogr2ogr = rivals.ogr2ogr(source, self.url)
            yield ogr2ogr and Contender("ogr2ogr", [ogr2ogr])

    def figures(self, workload, form):
        """The summary of each contender, in their order; one that fails is told and left out."""
        wanted = self.options.only
        contenders = [
            contender for contender in self.contenders(workload, form)
            if contender and (not wanted or any(contender.name.startswith(name) for name in wanted))
        ]
        runs = {contender.name: [] for contender in contenders}
        for turn in range(self.options.runs):
            for contender in contenders:
                if contender.name not in runs:
                    continue
                self.server.fresh_database("bench")
                try:
                    result = measure(self.server, contender, self.directory)
                except Failure as failure:
                    print(f"{contender.name} is left out: {failure}", file=sys.stderr)
                    del runs[contender.name]
                    continue
                runs[contender.name].append(result)
                print(f"{workload.name} {form} {turn + 1}: {contender.name}: {result.wall:.2f} s", file=sys.stderr)
        return {name: summary(results) for name, results in runs.items()}


def machine():
    cpu = next(
        (line.split(":")[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
         if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    psql = subprocess.run(["psql", "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout.split()[2]
    return {
        "cpu": cpu, "cores": os.cpu_count(), "memory_gib": round(memory), "system": platform.release(),
        "postgresql": psql, "settings": SETTINGS,
    }


def main():
    options = arguments()
    options.program = str(pathlib.Path(options.program).resolve())
    result = {"machine": machine(), "scale": options.scale, "runs": options.runs, "workloads": []}
    with Server() as server:
        bench = Bench(server, options)
        for name in options.workload or WORKLOADS:
            for form in [options.form] if options.form else ["bare", "whole"]:
                if form == "whole" and name in ("blobs", "wide"):
                    continue
                figures = bench.figures(WORKLOADS[name], form)
                result["workloads"].append({"name": name, "form": form, "contenders": figures})
                print(output.markdown(result["workloads"][-1]), flush=True)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(result, indent=2) + "\n")
    if options.markdown:
        pathlib.Path(options.markdown).write_text(output.page(result))


if __name__ == "__main__":
    main()
