internal import PlanGraph

extension BundleWriter {
    var verification: String {
        var script = SQLScript(
            graph, about: "\(BundlePart.verification.fileName): \(BundlePart.verification.subject)")
        script.prepare()
        script.line("\\pset tuples_only on")
        script.line("\\pset format unaligned")
        if parts.contains(.data) { script.line("\\ir data/values.sql") }
        script.blank()
        script.line(Self.function)
        script.blank()
        script.line("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;")
        existence(&script)
        for operation in graph.operations {
            if [.runHook, .checkHealth, .takeBackup].contains(operation.kind) {
                script.heading("\(operation.id) is not part of these scripts: see to it yourself")
            }
            for (index, instruction) in operation.do.enumerated() {
                guard case .check(let check) = instruction else { continue }
                render(check, index, operation, into: &script)
            }
        }
        if parts.contains(.data) { rows(&script) }
        script.blank()
        script.line("COMMIT;")
        return script.text
    }

    /// Counts the tables that no operation counts: they have the rows of their files.
    private func rows(_ script: inout SQLScript) {
        let counted = Set(graph.operations.filter { $0.kind == .verifyCounts }.map(\.name))
        for copy in BundleQuestions(of: graph).copies where !counted.contains(copy.operation.name) {
            guard copy.operation.writes.contains(Effect(.target, .rows, copy.operation.name)) else { continue }
            script.heading("rows of \(copy.operation.name)")
            require(
                "rows of \(copy.operation.name)", "\(copy.operation.name) has another number of rows than its files",
                equals: ":\(copy.variable)", "SELECT count(*) FROM \(SQLText.identifier(copy.operation.name))",
                into: &script)
        }
    }

    /// Compares as text, as a run does.
    private static let function = """
        CREATE OR REPLACE FUNCTION pg_temp.plan_require(subject text, message text, expected text, actual anyelement)
        RETURNS text LANGUAGE plpgsql AS $plan$
        DECLARE
            answer text := CASE WHEN actual IS NOT NULL THEN format('%s', actual) END;
        BEGIN
            IF answer IS DISTINCT FROM expected THEN
                RAISE EXCEPTION '%: expected %, found %', message,
                    coalesce(quote_literal(expected), 'NULL'), coalesce(quote_literal(answer), 'NULL');
            END IF;
            RETURN format('ok  %s: %s', subject, coalesce(answer, 'NULL'));
        END
        $plan$;
        """

    private func render(
        _ check: CheckInstruction, _ index: Int, _ operation: Operation, into script: inout SQLScript
    ) {
        let expected: String
        switch check.expectation {
        case .value(let value): expected = SQLText.literal(value)
        case .source:
            guard parts.contains(.data) else {
                script.heading("\(operation.id): left out, since it compares with the source, whose rows are not here")
                return
            }
            expected = ":" + BundleQuestions.variable(operation, index)
        }
        script.heading(operation)
        require(operation.id, check.message, equals: expected, check.query, into: &script)
    }

    private func require(
        _ subject: String, _ message: String, equals expected: String, _ query: String, into script: inout SQLScript
    ) {
        script.line("SELECT pg_temp.plan_require(")
        script.line("    \(SQLText.literal(subject)),")
        script.line("    \(SQLText.literal(message)),")
        script.line("    \(expected),")
        // The query may end in a comment.
        script.line("    (\n\(query)\n    ));")
    }

    /// Everything that the graph makes is there, and foreign keys that were checked are valid.
    private func existence(_ script: inout SQLScript) {
        let writes = graph.operations.flatMap(\.writes).filter { $0.side == .target }
        // Those of its own beside the ledger are gone, or an undo's.
        let relations = Set(writes.filter { $0.object.isRelation && $0.object != .scratch }.map(\.name)).sorted()
        if !relations.isEmpty {
            script.heading("tables, views, indexes and sequences")
            let names = relations.map { SQLText.literal(SQLText.identifier($0)) }
            missing(names, "to_regclass(name) IS NULL", "relations", into: &script)
        }
        let constraints = Set(
            writes.filter { [.constraint, .key].contains($0.object) && $0.name.parts.count == 3 }.map(\.name)
        ).sorted()
        guard !constraints.isEmpty else { return }
        script.heading("primary keys, unique constraints and foreign keys")
        let rows = constraints.map { name in
            let table = SQLText.identifier(ObjectName(parts: Array(name.parts.dropLast())))
            return "(\(SQLText.literal(table)), \(SQLText.literal(name.parts[2])))"
        }
        let query =
            [
                "SELECT coalesce(string_agg(relation || ' ' || name, ', ' ORDER BY relation, name), 'none')",
                "FROM (VALUES",
            ]
            + Self.list(rows).map { "    " + $0 }
            + [
                ") AS made(relation, name)", "WHERE NOT EXISTS (",
                "    SELECT FROM pg_catalog.pg_constraint",
                "    WHERE conrelid = to_regclass(relation) AND conname = name)",
            ]
        require(
            "missing constraints", "constraints are missing", equals: "'none'", query.joined(separator: "\n"),
            into: &script)
    }

    private func missing(
        _ names: [String], _ condition: String, _ what: String, into script: inout SQLScript
    ) {
        let query =
            ["SELECT coalesce(string_agg(name, ', ' ORDER BY name), 'none')", "FROM unnest(ARRAY["]
            + Self.list(names).map { "    " + $0 } + ["]) AS made(name) WHERE \(condition)"]
        require(
            "missing \(what)", "\(what) are missing", equals: "'none'", query.joined(separator: "\n"), into: &script)
    }
}
