import PlanSQL
import Testing

/// Trees as PostgreSQL's printer writes them. Most are written as SQLite's parser reads them, in parentheses where the
/// engines differ; a tree means to the printer what it says to PostgreSQL.
@Suite struct PostgresPrinterTests {
    private let printer = PostgresPrinter()

    @Test(arguments: [
        ("1", "1"), ("1_000", "1000"), ("0x1F", "31"), ("0xFFFFFFFFFFFFFFFF", "-1"), ("- 0xFFFFFFFFFFFFFFFF", "- -1"),
        (".5e1_0", ".5e10"), ("'it''s \\n'", "'it''s \\n'"), ("x'00fF'", #"'\x00fF'::bytea"#), ("null", "NULL"),
        ("true", "TRUE"), ("current_timestamp", "CURRENT_TIMESTAMP"), ("current_date", "CURRENT_DATE"), ("$1", "$1"),
        ("a", "a"), ("A", "\"A\""), ("`user`.a1_", "\"user\".a1_"), ("s.t.c", "s.t.c"), ("\"a\"", "a"),
        ("a$", "\"a$\""), ("é", "\"é\""), ("`1a`", "\"1a\""), ("key", "key"), ("`x\"y`", "\"x\"\"y\""),
        ("- - 1", "- -1"), ("- + a", "- +a"), ("~ - a", "~ -a"), ("- ~ a", "-(~a)"), ("~(a + b)", "~(a + b)"),
        ("(~a) + b", "(~a) + b"), ("(~a) | b", "~a | b"), ("a | (~b)", "a | (~b)"), ("-(a + b)", "-(a + b)"),
        ("-cast(1 as bigint)", "-1::bigint"), ("cast(-1 as bigint)", "CAST(-1 AS bigint)"),
        ("cast(cast(a as text) as date)", "a::text::date"), ("cast(a + 1 as text)", "CAST(a + 1 AS text)"),
        ("cast(0xFFFFFFFFFFFFFFFF as text)", "CAST(-1 AS text)"), ("cast(x'00' as text)", #"'\x00'::bytea::text"#),
        ("cast(f(a) as numeric(10, 2)) + 1", "f(a)::numeric(10, 2) + 1"),
        ("cast(a as text) collate `C`", "a::text COLLATE \"C\""), ("(a collate `C`) < b", "a COLLATE \"C\" < b"),
        ("cast(a collate `C` as text)", "CAST(a COLLATE \"C\" AS text)"), ("(a + b) collate c", "(a + b) COLLATE c"),
        ("a + (b collate c)", "a + b COLLATE c"), ("-(a collate c)", "-(a COLLATE c)"),
        ("(-a) collate c", "-a COLLATE c"), ("a collate b collate c", "a COLLATE b COLLATE c"),
        ("a - (b - c)", "a - (b - c)"), ("a - b - c", "a - b - c"), ("a * (b + c) % d", "a * (b + c) % d"),
        ("(a || b) + c", "(a || b) + c"), ("a || (b + c)", "a || b + c"), ("a || (b || c)", "a || (b || c)"),
        ("(a & b) << (c | d)", "a & b << (c | d)"), ("a -> 'b' ->> 'c' = 'd'", "a -> 'b' ->> 'c' = 'd'"),
        ("(a < b) < c", "(a < b) < c"), ("a < (b < c)", "a < (b < c)"), ("(a = b) = c", "(a = b) = c"),
        ("a == b", "a = b"), ("a != b", "a <> b"), ("(a < b) and (b < c)", "a < b AND b < c"),
        ("not a = b", "NOT a = b"), ("(not a) = b", "(NOT a) = b"), ("not not a", "NOT NOT a"),
        ("a or b and c", "a OR b AND c"), ("(a or b) and c", "(a OR b) AND c"), ("a and (b and c)", "a AND (b AND c)"),
        ("a is null", "a IS NULL"), ("a isnull", "a IS NULL"), ("a notnull", "a IS NOT NULL"),
        ("a is not null", "a IS NOT NULL"), ("not (a = b) is true", "NOT a = b IS TRUE"),
        ("(not (a = b)) is not false", "(NOT a = b) IS NOT FALSE"), ("(a isnull) isnull", "(a IS NULL) IS NULL"),
        ("(a is null) = b", "(a IS NULL) = b"), ("(a = b) is distinct from (c = d)", "a = b IS DISTINCT FROM c = d"),
        ("a is not distinct from (b isnull)", "a IS NOT DISTINCT FROM (b IS NULL)"),
        ("a between 1 and 2", "a BETWEEN 1 AND 2"),
        ("a not between b + 1 and (c = d)", "a NOT BETWEEN b + 1 AND (c = d)"),
        ("(a between 1 and 2) = b", "a BETWEEN 1 AND 2 = b"), ("(a = b) between 1 and 2", "(a = b) BETWEEN 1 AND 2"),
        ("a between (b || (c collate d)) and (e collate d)", "a BETWEEN (b || c COLLATE d) AND e COLLATE d"),
        ("a between (b collate c) and d", "a BETWEEN (b COLLATE c) AND d"),
        ("(a in (1)) in (b)", "(a IN (1)) IN (b)"), ("not a in (1, b)", "NOT a IN (1, b)"),
        ("a not in (select 1)", "a NOT IN (SELECT 1)"), ("(a = b) in (c)", "(a = b) IN (c)"),
        ("a in ((select 1))", "a = (SELECT 1)"), ("a not in ((select 1)) = b", "(a <> (SELECT 1)) = b"),
        ("a in ((select 1), 2)", "a IN ((SELECT 1), 2)"), ("a in s.t", "a IN (TABLE s.t)"),
        ("a in f(1)", "a IN (SELECT * FROM f(1))"), ("(a, b) in (values (1, 2))", "(a, b) IN (VALUES (1, 2))"),
        ("a like b", "a LIKE b"), ("a not like 'x' escape ''", "a NOT LIKE 'x' ESCAPE ''"),
        ("a like (b like c)", "a LIKE (b LIKE c)"), ("a like b || c escape d", "a LIKE b || c ESCAPE d"),
        ("(a like b) collate c", "(a LIKE b) COLLATE c"),
        ("case when a = b then c end", "CASE WHEN a = b THEN c END"),
        ("cast(case a when 1 then 2 else 3 end as text)", "CASE a WHEN 1 THEN 2 ELSE 3 END::text"),
        ("f()", "f()"), ("`F`(a)", "\"F\"(a)"), ("coalesce(a, b)", "coalesce(a, b)"), ("nullif(a, b)", "nullif(a, b)"),
        ("`left`(a, 1)", "left(a, 1)"), ("`left`", "\"left\""), ("position(a, b)", "\"position\"(a, b)"),
        ("count(*)", "count(*)"), ("count(distinct a)", "count(DISTINCT a)"),
        ("string_agg(a, ',' order by b desc nulls last)", "string_agg(a, ',' ORDER BY b DESC NULLS LAST)"),
        (
            "sum(a) filter (where b) over (w partition by c order by d rows between 1 + 1 preceding and current row exclude ties)",
            "sum(a) FILTER (WHERE b) OVER (w PARTITION BY c ORDER BY d ROWS BETWEEN 1 + 1 PRECEDING AND CURRENT ROW EXCLUDE TIES)"
        ),
        ("rank() over w", "rank() OVER w"), ("exists (select 1)", "EXISTS (SELECT 1)"),
        ("(a, b) = (1, 2)", "(a, b) = (1, 2)"),
    ])
    func `an expression has the parentheses and quotes that it needs`(text: String, printed: String) throws {
        #expect(printer.text(of: try Expression(parsing: text)) == printed)
    }

    @Test func `what only PostgreSQL has is printed`() throws {
        let a = try Expression(parsing: "a")
        let sum = try Expression(parsing: "a + 1")
        let array = Expression(.array([sum, a]))
        #expect(printer.text(of: Expression(.binary(.matches, sum, sum))) == "a + 1 ~ a + 1")
        #expect(
            printer.text(of: Expression(.binary(.matchesNot, a, Expression(.binary(.concatenate, a, a)))))
                == "a !~ (a || a)")
        #expect(printer.text(of: array) == "ARRAY[a + 1, a]")
        #expect(printer.text(of: Expression(.array([]))) == "ARRAY[]")
        #expect(printer.text(of: Expression(.cast(Expression(.array([])), SQLFragment("text[]")))) == "ARRAY[]::text[]")
        #expect(printer.text(of: Expression(.subscript(a, sum))) == "a[a + 1]")
        #expect(printer.text(of: Expression(.subscript(array, a))) == "(ARRAY[a + 1, a])[a]")
        #expect(printer.text(of: Expression(.subscript(Expression(.subscript(a, a)), a))) == "(a[a])[a]")
        #expect(printer.text(of: Expression(.unary(.minus, Expression(.literal(.integer("-1")))))) == "- -1")
        #expect(
            printer.text(of: Expression(.cast(Expression(.literal(.real("-1.5"))), SQLFragment("text"))))
                == "CAST(-1.5 AS text)")
        let call = FunctionCall(
            schema: Name("pg_catalog"), name: Name("timezone"), arguments: .list([try Expression(parsing: "'UTC'"), a]))
        #expect(printer.text(of: Expression(.function(call))) == "pg_catalog.timezone('UTC', a)")
    }

