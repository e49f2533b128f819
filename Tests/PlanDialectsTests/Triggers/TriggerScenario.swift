import PlanCatalog
import PlanDialects
import PlanPostgres
import PlanSQL
import PlanSQLite
import PlanSupport
import PlanTestSupport
import Testing

/// Writes to a schema with triggers in SQLite and to its translation in PostgreSQL. After each statement both engines
/// must have taken it, or neither, and must have the same rows.
struct TriggerScenario {
    /// Tables, views and triggers in SQLite's language.
    let definitions: String
    /// Of tables whose columns NULL and texts tell apart: statements that mean the same in both engines.
    let writes: [String]
    /// Before the writes, in SQLite.
    var pragmas = "PRAGMA foreign_keys = ON"

    /// Runs the scenario.
    ///
    /// - Returns: the translations, by the trigger's name in the source.
    @discardableResult
    func run(sourceLocation: SourceLocation = #_sourceLocation) throws -> [String: TriggerTranslation] {
        let directory = try TemporaryDirectory()
        let path = try directory.database(definitions)
        let source = try SQLiteSchema(path, target: "app")
        try #require(source.problems.isEmpty, sourceLocation: sourceLocation)
        let translator = TriggerTranslator(schema: source.schema, serverVersion: 13)
        var translations: [String: TriggerTranslation] = [:]
        for trigger in source.schema.triggers {
            do {
                translations[trigger.statement.name.name.value] = try translator.translate(trigger)
            } catch {
                Issue.record(
                    "\(trigger.statement.name.name.value): \(error.reason)", sourceLocation: sourceLocation)
            }
        }
        try PostgresFixture.shared.withDatabase { (conninfo: Secret) throws in
            let sqlite = try SQLiteConnection<ReadWrite>(writing: path)
            try sqlite.execute(pragmas)
            let postgres = try PostgresConnection<ReadWrite>(PostgresConnectionSettings(conninfo: conninfo))
            try postgres.execute("CREATE SCHEMA app; SET search_path = app; SET client_min_messages = error")
            for sql in Self.tables(source.catalog) { try postgres.execute(sql) }
            // Not in the order of the source: PostgreSQL goes by names.
            for translation in translations.sorted(by: { $0.key > $1.key }).map(\.value) {
                try postgres.execute(translation.functionSQL)
                try postgres.execute(translation.triggerSQL)
            }
            let tables = source.catalog.tables.filter { $0.kind == .ordinary }
            var isInTransaction = false
            for write in writes {
                if write == "BEGIN" { isInTransaction = true }
                if write == "COMMIT" { isInTransaction = false }
                let wanted = Result { () throws in try sqlite.execute(write) }
                let given = Result { () throws in _ = try postgres.execute(write) }
                #expect(
                    wanted.isSuccess == given.isSuccess,
                    "\(write)\nSQLite: \(wanted)\nPostgreSQL: \(given)\n\(definitions)",
                    sourceLocation: sourceLocation)
                // PostgreSQL answers nothing more in a transaction after an error.
                if isInTransaction, !given.isSuccess { continue }
                for table in tables {
                    let (wanted, given) = (try Self.rows(of: table, sqlite), try Self.rows(of: table, postgres))
                    #expect(
                        wanted == given,
                        """
                        \(write)
                        \(table.name) in SQLite:
                        \(wanted.joined(separator: "\n"))
                        \(table.name) in PostgreSQL:
                        \(given.joined(separator: "\n"))
                        \(translations.sorted { $0.key < $1.key }.map(\.value.functionSQL).joined(separator: "\n"))
                        """, sourceLocation: sourceLocation)
                    if wanted != given { return }
                }
            }
        }
        return translations
    }

    /// A trigger must be refused, with a reason that holds the text.
    static func expectRefused(
        _ name: String, _ reason: String, _ definitions: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let directory = try TemporaryDirectory()
        let source = try SQLiteSchema(try directory.database(definitions), target: "app")
        let trigger = try #require(
            source.schema.triggers.first { $0.statement.name.name.value == name }, sourceLocation: sourceLocation)
        do {
            let result = try TriggerTranslator(schema: source.schema, serverVersion: 13).translate(trigger)
            Issue.record("\(name) is translated: \(result.functionSQL)", sourceLocation: sourceLocation)
        } catch {
            #expect(error.reason.contains(reason), "\(error.reason)", sourceLocation: sourceLocation)
            #expect(!error.range.isEmpty, "\(name) is refused nowhere", sourceLocation: sourceLocation)
        }
    }

    /// The translations of a schema, by name, without running them.
    static func translations(_ definitions: String) throws -> [String: TriggerTranslation] {
        let directory = try TemporaryDirectory()
        let source = try SQLiteSchema(try directory.database(definitions), target: "app")
        let translator = TriggerTranslator(schema: source.schema, serverVersion: 13)
        var result: [String: TriggerTranslation] = [:]
        for trigger in source.schema.triggers {
            result[trigger.statement.name.name.value] = try translator.translate(trigger)
        }
        return result
    }

    // MARK: The same tables in PostgreSQL

    private static func tables(_ catalog: Catalog) -> [String] {
        let tables = catalog.tables.filter { $0.kind == .ordinary }
        let creates = tables.map { table in
            var lines = table.columns.map { column in
                let name = QuotedIdentifier(column.name)
                var line = "\(name) \(SQLiteSchema.type(column.declaredType))"
                if table.primaryKey?.identity != nil, table.primaryKey?.columns == [column.name] {
                    line += " GENERATED BY DEFAULT AS IDENTITY"
                }
                if column.isNotNull { line += " NOT NULL" }
                if let value = column.defaultSQL { line += " DEFAULT \(value)" }
                return line
            }
            if let key = table.primaryKey { lines.append("PRIMARY KEY (\(PostgresDDL.list(key.columns)))") }
            lines += table.uniqueConstraints.map { "UNIQUE (\(PostgresDDL.list($0.columns)))" }
            return "CREATE TABLE \(QuotedIdentifier(table.name)) (\(lines.joined(separator: ", ")))"
        }
        let keys = tables.flatMap { table in
            table.foreignKeys.map { key in
                let parent = tables.first { $0.name == key.parentTable }
                let columns = key.parentColumns.isEmpty ? parent?.primaryKey?.columns ?? [] : key.parentColumns
                return "ALTER TABLE \(QuotedIdentifier(table.name)) ADD FOREIGN KEY (\(PostgresDDL.list(key.columns)))"
                    + " REFERENCES \(QuotedIdentifier(key.parentTable)) (\(PostgresDDL.list(columns)))"
                    + " ON DELETE \(key.onDelete.rawValue) ON UPDATE \(key.onUpdate.rawValue)"
            }
        }
        return creates + keys + catalog.views.map(\.sql)
    }

    private static func rows(of table: Table, _ connection: borrowing SQLiteConnection<ReadWrite>) throws -> [String] {
        let values = table.columns.map { column in
            "CASE WHEN \(QuotedIdentifier(column.name)) IS NULL THEN 'NULL' ELSE CAST(\(QuotedIdentifier(column.name)) AS TEXT) END"
        }
        let rows = try connection.prepare(
            "SELECT \(values.joined(separator: " || '|' || ")) FROM \(QuotedIdentifier(table.name))")
        var result: [String] = []
        while try rows.step() { result.append(rows.string(0) ?? "") }
        return result.sorted()
    }

    private static func rows(of table: Table, _ connection: borrowing PostgresConnection<ReadWrite>) throws -> [String]
    {
        let values = table.columns.map { column in
            let isTruth = SQLiteSchema.type(column.declaredType) == PostgresType(.boolean)
            return "coalesce(\(QuotedIdentifier(column.name))\(isTruth ? "::int" : "")::text, 'NULL')"
        }
        let result = try connection.query(
            "SELECT \(values.joined(separator: " || '|' || ")) FROM \(QuotedIdentifier(table.name))")
        return result.rows.map { $0[0] ?? "" }.sorted()
    }
}

extension Result {
    fileprivate var isSuccess: Bool {
        if case .success = self { return true }
        return false
    }
}
