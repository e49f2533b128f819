extension Parser {
    /// Reads a column constraint after its name; nil where none begins.
    mutating func columnConstraint() throws(SyntaxError) -> ColumnConstraint.Kind? {
        if cursor.accept("PRIMARY") { return try primaryKey() }
        if let deferral = try deferral() {
            return .deferral(
                isDeferrable: deferral.isDeferrable, isInitiallyDeferred: deferral.isInitiallyDeferred)
        }
        if cursor.accept("NOT") {
            try cursor.expect("NULL")
            return .notNull(conflict: try conflictClause())
        }
        if cursor.accept("NULL") {
            _ = try conflictClause()
            return .null
        }
        if cursor.accept("UNIQUE") { return .unique(conflict: try conflictClause()) }
        if cursor.accept("CHECK") {
            let condition = try parenthesizedExpression()
            _ = try conflictClause()
            return .check(condition)
        }
        if cursor.accept("DEFAULT") { return .defaultValue(try defaultValue()) }
        if cursor.accept("COLLATE") { return .collate(try name()) }
        if cursor.accept("REFERENCES") { return .references(try references()) }
        if cursor.accept("GENERATED") {
            try cursor.expect("ALWAYS")
            try cursor.expect("AS")
            return try generated()
        }
        return cursor.accept("AS") ? try generated() : nil
    }

    mutating func parenthesizedExpression() throws(SyntaxError) -> Expression {
        try cursor.expect(symbol: "(")
        let result = try expression()
        try cursor.expect(symbol: ")")
        return result
    }

    private mutating func primaryKey() throws(SyntaxError) -> ColumnConstraint.Kind {
        try cursor.expect("KEY")
        let isDescending = cursor.accept("DESC")
        if !isDescending { _ = cursor.accept("ASC") }
        let conflict = try conflictClause()
        return .primaryKey(
            isDescending: isDescending, conflict: conflict, isAutoincrement: cursor.accept("AUTOINCREMENT"))
    }

    private mutating func generated() throws(SyntaxError) -> ColumnConstraint.Kind {
        let value = try parenthesizedExpression()
        let isStored = cursor.accept("STORED")
        if !isStored { _ = cursor.accept("VIRTUAL") }
        return .generated(value, isStored: isStored)
    }

    /// An expression in parentheses, or a constant with or without a sign, or a name.
    private mutating func defaultValue() throws(SyntaxError) -> Expression {
        guard let token = cursor.peek else { throw cursor.failure("expected a default") }
        if token.isSymbol("(") { return try parenthesizedExpression() }
        let start = token.range.lowerBound
        if let sign = token.kind == .symbol ? UnaryOperator(rawValue: token.text) : nil, sign != .complement {
            _ = cursor.take()
            let place = cursor.offset
            guard let constant = cursor.peek, !constant.isKeyword("TRUE"), !constant.isKeyword("FALSE") else {
                throw cursor.failure("expected a constant")
            }
            let value = Expression(.literal(try literal()), range: range(from: place))
            return Expression(.unary(sign, value), range: range(from: start))
        }
        if Literal(token) != nil { return Expression(.literal(try literal()), range: range(from: start)) }
        guard token.isName else { throw cursor.failure("expected a default") }
        let column = ColumnName(try name(), mayBeString: token.begins(with: "\""))
        return Expression(.column(column), range: range(from: start))
    }

    /// Reads what follows `REFERENCES`.
    mutating func references() throws(SyntaxError) -> ReferencesClause {
        let start = cursor.offset
        let parent = try name()
        let columns = try optionalNames()
        var onDelete: ReferencesClause.Action?
        var onUpdate: ReferencesClause.Action?
        var match: Name?
        while true {
            if cursor.accept("ON") {
                if cursor.accept("DELETE") {
                    onDelete = try action()
                } else if cursor.accept("UPDATE") {
                    onUpdate = try action()
                } else {
                    // SQLite reads ON INSERT too, and forgets it.
                    guard cursor.accept("INSERT") else { throw cursor.failure("expected DELETE or UPDATE") }
                    _ = try action()
                }
            } else if cursor.accept("MATCH") {
                match = try name()
            } else {
                break
            }
        }
        // Of several, the last one counts.
        var deferral = (isDeferrable: false, isInitiallyDeferred: false)
        while let next = try self.deferral() { deferral = next }
        return ReferencesClause(
            parent: parent, parentColumns: columns, onDelete: onDelete, onUpdate: onUpdate, match: match,
            isDeferrable: deferral.isDeferrable, isInitiallyDeferred: deferral.isInitiallyDeferred,
            range: range(from: start))
    }

    private mutating func action() throws(SyntaxError) -> ReferencesClause.Action {
        if cursor.accept("SET", "NULL") { return .setNull }
        if cursor.accept("SET", "DEFAULT") { return .setDefault }
        if cursor.accept("CASCADE") { return .cascade }
        if cursor.accept("RESTRICT") { return .restrict }
        if cursor.accept("NO", "ACTION") { return .noAction }
        throw cursor.failure("expected SET NULL, SET DEFAULT, CASCADE, RESTRICT or NO ACTION")
    }

    /// `[NOT] DEFERRABLE [INITIALLY …]`, or nothing.
    private mutating func deferral() throws(SyntaxError) -> (isDeferrable: Bool, isInitiallyDeferred: Bool)? {
        let isNegated = cursor.accept("NOT", "DEFERRABLE")
        guard isNegated || cursor.accept("DEFERRABLE") else { return nil }
        var isInitiallyDeferred = false
        if cursor.accept("INITIALLY") {
            isInitiallyDeferred = cursor.accept("DEFERRED")
            if !isInitiallyDeferred { try cursor.expect("IMMEDIATE") }
        }
        return (!isNegated, isInitiallyDeferred && !isNegated)
    }

    /// `ON CONFLICT REPLACE` and its like: the resolution, nil where there is none or it is SQLite's default, ABORT.
    mutating func conflictClause() throws(SyntaxError) -> ConflictResolution? {
        guard cursor.accept("ON", "CONFLICT") else { return nil }
        let resolution = try conflictResolution()
        return resolution == .abort ? nil : resolution
    }
}