    @Test(arguments: [
        ("select distinct a b, t.* from t u", "SELECT DISTINCT a AS b, t.* FROM t AS u"),
        (
            "select 1 union select 2 intersect select 3 except values (4) order by 1 desc limit 2 offset 3",
            "(SELECT 1 UNION SELECT 2) INTERSECT SELECT 3 EXCEPT VALUES (4) ORDER BY 1 DESC LIMIT 2 OFFSET 3"
        ),
        (
            "select 1 intersect select 2 intersect select 3 union all select 4",
            "SELECT 1 INTERSECT SELECT 2 INTERSECT SELECT 3 UNION ALL SELECT 4"
        ),
        (
            "select 1 except select 2 intersect select 3 union select 4 intersect select 5",
            "((SELECT 1 EXCEPT SELECT 2) INTERSECT SELECT 3 UNION SELECT 4) INTERSECT SELECT 5"
        ),
        (
            "with recursive a(b) as (select 1), c as not materialized (select 2) select * from a",
            "WITH RECURSIVE a (b) AS (SELECT 1), c AS NOT MATERIALIZED (SELECT 2) SELECT * FROM a"
        ),
        (
            "select 1 from a, b join c on d left join e using (f, g), h on i",
            "SELECT 1 FROM a CROSS JOIN b JOIN c ON d LEFT JOIN e USING (f, g) JOIN h ON i"
        ),
        (
            "select 1 from a join b cross join c left join d natural full join e natural join f",
            "SELECT 1 FROM a CROSS JOIN b CROSS JOIN c LEFT JOIN d ON TRUE NATURAL FULL JOIN e NATURAL JOIN f"
        ),
        (
            "select 1 from a right join (b, c) d on e, (f) g, (select 1) h, i(1, 2) j",
            "SELECT 1 FROM a RIGHT JOIN (b CROSS JOIN c) AS d ON e CROSS JOIN f AS g CROSS JOIN (SELECT 1) AS h CROSS JOIN i(1, 2) AS j"
        ),
        (
            "select a from t where b group by c, d having e window w as (order by f) order by g nulls first",
            "SELECT a FROM t WHERE b GROUP BY c, d HAVING e WINDOW w AS (ORDER BY f) ORDER BY g NULLS FIRST"
        ),
    ])
    func `a query means what its tree says`(text: String, printed: String) throws {
        guard case .select(let query) = try Statement(parsing: text) else {
            Issue.record("not a query")
            return
        }
        #expect(printer.text(of: query) == printed)
    }

