internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

/// What the tables that a run made consist of, recorded when the run ends, so that a rollback can tell what others have
/// added since.
enum TableState {
    /// Records the state now.
    static func record(
        run: Int64, _ graph: OperationGraph, _ connection: borrowing TargetConnection
    ) throws(PostgresError) {
        try connection.perform(
            """
            INSERT INTO _plan.tables (run_id, schema_name, table_name, rows, parts)
            SELECT $2::bigint, t.schema_name, t.table_name, NULL, coalesce(array_agg(p.part) FILTER (WHERE p.part IS NOT NULL), '{}')
            FROM (\(wanted)) AS t LEFT JOIN (\(parts)) AS p ON p.oid = t.oid
            GROUP BY t.schema_name, t.table_name
            ON CONFLICT (run_id, schema_name, table_name) DO UPDATE SET parts = excluded.parts
            """, parameters: [list(graph), String(run)])
    }

    /// Tables that a graph makes, as the parameter `$1` of `wanted`.
    static func list(_ graph: OperationGraph) -> String { list(names(graph, writing: .table)) }

    /// Tables that were there before and that it writes rows into.
    static func filled(_ graph: OperationGraph) -> String {
        list(names(graph, writing: .rows).subtracting(names(graph, writing: .table)))
    }

    private static func names(_ graph: OperationGraph, writing object: Effect.Object) -> Set<ObjectName> {
        Set(
            graph.operations.flatMap(\.writes).filter { $0.side == .target && $0.object == object }.map(\.name))
    }

    private static func list(_ names: Set<ObjectName>) -> String {
        let wanted: JSONValue = .array(
            names.sorted().map {
                .object(["s": .string($0.parts.first ?? ""), "n": .string($0.parts.last ?? "")])
            })
        return String(decoding: JSONWriter.compact(wanted), as: UTF8.self)
    }

    /// Those of the tables in `$1` that exist.
    static let wanted = """
        SELECT c.oid, n.nspname AS schema_name, c.relname AS table_name
        FROM json_to_recordset($1::json) AS w(s text, n text)
            JOIN pg_catalog.pg_namespace n ON n.nspname = w.s
            JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w.n AND c.relkind IN ('r', 'p')
        """

    /// All that hangs on a table and goes with it, or keeps it from going: a text for each.
    static let parts = """
        SELECT attrelid AS oid, 'column ' || quote_ident(attname) || ' of type ' || format_type(atttypid, atttypmod) AS part
            FROM pg_catalog.pg_attribute WHERE attnum > 0 AND NOT attisdropped
        UNION ALL
        SELECT i.indrelid, 'index ' || i.indexrelid::regclass FROM pg_catalog.pg_index i
        UNION ALL
        SELECT conrelid, 'constraint ' || quote_ident(conname) FROM pg_catalog.pg_constraint WHERE conrelid <> 0
        UNION ALL
        SELECT tgrelid, 'trigger ' || quote_ident(tgname) FROM pg_catalog.pg_trigger WHERE NOT tgisinternal
        UNION ALL
        SELECT polrelid, 'policy ' || quote_ident(polname) FROM pg_catalog.pg_policy
        UNION ALL
        SELECT confrelid, 'foreign key ' || quote_ident(conname) || ' of ' || conrelid::regclass
            FROM pg_catalog.pg_constraint WHERE contype = 'f'
        UNION ALL
        SELECT DISTINCT d.refobjid, 'view ' || r.ev_class::regclass
            FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
            WHERE d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
                AND r.ev_class <> d.refobjid
        """
}

/// What others have done to a run's tables since it ended.
struct TableChanges {
    /// A sentence for each change.
    let texts: [String]
    /// What keeps the tables from being dropped.
    let dependents: Dependents

    init(since run: RunRecord, _ graph: OperationGraph, _ connection: borrowing TargetConnection) throws(PostgresError)
    {
        let list = TableState.list(graph)
        var texts: [String] = []
        if run.state == .done {
            // Of a run that did not end nobody knows what its tables would have become.
            let added = try connection.query(
                """
                SELECT format('%I.%I', t.schema_name, t.table_name) || ' has ' || string_agg(p.part, ', ' ORDER BY p.part)
                FROM (\(TableState.wanted)) AS t JOIN _plan.tables s
                    ON s.run_id = $2 AND s.schema_name = t.schema_name AND s.table_name = t.table_name
                    JOIN (\(TableState.parts)) AS p ON p.oid = t.oid
                WHERE p.part <> ALL (s.parts) GROUP BY t.schema_name, t.table_name ORDER BY 1
                """, parameters: [list, String(run.id)])
            texts = added.rows.compactMap { $0[0] }
            if let isOthers = try Self.othersRows(run, connection) {
                texts += try Self.writtenTables(where: isOthers, list, connection)
                // Rows that were there before are nobody's since.
                if let isLater = try Self.laterRows(run, connection) {
                    texts += try Self.writtenTables(
                        where: "\(isOthers) AND \(isLater)", TableState.filled(graph), connection)
                }
            }
        }
        dependents = try Dependents(run, graph, connection)
        if run.state != .done { texts += dependents.texts }
        self.texts = texts
    }

