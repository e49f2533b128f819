internal import PlanCatalog
package import PlanDiagnostics
internal import PlanDialects
internal import PlanSQL

/// What a reviewer would ask about the tables of a bound plan.
package enum TableLint {
    /// In the order of the tables.
    package static func findings(in tables: [BoundTable]) -> [Diagnostic] {
        // Of a table that the target has already nothing is ours to change.
        tables.filter { $0.existing == nil }.flatMap { unindexedForeignKeys($0) + narrowColumns($0) + awkwardNames($0) }
    }

    /// Foreign keys whose columns begin no index: to delete a row of the parent, the server reads the whole table.
    private static func unindexedForeignKeys(_ table: BoundTable) -> [Diagnostic] {
        let indexed =
            [table.primaryKey?.columns].compactMap { $0 } + table.uniqueConstraints.map(\.columns)
            + table.indexes.map(\.leadingColumns)
        return table.foreignKeys.compactMap { key in
            let columns = key.clause.columns
            let isServed = indexed.contains {
                $0.count >= columns.count && Set($0.prefix(columns.count)) == Set(columns)
            }
            return isServed ? nil : .unindexedForeignKey(key.name, columns: columns, parent: key.parent, of: table)
        }
    }

    /// Columns that hold less than SQLite takes, so that a row of tomorrow may be refused.
    private static func narrowColumns(_ table: BoundTable) -> [Diagnostic] {
        let narrow = table.columns.filter { column in
            switch column.decision.type.name {
            case .smallint, .integer, .real: true
            default: false
            }
        }
        return narrow.isEmpty ? [] : [.narrowColumns(narrow, of: table)]
    }

    /// Names that must stand in double quotes wherever somebody writes them.
    private static func awkwardNames(_ table: BoundTable) -> [Diagnostic] {
        let names = ([table.target.name] + table.columns.map(\.name)).filter { !PostgresWord.isPlainName($0) }
        return names.isEmpty ? [] : [.awkwardNames(names, of: table)]
    }
}

extension BoundIndex {
    /// The columns that it begins with, as far as they are columns as they stand; none of a partial index.
    fileprivate var leadingColumns: [String] {
        guard case .parts(let parts, nil) = definition else { return [] }
        return parts.prefix { $0.column != nil }.compactMap(\.column)
    }
}
