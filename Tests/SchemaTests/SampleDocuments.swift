import PlanCatalog
import PlanDiagnostics
import PlanExecutor
import PlanGraph
import PlanSupport

/// Documents that the library writes, each with everything in it that the format has.
enum SampleDocuments {
    /// The documents of a format, by the name of its schema.
    static func documents(of schema: String) throws -> [JSONValue] {
        switch schema {
        case "graph": try [graph(jobs: nil).json, graph(jobs: 4).json]
        case "catalog":
            [
                CatalogSnapshot(catalog: catalog, profile: profile(.full)).json,
                CatalogSnapshot(catalog: catalog, profile: profile(.sample(rowsPerTable: 1000))).json,
                CatalogSnapshot(catalog: targetCatalog, profile: nil).json,
                CatalogSnapshot(
                    catalog: Catalog(engine: .postgresql, tables: [], views: [], triggers: []), profile: nil
                )
                .json,
            ]
        case "report": [report(error: "nobody knows", undo: undo).json, report(error: nil, undo: nil).json]
        case "verification": [verification(problem: "it is missing").json, verification(problem: nil).json]
        case "diagnostics": [JSONRenderer.render(diagnostics), JSONRenderer.render([])]
        case "events": events
        case "backup": BackupManifest.Occasion.allCases.map(manifest)
        default: []
        }
    }

    // MARK: Graph

    static func graph(jobs: Int?) throws -> OperationGraph {
        let inputs = GraphInputs(
            plan: .init(
                name: "shop", path: "../shop.plan.yml", digest: ContentDigest(of: "plan"),
                description: jobs.map { "\($0) streams" }, created: jobs.map { _ in "2026-11-20" }),
            source: .init(
                engine: .sqlite, location: "../data/shop.db", fingerprint: catalog.fingerprint,
                objects: catalog.objectDigests, isQuiesced: true),
            target: .init(
                engine: .postgresql, connection: "${DATABASE_URL}", schema: "public", version: 13, expects: .absent,
                tls: jobs == nil ? .prefer : .required,
                tables: jobs.map { count in
                    .init(
                        fingerprint: targetCatalog.fingerprint, objects: targetCatalog.objectDigests,
                        empty: count > 1 ? ["t"] : [])
                }))
        return try OperationGraph.seal(
            inputs: inputs,
            execution: ExecutionSettings(
                jobs: jobs, onFailure: jobs == nil ? .rollback : .keep,
                destructive: jobs == nil ? .forbid : .allow,
                afterFailure: jobs == nil ? [] : [.sql(SQLInstruction("SELECT 1"))]),
            drafts: OperationKind.allCases.map(operation) + [copy, verify, hooks])
    }

    /// An operation of a kind, with an object of each kind among its effects.
    private static func operation(_ kind: OperationKind) -> OperationDraft {
        let name = ObjectName("public", "über \"x\".y", kind.rawValue)
        let locks = Risk.Lock.allCases
        let place = OperationKind.allCases.firstIndex(of: kind) ?? 0
        return OperationDraft(
            kind, name, reads: Effect.Object.allCases.map { Effect(.source, $0, name) },
            writes: Effect.Object.allCases.map { Effect(.target, $0, name) },
            origin: place % 2 == 0 ? Origin(line: 1, column: 1) : nil,
            do: [
                .sql(SQLInstruction("SELECT 1")),
                .sql(SQLInstruction("SELECT $1", unless: "SELECT true", with: "SELECT 2")),
                .check(CheckInstruction(query: "SELECT 1", expect: .value("1"), message: "one is not one")),
                .check(CheckInstruction(query: "SELECT 1", expect: .source("SELECT 1"), message: "they differ")),
                .check(
                    CheckInstruction(
                        query: "SELECT 1", expect: .source("SELECT 1"), lessRejectedBy: "copy_rows/t",
                        message: "they differ")),
            ],
            undo: place % 2 == 0
                ? .irreversible(reason: "nobody knows what was there")
                : .instructions([.sql(SQLInstruction("SELECT 3"))]),
            risk: Risk(lock: locks[place % locks.count], isDestructive: place % 2 == 0, rewrites: place % 2 == 1))
    }

