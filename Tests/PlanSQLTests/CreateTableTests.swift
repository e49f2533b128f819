import PlanSQL
import Testing

@Suite struct CreateTableTests {
    private func text(_ sql: String, _ range: Range<Int>) -> String {
        String(decoding: Array(sql.utf8)[range], as: UTF8.self)
    }

    @Test func `columns, types and constraints are told apart`() throws {
        let sql = #"""
            CREATE TABLE IF NOT EXISTS main."my ""table"" " ( -- comment with ) in it
              id INTEGER PRIMARY KEY AUTOINCREMENT,
              [a b] UNSIGNED VARCHAR (10) NOT NULL DEFAULT 'x, y' COLLATE NOCASE,
              `c` , /* no type */ d DECIMAL(10, 2) CONSTRAINT positive CHECK (d > 0 AND (d < 9)) UNIQUE ON CONFLICT REPLACE,
              e TEXT REFERENCES other(x) ON DELETE SET NULL ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED,
              f AS (lower(e)) STORED, g DEFAULT (datetime('now')), h DEFAULT -1.5,
              PRIMARY KEY (d DESC, c), CONSTRAINT u UNIQUE (c COLLATE RTRIM) ON CONFLICT ABORT
              CHECK (length(c) > 3), FOREIGN KEY (c, d) REFERENCES p MATCH FULL
            ) WITHOUT ROWID, STRICT
            """#
        let table = try CreateTableStatement(parsing: sql)
        #expect(table.name.value == "my \"table\" ")
        #expect(table.columns.map(\.name.value) == ["id", "a b", "c", "d", "e", "f", "g", "h"])
        #expect(
            table.columns.map(\.type?.text) == [
                "INTEGER", "UNSIGNED VARCHAR (10)", nil, "DECIMAL(10, 2)", "TEXT", nil, nil, nil,
            ])
        guard case .check(let check)? = table.columns[3].constraints.first?.kind else {
            Issue.record("no check")
            return
        }
        #expect(table.columns[3].constraints.first?.name?.value == "positive")
        #expect(text(sql, check.range) == "d > 0 AND (d < 9)")
        #expect(table.columns[3].constraints.last?.kind == .unique(conflict: .replace))
        guard case .references(let clause)? = table.columns[4].constraints.first?.kind else {
            Issue.record("no reference")
            return
        }
        #expect(clause.parent.value == "other" && clause.parentColumns.map(\.value) == ["x"])
        #expect(clause.isDeferrable && clause.isInitiallyDeferred)
        guard case .generated(let expression, isStored: true)? = table.columns[5].constraints.first?.kind,
            case .defaultValue(let now)? = table.columns[6].constraints.first?.kind,
            case .defaultValue(let number)? = table.columns[7].constraints.first?.kind
        else {
            Issue.record("no generated column or default")
            return
        }
        #expect(text(sql, expression.range) == "lower(e)")
        #expect(text(sql, now.range) == "datetime('now')" && text(sql, number.range) == "-1.5")
        #expect(table.constraints.count == 4)
        guard case .primaryKey(let key, isAutoincrement: false, nil) = table.constraints[0].kind,
            case .unique(let unique, nil) = table.constraints[1].kind, case .check = table.constraints[2].kind,
            case .foreignKey(let columns, _) = table.constraints[3].kind
        else {
            Issue.record("the table's constraints are others: \(table.constraints)")
            return
        }
        #expect(key.map { text(sql, $0.range) } == ["d DESC", "c"])
        #expect(unique.map { text(sql, $0.range) } == ["c COLLATE RTRIM"])
        #expect(table.options == [.withoutRowID, .strict])
        #expect(columns.map(\.value) == ["c", "d"])
    }

    @Test(arguments: ["", "CREATE TABLE", "CREATE TABLE t (a", "CREATE TABLE t ('a", "CREATE VIEW v AS SELECT 1"])
    func `what is no CREATE TABLE is refused with a place`(sql: String) {
        #expect(throws: SyntaxError.self) { try CreateTableStatement(parsing: sql) }
    }

    @Test func `an index has parts and a condition`() throws {
        let sql = "CREATE UNIQUE INDEX i ON t(a DESC, lower(b, ',') COLLATE NOCASE) WHERE a > (1) -- end"
        let index = try CreateIndexStatement(parsing: sql)
        #expect(index.parts.map { text(sql, $0.range) } == ["a DESC", "lower(b, ',') COLLATE NOCASE"])
        #expect(index.condition.map { text(sql, $0.range) } == "a > (1)")
    }

    @Test(arguments: [
        ("NULL", DefaultLiteral.null), ("(null)", .null), ("0", .integer("0")), ("-1", .integer("-1")),
        ("(- 5)", .integer("-5")), ("0x10", .integer("16")), ("1.50", .real("1.50")), ("'it''s'", .string("it's")),
        ("\"abc\"", .string("abc")), ("(('x'))", .string("x")), ("x'00FF'", .blob("00FF")), ("TRUE", .boolean(true)),
        ("current_timestamp", .currentTimestamp), ("''", .string("")), ("1_000", .integer("1000")),
    ])
    func `a literal default is read`(text: String, literal: DefaultLiteral) {
        #expect(DefaultLiteral(parsing: text) == literal)
    }

    @Test(arguments: ["datetime('now')", "1 + 1", "", "-'x'", "foo", "('a') || ('b')", "'unclosed"])
    func `an expression is no literal`(text: String) {
        #expect(DefaultLiteral(parsing: text) == nil)
    }

    @Test func `text that would leave its parentheses is found`() {
        #expect(ExpressionText.problem(in: "a = ')' AND (b)", .sqlite) == nil)
        #expect(ExpressionText.problem(in: "a) OR (b", .sqlite)?.range == 1..<2)
        #expect(ExpressionText.problem(in: "a; DROP TABLE x", .sqlite)?.range == 1..<2)
        #expect(ExpressionText.problem(in: "(a", .sqlite) != nil)
        #expect(ExpressionText.problem(in: " -- nothing", .sqlite) != nil)
        #expect(ExpressionText.problem(in: "a = 1 -- why", .sqlite)?.range == 5..<12)
        #expect(ExpressionText.problem(in: "a -- why\n = 1 ", .sqlite) == nil)
        for parameter in ["?", "?1", ":x", "@x", "$x"] {
            #expect(ExpressionText.problem(in: "a = \(parameter)", .sqlite)?.range.lowerBound == 4)
        }
        #expect(ExpressionText.problem(in: "tags ? 'a' AND a::text = ''", .postgresql) == nil)
        #expect(ExpressionText.problem(in: "a = $1", .postgresql) != nil)
    }
}
