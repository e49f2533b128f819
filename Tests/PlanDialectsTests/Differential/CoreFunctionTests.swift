import PlanDialects
import PlanSQL
import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct CoreFunctionTests {
    @Test func `functions that choose among values`() throws {
        try Differential.expectSame([
            "coalesce(n, m)", "coalesce(n, 0)", "coalesce(NULL, t, s)", "coalesce(flag, 0)",
            "coalesce(d, '2000-01-01')",
            "ifnull(t, '')", "ifnull(flag, 1)", "ifnull(r, 0)", "nullif(n, m)", "nullif(n, 7)",
            "nullif(n, 1.0)", "nullif(n, NULL)", "nullif(t, 'abc')", "nullif(t, s)", "nullif(t, '')", "nullif(n, '7')",
            "nullif(nc, 'ABC')", "nullif('ABC', nc)", "nullif(t, 5)", "nullif(flag, 0)", "nullif(r, 2.5)",
            "nullif(d, '2024-02-29')", "nullif(b, x'01')", "nullif(n, r)", "nullif(5, n)", "nullif(price, 7)",
            "iif(n > 1, 'big', 'small')", "iif(flag, n, m)", "iif(n, t, NULL)", "iif(flag, 1, 2.5)", "likely(n > 1)",
            "unlikely(t)", "likelihood(n, 0.5) + 1",
        ])
    }

    @Test func `scalar min and max give NULL for NULL and compare texts by bytes`() throws {
        try Differential.expectSame([
            "min(n, m)", "max(n, m)", "max(n, 0)", "min(n, m, 5)", "max(n, NULL)", "min(t, s)", "max(t, s)",
            "max(t, 'b', s)", "min(flag, 1)", "max(r, n)", "min(r, 0.5, price)", "max(d, '2000-06-01')",
            "max(b, x'02')",
            "max(1, 2, 3)", "min('b', 'B')", "max(ts, ts)", "max(length(t), 3)",
        ])
        try Differential.expectRefused([
            "max(nc, s)": "collation", "min(j, j)": "texts of a jsonb", "max(random(), 0)": "random",
        ])
    }

    @Test func `typeof names the storage class that SQLite has`() throws {
        try Differential.expectSame([
            "typeof(n)", "typeof(r)", "typeof(t)", "typeof(b)", "typeof(flag)", "typeof(d)", "typeof(NULL)",
            "typeof(5)", "typeof(5.0)", "typeof('x')", "typeof(x'')", "typeof(price)", "typeof(n + 1)", "typeof(n > 1)",
            "typeof(r * 2)", "typeof(coalesce(t, s))", "typeof(random())",
        ])
        try Differential.expectRefused(["typeof(price * 2)": "not known", "typeof(coalesce(n, r))": "not known"])
    }

    @Test func `no function of SQLite is taken for one of the application`() throws {
        // Those of the core, the aggregates, the windows, mathematics, and the extensions that SQLite's source holds.
        let names =
            """
            abs changes char coalesce concat concat_ws format glob hex if ifnull iif instr last_insert_rowid length like
            likelihood likely load_extension lower ltrim max min nullif octet_length printf quote random randomblob
            replace round rtrim sign soundex sqlite_compileoption_get sqlite_compileoption_used sqlite_offset
            sqlite_source_id sqlite_version substr substring total_changes trim typeof unhex unicode unistr
            unistr_quote unlikely upper zeroblob avg count group_concat median percentile percentile_cont
            percentile_disc string_agg sum total row_number rank dense_rank percent_rank cume_dist ntile lag lead
            first_value last_value nth_value acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp
            floor ln log log10 log2 mod pi pow power radians sin sinh sqrt tan tanh trunc highlight snippet bm25
            matchinfo offsets
            """
        for name in names.split(whereSeparator: \.isWhitespace) {
            for arguments in ["", "n", "n, n", "n, n, n"] {
                do {
                    _ = try Differential.translate("\(name)(\(arguments))", .general)
                } catch let failure as Untranslatable {
                    #expect(failure.cause != .applicationDefined, "\(name)(\(arguments)): \(failure.reason)")
                }
            }
        }
        try Differential.expectRefused([
            "changes()": "does not count", "last_insert_rowid()": "inserted last", "sqlite_version()": "library",
            "soundex(t)": "soundex", "regexp('a', t)": "application",
        ])
    }
}
