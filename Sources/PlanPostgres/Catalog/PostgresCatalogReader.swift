package import PlanCatalog
internal import PlanSupport

/// Reads the tables of one schema from the server's own catalog, at one moment.
///
/// Names of types, sequences and functions come with their schemas, so that they mean the same whatever a session's search
/// path is. Partitions are left out: rows reach them through the table that they belong to.
package enum PostgresCatalogReader {
    /// The tables of a schema; none where there is no such schema. The connection must not be in a transaction.
    package static func read<Access>(
        _ connection: borrowing PostgresConnection<Access>, schema: String
    ) throws(PostgresError) -> Catalog {
        _ = try connection.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        do throws(PostgresError) {
            _ = try connection.query("SELECT pg_catalog.set_config('search_path', 'pg_catalog', true)")
            let tables = try TableParts(connection, schema).tables
            _ = try connection.query("COMMIT")
            return Catalog(engine: .postgresql, tables: tables, views: [], triggers: [])
        } catch {
            // The first error is the one to tell.
            _ = try? connection.query("ROLLBACK")
            throw error
        }
    }
}

/// The parts of all tables, each by the table's name.
private struct TableParts {
    private var names: [String] = []
    private var rules: Set<String> = []
    private var columns: [String: [Column]] = [:]
    private var primaryKeys: [String: [String]] = [:]
    private var uniqueKeys: [String: [[String]]] = [:]
    private var foreignKeys: [String: [ForeignKey]] = [:]
    private var references: [String: [TableSurroundings.Reference]] = [:]
    private var checks: [String: [String]] = [:]
    private var triggers: [String: [TableSurroundings.Trigger]] = [:]

    init<Access>(
        _ connection: borrowing PostgresConnection<Access>, _ schema: String
    ) throws(PostgresError) {
        for row in try connection.query(Self.tablesQuery, parameters: [schema]).rows {
            guard let name = row[0] else { continue }
            names.append(name)
            if row[1] == "t" { rules.insert(name) }
        }
        for row in try connection.query(Self.columnsQuery, parameters: [schema]).rows {
            columns[row[0] ?? "", default: []].append(Self.column(row))
        }
        for row in try connection.query(Self.keysQuery, parameters: [schema]).rows {
            let key = Self.list(row[2])
            if row[1] == "t" {
                primaryKeys[row[0] ?? ""] = key
            } else {
                uniqueKeys[row[0] ?? "", default: []].append(key)
            }
        }
        for row in try connection.query(Self.foreignKeysQuery, parameters: [schema]).rows {
            add(foreignKey: row, in: schema)
        }
        for row in try connection.query(Self.checksQuery, parameters: [schema]).rows {
            checks[row[0] ?? "", default: []].append(row[1] ?? "")
        }
        for row in try connection.query(Self.triggersQuery, parameters: [schema]).rows {
            triggers[row[0] ?? "", default: []].append(
                .init(name: row[1] ?? "", state: Self.state(row[2])))
        }
    }

    var tables: [Table] {
        names.map { name in
            Table(
                name: name, kind: .ordinary, hasRowID: true, isStrict: false, columns: columns[name] ?? [],
                primaryKey: primaryKeys[name].map { PrimaryKey(columns: $0) },
                uniqueConstraints: (uniqueKeys[name] ?? []).map {
                    UniqueConstraint(columns: $0, collations: $0.map { _ in "BINARY" })
                }, foreignKeys: foreignKeys[name] ?? [], indexes: [], sql: "",
                surroundings: TableSurroundings(
                    checks: checks[name] ?? [], triggers: triggers[name] ?? [], references: references[name] ?? [],
                    hasRules: rules.contains(name)))
        }
    }

    private static func column(_ row: PostgresResult.Row) -> Column {
        Column(
            name: row[1] ?? "", declaredType: row[2] ?? "", isNotNull: row[3] == "t", defaultSQL: row[4],
            generation: row[6] == "s" ? .stored : row[6] == "v" ? .virtual : nil,
            details: ColumnDetails(
                identity: row[5] == "a" ? .always : row[5] == "d" ? .byDefault : nil, sequence: row[9],
                baseType: row[7], labels: list(row[8])))
    }

    private mutating func add(foreignKey row: PostgresResult.Row, in schema: String) {
        let (childSchema, child, parentSchema, parent) = (row[0] ?? "", row[1] ?? "", row[2] ?? "", row[3] ?? "")
        let key = ForeignKey(
            columns: Self.list(row[5]),
            // A name without a schema is of the same one.
            parentTable: parentSchema == childSchema ? parent : "\(parentSchema).\(parent)",
            parentColumns: Self.list(row[6]), onUpdate: Self.action(row[7]), onDelete: Self.action(row[8]),
            name: row[4], deferral: row[9] == "t" ? (row[10] == "t" ? .deferred : .immediate) : nil)
        if childSchema == schema { foreignKeys[child, default: []].append(key) }
        if parentSchema == schema {
            references[parent, default: []].append(.init(schema: childSchema, table: child, key: key))
        }
    }

