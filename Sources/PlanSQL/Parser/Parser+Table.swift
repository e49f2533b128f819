extension Parser {
    /// Reads `CREATE TABLE` (<https://sqlite.org/lang_createtable.html>), with the liberties that SQLite's own parser
    /// takes.
    mutating func table(isTemporary: Bool, from start: Int) throws(SyntaxError) -> CreateTableStatement {
        let ifNotExists = try ifNotExists()
        let name = try relationName()
        var columns: [ColumnDefinition] = []
        var constraints: [TableConstraint] = []
        var options: [CreateTableStatement.Option] = []
        var query: SelectStatement?
        if cursor.accept("AS") {
            query = try select()
        } else {
            try cursor.expect(symbol: "(")
            columns.append(try columnDefinition())
            while cursor.accept(symbol: ",") {
                if startsTableConstraint {
                    // SQLite takes table constraints without commas between them.
                    while startsTableConstraint { if let next = try tableConstraint() { constraints.append(next) } }
                } else if constraints.isEmpty {
                    columns.append(try columnDefinition())
                } else {
                    throw cursor.failure("expected a table constraint")
                }
            }
            try cursor.expect(symbol: ")")
            options = try tableOptions()
        }
        return CreateTableStatement(
            isTemporary: isTemporary, ifNotExists: ifNotExists, qualifiedName: name, columns: columns,
            constraints: constraints, options: options, query: query, range: range(from: start))
    }

    private mutating func tableOptions() throws(SyntaxError) -> [CreateTableStatement.Option] {
        guard !cursor.isAtEnd, cursor.peek?.isSymbol(";") != true else { return [] }
        return try list { (parser) throws(SyntaxError) in
            if parser.cursor.accept("STRICT") { return .strict }
            guard parser.cursor.accept("WITHOUT", "ROWID") else {
                throw parser.cursor.failure("expected WITHOUT ROWID or STRICT")
            }
            return .withoutRowID
        }
    }

    private mutating func columnDefinition() throws(SyntaxError) -> ColumnDefinition {
        let start = cursor.offset
        guard cursor.peek?.isName == true else { throw cursor.failure("expected a column") }
        let name = try name()
        let type = try declaredType()
        var constraints: [ColumnConstraint] = []
        while true {
            let start = cursor.offset
            let name = try constraintName()
            if let kind = try columnConstraint() {
                constraints.append(ColumnConstraint(name: name, kind: kind, range: range(from: start)))
            } else if name == nil {
                // A name without a constraint means nothing to SQLite, which takes it all the same.
                break
            }
        }
        return ColumnDefinition(name: name, type: type, constraints: constraints, range: range(from: start))
    }

    /// Any words, then at most one pair of parentheses with numbers, which SQLite ignores.
    mutating func declaredType() throws(SyntaxError) -> SQLFragment? {
        let start = cursor.offset
        while let token = cursor.peek, token.isName,
            !(token.isKeyword("GENERATED") && cursor.peek(ahead: 1)?.isKeyword("ALWAYS") == true)
        {
            _ = cursor.take()
        }
        guard cursor.endOfLast > start else { return nil }
        if cursor.peek?.isSymbol("(") == true { try cursor.skipParenthesized() }
        return cursor.fragment(from: start)
    }

    private mutating func constraintName() throws(SyntaxError) -> Name? {
        cursor.accept("CONSTRAINT") ? try name() : nil
    }

    private var startsTableConstraint: Bool {
        ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].contains { cursor.peek?.isKeyword($0) == true }
    }

    /// Reads a table constraint; nil for a name without one.
    private mutating func tableConstraint() throws(SyntaxError) -> TableConstraint? {
        let start = cursor.offset
        let name = try constraintName()
        let kind: TableConstraint.Kind
        if cursor.accept("PRIMARY") {
            try cursor.expect("KEY")
            try cursor.expect(symbol: "(")
            let columns = try orderingTerms()
            let isAutoincrement = cursor.accept("AUTOINCREMENT")
            try cursor.expect(symbol: ")")
            kind = .primaryKey(
                columns: columns, isAutoincrement: isAutoincrement, conflict: try conflictClause())
        } else if cursor.accept("UNIQUE") {
            try cursor.expect(symbol: "(")
            let columns = try orderingTerms()
            try cursor.expect(symbol: ")")
            kind = .unique(columns: columns, conflict: try conflictClause())
        } else if cursor.accept("CHECK") {
            kind = .check(try parenthesizedExpression())
            // SQLite reads a resolution here and ignores it.
            _ = try conflictClause()
        } else if cursor.accept("FOREIGN") {
            try cursor.expect("KEY")
            let columns = try names()
            try cursor.expect("REFERENCES")
            kind = .foreignKey(columns: columns, try references())
        } else {
            guard startsTableConstraint || cursor.peek?.isSymbol(",") == true || cursor.peek?.isSymbol(")") == true
            else { throw cursor.failure("expected a constraint") }
            return nil
        }
        return TableConstraint(name: name, kind: kind, range: range(from: start))
    }
}