    @Test func `tables of PostgreSQL alone are printed, and a query may have no columns`() throws {
        let a = try Expression(parsing: "a")
        let query = SelectStatement(first: .values([[a]]))
        let from = FromClause(
            first: TableReference(
                kind: .numberedFunction(RelationName(Name("jsonb_each")), [a]), alias: Name("t"),
                columns: [Name("key"), Name("value"), Name("n")]),
            joins: [
                Join(kind: .comma, table: TableReference(kind: .lateral(query), alias: Name("u"), columns: [Name("x")]))
            ])
        #expect(
            printer.text(of: SelectStatement(first: .select(SimpleSelect(columns: [], from: from))))
                == "SELECT FROM jsonb_each(a) WITH ORDINALITY AS t(key, value, n) CROSS JOIN LATERAL (VALUES (a)) AS u(x)"
        )
    }

    @Test(arguments: [
        (
            "with x as (select 1) insert into s.t as u (a, `B`) values (1, 2) on conflict (a, lower(b), (c || d) collate e) where f do update set a = excluded.a, (b, c) = (1, 2) where g returning *, a as z",
            "WITH x AS (SELECT 1) INSERT INTO s.t AS u (a, \"B\") VALUES (1, 2) ON CONFLICT (a, lower(b), (c || d) COLLATE e) WHERE f DO UPDATE SET a = excluded.a, (b, c) = (1, 2) WHERE g RETURNING *, a AS z"
        ),
        ("insert into t default values returning a", "INSERT INTO t DEFAULT VALUES RETURNING a"),
        (
            "insert into t select 1 from a, b where true on conflict do nothing",
            "INSERT INTO t SELECT 1 FROM a CROSS JOIN b WHERE TRUE ON CONFLICT DO NOTHING"
        ),
        (
            "update t as u set (a) = 1, (b, c) = (select 1, 2) from v, w where d returning a",
            "UPDATE t AS u SET a = 1, (b, c) = (SELECT 1, 2) FROM v CROSS JOIN w WHERE d RETURNING a"
        ),
        ("delete from t as u where a returning b", "DELETE FROM t AS u WHERE a RETURNING b"),
    ])
    func `a change of rows`(text: String, printed: String) throws {
        #expect(printer.change(try Statement(parsing: text)) == printed)
    }

    @Test func `only columns and calls stand alone in an index`() throws {
        let index = try CreateIndexStatement(
            parsing: "create index i on t (a, t.b, lower(c) collate `C` desc, (d || e) collate f, -g, `H` nulls last)")
        #expect(
            printer.indexParts(index.parts)
                == "a, (t.b), lower(c) COLLATE \"C\" DESC, (d || e) COLLATE f, (-g), \"H\" NULLS LAST")
    }
}

extension PostgresPrinter {
    /// The SQL of a statement that changes rows.
    func change(_ statement: Statement) -> String? {
        switch statement {
        case .insert(let statement): text(of: statement)
        case .update(let statement): text(of: statement)
        case .delete(let statement): text(of: statement)
        case .select, .createTable, .createVirtualTable, .createIndex, .createView, .createTrigger: nil
        }
    }
}
