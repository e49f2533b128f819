import PlanCatalog
import PlanDialects
import PlanGraph
import PlanSQL
import Testing

@Suite struct TypeTests {
    @Test(arguments: [
        ("BIGINT", "bigint"), ("int4", "integer"), ("Character Varying(20)", "varchar(20)"),
        ("numeric(10, 2)", "numeric(10,2)"),
        ("timestamp with time zone", "timestamptz"), ("double precision", "double precision"), ("text[]", "text[]"),
    ])
    func `a type is read in any spelling`(text: String, written: String) throws {
        #expect(try PostgresType(parsing: text).description == written)
    }

    @Test(arguments: ["txt", "", "numeric(x)", "varchar(1,2)", "bigint(5)", "varchar(0)", "numeric(2000)", "int; drop"])
    func `what is no type is refused`(text: String) {
        #expect(throws: PostgresType.ParsingError.self) { try PostgresType(parsing: text) }
    }

    @Test(arguments: [
        ("DECIMAL(10,2)", "DECIMAL(*,*)", true), ("DECIMAL(10)", "DECIMAL(*,*)", false), ("datetime", "DATETIME", true),
        ("VARCHAR(20)", "varchar(20)", true), ("VARCHAR(20)", "VARCHAR", false),
        ("unsigned  big int", "UNSIGNED BIG INT", true),
    ])
    func `a pattern matches declared types`(declared: String, pattern: String, expected: Bool) {
        #expect(DeclaredType(declared).matches(pattern: pattern) == expected)
    }

    private func decide(_ declared: String, _ fill: (inout ColumnProfile) -> Void) -> TypeDecision? {
        var profile = ColumnProfile(column: "c")
        fill(&profile)
        return TypeDecider(preset: SQLiteToPostgres.exact, serverVersion: 13, profileIsComplete: true)
            .decide(DeclaredType(declared), profile)
    }

    @Test(arguments: [
        ("INTEGER", "bigint"), ("INT", "bigint"), ("unsigned big int", "bigint"), ("REAL", "double precision"),
        ("DOUBLE PRECISION", "double precision"), ("TEXT", "text"), ("VARCHAR(20)", "varchar(20)"),
        ("CHAR(3)", "varchar(3)"),
        ("BLOB", "bytea"), ("BOOLEAN", "boolean"), ("DATE", "date"), ("DATETIME", "timestamp"), ("JSON", "jsonb"),
        ("UUID", "uuid"), ("NUMERIC", "numeric"), ("DECIMAL(10,2)", "numeric(10,2)"), ("", "text"),
        ("VARCHAR(0)", "text"),
        ("POINT", "bytea"), ("STRING", "text"), ("byte[]", "numeric"), ("FLOATING POINT", "bigint"),
    ])
    func `an empty column takes the type of its declaration`(declared: String, type: String) {
        let decision = decide(declared) { _ in }
        // `FLOATING POINT` holds the letters INT, which gives it INTEGER affinity.
        #expect(decision?.type.description == type)
        #expect(decision?.widenedBecause == nil)
    }