    /// Two copies with a column for each codec.
    private static let copy = OperationDraft(
        .copyRows, ObjectName("t"), reads: [], writes: [],
        do: CopyInstruction.ChunkKey.allCases.map { key in
            .copy(
                CopyInstruction(
                    table: "t", read: "SELECT 1", chunkBy: key,
                    continuation: key == .key ? .init(key: ["a"], read: "SELECT 2") : nil, chunkRows: 500_000,
                    into: "\"public\".\"t\"",
                    columns: CodecID.allCases.map { .init(name: $0.rawValue, type: "text", codec: $0) }, invalid: .fail)
            )
        } + [
            .copy(
                CopyInstruction(
                    table: "t", read: "SELECT 1", chunkBy: .none, chunkRows: 1, into: "\"public\".\"t\"",
                    columns: [
                        .init(
                            name: "a", type: "text", codec: .hmac, argument: "${KEY}", invalid: .null, nul: .strip,
                            encoding: .latin1),
                        .init(
                            name: "b", type: "text", codec: .text, invalid: .reject, nul: .reject, encoding: .replace),
                        .init(name: "c", type: "text", codec: .text, encoding: .reject),
                    ], key: ["b", "a"], invalid: .reject, scan: ["c"],
                    tests: [.init(column: "a", reason: .orphan), .init(column: "b", reason: .nullKey)],
                    requirements: [.init(offenders: "SELECT 1 WHERE false", message: "there is one")]))
        ], undo: .instructions([]))

    private static let verify = OperationDraft(
        .verifyValues, ObjectName("t"), reads: [], writes: [],
        do: [.verify(VerifyInstruction(copy: "copy_rows/t", from: "SELECT 1", key: ["a", "b"]))],
        undo: .instructions([]))

    private static let hooks = OperationDraft(
        .runHook, ObjectName("before", "9"), reads: [], writes: [],
        do: [
            .run(CommandInstruction(command: ["./stop", "now"], seconds: 600)),
            .http(HTTPInstruction(url: "https://${HOST}/", retries: 5, backoffMilliseconds: 3000)),
            .backup(BackupInstruction(when: .notEmpty)),
        ], undo: .instructions([]))

    // MARK: Catalog

    static let catalog = Catalog(
        engine: .sqlite,
        tables: [
            Table(
                name: "order", kind: .ordinary, hasRowID: true, isStrict: true,
                columns: [
                    Column(name: "id", declaredType: "INTEGER", isNotNull: true),
                    Column(name: "a b", declaredType: "", defaultSQL: "''", collation: "NOCASE"),
                    Column(name: "v", declaredType: "TEXT", generation: .virtual),
                    Column(name: "s", declaredType: "TEXT", generation: .stored),
                ],
                primaryKey: PrimaryKey(columns: ["id"], identity: .autoincrement),
                uniqueConstraints: [
                    UniqueConstraint(columns: ["a b"], collations: ["NOCASE"]),
                    UniqueConstraint(columns: ["v", "s"], collations: ["BINARY", "BINARY"]),
                ],
                foreignKeys: ForeignKey.Action.allCases.map {
                    ForeignKey(columns: ["id"], parentTable: "p", parentColumns: ["x"], onUpdate: $0, onDelete: $0)
                } + [ForeignKey(columns: ["v"], parentTable: "p", parentColumns: [])],
                indexes: [
                    Index(
                        name: "i", isUnique: true, isPartial: true,
                        parts: [
                            .init(key: .column("a b"), isDescending: true, collation: "NOCASE"),
                            .init(key: .expression, isDescending: true, collation: "RTRIM"), .init(key: .rowID),
                        ], sql: "CREATE UNIQUE INDEX …"),
                    Index(
                        name: "j", isUnique: false, isPartial: false, parts: [.init(key: .column("v"))], sql: "CREATE …"
                    ),
                ], sql: "CREATE TABLE \"order\" …"),
            Table(
                name: "p", kind: .ordinary, hasRowID: false, isStrict: false,
                columns: [Column(name: "x", declaredType: "TEXT")],
                primaryKey: PrimaryKey(columns: ["x"], identity: nil), uniqueConstraints: [], foreignKeys: [],
                indexes: [], sql: "CREATE TABLE p …"),
            Table(
                name: "r", kind: .ordinary, hasRowID: true, isStrict: false,
                columns: [Column(name: "i", declaredType: "INTEGER")],
                primaryKey: PrimaryKey(columns: ["i"], identity: .rowID), uniqueConstraints: [], foreignKeys: [],
                indexes: [], sql: "CREATE TABLE r …"),
            Table(
                name: "words", kind: .virtual(module: "fts5"), hasRowID: true, isStrict: false,
                columns: [Column(name: "rank", declaredType: "", isHidden: true)], primaryKey: nil,
                uniqueConstraints: [], foreignKeys: [], indexes: [], sql: "CREATE VIRTUAL TABLE …",
                problem: "no such module: fts5"),
            Table(
                name: "words_data", kind: .shadow(of: "words"), hasRowID: false, isStrict: false, columns: [],
                primaryKey: nil, uniqueConstraints: [], foreignKeys: [], indexes: [], sql: "CREATE TABLE …"),
        ],
        views: [
            View(name: "v", columns: [ViewColumn(name: "a", declaredType: "")], sql: "CREATE VIEW …", problem: nil),
            View(name: "w", columns: [], sql: "CREATE VIEW …", problem: "no such table: gone"),
        ],
        triggers: [Trigger(name: "t", table: "order", sql: "CREATE TRIGGER …")])

