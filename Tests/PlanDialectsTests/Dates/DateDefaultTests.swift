import PlanDialects
import PlanSQL
import PlanSupport
import PlanTestSupport
import Testing

/// Defaults that are a moment, in the columns that they stand in.
@Suite(.requiresPostgres) struct DateDefaultTests {
    /// The moment that stands for now in both engines.
    private static let moment = "2024-02-29 12:34:56.789"

    /// A default; the same for SQLite with the moment in place of now; the types of the columns that it may stand in.
    private static let defaults: [(source: String, pinned: String, types: [PostgresType])] = [
        ("datetime('now')", "datetime('\(moment)')", moments),
        ("CURRENT_TIMESTAMP", "datetime('\(moment)')", moments),
        ("datetime('now', 'localtime')", "datetime('\(moment)', 'localtime')", moments),
        ("datetime(CURRENT_TIMESTAMP, 'localtime')", "datetime('\(moment)', 'localtime')", moments),
        ("datetime('now', '+1 day')", "datetime('\(moment)', '+1 day')", moments),
        ("datetime('now', '-1 hour', 'localtime')", "datetime('\(moment)', '-1 hour', 'localtime')", moments),
        ("date('now')", "date('\(moment)')", moments + [PostgresType(.date)]),
        ("date('now', '+1 month')", "date('\(moment)', '+1 month')", moments + [PostgresType(.date)]),
        ("date('now', 'localtime')", "date('\(moment)', 'localtime')", moments + [PostgresType(.date)]),
        ("time('now')", "time('\(moment)')", [PostgresType(.text), PostgresType(.time)]),
        ("date()", "date('\(moment)')", [PostgresType(.date)]),
        ("strftime('%s', 'now')", "strftime('%s', '\(moment)')", numbers + [PostgresType(.text)]),
        ("CAST(strftime('%s', 'now') AS int)", "CAST(strftime('%s', '\(moment)') AS int)", numbers),
        ("unixepoch()", "unixepoch('\(moment)')", numbers + [PostgresType(.text)]),
        ("strftime('%Y', 'now')", "strftime('%Y', '\(moment)')", numbers + [PostgresType(.text)]),
        ("strftime('%Y-%m-%dT%H:%M:%fZ', 'now')", "strftime('%Y-%m-%dT%H:%M:%fZ', '\(moment)')", moments),
        ("strftime('%Y-%m-%d %H:%M:%f', 'NOW')", "strftime('%Y-%m-%d %H:%M:%f', '\(moment)')", moments),
        ("strftime('%Y-%m-%d %H:%M:%fZ')", "strftime('%Y-%m-%d %H:%M:%fZ', '\(moment)')", moments),
        (
            "strftime('%Y-%m-%dT%H:%M:%fZ', CURRENT_TIMESTAMP)",
            "strftime('%Y-%m-%dT%H:%M:%fZ', '\(moment.dropLast(4))')", moments
        ),
        ("julianday('now')", "julianday('\(moment)')", [PostgresType(.doublePrecision)]),
        (
            "(julianday('now') - 2440587.5) * 86400", "(julianday('\(moment)') - 2440587.5) * 86400",
            [PostgresType(.doublePrecision)]
        ),
        ("unixepoch('subsec')", "1709210096.789", [PostgresType(.doublePrecision)]),
        ("unixepoch('now', 'subsec')", "1709210096.789", [PostgresType(.doublePrecision)]),
    ]

    private static let moments = [PostgresType(.text), PostgresType(.timestamp), PostgresType(.timestamptz)]
    private static let numbers = [PostgresType(.bigint), PostgresType(.integer), PostgresType(.doublePrecision)]

