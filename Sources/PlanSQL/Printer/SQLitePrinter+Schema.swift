extension SQLitePrinter {
    func createTable(_ statement: CreateTableStatement) -> String {
        let head = clauses(
            "CREATE", statement.isTemporary ? "TEMPORARY" : nil, "TABLE", ifNotExists(statement.ifNotExists),
            relation(statement.qualifiedName))
        if let query = statement.query { return "\(head) AS \(select(query))" }
        let elements = statement.columns.map(column) + statement.constraints.map(constraint)
        let body = "\(head) (\(elements.joined(separator: ", ")))"
        return clauses(body, statement.options.isEmpty ? nil : list(statement.options, \.rawValue))
    }

    private func ifNotExists(_ isWritten: Bool) -> String? { isWritten ? "IF NOT EXISTS" : nil }

    func createVirtualTable(_ statement: CreateVirtualTableStatement) -> String {
        let arguments = statement.arguments.isEmpty ? nil : "(\(list(statement.arguments, \.text)))"
        return clauses(
            "CREATE VIRTUAL TABLE", ifNotExists(statement.ifNotExists), relation(statement.name), "USING",
            name(statement.module), arguments)
    }

    func createIndex(_ statement: CreateIndexStatement) -> String {
        clauses(
            statement.isUnique ? "CREATE UNIQUE INDEX" : "CREATE INDEX", ifNotExists(statement.ifNotExists),
            relation(statement.name), "ON", name(statement.table), "(\(list(statement.parts, orderingTerm)))",
            clause("WHERE", statement.condition))
    }

    func createView(_ statement: CreateViewStatement) -> String {
        clauses(
            "CREATE", statement.isTemporary ? "TEMPORARY" : nil, "VIEW", ifNotExists(statement.ifNotExists),
            relation(statement.name), columns(statement.columns), "AS", select(statement.query))
    }

    func createTrigger(_ statement: CreateTriggerStatement) -> String {
        let event =
            switch statement.event {
            case .insert: "INSERT"
            case .delete: "DELETE"
            case .update(let columns): clauses("UPDATE", list("OF", columns, name))
            }
        return clauses(
            "CREATE", statement.isTemporary ? "TEMPORARY" : nil, "TRIGGER", ifNotExists(statement.ifNotExists),
            relation(statement.name), statement.time.rawValue, event, "ON", relation(statement.table),
            clause("WHEN", statement.condition), "BEGIN",
            statement.body.map { "\(text(of: $0));" }.joined(separator: " "), "END")
    }

    // MARK: Columns and constraints

    private func column(_ column: ColumnDefinition) -> String {
        let constraints = column.constraints.map(constraint).joined(separator: " ")
        return clauses(name(column.name), column.type?.text, constraints.isEmpty ? nil : constraints)
    }

    private func constraint(_ constraint: ColumnConstraint) -> String {
        let text =
            switch constraint.kind {
            case .primaryKey(let isDescending, let resolution, let isAutoincrement):
                clauses(
                    "PRIMARY KEY", isDescending ? "DESC" : nil, conflict(resolution),
                    isAutoincrement ? "AUTOINCREMENT" : nil)
            case .notNull(let resolution): clauses("NOT NULL", conflict(resolution))
            case .null: "NULL"
            case .unique(let resolution): clauses("UNIQUE", conflict(resolution))
            case .check(let condition): "CHECK (\(expression(condition)))"
            case .defaultValue(let value): "DEFAULT \(defaultValue(value))"
            case .collate(let collation): "COLLATE \(name(collation))"
            case .references(let clause): references(clause)
            case .deferral(let isDeferrable, let isInitiallyDeferred):
                isDeferrable ? deferral(isInitiallyDeferred: isInitiallyDeferred) : "NOT DEFERRABLE"
            case .generated(let value, let isStored):
                clauses("GENERATED ALWAYS AS (\(expression(value)))", isStored ? "STORED" : nil)
            }
        return clauses(constraint.name.map { "CONSTRAINT \(name($0))" }, text)
    }

    /// Constants, with a sign or not, and names stand without parentheses.
    private func defaultValue(_ value: Expression) -> String {
        let isBare =
            switch value.kind {
            case .literal: true
            case .column(let column): column.table == nil
            case .unary(.minus, let value), .unary(.plus, let value):
                switch value.kind {
                case .literal(.boolean): false
                case .literal: true
                case .column, .parameter, .unary, .binary, .collate, .isNull, .isNotNull, .pattern, .between,
                    .membership, .conditional, .cast, .function, .exists, .subquery, .row, .raise, .array,
                    .subscript:
                    false
                }
            case .parameter, .unary, .binary, .collate, .isNull, .isNotNull, .pattern, .between, .membership,
                .conditional, .cast, .function, .exists, .subquery, .row, .raise, .array, .subscript:
                false
            }
        return isBare ? expression(value) : "(\(expression(value)))"
    }

    private func constraint(_ constraint: TableConstraint) -> String {
        let text =
            switch constraint.kind {
            case .primaryKey(let columns, let isAutoincrement, let resolution):
                clauses(
                    "PRIMARY KEY (\(list(columns, orderingTerm))\(isAutoincrement ? " AUTOINCREMENT" : ""))",
                    conflict(resolution))
            case .unique(let columns, let resolution):
                clauses("UNIQUE (\(list(columns, orderingTerm)))", conflict(resolution))
            case .check(let condition): "CHECK (\(expression(condition)))"
            case .foreignKey(let columns, let clause):
                "FOREIGN KEY (\(list(columns, name))) \(references(clause))"
            }
        return clauses(constraint.name.map { "CONSTRAINT \(name($0))" }, text)
    }

    private func references(_ clause: ReferencesClause) -> String {
        clauses(
            "REFERENCES", name(clause.parent), columns(clause.parentColumns),
            clause.onDelete.map { "ON DELETE \($0.rawValue)" }, clause.onUpdate.map { "ON UPDATE \($0.rawValue)" },
            clause.match.map { "MATCH \(name($0))" },
            clause.isDeferrable ? deferral(isInitiallyDeferred: clause.isInitiallyDeferred) : nil)
    }

    private func deferral(isInitiallyDeferred: Bool) -> String {
        isInitiallyDeferred ? "DEFERRABLE INITIALLY DEFERRED" : "DEFERRABLE"
    }

    private func conflict(_ resolution: ConflictResolution?) -> String? {
        resolution.map { "ON CONFLICT \($0.rawValue)" }
    }
}
