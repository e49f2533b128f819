import PlanCatalog
import PlanCompiler
import PlanDiagnostics
import PlanDocument
import PlanSupport
import Testing

/// What plans of rows alone are told about the target's tables.
@Suite struct ExistingDiagnosticTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var sql = "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);"
        var plan = ""
        var target = [table("t", [column("id", "integer", isNotNull: true), column("v", "text")], key: ["id"])]
        let messages: [String]

        var testDescription: String { name }
    }

    static func column(
        _ name: String, _ type: String, isNotNull: Bool = false, generation: Column.Generation? = nil
    ) -> Column {
        Column(name: name, declaredType: type, isNotNull: isNotNull, generation: generation)
    }

    static func table(
        _ name: String, _ columns: [Column], key: [String]? = nil, references: [TableSurroundings.Reference] = [],
        hasRules: Bool = false
    ) -> Table {
        Table(
            name: name, kind: .ordinary, hasRowID: true, isStrict: false, columns: columns,
            primaryKey: key.map { PrimaryKey(columns: $0) }, uniqueConstraints: [], foreignKeys: [], indexes: [],
            sql: "",
            surroundings: TableSurroundings(checks: [], triggers: [], references: references, hasRules: hasRules))
    }

    private static let id = column("id", "integer", isNotNull: true)

    static let cases: [Case] = [
        Case(name: "rows for a table that is there", messages: []),
        Case(
            name: "no such table", target: [table("T", [id])],
            messages: ["PLN0320 the target has no table 't' in schema 'public' for the rows of 't'"]),
        Case(
            name: "no such column", target: [table("t", [id], key: ["id"])],
            messages: ["PLN0321 the target's table 't' has no column 'v' for t.v"]),
        Case(
            name: "a column that nothing fills",
            target: [table("t", [id, column("v", "text"), column("w", "date", isNotNull: true)])],
            messages: [
                "PLN0322 nothing fills the target's column 'w' for the rows of 't', which is NOT NULL and has no default"
            ]),
        Case(
            name: "a column that the target computes",
            target: [table("t", [id, column("v", "text", generation: .stored)])],
            messages: ["PLN0323 the target computes t.v itself: the source's values stay behind"]),
        Case(
            name: "rows that cannot be told apart", plan: "load: { existing: update }",
            target: [table("t", [column("id", "integer"), column("v", "text")])],
            messages: [
                "PLN0324 the target's rows of 't' cannot be told apart by columns of the source, which 'existing: update' needs"
            ]),
        Case(
            name: "a key that the target does not keep unique",
            plan: "tables: { t: { key: [v], existing: skip } }",
            messages: ["PLN0324 the 'key' of 't' is not unique in the target, which 'existing: skip' needs"]),
        Case(
            name: "rows of another table name rows that go", plan: "load: { existing: truncate }",
            target: [
                table(
                    "t", [id, column("v", "text")], key: ["id"],
                    references: [
                        .init(
                            schema: "other", table: "u",
                            key: ForeignKey(columns: ["t"], parentTable: "public.t", parentColumns: ["id"], name: "u_t")
                        )
                    ])
            ],
            messages: [
                "PLN0325 the rows of 't' cannot go by 'existing: truncate': those of 'other.u' stay and name them by u_t"
            ]),
        Case(
            name: "settings without effect",
            plan: """
                types: { preset: compact, map: [ { declared: X, to: text } ] }
                tables: { t: { primary_key: unique, columns: { v: { default: "'x'" } } } }
                """,
            messages: ["types.preset", "types.map", "tables.t.primary_key", "tables.t.columns.v.default"].map {
                "PLN0327 '\($0)' has no effect with 'mode: data'"
            }),
        Case(
            name: "a framework's table", sql: "CREATE TABLE django_migrations (id INTEGER PRIMARY KEY);",
            target: [table("django_migrations", [id], key: ["id"])],
            messages: ["PLN0328 'django_migrations' is a table that Django keeps for itself in each database"]),
        Case(
            name: "a table with rules", target: [table("t", [id, column("v", "text")], hasRules: true)],
            messages: ["PLN0329 rules rewrite what is written into the target's table 't'"]),
        Case(
            name: "values that do not fit",
            sql: "CREATE TABLE t (id INTEGER PRIMARY KEY, v DATETIME); INSERT INTO t VALUES (1, 1598313600);",
            target: [table("t", [id, column("v", "timestamp with time zone")])],
            messages: ["PLN0430 column t.v cannot become the target's timestamp with time zone: it holds 1 integer"]),
        Case(
            name: "another type than the target's", plan: "tables: { t: { columns: { v: { type: bigint } } } }",
            messages: ["PLN0432 column t.v has the type text in the target, which leads"]),
        Case(
            name: "NULL where the target takes none",
            sql: "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, NULL);",
            target: [table("t", [id, column("v", "text", isNotNull: true)])],
            messages: ["PLN0433 column t.v is NULL in 1 row, and NOT NULL in the target"]),
    ]

    @Test(arguments: cases) func `what does not go together is told by name`(_ test: Case) throws {
        let document = try CompilerHarness.document("mode: data\n" + test.plan)
        let compiled = Compiler.compile(
            CompilerInput(
                document: document, snapshot: try CompilerHarness.snapshot(test.sql),
                target: Catalog(engine: .postgresql, tables: test.target, views: [], triggers: []),
                planPath: document.file.path, planDigest: ContentDigest(of: document.file.bytes)))
        #expect(compiled.messages == test.messages)
        #expect((compiled.graph == nil) == compiled.diagnostics.contains { $0.severity == .error })
    }

    @Test func `what becomes of existing rows is not for a plan that makes its tables`() throws {
        let compiled = try CompilerHarness.compile("CREATE TABLE t (id INTEGER);", "tables: { t: { existing: skip } }")
        #expect(
            compiled.messages == [
                "PLN0326 'existing: skip' is for tables that are there, and this plan makes its tables"
            ])
    }

    @Test func `every code has a case`() {
        let tested = Set(Self.cases.flatMap(\.messages).map { String($0.prefix(7)) }).union(["PLN0326"])
        #expect(tested == Set(ExistingDiagnostics.pages.map(\.code.description)))
    }
}
