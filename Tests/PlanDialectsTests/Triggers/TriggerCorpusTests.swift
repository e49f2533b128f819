import PlanCatalog
import PlanDialects
import PlanPostgres
import PlanSQL
import PlanSupport
import PlanTestSupport
import Testing

/// Triggers of real databases, kept outside the repository.
@Suite(.requiresPostgres) struct TriggerCorpusTests {
    static let databases = Repository.corpus("db", "empty")

    @Test(.enabled(if: !databases.isEmpty, "there is no ../shared/corpus"))
    func `most triggers that need nothing but SQLite are translated, and PostgreSQL takes them`() throws {
        var (translated, refused, outside) = (0, 0, 0)
        var reasons: [String: Int] = [:]
        var notes: [String: Int] = [:]
        for database in Self.databases {
            let directory = try TemporaryDirectory()
            let source = try SQLiteSchema(try directory.copyDatabase(database, as: "copy.db"), target: nil)
            #expect(source.problems.isEmpty, "\(database)")
            let translator = TriggerTranslator(schema: source.schema, serverVersion: 13)
            var translations: [TriggerTranslation] = []
            for trigger in source.schema.triggers {
                do {
                    let translation = try translator.translate(trigger)
                    translations.append(translation)
                    for note in translation.notes { notes[note.text, default: 0] += 1 }
                    translated += 1
                } catch {
                    // What the database itself does not hold, or cannot run, says nothing about the translation.
                    switch error.cause {
                    case .noEqual: refused += 1
                    case .applicationDefined, .unresolved, .leftOut: outside += 1
                    }
                    reasons["\(error.cause): \(error.reason)", default: 0] += 1
                }
            }
            if !translations.isEmpty { try create(translations, source) }
        }
        print(
            "Triggers of the corpus: \(translated) translated, \(refused) without an equal, \(outside) of something else"
        )
        for (reason, count) in reasons.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) { print(count, reason) }
        for (note, count) in notes.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            print(count, "note:", note)
        }
        #expect(translated * 100 >= 85 * (translated + refused))
    }

    /// Makes the tables, without what triggers do not ask for, and the triggers.
    private func create(_ translations: [TriggerTranslation], _ source: SQLiteSchema) throws {
        try PostgresFixture.shared.withDatabase { (conninfo: Secret) throws in
            let postgres = try PostgresConnection<ReadWrite>(PostgresConnectionSettings(conninfo: conninfo))
            for table in source.catalog.tables {
                let columns = table.columns.map {
                    "\(QuotedIdentifier($0.name)) \(SQLiteSchema.type($0.declaredType))"
                }
                try postgres.execute(
                    "CREATE TABLE \(QuotedIdentifier(table.name)) (\(columns.joined(separator: ", ")))")
            }
            let tables = Set(source.catalog.tables.map(\.name))
            for translation in translations where tables.contains(translation.table) {
                do {
                    try postgres.execute(translation.functionSQL)
                    try postgres.execute(translation.triggerSQL)
                } catch {
                    Issue.record("\(error)\n\(translation.functionSQL)\n\(translation.triggerSQL)")
                }
            }
        }
    }
}
