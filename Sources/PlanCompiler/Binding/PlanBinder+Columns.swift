internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDialects
internal import PlanDocument
internal import PlanGraph
internal import PlanSQL
internal import PlanSupport

extension PlanBinder {
    /// PostgreSQL's limit (MaxHeapAttributeNumber); wide types lower it.
    private static let maximumColumns = 1600

    mutating func bindColumns(
        _ table: Table, _ settings: TableSettings, _ tableText: TableText?, target: String
    ) -> [BoundColumn] {
        var columns: [BoundColumn] = []
        var generated: [GeneratedColumn] = []
        var taken: [String: String] = [:]
        for column in table.columns where !column.isHidden {
            let entry = settings.columns.first { $0.name.value.asciiLowercased == column.name.asciiLowercased }
            let said = entry?.settings ?? ColumnSettings()
            if said.drop.value { continue }
            guard let bound = bindColumn(column, of: table, said, settings, tableText) else { continue }
            if let other = taken.updateValue(column.name, forKey: bound.name) {
                diagnostics.add(
                    .collision(
                        bound.name, "column \(table.name).\(column.name)", "column \(table.name).\(other)",
                        remedy: .rename(["tables", table.name, "columns", column.name, "rename"]),
                        at: said.rename?.place ?? place(of: column, tableText)))
            }
            if column.generation == nil {
                columns.append(bound)
            } else if let tableText, let expression = tableText.generation(of: column.name) {
                generated.append((bound, expression, tableText.place))
            }
        }
        columns = bindGenerations(generated, of: table, plain: columns, target: target).reduce(into: columns) {
            $0.append($1)
        }
        let positions = Dictionary(table.columns.enumerated().map { ($1.name, $0) }) { first, _ in first }
        columns.sort { positions[$0.source.name, default: 0] < positions[$1.source.name, default: 0] }
        columns += bindAddedColumns(table, settings, tableText, &taken)
        if columns.isEmpty, !table.columns.isEmpty, !diagnostics.hasErrors {
            diagnostics.add(.noColumnLeft(table.name, at: entry(for: table)?.name.place))
        }
        if columns.count > Self.maximumColumns {
            diagnostics.add(
                .tooManyColumns(
                    table.name, count: columns.count, limit: Self.maximumColumns,
                    at: text.statement("table", table.name, sql: table.sql)))
        }
        return columns
    }

    /// The place of a column's definition in the table's SQL.
    func place(of column: Column, _ tableText: TableText?) -> SourcePlace? {
        guard let tableText, let definition = tableText.column(column.name) else { return nil }
        return tableText.place(definition.range)
    }

    /// The columns that the plan adds, in its order, after those of the source.
    private mutating func bindAddedColumns(
        _ table: Table, _ settings: TableSettings, _ tableText: TableText?, _ taken: inout [String: String]
    ) -> [BoundColumn] {
        var columns: [BoundColumn] = []
        for entry in settings.columns where entry.settings.add != nil && table.column(named: entry.name.value) == nil {
            let column = Column(name: entry.name.value, declaredType: "")
            guard let bound = bindColumn(column, of: table, entry.settings, settings, tableText) else { continue }
            if let other = taken.updateValue(column.name, forKey: bound.name) {
                diagnostics.add(
                    .collision(
                        bound.name, "column \(table.name).\(column.name)", "column \(table.name).\(other)",
                        remedy: .rename(["tables", table.name, "columns", column.name, "rename"]), at: entry.name.place)
                )
            }
            columns.append(bound)
        }
        return columns
    }

