import PlanDialects
import PlanSQL
import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct TextFunctionTests {
    @Test func `texts are measured in characters, blobs in bytes, numbers by their digits`() throws {
        try Differential.expectSame([
            "length(t)", "length(b)", "length(n)", "length(flag)", "length(NULL)", "length('äöü')",
            "length(42)", "length(x'00')", "length(price IS NULL)", "lower(t)", "upper(t)", "lower('ÄB')",
            "upper('äb')",
            "lower(n)", "upper(NULL)", "lower(t) = 'abc'", "upper(t) || s", "lower(upper(t))",
        ])
        try Differential.expectRefused([
            "length(r)": "not known", "lower(price)": "not known", "length(j)": "not known",
        ])
    }

    @Test func `octet_length counts the bytes of UTF-8`() throws {
        // The SQLite at hand may be older than the function.
        try Differential.expectSame(pairs: [
            "octet_length(t)": "length(CAST(t AS BLOB))", "octet_length(b)": "length(b)",
            "octet_length(n)": "length(CAST(n AS BLOB))", "octet_length(NULL)": "NULL",
        ])
    }

    @Test func `substr counts from either end and takes what stands before a position`() throws {
        var sources: [String] = []
        for start in [-12, -4, -3, -1, 0, 1, 2, 4, 12] {
            sources.append("substr(t, \(start))")
            sources.append("substr(b, \(start))")
            for length in [-9, -2, -1, 0, 1, 2, 9] {
                sources.append("substr(t, \(start), \(length))")
                sources.append("substr(b, \(start), \(length))")
            }
        }
        try Differential.expectSame(sources)
    }

    @Test func `substr with positions and lengths that are computed`() throws {
        try Differential.expectSame([
            "substr(t, m)", "substr(t, m, 2)", "substr(t, 2, m)", "substr(t, m, m)", "substr(t, -2, m)",
            "substr(b, m, m)",
            "substr(t, instr(t, 'b'))", "substr(t, instr(t, 'b') + 1)", "substr(t, 1, instr(t, 'b') - 1)",
            "substr(t, length(t) - 1)", "substr(t, length(t) - 1, 2)", "substr(n, 2)", "substr(t, NULL)",
            "substr(t, 1, NULL)", "substr(NULL, 1)", "substring(t, 2, 3)", "substr(t, abs(m) % 3 + 1, 1)",
        ])
        // Older versions of SQLite took the lowest 32 bits.
        try Differential.expectSame(pairs: [
            "substr(t, 1, 9223372036854775807)": "t", "substr(t, -9223372036854775807)": "t",
            "substr(t, 5000000000)": "substr(t, 1, 0)",
        ])
    }

    @Test func `instr, replace and the trims`() throws {
        try Differential.expectSame([
            "instr(t, 'b')", "instr(t, s)", "instr(t, '')", "instr(NULL, t)", "instr(t, '語')", "instr(b, x'ff')",
            "instr(b, x'')", "instr(n, '4')", "instr(t, 1)", "trim(t)", "ltrim(t)", "rtrim(t)", "trim(t, 'ac ')",
            "ltrim(t, s)", "rtrim(t, 'Üe語')", "trim(t, '')", "trim(t, NULL)", "trim(n, '1')", "replace(t, 'a', 'xx')",
            "replace(t, '', 'x')", "replace(t, 'a', NULL)", "replace(t, '', NULL)", "replace(t, s, '-')",
            "replace(t, s, s)", "replace(t, NULL, 'x')", "replace(n, '1', 't')", "replace(t, 'a', n)",
            "replace('', t, s)",
        ])
        try Differential.expectRefused(["instr(b, 'a')": "not known"])
    }

    @Test func `code points and quotes`() throws {
        try Differential.expectSame([
            "unicode(t)", "unicode('')", "unicode(n)", "char(65, 228, 8364, 128512)", "char()",
            "char(64 + ifnull(length(t), 1))",
            "char(abs(ifnull(m, 4)) + 65, 66)", "quote(t)", "quote(n)", "quote(b)", "quote(flag)", "quote(NULL)",
            "quote('it''s')",
            "quote(5)", "glob('a*', t)", "like('A%', t)", "like('a\\%c', t, '\\')", "like(s, t)",
        ])
        try Differential.expectRefused([
            "quote(r)": "digits", "char(0)": "NUL", "glob(s, t)": "no constant", "char(r)": "cuts",
        ])
    }

    @Test func `concat passes over NULL`() throws {
        // The SQLite at hand may be older than the functions.
        try Differential.expectSame(pairs: [
            "concat(t, n, s)": "ifnull(t, '') || ifnull(n, '') || ifnull(s, '')", "concat(NULL)": "''",
            "concat_ws('-', t, s)":
                "CASE WHEN t IS NULL THEN ifnull(s, '') WHEN s IS NULL THEN t ELSE t || '-' || s END",
            "concat_ws(NULL, t, s)": "NULL",
        ])
    }

    @Test func `hexadecimal digits and back`() throws {
        try Differential.expectSame([
            "hex(t)", "hex(b)", "hex(n)", "hex(NULL)", "hex('é')", "hex(x'0aff')", "lower(hex(b))", "zeroblob(3)",
            "zeroblob(m)", "length(zeroblob(abs(m)))", "hex(zeroblob(NULL))",
        ])
        try Differential.expectSame(pairs: [
            "unhex(hex(t))": "CASE WHEN t IS NOT NULL THEN CAST(t AS BLOB) ELSE x'' END", "unhex('0AfF')": "x'0aff'",
            "unhex('abc')": "NULL", "unhex('')": "x''", "unhex(t)": "CASE WHEN t = '' THEN x'' END",
            "unhex('0g')": "NULL",
            "unhex('0a-ff ', '- ')": "x'0aff'", "unhex('0-a', '-')": "NULL",
            "unhex(hex(b) || ']', ']^a')":
                "CASE WHEN b IS NULL THEN x'' ELSE b END",
        ])
    }

    @Test func `formats of integers, texts and reals`() throws {
        try Differential.expectSame([
            "printf('%d', n)", "printf('%i items', n)", "printf('%5d|', n)", "printf('%-5d|', n)", "printf('%05d', n)",
            "printf('%+d', n)", "printf('% d', m)", "printf('%+05d', m)", "printf('%,d', n)", "printf('%,12d|', n)",
            "printf('%s-%s', t, s)", "printf('%10s|', t)", "printf('%-10s|', t)", "printf('%s', n)",
            "printf('%s', NULL)",
            "printf('%d', NULL)", "printf('%x', n)", "printf('%X', n)", "printf('%08x', n)", "printf('100%%')",
            "printf('%.2f', r)", "printf('%f', r / 10)", "printf('%8.1f|', r)", "printf('%08.2f', r)",
            "printf('%+.1f', r)",
            "printf('%.0f', price)", "printf('%.2f', price)", "printf('%.2f', m)", "printf('%.2f', -0.001)",
            "printf('%s %d', 'a')", "printf('%lld', n)", "format('%04d-%02d', 2024, m + 5)", "printf('%c', 'abc')",
            "printf('%-8.2f|', r)", "printf('%05d', -42)",
        ])
        try Differential.expectRefused([
            "printf(t, n)": "no constant", "printf('%g', r)": "'%g'", "printf('%e', r)": "'%e'",
            "printf('%z', n)": "'%z'",
            "printf('%.2s', t)": "'%.2s'", "printf('%d', t)": "number", "printf('%', n)": "no equal",
            "printf('%,.2f', r)": "no equal", "printf('%s', r)": "not known", "printf('%*d', n, m)": "no equal",
        ])
    }

    @Test func `random values have the form that SQLite's have`() throws {
        try Differential.expectSame(pairs: [
            "length(randomblob(1))": "1", "length(randomblob(16))": "16", "length(randomblob(100))": "100",
            "length(randomblob(0))": "1", "randomblob(8) = randomblob(8)": "0", "typeof(random())": "'integer'",
            "random() = random()": "0", "length(lower(hex(randomblob(16))))": "32",
            "lower(hex(randomblob(7))) GLOB '*[^0-9a-f]*'": "0", "hex(randomblob(7)) GLOB '*[^0-9A-F]*'": "0",
            "abs(random() % 10) < 10": "1", "substr('89ab', abs(random()) % 4 + 1, 1) IN ('8', '9', 'a', 'b')": "1",
        ])
        let uuid = try Differential.translate("lower(hex(randomblob(16)))", .general)
        #expect(PostgresPrinter().text(of: uuid.expression) == "md5(gen_random_uuid()::text)")
        #expect(uuid.volatility == .volatile)
        try Differential.expectRefused(["randomblob(n)": "no constant", "substr(hex(randomblob(2)), m)": "random"])
    }

    @Test func `random integers take the whole range of 64 bits`() throws {
        let random = try Differential.translate("random()", .general)
        let sql = PostgresPrinter().text(of: random.expression)
        try PostgresFixture.shared.withDatabase { conninfo in
            // Of 1000 values a quarter lies in each quarter of the range, and none twice.
            let answer = try Psql.run(
                "SELECT count(DISTINCT x), min(c) > 150, max(c) < 350 FROM (SELECT x, count(*) OVER (PARTITION BY x >> 62) AS c"
                    + " FROM (SELECT \(sql) AS x FROM generate_series(1, 1000)) AS r) AS q", conninfo)
            #expect(answer == "1000|t|t")
        }
    }
}
