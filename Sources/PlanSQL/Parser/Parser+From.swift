extension Parser {
    /// Reads what follows `FROM`.
    mutating func fromClause() throws(SyntaxError) -> FromClause {
        try nested { (parser) throws(SyntaxError) in
            let start = parser.cursor.offset
            let first = try parser.tableReference()
            if parser.cursor.peek?.isKeyword("ON") == true || parser.cursor.peek?.isKeyword("USING") == true {
                throw parser.cursor.failure("expected a join before its condition")
            }
            var joins: [Join] = []
            while let join = try parser.join() { joins.append(join) }
            return FromClause(first: first, joins: joins, range: parser.range(from: start))
        }
    }

    private mutating func join() throws(SyntaxError) -> Join? {
        let start = cursor.offset
        guard let kind = try joinKind() else { return nil }
        let table = try tableReference()
        var constraint: Join.Constraint?
        if cursor.accept("USING") {
            constraint = .using(try names())
        } else if cursor.accept("ON") {
            constraint = .on(try expression())
        }
        return Join(kind: kind, table: table, constraint: constraint, range: range(from: start))
    }

    /// Up to three words before `JOIN`, in any order that makes sense.
    private mutating func joinKind() throws(SyntaxError) -> Join.Kind? {
        if cursor.accept(symbol: ",") { return .comma }
        var words: [String] = []
        let start = cursor.offset
        while let token = cursor.peek, token.kind == .word, Self.joinWords.contains(token.keyword) {
            words.append(token.keyword)
            _ = cursor.take()
        }
        if words.isEmpty, cursor.peek?.isKeyword("JOIN") != true { return nil }
        let end = cursor.endOfLast
        try cursor.expect("JOIN")
        let isNatural = words.contains("NATURAL")
        let rest = words.filter { $0 != "NATURAL" }
        guard let direction = Self.direction(Set(rest)), Set(words).count == words.count else {
            throw SyntaxError(
                reason: "expected INNER, CROSS, LEFT, RIGHT or FULL, with NATURAL or OUTER", range: start..<end)
        }
        return isNatural ? .natural(direction) : .plain(direction)
    }

    private static let joinWords: Set<String> = ["NATURAL", "LEFT", "RIGHT", "FULL", "OUTER", "INNER", "CROSS"]

    private static func direction(_ words: Set<String>) -> Join.Direction? {
        switch words {
        case [], ["INNER"]: .inner
        case ["CROSS"], ["CROSS", "INNER"]: .cross
        case ["LEFT"], ["LEFT", "OUTER"]: .left
        case ["RIGHT"], ["RIGHT", "OUTER"]: .right
        case ["FULL"], ["FULL", "OUTER"], ["LEFT", "RIGHT"], ["LEFT", "RIGHT", "OUTER"]: .full
        default: nil
        }
    }

    private mutating func tableReference() throws(SyntaxError) -> TableReference {
        let start = cursor.offset
        let kind: TableReference.Kind
        var alias: Name?
        if cursor.accept(symbol: "(") {
            kind = startsSelect ? .subquery(try select()) : .join(try fromClause())
            try cursor.expect(symbol: ")")
            alias = try self.alias()
        } else {
            guard cursor.peek?.isName == true else { throw cursor.failure("expected a table or a query") }
            let name = try relationName()
            if cursor.accept(symbol: "(") {
                let arguments = try expressionsBeforeParenthesis()
                try cursor.expect(symbol: ")")
                kind = .function(name, arguments)
                alias = try self.alias()
            } else {
                alias = try self.alias()
                kind = .table(name, try indexHint())
            }
        }
        return TableReference(kind: kind, alias: alias, range: range(from: start))
    }

    /// `INDEXED BY name` or `NOT INDEXED`, or nothing.
    mutating func indexHint() throws(SyntaxError) -> IndexHint? {
        if cursor.accept("INDEXED", "BY") { return .indexedBy(try name()) }
        return cursor.accept("NOT", "INDEXED") ? .notIndexed : nil
    }
}
