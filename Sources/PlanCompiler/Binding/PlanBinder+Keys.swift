internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDialects
internal import PlanDocument
internal import PlanSQL
internal import PlanSupport

extension PlanBinder {
    /// Primary key, unique constraints and indexes. Names that the source gives come before those that we choose.
    mutating func bindKeys(_ table: inout BoundTable) {
        let settings = entry(for: table.source)?.settings ?? TableSettings()
        table.indexes = bindIndexes(table, settings)
        table.primaryKey = bindPrimaryKey(table)
        table.identitySequence = table.identityColumn.map { column in
            names.choose("\(table.target.name)_\(column.name)_seq", for: "sequence of \(table.source.name)")
        }
        table.uniqueConstraints = table.source.uniqueConstraints.compactMap { bindUnique($0, table) }
    }

    private mutating func bindPrimaryKey(_ table: BoundTable) -> BoundKey? {
        guard let key = table.source.primaryKey else { return nil }
        guard let columns = table.targetColumns(key.columns) else {
            noteLostColumn("primary key", key.columns, table)
            return nil
        }
        // The profile counts all rows, so it says nothing about those that a filter lets through.
        for name in key.columns where table.rowFilter == nil {
            let nulls = profile?.table(named: table.source.name)?.column(named: name)?.nulls ?? 0
            if nulls > 0 { diagnostics.add(.nullsInPrimaryKey(nulls, column: name, table: table.source.name)) }
        }
        let name = names.choose("\(table.target.name)_pkey", for: "primary key of \(table.source.name)")
        return BoundKey(name: name, columns: columns)
    }

    private mutating func bindUnique(_ unique: UniqueConstraint, _ table: BoundTable) -> BoundKey? {
        guard let columns = table.targetColumns(unique.columns) else {
            noteLostColumn("unique constraint", unique.columns, table)
            return nil
        }
        let wanted = "\(table.target.name)_\(columns.joined(separator: "_"))_key"
        let name = names.choose(wanted, for: "unique constraint of \(table.source.name)")
        return BoundKey(name: name, columns: columns)
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

    private mutating func bindIndexes(_ table: BoundTable, _ settings: TableSettings) -> [BoundIndex] {
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
                if let name = takeIndexName(entry.name.value, table, at: entry.name.place) {
                    result.append(BoundIndex(name: name, kind: .plain, definition: .text(definition.value)))
                }
            }
        }
        for index in table.source.indexes where !dropped.contains(index.name.asciiLowercased) {
            if let bound = bindIndex(index, table) { result.append(bound) }
        }
        return result
    }

    private mutating func takeIndexName(_ wanted: String, _ table: BoundTable, at place: SourcePlace?) -> String? {
        let keys = ["tables", table.source.name, "indexes", wanted]
        let name = checkedName(wanted, what: "index \(wanted)", resolution: keys, at: place)
        if let holder = names.take(name, for: "index \(wanted)") {
            diagnostics.add(.indexCollision(name, "index \(wanted)", holder.what, keys: keys, at: place))
            return nil
        }
        return name
    }

    private mutating func bindIndex(_ index: Index, _ table: BoundTable) -> BoundIndex? {
        let place = text.statement("index", index.name, sql: index.sql)
        let statement = try? CreateIndexStatement(parsing: index.sql)
        let file = text.file("index", index.name, sql: index.sql)
        if index.isPartial || index.parts.contains(where: { $0.key == .expression || $0.key == .rowID }) {
            let expression = index.parts.firstIndex { $0.key == .expression || $0.key == .rowID }
            let range =
                index.isPartial ? statement?.condition?.range : expression.flatMap { statement?.parts[$0].range }
            diagnostics.add(
                .untranslatedIndex(
                    index, table: table.source.name, what: index.isPartial ? "condition" : "expression",
                    at: range.map(file.place) ?? place))
            return nil
        }
        var parts: [(column: String, order: PostgresDDL.IndexOrder)] = []
        for (position, part) in index.parts.enumerated() {
            guard case .column(let name) = part.key else { continue }
            guard let column = table.targetColumn(name) else {
                noteLostColumn("index \(index.name)", [name], table)
                return nil
            }
            let isText = [.text, .varchar, .char].contains(column.decision.type.name)
            if part.collation.uppercased() != "BINARY", isText {
                diagnostics.add(
                    .untranslatedIndex(
                        index, table: table.source.name, what: "collation \(part.collation)",
                        at: statement.map { file.place($0.parts[position].range) } ?? place))
                return nil
            }
            parts.append((column.name, part.isDescending ? .descending : .ascending))
        }
        guard let name = takeIndexName(targetName(index.name, renamed: nil), table, at: place) else { return nil }
        return BoundIndex(name: name, kind: index.isUnique ? .unique : .plain, definition: .columns(parts))
    }
}
