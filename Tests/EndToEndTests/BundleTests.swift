import PlanGraph
import PlanSupport
import PlanTestSupport
import Testing

/// What `plan compile` writes for psql makes the database that a run makes.
@Suite(.requiresPostgres) struct BundleTests {
    private static let names = [
        "calibre_metadata", "chinook", "django_blog_corey", "gnucash_book_prices", "mozilla_nss_key4", "northwind",
        "pgloader_sqlite", "plaso_ios_rmadminstore", "strongswan_imv", "uptime_kuma", "wazuh_mitre", "world_countries",
    ]

    private static let databases = Repository.corpus("db").filter { path in
        names.contains { path.hasSuffix("/\($0).sqlite") }
    }

    @Test(.enabled(if: !databases.isEmpty, "there is no ../shared/corpus"), arguments: databases)
    func `psql alone makes of a real database what a run makes, and unmakes it`(path: String) throws {
        try PlanTool.withWorkspace { tool in
            try tool.directory.copyDatabase(path, as: "source.db")
            var plan = PlanTree()
            let compiled = try plan.compile(with: tool)
            try #require(compiled.code == 0, "\(compiled.errors)")
            try Self.requireSameDatabase(with: tool, plan: "corpus.plan.yml")
        }
    }

    @Test(arguments: [[], ["--split"], ["--gzip"]])
    func `psql alone makes of the shop what a run makes, and unmakes it`(options: [String]) throws {
        try PlanTool.withWorkspace { tool in
            try Shop.build(with: tool)
            try Self.requireSameDatabase(with: tool, plan: "plans/shop.plan.yml", options)
            guard options == ["--split"] else { return }
            #expect(try tool.read("out/001_schema/orders.sql").contains("CREATE TABLE \"public\".\"orders\""))
            #expect(try tool.read("out/003_constraints/orders.foreign_keys.sql").contains("FOREIGN KEY"))
            #expect(try !tool.read("out/003_constraints.sql").contains("CREATE INDEX"))
            #expect(try tool.run("compile", "plans/shop.plan.yml", "-o", "out", "--check").code == 0)
            #expect(try tool.run("compile", "plans/shop.plan.yml", "-o", "out").code == 0)
            #expect(!Files.exists(tool.path("out/001_schema/orders.sql")))
        }
    }

    /// Runs the graph in one database and the scripts in another, and compares these.
    private static func requireSameDatabase(with tool: PlanTool, plan: String, _ options: [String] = []) throws {
        let compiled = try tool.run(["compile", plan, "--with-data", "-o", "out"] + options)
        try #require(compiled.code == 0, "\(compiled.errors)")
        let structure = try PostgresFixture.shared.withDatabase { conninfo in
            var runner = tool
            runner.environment["DATABASE_URL"] = conninfo.reveal()
            let run = try runner.run("run", "out/graph.json", "--yes")
            try #require(run.code == 0, "\(run.errors)")
            return try Psql.structure(conninfo)
        }
        try PostgresFixture.shared.withDatabase { conninfo in
            let before = try Psql.inventory(conninfo)
            // From another directory: the scripts find each other.
            let forward = try Psql.runFile(
                "out/run.sql", from: tool.directory.path, conninfo, variables: ["plan_bundle=out"])
            try #require(forward.isSuccess, "\(forward.errors)")
            #expect(try Psql.structure(conninfo) == structure)
            try Comparison.requireEqual(tool, conninfo, source: Self.source(of: tool))
            let again = try Psql.runFile(
                "out/run.sql", from: tool.directory.path, conninfo, variables: ["plan_bundle=out"])
            #expect(!again.isSuccess && again.errors.contains("001_schema.sql of "), "\(again.errors)")
            let back = try Psql.runFile("out/rollback/run.sql", from: tool.directory.path, conninfo)
            try #require(back.isSuccess, "\(back.errors)")
            #expect(try Psql.inventory(conninfo) == before)
        }
    }

    private static func source(of tool: PlanTool) -> String {
        Files.exists(tool.path("source.db")) ? "source.db" : "data/shop.db"
    }

