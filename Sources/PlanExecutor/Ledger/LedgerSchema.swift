internal import PlanPostgres

/// The ledger's tables in the target's schema `_plan`.
enum LedgerSchema {
    /// The schema, which a run makes before anything else.
    static let name = "_plan"

    /// Raised when a table changes; kept in `_plan.version`.
    static let version = 4

    /// The version found in the target; nil where there is no ledger. Writes nothing.
    static func found<Access>(_ connection: borrowing PostgresConnection<Access>) throws(PostgresError) -> Int? {
        guard try connection.query("SELECT to_regclass('_plan.version') IS NOT NULL").scalar == "t" else { return nil }
        return try connection.query("SELECT max(version) FROM _plan.version").scalar.flatMap { Int($0) }
    }

    /// Makes the tables where they are not there, or adds what a later version of them has. Several sessions may try at
    /// once.
    static func create(_ connection: borrowing TargetConnection) throws(PostgresError) {
        // CREATE SCHEMA IF NOT EXISTS asks for a privilege even where the schema exists.
        let found = try found(connection)
        if let found, found >= version { return }
        // One transaction. Without the lock, IF NOT EXISTS fails for the slower of two sessions.
        try connection.execute(
            "SELECT pg_advisory_xact_lock(\(lockKey)); SET LOCAL client_min_messages = error; "
                + (found == nil ? first : "") + later
                + "INSERT INTO _plan.version (version) VALUES (\(version)) ON CONFLICT DO NOTHING")
    }

    /// Any number that nobody else locks: "plan" in ASCII, twice.
    private static let lockKey: Int64 = 0x706C_616E_706C_616E

    /// Version 1.
    private static let first = """
        CREATE SCHEMA IF NOT EXISTS _plan;
        CREATE TABLE IF NOT EXISTS _plan.version (
            version integer NOT NULL PRIMARY KEY
        );
        CREATE TABLE IF NOT EXISTS _plan.runs (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            graph_digest text NOT NULL,
            plan_name text NOT NULL,
            state text NOT NULL CHECK (state IN ('running', 'done', 'failed', 'undone', 'interrupted')),
            operation_count integer NOT NULL,
            started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            finished_at timestamptz,
            tool_version text NOT NULL,
            user_name text NOT NULL,
            host_name text NOT NULL,
            process_id integer NOT NULL,
            backend_pid integer NOT NULL,
            error text
        );
        CREATE INDEX IF NOT EXISTS runs_graph_digest ON _plan.runs (graph_digest, id);
        CREATE TABLE IF NOT EXISTS _plan.operations (
            run_id bigint NOT NULL REFERENCES _plan.runs,
            operation_id text NOT NULL,
            position integer NOT NULL,
            digest text NOT NULL,
            state text NOT NULL CHECK (state IN ('running', 'done', 'skipped', 'failed', 'undone')),
            started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            finished_at timestamptz,
            rows bigint,
            undo text NOT NULL,
            PRIMARY KEY (run_id, operation_id)
        );
        CREATE TABLE IF NOT EXISTS _plan.chunks (
            run_id bigint NOT NULL,
            operation_id text NOT NULL,
            number integer NOT NULL,
            first_key bigint,
            last_key bigint,
            rows bigint NOT NULL,
            committed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (run_id, operation_id, number),
            FOREIGN KEY (run_id, operation_id) REFERENCES _plan.operations
        );

        """

    /// What later versions added. Each statement may be run again.
    private static let later = """
        ALTER TABLE _plan.chunks ADD COLUMN IF NOT EXISTS rejected bigint NOT NULL DEFAULT 0;
        ALTER TABLE _plan.chunks ADD COLUMN IF NOT EXISTS rejects_end bigint;
        ALTER TABLE _plan.runs ADD COLUMN IF NOT EXISTS attempt integer NOT NULL DEFAULT 1;
        ALTER TABLE _plan.runs ADD COLUMN IF NOT EXISTS source_position text;
        ALTER TABLE _plan.runs ADD COLUMN IF NOT EXISTS finished_xid bigint;
        ALTER TABLE _plan.operations ADD COLUMN IF NOT EXISTS error text;
        ALTER TABLE _plan.operations ADD COLUMN IF NOT EXISTS output text;
        ALTER TABLE _plan.operations ADD COLUMN IF NOT EXISTS xid bigint;
        ALTER TABLE _plan.chunks ADD COLUMN IF NOT EXISTS xid bigint;
        ALTER TABLE _plan.chunks ALTER COLUMN xid SET DEFAULT txid_current();
        ALTER TABLE _plan.chunks ADD COLUMN IF NOT EXISTS last_row text;
        ALTER TABLE _plan.chunks ADD COLUMN IF NOT EXISTS bytes bigint NOT NULL DEFAULT 0;
        CREATE TABLE IF NOT EXISTS _plan.actions (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            run_id bigint NOT NULL REFERENCES _plan.runs,
            action text NOT NULL CHECK (action IN ('run', 'resume', 'rollback')),
            started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            finished_at timestamptz,
            outcome text,
            rows bigint NOT NULL DEFAULT 0,
            error text,
            reason text,
            tool_version text NOT NULL,
            user_name text NOT NULL,
            host_name text NOT NULL,
            process_id integer NOT NULL,
            backend_pid integer NOT NULL
        );
        ALTER TABLE _plan.actions ADD COLUMN IF NOT EXISTS after_failure text;
        INSERT INTO _plan.actions (run_id, action, started_at, finished_at, outcome, rows, error, tool_version, user_name,
            host_name, process_id, backend_pid)
        SELECT r.id, 'run', r.started_at, r.finished_at, CASE r.state WHEN 'running' THEN NULL ELSE r.state END,
            (SELECT coalesce(sum(c.rows), 0) FROM _plan.chunks c WHERE c.run_id = r.id), r.error, r.tool_version,
            r.user_name, r.host_name, r.process_id, r.backend_pid
        FROM _plan.runs r WHERE NOT EXISTS (SELECT FROM _plan.actions a WHERE a.run_id = r.id) ORDER BY r.id;
        CREATE TABLE IF NOT EXISTS _plan.tables (
            run_id bigint NOT NULL REFERENCES _plan.runs,
            schema_name text NOT NULL,
            table_name text NOT NULL,
            rows bigint,
            parts text[] NOT NULL,
            PRIMARY KEY (run_id, schema_name, table_name)
        );

        """
}
