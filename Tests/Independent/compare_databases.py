#!/usr/bin/env python3
"""Compares every value of SQLite tables with what PostgreSQL returns for their copies.

An independent reader: it uses Python's own sqlite3 module and psql, and none of the project's code. Values are compared
by meaning, by the type of the target's column: numbers as numbers, points in time as points in time, JSON as JSON.

usage: compare_databases.py SPEC.json

SPEC.json: {"sqlite": path, "conninfo": text, "schema": name, "whole": true if nothing may be left out,
            "tables": [{"source": name, "target": name, "where": sql or null,
                        "columns": [[source column, target column, codec], ...]}],
            "views": [name, ...]}

A view is compared row by row too, where SQLite can run it. Prints one JSON object {"tables": n, "views": n, "rows": n,
"values": n, "differences": [...]} and exits with 1 if any value differs.
"""
import csv
import datetime
import decimal
import io
import json
import os
import sqlite3
import subprocess
import sys
import uuid

csv.field_size_limit(sys.maxsize)


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def literal(text):
    return "'" + text.replace("'", "''") + "'"


def psql(conninfo, sql):
    """Rows of a query as lists of text; NULL is None. CSV tells NULL (nothing) from the empty text ("")."""
    environment = dict(os.environ, PGOPTIONS="-c TimeZone=UTC -c extra_float_digits=1 -c bytea_output=hex")
    run = subprocess.run(
        ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", conninfo,
         "-c", f"COPY ({sql}) TO STDOUT (FORMAT csv, FORCE_QUOTE *)"],
        capture_output=True, env=environment)
    if run.returncode != 0:
        raise SystemExit(run.stderr.decode())
    return parse_csv(run.stdout.decode("utf-8"))


def parse_csv(text):
    """Every value is quoted, so what is not quoted is NULL. Python's csv module does not tell the two apart."""
    rows, row, index, length = [], [], 0, len(text)
    while index < length:
        if text[index] == '"':
            start = index + 1
            parts = []
            while True:
                end = text.index('"', start)
                parts.append(text[start:end])
                if end + 1 < length and text[end + 1] == '"':
                    parts.append('"')
                    start = end + 2
                    continue
                index = end + 1
                break
            row.append("".join(parts))
        else:
            row.append(None)
        if index < length and text[index] == ",":
            index += 1
            if index == length or text[index] in ",\n":
                # The next value is NULL and is taken by the next turn, unless the line ends here.
                if index == length or text[index] == "\n":
                    row.append(None)
                    index += 1
                    rows.append(row)
                    row = []
        elif index >= length or text[index] == "\n":
            index += 1
            rows.append(row)
            row = []
    return rows


def moment(text):
    text = text.strip().replace("T", " ").replace("t", " ")
    if text.endswith(("Z", "z")):
        text = text[:-1] + "+00:00"
    zone = None
    for sign in "+-":
        place = text.rfind(sign)
        if place > 10:
            zone = text[place:]
            text = text[:place].strip()
            break
    day, _, clock = text.partition(" ")
    clock = clock or "00:00:00"
    parts = clock.split(":")
    seconds = decimal.Decimal(parts[2]) if len(parts) > 2 else decimal.Decimal(0)
    base = datetime.datetime.fromisoformat(day + " " + parts[0] + ":" + parts[1])
    if zone:
        digits = zone[1:].replace(":", "").ljust(4, "0")
        delta = datetime.timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
        base = base - delta if zone[0] == "+" else base + delta
    return (base.isoformat(), seconds.normalize() + 0)


def clock(text):
    parts = text.split(":")
    seconds = decimal.Decimal(parts[2]) if len(parts) > 2 else decimal.Decimal(0)
    return (int(parts[0]), int(parts[1]), seconds.normalize() + 0)


TRUE = {"true", "t", "yes", "y", "on", "1"}
FALSE = {"false", "f", "no", "n", "off", "0"}


UNITS = {"epoch_seconds": 1, "epoch_milliseconds": 1000, "epoch_microseconds": 1000000}


