internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDialects
internal import PlanDocument
internal import PlanSQL
internal import PlanSupport

extension PlanBinder {
    mutating func bindTable(_ table: Table) -> BoundTable {
        let entry = entry(for: table)
        let settings = entry?.settings ?? TableSettings()
        let tableText = parsedText(of: table)
        checkColumnNames(settings, table)
        let target = bindTableName(table, settings)
        let columns = bindColumns(table, settings, tableText, target: target)
        let checks = bindChecks(table, settings, tableText, columns, target: target)
        noteConflictClauses(table, tableText)
        if let filter = settings.rowFilter { checkExpression(filter, key: "where", .sqlite) }
        var bound = BoundTable(
            source: table, text: tableText,
            target: QualifiedName(schema: document.target.schema.value, name: target), columns: columns,
            checks: checks, rowFilter: settings.rowFilter?.value, place: entry?.name.place)
        bound.loosensPrimaryKey = settings.primaryKey.value == .unique
        bound.invalid = tableInvalidPolicy(table)
        bindKeyColumns(settings, &bound)
        return bound
    }

    /// The columns that the plan says tell rows apart.
    mutating func bindKeyColumns(_ settings: TableSettings, _ table: inout BoundTable) {
        guard let key = settings.key else { return }
        for column in key where table.source.column(named: column.value) == nil {
            diagnostics.add(
                .noSuch("column", column, in: "table '\(table.source.name)'", among: table.source.columns.map(\.name)))
        }
        let columns = key.compactMap { table.targetColumn($0.value) }.filter(\.isCopied)
        guard columns.count == key.count else { return }
        table.key = columns.map(\.name)
        table.requirements.append(table.uniqueness(of: columns, message: "the columns of 'key' do not tell rows apart"))
    }

    /// The table's statement taken apart. If it cannot be, what stands only there is unknown, which is an error.
    mutating func parsedText(of table: Table) -> TableText? {
        let file = text.file("table", table.name, sql: table.sql)
        do {
            return TableText(file: file, statement: try CreateTableStatement(parsing: table.sql))
        } catch {
            diagnostics.add(.unreadableSQL("table", table.name, reason: error.reason, at: file.place(error.range)))
            return nil
        }
    }

    private mutating func bindTableName(_ table: Table, _ settings: TableSettings) -> String {
        let wanted = targetName(table.name, renamed: settings.rename)
        let place = settings.rename?.place ?? text.statement("table", table.name, sql: table.sql)
        let remedy = NameRemedy.rename(["tables", table.name, "rename"])
        let name = checkedName(wanted, what: "table \(table.name)", remedy: remedy, at: place)
        if let holder = names.take(name, for: "table \(table.name)") {
            diagnostics.add(.collision(name, "table \(table.name)", holder.what, remedy: remedy, at: place))
        }
        return name
    }

    /// A name that PostgreSQL takes: not empty, and cut to its length with a suffix.
    mutating func checkedName(
        _ wanted: String, what: String, remedy: NameRemedy, at place: SourcePlace?
    ) -> String {
        if wanted.isEmpty { diagnostics.add(.impossibleName(wanted, what: what, remedy: remedy, at: place)) }
        let fitted = PostgresName.fitted(wanted)
        if fitted != wanted {
            diagnostics.add(.shortened(wanted, to: fitted, what: what, remedy: remedy, at: place))
        }
        return fitted
    }

    mutating func checkColumnNames(_ settings: TableSettings, _ table: Table) {
        for entry in settings.columns
        where table.column(named: entry.name.value) == nil && entry.settings.add == nil {
            diagnostics.add(
                .noSuch("column", entry.name, in: "table '\(table.name)'", among: table.columns.map(\.name)))
        }
    }

    // MARK: Checks

