extension Parser {
    /// Reads the whole text as one statement.
    mutating func statement() throws(SyntaxError) -> Statement {
        let statement = cursor.peek?.isKeyword("CREATE") == true ? try create() : try dataStatement()
        try end()
        return statement
    }

    /// Takes semicolons, after which nothing may follow.
    mutating func end() throws(SyntaxError) {
        while cursor.accept(symbol: ";") {}
        guard cursor.isAtEnd else { throw cursor.failure("expected the end of the statement") }
    }

    private mutating func create() throws(SyntaxError) -> Statement {
        let start = cursor.offset
        try cursor.expect("CREATE")
        if cursor.accept("UNIQUE") {
            try cursor.expect("INDEX")
            return .createIndex(try index(isUnique: true, from: start))
        }
        if cursor.accept("INDEX") { return .createIndex(try index(isUnique: false, from: start)) }
        if cursor.accept("VIRTUAL") {
            try cursor.expect("TABLE")
            return .createVirtualTable(try virtualTable(from: start))
        }
        let isTemporary = cursor.accept("TEMP") || cursor.accept("TEMPORARY")
        if cursor.accept("TABLE") { return .createTable(try table(isTemporary: isTemporary, from: start)) }
        if cursor.accept("VIEW") { return .createView(try view(isTemporary: isTemporary, from: start)) }
        if cursor.accept("TRIGGER") { return .createTrigger(try trigger(isTemporary: isTemporary, from: start)) }
        throw cursor.failure(
            isTemporary ? "expected TABLE, VIEW or TRIGGER" : "expected TABLE, INDEX, VIEW, TRIGGER or VIRTUAL TABLE")
    }

    mutating func ifNotExists() throws(SyntaxError) -> Bool {
        guard cursor.accept("IF", "NOT") else { return false }
        try cursor.expect("EXISTS")
        return true
    }

    private mutating func index(isUnique: Bool, from start: Int) throws(SyntaxError) -> CreateIndexStatement {
        let ifNotExists = try ifNotExists()
        let name = try relationName()
        try cursor.expect("ON")
        let table = try self.name()
        try cursor.expect(symbol: "(")
        let parts = try orderingTerms()
        try cursor.expect(symbol: ")")
        let condition = try expression(after: "WHERE")
        return CreateIndexStatement(
            isUnique: isUnique, ifNotExists: ifNotExists, name: name, table: table, parts: parts,
            condition: condition, range: range(from: start))
    }

    private mutating func view(isTemporary: Bool, from start: Int) throws(SyntaxError) -> CreateViewStatement {
        let ifNotExists = try ifNotExists()
        let name = try relationName()
        let columns = try optionalNames()
        try cursor.expect("AS")
        let query = try select()
        return CreateViewStatement(
            isTemporary: isTemporary, ifNotExists: ifNotExists, name: name, columns: columns, query: query,
            range: range(from: start))
    }

    private mutating func virtualTable(from start: Int) throws(SyntaxError) -> CreateVirtualTableStatement {
        let ifNotExists = try ifNotExists()
        let name = try relationName()
        try cursor.expect("USING")
        let module = try self.name()
        var arguments: [SQLFragment] = []
        if cursor.accept(symbol: "(") {
            if cursor.peek?.isSymbol(")") != true {
                arguments = try list { (parser) throws(SyntaxError) in try parser.moduleArgument() }
            }
            try cursor.expect(symbol: ")")
        }
        return CreateVirtualTableStatement(
            ifNotExists: ifNotExists, name: name, module: module, arguments: arguments, range: range(from: start))
    }

    /// Tokens up to a comma or a closing parenthesis that belongs to the list around them.
    private mutating func moduleArgument() throws(SyntaxError) -> SQLFragment {
        let start = cursor.offset
        while let token = cursor.peek, !token.isSymbol(","), !token.isSymbol(")") {
            if token.isSymbol("(") { try cursor.skipParenthesized() } else { _ = cursor.take() }
        }
        return cursor.fragment(from: start)
    }

    private mutating func trigger(isTemporary: Bool, from start: Int) throws(SyntaxError) -> CreateTriggerStatement {
        let ifNotExists = try ifNotExists()
        let name = try relationName()
        let time = try triggerTime()
        let event = try triggerEvent()
        try cursor.expect("ON")
        let table = try relationName()
        if cursor.accept("FOR") {
            try cursor.expect("EACH")
            try cursor.expect("ROW")
        }
        let condition = try expression(after: "WHEN")
        try cursor.expect("BEGIN")
        var body: [Statement] = []
        repeat {
            body.append(try dataStatement())
            try cursor.expect(symbol: ";")
        } while cursor.peek?.isKeyword("END") != true
        try cursor.expect("END")
        return CreateTriggerStatement(
            isTemporary: isTemporary, ifNotExists: ifNotExists, name: name, time: time, event: event, table: table,
            condition: condition, body: body, range: range(from: start))
    }

    private mutating func triggerTime() throws(SyntaxError) -> CreateTriggerStatement.Time {
        if cursor.accept("AFTER") { return .after }
        if cursor.accept("INSTEAD") {
            try cursor.expect("OF")
            return .insteadOf
        }
        _ = cursor.accept("BEFORE")
        return .before
    }

    private mutating func triggerEvent() throws(SyntaxError) -> CreateTriggerStatement.Event {
        if cursor.accept("INSERT") { return .insert }
        if cursor.accept("DELETE") { return .delete }
        guard cursor.accept("UPDATE") else { throw cursor.failure("expected INSERT, UPDATE or DELETE") }
        return .update(
            of: cursor.accept("OF") ? try list { (parser) throws(SyntaxError) in try parser.name() } : [])
    }
}