    @Test(arguments: ["--with-data", "--gzip"]) func `names of every kind reach the files and the target`(
        option: String
    ) throws {
        try PlanTool.withWorkspace { tool in
            func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
            let columns = HostileNameTests.names.map { "\(quoted($0)) TEXT" }.joined(separator: ", ")
            let tables = HostileNameTests.names.map { name in
                let values = HostileNameTests.names.indices.map { "'\($0)'" }.joined(separator: ", ")
                return """
                    CREATE TABLE \(quoted(name)) (key INTEGER PRIMARY KEY AUTOINCREMENT, \(columns));
                    INSERT INTO \(quoted(name)) VALUES (7, \(values));
                    """
            }
            try tool.makeDatabase(
                "source.db", tables.joined(separator: "\n") + "CREATE TABLE plain (id INTEGER PRIMARY KEY);")
            try tool.write(SamplePlan.text(), to: "sample.plan.yml")
            try Self.requireSameDatabase(with: tool, plan: "sample.plan.yml", [option])
            // Psql's \copy is one line.
            let names = Files.names(in: tool.path("out/data"))
            #expect(names.contains("plain.0001.copy") == (option == "--with-data"))
            #expect(names.contains("plain.0001.copy.gz") == (option == "--gzip"))
            #expect(names.contains { $0.hasPrefix("line_break_") && $0.hasSuffix(".0001.copy") })
        }
    }

    // MARK: Grammar

    @Test(.requiresPostgresGrammar) func `every script of the shop parses with PostgreSQL's grammar`() throws {
        try PlanTool.withWorkspace { tool in
            try Shop.build(with: tool)
            for options in [["--with-data", "--split"], ["--gzip"], []] {
                let compiled = try tool.run(["compile", "plans/shop.plan.yml", "-o", "out"] + options)
                try #require(compiled.code == 0, "\(compiled.errors)")
                #expect(try Self.statements(with: tool) > 150)
            }
        }
    }

    @Test(
        .requiresPostgresGrammar, .enabled(if: !databases.isEmpty, "there is no ../shared/corpus"),
        arguments: databases)
    func `every script of a real database parses with PostgreSQL's grammar`(path: String) throws {
        try PlanTool.withWorkspace { tool in
            try tool.directory.copyDatabase(path, as: "source.db")
            var plan = PlanTree()
            let compiled = try plan.compile(with: tool)
            try #require(compiled.code == 0, "\(compiled.errors)")
            let graph = try GraphReader.read(Array(try tool.read("out/graph.json").utf8))
            for options in [["--with-data", "--split"], ["--gzip"]] {
                let compiled = try tool.run(["compile", "corpus.plan.yml", "-o", "out"] + options)
                try #require(compiled.code == 0, "\(compiled.errors)")
                #expect(try Self.statements(with: tool) > graph.operations.count { $0.kind != .verifyValues })
            }
        }
    }

    /// How many statements the scripts have; a failure where one does not parse.
    private static func statements(with tool: PlanTool) throws -> Int {
        let listed = try tool.read("out/SHA256SUMS").split(separator: "\n").map { String($0.dropFirst(66)) }
        let scripts = listed.filter { $0.hasSuffix(".sql") }
        #expect(Set(["001_schema.sql", "rollback/001_rollback.sql", "run.sql"]).isSubset(of: scripts))
        return try GrammarChecker.statements(inFiles: scripts.map { tool.path("out/" + $0) })
    }

    // MARK: Rows

