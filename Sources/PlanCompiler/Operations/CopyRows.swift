internal import PlanCatalog
internal import PlanDialects
internal import PlanGraph
internal import PlanSQL

extension Lowering {
    /// The rows that the filter lets through, in chunks by rowid where the table has one that can be named.
    func copyRows(_ table: BoundTable) -> OperationDraft {
        let columns = table.columns.filter(\.isCopied)
        let rowID = table.source.rowIDName
        let instruction = CopyInstruction(
            table: table.source.name, read: Self.read(table, rowID: rowID), chunkBy: rowID == nil ? .none : .rowID,
            chunkRows: plan.chunkRows, into: "\(table.target) (\(PostgresDDL.list(columns.map(\.name))))",
            columns: columns.map { column in
                CopyInstruction.Column(
                    name: column.name, type: column.decision.type.description, codec: column.decision.codec)
            }, invalid: .fail)
        return OperationDraft(
            .copyRows, table.object,
            reads: [
                Effect(.source, .table, ObjectName(table.source.name)), Effect(.target, .table, table.object),
            ],
            writes: [Effect(.target, .rows, table.object)], origin: table.origin, do: [.copy(instruction)],
            // The table is this graph's own: whatever is in it came from this copy.
            undo: .instructions([.sql(SQLInstruction(PostgresDDL.truncate(table.target)))]))
    }

    /// `SELECT columns, rowid FROM table WHERE (filter) AND rowid BETWEEN ?1 AND ?2 ORDER BY rowid LIMIT ?3`.
    private static func read(_ table: BoundTable, rowID: String?) -> String {
        var columns = table.columns.filter(\.isCopied).map { QuotedIdentifier($0.source.name).description }
        let name = QuotedIdentifier(table.source.name)
        let filter = table.rowFilter.map { "(\($0))" }
        guard let rowID else {
            let list = columns.isEmpty ? "NULL" : columns.joined(separator: ", ")
            return "SELECT \(list) FROM \(name)" + (filter.map { " WHERE \($0)" } ?? "")
        }
        columns.append(rowID)
        let conditions = [filter, "\(rowID) BETWEEN ?1 AND ?2"].compactMap { $0 }.joined(separator: " AND ")
        // An index that serves the filter would cost a sort for each chunk; the table is read in its own order.
        let order = filter == nil ? "" : " NOT INDEXED"
        return "SELECT \(columns.joined(separator: ", ")) FROM \(name)\(order) WHERE \(conditions)"
            + " ORDER BY \(rowID) LIMIT ?3"
    }
}

extension Table {
    /// A name of the rowid that no column hides.
    var rowIDName: String? {
        guard hasRowID else { return nil }
        return ["rowid", "_rowid_", "oid"].first { column(named: $0) == nil }
    }
}
