#!/usr/bin/env python3
"""Writes the same to a SQLite database and to its copy in PostgreSQL, and compares what triggers leave behind.

An independent reader and writer: Python's own sqlite3 module and psql, and none of the project's code.

usage: compare_writes.py SPEC.json     (see two_engines.py)

For every table with a trigger: inserts copies of rows under other keys, sets each column to the value of another row, to
its own and to constants, and deletes rows. Values are taken from the tables themselves, so that both engines write the
same. After each write the tables that triggers and foreign keys can reach are compared; at the end all are.

A write that both engines take is kept, and must leave equal tables. PostgreSQL enforces foreign keys, as SQLite does when
it is asked to: where the outcomes differ, SQLite is asked to. A write is skipped where PostgreSQL refuses the value for
its type or its NULL, also without triggers, for a foreign key that SQLite cannot enforce, or for a key whose ON CONFLICT
clause lets SQLite take it. So is one whose outcome depends on actions of foreign keys which a plan left out, if both agree
once no key acts. Everything else is a difference. Moments of the present are equal.

Prints {"equal": n, "refused": n, "skipped": {reason: n}, "triggers": n, "silent": [trigger functions that never ran],
"unwritten": [tables with triggers where no write was taken], "differences": [...]}; exits with 1 if there are any.
"""
import json
import re
import sqlite3
import sys

from compare_databases import literal, parse_csv, quoted
from two_engines import MARK, Engines, read_spec, sample

TYPE_REFUSALS = re.compile(r"22|23502$|42804$")

WITHOUT_TRIGGERS = "SET LOCAL session_replication_role = replica;\n"
WITHOUT_KEYS = """DO $$
DECLARE
    key record;
BEGIN
    FOR key IN SELECT conrelid::regclass AS child, conname FROM pg_constraint WHERE contype = 'f' LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', key.child, key.conname);
    END LOOP;
END $$;
"""

# A table that a statement of a trigger changes, in lower case.
CHANGED = re.compile(r"""\b(?:into|update(?:\s+or\s+\w+)?|delete\s+from)\s+["'`\[]?([^\s"'`\](;]+)""")


class Write:
    def __init__(self, source, values, target):
        self.source, self.values, self.target = source, values, target


def update(table, row, index, source_value, values, target_value):
    return Write(
        f"UPDATE {quoted(table.name)} SET {quoted(table.columns[index])} = {source_value} WHERE {row.condition}",
        values + row.values,
        f"UPDATE {table.target} SET {quoted(table.targets[index])} = {target_value} WHERE {row.place}")


def constants(kind):
    """Constants of a type, as both engines write them."""
    if kind in ("int2", "int4", "int8", "numeric", "float4", "float8"):
        return ["NULL", "-1", "0", "1", "100"]
    if kind == "bool":
        return [("NULL", "NULL"), ("0", "false"), ("1", "true")]
    if kind in ("text", "varchar", "bpchar"):
        return ["NULL", "''", "'x'", "'2024-02-29T12:30:00.000Z'"]
    return ["NULL"]


def updates(table, rows, watched):
    """Watched columns get every kind of value, and so does every column if watched is None."""
    for turn, row in enumerate(rows):
        other = rows[(turn + 1) % len(rows)]
        for index, (column, kind) in enumerate(zip(table.columns, table.kinds)):
            name = quoted(column)
            target = quoted(table.targets[index])
            is_watched = watched is None or column.lower() in watched
            if not is_watched and (index + turn) % 5:
                continue
            yield update(
                table, row, index, f"(SELECT {name} FROM {quoted(table.name)} WHERE {other.condition})", other.values,
                f"(SELECT {target} FROM {table.target} WHERE {other.place})")
            if turn == 0:
                yield update(table, row, index, name, [], target)
            if turn == 0 and is_watched:
                for constant in constants(kind):
                    source, meant = constant if isinstance(constant, tuple) else (constant, constant)
                    yield update(table, row, index, source, [], meant)


def copies(table, rows):
    """Inserts of rows as they are, and with each column of a key, or all of them, made new."""
    keys = [index for index, column in enumerate(table.columns) if column.lower() in table.unique]
    changes = [set()] + ([set(keys)] if keys else []) + ([{key} for key in keys] if len(keys) > 1 else [])
    for turn, row in enumerate(rows):
        for change in changes:
            source, target = [], []
            for index, (column, kind) in enumerate(zip(table.columns, table.kinds)):
                one, other = quoted(column), quoted(table.targets[index])
                if index in change and kind in ("int2", "int4", "int8"):
                    one = f"(SELECT max({one}) + 1 FROM {quoted(table.name)})"
                    other = f"(SELECT max({other}) + 1 FROM {table.target})"
                elif index in change and kind in ("text", "varchar"):
                    one, other = f"{one} || '~{turn}'", f"{other} || '~{turn}'"
                source.append(one)
                target.append(other)
            yield Write(
                f"INSERT INTO {quoted(table.name)} ({names(table.columns)}) SELECT {', '.join(source)}"
                f" FROM {quoted(table.name)} WHERE {row.condition}", row.values,
                f"INSERT INTO {table.target} ({names(table.targets)}) SELECT {', '.join(target)}"
                f" FROM {table.target} WHERE {row.place}")


