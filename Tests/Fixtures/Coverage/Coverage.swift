import PlanCatalog
import PlanCompiler
import PlanDiagnostics
import PlanDocument
import PlanSQL
import PlanSQLite
import PlanSupport

/// How many objects of each kind there are, and what becomes of them.
struct Coverage {
    enum Kind: String, CaseIterable {
        case table = "tables"
        case virtualTable = "virtual tables, with their shadows"
        case key = "primary keys and unique constraints"
        case `default` = "defaults"
        case check = "CHECKs"
        case generatedColumn = "generated columns"
        case foreignKey = "foreign keys"
        case index = "indexes"
        case view = "views"
        case trigger = "triggers"
    }

    struct Count {
        var found = 0
        var carried = 0
        var diagnosed = 0
        /// Of those diagnosed, how many are no question of translation: they use something that only an application has,
        /// or are foreign keys that name a table which is not there, or that rows of the database violate.
        var unanswerable = 0
    }

    private(set) var counts: [Kind: Count] = [:]
    private(set) var databases = 0
    private var reasons: [String: Int] = [:]

    /// Objects that are neither carried nor named in a diagnostic.
    var lost: Int { Kind.allCases.map { max(0, missing($0)) }.reduce(0, +) }

    private func missing(_ kind: Kind) -> Int {
        let count = counts[kind] ?? Count()
        return count.found - count.carried - count.diagnosed
    }

    mutating func add(database path: String) throws {
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        let catalog = try SQLiteCatalogReader.read(connection)
        let profile = try SQLiteProfiler.profile(connection, catalog: catalog, coverage: .full)
        try connection.close()
        databases += 1
        let compilation = Compiler.compile(
            CompilerInput(
                document: try Self.document(), snapshot: CatalogSnapshot(catalog: catalog, profile: profile),
                planPath: "coverage.plan.yml", planDigest: ContentDigest(of: "")))
        count(catalog)
        count(compilation)
    }

    /// The plainest plan there is.
    private static func document() throws -> PlanDocument {
        let text = """
            plan: 1
            name: coverage
            source: { sqlite: source.db }
            target: { postgres: "${DATABASE_URL}" }

            """
        var bag = DiagnosticBag()
        let file = SourceFile(path: "coverage.plan.yml", text: text)
        guard
            let document = PlanDocument.parse(
                file: file, include: { _, _ in .failure(IncludeFailure("none")) }, into: &bag)
        else { throw Failure(reason: bag.diagnostics.map(\.message).joined(separator: "; ")) }
        return document
    }

    struct Failure: Error, CustomStringConvertible {
        let reason: String
        var description: String { reason }
    }

    // MARK: What there is

    private mutating func count(_ catalog: Catalog) {
        for table in catalog.tables {
            switch table.kind {
            case .ordinary: break
            case .virtual:
                counts[.virtualTable, default: Count()].found += 1
                continue
            case .shadow: continue
            }
            counts[.table, default: Count()].found += 1
            counts[.key, default: Count()].found += (table.primaryKey == nil ? 0 : 1) + table.uniqueConstraints.count
            counts[.default, default: Count()].found += table.columns.count { $0.defaultSQL != nil }
            counts[.generatedColumn, default: Count()].found += table.columns.count { $0.generation != nil }
            counts[.foreignKey, default: Count()].found += table.foreignKeys.count
            counts[.index, default: Count()].found += table.indexes.count
            counts[.check, default: Count()].found += Self.checks(in: table)
        }
        counts[.view, default: Count()].found += catalog.views.count
        counts[.trigger, default: Count()].found += catalog.triggers.count
    }

    private static func checks(in table: Table) -> Int {
        guard let statement = try? CreateTableStatement(parsing: table.sql) else { return 0 }
        let ofColumns = statement.columns.flatMap(\.constraints).count { constraint in
            if case .check = constraint.kind { true } else { false }
        }
        return ofColumns
            + statement.constraints.count { constraint in
                if case .check = constraint.kind { true } else { false }
            }
    }

    // MARK: What becomes of it

