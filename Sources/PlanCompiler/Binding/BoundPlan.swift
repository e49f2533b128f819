package import PlanCatalog
package import PlanDiagnostics
package import PlanDialects
package import PlanDocument
package import PlanGraph

/// A plan in which every name, type and translation is resolved: what is left is to write operations down.
package struct BoundPlan: Sendable {
    package let schema: String
    package let mode: PlanDocument.Mode
    package let chunkRows: Int
    package let verify: VerifySettings.Level
    package let tables: [BoundTable]
    /// Extensions that the target's types need, sorted.
    package let extensions: [String]
}

/// A table of the source and what becomes of it.
package struct BoundTable: Sendable {
    package let source: Table
    package let target: QualifiedName
    package let columns: [BoundColumn]
    package let checks: [PostgresDDL.Check]
    package var primaryKey: BoundKey?
    /// The name of the identity column's sequence, which shares the namespace of tables and indexes.
    package var identitySequence: String?
    package var uniqueConstraints: [BoundKey] = []
    package var indexes: [BoundIndex] = []
    package var foreignKeys: [BoundForeignKey] = []
    /// In the source's SQL.
    package let rowFilter: String?
    /// Where the plan speaks of the table.
    package let place: SourcePlace?

    /// The target's name of a column of the source; nil if it is left out.
    package func targetColumn(_ name: String) -> BoundColumn? {
        columns.first { $0.source.name.asciiLowercased == name.asciiLowercased }
    }

    /// The same for all columns of a key; nil if one is left out.
    package func targetColumns(_ names: [String]) -> [String]? {
        let found = names.compactMap { targetColumn($0)?.name }
        return found.count == names.count ? found : nil
    }

    package var object: ObjectName { ObjectName(target.schema, target.name) }

    package var identityColumn: BoundColumn? { columns.first { $0.isIdentity } }
}

/// A column of the source and what becomes of it.
package struct BoundColumn: Sendable {
    package let source: Column
    package let name: String
    package let decision: TypeDecision
    package let isIdentity: Bool
    package let defaultSQL: String?
}

/// A primary key or unique constraint.
package struct BoundKey: Sendable {
    package let name: String
    package let columns: [String]
}

/// An index.
package struct BoundIndex: Sendable {
    package enum Definition: Sendable {
        case columns([(column: String, order: PostgresDDL.IndexOrder)])
        /// What follows the table's name, from the plan.
        case text(String)
    }

    package let name: String
    package let kind: PostgresDDL.IndexKind
    package let definition: Definition
}

/// A foreign key.
package struct BoundForeignKey: Sendable {
    package let name: String
    package let clause: PostgresDDL.ForeignKeyClause
    package let parent: ObjectName
    /// What must be there before: the parent's key, or its unique index.
    package let parentKey: Effect
}
