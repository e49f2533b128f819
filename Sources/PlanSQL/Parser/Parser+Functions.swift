extension Parser {
    /// Reads a call of a function, with all that an aggregate or a window function may have.
    mutating func function() throws(SyntaxError) -> FunctionCall {
        if cursor.peek?.kind == .string { throw cursor.failure("expected a function's name") }
        let name = try name()
        try cursor.expect(symbol: "(")
        let arguments: FunctionCall.Arguments
        var order: [OrderingTerm] = []
        if cursor.accept(symbol: "*") {
            arguments = .star
        } else {
            let isDistinct = cursor.accept("DISTINCT")
            if !isDistinct { _ = cursor.accept("ALL") }
            let isEmpty = cursor.peek?.isSymbol(")") == true || cursor.peek?.isKeyword("ORDER") == true
            let list = isEmpty ? [] : try expressions()
            arguments = isDistinct ? .distinct(list) : .list(list)
            order = try ordering()
        }
        try cursor.expect(symbol: ")")
        return FunctionCall(name: name, arguments: arguments, order: order, filter: try filter(), window: try over())
    }

    /// `FILTER` is a name unless a parenthesis follows it.
    private mutating func filter() throws(SyntaxError) -> Expression? {
        guard cursor.peek?.isKeyword("FILTER") == true, cursor.peek(ahead: 1)?.isSymbol("(") == true else {
            return nil
        }
        _ = cursor.take()
        try cursor.expect(symbol: "(")
        try cursor.expect("WHERE")
        let condition = try expression()
        try cursor.expect(symbol: ")")
        return condition
    }

    /// `OVER` is a name unless a window follows it.
    private mutating func over() throws(SyntaxError) -> FunctionCall.Window? {
        guard cursor.peek?.isKeyword("OVER") == true, let next = cursor.peek(ahead: 1),
            next.isSymbol("(") || next.isName
        else { return nil }
        _ = cursor.take()
        return next.isSymbol("(") ? .defined(try windowDefinition()) : .named(try name())
    }

    /// Reads the parentheses of a window.
    mutating func windowDefinition() throws(SyntaxError) -> WindowDefinition {
        let start = cursor.offset
        try cursor.expect(symbol: "(")
        var base: Name?
        if let token = cursor.peek, token.isName,
            !["PARTITION", "RANGE", "ROWS", "GROUPS"].contains(where: { token.isKeyword($0) })
        {
            base = try name()
        }
        var partition: [Expression] = []
        if cursor.accept("PARTITION") {
            try cursor.expect("BY")
            partition = try expressions()
        }
        let order = try ordering()
        let frame = try frame()
        try cursor.expect(symbol: ")")
        return WindowDefinition(
            base: base, partition: partition, order: order, frame: frame, range: range(from: start))
    }

    private mutating func frame() throws(SyntaxError) -> WindowFrame? {
        let start = cursor.offset
        for unit in WindowFrame.Unit.allCases where cursor.accept(unit.rawValue) {
            var end: WindowFrame.Bound?
            let first: WindowFrame.Bound
            if cursor.accept("BETWEEN") {
                first = try bound()
                try cursor.expect("AND")
                end = try bound()
            } else {
                first = try bound()
            }
            let exclusion = cursor.accept("EXCLUDE") ? try exclusion() : nil
            return WindowFrame(
                unit: unit, start: first, end: end, exclusion: exclusion, range: range(from: start))
        }
        return nil
    }

    private mutating func bound() throws(SyntaxError) -> WindowFrame.Bound {
        if cursor.accept("CURRENT", "ROW") { return .currentRow }
        if cursor.accept("UNBOUNDED", "PRECEDING") { return .unboundedPreceding }
        if cursor.accept("UNBOUNDED", "FOLLOWING") { return .unboundedFollowing }
        // The AND after it belongs to the frame.
        let distance = try expression(.not)
        if cursor.accept("PRECEDING") { return .preceding(distance) }
        if cursor.accept("FOLLOWING") { return .following(distance) }
        throw cursor.failure("expected PRECEDING or FOLLOWING")
    }

    private mutating func exclusion() throws(SyntaxError) -> WindowFrame.Exclusion {
        if cursor.accept("NO", "OTHERS") { return .noOthers }
        if cursor.accept("CURRENT", "ROW") { return .currentRow }
        if cursor.accept("GROUP") { return .group }
        if cursor.accept("TIES") { return .ties }
        throw cursor.failure("expected NO OTHERS, CURRENT ROW, GROUP or TIES")
    }
}
