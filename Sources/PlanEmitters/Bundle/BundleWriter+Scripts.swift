internal import PlanGraph
internal import PlanSupport

extension BundleWriter {
    // MARK: 001

    var schema: String {
        script(.schema, after: serverChecks + rowsChecks + BundleLedger.creation, checks: absenceChecks) { script in
            render(.schema, into: &script)
        }
    }

    private var serverChecks: [String] {
        let version = graph.inputs.target.version
        return [
            "IF current_setting('server_version_num')::integer < \(version * 10_000) THEN",
            "    RAISE EXCEPTION 'PostgreSQL \(version) or later is needed; this server is %',",
            "        current_setting('server_version');",
            "END IF;",
        ]
    }

    /// Tables whose old rows make way for new ones need the new ones.
    private var rowsChecks: [String] {
        switch contents {
        case .rows: return []
        case .structure:
            guard graph.operations.contains(where: { $0.kind == .mergeRows }) else { return [] }
            return [
                "RAISE EXCEPTION 'these scripts move rows and were written without them'",
                "    USING HINT = 'Write them with plan compile --with-data.';",
            ]
        }
    }

    /// Nothing that the graph makes may be there, and the schema must be.
    private var absenceChecks: [String] {
        let writes = graph.operations.flatMap(\.writes).filter { $0.side == .target }
        let relations = Self.names(of: writes.filter(\.object.isRelation))
        let functions = Self.names(of: writes.filter { $0.object == .function })
        let made = Set(writes.filter { $0.object == .schema }.map(\.name))
        let schemas = Set(
            writes.filter { $0.object.isRelation || $0.object == .function }.compactMap(\.name.parts.first))
        var lines: [String] = []
        for schema in schemas.sorted() where !made.contains(ObjectName(schema)) {
            let name = SQLText.literal(SQLText.identifier(schema))
            lines += [
                "IF to_regnamespace(\(name)) IS NULL THEN",
                "    RAISE EXCEPTION 'there is no schema %', \(name);",
                "END IF;",
            ]
        }
        lines += Self.absence(of: relations, found: "to_regclass(name)")
        lines += Self.absence(of: functions.map { $0 + "()" }, found: "to_regprocedure(name)")
        return lines
    }

    private static func names(of effects: [Effect]) -> [String] {
        Set(effects.map { SQLText.identifier($0.name) }).sorted()
    }

    private static func absence(of names: [String], found: String) -> [String] {
        guard !names.isEmpty else { return [] }
        return ["SELECT string_agg(name, ', ' ORDER BY name) INTO problem", "FROM unnest(ARRAY["]
            + list(names.map(SQLText.literal)).map { "    " + $0 }
            + [
                "]) AS made(name) WHERE \(found) IS NOT NULL;",
                "IF problem IS NOT NULL THEN",
                "    RAISE EXCEPTION 'the database has already: %', problem;",
                "END IF;",
            ]
    }

    static func list(_ items: [String]) -> [String] {
        items.enumerated().map { $0.offset + 1 < items.count ? $0.element + "," : $0.element }
    }

    // MARK: 002

    var data: String {
        let tables = operations(of: .data).flatMap(\.writes).filter { $0.object == .rows }.map {
            SQLText.identifier($0.name)
        }
        let empty =
            ["SELECT string_agg(name, ', ' ORDER BY name) INTO problem", "FROM (VALUES"]
            + Self.list(tables.map { "(\(SQLText.literal($0)), EXISTS (SELECT FROM \($0)))" }).map { "    " + $0 }
            + [
                ") AS made(name, has_rows) WHERE has_rows;",
                "IF problem IS NOT NULL THEN",
                "    RAISE EXCEPTION 'there are rows already in: %', problem;",
                "END IF;",
            ]
        return script(.data, after: ledger.require(.schema), checks: empty, before: locate) { script in
            script.heading("the rows, and that no file lacks any")
            script.line(Self.rowCount)
            script.line("\\ir \(BundleValues.loadPath)")
        }
    }

