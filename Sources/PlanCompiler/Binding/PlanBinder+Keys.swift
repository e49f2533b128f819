internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDialects
internal import PlanDocument
internal import PlanGraph
internal import PlanSQL
internal import PlanSupport

extension PlanBinder {
    /// Primary key, unique constraints and the sequence of an identity.
    mutating func bindKeys(_ table: inout BoundTable) {
        if table.loosensPrimaryKey {
            let key = table.source.primaryKey.flatMap {
                bindUnique(UniqueConstraint(columns: $0.columns, collations: []), table)
            }
            if let key { table.uniqueConstraints.append(key) }
        } else {
            table.primaryKey = bindPrimaryKey(&table)
        }
        table.identitySequence = table.identityColumn.map { column in
            names.choose("\(table.target.name)_\(column.name)_seq", for: "sequence of \(table.source.name)")
        }
        if let key = table.source.primaryKey, table.primaryKey != nil || table.loosensPrimaryKey {
            bindFolded(
                UniqueConstraint(columns: key.columns, collations: key.columns.map(table.keyCollation)), of: &table)
        }
        requireUniqueness(&table)
        for unique in table.source.uniqueConstraints {
            let isFolded = bindFolded(unique, of: &table)
            // A foreign key needs the columns as they stand to be unique too.
            if !isFolded || isReferenced(unique.columns, of: table), let key = bindUnique(unique, table) {
                table.uniqueConstraints.append(key)
            }
        }
    }

    /// Makes texts that a collation takes for equal collide, which a key over the columns as they stand does not.
    ///
    /// - Returns: whether a collation asks for that.
    @discardableResult
    private mutating func bindFolded(_ unique: UniqueConstraint, of table: inout BoundTable) -> Bool {
        let translator = translator(.columns(of: table.shape))
        var parts: [BoundIndex.Part] = []
        for (name, collation) in zip(unique.columns, unique.collations) {
            guard let collation = Collation(column: collation),
                var value = try? translator.value(Expression(.column(ColumnName(Name(name)))))
            else { return false }
            if value.type.name != .citext { value.collation = collation }
            // What cannot be a key at all is told where the key itself is made.
            guard let key = try? translator.keyExpression(value) else { return false }
            parts.append(Self.part(key))
        }
        guard parts.contains(where: { $0.column == nil }), let columns = table.targetColumns(unique.columns) else {
            return false
        }
        let name = names.choose(
            "\(table.target.name)_\(columns.joined(separator: "_"))_key", for: "unique key of \(table.source.name)")
        table.indexes.append(
            BoundIndex(name: name, kind: .unique, definition: .parts(parts, condition: nil), servesKey: true))
        return true
    }

    /// Whether a foreign key of the source has these columns for its parent's.
    private func isReferenced(_ columns: [String], of table: BoundTable) -> Bool {
        referencedKeys[table.source.name.asciiLowercased]?.contains(Set(columns.map(\.asciiLowercased))) == true
    }

    /// Keys over values that the target compares otherwise than the source: two spellings of a UUID, of a word.
    private func requireUniqueness(_ table: inout BoundTable) {
        let keys =
            [table.source.primaryKey?.columns].compactMap { $0 } + table.source.uniqueConstraints.map(\.columns)
            + table.source.indexes.compactMap(\.plainUniqueColumns)
        for key in keys {
            let columns = key.compactMap { table.targetColumn($0) }
            guard columns.count == key.count, columns.contains(where: \.mergesValues) else { continue }
            let names = key.joined(separator: ", ")
            let requirement = table.uniqueness(
                of: columns, message: "values of the key (\(names)) are equal in the target")
            if !table.requirements.contains(requirement) { table.requirements.append(requirement) }
        }
    }

    private mutating func bindPrimaryKey(_ table: inout BoundTable) -> BoundKey? {
        guard let key = table.source.primaryKey else { return nil }
        guard let columns = table.targetColumns(key.columns) else {
            noteLostColumn("primary key", key.columns, table)
            return nil
        }
        for column in key.columns.compactMap({ table.targetColumn($0) }) where table.mayHoldNULL(column) {
            if column.policies.invalid == .reject {
                table.nullKeys.append(column)
            } else if table.rowFilter != nil || !profileIsComplete {
                table.requirements.append(
                    table.presence(of: column, message: "'\(column.source.name)' of the primary key is NULL"))
            }
        }
        // The profile counts all rows, so it says nothing about those that a filter lets through.
        for name in key.columns
        where table.rowFilter == nil && !table.nullKeys.contains(where: { $0.source.name.isSameName(as: name) }) {
            let found = profile?.table(named: table.source.name)?.column(named: name)
            guard let found, found.nulls > 0 else { continue }
            let file = text.file("table", table.source.name, sql: table.source.sql)
            let definition = (try? CreateTableStatement(parsing: table.source.sql))?.column(named: name)
            diagnostics.add(
                .nullsInPrimaryKey(
                    found.nulls, rows: found.rows(with: .null), column: name, table: table.source.name,
                    at: definition.map { file.place($0.range) }))
        }
        let name = constraintName("\(table.target.name)_pkey", for: "primary key", of: table)
        return BoundKey(name: name, columns: columns)
    }

    private mutating func bindUnique(_ unique: UniqueConstraint, _ table: BoundTable) -> BoundKey? {
        guard let columns = table.targetColumns(unique.columns) else {
            noteLostColumn("unique constraint", unique.columns, table)
            return nil
        }
        let wanted = "\(table.target.name)_\(columns.joined(separator: "_"))_key"
        return BoundKey(name: constraintName(wanted, for: "unique constraint", of: table), columns: columns)
    }

