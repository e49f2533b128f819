import PlanCatalog
import PlanCompiler
import PlanDiagnostics
import PlanDocument
import PlanGraph
import PlanSQLite
import PlanSupport
import PlanTestSupport
import Testing

/// Compiles plans against real SQLite databases made from SQL.
enum CompilerHarness {
    /// The catalog and the full profile of a database made by a script.
    static func snapshot(_ sql: String) throws -> CatalogSnapshot {
        let directory = try TemporaryDirectory()
        return try withExtendedLifetime(directory) {
            // A database that nothing was written to would be an empty file.
            let path = try directory.database("PRAGMA user_version = 1;\n" + sql)
            let reader = try SQLiteConnection<ReadOnly>(reading: path)
            let catalog = try SQLiteCatalogReader.read(reader)
            let profile = try SQLiteProfiler.profile(reader, catalog: catalog, coverage: .full)
            try reader.close()
            return CatalogSnapshot(catalog: catalog, profile: profile)
        }
    }

    /// A plan of the four lines that every plan has, and more.
    static func document(_ more: String = "", source: String = "{ sqlite: source.db }") throws -> PlanDocument {
        let text = """
            plan: 1
            name: test
            source: \(source)
            target: { postgres: "${DATABASE_URL}" }

            """
        return try document(file: SourceFile(path: "test.plan.yml", text: text + more))
    }

    static func document(file: SourceFile) throws -> PlanDocument {
        var bag = DiagnosticBag()
        let document = PlanDocument.parse(file: file, include: { _, _ in .failure(IncludeFailure("none")) }, into: &bag)
        let messages = bag.diagnostics.map { "\($0.code) \($0.message)" }
        return try #require(document, "\(messages)")
    }

    static func compile(_ sql: String, _ more: String = "") throws -> Compilation {
        compile(try document(more), try snapshot(sql))
    }

    static func compile(_ document: PlanDocument, _ snapshot: CatalogSnapshot) -> Compilation {
        Compiler.compile(
            CompilerInput(
                document: document, snapshot: snapshot, planPath: document.file.path,
                planDigest: ContentDigest(of: document.file.bytes)))
    }

    /// The statements of all operations of a kind.
    static func statements(_ kind: OperationKind, _ compilation: Compilation) -> [String] {
        (compilation.graph?.operations ?? []).filter { $0.kind == kind }.flatMap(\.do).map { instruction in
            switch instruction {
            case .sql(let sql): sql.sql
            case .copy(let copy): copy.read
            case .verify(let verify): verify.from
            case .run(let run): run.command.joined(separator: " ")
            case .http(let http): http.url
            case .backup(let backup): backup.condition.rawValue
            case .check(let check): check.query
            }
        }
    }
}

extension Compilation {
    /// `PLN0301 no table named …`, in order.
    var messages: [String] { diagnostics.map { "\($0.code) \($0.message)" } }
}
