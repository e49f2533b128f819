internal import PlanPostgres

/// What a PostgreSQL database holds besides what belongs to the server or to an extension.
struct TargetContents {
    /// Which schemas are looked at.
    enum Scope {
        case all
        /// All but this program's ledger.
        case withoutLedger
    }

    /// Such as `3 tables, 1 view`; empty where there is nothing.
    let description: String

    var isEmpty: Bool { description.isEmpty }

    init<Access>(_ connection: borrowing PostgresConnection<Access>, _ scope: Scope) throws(PostgresError) {
        let excluded =
            switch scope {
            case .all: ""
            case .withoutLedger: " AND n.nspname <> '_plan'"
            }
        let result = try connection.query(
            """
            WITH objects AS (
                SELECT CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view'
                        WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' ELSE 'foreign table' END AS kind,
                    'pg_catalog.pg_class'::regclass AS class, oid, relnamespace AS schema
                FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
                UNION ALL
                SELECT 'function', 'pg_catalog.pg_proc'::regclass, oid, pronamespace FROM pg_catalog.pg_proc
                UNION ALL
                SELECT 'type', 'pg_catalog.pg_type'::regclass, t.oid, typnamespace
                FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
                WHERE typtype IN ('c', 'd', 'e', 'r') AND (c.oid IS NULL OR c.relkind = 'c')),
            found AS (
                SELECT kind FROM objects o JOIN pg_catalog.pg_namespace n ON n.oid = o.schema
                WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'\(excluded)
                    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                        WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype IN ('e', 'i'))
                UNION ALL SELECT 'large object' FROM pg_catalog.pg_largeobject_metadata)
            SELECT count(*) || ' ' || kind || CASE count(*) WHEN 1 THEN '' ELSE 's' END
            FROM found GROUP BY kind ORDER BY count(*) DESC, kind
            """)
        description = result.rows.compactMap { $0[0] }.joined(separator: ", ")
    }

    /// Drops all of it. What it does not know of stays, and is in the way of what is restored, which then fails as a whole.
    static let dropping = """
        SET client_min_messages = warning;
        SELECT pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata;
        DO $plan$
        DECLARE
            statement text;
            statements text[];
        BEGIN
            SELECT array_agg(format('DROP SCHEMA IF EXISTS %I CASCADE', nspname)) INTO statements
            FROM pg_catalog.pg_namespace
            WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public');
            FOREACH statement IN ARRAY coalesce(statements, '{}') LOOP EXECUTE statement; END LOOP;
            SELECT array_agg(statements.statement) INTO statements FROM (
                SELECT format('DROP %s IF EXISTS public.%I CASCADE', CASE relkind WHEN 'v' THEN 'VIEW'
                    WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE'
                    ELSE 'TABLE' END, relname), oid, 'pg_catalog.pg_class'::regclass
                FROM pg_catalog.pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
                UNION ALL
                SELECT format('DROP ROUTINE IF EXISTS public.%I(%s) CASCADE', proname,
                    pg_catalog.pg_get_function_identity_arguments(oid)), oid, 'pg_catalog.pg_proc'::regclass
                FROM pg_catalog.pg_proc WHERE pronamespace = 'public'::regnamespace
                UNION ALL
                SELECT format('DROP TYPE IF EXISTS public.%I CASCADE', typname), t.oid, 'pg_catalog.pg_type'::regclass
                FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
                WHERE typnamespace = 'public'::regnamespace AND typtype IN ('c', 'd', 'e', 'r')
                    AND (c.oid IS NULL OR c.relkind = 'c')
            ) AS statements (statement, oid, class)
            WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                WHERE d.classid = statements.class AND d.objid = statements.oid AND d.deptype IN ('e', 'i'));
            FOREACH statement IN ARRAY coalesce(statements, '{}') LOOP EXECUTE statement; END LOOP;
        END
        $plan$;

        """
}
