internal import PlanCatalog
internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

/// What must hold in the target before anything is written there. It only asks, and takes the run's lock.
struct TargetAdmission {
    let graph: OperationGraph
    /// The value of a variable that holds a key.
    let variable: @Sendable (String) -> String?
    let mode: RunMode
    /// How far the source is written.
    let position: String

    /// The first check that does not hold; if all do, the run's lock is held.
    ///
    /// The ledger is asked before the objects, because where a run of this graph is the reason that they exist, that is
    /// what a person needs to hear.
    func decide(_ connection: borrowing TargetConnection) throws(PostgresError) -> Admission {
        let (found, required) = (connection.serverVersion / 10_000, graph.inputs.target.version)
        if found < required { return .refused(.serverTooOld(found: found, required: required)) }
        if let refusal = conversionRefusal(serverVersion: connection.serverVersion) { return .refused(refusal) }
        if let refusal = try LockAdmission(graph: graph).refusal(connection) { return .refused(refusal) }
        let admission = try history(connection)
        let refusal: AdmissionRefusal?
        switch admission {
        case .fresh:
            if let object = try objectRefusal(connection) { return .refused(object) }
            refusal = try tableRefusal(connection, .anew)
        case .resume: refusal = try tableRefusal(connection, .resumed)
        case .refused, .restart, .finished: refusal = nil
        }
        return refusal.map { .refused($0) } ?? admission
    }

    /// Whether rows may have been written already.
    private enum Beginning {
        case anew
        case resumed
    }

    /// Tables that were there when the graph was compiled, and are not what they were.
    private func tableRefusal(
        _ connection: borrowing TargetConnection, _ beginning: Beginning
    ) throws(PostgresError) -> AdmissionRefusal? {
        guard let tables = graph.inputs.target.tables else { return nil }
        let schema = graph.inputs.target.schema
        let found = try PostgresCatalogReader.read(connection, schema: schema).objectDigests
        let expected = Set(tables.objects.map(\.object))
        let differences = Drift.differences(
            expected: tables.objects, found: found.filter { expected.contains($0.object) })
        if !differences.isEmpty { return .targetDrift(differences: differences) }
        guard case .anew = beginning else { return nil }
        var filled: [String] = []
        for name in tables.empty {
            let table = try connection.query(
                "SELECT format('%I.%I', $1::text, $2::text)", parameters: [schema, name]
            ).scalar
            let answer = try connection.query("SELECT EXISTS (SELECT FROM \(table ?? ""))").scalar
            if answer == "t" { filled.append(ObjectName(schema, name).description) }
        }
        return filled.isEmpty ? nil : .targetHasRows(filled)
    }

    /// A column whose codec makes no values of its type.
    private func conversionRefusal(serverVersion: Int) -> AdmissionRefusal? {
        for operation in graph.operations {
            for instruction in operation.do {
                switch instruction {
                case .sql, .check, .verify, .run, .http, .backup: break
                case .copy(let copy):
                    do throws(UnknownConversion) {
                        _ = try copy.encoders(serverVersion: serverVersion, variable: variable)
                    } catch {
                        return .conversion(id: operation.id, error)
                    }
                }
            }
        }
        return nil
    }

    /// What an earlier run of this graph means for this one.
    private func history(_ connection: borrowing TargetConnection) throws(PostgresError) -> Admission {
        guard let run = try LedgerReader.newestRun(ofGraph: graph.digest.description, connection) else { return .fresh }
        switch (run.state, mode) {
        case (.undone, _): return .fresh
        case (.done, .begin): return .refused(.alreadyRun(run))
        case (.done, .resume): return .finished(run)
        case (.done, .restart): return .restart(run)
        case (.running, _), (.failed, _), (.interrupted, _): break
        }
        let leftovers = try LedgerReader.leftovers(of: run.id, connection)
        // The lock is ours, so a run that is still called running was cut off.
        guard run.state == .running || !leftovers.isEmpty else { return .fresh }
        let broken = BrokenOffRun(
            run: run, done: leftovers.filter(\.isDone).map(\.id),
            partial: leftovers.filter { !$0.isDone }.map {
                PartialCopy(id: $0.id, chunks: $0.chunks, rows: $0.rows)
            })
        switch mode {
        case .begin: return .refused(.brokenOff(broken))
        case .restart: return .restart(run)
        case .resume:
            if let refusal = try resumeRefusal(run, broken, connection) { return .refused(refusal) }
            return .resume(run)
        }
    }

    /// Why a run that was broken off cannot be gone on with.
    private func resumeRefusal(
        _ run: RunRecord, _ broken: BrokenOffRun, _ connection: borrowing TargetConnection
    ) throws(PostgresError) -> AdmissionRefusal? {
        // Ledgers before version 3 know neither; they gain both when something is next written.
        let isOld = try (LedgerSchema.found(connection) ?? 0) < 3
        if !graph.inputs.source.isQuiesced {
            let recorded = isOld ? nil : try LedgerReader.sourcePosition(of: run.id, connection)
            if recorded != position { return .sourceChanged(run, recorded: recorded, found: position) }
        }
        if !isOld, let (id, reason) = try LedgerReader.brokenOperation(of: run.id, connection) {
            return .notResumable(run, id: id, reason: reason)
        }
        let done = Set(broken.done)
        let made = graph.operations.filter { done.contains($0.id) }.flatMap(\.writes)
            .filter { $0.side == .target && $0.object == .table }.map(\.name)
        let found = Set(try Self.relations(named: made, connection).map { ObjectName($0.schema, $0.name) })
        let missing = made.filter { !found.contains($0) }
        return missing.isEmpty ? nil : .madeIsMissing(run, missing)
    }

