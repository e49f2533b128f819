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
            columns: columns.map(\.copied), key: Self.key(of: table, rowID: rowID), invalid: table.invalid,
            scan: columns.filter(\.needsScan).map(\.name), tests: table.rowTests.map(\.test),
            requirements: table.requirements)
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
        var columns = table.columns.filter(\.isCopied).map(table.readSQL)
        let tests = table.rowTests.map(\.condition)
        let name = QuotedIdentifier(table.source.name)
        let filter = table.rowFilter.map { "(\($0))" }
        guard let rowID else {
            columns += tests
            let list = columns.isEmpty ? "NULL" : columns.joined(separator: ", ")
            return "SELECT \(list) FROM \(name)" + (filter.map { " WHERE \($0)" } ?? "")
        }
        columns.append(rowID)
        columns += tests
        let conditions = [filter, "\(rowID) BETWEEN ?1 AND ?2"].compactMap { $0 }.joined(separator: " AND ")
        // An index that serves the filter would cost a sort for each chunk; the table is read in its own order.
        let order = filter == nil ? "" : " NOT INDEXED"
        return "SELECT \(columns.joined(separator: ", ")) FROM \(name)\(order) WHERE \(conditions)"
            + " ORDER BY \(rowID) LIMIT ?3"
    }
}

extension Lowering {
    /// The columns by which a row that is set aside is named: those that the plan says, or the primary key where there is
    /// no rowid.
    private static func key(of table: BoundTable, rowID: String?) -> [String] {
        if !table.key.isEmpty || rowID != nil { return table.key }
        return table.targetColumns(table.source.primaryKey?.columns ?? []) ?? []
    }
}

extension BoundColumn {
    /// The column as the copy has it.
    fileprivate var copied: CopyInstruction.Column {
        CopyInstruction.Column(
            name: name, type: decision.type.description, codec: decision.codec, argument: codecArgument,
            invalid: policies.invalid,
            nul: policies.nul, encoding: policies.encoding)
    }

    /// Whether its values have to be looked at before a run, because one of them may end it.
    fileprivate var needsScan: Bool {
        if isProven { return false }
        if policies.invalid == .fail { return true }
        switch decision.codec {
        case .text, .json, .jsonBlob, .mask: return policies.nul == .fail || policies.encoding == .fail
        case .integer, .real, .numeric, .blob, .boolean, .booleanText, .iso8601, .epochSeconds, .epochMilliseconds,
            .epochMicroseconds, .epochNanoseconds, .julianDay, .packedDigits, .uuidText, .uuidBlob, .hex, .base64,
            .uuidV5,
            .uuidV7, .sha256, .hmac, .pseudonym:
            return false
        }
    }
}

extension Table {
    /// A name of the rowid that no column hides.
    var rowIDName: String? {
        guard hasRowID else { return nil }
        return ["rowid", "_rowid_", "oid"].first { column(named: $0) == nil }
    }
}
