"""What bounds a migration: psql running the graph's own statements, with the rows in files that COPY takes as they are."""
import json


class Limits:
    """Scripts and files for one graph, made once from a target that `plan run` has filled."""

    def __init__(self, server, database, graph, tables, directory):
        self.url = server.url(database)
        self.directory = directory
        self.directory.mkdir(exist_ok=True)
        operations = json.loads(graph.read_text())["operations"]
        self.before, self.keys, self.foreign_keys, self.after = [], [], [], []
        for operation in operations:
            place = {
                "create_schema": self.before, "create_extension": self.before, "create_table": self.before,
                "add_primary_key": self.keys, "add_unique": self.keys, "create_index": self.keys,
                "add_foreign_key": self.foreign_keys, "set_sequence": self.after,
            }.get(operation["kind"])
            if place is not None:
                steps = [step["sql"] for step in operation["do"] if "sql" in step and "with" not in step]
                # One that locks its tables first does so in a transaction of its own.
                place += ["BEGIN", *steps, "COMMIT"] if operation["kind"] == "add_foreign_key" else steps
        # The largest first, for an even share of two.
        sizes = {table: int(server.psql(database, f"SELECT pg_relation_size('{table}')")) for table in tables}
        self.tables = sorted(tables, key=lambda table: -sizes[table])
        self.sizes = sizes
        for table in tables:
            self._write(server, database, table, f"SELECT * FROM {table}", table)
        if len(tables) == 1:
            middle = sizes[tables[0]] // 8192 // 2
            for half, condition in (("first", "<"), ("second", ">=")):
                query = f"SELECT * FROM {tables[0]} WHERE ctid {condition} '({middle},0)'"
                self._write(server, database, tables[0], query, f"{tables[0]}-{half}")

    def _write(self, server, database, table, query, name):
        path = self.directory / f"{name}.copy"
        if not path.exists():
            server.copy_out(database, query, path)

    def _copy(self, table, name=None, options=""):
        path = self.directory / f"{name or table}.copy"
        return f"\\copy {table} FROM '{path}' WITH (FORMAT binary{options})"

    def _psql(self, name, lines):
        path = self.directory / f"{name}.sql"
        path.write_text("\n".join(lines) + "\n")
        return ["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", self.url, "-f", str(path)]

    @staticmethod
    def _statements(sql):
        return [f"{statement};" for statement in sql]

    def make_tables(self):
        return self._psql("tables", self._statements(self.before))

    def one_connection(self):
        """Tables, rows and all that follows, the rows frozen in the transaction that makes their table."""
        return [[self._psql(
            "one", ["BEGIN;", *self._statements(self.before)]
            + [self._copy(table, options=", FREEZE") for table in self.tables]
            + ["COMMIT;", *self._statements(self.keys + self.foreign_keys + self.after)])]]

    def two_connections(self):
        """Tables, then the rows and then the keys in equal shares on two connections, then the foreign keys."""
        if len(self.tables) == 1:
            table = self.tables[0]
            shares = [[self._copy(table, f"{table}-first")], [self._copy(table, f"{table}-second")]]
        else:
            shares, loads = [[], []], [0, 0]
            for table in self.tables:
                lighter = loads.index(min(loads))
                loads[lighter] += self.sizes[table]
                shares[lighter].append(self._copy(table))
        phases = [[self.make_tables()], [self._psql(f"rows-{side}", share) for side, share in enumerate(shares)]]
        if self.keys:
            phases.append([
                self._psql(f"keys-{side}", self._statements(self.keys[side::2])) for side in (0, 1)
                if self.keys[side::2]])
        if self.foreign_keys or self.after:
            phases.append([self._psql("last", self._statements(self.foreign_keys + self.after))])
        return phases
