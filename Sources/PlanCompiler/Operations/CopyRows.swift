internal import PlanCatalog
internal import PlanDialects
internal import PlanGraph
internal import PlanSQL

extension Lowering {
    /// The rows that the filter lets through, in chunks by rowid where the table has one that can be named, else by the
    /// key that the rows are stored by.
    func copyRows(_ table: BoundTable) -> OperationDraft {
        OperationDraft(
            .copyRows, table.object,
            reads: [
                Effect(.source, .table, ObjectName(table.source.name)), Effect(.target, .table, table.object),
            ],
            writes: [Effect(.target, .rows, table.object)], origin: table.origin,
            do: [.copy(copyInstruction(table, into: table.target))],
            // The table is this graph's own: whatever is in it came from this copy.
            undo: .instructions([.sql(SQLInstruction(PostgresDDL.truncate(table.target)))]))
    }

    /// - Parameter destination: a table of the target that has the columns of the bound one.
    func copyInstruction(_ table: BoundTable, into destination: QualifiedName) -> CopyInstruction {
        let columns = table.columns.filter(\.isCopied)
        let cut = Cut(table)
        return CopyInstruction(
            table: table.source.name, read: cut.read, chunkBy: cut.chunkBy, continuation: cut.continuation,
            chunkRows: plan.chunkRows, into: "\(destination) (\(PostgresDDL.list(columns.map(\.name))))",
            columns: columns.map(\.copied), key: Self.key(of: table, rowID: table.source.rowIDName),
            invalid: table.invalid, scan: columns.filter(\.needsScan).map(\.name), tests: table.rowTests.map(\.test),
            requirements: table.requirements)
    }
}

/// How a table's rows are read in chunks.
private struct Cut {
    let chunkBy: CopyInstruction.ChunkKey
    let read: String
    let continuation: CopyInstruction.Continuation?

    init(_ table: BoundTable) {
        let columns = table.columns.filter(\.isCopied).map(table.readSQL)
        let tests = table.rowTests.map(\.condition)
        let name = QuotedIdentifier(table.source.name)
        let filter = table.rowFilter.map { "(\($0))" }
        func conditions(_ others: String?) -> String {
            let all = [filter, others].compactMap { $0 }
            return all.isEmpty ? "" : " WHERE " + all.joined(separator: " AND ")
        }
        if let rowID = table.source.rowIDName {
            // An index that serves the filter would cost a sort for each chunk; the table is read in its own order.
            let order = filter == nil ? "" : " NOT INDEXED"
            chunkBy = .rowID
            read =
                "SELECT \((columns + [rowID] + tests).joined(separator: ", ")) FROM \(name)\(order)"
                + conditions("\(rowID) BETWEEN ?1 AND ?2") + " ORDER BY \(rowID) LIMIT ?3"
            continuation = nil
        } else if let key = table.storageKey {
            let names = key.map { QuotedIdentifier($0).description }
            let list = names.joined(separator: ", ")
            let start = "SELECT \((columns + names + tests).joined(separator: ", ")) FROM \(name)"
            let end = " ORDER BY \(list) LIMIT ?1"
            let parameters = names.indices.map { "?\($0 + 2)" }.joined(separator: ", ")
            let isAfter = names.count == 1 ? "\(list) > \(parameters)" : "(\(list)) > (\(parameters))"
            chunkBy = .key
            read = start + conditions(nil) + end
            continuation = CopyInstruction.Continuation(key: key, read: start + conditions(isAfter) + end)
        } else {
            chunkBy = .none
            let list = (columns + tests).joined(separator: ", ")
            read = "SELECT \(list.isEmpty ? "NULL" : list) FROM \(name)" + conditions(nil)
            continuation = nil
        }
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
        case .text, .json, .jsonBlob, .jsonValue, .jsonArray, .mask:
            return policies.nul == .fail || policies.encoding == .fail
        case .integer, .real, .numeric, .blob, .boolean, .booleanText, .iso8601, .epochSeconds, .epochMilliseconds,
            .epochMicroseconds, .epochNanoseconds, .julianDay, .packedDigits, .uuidText, .uuidBlob, .hex, .base64,
            .interval, .address, .bits, .geometry, .uuidV5,
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

extension BoundTable {
    /// The columns by which a table WITHOUT ROWID is stored, which SQLite keeps free of NULLs; nil unless comparing and
    /// ordering them by name is what the key itself does.
    ///
    /// A collation or direction of the key's own would make the order of the columns another than that of the rows: rows
    /// that the key tells apart could be equal, and each chunk would be sorted.
    fileprivate var storageKey: [String]? {
        guard !source.hasRowID, source.kind == .ordinary, let key = source.primaryKey?.columns, let text else {
            return nil
        }
        let known: Set<String> = ["BINARY", "NOCASE", "RTRIM"]
        guard key.allSatisfy({ known.contains(source.column(named: $0)?.collation.uppercased() ?? "") }) else {
            return nil
        }
        for constraint in text.statement.constraints {
            if case .primaryKey(let terms, _, _) = constraint.kind,
                terms.contains(where: { $0.isDescending || !$0.expression.isPlainColumn })
            {
                return nil
            }
        }
        for constraint in text.statement.columns.flatMap(\.constraints) {
            if case .primaryKey(isDescending: true, _, _) = constraint.kind { return nil }
        }
        return key
    }
}

extension Expression {
    /// Whether it is a column's name and nothing else.
    fileprivate var isPlainColumn: Bool {
        if case .column = kind { true } else { false }
    }
}