    @Test func `a default that is a moment stores what SQLite stores at that moment`() throws {
        let zone = "EST5"
        let script = Self.defaults.map {
            "SELECT CASE typeof(\($0.pinned)) WHEN 'real' THEN printf('%!.17g', \($0.pinned)) ELSE \($0.pinned) END;"
        }
        let output = try Subprocess(
            "sqlite3", ["-bail", ":memory:"], environment: .inherited(changing: ["TZ": zone])
        ).run(input: Array(script.joined(separator: "\n").utf8), outputLimit: 1 << 20)
        let values = output.text.split(separator: "\n")
        try #require(values.count == Self.defaults.count, "\(output.errorText)")
        try PostgresFixture.shared.withDatabase { conninfo in
            for ((source, _, types), value) in zip(Self.defaults, values) {
                for type in types {
                    let sql = try Self.sql(source, type)
                    let pinned = sql.replacing("CURRENT_TIMESTAMP", with: "'\(Self.moment)999+00'::timestamptz")
                    let answer = try Psql.run(
                        """
                        SET TimeZone = '\(zone)';
                        CREATE TABLE moment (id integer, pinned \(type) DEFAULT (\(pinned)), own \(type) DEFAULT (\(sql)));
                        INSERT INTO moment VALUES (1);
                        SET TimeZone = 'UTC';
                        SELECT own IS NOT NULL AND pinned = '\(value)'::\(type), pinned FROM moment;
                        DROP TABLE moment;
                        """, conninfo)
                    #expect(
                        answer.hasPrefix("t|"),
                        "\(source) as \(type)\n→ \(sql)\nSQLite: \(value)\nPostgreSQL: \(answer)")
                }
            }
        }
    }

    @Test func `a number that stands for a moment becomes the moment where the column has moments`() throws {
        let defaults: [(String, TimeFormat, String)] = [
            ("strftime('%s', 'now')", .unixSeconds, "2024-02-29 12:34:56"),
            ("CAST(strftime('%s', 'now') AS INTEGER)", .unixSeconds, "2024-02-29 12:34:56"),
            ("unixepoch() * 1000", .unixMilliseconds, "2024-02-29 12:34:56"),
            // A double of days is a little less, and what is less is cut off, in SQLite too.
            (
                "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)", .unixMilliseconds,
                "2024-02-29 12:34:56.788"
            ),
            ("unixepoch() * 1000000", .unixMicroseconds, "2024-02-29 12:34:56"),
            ("julianday('now')", .julianDay, Self.moment), ("unixepoch('subsec')", .unixSeconds, Self.moment),
            ("1709210096", .unixSeconds, "2024-02-29 12:34:56"), ("2460370.25", .julianDay, "2024-02-29 18:00:00"),
        ]
        try PostgresFixture.shared.withDatabase { conninfo in
            for (source, format, expected) in defaults {
                for type in [PostgresType(.timestamp), PostgresType(.timestamptz)] {
                    let translator = Translator(
                        relations: Relations(), scope: .empty, purpose: .general, serverVersion: 13)
                    let value = try translator.value(try Expression(parsing: source))
                    let sql = PostgresPrinter().text(of: try translator.coerce(value, to: type, decodedFrom: format))
                    let pinned = sql.replacing("CURRENT_TIMESTAMP", with: "'\(Self.moment)999+00'::timestamptz")
                    let answer = try Psql.run(
                        """
                        SET TimeZone = 'EST5';
                        CREATE TABLE moment (id integer, pinned \(type) DEFAULT (\(pinned)));
                        INSERT INTO moment VALUES (1);
                        SET TimeZone = 'UTC';
                        SELECT pinned = '\(expected)'::\(type), pinned FROM moment;
                        DROP TABLE moment;
                        """, conninfo)
                    #expect(answer.hasPrefix("t|"), "\(source) as \(type)\n→ \(sql)\nPostgreSQL: \(answer)")
                }
            }
        }
    }

    @Test func `a default that a column cannot hold is refused`() throws {
        for (source, type) in [
            ("datetime('now')", PostgresType(.bigint)), ("datetime('now')", PostgresType(.date)),
            ("strftime('%s', 'now')", PostgresType(.timestamp)), ("julianday('now')", PostgresType(.text)),
            ("unixepoch('subsec')", PostgresType(.bigint)), ("strftime('%Y-%m', 'now')", PostgresType(.integer)),
            ("time('now')", PostgresType(.timestamp)),
        ] {
            #expect(throws: Untranslatable.self, "\(source) as \(type)") { () throws in _ = try Self.sql(source, type) }
        }
    }

    @Test func `what depends on the moment or the session is not told to be immutable`() throws {
        for (source, volatility) in [
            ("date('now')", TypedExpression.Volatility.stable), ("datetime('now', 'localtime')", .stable),
            ("strftime('%Y', '2024-01-01', '+1 month')", .stable), ("date('2024-01-01', '+1 month')", .immutable),
            ("unixepoch('2024-01-01')", .immutable), ("julianday()", .stable),
        ] {
            #expect(try Differential.translate(source, .general).volatility == volatility, "\(source)")
        }
    }

    private static func sql(_ source: String, _ type: PostgresType) throws -> String {
        let translator = Translator(
            relations: Relations(), scope: .empty, purpose: .general, serverVersion: 13)
        let value = try translator.value(try Expression(parsing: source))
        return PostgresPrinter().text(of: try translator.coerce(value, to: type))
    }
}