def inventions(table):
    """Inserts into a table, of rows of small numbers and short texts."""
    for turn in range(1, 4):
        source, target = [], []
        for column, kind in zip(table.columns, table.kinds):
            one, other = {
                "bool": (str(turn % 2), "true" if turn % 2 else "false"), "bytea": (f"x'0{turn}'", f"'\\x0{turn}'"),
                "text": (f"'t{turn}'",) * 2, "varchar": (f"'t{turn}'",) * 2, "bpchar": (f"'{turn}'",) * 2,
                "timestamp": (f"'2024-01-0{turn} 10:20:30'",) * 2, "timestamptz": (f"'2024-01-0{turn} 10:20:30+00:00'",) * 2,
                "date": (f"'2024-01-0{turn}'",) * 2, "json": ("'{}'",) * 2, "jsonb": ("'{}'",) * 2,
            }.get(kind, (str(turn), str(turn)))
            source.append(one)
            target.append(other)
        yield Write(
            f"INSERT INTO {quoted(table.name)} ({names(table.columns)}) VALUES ({', '.join(source)})", [],
            f"INSERT INTO {table.target} ({names(table.targets)}) VALUES ({', '.join(target)})")


def deletions(table, rows):
    for row in rows:
        yield Write(
            f"DELETE FROM {quoted(table.name)} WHERE {row.condition}", row.values,
            f"DELETE FROM {table.target} WHERE {row.place}")


def names(columns):
    return ", ".join(quoted(column) for column in columns)


class Comparison:
    def __init__(self, engines):
        self.engines = engines
        # Rows of tables in PostgreSQL, as they were read last.
        self.seen = {}
        # Tables of which a constraint says ON CONFLICT REPLACE or IGNORE.
        self.lenient = {row[0].raw.decode() for row in engines.source.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall()
            if re.search(rb"\bon\s+conflict\s+(replace|ignore)\b", row[1].raw, re.IGNORECASE)}
        # Tables whose rows a foreign key's action changes or deletes.
        self.acting = {table.name for table in engines.tables if engines.source.execute(
            "SELECT count(*) FROM pragma_foreign_key_list(?) WHERE on_delete NOT IN ('NO ACTION', 'RESTRICT')"
            " OR on_update NOT IN ('NO ACTION', 'RESTRICT')", (table.name,)).fetchone()[0]}
        self.without_keys = {}
        # Statements that let PostgreSQL number rows as SQLite does, as of before the write.
        self.numbering = ""
        self.totals = {"equal": 0, "refused": 0, "skipped": {}, "triggers": 0, "silent": [], "unwritten": [], "differences": []}

    def differs(self, write, **what):
        self.totals["differences"].append(dict({"write": write.source, "in target": write.target}, **what))

    def skip(self, reason):
        self.totals["skipped"][reason] = self.totals["skipped"].get(reason, 0) + 1

    def in_source(self, write, foreign_keys):
        """Begins a transaction with the write; None, or what was wrong, and nothing is left of it."""
        source = self.engines.source
        source.execute(f"PRAGMA foreign_keys = {foreign_keys}")
        source.execute("BEGIN")
        try:
            source.execute(write.source, write.values)
            return None
        except (sqlite3.Error, OverflowError) as error:
            if source.in_transaction:
                source.execute("ROLLBACK")
            return error

    def in_target(self, write, tables, end, before=""):
        """The state of the write, and the rows of tables after it."""
        script = (
            f"BEGIN;\n{before}SET CONSTRAINTS ALL IMMEDIATE;\n"
            + self.numbering
            + f"{write.target};\n\\echo '{MARK}':SQLSTATE\n"
            + "".join(self.engines.copy(table) + f"\\echo '{MARK}'\n" for table in tables) + f"{end};\n")
        output = self.engines.psql(script)
        state, _, rest = output.partition(MARK)[2].partition("\n")
        return state, [parse_csv(part.lstrip("\n") if i == 0 else part) for i, part in
                       enumerate(rest.split(MARK + "\n")[:len(tables)])]

    def unequal(self, tables, target):
        for table, right in zip(tables, target):
            difference = self.engines.difference(table, self.engines.read_source(table), right)
            if difference:
                return difference
        return None

    def agree_without_keys(self, write, tables):
        """Whether the triggers alone do the same in both. The write stands in SQLite then, in a transaction."""
        if self.engines.source.in_transaction:
            self.engines.source.execute("ROLLBACK")
        failure = self.in_source(write, "OFF")
        state, target = self.in_target(write, tables, "ROLLBACK", WITHOUT_KEYS)
        difference = self.unequal(tables, target) if failure is None and state == "00000" else {"state": state}
        self.without_keys = difference or {}
        return difference is None

    def compare(self, write, tables):
        """True if both engines took the write."""
        source = self.engines.source
        self.numbering = self.engines.numbering(tables)
        failure = self.in_source(write, "OFF")
        # What foreign keys do by themselves SQLite may not do, so it is tried first.
        is_tried = any(table.name in self.acting for table in tables)
        state, target = self.in_target(write, tables, "ROLLBACK" if failure or is_tried else "COMMIT")
        if failure:
            if state == "00000":
                self.differs(write, refused=f"by SQLite: {failure}")
            else:
                self.totals["refused"] += 1
            return False
        if state == "00000":
            difference = self.unequal(tables, target)
            if difference:
                source.execute("ROLLBACK")
                failure = self.in_source(write, "ON")
                if (failure or self.unequal(tables, target)) and is_tried and self.agree_without_keys(write, tables):
                    self.skip("actions of foreign keys that SQLite does not have as PostgreSQL does")
                    source.execute("ROLLBACK")
                    return False
                if failure or self.unequal(tables, target):
                    self.differs(write, **{
                        "first difference": difference, "with foreign keys": str(failure or "unequal"),
                        "without": self.without_keys})
                    raise Unequal
            source.execute("COMMIT")
            if is_tried:
                state, target = self.in_target(write, tables, "COMMIT")
            self.seen.update({table.name: rows for table, rows in zip(tables, target)})
            self.totals["equal"] += 1
            return True
        source.execute("ROLLBACK")
        if state == "23503":
            failure = self.in_source(write, "ON")
            if failure and getattr(failure, "sqlite_errorname", "") == "SQLITE_CONSTRAINT_FOREIGNKEY":
                self.totals["refused"] += 1
            else:
                self.skip("a foreign key that SQLite does not check")
            if source.in_transaction:
                source.execute("ROLLBACK")
        elif TYPE_REFUSALS.match(state) and TYPE_REFUSALS.match(self.in_target(write, [], "ROLLBACK", WITHOUT_TRIGGERS)[0]):
            self.skip("a value that is not of the type")
        elif state == "23505" and any(table.name in self.lenient for table in tables):
            self.skip("a constraint with an ON CONFLICT clause")
        else:
            self.differs(write, refused=f"by PostgreSQL: {state} {self.engines.errors}"[:600])
        return False


