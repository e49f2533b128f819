internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanSQL

/// The SQL of the source's objects as texts that diagnostics can point into.
struct CatalogText {
    /// What the source is called in locations.
    let source: String

    func file(_ kind: String, _ name: String, sql: String) -> SourceFile {
        SourceFile(path: "\(source): \(kind) \(name)", text: sql)
    }

    /// The whole statement of an object.
    func statement(_ kind: String, _ name: String, sql: String) -> SourcePlace? {
        guard !sql.isEmpty else { return nil }
        let file = file(kind, name, sql: sql)
        // The first line says what it is; carets under all lines say no more.
        let end = sql.utf8.firstIndex(of: UInt8(ascii: "\n")).map {
            sql.utf8.distance(from: sql.utf8.startIndex, to: $0)
        }
        return file.place(0..<(end ?? sql.utf8.count))
    }
}

/// A table's stored statement, taken apart.
struct TableText {
    let file: SourceFile
    let statement: CreateTableStatement

    func place(_ range: SourceRange) -> SourcePlace { file.place(range) }

    /// What stands there.
    func text(_ range: SourceRange) -> String { file[range] }

    /// The place of a column's definition, or of one part of it.
    func column(_ name: String) -> ColumnDefinition? { statement.column(named: name) }

    /// The expression of a column's default; a name that stands for a string is one.
    func defaultValue(of column: String) -> Expression? {
        for constraint in self.column(column)?.constraints ?? [] {
            guard case .defaultValue(let value) = constraint.kind else { continue }
            guard case .column(let name) = value.kind, name.table == nil else { return value }
            return Expression(.literal(.string(name.name.value)), range: value.range)
        }
        return nil
    }

    /// The expression of a generated column.
    func generation(of column: String) -> Expression? {
        for constraint in self.column(column)?.constraints ?? [] {
            if case .generated(let value, _) = constraint.kind { return value }
        }
        return nil
    }
}
