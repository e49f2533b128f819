extension CreateTableStatement {
    /// Reads a statement as SQLite stores it in `sqlite_schema`.
    package init(parsing text: String) throws(SyntaxError) {
        var parser = CreateTableParser(cursor: try TokenCursor(text))
        self = try parser.statement()
    }
}

/// Reads `CREATE TABLE` (<https://sqlite.org/lang_createtable.html>), with the liberties that SQLite's own parser takes.
private struct CreateTableParser {
    var cursor: TokenCursor

    mutating func statement() throws(SyntaxError) -> CreateTableStatement {
        try cursor.expect("CREATE")
        if !cursor.accept("TEMP") { _ = cursor.accept("TEMPORARY") }
        try cursor.expect("TABLE")
        if cursor.accept("IF", "NOT") { try cursor.expect("EXISTS") }
        var name = try cursor.name()
        if cursor.accept(symbol: ".") { name = try cursor.name() }
        try cursor.expect(symbol: "(")
        var columns: [ColumnDefinition] = []
        var constraints: [TableConstraint] = []
        repeat {
            if let constraint = try tableConstraint() {
                constraints.append(constraint)
                // SQLite takes table constraints without commas between them.
                while cursor.peek?.isSymbol(",") == false, let next = try tableConstraint() { constraints.append(next) }
            } else {
                columns.append(try column())
            }
        } while cursor.accept(symbol: ",")
        try cursor.expect(symbol: ")")
        return CreateTableStatement(name: name, columns: columns, constraints: constraints)
    }

    // MARK: Columns

    private mutating func column() throws(SyntaxError) -> ColumnDefinition {
        let start = cursor.offset
        let name = try cursor.name()
        let type = try declaredType()
        var constraints: [ColumnConstraint] = []
        while let constraint = try columnConstraint() { constraints.append(constraint) }
        return ColumnDefinition(
            name: name, type: type, constraints: constraints, range: start..<cursor.endOfLast)
    }

    private static let wordsAfterType = [
        "CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "REFERENCES", "GENERATED",
        "AS",
        "DEFERRABLE", "ON", "AUTOINCREMENT",
    ]

    /// Any words, then at most one pair of numbers (or words) in parentheses.
    private mutating func declaredType() throws(SyntaxError) -> SQLFragment? {
        let start = cursor.offset
        while let token = cursor.peek, token.kind == .word || token.kind == .quotedName || token.kind == .string,
            !Self.wordsAfterType.contains(where: { token.isKeyword($0) })
        {
            _ = cursor.take()
        }
        guard cursor.endOfLast > start else { return nil }
        if cursor.peek?.isSymbol("(") == true { _ = try cursor.parenthesized() }
        return cursor.fragment(start..<cursor.endOfLast)
    }

    private mutating func columnConstraint() throws(SyntaxError) -> ColumnConstraint? {
        let start = cursor.offset
        let name = cursor.accept("CONSTRAINT") ? try cursor.name() : nil
        guard let kind = try columnConstraintKind() else {
            // A name without a constraint means nothing to SQLite, which takes it all the same.
            guard name != nil else { return nil }
            return try columnConstraint()
        }
        return ColumnConstraint(name: name, kind: kind, range: start..<cursor.endOfLast)
    }

    private mutating func columnConstraintKind() throws(SyntaxError) -> ColumnConstraint.Kind? {
        if cursor.accept("PRIMARY") {
            try cursor.expect("KEY")
            if !cursor.accept("ASC") { _ = cursor.accept("DESC") }
            let conflict = try conflictClause()
            _ = cursor.accept("AUTOINCREMENT")
            return .primaryKey(conflict: conflict)
        }
        if cursor.accept("NOT") {
            if cursor.accept("DEFERRABLE") {
                skipInitially()
                return .null
            }
            try cursor.expect("NULL")
            return .notNull(conflict: try conflictClause())
        }
        if cursor.accept("NULL") {
            _ = try conflictClause()
            return .null
        }
        if cursor.accept("UNIQUE") { return .unique(conflict: try conflictClause()) }
        if cursor.accept("CHECK") {
            let condition = try cursor.parenthesized()
            _ = try conflictClause()
            return .check(condition)
        }
        if cursor.accept("DEFAULT") { return .defaultValue(try defaultValue()) }
        if cursor.accept("COLLATE") { return .collate(try cursor.name()) }
        if cursor.accept("REFERENCES") { return .references(try references()) }
        if cursor.accept("GENERATED") {
            try cursor.expect("ALWAYS")
            try cursor.expect("AS")
            return try generated()
        }
        if cursor.accept("AS") { return try generated() }
        if cursor.accept("AUTOINCREMENT") { return .null }
        return nil
    }

    private mutating func generated() throws(SyntaxError) -> ColumnConstraint.Kind {
        let expression = try cursor.parenthesized()
        if !cursor.accept("STORED") { _ = cursor.accept("VIRTUAL") }
        return .generated(expression)
    }

