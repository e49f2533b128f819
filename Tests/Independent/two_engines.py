"""A SQLite database and its copy in PostgreSQL, written to side by side.

An independent reader and writer: Python's own sqlite3 module and psql, and none of the project's code. Used by
compare_writes.py and compare_refusals.py.

SPEC.json is that of compare_databases.py, with "dropped_triggers": [name, ...], the triggers that were not carried. The
SQLite database is written to.
"""
import datetime
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading

import compare_databases
from compare_databases import Text, folded, from_postgres, from_sqlite, literal, parse_csv, quoted

MARK = "@@mark@@ "


class Table:
    """A table that both databases have, with its columns in the order of the spec."""

    def __init__(self, spec, source):
        self.name = spec["source"]
        self.columns = [column[0] for column in spec["columns"]]
        self.targets = [column[1] for column in spec["columns"]]
        self.codecs = [column[2] for column in spec["columns"]]
        self.kinds = []
        self.target_name = spec["target"]
        # Which rows the plan copies.
        self.filter = f" WHERE {spec['where']}" if spec.get("where") else ""
        self.target = None
        self.identity = None
        taken = {column.lower() for column in self.columns}
        # The name by which SQLite knows the rowid; None for a table WITHOUT ROWID.
        self.rowid = next((name for name in ("_rowid_", "rowid", "oid") if name not in taken), None)
        self.key = [row[0].raw.decode() for row in source.execute(
            "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (self.name,))]
        try:
            source.execute(f"SELECT {self.rowid} FROM {quoted(self.name)} LIMIT 0")
        except sqlite3.OperationalError:
            self.rowid = None
        # Columns that are named in keys, in lower case.
        self.unique = {name.lower() for name in self.key}
        for row in source.execute(
                "SELECT i.name FROM pragma_index_list(?) AS l, pragma_index_info(l.name) AS i WHERE l.\"unique\"",
                (self.name,)):
            if row[0] is not None:
                self.unique.add(row[0].raw.decode().lower())

    def identifying(self):
        """What tells a row in SQLite, as columns of a query."""
        return [self.rowid] if self.rowid else [quoted(name) for name in self.key]


class Row:
    """A row in both databases: a condition with its values for SQLite, and its place for PostgreSQL."""

    def __init__(self, table, values, place):
        self.condition = " AND ".join(f"{name} IS ?" for name in table.identifying())
        self.values = [value.raw.decode() if isinstance(value, Text) else value for value in values]
        self.place = f"ctid = '{place}'"


class Session:
    """A psql that takes one script after the other."""

    def __init__(self, conninfo):
        options = "-c TimeZone=UTC -c extra_float_digits=1 -c bytea_output=hex -c track_functions=pl"
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            ["psql", "-X", "-q", "-A", "-t", "-d", conninfo], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self.errors, env=dict(os.environ, PGOPTIONS=options))

    def run(self, script):
        """What a script prints, and its errors."""
        end = MARK + "end\n"
        before = self.errors.tell()

        # While it is written psql prints already, and both pipes have an end.
        def write():
            self.process.stdin.write(f"{script}\nRESET session_replication_role;\n\\echo '{end.strip()}'\n".encode())
            self.process.stdin.flush()

        writer = threading.Thread(target=write)
        writer.start()
        lines = []
        for line in self.process.stdout:
            if line == end.encode():
                break
            lines.append(line)
        else:
            raise SystemExit("psql ended: " + self.read_errors(before))
        writer.join()
        return b"".join(lines).decode(), self.read_errors(before)

    def read_errors(self, before):
        self.errors.seek(before)
        return self.errors.read().decode()

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Engines:
    """Both databases."""

    def __init__(self, spec):
        self.spec = spec
        self.session = None
        self.source = sqlite3.connect(spec["sqlite"], isolation_level=None)
        self.source.text_factory = Text
        for name in spec["dropped_triggers"]:
            self.source.execute(f"DROP TRIGGER IF EXISTS {quoted(name)}")
        self.tables = [Table(table, self.source) for table in spec["tables"]]
        self.read_target()

    def read_target(self):
        """Types of columns, and the sequences behind them."""
        schema = literal(self.spec["schema"])
        kinds, sequences = {}, {}
        for table, column, kind, sequence in self.query(f"""
                SELECT c.relname, a.attname, t.typname,
                       CASE WHEN a.attidentity <> '' THEN
                           pg_get_serial_sequence(quote_ident(n.nspname) || '.' || quote_ident(c.relname), a.attname)
                       END
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_type t ON t.oid = a.atttypid
                WHERE n.nspname = {schema} AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped"""):
            kinds[table, column] = kind
            if sequence:
                sequences[table] = (column, sequence)
        for table in self.tables:
            table.target = f"{quoted(self.spec['schema'])}.{quoted(table.target_name)}"
            table.kinds = [kinds[table.target_name, column] for column in table.targets]
            table.identity = sequences.get(table.target_name)

    # PostgreSQL

    def psql(self, script):
        """What a script prints. It goes on after errors, which the script asks psql for."""
        if self.session is None:
            self.session = Session(self.spec["conninfo"])
        output, self.errors = self.session.run(script)
        return output

    def end_session(self):
        """What a session has counted is known to others when it has ended."""
        if self.session is not None:
            self.session.end()
        self.session = None

    def query(self, sql):
        return compare_databases.psql(self.spec["conninfo"], sql)

    def numbering(self, tables):
        """Statements that let the identities of tables go on where SQLite's rowids do."""
        statements = []
        for table in tables:
            if not table.identity:
                continue
            column, sequence = table.identity
            used = 0
            if self.source.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'").fetchone()[0]:
                row = self.source.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table.name,)).fetchone()
                used = row[0] if row else 0
            statements.append(
                f"SELECT setval({literal(sequence)}, greatest((SELECT max({quoted(column)}) FROM {table.target}), {used},"
                " 0) + 1, false) \\g /dev/null\n")
        return "".join(statements)

    # Reading both

    def read_source(self, table):
        columns = table.identifying() + [quoted(name) for name in table.columns]
        return self.source.execute(f"SELECT {', '.join(columns)} FROM {quoted(table.name)}{table.filter}").fetchall()

    def copy(self, table):
        columns = ["ctid"] + [quoted(name) for name in table.targets]
        return f"COPY (SELECT {', '.join(columns)} FROM {table.target}) TO STDOUT (FORMAT csv, FORCE_QUOTE *);\n"

    def paired(self, table, left, right):
        """Rows of both in one order: pairs of canonical values, each with what tells it."""
        width = len(table.identifying())
        left = [(row[:width], [from_sqlite_or_kind(value, kind, codec) for value, kind, codec
                               in zip(row[width:], table.kinds, table.codecs)]) for row in left]
        right = [(row[0], [from_postgres(text, kind, None) for text, kind in zip(row[1:], table.kinds)])
                 for row in right]
        flags = [any(isinstance(row[i], tuple) and row[i][:1] == ("number",) for _, row in left)
                 for i in range(len(table.columns))]
        left = sorted(((key, folded(row, flags)) for key, row in left), key=lambda pair: repr(pair[1]))
        right = sorted(((key, folded(row, flags)) for key, row in right), key=lambda pair: repr(pair[1]))
        return left, right

    def difference(self, table, left, right):
        """The first difference between the rows of a table; None if there is none."""
        left, right = self.paired(table, left, right)
        if len(left) != len(right):
            return {"table": table.name, "source rows": len(left), "target rows": len(right)}
        for (_, one), (_, other) in zip(left, right):
            for name, a, b in zip(table.columns, one, other):
                if a != b and not (is_present(a) and is_present(b)):
                    return {"table": table.name, "column": name, "source": repr(a)[:200], "target": repr(b)[:200]}
        return None

    def all_rows(self):
        """The rows of every table in PostgreSQL."""
        result = []
        for table in self.tables:
            output = self.psql(self.copy(table))
            if self.errors:
                raise SystemExit(self.errors)
            result.append(parse_csv(output))
        return result

    def rows(self, table, seen=None):
        """The rows of a table, which are equal in both; seen are those of PostgreSQL, if they have been read."""
        left, right = self.paired(
            table, self.read_source(table), seen if seen is not None else parse_csv(self.psql(self.copy(table))))
        return [Row(table, key, place) for (key, _), (place, _) in zip(left, right)]


def is_present(value):
    """Whether a value is a moment of the last minutes: what a default or a trigger takes from the clock."""
    if not (isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str) and "T" in value[0]):
        return False
    age = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) - datetime.datetime.fromisoformat(value[0])
    return abs(age) < datetime.timedelta(minutes=10)


def from_sqlite_or_kind(value, kind, codec):
    """A value that the target's type cannot hold is itself, which equals nothing there."""
    try:
        return from_sqlite(value, kind, codec)
    except (ValueError, ArithmeticError, TypeError):
        return ("not of the type", repr(value))


def sample(rows, count):
    """Some rows from all over a table."""
    if len(rows) <= count:
        return rows
    return [rows[len(rows) * i // count] for i in range(count)]


def read_spec():
    compare_databases.decimal.getcontext().prec = 2000
    with open(sys.argv[1], encoding="utf-8") as file:
        return json.load(file)
