"""The sources that are moved: SQL that makes them, the same rows for the same scale on any machine.

A workload's tables come in two forms: `bare`, without keys and indexes, so that only the moving of rows is measured, and
`whole`, with all of them.
"""
import dataclasses
import hashlib
import pathlib
import sqlite3


@dataclasses.dataclass(frozen=True)
class Workload:
    name: str
    # Rows of all tables at scale 1.
    rows: int
    # (scale) -> [(table, columns, constraints, rows as a SELECT)]; a row number `i` runs from 1.
    tables: callable
    # Statements that follow the rows of the whole form.
    indexes: tuple = ()

    def make(self, path, scale, form):
        """Makes the database at `path`, unless it is there."""
        path = pathlib.Path(path)
        if path.exists():
            return
        partial = path.with_suffix(".partial")
        partial.unlink(missing_ok=True)
        connection = sqlite3.connect(partial, isolation_level=None)
        # Bytes that no compression makes fewer.
        connection.create_function(
            "noise", 2, lambda seed, count: hashlib.shake_128(str(seed).encode()).digest(count), deterministic=True)
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        for table, columns, constraints, rows in self.tables(scale):
            parts = columns + constraints if form == "whole" else [_bare(column) for column in columns]
            connection.execute(f"CREATE TABLE {table} ({', '.join(parts)})")
            connection.execute(f"INSERT INTO {table} {rows}")
        if form == "whole":
            for index in self.indexes:
                connection.execute(index)
        connection.execute("COMMIT")
        connection.close()
        partial.rename(path)


def _bare(column):
    """A column without what makes a key of it."""
    return column.split(" REFERENCES ")[0].replace(" PRIMARY KEY", " NOT NULL")


def _numbers(count):
    return f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"


def _scaled(rows, scale):
    return max(1, round(rows * scale))


def _narrow(scale):
    count = _scaled(5_000_000, scale)
    columns = [
        "id INTEGER PRIMARY KEY", "user_id INTEGER NOT NULL", "kind TEXT NOT NULL", "amount REAL",
        "created_at DATETIME NOT NULL", "active BOOLEAN NOT NULL",
    ]
    yield "events", columns, [], f"""{_numbers(count)}
        SELECT i, i * 2654435761 % 100000, 'kind_' || (i % 37), iif(i % 50 = 0, NULL, i * 7919 % 1000000 / 100.0),
            datetime(1577836800 + i * 13, 'unixepoch'), i % 3 = 0 FROM n"""


def _wide(scale):
    count = _scaled(500_000, scale)
    kinds = [
        ("INTEGER", "i * {n} % 1000003"),
        ("TEXT", "'value ' || (i * {n} % 65537)"),
        ("REAL", "i * {n} / 7.0"),
        ("TEXT", "iif(i % {n} = 0, NULL, 'Zürich – Ελλάδα – 東京 ' || i)"),
        ("DATE", "date(1577836800 + i * {n}, 'unixepoch')"),
        ("BOOLEAN", "i % {n} = 0"),
        ("DATETIME", "datetime(1577836800 + i * {n}, 'unixepoch')"),
    ]
    columns, values = ["id INTEGER PRIMARY KEY"], ["i"]
    for n in range(27):
        kind, value = kinds[n % len(kinds)]
        columns.append(f"c{n} {kind}")
        values.append(value.format(n=n + 2))
    columns += ["document JSON", "picture BLOB"]
    values += [
        """'{"id":' || i || ',"tags":["a","b"],"name":"n' || (i % 100) || '"}'""",
        "noise(i, 200)",
    ]
    yield "wide", columns, [], f"{_numbers(count)} SELECT {', '.join(values)} FROM n"