    private mutating func defaultValue() throws(SyntaxError) -> SQLFragment {
        if cursor.peek?.isSymbol("(") == true { return try cursor.parenthesized() }
        let start = cursor.offset
        if !cursor.accept(symbol: "-") { _ = cursor.accept(symbol: "+") }
        guard cursor.take() != nil else { throw cursor.failure("expected a default") }
        return cursor.fragment(start..<cursor.endOfLast)
    }

    // MARK: Table constraints

    private mutating func tableConstraint() throws(SyntaxError) -> TableConstraint? {
        let start = cursor.offset
        let begins = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].contains { word in
            cursor.peek?.isKeyword(word) == true
        }
        // A column may have one of these words as its name, if a type or nothing follows.
        guard begins else { return nil }
        let name = cursor.accept("CONSTRAINT") ? try cursor.name() : nil
        let kind: TableConstraint.Kind
        if cursor.accept("PRIMARY") {
            try cursor.expect("KEY")
            let columns = try fragments()
            kind = .primaryKey(columns: columns, conflict: try conflictClause())
        } else if cursor.accept("UNIQUE") {
            let columns = try fragments()
            kind = .unique(columns: columns, conflict: try conflictClause())
        } else if cursor.accept("CHECK") {
            kind = .check(try cursor.parenthesized())
            _ = try conflictClause()
        } else if cursor.accept("FOREIGN") {
            try cursor.expect("KEY")
            let columns = try names()
            try cursor.expect("REFERENCES")
            kind = .foreignKey(columns: columns, try references())
        } else {
            guard name != nil, cursor.peek?.isSymbol(",") == true || cursor.peek?.isSymbol(")") == true else {
                throw cursor.failure("expected a constraint")
            }
            // A name without a constraint.
            return try tableConstraint()
        }
        return TableConstraint(name: name, kind: kind, range: start..<cursor.endOfLast)
    }

    // MARK: Parts

    private mutating func references() throws(SyntaxError) -> ReferencesClause {
        let parent = try cursor.name()
        let columns = cursor.peek?.isSymbol("(") == true ? try names() : []
        var isDeferrable = false
        var isInitiallyDeferred = false
        while true {
            if cursor.accept("ON") {
                // ON DELETE or ON UPDATE, then SET NULL, SET DEFAULT, CASCADE, RESTRICT or NO ACTION.
                _ = cursor.take()
                if !cursor.accept("SET") { _ = cursor.accept("NO") }
                _ = cursor.take()
            } else if cursor.accept("MATCH") {
                _ = try cursor.name()
            } else if cursor.accept("NOT", "DEFERRABLE") {
                isDeferrable = false
                skipInitially()
            } else if cursor.accept("DEFERRABLE") {
                isDeferrable = true
                isInitiallyDeferred = cursor.accept("INITIALLY", "DEFERRED")
                if !isInitiallyDeferred { _ = cursor.accept("INITIALLY", "IMMEDIATE") }
            } else {
                break
            }
        }
        return ReferencesClause(
            parent: parent, parentColumns: columns, isDeferrable: isDeferrable,
            isInitiallyDeferred: isInitiallyDeferred)
    }

    private mutating func skipInitially() {
        if !cursor.accept("INITIALLY", "DEFERRED") { _ = cursor.accept("INITIALLY", "IMMEDIATE") }
    }

    /// `ON CONFLICT REPLACE` and its like: the resolution, nil where there is none or it is SQLite's default, ABORT.
    private mutating func conflictClause() throws(SyntaxError) -> String? {
        guard cursor.accept("ON", "CONFLICT") else { return nil }
        let resolution = try cursor.name().value.uppercased()
        return resolution == "ABORT" ? nil : resolution
    }

    private mutating func names() throws(SyntaxError) -> [Name] {
        try cursor.expect(symbol: "(")
        var result: [Name] = []
        repeat { result.append(try cursor.name()) } while cursor.accept(symbol: ",")
        try cursor.expect(symbol: ")")
        return result
    }

    /// The comma-separated parts of a list in parentheses.
    private mutating func fragments() throws(SyntaxError) -> [SQLFragment] {
        try cursor.expect(symbol: "(")
        var result: [SQLFragment] = []
        repeat { result.append(try cursor.listElement()) } while cursor.accept(symbol: ",")
        try cursor.expect(symbol: ")")
        return result
    }
}

extension TokenCursor {
    /// Takes tokens up to a comma or a closing parenthesis that belongs to the list around them.
    mutating func listElement() throws(SyntaxError) -> SQLFragment {
        let start = offset
        while let token = peek, !token.isSymbol(","), !token.isSymbol(")") {
            if token.isSymbol("(") { _ = try parenthesized() } else { _ = take() }
        }
        return fragment(start..<endOfLast)
    }
}
