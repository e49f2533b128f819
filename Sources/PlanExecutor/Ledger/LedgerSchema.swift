internal import PlanPostgres

/// The ledger's tables in the target's schema `_plan`.
enum LedgerSchema {
    /// Raised when a table changes; kept in `_plan.version`.
    static let version = 2

    /// The version found in the target; nil where there is no ledger. Writes nothing.
    static func found<Access>(_ connection: borrowing PostgresConnection<Access>) throws(PostgresError) -> Int? {
        guard try connection.query("SELECT to_regclass('_plan.version') IS NOT NULL").scalar == "t" else { return nil }
        return try connection.query("SELECT max(version) FROM _plan.version").scalar.flatMap { Int($0) }
    }

    /// Makes the tables if they are not there. Several sessions may try at once.
    static func create(_ connection: borrowing TargetConnection) throws(PostgresError) {
        // CREATE SCHEMA IF NOT EXISTS asks for a privilege even where the schema exists.
        if try found(connection) == version { return }
        // One transaction. Without the lock, IF NOT EXISTS fails for the slower of two sessions.
        try connection.execute("SELECT pg_advisory_xact_lock(\(lockKey)); " + statements)
    }

    /// Any number that nobody else locks: "plan" in ASCII, twice.
    private static let lockKey: Int64 = 0x706C_616E_706C_616E

    private static let statements = """
        CREATE SCHEMA IF NOT EXISTS _plan;
        CREATE TABLE IF NOT EXISTS _plan.version (
            version integer NOT NULL PRIMARY KEY
        );
        INSERT INTO _plan.version (version) VALUES (\(version)) ON CONFLICT DO NOTHING;
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
            rejected bigint NOT NULL DEFAULT 0,
            rejects_end bigint,
            committed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (run_id, operation_id, number),
            FOREIGN KEY (run_id, operation_id) REFERENCES _plan.operations
        );
        -- Ledgers of version 1.
        ALTER TABLE _plan.chunks ADD COLUMN IF NOT EXISTS rejected bigint NOT NULL DEFAULT 0;
        ALTER TABLE _plan.chunks ADD COLUMN IF NOT EXISTS rejects_end bigint;
        """
}
