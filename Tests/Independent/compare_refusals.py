#!/usr/bin/env python3
"""Offers the same rows to a SQLite database and to its copy in PostgreSQL, and compares which are refused.

An independent reader and writer: Python's own sqlite3 module and psql, and none of the project's code.

usage: compare_refusals.py SPEC.json     (see two_engines.py)

For every table with a CHECK, a key or a unique index: copies of rows in which one column is another row's value or a
constant, as updates and as inserts, each taken back again. Neither triggers nor foreign keys are at work. What SQLite
refuses PostgreSQL has to refuse, by a constraint of the same kind or for the type of a value; what SQLite takes
PostgreSQL has to take, unless the value is not of the column's type, is NULL in a primary key, which SQLite allows, or
violates a constraint whose ON CONFLICT clause lets SQLite take it.

Prints {"offered": n, "taken": n, "refused": {kind: n}, "beyond SQLite": {reason: n}, "differences": [...]}; exits with 1 if there are
any.
"""
import json
import re
import sqlite3
import sys

from compare_databases import quoted
from two_engines import MARK, Engines, read_spec, sample

KINDS = {
    "SQLITE_CONSTRAINT_CHECK": ("check", "23514"), "SQLITE_CONSTRAINT_UNIQUE": ("unique", "23505"),
    "SQLITE_CONSTRAINT_PRIMARYKEY": ("unique", "23505"), "SQLITE_CONSTRAINT_ROWID": ("unique", "23505"),
    "SQLITE_CONSTRAINT_NOTNULL": ("not null", "23502"),
    # A rowid that is no integer.
    "SQLITE_MISMATCH": ("type", "23502"),
}
OF_THE_TYPE = re.compile(r"22|42804$")

NUMBERS = ["-1", "0", "1", "2", "100", "2147483648", "9007199254740993", "1e300", "1.5"]
# PostgreSQL cuts blanks at the end of a text for varchar(n) and char(n), so that one is for columns without a length.
TEXTS = ["''", "'x'", "' X'", "'0'", "'1'", "'2024-02-30'", "'{}'"]


def constants(kind):
    """Constants for a column, each as SQLite and as PostgreSQL write it."""
    if kind == "bytea":
        return [("NULL", "NULL"), ("x''", "'\\x'"), ("x'00'", "'\\x00'")]
    if kind == "bool":
        return [("NULL", "NULL"), ("0", "false"), ("1", "true"), ("2", "'2'"), ("'x'", "'x'")]
    texts = TEXTS + ["'X '"] if kind == "text" else TEXTS
    # As a text a number is refused by a type that would round it, and kept as a text by one that holds texts.
    numbers = [(value, f"'{value}'") for value in NUMBERS if kind != "text" or "e" not in value]
    return [("NULL", "NULL")] + numbers + [(value, value) for value in texts]


def candidates(table, rows):
    """The column that is changed; a statement with its values for SQLite, and one for PostgreSQL."""
    keys = {index for index, column in enumerate(table.columns) if column.lower() in table.unique}
    for turn, row in enumerate(rows):
        other = rows[(turn + 1) % len(rows)]
        for index, kind in enumerate(table.kinds):
            name, target = quoted(table.columns[index]), quoted(table.targets[index])
            values = [(value, [], meant) for value, meant in constants(kind)]
            values.append((
                f"(SELECT {name} FROM {quoted(table.name)} WHERE {other.condition})", other.values,
                f"(SELECT {target} FROM {table.target} WHERE {other.place})"))
            for source, bound, meant in values:
                yield (
                    table.columns[index], f"UPDATE {quoted(table.name)} SET {name} = {source} WHERE {row.condition}", bound + row.values,
                    f"UPDATE {table.target} SET {target} = {meant} WHERE {row.place}")
            # A copy under another key, so that what is refused is refused for this column.
            for source, bound, meant in values[:4] + values[-1:] if turn == 0 else []:
                yield copy(table, row, keys - {index}, index, source, bound, meant)
        for fresh in [set(), keys] + ([keys - {key} for key in keys] if len(keys) > 1 else []):
            yield copy(table, row, fresh, None, None, [], None)


