import PlanCatalog
import PlanDialects
import PlanSQL
import PlanSQLite
import PlanSupport

/// A database of SQLite as the translation of triggers sees it: shapes by declared types alone, triggers as created.
struct SQLiteSchema {
    let catalog: Catalog
    let schema: TriggerSchema
    /// Triggers of the database that the parser refuses, with its words.
    var problems: [String] = []
    /// Tables and views that no shape is made of.
    var leftOut: [String] = []

    /// - Parameters:
    ///   - path: of the database.
    ///   - target: the schema in PostgreSQL.
    init(_ path: String, target: String?) throws {
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        catalog = try SQLiteCatalogReader.read(connection)
        let carried = catalog.tables.filter { $0.kind == .ordinary && $0.problem == nil && !$0.columns.isEmpty }
        let views = catalog.views.filter { $0.problem == nil }
        leftOut = (catalog.tables.map(\.name) + catalog.views.map(\.name)).filter { name in
            !carried.contains { $0.name == name } && !views.contains { $0.name == name }
        }
        let schemaName = target.map { Name($0) }
        let relations = Relations(
            carried.map { Self.shape($0, schemaName) } + views.map { Self.shape($0, schemaName) }, leftOut: leftOut)
        let rows = try connection.prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid")
        var triggers: [SourceTrigger] = []
        while try rows.step() {
            let sql = rows.string(0) ?? ""
            if case .createTrigger(let trigger)? = try? Statement(parsing: sql) {
                triggers.append(SourceTrigger(trigger, target: trigger.name.name.value))
            } else {
                problems.append(sql)
            }
        }
        schema = TriggerSchema(relations: relations, triggers: triggers)
    }

    private static func shape(_ table: Table, _ schema: Name?) -> RelationShape {
        let identity = table.primaryKey?.identity == nil ? nil : table.primaryKey?.columns.first
        let uniques = table.uniqueConstraints.map(\.columns)
        let indexes = table.indexes.filter(\.isUnique)
        let plain = indexes.filter { index in
            !index.isPartial && index.parts.allSatisfy { if case .column = $0.key { true } else { false } }
        }
        return RelationShape(
            name: table.name, target: RelationName(schema: schema, Name(table.name)),
            columns: table.columns.map { column in
                let type = Self.type(column.declaredType)
                return RelationShape.Column(
                    name: column.name, target: column.name, type: type, storage: type.storage,
                    affinity: DeclaredType(column.declaredType).affinity,
                    collation: Collation(column: column.collation),
                    isNotNull: column.isNotNull && column.name != identity, hasDefault: column.defaultSQL != nil,
                    isGenerated: column.generation != nil)
            }, rowIDColumn: identity, primaryKey: table.primaryKey?.columns ?? [],
            uniqueKeys: uniques
                + plain.map { index in
                    index.parts.compactMap { part in
                        if case .column(let name) = part.key { return name }
                        return nil
                    }
                }, hasOtherUniqueIndexes: plain.count < indexes.count,
            hasChecks: table.sql.uppercased().contains("CHECK"), foreignKeys: table.foreignKeys)
    }

    private static func shape(_ view: View, _ schema: Name?) -> RelationShape {
        RelationShape(
            name: view.name, target: RelationName(schema: schema, Name(view.name)),
            columns: view.columns.map { column in
                let type = Self.type(column.declaredType)
                return RelationShape.Column(
                    name: column.name, target: column.name, type: type, storage: type.storage,
                    affinity: DeclaredType(column.declaredType).affinity, collation: Collation.none)
            })
    }

    static func type(_ declared: String) -> PostgresType {
        TypeDecider(preset: SQLiteToPostgres.exact, serverVersion: 13, profileIsComplete: false)
            .decide(DeclaredType(declared), nil)?.type ?? PostgresType(.text)
    }
}

extension PostgresType {
    /// What SQLite keeps of values that become the type.
    fileprivate var storage: TypedExpression.Storage {
        switch family {
        case .boolean, .integer: .integer
        case .real: .real
        case .numeric: .number
        case .blob: .blob
        case .text, .date, .time, .timestamp, .timestamptz, .json, .jsonb, .uuid, .other: .text
        }
    }
}