    private static let targetCatalog = Catalog(
        engine: .postgresql,
        tables: [
            Table(
                name: "t", kind: .ordinary, hasRowID: true, isStrict: false,
                columns: ColumnDetails.Identity.allCases.map { identity in
                    Column(
                        name: identity.rawValue, declaredType: "public.mood",
                        details: ColumnDetails(
                            identity: identity, sequence: "public.s", baseType: "text", labels: ["sad", "glad"]))
                }, primaryKey: nil, uniqueConstraints: [],
                foreignKeys: ForeignKey.Deferral.allCases.map {
                    ForeignKey(columns: ["a"], parentTable: "t", parentColumns: ["b"], name: "k", deferral: $0)
                }, indexes: [], sql: "",
                surroundings: TableSurroundings(
                    checks: ["CHECK (true)"],
                    triggers: TableSurroundings.Trigger.State.allCases.map { .init(name: $0.rawValue, state: $0) },
                    references: [
                        .init(
                            schema: "public", table: "u",
                            key: ForeignKey(columns: ["a"], parentTable: "t", parentColumns: ["b"], name: "k"))
                    ], hasRules: true)),
            Table(
                name: "u", kind: .ordinary, hasRowID: true, isStrict: false, columns: [], primaryKey: nil,
                uniqueConstraints: [], foreignKeys: [], indexes: [], sql: "",
                surroundings: TableSurroundings(checks: [], triggers: [], references: [], hasRules: false)),
        ], views: [], triggers: [])

    private static func profile(_ coverage: DatabaseProfile.Coverage) -> DatabaseProfile {
        var column = ColumnProfile(column: "a b")
        column.nulls = 1
        column.integers = 1
        column.reals = 1
        column.texts = 1
        column.blobs = 1
        column.integerRange = .min ... .max
        column.integralReals = 1
        column.infiniteReals = 1
        column.zeroOrOneIntegers = 1
        column.longestTextCharacters = 1
        column.longestTextBytes = 1
        column.shortestBlobBytes = 1
        column.longestBlobBytes = 1
        column.realRange = -1e300...2.5e-7
        column.integerFormats = [.packedDate, .packedTimestamp]
        column.textsOfOtherForm = 1
        column.distinct = 4
        column.examples = Oddity.allCases.map { .init(oddity: $0, rows: [.min, .max]) }
        column.textsWithNUL = 1
        column.textsInvalidUTF8 = 1
        column.textsWithTrailingBlank = 1
        column.integerDigits = 1
        column.fractionDigits = 1
        column.momentFormat = .utcMilliseconds
        column.formats = ValueFormat.allCases.map { .init(format: $0, count: 1) }
        return DatabaseProfile(
            coverage: coverage,
            tables: [
                TableProfile(
                    table: "order", rows: 5, columns: [column, ColumnProfile(column: "id")], orphans: [0, 2]),
                TableProfile(table: "p", rows: 0, columns: [], orphans: []),
            ])
    }