    /// Objects that the graph makes and the target has, or schemas that neither has.
    private func objectRefusal(
        _ connection: borrowing TargetConnection
    ) throws(PostgresError) -> AdmissionRefusal? {
        let writes = graph.operations.flatMap(\.writes).filter { $0.side == .target }
        let made = Set(writes.filter { $0.object == .schema }.map(\.name))
        let relations = writes.filter(\.object.isRelation).map(\.name)
        let functions = writes.filter { $0.object == .function }.map(\.name)
        switch graph.inputs.target.expects {
        case .absent:
            let found =
                try Self.relations(named: relations, connection) + Self.functions(named: functions, connection)
            if !found.isEmpty { return .targetNotAbsent(found) }
        }
        for schema in Set((relations + functions).compactMap(\.parts.first)).sorted()
        where !made.contains(ObjectName(schema)) && schema != LedgerSchema.name {
            let known = try connection.query(
                "SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1)", parameters: [schema])
            if known.scalar != "t" { return .missingSchema(schema) }
        }
        return nil
    }

    /// Those of the relations that exist, in the order given.
    private static func relations(
        named names: [ObjectName], _ connection: borrowing TargetConnection
    ) throws(PostgresError) -> [TargetObject] {
        let result = try connection.query(
            """
            SELECT c.relkind, n.nspname, c.relname
            FROM ROWS FROM (json_to_recordset($1::json) AS (s text, n text)) WITH ORDINALITY AS w(s, n, place)
                JOIN pg_catalog.pg_namespace n ON n.nspname = w.s
                JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w.n
            ORDER BY w.place
            """, parameters: [list(names)])
        return result.rows.map { row in
            TargetObject(kind: kind(row[0] ?? ""), schema: row[1] ?? "", name: row[2] ?? "")
        }
    }

    /// Those of the functions that exist, in the order given. All are functions of triggers, which take no arguments;
    /// functions of the same name that take some are others.
    private static func functions(
        named names: [ObjectName], _ connection: borrowing TargetConnection
    ) throws(PostgresError) -> [TargetObject] {
        let result = try connection.query(
            """
            SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
                n.nspname, p.proname
            FROM ROWS FROM (json_to_recordset($1::json) AS (s text, n text)) WITH ORDINALITY AS w(s, n, place)
                JOIN pg_catalog.pg_namespace n ON n.nspname = w.s
                JOIN pg_catalog.pg_proc p ON p.pronamespace = n.oid AND p.proname = w.n AND p.pronargs = 0
            ORDER BY w.place
            """, parameters: [list(names)])
        return result.rows.map { row in
            TargetObject(kind: row[0] ?? "", schema: row[1] ?? "", name: row[2] ?? "")
        }
    }

    /// Schemas and names as one parameter.
    private static func list(_ names: [ObjectName]) -> String {
        let wanted: JSONValue = .array(
            names.map { .object(["s": .string($0.parts.first ?? ""), "n": .string($0.parts.last ?? "")]) })
        return String(decoding: JSONWriter.compact(wanted), as: UTF8.self)
    }

    /// What a letter of `pg_class.relkind` stands for.
    private static func kind(_ letter: String) -> String {
        switch letter {
        case "r", "p": "table"
        case "v": "view"
        case "m": "materialized view"
        case "i", "I": "index"
        case "S": "sequence"
        case "f": "foreign table"
        case "c": "type"
        default: "relation"
        }
    }
}

/// What must hold before a run or a rollback may touch the ledger: this program knows it, and nobody else works on the
/// graph.
struct LockAdmission {
    let graph: OperationGraph

    /// Why not; nil if the run's lock is now held.
    func refusal(_ connection: borrowing TargetConnection) throws(PostgresError) -> AdmissionRefusal? {
        if let version = try LedgerSchema.found(connection), version > LedgerSchema.version {
            return .ledgerVersion(found: version, known: LedgerSchema.version)
        }
        guard let holder = try RunLock(graph: graph.digest.description).take(connection) else { return nil }
        let run = try LedgerReader.newestRun(ofGraph: graph.digest.description, connection)
        return .inProgress(RunInProgress(backendPID: holder.backendPID, role: holder.role, run: run))
    }
}

extension Effect.Object {
    /// Whether it has a name among the relations of its schema.
    fileprivate var isRelation: Bool {
        switch self {
        case .table, .scratch, .view, .index, .sequence: true
        case .schema, .extension, .rows, .key, .constraint, .trigger, .function, .verification: false
        }
    }
}