    // MARK: Words of the catalog

    /// A JSON list of texts.
    private static func list(_ json: String?) -> [String] {
        guard let json, case .array(let elements)? = try? JSONParser.parse(Array(json.utf8)) else { return [] }
        return elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }

    /// `pg_constraint.confdeltype`.
    private static func action(_ letter: String?) -> ForeignKey.Action {
        switch letter {
        case "r": .restrict
        case "c": .cascade
        case "n": .setNull
        case "d": .setDefault
        default: .noAction
        }
    }

    /// `pg_trigger.tgenabled`.
    private static func state(_ letter: String?) -> TableSurroundings.Trigger.State {
        switch letter {
        case "A": .always
        case "R": .replica
        case "D": .disabled
        default: .origin
        }
    }

    // MARK: Queries

    private static let tablesQuery = """
        SELECT c.relname, EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.rulename <> '_RETURN')
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        ORDER BY c.relname COLLATE "C"
        """

    /// The type that a domain is over may be a domain itself. A default that takes the next value of a sequence depends on
    /// it; a sequence that belongs to a column depends on the column.
    private static let columnsQuery = """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
            a.attnotnull OR coalesce(b.is_not_null, false),
            CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END, a.attidentity, a.attgenerated,
            CASE WHEN t.typtype = 'd' THEN format_type(b.oid, b.typmod) END,
            (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e
                WHERE e.enumtypid = coalesce(b.oid, a.atttypid)),
            (SELECT format('%I.%I', sn.nspname, sc.relname)
                FROM pg_depend p JOIN pg_class sc ON sc.relkind = 'S'
                        AND sc.oid = CASE WHEN p.classid = 'pg_class'::regclass THEN p.objid ELSE p.refobjid END
                    JOIN pg_namespace sn ON sn.oid = sc.relnamespace
                    JOIN pg_sequence s ON s.seqrelid = sc.oid AND s.seqincrement > 0
                WHERE (p.classid = 'pg_class'::regclass AND p.refclassid = 'pg_class'::regclass
                        AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum AND p.deptype IN ('a', 'i'))
                    OR (p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid AND p.refclassid = 'pg_class'::regclass)
                ORDER BY p.deptype, sc.oid LIMIT 1)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            LEFT JOIN LATERAL (
                WITH RECURSIVE base(oid, typmod, is_not_null) AS (
                    SELECT t.typbasetype, t.typtypmod, t.typnotnull WHERE t.typtype = 'd'
                    UNION ALL
                    SELECT i.typbasetype, i.typtypmod, base.is_not_null OR i.typnotnull
                    FROM base JOIN pg_type i ON i.oid = base.oid WHERE i.typtype = 'd')
                SELECT base.oid, base.typmod, base.is_not_null
                FROM base JOIN pg_type i ON i.oid = base.oid WHERE i.typtype <> 'd') AS b ON true
        WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        ORDER BY c.relname COLLATE "C", a.attnum
        """

    /// Unique over columns as they stand and over all rows.
    private static let keysQuery = """
        SELECT c.relname, i.indisprimary, (
            SELECT json_agg(a.attname ORDER BY k.place)
            FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(number, place)
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
            WHERE k.place <= i.indnkeyatts)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_index i ON i.indrelid = c.oid AND i.indisunique AND i.indisvalid
                AND i.indpred IS NULL AND i.indexprs IS NULL
            JOIN pg_class ic ON ic.oid = i.indexrelid
        WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        ORDER BY c.relname COLLATE "C", ic.relname COLLATE "C"
        """

    private static let foreignKeysQuery = """
        SELECT cn.nspname, c.relname, pn.nspname, p.relname, f.conname, (
                SELECT json_agg(a.attname ORDER BY k.place) FROM unnest(f.conkey) WITH ORDINALITY AS k(number, place)
                    JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.number), (
                SELECT json_agg(a.attname ORDER BY k.place) FROM unnest(f.confkey) WITH ORDINALITY AS k(number, place)
                    JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.number),
            f.confupdtype, f.confdeltype, f.condeferrable, f.condeferred
        FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace cn ON cn.oid = c.relnamespace
            JOIN pg_class p ON p.oid = f.confrelid JOIN pg_namespace pn ON pn.oid = p.relnamespace
        WHERE f.contype = 'f' AND f.conparentid = 0 AND $1 IN (cn.nspname, pn.nspname)
        ORDER BY cn.nspname COLLATE "C", c.relname COLLATE "C", f.conname COLLATE "C"
        """

    private static let checksQuery = """
        SELECT c.relname, pg_get_constraintdef(k.oid)
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND k.contype IN ('c', 'x')
        ORDER BY c.relname COLLATE "C", pg_get_constraintdef(k.oid) COLLATE "C"
        """

    private static let triggersQuery = """
        SELECT c.relname, t.tgname, t.tgenabled
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND NOT t.tgisinternal
        ORDER BY c.relname COLLATE "C", t.tgname COLLATE "C"
        """
}
