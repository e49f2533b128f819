extension Parser {
    /// How many levels a query inside another construct counts for: reading one takes that much more of the stack.
    private static let levelsOfSelect = 3

    /// Reads a query, with its `WITH`.
    mutating func select() throws(SyntaxError) -> SelectStatement {
        let start = cursor.offset
        let with = try withClause()
        return try select(with, from: start)
    }

    /// Reads a query after its `WITH`.
    mutating func select(_ with: WithClause?, from start: Int) throws(SyntaxError) -> SelectStatement {
        try nested(Self.levelsOfSelect) { (parser) throws(SyntaxError) in
            let first = try parser.core()
            var compounds: [SelectStatement.Compound] = []
            while let compound = try parser.compound() { compounds.append(compound) }
            let order = try parser.ordering()
            let limit = try parser.limit()
            return SelectStatement(
                with: with, first: first, compounds: compounds, order: order, limit: limit,
                range: parser.range(from: start))
        }
    }

    mutating func parenthesizedSelect() throws(SyntaxError) -> SelectStatement {
        try cursor.expect(symbol: "(")
        let query = try select()
        try cursor.expect(symbol: ")")
        return query
    }

    mutating func withClause() throws(SyntaxError) -> WithClause? {
        let start = cursor.offset
        guard cursor.accept("WITH") else { return nil }
        let isRecursive = cursor.accept("RECURSIVE")
        let tables = try list { (parser) throws(SyntaxError) in try parser.commonTable() }
        return WithClause(isRecursive: isRecursive, tables: tables, range: range(from: start))
    }

    private mutating func commonTable() throws(SyntaxError) -> CommonTable {
        let start = cursor.offset
        let name = try name()
        let columns = try optionalNames()
        try cursor.expect("AS")
        var materialization: CommonTable.Materialization?
        if cursor.accept("MATERIALIZED") { materialization = .always }
        if cursor.accept("NOT", "MATERIALIZED") { materialization = .never }
        let query = try parenthesizedSelect()
        return CommonTable(
            name: name, columns: columns, materialization: materialization, query: query, range: range(from: start))
    }

    private mutating func compound() throws(SyntaxError) -> SelectStatement.Compound? {
        let start = cursor.offset
        let `operator`: SelectStatement.Compound.Operator
        if cursor.accept("UNION") {
            `operator` = cursor.accept("ALL") ? .unionAll : .union
        } else if cursor.accept("INTERSECT") {
            `operator` = .intersect
        } else if cursor.accept("EXCEPT") {
            `operator` = .except
        } else {
            return nil
        }
        let core = try core()
        return .init(operator: `operator`, core: core, range: range(from: start))
    }

    private mutating func core() throws(SyntaxError) -> SelectCore {
        let start = cursor.offset
        if cursor.accept("VALUES") {
            return .values(
                try list { (parser) throws(SyntaxError) in
                    try parser.parenthesized { (parser) throws(SyntaxError) in try parser.expressions() }
                })
        }
        guard cursor.accept("SELECT") else { throw cursor.failure("expected SELECT or VALUES") }
        let isDistinct = cursor.accept("DISTINCT")
        if !isDistinct { _ = cursor.accept("ALL") }
        let columns = try resultColumns()
        let from = cursor.accept("FROM") ? try fromClause() : nil
        let condition = try expression(after: "WHERE")
        var groups: [Expression] = []
        if cursor.accept("GROUP") {
            try cursor.expect("BY")
            groups = try expressions()
        }
        let having = try expression(after: "HAVING")
        var windows: [NamedWindow] = []
        if isWindowClause {
            _ = cursor.take()
            windows = try list { (parser) throws(SyntaxError) in
                let name = try parser.name()
                try parser.cursor.expect("AS")
                return NamedWindow(name: name, definition: try parser.windowDefinition())
            }
        }
        return .select(
            SimpleSelect(
                isDistinct: isDistinct, columns: columns, from: from, condition: condition, groups: groups,
                having: having, windows: windows, range: range(from: start)))
    }

    /// The columns of a result, also of `RETURNING`.
    mutating func resultColumns() throws(SyntaxError) -> [ResultColumn] {
        try list { (parser) throws(SyntaxError) in
            let start = parser.cursor.offset
            let kind = try parser.resultColumn()
            return ResultColumn(kind: kind, range: parser.range(from: start))
        }
    }

    private mutating func resultColumn() throws(SyntaxError) -> ResultColumn.Kind {
        if cursor.accept(symbol: "*") { return .all }
        if cursor.peek?.isName == true, cursor.peek(ahead: 1)?.isSymbol(".") == true,
            cursor.peek(ahead: 2)?.isSymbol("*") == true
        {
            let table = try name()
            _ = cursor.accept(symbol: ".")
            _ = cursor.accept(symbol: "*")
            return .allOf(table)
        }
        let value = try expression()
        return .expression(value, alias: try alias())
    }

    /// `ORDER BY …`, or nothing.
    mutating func ordering() throws(SyntaxError) -> [OrderingTerm] {
        guard cursor.accept("ORDER") else { return [] }
        try cursor.expect("BY")
        return try orderingTerms()
    }

    mutating func orderingTerms() throws(SyntaxError) -> [OrderingTerm] {
        try list { (parser) throws(SyntaxError) in
            let start = parser.cursor.offset
            let value = try parser.expression()
            let isDescending = parser.cursor.accept("DESC")
            if !isDescending { _ = parser.cursor.accept("ASC") }
            var nulls: OrderingTerm.Nulls?
            if parser.cursor.accept("NULLS") {
                nulls = parser.cursor.accept("FIRST") ? .first : .last
                if nulls == .last { try parser.cursor.expect("LAST") }
            }
            return OrderingTerm(
                expression: value, isDescending: isDescending, nulls: nulls, range: parser.range(from: start))
        }
    }

    /// `LIMIT count OFFSET offset` or `LIMIT offset, count`, or nothing.
    mutating func limit() throws(SyntaxError) -> LimitClause? {
        let start = cursor.offset
        guard cursor.accept("LIMIT") else { return nil }
        let first = try expression()
        if cursor.accept(symbol: ",") {
            let count = try expression()
            return LimitClause(count: count, offset: first, range: range(from: start))
        }
        let offset = try expression(after: "OFFSET")
        return LimitClause(count: first, offset: offset, range: range(from: start))
    }
}