    /// Tables with rows that no transaction of the run has written, whenever they were.
    ///
    /// It is asked who wrote a row, and not when: a transaction of somebody else may have begun before the run ended, and
    /// have ended after.
    private static func writtenTables(
        where isOthers: String, _ list: String, _ connection: borrowing TargetConnection
    ) throws(PostgresError) -> [String] {
        let tables = try connection.query(
            "SELECT format('%I.%I', t.schema_name, t.table_name) FROM (\(TableState.wanted)) AS t ORDER BY 1",
            parameters: [list])
        var texts: [String] = []
        for table in tables.rows.compactMap({ $0[0] }) {
            let written = try connection.query("SELECT count(*) FROM \(table) WHERE \(isOthers)").scalar
            if let written, written != "0" { texts.append("\(table) has rows written since (\(written))") }
        }
        return texts
    }

    /// A condition that holds for rows that are not the run's; nil where nobody can tell.
    private static func othersRows(
        _ run: RunRecord, _ connection: borrowing TargetConnection
    ) throws(PostgresError) -> String? {
        // The numbers in rows are the low half of those that the ledger has.
        let own = """
            SELECT (xid % 4294967296)::text FROM _plan.chunks WHERE run_id = \(run.id) AND xid IS NOT NULL
            UNION ALL
            SELECT (xid % 4294967296)::text FROM _plan.operations WHERE run_id = \(run.id) AND xid IS NOT NULL
            """
        let isKnown = try connection.query(
            """
            SELECT NOT EXISTS (SELECT FROM _plan.chunks WHERE run_id = $1 AND xid IS NULL)
                AND NOT EXISTS (SELECT FROM _plan.operations WHERE run_id = $1 AND state = 'done' AND xid IS NULL)
            """, parameters: [String(run.id)]
        ).scalar
        if isKnown == "t" { return "xmin::text NOT IN (\(own))" }
        // Ledgers before version 4 know the run's last transaction alone.
        return try laterRows(run, connection)
    }

    /// A condition that holds for rows written by transactions that began to write after the run's last; nil where nobody
    /// can tell. A row's age is how many transactions ago it was written, whatever the counter's turns.
    private static func laterRows(
        _ run: RunRecord, _ connection: borrowing TargetConnection
    ) throws(PostgresError) -> String? {
        let last = try connection.query(
            "SELECT finished_xid % 4294967296 FROM _plan.runs WHERE id = $1", parameters: [String(run.id)]
        ).scalar
        return last.map { "age(xmin) < age('\($0)'::xid)" }
    }
}

/// Objects of others that a run's tables cannot be dropped without.
struct Dependents {
    let texts: [String]
    /// Drop them.
    let statements: [String]

    static let nothing = Dependents(texts: [], statements: [])

    private init(texts: [String], statements: [String]) {
        self.texts = texts
        self.statements = statements
    }

    init(_ run: RunRecord, _ graph: OperationGraph, _ connection: borrowing TargetConnection) throws(PostgresError) {
        let views = graph.operations.flatMap(\.writes).filter { $0.side == .target && $0.object == .view }.map(\.name)
        let own: JSONValue = .array(
            Set(views).sorted().map {
                .object(["s": .string($0.parts.first ?? ""), "n": .string($0.parts.last ?? "")])
            })
        let result = try connection.query(
            """
            WITH made AS (\(TableState.wanted)),
            own AS (
                SELECT c.oid FROM json_to_recordset($2::json) AS w(s text, n text)
                    JOIN pg_catalog.pg_namespace n ON n.nspname = w.s
                    JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w.n)
            SELECT DISTINCT 'view ' || r.ev_class::regclass || ' reads ' || d.refobjid::regclass,
                'DROP ' || CASE c.relkind WHEN 'm' THEN 'MATERIALIZED ' ELSE '' END || 'VIEW IF EXISTS '
                    || r.ev_class::regclass || ' CASCADE'
            FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
                JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
            WHERE d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
                AND d.refobjid IN (SELECT oid FROM made UNION SELECT oid FROM own) AND r.ev_class <> d.refobjid
                AND r.ev_class NOT IN (SELECT oid FROM own)
            UNION ALL
            SELECT conrelid::regclass || ' references ' || confrelid::regclass || ' by ' || quote_ident(conname),
                'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT IF EXISTS ' || quote_ident(conname)
            FROM pg_catalog.pg_constraint
            WHERE contype = 'f' AND confrelid IN (SELECT oid FROM made) AND conrelid NOT IN (SELECT oid FROM made)
            ORDER BY 1
            """, parameters: [TableState.list(graph), String(decoding: JSONWriter.compact(own), as: UTF8.self)])
        texts = result.rows.compactMap { $0[0] }
        statements = result.rows.compactMap { $0[1] }
    }
}