def from_sqlite(value, kind, codec):
    """A value of SQLite (text comes as bytes in a Text) in the canonical form of a target type."""
    if value is None:
        return None
    if codec in UNITS:
        since = decimal.Decimal(repr(value)) / UNITS[codec]
        minutes, seconds = divmod(since, 60)
        return ((datetime.datetime(1970, 1, 1) + datetime.timedelta(minutes=int(minutes))).isoformat(), seconds.normalize() + 0)
    if codec == "packed_digits":
        digits = str(value.raw.decode() if isinstance(value, Text) else value)
        day = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
        rest = digits[8:].ljust(6, "0")
        return from_sqlite(Text(f"{day} {rest[:2]}:{rest[2:4]}:{rest[4:6]}".encode() if kind != "date" else day.encode()), kind, "iso8601")
    is_text = isinstance(value, Text)
    text = value.raw.decode("utf-8") if is_text and kind != "bytea" else None
    if kind in ("int2", "int4", "int8"):
        if isinstance(value, float) and value == int(value):
            return int(value)
        return value if isinstance(value, int) else ("not an integer", repr(value))
    if kind in ("float4", "float8"):
        return repr(float(value)) if isinstance(value, (int, float)) else ("not a number", repr(value))
    if kind == "numeric":
        if isinstance(value, float):
            return decimal.Decimal(repr(value)).normalize() + 0 if value - value == 0 else repr(value)
        return decimal.Decimal(text if is_text else value).normalize() + 0
    if kind in ("text", "varchar", "bpchar", "citext"):
        return text if is_text else ("number", float(value)) if isinstance(value, (int, float)) else ("blob", value)
    if kind == "bytea":
        return value.raw if is_text else value if isinstance(value, bytes) else ("number", float(value))
    if kind == "bool":
        if is_text:
            word = text.lower()
            return True if word in TRUE else False if word in FALSE else ("not a truth value", text)
        return {0: False, 1: True}.get(value, ("not a truth value", value))
    if kind in ("timestamp", "timestamptz", "date"):
        return moment(text) if is_text else ("not a text", value)
    if kind == "time":
        return clock(text) if is_text else ("not a text", value)
    if kind in ("json", "jsonb"):
        return canonical_json(text) if is_text else ("not a text", value)
    if kind == "uuid":
        return str(uuid.UUID(text)) if is_text else str(uuid.UUID(bytes=value))
    return ("unknown type", kind)


def canonical_json(text):
    return json.dumps(json.loads(text, parse_float=decimal.Decimal), sort_keys=True, default=lambda d: str(d.normalize() + 0))


def from_postgres(text, kind, expected):
    if text is None:
        return None
    if kind in ("int2", "int4", "int8"):
        return int(text)
    if kind in ("float4", "float8"):
        return repr(float(text))
    if kind == "numeric":
        return decimal.Decimal(text).normalize() + 0 if "n" not in text.lower() else repr(float(text))
    if kind in ("text", "varchar", "bpchar", "citext"):
        # A number that became text is compared as a number: both engines have their own spelling.
        return ("number", float(text)) if isinstance(expected, tuple) and expected[0] == "number" else text
    if kind == "bytea":
        data = bytes.fromhex(text[2:])
        return ("number", float(data)) if isinstance(expected, tuple) and expected[0] == "number" else data
    if kind == "bool":
        return text == "t"
    if kind in ("timestamp", "timestamptz", "date"):
        return moment(text)
    if kind == "time":
        return clock(text)
    if kind in ("json", "jsonb"):
        return canonical_json(text)
    if kind == "uuid":
        return str(uuid.UUID(text))
    return ("unknown type", kind)


def left_out(spec):
    """Ordinary tables and stored columns that the comparison does not cover."""
    source = sqlite3.connect(spec["sqlite"])
    found = []
    covered = {table["source"]: {column[0] for column in table["columns"]} for table in spec["tables"]}
    for name, kind in source.execute("SELECT name, type FROM pragma_table_list WHERE schema = 'main'"):
        if kind != "table" or name.startswith("sqlite_"):
            continue
        if name not in covered:
            found.append({"table left out": name})
            continue
        # table_info, unlike table_xinfo, leaves out generated columns.
        stored = {row[0] for row in source.execute("SELECT name FROM pragma_table_info(?)", (name,))}
        if stored != covered[name]:
            found.append({"table": name, "columns left out": sorted(stored - covered[name])})
    source.close()
    return found


