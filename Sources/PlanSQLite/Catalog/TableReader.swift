internal import CSQLite
internal import PlanCatalog

/// Reads one table or view after another through pragmas as table-valued functions, whose arguments are bound: a name
/// may be anything.
struct TableReader: ~Copyable {
    private let columns: SQLiteStatement
    private let indexes: SQLiteStatement
    private let parts: SQLiteStatement
    private let foreignKeys: SQLiteStatement

    init<Access>(_ connection: borrowing SQLiteConnection<Access>) throws(SQLiteError) {
        let columns = try connection.prepare(
            #"SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?1, 'main') ORDER BY cid"#)
        let indexes = try connection.prepare(
            #"SELECT name, "unique", origin, partial FROM pragma_index_list(?1, 'main') ORDER BY seq"#)
        let parts = try connection.prepare(
            #"SELECT cid, name, "desc", coll FROM pragma_index_xinfo(?1, 'main') WHERE "key" = 1 ORDER BY seqno"#)
        // SQLite numbers the keys of a table from the last declared to the first.
        let foreignKeys = try connection.prepare(
            #"SELECT id, "table", "from", "to", on_update, on_delete FROM pragma_foreign_key_list(?1, 'main') "#
                + "ORDER BY id DESC, seq")
        // At once, since a value that cannot be copied is initialized whole or not at all.
        self.columns = columns
        self.indexes = indexes
        self.parts = parts
        self.foreignKeys = foreignKeys
    }

    func view(_ entry: TableListEntry, _ stored: StoredSchema) throws(SQLiteError) -> View {
        let sql = stored.sql("view", entry.name)
        switch try listedColumns(entry.name) {
        case .failure(let problem): return View(name: entry.name, columns: [], sql: sql, problem: problem.words)
        case .success(let found):
            let columns = found.map { ViewColumn(name: $0.name, declaredType: $0.type) }
            return View(name: entry.name, columns: columns, sql: sql, problem: nil)
        }
    }

    func table<Access>(
        _ entry: TableListEntry, _ stored: StoredSchema, virtualNames: [String],
        _ connection: borrowing SQLiteConnection<Access>
    ) throws(SQLiteError) -> Table {
        let sql = stored.sql("table", entry.name)
        let kind: Table.Kind
        switch entry.kind {
        case .virtual: kind = .virtual(module: VirtualTableModule.name(inSQL: sql) ?? "")
        case .shadow: kind = entry.owner(among: virtualNames).map { .shadow(of: $0) } ?? .ordinary
        case .ordinary, .view: kind = .ordinary
        }
        let listed: [ListedColumn]
        switch try listedColumns(entry.name) {
        case .failure(let problem):
            return Table(
                name: entry.name, kind: kind, hasRowID: !entry.isWithoutRowID, isStrict: entry.isStrict, columns: [],
                primaryKey: nil, uniqueConstraints: [], foreignKeys: [], indexes: [], sql: sql, problem: problem.words)
        case .success(let found): listed = found
        }
        var columns: [Column] = []
        var isAutoincrement = false
        for column in listed {
            let stored = try StoredColumn(entry, column.name, connection)
            isAutoincrement = isAutoincrement || stored.isAutoincrement
            columns.append(column.column(collation: stored.collation))
        }
        let found = try listedIndexes(entry.name)
        var unique: [UniqueConstraint] = []
        // In the order of declaration, which is that of the numbers in their names.
        for index in found.filter({ $0.origin == .unique }).sorted(by: { $0.number < $1.number }) {
            let parts = try self.parts(of: index.name)
            unique.append(
                UniqueConstraint(columns: parts.compactMap(\.columnName), collations: parts.map(\.collation)))
        }
        var made: [Index] = []
        for index in found where index.origin == .statement {
            made.append(
                Index(
                    name: index.name, isUnique: index.isUnique, isPartial: index.isPartial,
                    parts: try parts(of: index.name), sql: stored.sql("index", index.name)))
        }
        let key = primaryKey(
            listed, entry, hasKeyIndex: found.contains { $0.origin == .primaryKey }, isAutoincrement: isAutoincrement)
        return Table(
            name: entry.name, kind: kind, hasRowID: !entry.isWithoutRowID, isStrict: entry.isStrict, columns: columns,
            primaryKey: key, uniqueConstraints: unique, foreignKeys: try foreignKeys(of: entry.name), indexes: made,
            sql: sql)
    }

    /// The key in its own order, and whether its column is the rowid: then, and only then, a key of one column of the
    /// type INTEGER needs no index (`INTEGER PRIMARY KEY DESC` has one): https://www.sqlite.org/lang_createtable.html#rowid
    private func primaryKey(
        _ columns: [ListedColumn], _ entry: TableListEntry, hasKeyIndex: Bool, isAutoincrement: Bool
    ) -> PrimaryKey? {
        let key = columns.filter { $0.keyOrdinal > 0 }.sorted { $0.keyOrdinal < $1.keyOrdinal }
        guard let first = key.first else { return nil }
        let isRowID =
            entry.kind != .virtual && !entry.isWithoutRowID && key.count == 1 && !hasKeyIndex
            && first.type.asciiLowercased == "integer"
        let identity: PrimaryKey.Identity? = isRowID ? (isAutoincrement ? .autoincrement : .rowID) : nil
        return PrimaryKey(columns: key.map(\.name), identity: identity)
    }
}

// The rows of the pragmas.
extension TableReader {
    /// Why the engine cannot open a table or a view.
    struct Problem: Error {
        let words: String
    }

    /// A row of `PRAGMA table_xinfo`.
    struct ListedColumn {
        let name: String
        let type: String
        let isNotNull: Bool
        let defaultSQL: String?
        /// The place in the primary key, from 1; 0 outside it.
        let keyOrdinal: Int64
        /// 1 hidden in a virtual table, 2 generated and virtual, 3 generated and stored.
        let hidden: Int64

        func column(collation: String) -> Column {
            Column(
                name: name, declaredType: type, isNotNull: isNotNull, defaultSQL: defaultSQL, collation: collation,
                generation: hidden == 2 ? .virtual : hidden == 3 ? .stored : nil, isHidden: hidden == 1)
        }
    }

    /// The columns, or the reason why the engine cannot list them.
    private func listedColumns(_ name: String) throws(SQLiteError) -> Result<[ListedColumn], Problem> {
        defer { columns.reset() }
        try columns.bind(name, at: 1)
        var listed: [ListedColumn] = []
        do throws(SQLiteError) {
            while try columns.step() {
                listed.append(
                    ListedColumn(
                        name: columns.string(0) ?? "", type: columns.string(1) ?? "",
                        isNotNull: columns.integer(2) != 0,
                        defaultSQL: columns.string(3), keyOrdinal: columns.integer(4), hidden: columns.integer(5)))
            }
        } catch  where error.code.primary == .error {
            // A missing module, function, table or column. Anything else, such as a damaged file, concerns the whole.
            return .failure(Problem(words: error.message))
        }
        return listed.isEmpty ? .failure(Problem(words: "the engine lists no columns")) : .success(listed)
    }

    /// A row of `PRAGMA index_list`.
    private struct ListedIndex {
        enum Origin: String {
            case statement = "c"
            case unique = "u"
            case primaryKey = "pk"
        }

        let name: String
        let isUnique: Bool
        let origin: Origin
        let isPartial: Bool

        /// The number at the end of `sqlite_autoindex_TABLE_N`.
        var number: Int { name.split(separator: "_").last.flatMap { Int($0) } ?? 0 }
    }

    private func listedIndexes(_ table: String) throws(SQLiteError) -> [ListedIndex] {
        defer { indexes.reset() }
        try indexes.bind(table, at: 1)
        var listed: [ListedIndex] = []
        while try indexes.step() {
            guard let name = indexes.string(0), let origin = indexes.string(2).flatMap(ListedIndex.Origin.init) else {
                continue
            }
            listed.append(
                ListedIndex(
                    name: name, isUnique: indexes.integer(1) != 0, origin: origin, isPartial: indexes.integer(3) != 0))
        }
        return listed
    }

    private func parts(of index: String) throws(SQLiteError) -> [Index.Part] {
        defer { parts.reset() }
        try parts.bind(index, at: 1)
        var found: [Index.Part] = []
        while try parts.step() {
            let key: Index.Part.Key
            switch (parts.integer(0), parts.string(1)) {
            case (-1, _): key = .rowID
            case (0..., let name?): key = .column(name)
            default: key = .expression
            }
            found.append(
                Index.Part(
                    key: key, isDescending: parts.integer(2) != 0, collation: Collation.canonical(parts.string(3))))
        }
        return found
    }

    private func foreignKeys(of table: String) throws(SQLiteError) -> [ForeignKey] {
        defer { foreignKeys.reset() }
        try foreignKeys.bind(table, at: 1)
        var found: [ForeignKey] = []
        var current: Int64?
        while try foreignKeys.step() {
            let id = foreignKeys.integer(0)
            let earlier = id == current ? found.popLast() : nil
            current = id
            let parentColumn = foreignKeys.string(3).map { [$0] } ?? []
            found.append(
                ForeignKey(
                    columns: (earlier?.columns ?? []) + [foreignKeys.string(2) ?? ""],
                    parentTable: foreignKeys.string(1) ?? "",
                    parentColumns: (earlier?.parentColumns ?? []) + parentColumn,
                    onUpdate: foreignKeys.string(4).flatMap(ForeignKey.Action.init) ?? .noAction,
                    onDelete: foreignKeys.string(5).flatMap(ForeignKey.Action.init) ?? .noAction))
        }
        return found
    }
}

extension Index.Part {
    fileprivate var columnName: String? {
        switch key {
        case .column(let name): name
        case .expression, .rowID: nil
        }
    }
}