    /// Compares the number of rows that psql has just sent with that of the file.
    private static let rowCount = """
        CREATE OR REPLACE FUNCTION pg_temp.plan_require_rows(file text, expected bigint, actual bigint)
        RETURNS text LANGUAGE plpgsql AS $plan$
        BEGIN
            IF actual IS DISTINCT FROM expected THEN
                RAISE EXCEPTION '% has % rows, and had % when it was written', file, actual, expected
                    USING HINT = 'sha256sum -c SHA256SUMS finds the files that are not what was written.';
            END IF;
            RETURN file;
        END
        $plan$;
        """

    /// Where gzip reads, sees to it that psql knows where the bundle is: `\copy` and programs know nothing of the place
    /// of the script that they stand in.
    func locate(_ script: inout SQLScript) {
        guard contents == .rows(.gzip), parts.contains(.data) else { return }
        let plan = SQLText.literal(graph.inputs.plan.name)
        script.line(
            """
            \\if :{?plan_bundle}
            \\else
            \\set plan_bundle .
            \\endif
            \\setenv PLAN_BUNDLE :plan_bundle
            \\set plan_is_here `grep -qsF \(graph.digest.digits) "$PLAN_BUNDLE/\(BundleValues.valuesPath)" && echo on || echo off`
            \\if :plan_is_here
            \\else
            """)
        script.block([
            "RAISE EXCEPTION 'the directory that psql runs in does not hold this version of the bundle of %', \(plan)",
            "    USING HINT = 'Run psql in the directory of run.sql, or say where that is: psql -v plan_bundle=DIRECTORY';",
        ])
        script.line("\\endif")
    }

    // MARK: 003

    var constraints: String {
        let isFilled = parts.contains(.data)
        return script(
            .constraints, after: ledger.require(.schema) + (isFilled ? ledger.require(.data) : []),
            before: { script in
                script.line("\\pset tuples_only on")
                if isFilled { script.line("\\ir data/values.sql") }
            }
        ) { script in
            render(.constraints, into: &script)
        }
    }

    // MARK: Operations

    func render(_ operation: Operation, in part: BundlePart, into script: inout SQLScript) {
        let statements = operation.do.enumerated().compactMap { index, instruction -> (Int, SQLInstruction)? in
            switch instruction {
            case .sql(let sql): (index, sql)
            // Checks stand together in 004_verify.sql, copies in 002_data.sql.
            case .check, .copy, .verify, .run, .http, .backup: nil
            }
        }
        guard !statements.isEmpty else { return }
        script.heading(operation)
        for (index, sql) in statements {
            if let condition = sql.unless {
                script.block(ledger.unless(condition, sql.sql, operation, in: part))
            } else if sql.with != nil {
                let answers =
                    parts.contains(.data)
                    ? ":" + BundleQuestions.variable(operation, index) : Self.unknown(sql.sql)
                script.line("PREPARE plan_statement AS")
                script.statement(sql.sql)
                script.line("EXECUTE plan_statement (\(answers)) \\g /dev/null")
                script.line("DEALLOCATE plan_statement;")
            } else {
                script.statement(sql.sql)
            }
        }
    }

    /// NULL for each parameter: what a run takes where the source has no row to answer with.
    private static func unknown(_ sql: String) -> String {
        let numbers = sql.split(separator: "$").dropFirst().compactMap { Int($0.prefix { $0.isNumber }) }
        return Array(repeating: "NULL", count: max(numbers.max() ?? 0, 1)).joined(separator: ", ")
    }
}

extension Effect.Object {
    /// Whether it has a name among the relations of its schema.
    var isRelation: Bool {
        switch self {
        case .table, .scratch, .view, .index, .sequence: true
        case .schema, .extension, .rows, .key, .constraint, .trigger, .function, .verification: false
        }
    }
}
