"""Other ways to move the same tables: each gives the commands that do it, or None where its program is not installed."""
import shutil
import subprocess
import sys


def csv_pipe(source, url, tables):
    """`sqlite3 -csv` into `psql`, table by table, into tables that are there already."""
    parts = [
        f"sqlite3 -readonly -csv -noheader '{source}' 'SELECT * FROM {table}' | "
        f"psql -Xq -v ON_ERROR_STOP=1 -d '{url}' -c '\\copy {table} FROM STDIN (FORMAT csv)'"
        for table in tables
    ]
    return [" && ".join(parts)] if shutil.which("sqlite3") else None


def pgloader(source, url, directory, form):
    if not shutil.which("pgloader"):
        return None
    host = url.split("host=")[1].split("&")[0]
    database = url.split("///")[1].split("?")[0]
    options = (
        "include drop, create tables, create no indexes, no foreign keys, reset no sequences" if form == "bare"
        else "include drop, create tables, create indexes, foreign keys, reset sequences")
    script = directory / f"{database}.load"
    script.write_text(
        f"LOAD DATABASE FROM sqlite://{source} INTO postgresql://postgres@unix:{host}:5432/{database}\n"
        f"WITH {options} SET work_mem TO '64MB', maintenance_work_mem TO '256MB';\n")
    return [["pgloader", "--quiet", "--root-dir", str(directory / "pgloader"), str(script)]]


def ogr2ogr(source, url):
    if not shutil.which("ogr2ogr"):
        return None
    host = url.split("host=")[1].split("&")[0]
    database = url.split("///")[1].split("?")[0]
    return [[
        "ogr2ogr", "-q", "-f", "PostgreSQL", f"PG:host={host} dbname={database} user=postgres", str(source),
        "--config", "PG_USE_COPY", "YES", "-gt", "unlimited",
    ]]


_DUCKDB = """
import sys, duckdb, importlib.util, pathlib
def extension(name):
    package = pathlib.Path(importlib.util.find_spec("duckdb_extension_" + name).origin).parent
    return str(next(package.glob("extensions/*/*.duckdb_extension")))
source, url, tables = sys.argv[1], sys.argv[2], sys.argv[3:]
connection = duckdb.connect()
for name in ("sqlite_scanner", "postgres_scanner"):
    connection.execute(f"LOAD '{extension(name)}'")
connection.execute(f"ATTACH '{source}' AS source (TYPE sqlite, READ_ONLY)")
connection.execute(f"ATTACH '{url}' AS target (TYPE postgres)")
for table in tables:
    connection.execute(f"CREATE TABLE target.{table} AS SELECT * FROM source.{table}")
"""


def duckdb(source, url, tables, python=sys.executable):
    """DuckDB's copy through its extensions for both engines (PyPI: duckdb, duckdb-extension-sqlite-scanner and
    duckdb-extension-postgres-scanner)."""
    probe = "import duckdb, duckdb_extension_sqlite_scanner, duckdb_extension_postgres_scanner"
    if subprocess.run([python, "-c", probe], stderr=subprocess.DEVNULL, check=False).returncode != 0:
        return None
    return [[python, "-c", _DUCKDB, str(source), url, *tables]]
