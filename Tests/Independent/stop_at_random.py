#!/usr/bin/env python3
"""Stops runs at random moments, goes on with them, and compares what is left with an undisturbed run.

usage: stop_at_random.py PLAN [--moments N] [--seed S]

PLAN is the built program. A private PostgreSQL server is started, durable as usual. A source with tables of several
kinds is moved once, undisturbed. Then, N times (100), it is moved into a new database and stopped at a moment drawn from
the time that it took: by turns with `kill -9` of the program, with `kill -9` of one of its server processes, and with
`pg_ctl stop -m immediate` and a start. Afterwards the ledger must agree with the rows that are there, `plan status` must
not call it done unless it is, and `plan run --resume` must end with 0. What is then in the database must be that of the
undisturbed run: the schema as pg_dump writes it, the rows of each table sorted, and the next value of each sequence.

It uses psql, pg_dump and sqlite3 of Python, and none of the project's code. Prints a line for each failure and a summary,
and exits with 1 if there was any.
"""
import argparse
import json
import os
import pwd
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

PLAN = """plan: 1
name: random
source: { sqlite: source.db }
target: { postgres: "${DATABASE_URL}" }
load: { jobs: 3, chunk_rows: 9000, on_failure: keep }
verify: { level: counts }
"""

SOURCE = """
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, born DATE);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users, total REAL, note TEXT);
CREATE TABLE words (lang TEXT, word TEXT, n INTEGER, PRIMARY KEY (lang, word)) WITHOUT ROWID;
CREATE TABLE pile (v BLOB);
CREATE INDEX orders_user ON orders (user_id);
CREATE VIEW spenders AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
    INSERT INTO users SELECT i, 'user ' || i, date('1970-01-01', '+' || i % 9000 || ' days') FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 160000)
    INSERT INTO orders SELECT i * 3, 1 + i % 20000, i / 7.0, 'a note of some length, number ' || i FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)
    INSERT INTO words SELECT 'l' || i % 7, 'word ' || i, i FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
    INSERT INTO pile SELECT zeroblob(i % 500) FROM n;
"""


class Server:
    """A private cluster on a socket, run by `postgres` where the script runs as root."""

    def __init__(self, directory):
        self.bin = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True).stdout.strip()
        if not os.path.exists(self.bin + "/initdb"):
            self.bin = sorted("/usr/lib/postgresql/" + v + "/bin" for v in os.listdir("/usr/lib/postgresql"))[-1]
        self.data, self.socket = directory + "/data", directory
        self.account = "postgres" if os.getuid() == 0 else None
        if self.account:
            shutil.chown(directory, self.account)
        self.call("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-N")
        with open(self.data + "/postgresql.conf", "a") as file:
            file.write("listen_addresses = ''\nmax_connections = 60\nrestart_after_crash = on\n")
        self.start()

    def call(self, program, *arguments):
        prefix = ["runuser", "-u", self.account, "--"] if self.account else []
        subprocess.run(prefix + [f"{self.bin}/{program}", *arguments], check=True, capture_output=True, cwd="/")

    def start(self):
        self.call("pg_ctl", "-D", self.data, "-w", "-l", self.socket + "/log", "-o", f"-k {self.socket}", "start")

    def stop(self, mode):
        self.call("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def url(self, database):
        return f"host={self.socket} user=postgres dbname={database}"

    def psql(self, database, sql, wait=30):
        """Rows as text. While the server comes back, it is asked again."""
        deadline = time.time() + wait
        while True:
            run = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", self.url(database), "-c", sql],
                                 capture_output=True, text=True)
            if run.returncode == 0:
                return run.stdout.splitlines()
            if run.returncode != 2 or time.time() > deadline:
                raise SystemExit(run.stderr)
            time.sleep(0.05)

    def content(self, database):
        """All that the run is to leave, in one comparable value."""
        schema = subprocess.run(["pg_dump", "-s", "-N", "_plan", "-d", self.url(database)],
                                capture_output=True, text=True, check=True).stdout
        schema = [line for line in schema.splitlines() if not line.startswith(("--", "\\"))]
        tables = self.psql(database, "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        rows = {table: self.psql(
            database, f"SELECT count(*), md5(string_agg(t::text, E'\\n' ORDER BY t::text COLLATE \"C\")) FROM {table} t")
            for table in tables}
        sequences = self.psql(
            database, "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1")
        return schema, rows, sequences