    private mutating func count(_ compilation: Compilation) {
        for table in compilation.tables {
            counts[.table, default: Count()].carried += 1
            let lost = compilation.diagnostics.count {
                $0.code == "PLN0310" && $0.message.contains("'\(table.source.name)'")
            }
            counts[.key, default: Count()].carried +=
                (table.primaryKey == nil ? 0 : 1) + table.source.uniqueConstraints.count - lost
            counts[.default, default: Count()].carried += table.columns.count { column in
                column.defaultSQL != nil || column.needsNoDefault
            }
            counts[.check, default: Count()].carried += table.checks.count
            counts[.generatedColumn, default: Count()].carried += table.columns.count { $0.generation != nil }
            counts[.foreignKey, default: Count()].carried += table.foreignKeys.count
            counts[.index, default: Count()].carried += table.indexes.count { !$0.servesKey }
        }
        counts[.view, default: Count()].carried += compilation.views.count
        counts[.trigger, default: Count()].carried += compilation.triggers.count
        for diagnostic in compilation.diagnostics where diagnostic.severity == .error || diagnostic.code == "PLN0308" {
            guard let kind = Self.kinds[diagnostic.code.description] else { continue }
            let isUnanswerable =
                diagnostic.message.contains("application") || diagnostic.message.contains("no such module")
                || diagnostic.code == "PLN0410"
                || (diagnostic.code == "PLN0507" && diagnostic.message.contains("there is no table"))
            counts[kind, default: Count()].diagnosed += 1
            if isUnanswerable { counts[kind, default: Count()].unanswerable += 1 }
            let reason =
                diagnostic.code == "PLN0410"
                ? "rows without a parent"
                : diagnostic.message.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? ""
            reasons["\(kind.rawValue): \(Self.withoutNames(reason))", default: 0] += 1
        }
    }

    /// A reason without what stands in quotes: the page is about kinds of objects, not about single ones.
    private static func withoutNames(_ reason: String) -> String {
        var result = ""
        var isQuoted = false
        for character in reason {
            if character == "'" { isQuoted.toggle() }
            if character == "'" || !isQuoted { result.append(character) }
        }
        return result.replacing("''", with: "…")
    }

    private static let kinds: [String: Kind] = [
        "PLN0308": .virtualTable, "PLN0309": .table, "PLN0501": .check, "PLN0502": .default,
        "PLN0503": .generatedColumn, "PLN0504": .index,
        "PLN0505": .view, "PLN0506": .trigger, "PLN0410": .foreignKey, "PLN0507": .foreignKey, "PLN0509": .table,
    ]

    // MARK: The page

    var page: String {
        var lines = [
            "# What is carried", "",
            "How much of real schemas `plan compile` carries with a plan that says nothing about them: "
                + "\(databases) SQLite databases by others, counted by `make coverage`.",
            "What is not carried is named in a diagnostic with its place and a snippet that resolves it. Without an answer is",
            "what uses a function, collation or module of an application, and a foreign key to a table that is not there or",
            "that rows of the database violate.", "",
            "| objects | found | carried | diagnosed | of these, without an answer | lost | carried of those with one |",
            "|---|---|---|---|---|---|---|",
        ]
        for kind in Kind.allCases {
            let count = counts[kind] ?? Count()
            let own = count.found - count.unanswerable
            let share = own == 0 ? "–" : "\((count.carried * 1000 / own).tenths) %"
            lines.append(
                "| \(kind.rawValue) | \(count.found) | \(count.carried) | \(count.diagnosed) | \(count.unanswerable) "
                    + "| \(missing(kind)) | \(share) |")
        }
        lines += ["", "## Reasons, by frequency", "", "| what | times |", "|---|---|"]
        let sorted = reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        lines += sorted.map { "| \($0.key.replacing("|", with: "\\|")) | \($0.value) |" }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension BoundColumn {
    /// Whether the source's default is NULL, or gives way to an identity.
    fileprivate var needsNoDefault: Bool {
        source.defaultSQL.map { isIdentity || DefaultLiteral(parsing: $0) == .null } ?? false
    }
}

extension Int {
    /// Thousandths as a percentage with one digit after the point.
    fileprivate var tenths: String { "\(self / 10).\(self % 10)" }
}