def compare_view(source, spec, name, totals):
    """The rows of a view in both databases, columns by their places; reals to twelve digits, as sums depend on order."""
    try:
        rows = source.execute(f"SELECT * FROM {quoted(name)}").fetchall()
    except sqlite3.Error:
        return
    target = f"{quoted(spec['schema'])}.{quoted(name)}"
    kinds = [row[0] for row in psql(spec["conninfo"], f"""
        SELECT t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = {literal(target)}::regclass AND a.attnum > 0 ORDER BY a.attnum""")]
    left, right = [], []
    for row in rows:
        left.append([rounded(from_sqlite(value, kind, None)) for value, kind in zip(row, kinds)])
    for row in psql(spec["conninfo"], f"SELECT * FROM {target}"):
        right.append([rounded(from_postgres(text, kind, None)) for text, kind in zip(row, kinds)])
    totals["views"] += 1
    if rows and len(rows[0]) != len(kinds):
        totals["differences"].append({"view": name, "columns": [len(rows[0]), len(kinds)]})
    left.sort(key=repr)
    right.sort(key=repr)
    if left != right:
        pairs = [(a, b) for a, b in zip(left, right) if a != b][:3]
        totals["differences"].append(
            {"view": name, "source rows": len(left), "target rows": len(right), "first": repr(pairs)[:1000]})


def rounded(value):
    if isinstance(value, str):
        try:
            number = float(value)
        except ValueError:
            return value
        return "%.12g" % number if "." in value or "e" in value else value
    return value


class Text:
    """A text as the bytes that SQLite stores, so that invalid UTF-8 is seen as it is."""

    def __init__(self, raw):
        self.raw = bytes(raw)

    def __repr__(self):
        return repr(self.raw)


def folded(row, flags):
    """A row in which, in a column where numbers became text, every text that reads as a number is compared as one."""
    result = []
    for value, flag in zip(row, flags):
        if flag and value is not None and not isinstance(value, tuple):
            try:
                value = ("number", float(value))
            except ValueError:
                pass
        result.append(value)
    return result


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        spec = json.load(file)
    source = sqlite3.connect("file:" + spec["sqlite"].replace("%", "%25").replace("?", "%3f").replace("#", "%23") + "?mode=ro", uri=True)
    source.text_factory = Text
    # An index made for one query only sorts the rows of a group by all their columns, and a view that takes a column of
    # any row of a group would take another.
    source.execute("PRAGMA automatic_index = OFF")
    decimal.getcontext().prec = 2000
    totals = {"tables": 0, "views": 0, "rows": 0, "values": 0, "differences": []}
    if spec.get("whole"):
        totals["differences"] += left_out(spec)
    for table in spec["tables"]:
        target = f"{quoted(spec['schema'])}.{quoted(table['target'])}"
        kinds = {row[0]: row[1] for row in psql(spec["conninfo"], f"""
            SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = {literal(target)}::regclass AND a.attnum > 0 AND NOT a.attisdropped""")}
        names = [column[1] for column in table["columns"]]
        missing = [name for name in names if name not in kinds]
        if missing:
            totals["differences"].append({"table": table["source"], "missing columns": missing})
            continue
        where = f" WHERE {table['where']}" if table.get("where") else ""
        columns = ", ".join(quoted(column[0]) for column in table["columns"])
        codecs = [column[2] for column in table["columns"]]
        left = [[from_sqlite(value, kinds[name], codec) for value, name, codec in zip(row, names, codecs)]
                for row in source.execute(f"SELECT {columns} FROM {quoted(table['source'])}{where}")]
        rows = psql(spec["conninfo"], f"SELECT {', '.join(quoted(name) for name in names)} FROM {target}")
        numeric_texts = [any(isinstance(row[i], tuple) and row[i][:1] == ("number",) for row in left) for i in range(len(names))]
        right = []
        for row in rows:
            values = []
            for i, (text, name) in enumerate(zip(row, names)):
                value = from_postgres(text, kinds[name], None)
                values.append(value)
            right.append(values)
        def key(row):
            return repr(row)
        left = sorted((folded(row, numeric_texts) for row in left), key=key)
        right = sorted((folded(row, numeric_texts) for row in right), key=key)
        totals["tables"] += 1
        totals["rows"] += len(left)
        totals["values"] += len(left) * len(names)
        if len(left) != len(right):
            totals["differences"].append({"table": table["source"], "source rows": len(left), "target rows": len(right)})
            continue
        for one, other in zip(left, right):
            for name, a, b in zip(names, one, other):
                if a != b:
                    totals["differences"].append({"table": table["source"], "column": name, "source": repr(a)[:200], "target": repr(b)[:200]})
            if len(totals["differences"]) > 20:
                break
    for name in spec.get("views", []):
        compare_view(source, spec, name, totals)
    print(json.dumps(totals))
    return 1 if totals["differences"] else 0


if __name__ == "__main__":
    sys.exit(main())
