import PlanTestSupport

/// Writes random SQL: operators in any order with parentheses here and there, so that what binds to what is for the
/// reader to find out.
struct RandomSQL {
    var random: SeededGenerator

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    mutating func chance(_ part: Int) -> Bool { Int.random(in: 0..<part, using: &random) == 0 }

    mutating func maybe(_ text: String) -> String { chance(2) ? text : "" }

    mutating func list(_ range: ClosedRange<Int>, _ element: (inout RandomSQL) -> String) -> String {
        (0..<Int.random(in: range, using: &random)).map { _ in element(&self) }.joined(separator: ", ")
    }

    // MARK: Expressions of constants

    private static let constants = [
        "0", "1", "2", "-3", "7", "0.5", "1e2", "-2.25", "0x1f", "9223372036854775807", "NULL", "'a'", "'A'", "'1'",
        "'12x'", "''", "x'61'", "'%a'", "TRUE", "FALSE",
    ]

    private static let symbols = [
        "OR", "AND", "=", "==", "<>", "!=", "IS", "IS NOT", "IS DISTINCT FROM", "IS NOT DISTINCT FROM", "<", "<=",
        ">", ">=", "&", "|", "<<", ">>", "+", "-", "*", "/", "%", "||", "LIKE", "NOT LIKE", "GLOB", "NOT GLOB",
    ]

