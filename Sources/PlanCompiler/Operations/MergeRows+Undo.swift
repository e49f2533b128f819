internal import PlanCatalog
internal import PlanDialects
internal import PlanDocument
internal import PlanGraph
internal import PlanSQL

extension Lowering {
    /// Takes the rows back out, and puts back those that changed or went.
    func unmerging(_ tables: [BoundTable], _ merge: BoundMerge, _ journals: [ObjectName]) -> [String] {
        let names = journals.map { QualifiedName(schema: $0.parts[0], name: $0.parts[1]) }
        var sql = [lock(tables), "SET LOCAL row_security = off"]
        sql += names.map { name in
            Self.refusal(
                where: "to_regclass(\(QuotedLiteral(name.description))) IS NULL",
                "\(name.object), which says what was there before, is gone")
        }
        sql += merge.followers.compactMap { refusal(of: $0, tables) }
        sql += Self.quiet(tables, merge.deferredInUndo)
        sql += tables.compactMap { table in
            guard let existing = table.existing, existing.policy == .update else { return nil }
            return update(table, from: old(table), .final, existing)
        }
        sql += removing(tables)
        sql += tables.filter { $0.existing?.isEmptied == true }.map(restoring)
        sql += Self.loud(tables, merge.deferredInUndo)
        sql += plan.tables.flatMap { table in
            existingSequences(table).map { resetSequence(table, $0.column, $0.sequence) }
        }
        return sql + names.map { "DROP TABLE \($0)" }
    }

    /// The added rows, children before their parents.
    private func removing(_ tables: [BoundTable]) -> [String] {
        let truncated = tables.filter { $0.existing?.policy == .truncate }.map(\.target.description).sorted()
        let deleted = tables.reversed().compactMap { table -> String? in
            guard let existing = table.existing else { return nil }
            switch existing.policy {
            case .truncate: return nil
            case .fail, .replace: return "DELETE FROM \(table.target)"
            case .append, .skip, .update:
                return "DELETE FROM \(table.target) AS t USING \(added(table)) AS a "
                    + "WHERE \(Self.match("a", .waiting, table))"
            }
        }
        return (truncated.isEmpty ? [] : ["TRUNCATE TABLE \(truncated.joined(separator: ", "))"]) + deleted
    }

    /// The rows that went, with all columns but those that the target computes.
    private func restoring(_ table: BoundTable) -> String {
        let columns = (table.existing?.table.columns ?? []).filter { $0.generation == nil }.map(\.name)
        let names = PostgresDDL.list(columns)
        return "INSERT INTO \(table.target) (\(names)) OVERRIDING SYSTEM VALUE\nSELECT \(names) FROM \(old(table))"
    }

    /// Rows of a table that is not moved would go or change with those that are taken back.
    private func refusal(of follower: BoundMerge.Follower, _ tables: [BoundTable]) -> String? {
        guard let table = tables.first(where: { $0.target == follower.parent }), let existing = table.existing else {
            return nil
        }
        let pairs = zip(follower.columns, follower.parentColumns).map { child, parent in
            "f.\(QuotedIdentifier(child)) = t.\(QuotedIdentifier(parent))"
        }.joined(separator: " AND ")
        var rows = "\(follower.table) AS f JOIN \(table.target) AS t ON \(pairs)"
        switch existing.policy {
        case .fail: break
        case .append, .skip, .update:
            rows += " JOIN \(added(table)) AS a ON \(Self.match("a", .waiting, table))"
        // No such key is let through by the compiler.
        case .truncate, .replace: return nil
        }
        return Self.refusal(
            where: "EXISTS (SELECT FROM \(rows))", "rows of \(follower.table.object) name rows of \(table.object)")
    }
}