    /// A key's name is that of its index too. A foreign key has none, but taking its name from there keeps it apart.
    mutating func constraintName(_ wanted: String, for what: String, of table: BoundTable) -> String {
        names.choose(wanted, for: "\(what) of \(table.source.name)", besides: table.checks.map(\.name))
    }

    /// A generated column that nobody dropped is an error of its own.
    mutating func noteLostColumn(_ what: String, _ columns: [String], _ table: BoundTable) {
        let settings = entry(for: table.source)?.settings.columns ?? []
        let isDropped = settings.contains { entry in
            entry.settings.drop.value && columns.contains { $0.asciiLowercased == entry.name.value.asciiLowercased }
        }
        if isDropped {
            diagnostics.add(.keyLosesColumn(what, columns, table: table.source.name, at: table.place))
        }
    }

    // MARK: Indexes

    mutating func bindIndexes(_ table: BoundTable) -> [BoundIndex] {
        let settings = entry(for: table.source)?.settings ?? TableSettings()
        let known = table.source.indexes.map(\.name)
        var result: [BoundIndex] = []
        var dropped: Set<String> = []
        for entry in settings.indexes {
            let exists = known.contains { $0.asciiLowercased == entry.name.value.asciiLowercased }
            switch entry.change {
            case .drop:
                if !exists {
                    diagnostics.add(
                        .noSuch("index", entry.name, in: "table '\(table.source.name)'", among: known))
                }
                dropped.insert(entry.name.value.asciiLowercased)
            case .add(let definition):
                if exists { dropped.insert(entry.name.value.asciiLowercased) }
                checkExpression(definition, key: "add", .postgresql)
                if let name = takeIndexName(
                    entry.name.value, source: entry.name.value, table, at: entry.name.place)
                {
                    result.append(BoundIndex(name: name, kind: .plain, definition: .text(definition.value)))
                }
            }
        }
        for index in table.source.indexes where !dropped.contains(index.name.asciiLowercased) {
            if let bound = bindIndex(index, table) { result.append(bound) }
        }
        return result
    }

    /// - Parameter source: the name that the plan knows the index by.
    private mutating func takeIndexName(
        _ wanted: String, source: String, _ table: BoundTable, at place: SourcePlace?
    ) -> String? {
        let remedy = NameRemedy.drop(["tables", table.source.name, "indexes", source], kind: "index")
        let name = checkedName(wanted, what: "index \(source)", remedy: remedy, at: place)
        if let holder = names.take(name, for: "index \(source)") {
            diagnostics.add(
                .collision(
                    name, "index \(source)", holder.what, in: "tables and indexes of a schema", remedy: remedy,
                    at: place))
            return nil
        }
        return name
    }

    private mutating func bindIndex(_ index: Index, _ table: BoundTable) -> BoundIndex? {
        let place = text.statement("index", index.name, sql: index.sql)
        let statement = try? CreateIndexStatement(parsing: index.sql)
        let file = text.file("index", index.name, sql: index.sql)
        let lost = index.parts.compactMap { part in
            if case .column(let name) = part.key, table.targetColumn(name) == nil { name } else { nil }
        }
        if !lost.isEmpty {
            noteLostColumn("index \(index.name)", lost, table)
            return nil
        }
        do throws(Untranslatable) {
            var parts: [BoundIndex.Part] = []
            for (position, part) in index.parts.enumerated() {
                parts.append(try translatePart(part, written: statement?.parts[position], of: table))
            }
            var condition: String?
            if index.isPartial {
                guard let written = statement?.condition else {
                    throw Untranslatable("the index's SQL does not say its condition", at: 0..<0)
                }
                condition = try translateCondition(written, of: table)
            }
            guard
                let name = takeIndexName(
                    targetName(index.name, renamed: nil), source: index.name, table, at: place)
            else { return nil }
            return BoundIndex(
                name: name, kind: index.isUnique ? .unique : .plain, definition: .parts(parts, condition: condition))
        } catch {
            diagnostics.add(
                .untranslatedIndex(
                    index, table: table.source.name, reason: error,
                    at: error.range.isEmpty ? place : file.place(error.range)))
            return nil
        }
    }
}

extension BoundTable {
    /// The collation by which the primary key tells the values of a column apart: that of the key's own COLLATE, or the
    /// column's.
    fileprivate func keyCollation(_ column: String) -> String {
        for constraint in text?.statement.constraints ?? [] {
            guard case .primaryKey(let terms, _, _) = constraint.kind else { continue }
            for term in terms {
                guard case .collate(let operand, let collation) = term.expression.kind,
                    case .column(let name) = operand.kind, name.name.value.isSameName(as: column)
                else { continue }
                return collation.value
            }
        }
        return source.column(named: column)?.collation ?? "BINARY"
    }

    /// Whether SQLite lets a column of the primary key be NULL.
    fileprivate func mayHoldNULL(_ column: BoundColumn) -> Bool {
        source.hasRowID && !column.source.isNotNull && source.primaryKey?.identity == nil
    }
}

extension Index {
    /// The columns of a unique index over all rows and over columns as they stand.
    fileprivate var plainUniqueColumns: [String]? {
        guard isUnique, !isPartial else { return nil }
        var columns: [String] = []
        for part in parts {
            guard case .column(let name) = part.key else { return nil }
            columns.append(name)
        }
        return columns
    }
}

extension Catalog {
    /// The columns that foreign keys name of a table, by its name; all names in lower case.
    var referencedKeys: [String: Set<Set<String>>] {
        tables.flatMap(\.foreignKeys).reduce(into: [:]) { keys, key in
            keys[key.parentTable.asciiLowercased, default: []].insert(Set(key.parentColumns.map(\.asciiLowercased)))
        }
    }
}