    /// An expression without names. Its pieces are not put into parentheses unless chance does it.
    mutating func constantExpression(_ depth: Int) -> String {
        guard depth > 0 else { return pick(Self.constants) }
        let less = depth - 1
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return "(\(constantExpression(less)))"
        case 1: return "NOT \(constantExpression(less))"
        case 2: return "- \(constantExpression(less))"
        case 3: return "~\(constantExpression(less))"
        case 4: return "+\(constantExpression(less))"
        case 5: return "\(constantExpression(less)) \(pick(["ISNULL", "NOTNULL", "NOT NULL"]))"
        case 6: return "\(constantExpression(less)) COLLATE \(pick(["NOCASE", "BINARY", "RTRIM"]))"
        case 7:
            // In SQLite, OR before the AND is an error, and AND before it is another reading.
            let lower = chance(2) ? constantExpression(0) : "(\(constantExpression(less)))"
            return
                "\(constantExpression(less)) \(maybe("NOT "))BETWEEN \(lower) AND \(constantExpression(less))"
        case 8: return "\(constantExpression(less)) \(maybe("NOT "))IN (\(list(0...3) { $0.constantExpression(less) }))"
        case 9:
            return
                "CASE \(chance(2) ? constantExpression(less) : "") WHEN \(constantExpression(less)) THEN \(constantExpression(less)) ELSE \(constantExpression(less)) END"
        case 10: return "CAST(\(constantExpression(less)) AS \(pick(["TEXT", "INTEGER", "REAL", "NUMERIC", "BLOB"])))"
        case 11: return "\(constantExpression(less)) LIKE (\(constantExpression(less))) ESCAPE 'x'"
        case 12: return "typeof(\(constantExpression(less)))"
        default: return "\(constantExpression(less)) \(pick(Self.symbols)) \(constantExpression(less))"
        }
    }

    // MARK: Expressions with names

    mutating func name() -> String {
        pick(["a", "b", "\"c\"", "[d e]", "`f``g`", "key", "\"order\"", "[true]", "é", "\"x \"\"y\"", "window", "left"])
    }

    mutating func column() -> String {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return "\(name()).\(name())"
        case 1: return "s.\(name()).\(name())"
        default: return name()
        }
    }

    mutating func expression(_ depth: Int) -> String {
        guard depth > 0 else { return chance(2) ? column() : pick(Self.constants + ["?1", ":p", "CURRENT_DATE"]) }
        let less = depth - 1
        switch Int.random(in: 0..<16, using: &random) {
        case 0: return "f(\(maybe("DISTINCT "))\(list(1...3) { $0.expression(less) }))"
        case 1: return "count(*) FILTER (WHERE \(expression(less))) OVER \(window(less))"
        case 2: return "(\(query(less)))"
        case 3: return "\(maybe("NOT "))EXISTS (\(query(less)))"
        case 4: return "\(expression(less)) \(maybe("NOT "))IN (\(query(less)))"
        case 5: return "\(expression(less)) IN \(name())"
        case 6: return "(\(list(2...3) { $0.expression(less) }))"
        case 7: return "\(expression(less)) \(pick(["->", "->>", "REGEXP", "NOT MATCH"])) \(expression(less))"
        case 8: return "group_concat(\(expression(less)) ORDER BY \(ordering(less)))"
        case 9: return "(\(expression(less)))"
        case 10: return "\(expression(less)) \(maybe("NOT "))BETWEEN (\(expression(less))) AND \(expression(less))"
        case 11: return "CASE WHEN \(expression(less)) THEN \(expression(less)) END"
        case 12: return "NOT \(expression(less))"
        case 13: return "- \(expression(0)) COLLATE \(name())"
        default: return "\(expression(less)) \(pick(Self.symbols)) \(expression(less))"
        }
    }

    mutating func window(_ depth: Int) -> String {
        let partition = chance(2) ? "PARTITION BY \(expression(depth))" : ""
        let frame = chance(2) ? "ROWS BETWEEN \(expression(0)) PRECEDING AND CURRENT ROW EXCLUDE TIES" : ""
        return chance(3) ? "w" : "(\(partition) ORDER BY \(ordering(depth)) \(frame))"
    }

    mutating func ordering(_ depth: Int) -> String {
        list(1...2) { "\($0.expression(depth)) \($0.pick(["", "ASC", "DESC"])) \($0.pick(["", "NULLS LAST"]))" }
    }

    // MARK: Queries

    mutating func query(_ depth: Int) -> String {
        let with = chance(4) ? "WITH \(maybe("RECURSIVE "))w(\(name())) AS (\(query(max(depth - 1, 0)))) " : ""
        var text = with + core(depth)
        while chance(4) { text += " \(pick(["UNION", "UNION ALL", "INTERSECT", "EXCEPT"])) \(core(depth))" }
        if chance(3) { text += " ORDER BY \(ordering(depth))" }
        if chance(3) { text += " LIMIT \(expression(0))\(maybe(" OFFSET \(expression(0))"))" }
        return text
    }

    private mutating func core(_ depth: Int) -> String {
        if chance(6) { return "VALUES (\(list(1...2) { $0.expression(depth) })), (\(expression(0)))" }
        var text = "SELECT \(maybe("DISTINCT "))"
        text += list(1...3) { $0.chance(5) ? "*" : "\($0.expression(depth))\($0.maybe(" AS \($0.name())"))" }
        if chance(4) { return text }
        text += " FROM \(table(depth))"
        while chance(2) {
            let kind = pick([",", "JOIN", "LEFT OUTER JOIN", "CROSS JOIN", "FULL JOIN"])
            let constraint = pick(["", " ON \(expression(depth))", " USING (\(name()), \(name()))"])
            text += " \(kind) \(table(depth))\(constraint)"
        }
        if chance(2) { text += " WHERE \(expression(depth))" }
        if chance(3) { text += " GROUP BY \(expression(depth)) HAVING \(expression(depth))" }
        if chance(5) { text += " WINDOW w AS (ORDER BY \(ordering(0)))" }
        return text
    }

    private mutating func table(_ depth: Int) -> String {
        let alias = maybe(" AS \(name())")
        if depth > 0, chance(4) { return "(\(query(depth - 1)))\(alias)" }
        if depth > 0, chance(5) { return "(\(table(depth - 1)) JOIN \(table(depth - 1)))" }
        return chance(5) ? "json_each(\(expression(0)))\(alias)" : "\(name())\(alias)\(chance(6) ? " NOT INDEXED" : "")"
    }

    // MARK: Statements

    mutating func statement() -> String {
        let depth = Int.random(in: 0...3, using: &random)
        switch Int.random(in: 0..<9, using: &random) {
        case 0:
            return
                "CREATE TABLE \(name()) (\(list(1...4) { $0.columnDefinition(depth) }), CHECK (\(expression(depth))))"
        case 1: return "CREATE INDEX \(name()) ON \(name()) (\(ordering(depth))) WHERE \(expression(depth))"
        case 2: return "CREATE VIEW \(name()) AS \(query(depth))"
        case 3:
            return
                "CREATE TRIGGER \(name()) AFTER UPDATE OF \(name()) ON \(name()) WHEN \(expression(depth)) BEGIN \(change(depth)); \(change(depth)); END"
        case 4, 5: return change(depth)
        default: return query(depth)
        }
    }

    private mutating func columnDefinition(_ depth: Int) -> String {
        let constraints = [
            "NOT NULL", "UNIQUE ON CONFLICT IGNORE", "PRIMARY KEY", "DEFAULT -1", "DEFAULT (\(expression(depth)))",
            "CHECK (\(expression(depth)))", "COLLATE \(name())", "AS (\(expression(depth))) STORED",
            "CONSTRAINT \(name()) REFERENCES p(\(name())) ON DELETE CASCADE DEFERRABLE",
        ]
        return "\(name()) \(pick(["", "INT", "VARCHAR (10)"])) \(pick(constraints)) \(pick(constraints))"
    }

    private mutating func change(_ depth: Int) -> String {
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            return
                "INSERT OR FAIL INTO \(name()) (\(name())) VALUES (\(expression(depth))) ON CONFLICT (\(name())) DO UPDATE SET \(name()) = \(expression(depth)) RETURNING \(expression(depth)) AS x"
        case 1:
            return
                "UPDATE \(name()) SET (\(name()), b) = \(expression(depth)) FROM \(name()) WHERE \(expression(depth))"
        default: return "DELETE FROM \(name()) AS \(name()) WHERE \(expression(depth))"
        }
    }
}