def copy(table, row, fresh, changed, source, bound, meant):
    """An INSERT of a row with new values for some columns and a given one for another."""
    left, right = [], []
    for index, kind in enumerate(table.kinds):
        name, target = quoted(table.columns[index]), quoted(table.targets[index])
        if index == changed:
            name, target = source, meant
        elif index in fresh and kind in ("int2", "int4", "int8"):
            name, target = f"(SELECT max({name}) + 1 FROM {quoted(table.name)})", f"(SELECT max({target}) + 1 FROM {table.target})"
        elif index in fresh and kind in ("text", "varchar", "bpchar"):
            name, target = f"{name} || '~'", f"{target} || '~'"
        left.append(name)
        right.append(target)
    columns = lambda names: ", ".join(quoted(name) for name in names)
    return (
        None if changed is None else table.columns[changed], f"INSERT INTO {quoted(table.name)} ({columns(table.columns)}) SELECT {', '.join(left)}"
        f" FROM {quoted(table.name)} WHERE {row.condition}", bound + row.values,
        f"INSERT INTO {table.target} ({columns(table.targets)}) SELECT {', '.join(right)}"
        f" FROM {table.target} WHERE {row.place}")


def in_source(source, statement, values):
    """What SQLite says of a statement, which is taken back."""
    source.execute("SAVEPOINT offered")
    try:
        source.execute(statement, values)
        return None
    except sqlite3.Error as error:
        return error
    finally:
        # A conflict clause may have ended the whole transaction.
        if source.in_transaction:
            source.execute("ROLLBACK TO offered")
            source.execute("RELEASE offered")


def main():
    spec = read_spec()
    engines = Engines(spec)
    source = engines.source
    totals = {"offered": 0, "taken": 0, "refused": {"check": 0, "unique": 0, "not null": 0, "type": 0},
              "beyond SQLite": {"type": 0, "NULL in a key": 0, "ON CONFLICT": 0}, "differences": []}
    triggers = [row[0].raw.decode() for row in source.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")]
    for table in engines.tables:
        sql = source.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table.name,)).fetchone()[0].raw.decode()
        if not table.unique and not re.search(r"\bcheck\b", sql, re.IGNORECASE):
            continue
        lenient = re.search(r"\bon\s+conflict\s+(replace|ignore)\b", sql, re.IGNORECASE)
        # None where the table has no rows to copy.
        offered = list(candidates(table, sample(engines.rows(table), 3)))
        totals["offered"] += len(offered)
        script = ["SET session_replication_role = replica;\nBEGIN;\n", engines.numbering([table])]
        for _, _, _, statement in offered:
            script.append(
                f"SAVEPOINT offered;\n{statement};\n\\echo '{MARK}':SQLSTATE\nROLLBACK TO offered;\nRELEASE offered;\n")
        states = [line[len(MARK):] for line in engines.psql("".join(script) + "ROLLBACK;\n").splitlines() if line.startswith(MARK)]
        if len(states) != len(offered):
            raise SystemExit(engines.errors)
        source.execute("BEGIN")
        for name in triggers:
            source.execute(f"DROP TRIGGER IF EXISTS {quoted(name)}")
        for (column, statement, values, target), state in zip(offered, states):
            failure = in_source(source, statement, values)
            difference = None
            if failure is None and state == "00000":
                totals["taken"] += 1
            elif failure is None and OF_THE_TYPE.match(state):
                totals["beyond SQLite"]["type"] += 1
            elif failure is None and state == "23502" and column in table.key:
                totals["beyond SQLite"]["NULL in a key"] += 1
            elif failure is None and state[:3] == "235" and lenient:
                totals["beyond SQLite"]["ON CONFLICT"] += 1
            elif failure is None:
                difference = "SQLite takes it"
            else:
                kind, expected = KINDS.get(getattr(failure, "sqlite_errorname", ""), (str(failure), None))
                if "malformed JSON" in kind:
                    kind, expected = "type", None
                # PostgreSQL may find a NULL in the key first, for which SQLite takes the next number.
                is_null_key = state == "23502" and column in table.key
                if kind in totals["refused"] and (state == expected or is_null_key or OF_THE_TYPE.match(state)):
                    totals["refused"][kind] += 1
                else:
                    difference = f"SQLite refuses it: {failure}"
            if difference:
                totals["differences"].append(
                    {"write": statement, "values": repr(values), "in target": target, "state": state, "difference": difference})
        source.execute("ROLLBACK")
    shown = totals["differences"]
    totals["differences"] = shown[:20]
    print(json.dumps(totals))
    return 1 if shown else 0


if __name__ == "__main__":
    sys.exit(main())
