import PlanDialects
import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct DateFunctionTests {
    private let edges = MomentRows.edges.table

    @Test func `a column of any form is read as SQLite reads it, or is NULL`() throws {
        let names = ["x", "c", "s", "z", "d", "h"]
        try Differential.expectSame(
            names.flatMap {
                [
                    "date(\($0))", "time(\($0))", "datetime(\($0))", "julianday(\($0))", "unixepoch(\($0))",
                    "strftime('%Y-%m-%d %H:%M:%f', \($0)) || ''", "date(\($0)) || ''", "time(\($0)) || ''",
                    "datetime(\($0)) || ''", "julianday(\($0), '+1 day') - julianday('2000-01-01')",
                ]
            }, over: edges)
    }

    @Test func `numbers are Julian days, or seconds since 1970 where a modifier says so`() throws {
        try Differential.expectSame(
            ["n", "r", "e", "x"].flatMap {
                [
                    "datetime(\($0), 'unixepoch')", "date(\($0), 'unixepoch', '+1 month')",
                    "strftime('%f', \($0), 'unixepoch')", "julianday(\($0), 'unixepoch')",
                    "unixepoch(\($0), 'unixepoch')",
                ]
            } + [
                "datetime(m / 1000, 'unixepoch')", "m % 1000", "e + 1", "datetime(julianday(c))",
                "strftime('%f', julianday(c))", "date(julianday(c), 'julianday')", "date(x, 'julianday')",
                "datetime(n + 10000000, 'auto')", "datetime(julianday(d), 'auto')", "date(2451545)",
                "datetime(2451545.25)",
                "date('2451545')", "date(-1)", "date(-0.5)", "date(5373484.5)", "date(5373484.4999)",
                "date(d, 'unixepoch')",
                "datetime(1700000000, 'unixepoch')", "datetime('1700000000', 'unixepoch')", "date(1700000000)",
                "datetime(-1, 'unixepoch')", "datetime(1e20, 'unixepoch')", "date(NULL)",
                "date(n, 'subsec', 'unixepoch')",
                "date(n, '+1 day', 'unixepoch')",
            ], over: edges)
    }

    @Test func `modifiers move by the calendar of SQLite, which carries days over the end of a month`() throws {
        let modifiers = [
            "'+1 day'", "'-1 day'", "'+10 days'", "'1 day'", "'+1.5 days'", "'-36 hours'", "'+90 minutes'",
            "'-1 second'", "'+0.25 seconds'", "'-0.0015 seconds'", "'+1 month'", "'-1 months'", "'+13 months'",
            "'-14 month'", "'+0.5 months'", "'-1.5 months'", "'+1 year'", "'-4 years'", "'+1.25 years'", "'+05:30'",
            "'-01:00:30'", "'+00:00:00.5'", "'10:00'", "'start of day'", "'start of month'", "'start of year'",
            "'START OF MONTH'", "'weekday 0'", "'weekday 1'", "'weekday 6'", "'weekday 3'",
            "'start of month', '+1 month', '-1 day'", "'+1 month', 'weekday 2'",
            "'start of year', '+9 months', 'weekday 2'",
            "'+1 month', '+1 month'", "'-7 days', 'start of day'", "'+6 months', '-6 months'", "'+9000 years'",
        ]
        try Differential.expectSame(
            modifiers.flatMap { ["datetime(c, \($0)) || ''", "date(x, \($0)) || ''", "strftime('%d %f', d, \($0))"] }
                + ["'weekday 0'", "'+1 month'"].map { "time(h, \($0))" }, over: MomentRows.middle.table)
    }

    @Test func `what no version of SQLite knows as a modifier makes NULL`() throws {
        try Differential.expectSame(
            [
                "'+1day'", "'+1 fortnight'", "'+ 1 day'", "'day'", "''", "'start of decade'", "'weekday 7'",
                "'+1 day '",
                "'--1 day'", "'+25:00'", "5", "NULL", "'unixepoch'", "'+5373485 days'", "'week day'", "'weekday'",
            ].map { "date(c, \($0))" } + [
                "date('nothing')", "strftime('%Q', c)", "strftime('%', c)", "strftime(NULL, c)",
            ],
            over: edges)
    }

    @Test func `a number of units may come from the row`() throws {
        try Differential.expectSame(
            [
                "date(d, '-' || k || ' days')", "date(d, '+' || k || ' days')", "datetime(s, k || ' hours')",
                "date(d, k || ' months')", "date(c, '-' || k || ' month')", "datetime(c, '+' || k || ' years')",
                "datetime('2024-01-31', k || ' seconds')", "date(d, '+' || (k + 1) || ' Day')",
                "datetime(s, '-' || 5 || ' minutes')",
            ], over: MomentRows.middle.table)
    }

    @Test func `every conversion of strftime is written alike, in one text or by itself`() throws {
        let formats = [
            "%d", "%f", "%H", "%j", "%m", "%M", "%s", "%S", "%w", "%W", "%Y", "%%", "%Y%m%d%H%M%S", "%d%j", "%j%d%d",
            "%Y-%m", "Q%m", "%Y-W%W-%w", "%H:%M", "%Y-%m-%d %H:00:00", "it''s \"%d\" \\ %m TH YYYY", "", "plain",
            "%S%f",
            "%d.%m.%Y", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%f+00:00", "%H:%M:%S", "%H:%M:%f", "%Y-%m-%d", "%s s",
            "日%d",
        ]
        let sources = formats.flatMap { ["strftime('\($0)', c) || ''", "strftime('\($0)', x) || ''"] }
        try Differential.expectSame(sources, over: edges)
        try Differential.expectSame(
            sources + ["date(c) || ''", "datetime(x) || ''", "time(c) || ''"], over: edges, purpose: .immutable)
    }

    @Test func `texts of digits are numbers where SQLite makes numbers of them`() throws {
        try Differential.expectSame(
            [
                "strftime('%s', c) - 5", "strftime('%s', c) || 'x'", "CAST(strftime('%s', c) AS INTEGER)",
                "-strftime('%s', c)",
                "CAST(strftime('%Y', c) AS INTEGER)", "strftime('%Y', d) + 1", "strftime('%Y%m%d', d) + 0",
                "CAST(strftime('%m', d) AS REAL)", "strftime('%f', c) * 2", "strftime('%Y-%m', d) + 0",
                "date(d) - date('1990-05-05')",
                "time(c) + 0", "strftime('%d/%m', d) * 1", "strftime('%s', c) > n", "n <= strftime('%s', c)",
                "strftime('%s', c) = n", "n IN (strftime('%s', c))", "strftime('%s', c) = '0'",
                "strftime('%Y', d) = '2024'",
                "strftime('%Y', d) > '1999'", "strftime('%s', c) < strftime('%s', d)",
                "strftime('%m', d) IN ('01', '02')",
                "CASE WHEN strftime('%d', d) THEN 1 ELSE 0 END", "CAST(strftime('%s', c) AS TEXT)",
                "+strftime('%s', c)",
                "strftime('%s', x) / 60", "CAST(strftime('%f', c) AS INTEGER)", "CAST(date(d) AS INTEGER)",
                "CAST(strftime('%Y%m%d', d) AS NUMERIC)", "unixepoch(c) / 86400", "julianday(s) - julianday(d)",
                "CAST(julianday(c) AS INTEGER)", "CAST((julianday(s) - julianday('2000-01-01')) * 24 AS INTEGER)",
            ], over: edges)
    }

    @Test func `results compare with columns, as values where both are times and as texts otherwise`() throws {
        try Differential.expectSame(
            [
                "date(s) = d", "d = date('2024-02-29')", "s > date('2000-01-01')", "s <= date('1999-12-31')",
                "d < datetime('2024-02-29 00:00:00')", "d >= datetime(s)",
                "s BETWEEN datetime('1999-01-01') AND datetime('2024-12-31')",
                "date(x) = x", "datetime(x) > '2020-01-01'", "strftime('%Y-%m-%dT%H:%M:%SZ', s) > datetime(s)",
                "date(s, '+1 day') > d", "date(s) IN (d, '2024-02-29')", "e > strftime('%s', '2001-01-01')",
                "e = n", "e <= 946641600", "datetime(e, 'unixepoch') = s", "time(s) < '12:00:00'", "date(d) IS NULL",
                "coalesce(date(x), d)", "CASE WHEN k > 0 THEN date(s) ELSE d END", "ifnull(datetime(x), '')",
            ], over: edges)
    }

    @Test func `what versions disagree about, or PostgreSQL lacks, is refused`() throws {
        try Differential.expectRefused(
            [
                "date('2024-02-30')": "no such day", "date('0000-01-01')": "no such day",
                "date('-0001-01-01')": "no such day",
                "datetime('2024-01-01 24:00')": "hour 24", "datetime(c, 'localtime')": "zone of the machine",
                "datetime(c, 'utc')": "'utc'", "strftime('%J', c)": "julianday()", "timediff(c, d)": "months",
                "strftime(x, c)": "no constant", "date(c, x)": "modifier is no constant",
                "date(x, 'auto')": "row by row",
                "strftime('%s', c) = 5": "text is compared", "date(d, '+0001-00-00')": "earlier versions",
                "date(d, '+' || x || ' days')": "no constant", "s = date('2024-01-01')": "compared",
            ], over: edges)
    }
}