class Unequal(Exception):
    """The databases are no longer equal, and nothing more can be learned from writes to them."""


def reachable(engines):
    """For each table with triggers those that its triggers and foreign keys can change; and the columns they watch."""
    near = {table.name.lower(): set() for table in engines.tables}
    watched = {}
    for table, sql in engines.source.execute("SELECT tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        table, sql = table.raw.decode().lower(), sql.raw.decode().lower()
        if table not in near:
            continue
        near[table] |= {name for name in CHANGED.findall(sql) if name in near}
        columns = re.search(r"\bupdate\s+of\s+(.*?)\s+on\b", sql, re.DOTALL)
        known = watched.setdefault(table, set())
        if columns and known is not None:
            known |= {name.strip().strip("'\"`[]") for name in columns[1].split(",")}
        elif re.search(r"\bupdate\s+on\b", sql):
            watched[table] = None
    for table in list(near):
        for row in engines.source.execute(
                "SELECT \"table\" FROM pragma_foreign_key_list(?)"
                " WHERE on_delete NOT IN ('NO ACTION', 'RESTRICT') OR on_update NOT IN ('NO ACTION', 'RESTRICT')", (table,)):
            near.get(row[0].raw.decode().lower(), set()).add(table)
    result = {}
    for table in watched:
        found, rest = set(), [table]
        while rest:
            name = rest.pop()
            if name not in found:
                found.add(name)
                rest += near[name]
        result[table] = [one for one in engines.tables if one.name.lower() in found]
    return result, watched


def write_all(engines, comparison):
    reach, watched = reachable(engines)
    for table in engines.tables:
        if table.name.lower() not in watched:
            continue
        tables = reach[table.name.lower()]
        taken = 0
        writers = [
            lambda rows: list(inventions(table)), lambda rows: list(copies(table, rows)),
            lambda rows: list(updates(table, rows, watched[table.name.lower()])), lambda rows: list(deletions(table, rows))]
        for writer in writers:
            # A write moves rows to other places in PostgreSQL, so they are looked up for each.
            turn = 0
            while turn < len(writes := writer(sample(engines.rows(table, comparison.seen.get(table.name)), 3))):
                taken += comparison.compare(writes[turn], tables)
                turn += 1
        if not taken:
            comparison.totals["unwritten"].append(table.name)


def main():
    spec = read_spec()
    engines = Engines(spec)
    comparison = Comparison(engines)
    totals = comparison.totals
    try:
        write_all(engines, comparison)
        difference = comparison.unequal(engines.tables, engines.all_rows())
        if difference:
            totals["differences"].append(difference)
    except Unequal:
        pass
    engines.end_session()
    functions = engines.query(f"""
        SELECT p.proname, coalesce(s.calls, 0)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace LEFT JOIN pg_stat_user_functions s ON s.funcid = p.oid
        WHERE n.nspname = {literal(spec["schema"])} AND p.prorettype = 'trigger'::regtype ORDER BY 1""")
    totals["triggers"] = len(functions)
    totals["silent"] = [name for name, calls in functions if calls == "0"]
    print(json.dumps(totals))
    return 1 if totals["differences"] else 0


if __name__ == "__main__":
    sys.exit(main())
