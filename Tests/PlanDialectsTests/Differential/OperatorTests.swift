import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct OperatorTests {
    @Test func `arithmetic gives the same numbers, NULL where SQLite divides by zero`() throws {
        try Differential.expectSame([
            "n + 1", "n - m", "n * 2", "n / m", "n / 2", "n % m", "n % 3", "-n", "- -n", "+n", "r + n", "r * 2",
            "r / 0",
            "r / n", "n / 2.0", "1 + 2 * 3", "60 * 60 * 24 * 1000 * 1000", "price + 1", "price * 2", "price * 1.5",
            "flag + 1", "n & 5", "n | 5", "~n", "n << 2", "n >> 1", "~ -1", "7 / 2", "-7 / 2", "-7 % 3", "0x10 + 1",
        ])
    }

    @Test func `comparisons follow affinity and collation`() throws {
        try Differential.expectSame([
            "n = 1", "n == 1", "n <> 1", "n != m", "n < m", "n <= 7", "n > 1.5", "r >= 2.5", "n = '7'", "t = 'abc'",
            "t < s", "t > 'b'", "t = 7", "nc = 'ABC'", "nc < s", "t = s COLLATE NOCASE", "flag = 1", "flag = 0",
            "flag <> 1", "flag > 0", "flag IS 1", "NOT flag", "flag AND n", "n OR flag", "NOT n", "NOT r",
            "n IS NULL", "n IS NOT NULL", "n ISNULL", "t NOTNULL", "n IS m", "n IS NOT m", "t IS s", "n IS TRUE",
            "n IS NOT FALSE", "n IN (1, 7, 42)", "n NOT IN (1, NULL)", "n IN ()", "t IN ('abc', 'ABC')",
            "flag IN (0, 1)",
            "n BETWEEN 0 AND 10", "t BETWEEN 'a' AND 'b'", "t NOT BETWEEN 'a' AND 'b'", "d = '2024-02-29'",
            "d < '2000-01-01'", "ts >= '2000-01-01'", "ts > '1999-12-31'", "ts < '2024-12-30 06:07:08'",
            "d BETWEEN '1999-01-01' AND '2024-12-31'", "u = '00000001-1111-2222-3333-444444444444'", "b = x'00ff'",
            "(n, m) = (1, 2)", "(n, t) < (7, 'b')", "price = 12.5", "price > 7", "n = TRUE", "t IS NOT 'abc'",
            "n IS DISTINCT FROM m", "n IS NOT DISTINCT FROM 7", "\"abc\" = t",
        ])
    }

    @Test func `a collation goes on from an operator, and from a column only as long as it is one`() throws {
        try Differential.expectSame([
            "likely(nc) = 'ABC'", "+nc = 'ABC'", "coalesce(nc, 'x') = 'ABC'", "trim(nc) = 'abc'", "(SELECT nc) = 'abc'",
            "coalesce(t COLLATE NOCASE, 'x') = 'ABC'", "trim(t COLLATE NOCASE) = 'ABC'",
            "(SELECT t COLLATE NOCASE) = 'ABC'",
            "(t || ('' COLLATE NOCASE)) = 'ABC'", "iif(n, t COLLATE NOCASE, 'x') = 'ABC'",
            "nullif(t COLLATE NOCASE, 'B') = 'ABC'", "flag = '1'", "flag <> '0'",
            "CAST(t COLLATE NOCASE AS TEXT) = 'ABC'", "CAST(nc AS TEXT) = 'ABC'", "t IN (nc, 'zz')", "nc IN (t, 'AB')",
            "t IN ('ABC' COLLATE NOCASE)", "t IN ('ABC' COLLATE NOCASE, 'x')", "t = nc", "nc = t",
            "t BETWEEN nc AND nc",
            "CASE t WHEN nc THEN 1 END", "CASE nc WHEN t THEN 1 END", "likely(n) = 7", "likely(price) = 7",
        ])
    }

    @Test func `patterns match ASCII letters in either case with LIKE, and as they are with GLOB`() throws {
        try Differential.expectSame([
            "t LIKE 'a%'", "t LIKE 'ABC'", "t LIKE '%\\%'", "t LIKE 'a\\%c' ESCAPE '\\'", "t NOT LIKE '%c%'",
            "t LIKE s",
            "t LIKE 'Ü%'", "t LIKE 'ü%'", "n LIKE '4%'", "t LIKE '_b_'", "t LIKE '%''%'", "t LIKE '%%'", "t LIKE ''",
            "t GLOB 'a*'", "t GLOB 'A?C'", "t GLOB '[a-c]*'", "t GLOB '[^a]*'", "t GLOB '*[%]*'", "t GLOB '*\\*'",
            "t NOT GLOB 'a*'", "t GLOB '[]a]*'", "t GLOB '[a'", "t GLOB '日*'", "t GLOB 'a%c'", "t GLOB '*_*'",
        ])
    }

    @Test func `texts, CASE and CAST`() throws {
        try Differential.expectSame([
            "t || s", "t || n", "n || ''", "flag || t", "CASE WHEN n > 1 THEN 'big' ELSE 'small' END",
            "CASE n WHEN 1 THEN 'one' WHEN 7 THEN 'seven' END", "CASE WHEN flag THEN n ELSE m END",
            "CASE WHEN n THEN 1 ELSE 2.5 END", "CASE flag WHEN 1 THEN t END", "CAST(r AS INTEGER)", "CAST(n AS TEXT)",
            "CAST(n AS REAL)", "CAST(t AS INTEGER)", "CAST('12abc' AS INTEGER)", "CAST(' -7.5e1x' AS REAL)",
            "CAST('99999999999999999999' AS INTEGER)", "CAST(flag AS INTEGER)", "CAST(t AS BLOB)",
            "CAST(NULL AS INTEGER)", "t COLLATE NOCASE", "'it''s \\ ' || t", "NULL || t", "NULL + n", "NULL",
        ])
    }

    @Test func `what would mean something else is refused`() throws {
        try Differential.expectRefused([
            "n = 'abc'": "compared with a text", "flag = 'true'": "compared with a text",
            "flag IN ('1', 'yes')": "compared with a text",
            "n IN (SELECT t FROM samples)": "a bigint is compared with a text",
            "1 = 'a'": "an integer is compared with a text", "t + 1": "computes with the number", "n << m": "shift",
            "price / 2": "divides", "t REGEXP 'a'": "application", "nosuch = 1": "no column", "ts || 'x'": "not known",
            "t GLOB s": "no constant", "t COLLATE german = 'x'": "application", "frobnicate(n)": "application",
            "substr(t, 1) = 5": "",
        ])
    }
}
