import PlanSupport
import PlanTestSupport
import Testing

/// Cases 72 and 73: virtual tables are named and never copied, and what they served has an offer that works.
@Suite(.requiresPostgres) struct VirtualTableTests {
    private static let plan = """
        plan: 1
        name: library
        source: { sqlite: library.db }
        target: { postgres: "${DATABASE_URL}" }
        naming: snake_case

        """

    @Test func `case 72: a full-text table over another one is offered as an index over that`() throws {
        let sql = """
            CREATE TABLE books (id INTEGER PRIMARY KEY, bookTitle TEXT, year INTEGER);
            INSERT INTO books VALUES (1, 'The printing of books', 1999), (2, 'A walk', 2001), (3, NULL, NULL);
            CREATE VIRTUAL TABLE words USING fts5(bookTitle, year UNINDEXED, content = 'books', content_rowid = 'id',
                tokenize = 'porter unicode61');
            INSERT INTO words (words) VALUES ('rebuild');
            """
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try tool.makeDatabase("library.db", sql)
                try tool.write(Self.plan, to: "library.plan.yml")
                let first = try tool.run("compile", "library.plan.yml", "-o", "out")
                #expect(first.code == 0, "\(first.errors)")
                #expect(first.errors.contains("the virtual table 'words' (module fts5) is not carried"))
                #expect(first.errors.contains("left out with it: words_config, words_data, words_docsize, words_idx"))
                let add = try #require(first.errors.firstMatch(of: /add: "(USING gin .*)"\n/)).1
                let resolved =
                    Self.plan + "tables: { books: { indexes: { words: { add: \"\(add)\" } } } }\n"
                    + "select: { exclude: [words] }\n"
                try tool.write(resolved, to: "library.plan.yml")
                let second = try tool.run("compile", "library.plan.yml", "-o", "out")
                #expect(second.code == 0 && !second.errors.contains("PLN0308"), "\(second.errors)")
                let run = try tool.run("run", "out/graph.json", "--yes")
                #expect(run.code == 0, "\(run.errors)")
                let condition = try #require(first.errors.firstMatch(of: /the index serves: WHERE (.*)\n/)).1
                let found = try Psql.run(
                    "SET enable_seqscan = off; SELECT id FROM books WHERE "
                        + condition.replacing("'words'", with: "'print'"), conninfo)
                #expect(found.hasSuffix("1"), "\(found)")
                let tables = "SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'public'"
                #expect(try Psql.run(tables, conninfo) == "books")
            }
        }
    }

    @Test func `case 72: texts and boxes that no other table holds are carried when an ordinary one is made`() throws {
        let sql = """
            CREATE VIRTUAL TABLE "my notes" USING fts4(title TEXT, body, tokenize=porter);
            INSERT INTO "my notes" (docid, title, body) VALUES (7, 'One', 'text'), (9, 'Two', 'more');
            CREATE VIRTUAL TABLE areas USING rtree(id, minX, maxX, minY, maxY);
            INSERT INTO areas VALUES (1, 0, 10, 0, 10), (2, 50, 60, 50, 60);
            CREATE TABLE other (a INTEGER);
            """
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try tool.makeDatabase("library.db", sql)
                try tool.write(Self.plan.replacing("snake_case", with: "preserve"), to: "library.plan.yml")
                let first = try tool.run("compile", "library.plan.yml", "-o", "out")
                #expect(first.code == 0, "\(first.errors)")
                let statements = first.errors.matches(of: /CREATE TABLE .* AS SELECT .*\n/).map { String($0.output) }
                try #require(statements.count == 2, "\(first.errors)")
                try tool.makeDatabase("library.db", statements.joined(separator: ";"))
                let box = try #require(first.errors.firstMatch(of: /USING gist .*\n/)).output.dropLast()
                try tool.write(
                    Self.plan.replacing("snake_case", with: "preserve")
                        + "tables: { areas_rows: { indexes: { areas_box: { add: '\(box)' } } } }\n",
                    to: "library.plan.yml")
                #expect(try tool.run("compile", "library.plan.yml", "-o", "out").code == 0)
                let run = try tool.run("run", "out/graph.json", "--yes")
                #expect(run.code == 0, "\(run.errors)")
                let notes = try Psql.run(
                    "SELECT string_agg(docid || title || body, ',' ORDER BY docid) FROM \"my notes_rows\"", conninfo)
                #expect(notes == "7Onetext,9Twomore")
                let inside = try Psql.run(
                    """
                    SELECT id FROM areas_rows
                    WHERE box(point("minX", "minY"), point("maxX", "maxY")) && box(point(5, 5), point(6, 6))
                    """, conninfo)
                #expect(inside == "1")
            }
        }
    }

    @Test func `case 73: a virtual table whose module is missing is left out with one warning`() throws {
        let sql = """
            CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1);
            PRAGMA writable_schema = ON;
            INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql)
            VALUES ('table', 'place', 'place', 0, 'CREATE VIRTUAL TABLE place USING VirtualSpatialIndex()');
            """
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try tool.makeDatabase("library.db", sql)
                try tool.write(Self.plan, to: "library.plan.yml")
                let compiled = try tool.run("compile", "library.plan.yml", "-o", "out")
                #expect(compiled.code == 0, "\(compiled.errors)")
                #expect(compiled.errors.ranges(of: "warning[").count == 1, "\(compiled.errors)")
                #expect(compiled.errors.contains("no such module: VirtualSpatialIndex"), "\(compiled.errors)")
                #expect(try tool.run("run", "out/graph.json", "--yes").code == 0)
                #expect(try Psql.run("SELECT count(*) FROM t", conninfo) == "1")
            }
        }
    }
}
