import PlanSupport
import PlanTestSupport
import Testing

/// `plan init` writes a plan that moves everything as it is.
@Suite struct InitTests {
    private static let sql = """
        CREATE TABLE authors (id INTEGER PRIMARY KEY, name VARCHAR(4), born DATE, secret BLOB);
        INSERT INTO authors VALUES (1, 'Ada', '1815-12-10', x'00'), (2, 'Grace', '0000-00-00', 7), (3, 'Emmy', '', 'text');
        CREATE TABLE notes (
            id TEXT PRIMARY KEY, author INTEGER REFERENCES authors, made DATETIME, seen DATETIME, stars INTEGER,
            mixed, price DECIMAL(5, 2), due DATE, sent DATETIME
        );
        INSERT INTO notes VALUES
            ('a', 1, 1627303906122, 1598313600, 5, 1, 12.5, 20240229, 20180406034959),
            (NULL, 9, 1627303906999, 12, 'four', '1', 1230.99, 19991231, 20180406000000);
        CREATE TABLE "odd ""name: x" ("a: b" INTEGER, "#c" INTEGER DEFAULT (ago()));
        INSERT INTO "odd ""name: x" VALUES ('not
        a number', 1);
        CREATE VIEW shown AS SELECT title(name) FROM authors;
        CREATE TRIGGER told AFTER INSERT ON authors BEGIN SELECT tell(new.name); END;
        """

    private func withDatabase(_ body: (PlanTool) throws -> Void) throws {
        try PlanTool.withWorkspace { tool in
            try tool.makeDatabase("my Shop.db", Self.sql)
            try body(tool)
        }
    }

    private static let arguments = ["init", "--from", "sqlite:my Shop.db", "--to", "postgres"]

    @Test func `says what was found and what was chosen, above the line that it is about`() throws {
        try withDatabase { tool in
            let outcome = try tool.run(Self.arguments)
            #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
            for lines in [
                """
                name: my-shop
                source:
                  sqlite: "my Shop.db"
                target:
                  postgres: ${DATABASE_URL}
                """,
                """
                      # Column authors.name, declared VARCHAR(4), holds a text of 5 characters: it becomes text, not
                      # varchar(4). For example the longest text in rowid 2.
                      name: { type: text }
                """,
                """
                      # Column notes.made, declared DATETIME, holds 2 integers: it becomes bigint, not timestamp.
                      # Chosen here: read its numbers as points in time, which then are all between 1973 and 2100.
                      # Or say that bigint is right: type: bigint
                      made: { decode: epoch_milliseconds }
                """,
                """
                      # Or say that bigint is right: type: bigint
                      due: { type: date, decode: packed_digits }
                """,
                """
                      sent: { type: timestamp, decode: packed_digits }
                """,
                """
                    # Column notes.id is part of the primary key and is NULL in 1 row. For example rowid 2. Chosen
                    # here: make the key a unique constraint, which lets NULL in as SQLite does.
                    # Or leave those rows out: where: "\\"id\\" IS NOT NULL"
                    # Or write those rows to a reject file: columns: { id: { values: { invalid: reject } } }
                    primary_key: unique
                """,
                """
                      # 1 row of 'notes' names by author a row of 'authors' that does not exist. Chosen here: take the
                      # foreign key over for new rows only.
                      # Or write those rows to a reject file: orphans: reject
                      # Or leave the foreign key out: drop: ["author"]
                      orphans: not_valid
                """,
                """
                      "#c": { default: "NULL" }
                """,
                """
                  # View 'shown' cannot be carried: 'title' is a function of the application, not of SQLite. SQLite
                  # says: no such function: title. Chosen here: leave the view out.
                  # In the source:
                  #     CREATE VIEW shown AS SELECT title(name) FROM authors
                  # Or write it in PostgreSQL's SQL: shown: { sql: "SELECT …" }
                  shown: { drop: true }
                """,
                """
                  # Or write it in PostgreSQL's SQL: told: { sql: "CREATE FUNCTION …; CREATE TRIGGER …" }
                  told: { drop: true }
                """,
            ] {
                #expect((outcome.output + "\n").contains(lines + "\n"), "\(lines)\nis not in\n\(outcome.output)")
            }
        }
    }

    @Test func `equal databases give equal bytes, and a plan that is there is not replaced`() throws {
        try withDatabase { tool in
            let first = try tool.run(Self.arguments).output
            #expect(try tool.run(Self.arguments).output == first)
            #expect(try tool.run(Self.arguments + ["-o", "my.plan.yml"]).code == 0)
            #expect(try tool.read("my.plan.yml") == first + "\n")
            let again = try tool.run(Self.arguments + ["-o", "my.plan.yml"])
            #expect(again.code == 1 && again.errors.contains("PLN0009"), "\(again.errors)")
            #expect(try tool.read("my.plan.yml") == first + "\n")
        }
    }

    @Test func `the plan stands in another directory and leads to the database from there`() throws {
        try withDatabase { tool in
            try Files.makeDirectory(tool.path("plans"))
            #expect(try tool.run(Self.arguments + ["-o", "plans/my.plan.yml"]).code == 0)
            #expect(try tool.read("plans/my.plan.yml").contains("sqlite: \"../my Shop.db\"\n"))
            let compiled = try tool.run("compile", "plans/my.plan.yml", "-o", "out")
            #expect(compiled.code == 0, "\(compiled.errors)")
        }
    }

    @Test func `globs choose the tables, and the plan says so`() throws {
        try withDatabase { tool in
            let outcome = try tool.run(Self.arguments + ["--tables", "auth*", "--tables", "*s"])
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("select:\n  include: [\"auth*\", \"*s\"]\n"))
            #expect(!outcome.output.contains("odd"))
        }
    }

    @Test func `what is no database, or of another engine, is refused`() throws {
        try PlanTool.withWorkspace { tool in
            try tool.write("no database", to: "text.db")
            let kinds: [(from: String, code: Int32, told: String)] = [
                ("sqlite:missing.db", 69, "PLN0004"), ("sqlite:text.db", 69, "PLN0004"), ("mysql:shop", 64, "PLN0010"),
                ("sqlite:", 64, "PLN0010"),
            ]
            for (from, code, told) in kinds {
                let outcome = try tool.run("init", "--from", from, "--to", "postgres", "-o", "my.plan.yml")
                #expect(outcome.code == code && outcome.errors.contains(told), "\(from): \(outcome.errors)")
                #expect(!Files.exists(tool.path("my.plan.yml")))
            }
        }
    }

    @Test(.requiresPostgres) func `not edited, the plan moves every value`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try tool.makeDatabase("source.db", Self.sql)
                let written = try tool.run(
                    "init", "--from", "sqlite:source.db", "--to", "postgres", "-o", "my.plan.yml")
                #expect(written.code == 0, "\(written.errors)")
                let compiled = try tool.run("compile", "my.plan.yml", "-o", "out")
                #expect(compiled.code == 0, "\(compiled.errors)")
                let run = try tool.run("run", "out/graph.json", "--yes")
                #expect(run.code == 0, "\(run.errors)")
                try Comparison.requireEqual(tool, conninfo, source: "source.db", coverage: .whole)
                let dates = "SELECT due, sent FROM notes ORDER BY due"
                #expect(
                    try Psql.run(dates, conninfo) == "1999-12-31|2018-04-06 00:00:00\n2024-02-29|2018-04-06 03:49:59")
                let moments = "SELECT made FROM notes ORDER BY made LIMIT 1"
                #expect(try Psql.run(moments, conninfo).hasPrefix("2021-07-26 12:51:46.122"))
            }
        }
    }
}
