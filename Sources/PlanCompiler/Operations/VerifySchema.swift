internal import PlanCatalog
internal import PlanDialects
internal import PlanGraph
internal import PlanSQL

extension Lowering {
    /// What the graph makes around the table's rows is there and in force: NOT NULL, indexes, constraints.
    func verifySchema(_ table: BoundTable) -> OperationDraft {
        let keys = [table.primaryKey].compactMap { $0 } + table.uniqueConstraints
        let required = table.columns.filter { $0.source.isNotNull || $0.isIdentity }.map(\.name)
        let valid = keys.map(\.name) + table.checks.map(\.name) + table.foreignKeys.filter(\.isValidated).map(\.name)
        let unvalidated = table.foreignKeys.filter { !$0.isValidated }.map(\.name)
        let checks = [
            Self.check(
                table, required + (table.primaryKey?.columns ?? []).filter { !required.contains($0) },
                "columns may be NULL",
                exists: "pg_catalog.pg_attribute a WHERE a.attrelid = %t AND a.attname = w.name AND a.attnotnull"),
            Self.check(
                table, keys.map(\.name) + table.indexes.map(\.name), "indexes are missing or invalid",
                exists: """
                    pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid \
                    WHERE i.indrelid = %t AND c.relname = w.name AND i.indisvalid AND i.indisready
                    """),
            Self.check(
                table, valid, "constraints are missing or not validated",
                exists: "pg_catalog.pg_constraint c WHERE c.conrelid = %t AND c.conname = w.name AND c.convalidated"),
            Self.check(
                table, unvalidated, "constraints are missing",
                exists: "pg_catalog.pg_constraint c WHERE c.conrelid = %t AND c.conname = w.name"),
        ].compactMap { $0 }
        return OperationDraft(
            .verifySchema, table.object,
            reads: [Effect(.target, .table, table.object)]
                + keys.map { Effect(.target, .key, ObjectName(table.target.schema, table.target.name, $0.name)) }
                + table.indexes.map { Effect(.target, .index, ObjectName(table.target.schema, $0.name)) }
                + table.foreignKeys.map {
                    Effect(.target, .constraint, ObjectName(table.target.schema, table.target.name, $0.name))
                },
            writes: [], origin: table.origin, do: checks.map { .check($0) }, undo: .instructions([]))
    }

    /// Asks which of some names lack what must exist; `%t` stands for the table, `w.name` for the name. Nil without names.
    private static func check(
        _ table: BoundTable, _ names: [String], _ problem: String, exists condition: String
    ) -> CheckInstruction? {
        if names.isEmpty { return nil }
        let values = names.map { "(\(QuotedLiteral($0)))" }.joined(separator: ", ")
        let regclass = "\(QuotedLiteral(table.target.description))::pg_catalog.regclass"
        return CheckInstruction(
            query: "SELECT coalesce(string_agg(w.name, ', '), '') FROM (VALUES \(values)) AS w(name) "
                + "WHERE NOT EXISTS (SELECT FROM \(condition.replacing("%t", with: regclass)))",
            expect: .value(""), message: "\(table.object): \(problem)")
    }
}

extension BoundForeignKey {
    /// Whether the rows that are there are checked when it is added.
    fileprivate var isValidated: Bool { clause.isValidated }
}