    // MARK: Report

    private static func report(error: String?, undo: UndoOutcome?) -> RunReport {
        RunReport(
            run: 1, graphDigest: ContentDigest(of: "graph"), planName: "shop", state: undo == nil ? .done : .failed,
            jobs: 4,
            operations: OperationState.allCases.map {
                OperationReport(
                    id: "copy_rows/\($0)", kind: "copy_rows", state: $0, start: $0 == .done ? 0.25 : nil, seconds: 1.5,
                    rows: $0 == .done ? 2 : nil, output: $0 == .done ? "stopped" : nil)
            },
            tables: [
                TableReport(
                    operation: "copy_rows/done", table: "a b", read: 3, written: 2, earlier: 1, rejected: 1, bytes: 40,
                    chunks: 1,
                    seconds: 1.5,
                    policyUses: ValuePolicy.allCases.map { PolicyUse(column: "c", policy: $0, count: 1) },
                    rejectFile: "rejects/7/a%20b.csv"),
                TableReport(
                    operation: "copy_rows/empty", table: "e", read: 0, written: 0, rejected: 0, bytes: 0, chunks: 0,
                    seconds: 0.5),
            ],
            sequences: [
                SequenceReport(operation: "set_sequence/a", name: "a", value: 2),
                SequenceReport(operation: "set_sequence/b", name: "b", value: nil),
            ],
            comparisons: [
                ComparisonReport(
                    operation: "verify_values/done", table: "a b", sourceRows: 3, targetRows: 2, rejected: 1,
                    differing: 1)
            ], seconds: 2.5, error: error, undo: undo)
    }

    private static let undo = UndoOutcome(
        policy: .keep, undone: ["create_table/a"], remaining: [.init(id: "create_table/b", reason: "it is kept")])

    // MARK: Verification

    private static func verification(problem: String?) -> VerificationReport {
        let row = [RowDifference.ColumnValue(column: "id", value: "7")]
        let kinds: [RowDifference.Kind] = [
            .changed([.init(column: "name", source: "'a'", target: "NULL")]), .missing, .added,
            .repeated(source: 1, target: 2),
        ]
        let compared = TableVerification(
            copy: "copy_rows/public.a", table: "public.a", sourceRows: 5, targetRows: 4, rejectedRows: 1,
            differingRows: 4, isComplete: problem == nil,
            differences: kinds.map { RowDifference(row: row, kind: $0) }, seconds: 1.5)
        return VerificationReport(
            planName: "shop", graphDigest: ContentDigest(of: "graph"),
            tables: [.compared(compared)] + (problem.map { [.missing(table: "public.b", problem: $0)] } ?? []),
            checks: [.init(operation: "verify_schema/public.a", problem: problem)], seconds: 2.5)
    }

    // MARK: Diagnostics

    static let diagnostics: [Diagnostic] = {
        let file = SourceFile(path: "plans/shop.plan.yml", text: "tables:\n  ordrs: {}\n")
        let place = file.place(10..<15)
        return [
            Diagnostic(
                "PLN0301", .error, "no table named 'ordrs' in the source", at: place,
                notes: [.init("the source has 'orders'"), .init("first here", at: place)],
                fixIts: [.init("did you mean 'orders'?", replace: place, with: "orders")],
                resolutions: [
                    PlanSnippet(["tables", "a b", "checks", "x > 3"], "{ drop: true }", effect: "leave it out")
                ]),
            Diagnostic("PLN0403", .warning, "column a.b becomes wider"),
        ]
    }()
}
