import PlanDialects
import PlanSQL
import PlanTestSupport
import Testing

/// Texts at large, indexes over them, and what versions of SQLite after the tested one know.
@Suite(.requiresPostgres) struct DateTextTests {
    @Test func `random times and modifiers give the same in both engines`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var generator = SeededGenerator(seed: seed)
        func pick(_ range: ClosedRange<Int>, _ width: Int = 2) -> String {
            let digits = String(Int.random(in: range, using: &generator))
            return String(repeating: "0", count: width - digits.count) + digits
        }
        let days = (0..<150).map { _ in "\(pick(3800...9990, 4))-\(pick(1...12))-\(pick(1...28))" }
        let moments = days.map { day in
            // No millisecond is halved, where versions of SQLite round either way.
            MomentRows.Moment(
                day: day, time: "\(pick(0...23)):\(pick(0...59)):\(pick(0...59))",
                fraction: ".\(pick(0...998, 3))\(pick(1...499, 3))", seconds: 0,
                count: Int.random(in: -40...40, using: &generator))
        }
        let texts = moments.map { moment in
            let zone = ["", "Z", "+0\(pick(0...9, 1)):\(pick(0...59))", " -1\(pick(0...3, 1)):30"].randomElement(
                using: &generator)
            return
                "'\(moment.day)\(Bool.random(using: &generator) ? "T" : " ")\(moment.time)\(moment.fraction)\(zone ?? "")'"
        }
        var modifiers: [String] = []
        for unit in ["days", "hours", "minutes", "seconds", "months", "years"] {
            for _ in 0..<3 {
                modifiers.append("'\(Int.random(in: -99...99, using: &generator)) \(unit)'")
                modifiers.append("'\(Double(Int.random(in: -9999...9999, using: &generator)) / 8) \(unit)'")
            }
        }
        modifiers += (0...6).map { "'weekday \($0)'" } + ["'start of month'", "'start of year'", "'start of day'"]
        let chains = (0..<30).map { _ in
            (0..<3).map { _ in modifiers.randomElement(using: &generator) ?? "'+1 day'" }.joined(separator: ", ")
        }
        print("seed \(seed)")
        try Differential.expectSame(
            chains.map { "strftime('%Y-%m-%d %H:%M:%f', \(Bool.random(using: &generator) ? "c" : "x"), \($0)) || ''" }
                + ["%j", "%W", "%w", "%s", "%f", "%Y-%m-%d %H:%M:%S"].flatMap {
                    ["strftime('\($0)', x) || ''", "strftime('\($0)', c) || ''"]
                }
                + ["julianday(x)", "julianday(c) - julianday(z)", "unixepoch(z)"],
            over: MomentRows(texts: texts, moments: moments).table)
    }

    @Test func `a text that is a time to SQLite and not to PostgreSQL fails`() throws {
        let sql = PostgresPrinter().text(
            of: try Differential.translate("datetime(x)", .general, MomentRows.edges.table).expression)
        try PostgresFixture.shared.withDatabase { conninfo in
            for text in [
                "2024-02-30", "0000-01-01", "-0044-03-15", "2024-01-01 24:00:00", "24:30", "now", "NOW", "subsec",
                "2451545",
                " 2451545.5 ", "+1e3", "0001-01-01 00:00+01:00", "9999-12-31 23:59-01:00",
                "2024-01-01 00:00:00.0123456789012345",
            ] {
                #expect(throws: PlanTool.Failure.self, "\(text)") { () throws in
                    _ = try Psql.run("SELECT \(sql) FROM (VALUES ('\(text)')) AS moments(x)", conninfo)
                }
            }
        }
    }

    @Test func `PostgreSQL takes the immutable forms for indexes and generated columns`() throws {
        let table = MomentRows.edges.table
        try PostgresFixture.shared.withDatabase { conninfo in
            _ = try Psql.run(table.postgres, conninfo)
            for source in [
                "strftime('%Y-%m-%d %H:00:00', x)", "strftime('%Y-%m-%d %H:%M:%f+00:00', x)", "date(c)",
                "date(z) || ''",
                "strftime('%Y %j %W %w %U %u %V %G %s %p', c)", "datetime(c, '+1 month', 'weekday 1') || ''",
                "julianday(x)",
                "unixepoch(z)", "datetime(n, 'unixepoch') || ''", "time(c) || ''", "strftime('%s', e, 'unixepoch') + 1",
                "date(d, '-' || k || ' months') || ''",
            ] {
                let value = try Differential.translate(source, .immutable, table)
                let sql = PostgresPrinter().text(of: value.expression)
                #expect(value.volatility == .immutable, "\(source)")
                #expect(throws: Never.self, "\(source)\n→ \(sql)") { () throws in
                    _ = try Psql.run("CREATE INDEX ON moments ((\(sql)))", conninfo)
                    _ = try Psql.run(
                        "ALTER TABLE moments ADD made \(value.type) GENERATED ALWAYS AS (\(sql)) STORED; ALTER TABLE moments DROP made",
                        conninfo)
                }
            }
        }
    }

    /// Answers of SQLite 3.54, as the version at hand may be older.
    @Test func `what later versions of SQLite know gives what they give`() throws {
        let expected: KeyValuePairs = [
            "strftime('%e|%F|%I|%k|%l|%p|%P|%R|%T|%u', '2024-03-03 00:05:06')":
                " 3|2024-03-03|12| 0|12|AM|am|00:05|00:05:06|7",
            "strftime('%e|%I|%k|%l|%p|%P|%u', '2024-03-14 21:05:06')": "14|09|21| 9|PM|pm|4",
            "strftime('%G-W%V %g %U', '2021-01-03')": "2020-W53 20 01",
            "strftime('%G-W%V %g %U', '2024-12-30')": "2025-W01 25 52",
            "strftime('%U', '2022-01-01')": "00",
            "datetime('2024-01-01 12:00:00.125', 'subsec') || ''": "2024-01-01 12:00:00.125",
            "time('2024-01-01 12:00:00', 'subsecond') || ''": "12:00:00.000",
            "unixepoch('2024-01-01 12:00:00.125', 'subsec')": "1704110400.125",
            "date('2024-01-31', '+1 month', 'floor')": "2024-02-29",
            "date('2024-01-31', '+1 month', 'ceiling')": "2024-03-02",
            "date('2024-02-29', '-1 year', 'floor')": "2023-02-28",
        ]
        try PostgresFixture.shared.withDatabase { conninfo in
            for purpose in [Translator.Purpose.general, .immutable] {
                for (source, answer) in expected {
                    let sql = PostgresPrinter().text(of: try Differential.translate(source, purpose).expression)
                    #expect(
                        try Psql.run("SELECT '<' || (\(sql)) || '>'", conninfo) == "<\(answer)>", "\(source)\n→ \(sql)")
                }
            }
        }
    }
}