class Trial:
    def __init__(self, server, plan, directory):
        self.server, self.plan, self.directory = server, plan, directory

    def command(self, database, *arguments):
        environment = dict(os.environ, DATABASE_URL=self.server.url(database), NO_COLOR="1")
        return subprocess.Popen([self.plan, *arguments], cwd=self.directory, env=environment, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)

    def run(self, database, *arguments):
        process = self.command(database, *arguments)
        output, errors = process.communicate(timeout=300)
        return process.returncode, output, errors

    def disturb(self, kind, process, database):
        if kind == "tool":
            process.kill()
        elif kind == "backend":
            pids = self.server.psql(
                database, "SELECT pid FROM pg_stat_activity WHERE application_name = 'plan' AND datname = current_database()")
            if pids:
                try:
                    os.kill(int(random.choice(pids)), signal.SIGKILL)
                except ProcessLookupError:
                    pass
        else:
            self.server.stop("immediate")
            time.sleep(random.uniform(0, 0.5))
            self.server.start()

    def judge(self, database, code, expected):
        """What is wrong with the ledger now; nothing if it is true. A program that was killed may have been done."""
        if self.server.psql(database, "SELECT to_regclass('_plan.chunks') IS NOT NULL") == ["f"]:
            return []
        wrong = []
        rows = self.server.psql(
            database, "SELECT c.operation_id, sum(c.rows) FROM _plan.chunks c JOIN _plan.operations o "
                      "USING (run_id, operation_id) WHERE o.state <> 'undone' GROUP BY 1")
        for line in rows:
            operation, count = line.rsplit("|", 1)
            table = operation.removeprefix("copy_rows/")
            found = self.server.psql(database, f"SELECT count(*) FROM {table}")[0]
            if found != count:
                wrong.append(f"the ledger counts {count} rows of {table}, there are {found}")
        status, output, errors = self.run(database, "status", "graph/graph.json", "--format", "json")
        if status not in (0, 2):
            wrong.append(f"status exits with {status}: {errors}")
        elif status == 2 and code == 0 or status == 0 and code > 0:
            wrong.append(f"status exits with {status} after a run that exited with {code}")
        elif status == 0 and self.server.content(database) != expected:
            wrong.append("status calls a run done whose database is not that of the undisturbed run")
        elif status == 2 and json.loads(output)["runs"] and json.loads(output)["runs"][0]["state"] == "running":
            wrong.append("status calls a run running that nobody runs")
        return wrong


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("plan")
    arguments.add_argument("--moments", type=int, default=100)
    arguments.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    options = arguments.parse_args()
    random.seed(options.seed)
    print(f"seed {options.seed}", flush=True)
    directory = tempfile.mkdtemp(prefix="plan-random-")
    os.chmod(directory, 0o755)
    cluster = directory + "/cluster"
    os.mkdir(cluster)
    server = Server(cluster)
    failures = 0
    counts = {}
    try:
        with sqlite3.connect(directory + "/source.db") as source:
            source.executescript(SOURCE)
        with open(directory + "/random.plan.yml", "w") as file:
            file.write(PLAN)
        trial = Trial(server, os.path.abspath(options.plan), directory)
        server.psql("postgres", "CREATE DATABASE calm")
        code, _, errors = trial.run("calm", "compile", "random.plan.yml", "-o", "graph")
        if code != 0:
            raise SystemExit(errors)
        begin = time.time()
        code, _, errors = trial.run("calm", "run", "graph/graph.json", "--yes")
        length = time.time() - begin
        if code != 0:
            raise SystemExit(errors)
        expected = server.content("calm")
        for moment in range(options.moments):
            kind = ["tool", "backend", "server"][moment % 3]
            database = f"moment_{moment}"
            server.psql("postgres", f"CREATE DATABASE {database}")
            delay = random.uniform(0, length)
            process = trial.command(database, "run", "graph/graph.json", "--yes")
            time.sleep(delay)
            trial.disturb(kind, process, database)
            _, errors = process.communicate(timeout=300)
            code, resumes = process.returncode, 0
            # Server processes of a client that is gone end when they notice.
            deadline = time.time() + 30
            while time.time() < deadline and server.psql(
                    database, "SELECT 1 FROM pg_stat_activity WHERE application_name = 'plan' "
                              "AND datname = current_database()"):
                time.sleep(0.05)
            wrong = trial.judge(database, code, expected)
            first = code
            while code != 0 and resumes < 3:
                resumes += 1
                code, _, errors = trial.run(database, "run", "graph/graph.json", "--yes", "--resume")
            if code != 0:
                wrong.append(f"resume exits with {code}: {errors.strip()}")
            elif server.content(database) != expected:
                wrong.append("the database is not that of the undisturbed run")
            wrong += [] if code != 0 else trial.judge(database, 0, expected)
            key = (kind, "went on by itself" if first == 0 else "resumed")
            counts[key] = counts.get(key, 0) + 1
            for text in wrong:
                print(f"moment {moment} ({kind} after {delay:.3f} s): {text}", flush=True)
            failures += bool(wrong)
            server.psql("postgres", f"DROP DATABASE {database} WITH (FORCE)")
    finally:
        server.stop("immediate")
        shutil.rmtree(directory, ignore_errors=True)
    for (kind, end), count in sorted(counts.items()):
        print(f"{kind}: {count} {end}")
    print(f"{options.moments - failures} of {options.moments} moments end in the database of the undisturbed run")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