def _relational(scale):
    def table(name, rows, columns, constraints, values):
        return name, columns, constraints, f"{_numbers(_scaled(rows, scale))} SELECT {values} FROM n"

    def parent(rows, factor):
        return f"1 + i * {factor} % {_scaled(rows, scale)}"

    yield table(
        "countries", 200, ["id INTEGER PRIMARY KEY", "name TEXT NOT NULL"], ["UNIQUE (name)"], "i, 'country ' || i")
    yield table(
        "customers", 100_000,
        ["id INTEGER PRIMARY KEY", "country_id INTEGER NOT NULL REFERENCES countries (id)", "name TEXT NOT NULL",
         "email TEXT NOT NULL", "created_at DATETIME NOT NULL"], ["UNIQUE (email)"],
        f"i, {parent(200, 7)}, 'Customer ' || i, 'customer' || i || '@example.com',"
        " datetime(1577836800 + i * 97, 'unixepoch')")
    yield table(
        "suppliers", 5_000, ["id INTEGER PRIMARY KEY", "name TEXT NOT NULL"], [], "i, 'Supplier ' || i")
    yield table(
        "products", 20_000,
        ["id INTEGER PRIMARY KEY", "supplier_id INTEGER NOT NULL REFERENCES suppliers (id)", "name TEXT NOT NULL",
         "price DECIMAL(10,2) NOT NULL"], [], f"i, {parent(5_000, 13)}, 'Product ' || i, i * 31 % 99999 / 100.0")
    yield table(
        "orders", 400_000,
        ["id INTEGER PRIMARY KEY", "customer_id INTEGER NOT NULL REFERENCES customers (id)",
         "placed_at DATETIME NOT NULL", "status TEXT NOT NULL", "total DECIMAL(12,2) NOT NULL"], [],
        f"i, {parent(100_000, 31)}, datetime(1577836800 + i * 61, 'unixepoch'),"
        " CASE i % 3 WHEN 0 THEN 'new' WHEN 1 THEN 'paid' ELSE 'sent' END, i * 17 % 999999 / 100.0")
    yield table(
        "order_lines", 1_200_000,
        ["order_id INTEGER NOT NULL REFERENCES orders (id)", "line INTEGER NOT NULL",
         "product_id INTEGER NOT NULL REFERENCES products (id)", "quantity INTEGER NOT NULL", "price REAL NOT NULL"],
        ["PRIMARY KEY (order_id, line)"],
        f"1 + (i - 1) / 3 % {_scaled(400_000, scale)}, 1 + (i - 1) % 3, {parent(20_000, 17)}, 1 + i % 9,"
        " i * 31 % 99999 / 100.0")
    yield table(
        "payments", 200_000,
        ["id INTEGER PRIMARY KEY", "order_id INTEGER NOT NULL REFERENCES orders (id)", "paid_at DATETIME",
         "amount DECIMAL(12,2) NOT NULL"], [],
        f"i, {parent(400_000, 41)}, datetime(1577836800 + i * 67, 'unixepoch'), i * 19 % 999999 / 100.0")
    yield table(
        "reviews", 74_800,
        ["id INTEGER PRIMARY KEY", "product_id INTEGER NOT NULL REFERENCES products (id)",
         "customer_id INTEGER REFERENCES customers (id)", "stars INTEGER NOT NULL", "body TEXT"], [],
        f"i, {parent(20_000, 11)}, {parent(100_000, 23)}, 1 + i % 5, 'The words of review number ' || i")


def _many(scale):
    for number in range(_scaled(1000, scale)):
        yield (
            f"t{number}", ["id INTEGER PRIMARY KEY", "name TEXT NOT NULL", "price DECIMAL(10,2) DEFAULT 0"], [],
            f"{_numbers(10)} SELECT i, 'name ' || i, i / 4.0 FROM n")


def _blobs(scale):
    yield (
        "files", ["id INTEGER PRIMARY KEY", "name TEXT NOT NULL", "content BLOB NOT NULL"], [],
        f"{_numbers(_scaled(2000, scale))} SELECT i, 'file ' || i, noise(i, 1048576) FROM n")


WORKLOADS = {
    workload.name: workload
    for workload in (
        Workload("narrow", 5_000_000, _narrow, ("CREATE INDEX events_user ON events (user_id)",)),
        Workload("wide", 500_000, _wide),
        Workload(
            "relational", 2_000_000, _relational,
            ("CREATE INDEX orders_customer ON orders (customer_id)",
             "CREATE INDEX orders_placed ON orders (placed_at)",
             "CREATE INDEX order_lines_product ON order_lines (product_id)",
             "CREATE INDEX payments_order ON payments (order_id)",
             "CREATE INDEX reviews_product ON reviews (product_id)")),
        Workload("many", 10_000, _many),
        Workload("blobs", 2_000, _blobs),
    )
}