    @Test(arguments: ["--with-data", "--gzip"])
    func `rows are in files of a chunk each, and one that lacks rows is refused`(option: String) throws {
        try PlanTool.withWorkspace { tool in
            try SamplePlan.compile(with: tool, "load: { chunk_rows: 1000 }\nverify: { level: none }\n")
            let compiled = try tool.run("compile", "sample.plan.yml", option, "-o", "out")
            try #require(compiled.code == 0, "\(compiled.errors)")
            #expect(try tool.run("compile", "sample.plan.yml", "-o", "out", "--check").code == 0)
            let ending = option == "--gzip" ? ".copy.gz" : ".copy"
            #expect(
                Files.names(in: tool.path("out/data"))
                    == [
                        "load.sql", "orders.0001" + ending, "orders.0002" + ending, "orders.0003" + ending,
                        "users.0001" + ending, "values.sql",
                    ].sorted())
            try PostgresFixture.shared.withDatabase { conninfo in
                func run() throws -> (isSuccess: Bool, output: String, errors: String) {
                    try Psql.runFile("run.sql", from: tool.path("out"), conninfo)
                }
                let whole = try tool.read("out/data/load.sql")
                #expect(whole.contains("'data/orders.0003\(ending)', 990, :ROW_COUNT)"))
                try tool.write(whole.replacing("', 990,", with: "', 991,"), to: "out/data/load.sql")
                let refused = try run()
                #expect(!refused.isSuccess)
                #expect(
                    refused.errors.contains("data/orders.0003\(ending) has 990 rows, and had 991 when it was written"),
                    "\(refused.errors)")
                #expect(try Psql.run("SELECT count(*) FROM orders", conninfo) == "0")
                #expect(try Psql.runFile("rollback/run.sql", from: tool.path("out"), conninfo).isSuccess)
                try tool.write(whole, to: "out/data/load.sql")
                let loaded = try run()
                #expect(loaded.isSuccess && loaded.output.contains("ok  rows of public.orders: 2990"), "\(loaded)")
                _ = try Psql.run("DELETE FROM orders WHERE id = 7", conninfo)
                let verified = try Psql.runFile("004_verify.sql", from: tool.path("out"), conninfo)
                #expect(
                    verified.errors.contains(
                        "public.orders has another number of rows than its files: expected '2990', found '2989'"))
            }
        }
    }

    @Test func `compressed rows are read where psql runs, or where it is told that the bundle is`() throws {
        try PlanTool.withWorkspace { tool in
            try SamplePlan.compile(with: tool)
            let compiled = try tool.run("compile", "sample.plan.yml", "--gzip", "-o", "it's a bundle")
            try #require(compiled.code == 0, "\(compiled.errors)")
            let script = tool.path("it's a bundle/run.sql")
            try PostgresFixture.shared.withDatabase { conninfo in
                let lost = try Psql.runFile(script, from: "/", conninfo)
                #expect(!lost.isSuccess)
                #expect(
                    lost.errors.contains("Run psql in the directory of run.sql, or say where that is"), "\(lost.errors)"
                )
                #expect(try !Psql.inventory(conninfo).contains("orders"))
                let told = try Psql.runFile(
                    script, from: "/", conninfo, variables: ["plan_bundle=" + tool.path("it's a bundle")])
                #expect(told.isSuccess, "\(told.errors)")
                #expect(try Psql.run("SELECT count(*) FROM orders", conninfo) == "2990")
            }
        }
    }

    // MARK: What must hold

    @Test func `a script is refused where an object exists, an earlier script was not run, or it was run before`()
        throws
    {
        try PlanTool.withWorkspace { tool in
            try SamplePlan.compile(with: tool)
            try PostgresFixture.shared.withDatabase { conninfo in
                func run(_ name: String) throws -> String {
                    let run = try Psql.runFile(tool.path("out/\(name)"), from: "/", conninfo)
                    return run.isSuccess ? "" : run.errors
                }
                #expect(
                    try run("003_constraints.sql").contains("001_schema.sql of sample was not run in this database"))
                _ = try Psql.run("CREATE VIEW users AS SELECT 1", conninfo)
                #expect(try run("001_schema.sql").contains("the database has already: \"public\".\"users\""))
                _ = try Psql.run("DROP VIEW users", conninfo)
                #expect(try run("001_schema.sql") == "")
                #expect(try run("001_schema.sql").contains("001_schema.sql of sample was run at "))
                #expect(try run("003_constraints.sql") == "")
                #expect(
                    try run("rollback/001_rollback.sql").contains(
                        "003_constraints.sql of sample has to be undone first"))
                try Self.compile("mode: schema\n", with: tool)
                #expect(try run("rollback/003_rollback.sql").contains("was run in another version"))
            }
        }
    }

    @Test func `a mismatch between rows and source is told by the verification`() throws {
        try PlanTool.withWorkspace { tool in
            try SamplePlan.compile(with: tool, "verify: { level: counts }\n")
            let compiled = try tool.run("compile", "sample.plan.yml", "--with-data", "-o", "out")
            try #require(compiled.code == 0, "\(compiled.errors)")
            try PostgresFixture.shared.withDatabase { conninfo in
                let forward = try Psql.runFile(tool.path("out/run.sql"), from: "/", conninfo)
                try #require(forward.isSuccess, "\(forward.errors)")
                #expect(forward.output.contains("ok  verify_counts/public.orders: 2990"))
                #expect(try Psql.run("SELECT nextval('orders_id_seq')", conninfo) == "3001")
                _ = try Psql.run("DELETE FROM orders WHERE id = 7", conninfo)
                let verified = try Psql.runFile(tool.path("out/004_verify.sql"), from: "/", conninfo)
                #expect(!verified.isSuccess)
                #expect(
                    verified.errors.contains(
                        "public.orders has another number of rows than the source: expected '2990', found '2989'"))
            }
        }
    }

    @Test func `an extension that was there before survives the rollback, and one that was made does not`() throws {
        for hasExtension in [true, false] {
            try PlanTool.withWorkspace { tool in
                try tool.makeDatabase("source.db", "CREATE TABLE t (a TEXT)")
                try tool.write(SamplePlan.text("tables: { t: { columns: { a: { type: citext } } } }"), to: "s.plan.yml")
                let compiled = try tool.run("compile", "s.plan.yml", "-o", "out")
                try #require(compiled.code == 0, "\(compiled.errors)")
                try PostgresFixture.shared.withDatabase { conninfo in
                    if hasExtension { _ = try Psql.run("CREATE EXTENSION citext", conninfo) }
                    let before = try Psql.inventory(conninfo)
                    for script in ["run.sql", "rollback/run.sql"] {
                        let run = try Psql.runFile(tool.path("out/\(script)"), from: "/", conninfo)
                        #expect(run.isSuccess, "\(run.errors)")
                    }
                    #expect(try Psql.inventory(conninfo) == before)
                }
            }
        }
    }

    @Test func `values of every kind reach the target through the files as they do in a run`() throws {
        let sql = """
            CREATE TABLE v (id INTEGER PRIMARY KEY, i SMALLINT, r REAL, n NUMERIC, t TEXT, b BLOB, f BOOLEAN, d DATE,
                s TIMESTAMP, z TIMESTAMP, c TIME, j JSON, u UUID);
            INSERT INTO v VALUES
                (1, -32768, 0.1, '123456789012345678901234567890.000000012300', 'tab	back\\slash', x'00ff5c', 1,
                 '0001-01-01', '9999-12-31 23:59:59.999999', '2000-02-29 12:00:00Z', '24:00:00',
                 '{"a": "\\u00e9\\n"}', '00112233-4455-6677-8899-aabbccddeeff'),
                (2, 32767, -1e300, '-0.0001', char(13) || char(10) || '\\N', zeroblob(0), 0, '1999-12-31',
                 '1970-01-01 00:00:00.000001', '1969-12-31 23:59:59.5+01:00', '00:00:00.25', '[]', NULL),
                (3, 0, 9e999, 10000, '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
                (4, NULL, 5e-324, '9999.9999', '\\.', x'', NULL, '2000-03-01', '2000-01-01', NULL, NULL, '1e2', NULL);
            """
        try PlanTool.withWorkspace { tool in
            try tool.makeDatabase("source.db", sql)
            try tool.write(
                SamplePlan.text(
                    "target: { postgres: \"${DATABASE_URL}\", version: 14 }\n"
                        + "tables: { v: { columns: { i: { type: smallint }, z: { type: timestamptz } } } }"
                ).split(separator: "\n").filter { $0 != "target: { postgres: \"${DATABASE_URL}\" }" }
                    .joined(separator: "\n"), to: "sample.plan.yml")
            try Self.requireSameDatabase(with: tool, plan: "sample.plan.yml")
        }
    }

    @Test func `a row that a run would refuse is refused before any file is written, with its key`() throws {
        try PlanTool.withWorkspace { tool in
            try tool.makeDatabase(
                "source.db", "CREATE TABLE t (id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (7, 'x')")
            try tool.write(
                """
                plan: 1
                name: sample
                source: { sqlite: source.db, profile: none }
                target: { postgres: "${DATABASE_URL}" }
                tables: { t: { columns: { a: { type: bigint } } } }
                """, to: "sample.plan.yml")
            let compiled = try tool.run("compile", "sample.plan.yml", "--with-data", "-o", "out")
            #expect(compiled.code == 3)
            #expect(compiled.errors.contains("t.a: the text value cannot become bigint"), "\(compiled.errors)")
            #expect(compiled.errors.contains("rowid 7: 'x'"))
            #expect(Files.names(in: tool.path("out/data")) == [] && !Files.exists(tool.path("out/run.sql")))
        }
    }

    private static let damaged = Repository.corpus("db").first { $0.hasSuffix("/zigpy_bad_attrs_v3.sqlite") }

    @Test(.enabled(if: damaged != nil, "there is no ../shared/corpus"))
    func `the rows of a damaged source are refused as a run refuses them`() throws {
        try PlanTool.withWorkspace { tool in
            try tool.directory.copyDatabase(try #require(Self.damaged), as: "source.db")
            var plan = PlanTree()
            let compiled = try plan.compile(with: tool)
            try #require(compiled.code == 0, "\(compiled.errors)")
            let refused = try tool.run("compile", "corpus.plan.yml", "--with-data", "-o", "out")
            #expect(refused.code == 1, "\(refused.errors)")
            #expect(
                refused.errors.contains(
                    "attributes returned the row 977599 after the row 977696; the source is damaged"))
            #expect(!Files.exists(tool.path("out/002_data.sql")))
        }
    }

    // MARK: Files

    /// Compiles the sample again, as changed.
    private static func compile(_ more: String = "", with tool: PlanTool) throws {
        try tool.write(SamplePlan.text(more), to: "sample.plan.yml")
        let compiled = try tool.run("compile", "sample.plan.yml", "-o", "out")
        try #require(compiled.code == 0, "\(compiled.errors)")
    }

    @Test func `compiling again changes no byte, and what a compilation no longer has is removed`() throws {
        try PlanTool.withWorkspace { tool in
            try SamplePlan.compile(with: tool)
            func sums() throws -> String { try tool.read("out/SHA256SUMS") }
            let first = try sums()
            try Self.compile(with: tool)
            #expect(try sums() == first)
            let sum = try Subprocess("sha256sum", ["-c", "SHA256SUMS"], workingDirectory: tool.path("out")).run()
            #expect(sum.status.isSuccess, "\(sum.text)")
            #expect(try tool.run("compile", "sample.plan.yml", "-o", "out", "--with-data").code == 0)
            #expect(Files.exists(tool.path("out/002_data.sql")) && Files.exists(tool.path("out/data/users.0001.copy")))
            #expect(try tool.run("compile", "sample.plan.yml", "-o", "out", "--check").code == 0)
            try Self.compile(with: tool)
            #expect(try sums() == first)
            #expect(
                !Files.exists(tool.path("out/002_data.sql")) && !Files.exists(tool.path("out/data/users.0001.copy")))
        }
    }

    @Test(arguments: [
        "graph.json", "001_schema.sql", "rollback/003_rollback.sql", "SUMMARY.md", "data/users.0001.copy",
    ])
    func `an edited file is stale`(name: String) throws {
        try PlanTool.withWorkspace { tool in
            try SamplePlan.compile(with: tool)
            #expect(try tool.run("compile", "sample.plan.yml", "-o", "out", "--with-data").code == 0)
            #expect(try tool.run("compile", "sample.plan.yml", "-o", "out", "--check").code == 0)
            try tool.write(try tool.read("out/\(name)") + "\n", to: "out/\(name)")
            let checked = try tool.run("compile", "sample.plan.yml", "-o", "out", "--check")
            #expect(checked.code == 2)
            #expect(checked.errors.contains("error[PLN0602]: out/\(name) is not what"), "\(checked.errors)")
        }
    }

    @Test func `a file of another kind is not replaced`() throws {
        try PlanTool.withWorkspace { tool in
            try SamplePlan.compile(with: tool)
            try tool.write("SELECT 'mine';\n", to: "out/run.sql")
            let compiled = try tool.run("compile", "sample.plan.yml", "-o", "out")
            #expect(compiled.code == 1 && compiled.errors.contains("error[PLN0008]: out/run.sql"), "\(compiled.errors)")
            #expect(try tool.read("out/run.sql") == "SELECT 'mine';\n")
        }
    }
}

/// The example, beside its plan as in the repository.
enum Shop {
    static func build(with tool: PlanTool) throws {
        for name in ["plans", "scripts", "schemas"] {
            let copy = try Subprocess("cp", ["-R", Repository.path(name), tool.path(name)]).run()
            try #require(copy.status.isSuccess, "\(copy.errorText)")
        }
        let output = try Subprocess("sh", ["scripts/build-shop.sh"], workingDirectory: tool.directory.path).run()
        try #require(output.status.isSuccess, "\(output.errorText)")
    }
}
