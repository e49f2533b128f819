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
            WITH found AS (
                SELECT i.type AS kind FROM (\(Self.objects)) AS o
                    JOIN pg_catalog.pg_namespace n ON n.oid = o.schema
                    CROSS JOIN LATERAL pg_catalog.pg_identify_object(o.class, o.oid, 0) AS i
                WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'\(excluded)
                UNION ALL SELECT 'large object' FROM pg_catalog.pg_largeobject_metadata)
            SELECT count(*) || ' ' || kind || CASE count(*) WHEN 1 THEN '' ELSE 's' END
            FROM found GROUP BY kind ORDER BY count(*) DESC, kind
            """)
        description = result.rows.compactMap { $0[0] }.joined(separator: ", ")
    }

    /// All that stands in a schema by a name of its own, and neither belongs to an extension nor is a part of something else.
    private static let objects = """
        SELECT class, oid, schema FROM (
            SELECT 'pg_catalog.pg_class'::regclass AS class, oid, relnamespace AS schema
            FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
            UNION ALL SELECT 'pg_catalog.pg_proc'::regclass, oid, pronamespace FROM pg_catalog.pg_proc
            UNION ALL SELECT 'pg_catalog.pg_type'::regclass, t.oid, typnamespace
            FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
            WHERE typtype IN ('c', 'd', 'e', 'r') AND (c.oid IS NULL OR c.relkind = 'c')
            UNION ALL SELECT 'pg_catalog.pg_operator'::regclass, oid, oprnamespace FROM pg_catalog.pg_operator
            UNION ALL SELECT 'pg_catalog.pg_opfamily'::regclass, oid, opfnamespace FROM pg_catalog.pg_opfamily
            UNION ALL SELECT 'pg_catalog.pg_collation'::regclass, oid, collnamespace FROM pg_catalog.pg_collation
            UNION ALL SELECT 'pg_catalog.pg_conversion'::regclass, oid, connamespace FROM pg_catalog.pg_conversion
            UNION ALL SELECT 'pg_catalog.pg_ts_config'::regclass, oid, cfgnamespace FROM pg_catalog.pg_ts_config
            UNION ALL SELECT 'pg_catalog.pg_ts_dict'::regclass, oid, dictnamespace FROM pg_catalog.pg_ts_dict
            UNION ALL SELECT 'pg_catalog.pg_ts_parser'::regclass, oid, prsnamespace FROM pg_catalog.pg_ts_parser
            UNION ALL SELECT 'pg_catalog.pg_ts_template'::regclass, oid, tmplnamespace FROM pg_catalog.pg_ts_template
        ) AS named
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
            WHERE d.classid = class AND d.objid = named.oid AND d.objsubid = 0 AND d.deptype IN ('e', 'i'))
        """

    /// Drops all of it. What stands in no schema stays, such as a publication, and is in the way of what is restored if that
    /// has it too: then the restore fails as a whole.
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
            SELECT array_agg(format('DROP %s IF EXISTS %s CASCADE', i.type, i.identity)) INTO statements
            FROM (\(objects)) AS o CROSS JOIN LATERAL pg_catalog.pg_identify_object(o.class, o.oid, 0) AS i
            WHERE o.schema = 'public'::regnamespace;
            FOREACH statement IN ARRAY coalesce(statements, '{}') LOOP EXECUTE statement; END LOOP;
        END
        $plan$;

        """
}
