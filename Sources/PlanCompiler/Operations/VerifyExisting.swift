internal import PlanCatalog
internal import PlanDialects
internal import PlanDocument
internal import PlanGraph
internal import PlanSQL

/// Verification of rows beside others: only those are looked at that came from the source.
extension Lowering {
    func verifyExistingCounts(_ table: BoundTable) -> OperationDraft {
        let filter = table.rowFilter.map { " WHERE (\($0))" } ?? ""
        let count = "SELECT count(*) FROM \(QuotedIdentifier(table.source.name)) NOT INDEXED\(filter)"
        var query = "SELECT count(*) FROM \(moved(table))"
        if table.existing?.policy == .skip { query = "SELECT (\(query)) + (SELECT count(*) FROM \(left(table)))" }
        return OperationDraft(
            .verifyCounts, table.object, reads: verified(table), writes: [], origin: table.origin,
            do: [
                .check(
                    CheckInstruction(
                        query: query, expect: .source(count),
                        lessRejectedBy: table.canReject ? OperationKind.copyRows.id(table.object) : nil,
                        message: "\(table.object) has another number of the source's rows than the source"))
            ], undo: .instructions([]))
    }

    func verifyExistingValues(_ table: BoundTable) -> OperationDraft {
        let list = table.columns.map { column in
            "t.\(QuotedIdentifier(column.name))\(column.finalType == nil ? "" : "::\(column.stagedType)")"
        }.joined(separator: ", ")
        var query = "SELECT \(list) FROM \(moved(table))"
        // What the plan says is left stays what it is; that the rest of the source is there is what is verified.
        if table.existing?.policy == .skip {
            query += " UNION ALL SELECT \(PostgresDDL.list(table.columns.map(\.name))) FROM \(left(table))"
        }
        let copy = OperationKind.copyRows.id(table.object)
        return OperationDraft(
            .verifyValues, table.object, reads: verified(table), writes: [], origin: table.origin,
            do: [.verify(VerifyInstruction(copy: copy, from: query, key: table.existing?.key ?? []))],
            undo: .instructions([]))
    }

    private func verified(_ table: BoundTable) -> [Effect] {
        [Effect(.source, .table, ObjectName(table.source.name)), Effect(.target, .rows, table.object)]
    }

    /// The rows of the target, as `t`, that came from the source, as SQL after FROM.
    private func moved(_ table: BoundTable) -> String {
        guard let existing = table.existing, existing.keepsRows else { return "\(table.target) AS t" }
        let keys = PostgresDDL.list(existing.key)
        let match = Self.match("k", existing.policy == .update ? .final : .waiting, table)
        guard existing.policy == .update else {
            return "\(table.target) AS t JOIN \(added(table)) AS k ON \(match)"
        }
        let added = existing.key.map { name in
            "\(QuotedIdentifier(name))\(table.columns.first { $0.name == name }?.finalType.map { "::\($0)" } ?? "")"
        }.joined(separator: ", ")
        return "\(table.target) AS t JOIN (SELECT \(added) FROM \(self.added(table)) "
            + "UNION ALL SELECT \(keys) FROM \(old(table))) AS k (\(keys)) ON \(match)"
    }
}
