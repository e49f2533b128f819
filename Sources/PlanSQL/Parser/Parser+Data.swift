extension Parser {
    /// Reads a statement that a trigger's body may hold.
    mutating func dataStatement() throws(SyntaxError) -> Statement {
        let start = cursor.offset
        let with = try withClause()
        guard let token = cursor.peek else { throw cursor.failure("expected a statement") }
        switch token.keyword {
        case "SELECT", "VALUES": return .select(try select(with, from: start))
        case "INSERT", "REPLACE": return .insert(try insert(with, from: start))
        case "UPDATE": return .update(try update(with, from: start))
        case "DELETE": return .delete(try delete(with, from: start))
        default: throw cursor.failure("expected SELECT, VALUES, INSERT, REPLACE, UPDATE or DELETE")
        }
    }

    private mutating func insert(_ with: WithClause?, from start: Int) throws(SyntaxError) -> InsertStatement {
        let isReplace = cursor.accept("REPLACE")
        if !isReplace { try cursor.expect("INSERT") }
        let conflict = isReplace ? .replace : try orConflict()
        try cursor.expect("INTO")
        let table = try relationName()
        let alias = cursor.accept("AS") ? try name() : nil
        let columns = try optionalNames()
        var upserts: [UpsertClause] = []
        let source: InsertStatement.Source
        if cursor.accept("DEFAULT") {
            try cursor.expect("VALUES")
            source = .defaultValues
        } else {
            source = .query(try select())
            while let upsert = try upsert() { upserts.append(upsert) }
        }
        let returning = try returning()
        return InsertStatement(
            with: with, conflict: conflict, table: table, alias: alias, columns: columns, source: source,
            upserts: upserts, returning: returning, range: range(from: start))
    }

    private mutating func upsert() throws(SyntaxError) -> UpsertClause? {
        let start = cursor.offset
        guard cursor.accept("ON") else { return nil }
        try cursor.expect("CONFLICT")
        var target: [OrderingTerm] = []
        var targetCondition: Expression?
        if cursor.accept(symbol: "(") {
            target = try orderingTerms()
            try cursor.expect(symbol: ")")
            targetCondition = try expression(after: "WHERE")
        }
        try cursor.expect("DO")
        if cursor.accept("NOTHING") {
            return UpsertClause(
                target: target, targetCondition: targetCondition, action: .nothing, range: range(from: start))
        }
        try cursor.expect("UPDATE")
        let assignments = try assignments()
        let condition = try expression(after: "WHERE")
        return UpsertClause(
            target: target, targetCondition: targetCondition, action: .update(assignments, condition: condition),
            range: range(from: start))
    }

    private mutating func update(_ with: WithClause?, from start: Int) throws(SyntaxError) -> UpdateStatement {
        try cursor.expect("UPDATE")
        let conflict = try orConflict()
        let table = try relationName()
        let alias = cursor.accept("AS") ? try name() : nil
        let index = try indexHint()
        let assignments = try assignments()
        let from = cursor.accept("FROM") ? try fromClause() : nil
        let condition = try expression(after: "WHERE")
        let returning = try returning()
        let order = try ordering()
        let limit = try limit()
        return UpdateStatement(
            with: with, conflict: conflict, table: table, alias: alias, index: index, assignments: assignments,
            from: from, condition: condition, returning: returning, order: order, limit: limit,
            range: range(from: start))
    }

    private mutating func delete(_ with: WithClause?, from start: Int) throws(SyntaxError) -> DeleteStatement {
        try cursor.expect("DELETE")
        try cursor.expect("FROM")
        let table = try relationName()
        let alias = cursor.accept("AS") ? try name() : nil
        let index = try indexHint()
        let condition = try expression(after: "WHERE")
        let returning = try returning()
        let order = try ordering()
        let limit = try limit()
        return DeleteStatement(
            with: with, table: table, alias: alias, index: index, condition: condition, returning: returning,
            order: order, limit: limit, range: range(from: start))
    }

    private mutating func assignments() throws(SyntaxError) -> [Assignment] {
        try cursor.expect("SET")
        return try list { (parser) throws(SyntaxError) in
            let start = parser.cursor.offset
            let columns = parser.cursor.peek?.isSymbol("(") == true ? try parser.names() : [try parser.name()]
            // SQLite's grammar has = here, and its lexer reads == as the same.
            if !parser.cursor.accept(symbol: "==") { try parser.cursor.expect(symbol: "=") }
            let value = try parser.expression()
            return Assignment(columns: columns, value: value, range: parser.range(from: start))
        }
    }

    private mutating func returning() throws(SyntaxError) -> [ResultColumn] {
        cursor.accept("RETURNING") ? try resultColumns() : []
    }

    /// `OR REPLACE` and its like, or nothing.
    private mutating func orConflict() throws(SyntaxError) -> ConflictResolution? {
        cursor.accept("OR") ? try conflictResolution() : nil
    }

    mutating func conflictResolution() throws(SyntaxError) -> ConflictResolution {
        for resolution in ConflictResolution.allCases where cursor.accept(resolution.rawValue) { return resolution }
        throw cursor.failure("expected ROLLBACK, ABORT, FAIL, IGNORE or REPLACE")
    }
}