    private mutating func bindColumn(
        _ column: Column, of table: Table, _ said: ColumnSettings, _ settings: TableSettings, _ tableText: TableText?
    ) -> BoundColumn? {
        let keys = ["tables", table.name, "columns", column.name]
        let place = place(of: column, tableText)
        let what = "column \(table.name).\(column.name)"
        let name = checkedName(
            targetName(column.name, renamed: said.rename), what: what, remedy: .rename(keys + ["rename"]),
            at: said.rename?.place ?? place)
        if PostgresName.systemColumns.contains(name) {
            diagnostics.add(.impossibleName(name, what: what, remedy: .rename(keys + ["rename"]), at: place))
        }
        let policies = statedPolicies(said, of: table)
        let transform = bindTransforms(said, column, of: table, settings)
        guard let decision = decideType(column, of: table, said, policies, transform, at: place) else { return nil }
        checkCollation(column, of: table, said, decision, at: place)
        let isIdentity =
            column.generation == nil && table.primaryKey?.identity != nil
            && table.primaryKey?.columns.first?.asciiLowercased == column.name.asciiLowercased
            && [.smallint, .integer, .bigint].contains(decision.type.name)
        let defaultSQL =
            isIdentity ? nil : bindDefault(column, of: table, said, decision, at: place, tableText)
        return BoundColumn(
            source: column, name: name, affinity: DeclaredType(column.declaredType).affinity, decision: decision,
            isIdentity: isIdentity, defaultSQL: defaultSQL,
            policies: bindPolicies(policies, column, of: table, said),
            isProven: isProven(decision, column, of: table, said),
            momentFormat: momentFormat(of: column, in: table),
            sourceSQL: transform.sourceSQL.map { value in
                said.map.map { mapping($0, of: value, to: decision.type) } ?? value
            }, codecArgument: transform.argument)
    }

    /// How the values of a column are written, where every row has been looked at and all are texts in one format.
    private func momentFormat(of column: Column, in table: Table) -> MomentFormat? {
        guard profileIsComplete, let found = profile?.table(named: table.name)?.column(named: column.name),
            found.texts + found.nulls == found.rows
        else { return nil }
        return found.momentFormat
    }

    /// A collation other than BINARY changes what is equal. Keys and indexes keep that; queries need a type that does.
    private mutating func checkCollation(
        _ column: Column, of table: Table, _ said: ColumnSettings, _ decision: TypeDecision, at place: SourcePlace?
    ) {
        guard column.collation.uppercased() != "BINARY", said.type == nil,
            [.text, .varchar, .char].contains(decision.type.name)
        else { return }
        diagnostics.add(
            .collation(
                column.collation, isKnown: Collation(column: column.collation) != nil, column: column.name,
                table: table.name, at: place))
    }

    // MARK: Defaults

    private mutating func bindDefault(
        _ column: Column, of table: Table, _ said: ColumnSettings, _ decision: TypeDecision, at place: SourcePlace?,
        _ tableText: TableText?
    ) -> String? {
        if let stated = said.defaultExpression {
            checkExpression(stated, key: "default", .postgresql)
            // In parentheses it stays one expression, whatever is written.
            return stated.value.asciiLowercased == "null" ? nil : "(\(stated.value))"
        }
        guard let sql = column.defaultSQL else { return nil }
        let keys = ["tables", table.name, "columns", column.name, "default"]
        let defaultPlace = defaultPlace(of: column, tableText) ?? place
        // A number that stands for a point in time is one more expression.
        let literal = DefaultLiteral(parsing: sql)
        if literal == .null { return nil }
        guard let literal, decision.codec.timeFormat == nil else {
            return bindDefaultExpression(
                sql, of: column, in: table, decision, keys: keys, written: tableText?.defaultValue(of: column.name),
                at: defaultPlace, tableText)
        }
        switch DefaultTranslation.translate(literal, to: decision.type) {
        case .sql(let translated): return translated
        case .noDefault: return nil
        case .untranslatable(let reason):
            diagnostics.add(
                .impossibleDefault(
                    sql, column: column.name, table: table.name, reason: reason, keys: keys, at: defaultPlace))
            return nil
        }
    }

    private mutating func bindDefaultExpression(
        _ sql: String, of column: Column, in table: Table, _ decision: TypeDecision, keys: [String],
        written: Expression?,
        at place: SourcePlace?, _ tableText: TableText?
    ) -> String? {
        do {
            let expression: Expression
            if let written { expression = written } else { expression = try Self.parsed(sql) }
            return try translateDefault(expression, for: decision)
        } catch {
            let isPlaced = tableText != nil && written != nil
            diagnostics.add(
                .untranslatedDefault(
                    sql, column: column.name, table: table.name, reason: error, keys: keys,
                    at: isPlaced ? tableText?.place(error.range) : place))
            return nil
        }
    }

    private static func parsed(_ sql: String) throws(Untranslatable) -> Expression {
        do {
            return try Expression(parsing: sql)
        } catch {
            throw Untranslatable(error.reason, .unresolved, at: error.range)
        }
    }

    private func defaultPlace(of column: Column, _ tableText: TableText?) -> SourcePlace? {
        tableText?.defaultValue(of: column.name).flatMap { value in tableText?.place(value.range) }
    }
}