    @Test func `case 2: integers of 64 bits become bigint`() {
        #expect(
            decide("INT") {
                $0.integers = 1; $0.integerRange = 180_303_235_924...180_303_235_924
            }?.type == PostgresType(.bigint))
    }

    @Test func `case 7: text in an INTEGER column widens it to text`() {
        let decision = decide("INTEGER") {
            $0.integers = 2; $0.texts = 1
        }
        #expect(decision?.type == PostgresType(.text))
        #expect(decision?.wanted == PostgresType(.bigint))
        #expect(decision?.widenedBecause == "holds 1 text")
    }

    @Test func `case 8: a fraction in an INTEGER column widens it to double precision`() {
        #expect(decide("INTEGER") { $0.reals = 1 }?.type == PostgresType(.doublePrecision))
    }

    @Test func `case 13: impossible dates keep the column text`() {
        let decision = decide("DATETIME") {
            $0.texts = 2; $0.formats = [.init(format: .timestamp, count: 1)]
        }
        #expect(decision?.type == PostgresType(.text))
    }

    @Test func `case 14: a precision that the values exceed is left out`() {
        let decision = decide("DECIMAL(5,2)") {
            $0.reals = 1; $0.integerDigits = 4; $0.fractionDigits = 2
        }
        #expect(decision?.type == PostgresType(.numeric))
        #expect(decision?.wanted?.description == "numeric(5,2)")
    }

    @Test func `case 16: infinity needs double precision where numeric cannot hold it`() {
        #expect(
            decide("NUMERIC") {
                $0.reals = 1; $0.infiniteReals = 1
            }?.type == PostgresType(.doublePrecision))
    }

    @Test func `case 17: a length that the values exceed becomes text`() {
        #expect(
            decide("VARCHAR(3)") {
                $0.texts = 1; $0.longestTextCharacters = 4
            }?.type == PostgresType(.text))
    }

    @Test func `case 21: text in a BLOB column is kept as its bytes`() {
        let decision = decide("BLOB") { $0.texts = 1 }
        #expect(decision?.type == PostgresType(.bytea) && decision?.codec == .blob)
    }

    @Test func `cases 74 and 75: text with a NUL or invalid UTF-8 becomes bytea`() {
        #expect(
            decide("TEXT") {
                $0.texts = 1; $0.textsWithNUL = 1
            }?.type == PostgresType(.bytea))
        #expect(
            decide("TEXT") {
                $0.texts = 1; $0.textsInvalidUTF8 = 1
            }?.type == PostgresType(.bytea))
    }

    @Test func `timestamps with zones become timestamptz and mixed ones stay text`() {
        let zoned = decide("DATETIME") {
            $0.texts = 2; $0.formats = [.init(format: .timestampWithZone, count: 2)]
        }
        #expect(zoned?.type == PostgresType(.timestamptz))
        let mixed = decide("DATETIME") {
            $0.texts = 2
            $0.formats = [.init(format: .timestampWithZone, count: 1), .init(format: .timestamp, count: 1)]
        }
        #expect(mixed?.type == PostgresType(.text))
    }

    @Test func `integers in a DATETIME column stay integers`() {
        #expect(
            decide("DATETIME") {
                $0.integers = 1; $0.integerRange = 1_627_303_906_122...1_627_303_906_122
            }?.type == PostgresType(.bigint))
    }

    @Test func `without a profile a bounded type is not promised`() {
        let decider = TypeDecider(preset: SQLiteToPostgres.exact, serverVersion: 13, profileIsComplete: false)
        #expect(decider.decide(DeclaredType("VARCHAR(20)"), nil)?.type == PostgresType(.text))
        #expect(decider.decide(DeclaredType("DECIMAL(5,2)"), nil)?.type == PostgresType(.numeric))
        #expect(decider.decide(DeclaredType(""), nil) == nil)
    }

    @Test(arguments: [
        ("0", "boolean", "false"), ("'007'", "text", "'007'"), ("'now'", "text", "'now'"),
        ("'it''s'", "text", "'it''s'"),
        ("'C:\\x'", "text", "'C:\\x'"), ("''", "text", "''"), ("\"abc\"", "text", "'abc'"), ("'5'", "bigint", "5"),
        ("0.0", "bigint", "0"), ("true", "bigint", "1"), ("TRUE", "boolean", "true"), ("x'00FF'", "bytea", "'\\x00ff'"),
        ("'a'", "bytea", "'\\x61'"), ("CURRENT_TIMESTAMP", "timestamptz", "CURRENT_TIMESTAMP"),
        ("current_date", "date", "(timezone('UTC', CURRENT_TIMESTAMP))::date"), ("-1", "double precision", "-1"),
        ("'2024-01-01 00:00'", "timestamptz", "'2024-01-01 00:00+00'"), ("5", "varchar(3)", "'5'"),
        ("007", "text", "'7'"), ("-0", "text", "'0'"),
        ("current_time", "time", "(date_trunc('second', timezone('UTC', CURRENT_TIMESTAMP)))::time"),
        ("current_timestamp", "varchar(19)", "to_char(timezone('UTC', CURRENT_TIMESTAMP), 'YYYY-MM-DD HH24:MI:SS')"),
    ])
    func `cases 24 to 33: a literal default keeps its value`(text: String, type: String, sql: String) throws {
        let literal = try #require(DefaultLiteral(parsing: text))
        #expect(DefaultTranslation.translate(literal, to: try PostgresType(parsing: type)) == .sql(sql))
    }

    @Test func `case 28: a NULL default is no default`() {
        #expect(DefaultTranslation.translate(.null, to: PostgresType(.bigint)) == .noDefault)
    }

    @Test(arguments: [
        ("'x'", "bigint"), ("2", "boolean"), ("'0000-00-00 00:00:00'", "timestamp"), ("1.5", "bigint"), ("x''", "text"),
    ])
    func `a default that the type cannot hold is refused`(text: String, type: String) throws {
        let literal = try #require(DefaultLiteral(parsing: text))
        guard case .untranslatable = DefaultTranslation.translate(literal, to: try PostgresType(parsing: type)) else {
            Issue.record("it was translated")
            return
        }
    }

    @Test func `case 51: long names are cut with a suffix that tells them apart`() {
        let names = ["account", "campaign"].map {
            "idx_17077_index_adwords_adgroup_dailies_on_external_adwords_\($0)_id"
        }
        let fitted = names.map { PostgresName.fitted($0) }
        #expect(fitted.allSatisfy { $0.utf8.count <= 63 })
        #expect(fitted[0] != fitted[1])
        #expect(PostgresName.fitted("short") == "short")
        #expect(PostgresName.fitted(String(repeating: "é", count: 40)).utf8.count <= 63)
    }

    @Test(arguments: [
        ("SubCalendar", "sub_calendar"), ("SUB_CALENDAR_ID", "sub_calendar_id"), ("HTTPServer2Go", "http_server2_go"),
        ("Order Details", "order_details"), ("userID", "user_id"),
    ])
    func `names become snake case`(name: String, expected: String) {
        #expect(PostgresName.snakeCase(name) == expected)
    }
}
