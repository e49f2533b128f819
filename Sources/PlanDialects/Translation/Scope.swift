internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanSQL

/// What names mean at one place of a statement: the tables of the query around it, of the queries around that one, and
/// the aliases of the query's own results.
package struct Scope: Sendable {
    /// A table of a FROM clause, or NEW and OLD of a trigger.
    struct Table: Sendable {
        struct Column: Sendable {
            /// In the source.
            let name: String
            /// Why it cannot be used instead, where that is so.
            let value: Result<TypedExpression, Untranslatable>
            /// What PostgreSQL calls it, without its table.
            let target: String
        }

        /// The alias, or the table's own name, as the source writes it.
        let name: String
        var columns: [Column]
        /// The column that stands for the rowid; nil if the rowid has no name in PostgreSQL.
        let rowIDColumn: String?
        /// What stands before its columns' names in PostgreSQL; nil where they stand alone.
        var qualifier: Name?
        /// The target's names of the primary key's columns; empty without one.
        var primaryKey: [String] = []
        /// Columns that a NATURAL join or USING has merged with one to the left: only `t.c` means them.
        var merged: Set<String> = []
        /// Whether its columns are found only with its name before them: NEW, OLD and `excluded`.
        var needsItsName = false
        /// What a column stands for without the table's name where a join has merged it with one to the right that may
        /// have a value while this one has none. By its name in lower case.
        var joined: [String: TypedExpression] = [:]

        func column(_ name: String) -> Column? {
            columns.firstIndex { $0.name.isSameName(as: name) }.map { columns[$0] }
        }
    }

    /// The tables of one query, and its results by alias.
    struct Frame: Sendable {
        var tables: [Table] = []
        var aliases: [String: TypedExpression] = [:]
    }

    /// Innermost last.
    var frames: [Frame]

    /// A scope without names: for defaults.
    package static let empty = Scope(frames: [Frame()])

    /// The scope of a table's own expressions (CHECKs, indexes, generated columns), where columns stand alone.
    ///
    /// - Parameters:
    ///   - computed: what stands in the place of columns, by their names in lower case.
    ///   - qualifier: what stands before their names in PostgreSQL, such as `new` in a trigger.
    package static func columns(
        of shape: RelationShape, computed: [String: TypedExpression] = [:], qualifier: String? = nil
    ) -> Scope {
        var table = Table(shape, name: shape.name, qualifier: qualifier.map { Name($0) })
        table.columns = table.columns.map { column in
            guard let value = computed[column.name.asciiLowercased] else { return column }
            return Table.Column(name: column.name, value: .success(value), target: column.target)
        }
        return Scope(frames: [Frame(tables: [table])])
    }

    static let rowIDNames = ["rowid", "_rowid_", "oid"]

    // MARK: Looking up

    /// The value of a name; nil if nothing has the name.
    func lookUp(_ name: ColumnName, at range: SourceRange) throws(Untranslatable) -> TypedExpression? {
        for frame in frames.reversed() {
            let tables = frame.tables.filter { table in
                name.table.map { $0.value.asciiLowercased == table.name.asciiLowercased } ?? !table.needsItsName
            }
            for table in tables {
                guard name.table != nil || !table.merged.contains(name.name.value.asciiLowercased),
                    let column = table.column(name.name.value)
                else { continue }
                if name.table == nil, var joined = table.joined[name.name.value.asciiLowercased] {
                    joined.range = range
                    return joined
                }
                return try value(of: column, at: range)
            }
            if Self.rowIDNames.contains(name.name.value.asciiLowercased), let table = tables.first {
                guard let alias = table.rowIDColumn, let column = table.column(alias) else {
                    throw Untranslatable(
                        "PostgreSQL has no rowid, and no column of '\(table.name)' stands for it", at: range)
                }
                return try value(of: column, at: range)
            }
            if name.table == nil, var alias = frame.aliases[name.name.value.asciiLowercased] {
                alias.range = range
                return alias
            }
            if name.table != nil, !tables.isEmpty { return nil }
        }
        return nil
    }

    private func value(of column: Table.Column, at range: SourceRange) throws(Untranslatable) -> TypedExpression {
        switch column.value {
        case .success(var value):
            value.range = range
            return value
        case .failure(let failure): throw Untranslatable(failure.reason, failure.cause, at: range)
        }
    }
}

extension Scope.Table {
    /// - Parameter qualifier: what stands before the columns' names in PostgreSQL; nil where they stand alone.
    init(_ shape: RelationShape, name: String, qualifier: Name?) {
        self.init(
            name: name,
            columns: shape.columns.map { column in
                Column(name: column.name, value: Self.value(of: column, qualifier: qualifier), target: column.target)
            }
                + shape.leftOut.map { name in
                    Column(
                        name: name,
                        value: .failure(
                            Untranslatable("the column '\(name)' is not carried over", .leftOut, at: 0..<0)),
                        target: name)
                }, rowIDColumn: shape.rowIDColumn, qualifier: qualifier, primaryKey: shape.primaryKey)
    }

    private static func value(
        of column: RelationShape.Column, qualifier: Name?
    ) -> Result<TypedExpression, Untranslatable> {
        guard let collation = column.collation else {
            return .failure(
                Untranslatable(
                    "the column '\(column.name)' has a collation that an application defines", .applicationDefined,
                    at: 0..<0))
        }
        return .success(
            TypedExpression(
                Expression(.column(ColumnName(table: qualifier, Name(column.target)))), column.type, column.storage,
                affinity: column.affinity, collation: collation, timeFormat: column.timeFormat))
    }
}
