#!/usr/bin/env python3
"""Parses scripts for psql with PostgreSQL's own grammar, which the package pglast brings.

usage: parse_sql.py FILE…

psql's commands are taken out first: lines that begin with a backslash, `\\gset` or `\\g` at the end of a query, and
variables, for which NULL stands. The bodies of anonymous blocks and functions in PL/pgSQL are parsed too. Prints the number of
statements, and exits with 1 at the first file that does not parse.
"""
import re
import sys

import pglast


def stripped(text):
    lines = ["" if line.startswith("\\") else line for line in text.split("\n")]
    text = "\n".join(re.sub(r"\s*\\g(set|\s+\S+)\s*$", ";", line) for line in lines)
    return re.sub(r":(plan_\w+|ROW_COUNT)", "NULL", text)


def main():
    statements = 0
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            text = stripped(file.read())
        try:
            parsed = pglast.parse_sql(text)
            for statement in parsed:
                kind = type(statement.stmt).__name__
                if kind in ("DoStmt", "CreateFunctionStmt"):
                    start = statement.stmt_location or 0
                    body = text.encode()[start:start + (statement.stmt_len or len(text.encode()))].decode()
                    if kind == "DoStmt" or "plpgsql" in body:
                        pglast.parse_plpgsql(body.strip())
        except pglast.parser.ParseError as error:
            raise SystemExit(f"{path}: {error}")
        statements += len(parsed)
    print(statements)


main()