    private mutating func bindChecks(
        _ table: Table, _ settings: TableSettings, _ tableText: TableText?, _ columns: [BoundColumn], target: String
    ) -> [PostgresDDL.Check] {
        guard let tableText else { return [] }
        let shape = shape(of: table, columns, target: target)
        let translator = translator(.columns(of: shape))
        let found = checks(in: tableText)
        for entry in settings.checks where !found.contains(where: { matches(entry, $0) }) {
            let known = found.map { $0.name?.value ?? $0.condition }
            diagnostics.add(.noSuch("check", entry.name, in: "table '\(table.name)'", among: known))
        }
        return zip(found, checkNames(found, columns, target: target)).compactMap { check, name in
            switch settings.checks.first(where: { matches($0, check) })?.replacement {
            case .drop?: return nil
            case .sql(let sql)?:
                checkExpression(sql, key: "sql", .postgresql)
                return PostgresDDL.Check(name: name, condition: sql.value)
            case nil:
                do throws(Untranslatable) {
                    try shape.requireUnchanged(in: check.expression)
                    let condition = try translator.condition(check.expression)
                    return PostgresDDL.Check(name: name, condition: PostgresPrinter().text(of: condition.expression))
                } catch {
                    diagnostics.add(
                        .untranslatedCheck(
                            check.condition, key: check.name?.value ?? check.condition, table: table.name,
                            reason: error, at: tableText.place(error.range)))
                    return nil
                }
            }
        }
    }

    private typealias WrittenCheck = (name: Name?, column: Name?, condition: String, expression: Expression)

    /// A name for each check. PostgreSQL would look at the whole schema to choose one, so that it could differ from run to
    /// run; and SQLite lets two constraints of a table have one name.
    private func checkNames(_ checks: [WrittenCheck], _ columns: [BoundColumn], target: String) -> [String] {
        var space = Namespace()
        var names = checks.map { check in
            check.name.map { space.choose(targetName($0.value, renamed: nil), for: "check") }
        }
        for (position, check) in checks.enumerated() where names[position] == nil {
            let column = check.column.flatMap { name in columns.first { $0.source.name.isSameName(as: name.value) } }
            let parts = [target] + (column.map { [$0.name] } ?? []) + ["check"]
            names[position] = space.choose(parts.joined(separator: "_"), for: "check")
        }
        return names.compactMap { $0 }
    }

    private func checks(in table: TableText) -> [WrittenCheck] {
        let ofColumns: [WrittenCheck] = table.statement.columns.flatMap { column in
            column.constraints.compactMap { constraint in
                guard case .check(let condition) = constraint.kind else { return nil }
                return (constraint.name, column.name, table.text(condition.range), condition)
            }
        }
        let ofTable: [WrittenCheck] = table.statement.constraints.compactMap { constraint in
            guard case .check(let condition) = constraint.kind else { return nil }
            return (constraint.name, nil, table.text(condition.range), condition)
        }
        return ofColumns + ofTable
    }

    /// A check is meant by its name or by its text, blanks apart.
    private func matches(_ entry: NamedReplacement, _ check: WrittenCheck) -> Bool {
        if let name = check.name, name.value == entry.name.value { return true }
        let tokens = try? Lexer.tokens(of: entry.name.value).map(\.text)
        return tokens != nil && tokens == (try? Lexer.tokens(of: check.condition).map(\.text))
    }

    // MARK: SQL in the plan

    /// Finds text that would leave the parentheses that it is put into.
    mutating func checkExpression(_ sql: Located<String>, key: String, _ language: ExpressionText.Language) {
        if let problem = ExpressionText.problem(in: sql.value, language) {
            diagnostics.add(.malformedSQL(sql, key: key, reason: problem.reason))
        }
    }

    /// PostgreSQL has no ON CONFLICT in constraints: a conflict fails there.
    private mutating func noteConflictClauses(_ table: Table, _ tableText: TableText?) {
        guard let tableText else { return }
        for constraint in tableText.statement.columns.flatMap(\.constraints) {
            switch constraint.kind {
            case .primaryKey(_, let conflict?, _), .notNull(let conflict?), .unique(let conflict?):
                diagnostics.add(
                    .conflictClause(conflict.rawValue, table: table.name, at: tableText.place(constraint.range)))
            default: continue
            }
        }
        for constraint in tableText.statement.constraints {
            switch constraint.kind {
            case .primaryKey(_, _, let conflict?), .unique(_, let conflict?):
                diagnostics.add(
                    .conflictClause(conflict.rawValue, table: table.name, at: tableText.place(constraint.range)))
            default: continue
            }
        }
    }
}
