import PlanSQL
import Testing

/// Each construct as it may be written, and as it is printed: with what is not needed left out.
@Suite struct ConstructTests {
    private static func check(_ text: String, _ printed: String) throws {
        let statement = try Statement(parsing: text)
        #expect(SQLitePrinter().text(of: statement) == printed)
        #expect(try Statement(parsing: printed) == statement)
        let explicit = SQLitePrinter(parentheses: .everywhere).text(of: statement)
        #expect(try Statement(parsing: explicit) == statement, "\(explicit)")
    }

    @Test(arguments: [
        ("1", "1"), ("0x1F", "0x1F"), ("1.5e-3", "1.5e-3"), (".5", ".5"), ("1.", "1."), ("'it''s'", "'it''s'"),
        ("x'00fF'", "x'00fF'"), ("null", "NULL"), ("True", "TRUE"), ("current_date", "CURRENT_DATE"),
        ("a", "a"), ("\"a\"", "\"a\""), ("[a]", "a"), ("`a b`", "`a b`"), ("[a`b]", "`a``b`"), ("[order]", "`order`"),
        ("[true]", "`true`"), ("\"s\".'t'.[c d]", "s.t.\"c d\""), ("t.rowid", "t.rowid"), ("é", "é"), ("key", "key"),
        ("?", "?"), ("?12", "?12"), (":a", ":a"), ("@a", "@a"), ("$a", "$a"),
        ("- - 1", "- -1"), ("-(-1)", "- -1"), ("+ + ~ a", "++~a"), ("not not a", "NOT NOT a"), ("-(a+b)", "-(a + b)"),
        ("(((a)))", "a"), ("a||b->'c'->>'d'", "a || b -> 'c' ->> 'd'"), ("a||(b||c)", "a || (b || c)"),
        ("(a*b)+c", "a * b + c"), ("a*(b+c)", "a * (b + c)"), ("a-(b-c)", "a - (b - c)"),
        ("a << 1 + 2 & b", "a << 1 + 2 & b"), ("(a & b) << c", "a & b << c"), ("a==b!=c", "a = b <> c"),
        ("a < b = c", "a < b = c"), ("a < (b = c)", "a < (b = c)"), ("not a = b", "NOT a = b"),
        ("(not a) = b", "(NOT a) = b"), ("a = not b", "a = (NOT b)"), ("a or b and c", "a OR b AND c"),
        ("(a or b) and c", "(a OR b) AND c"), ("a and (b and c)", "a AND (b AND c)"),
        ("-a collate nocase", "-a COLLATE nocase"), ("-(a collate nocase)", "-(a COLLATE nocase)"),
        ("a || b collate \"x y\"", "a || b COLLATE \"x y\""), ("(a || b) collate c", "(a || b) COLLATE c"),
        ("a is null", "a IS NULL"), ("a is not null", "a IS NOT NULL"), ("a is (not null)", "a IS (NOT NULL)"),
        ("a is distinct from b", "a IS DISTINCT FROM b"), ("a is not distinct from b", "a IS NOT DISTINCT FROM b"),
        ("a isnull", "a ISNULL"), ("a notnull", "a NOTNULL"), ("a not null", "a NOTNULL"),
        ("a + b isnull = c", "a + b ISNULL = c"), ("a = b not null", "a = b NOTNULL"),
        ("a like b", "a LIKE b"), ("a not like b escape 'c'", "a NOT LIKE b ESCAPE 'c'"),
        ("a glob b", "a GLOB b"), ("a regexp b || c", "a REGEXP b || c"), ("a not match b", "a NOT MATCH b"),
        ("a like (b like c) escape d", "a LIKE (b LIKE c) ESCAPE d"), ("a like b like c", "a LIKE b LIKE c"),
        ("a between 1 and 2 and b", "a BETWEEN 1 AND 2 AND b"),
        ("a not between (b and c) and (d or e)", "a NOT BETWEEN (b AND c) AND (d OR e)"),
        ("a between b between 1 and 2 and c", "a BETWEEN b BETWEEN 1 AND 2 AND c"),
        ("a between 1 and (b = c)", "a BETWEEN 1 AND (b = c)"), ("(a between 1 and b) = c", "a BETWEEN 1 AND b = c"),
        ("a in ()", "a IN ()"), ("a not in (1, 'b')", "a NOT IN (1, 'b')"), ("a in (select 1)", "a IN (SELECT 1)"),
        ("a in ((select 1))", "a IN ((SELECT 1))"), ("a in t", "a IN t"), ("a in s.t", "a IN s.t"),
        ("a in f(1, 2)", "a IN f(1, 2)"), ("(a, b) in (values (1, 2))", "(a, b) IN (VALUES (1, 2))"),
        ("(1, 2) = (select 3, 4)", "(1, 2) = (SELECT 3, 4)"),
        ("case when a then b end", "CASE WHEN a THEN b END"),
        ("case a when 1 then 2 when 3 then 4 else 5 end", "CASE a WHEN 1 THEN 2 WHEN 3 THEN 4 ELSE 5 END"),
        ("cast(a as varchar (10, 2))", "CAST(a AS varchar (10, 2))"), ("cast(a as)", "CAST(a AS)"),
        ("f()", "f()"), ("count(*)", "count(*)"), ("\"f\"(a, (b))", "f(a, b)"), ("[a b](1)", "\"a b\"(1)"),
        ("like(a, b)", "like(a, b)"), ("replace(a, b, c)", "replace(a, b, c)"),
        ("count(distinct a)", "count(DISTINCT a)"), ("sum(all a)", "sum(a)"),
        ("group_concat(a, ',' order by b desc, c)", "group_concat(a, ',' ORDER BY b DESC, c)"),
        ("count(a) filter (where a > 1)", "count(a) FILTER (WHERE a > 1)"), ("rank() over w", "rank() OVER w"),
        ("rank() over ()", "rank() OVER ()"),
        (
            "sum(a) filter (where b) over (w partition by c, d order by e rows between 1 preceding and current row)",
            "sum(a) FILTER (WHERE b) OVER (w PARTITION BY c, d ORDER BY e ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)"
        ),
        (
            "sum(a) over (range unbounded preceding exclude no others)",
            "sum(a) OVER (RANGE UNBOUNDED PRECEDING EXCLUDE NO OTHERS)"
        ),
        (
            "sum(a) over (groups between 1 + 1 following and unbounded following exclude ties)",
            "sum(a) OVER (GROUPS BETWEEN 1 + 1 FOLLOWING AND UNBOUNDED FOLLOWING EXCLUDE TIES)"
        ),
        ("exists(select 1)", "EXISTS (SELECT 1)"), ("not exists (select 1)", "NOT EXISTS (SELECT 1)"),
        ("(select 1) + 1", "(SELECT 1) + 1"), ("f((select 1))", "f((SELECT 1))"),
        ("raise(ignore)", "RAISE(IGNORE)"), ("raise(abort, 'a' || b)", "RAISE(ABORT, 'a' || b)"),
    ])
    func `an expression`(text: String, printed: String) throws {
        try Self.check("SELECT \(text)", "SELECT \(printed)")
    }

    @Test(arguments: [
        ("select all a, b.*, * from t;", "SELECT a, b.*, * FROM t"),
        ("select distinct a b, c as d, e 'f' from t u", "SELECT DISTINCT a AS b, c AS d, e AS f FROM t AS u"),
        ("values (1, 2), (3, 4)", "VALUES (1, 2), (3, 4)"),
        (
            "select 1 union select 2 union all values (3) intersect select 4 except select 5 order by 1 limit 2",
            "SELECT 1 UNION SELECT 2 UNION ALL VALUES (3) INTERSECT SELECT 4 EXCEPT SELECT 5 ORDER BY 1 LIMIT 2"
        ),
        (
            "with recursive a(b, c) as (select 1, 2), d as not materialized (select 3), e as materialized (values(4)) select * from a",
            "WITH RECURSIVE a (b, c) AS (SELECT 1, 2), d AS NOT MATERIALIZED (SELECT 3), e AS MATERIALIZED (VALUES (4)) SELECT * FROM a"
        ),
        (
            "select * from a, b join c cross join d inner join e on 1 left join f using (g, h)",
            "SELECT * FROM a, b JOIN c CROSS JOIN d JOIN e ON 1 LEFT JOIN f USING (g, h)"
        ),
        (
            "select * from a natural join b natural left outer join c right outer join d full join e left natural join f",
            "SELECT * FROM a NATURAL JOIN b NATURAL LEFT JOIN c RIGHT JOIN d FULL JOIN e NATURAL LEFT JOIN f"
        ),
        (
            "select * from (a join (b, c) on a.x = b.x) d, (select 1) e, (select 2) as f",
            "SELECT * FROM (a JOIN (b, c) ON a.x = b.x) AS d, (SELECT 1) AS e, (SELECT 2) AS f"
        ),
        (
            "select * from json_each(a, '$') j, s.f() where j.value = 1",
            "SELECT * FROM json_each(a, '$') AS j, s.f() WHERE j.value = 1"
        ),
        ("select * from s.t as x indexed by i", "SELECT * FROM s.t AS x INDEXED BY i"),
        ("select * from t not indexed", "SELECT * FROM t NOT INDEXED"),
        (
            "select a from t where b group by c, d having e > 1 window w as (order by f), v as (w)",
            "SELECT a FROM t WHERE b GROUP BY c, d HAVING e > 1 WINDOW w AS (ORDER BY f), v AS (w)"
        ),
        (
            "select a from t order by a asc, b collate nocase desc, c nulls first, d desc nulls last limit 1 offset 2",
            "SELECT a FROM t ORDER BY a, b COLLATE nocase DESC, c NULLS FIRST, d DESC NULLS LAST LIMIT 1 OFFSET 2"
        ),
        ("select a limit 1, 2", "SELECT a LIMIT 2 OFFSET 1"),
        ("select window, over, filter from window", "SELECT `window`, `over`, `filter` FROM \"window\""),
        ("select count(*) over, 1 from t", "SELECT count(*) AS \"over\", 1 FROM t"),
        ("select a /* b */ from /* c -- */ t -- d", "SELECT a FROM t"),
    ])
    func `a query`(text: String, printed: String) throws { try Self.check(text, printed) }

    @Test(arguments: [
        ("insert into t values (1)", "INSERT INTO t VALUES (1)"),
        ("insert or ignore into s.t as u (a, b) select 1, 2", "INSERT OR IGNORE INTO s.t AS u (a, b) SELECT 1, 2"),
        ("replace into t default values", "INSERT OR REPLACE INTO t DEFAULT VALUES"),
        (
            "with x as (select 1) insert into t select * from x join y on 1 on conflict do nothing returning *",
            "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x JOIN y ON 1 ON CONFLICT DO NOTHING RETURNING *"
        ),
        (
            "insert into t values (1) on conflict (a, b desc) where c do update set d = excluded.d, (e, f) = (1, 2) where g on conflict do nothing",
            "INSERT INTO t VALUES (1) ON CONFLICT (a, b DESC) WHERE c DO UPDATE SET d = excluded.d, (e, f) = (1, 2) WHERE g ON CONFLICT DO NOTHING"
        ),
        ("update t set a = 1", "UPDATE t SET a = 1"),
        (
            "update or fail s.t as u indexed by i set (a) = 1, (b, c) = (select 1, 2) from v where d returning a as b, c",
            "UPDATE OR FAIL s.t AS u INDEXED BY i SET a = 1, (b, c) = (SELECT 1, 2) FROM v WHERE d RETURNING a AS b, c"
        ),
        ("update t set a = 1 order by b limit 1", "UPDATE t SET a = 1 ORDER BY b LIMIT 1"),
        (
            "with x as (select 1) delete from t as u not indexed where a returning * limit 2",
            "WITH x AS (SELECT 1) DELETE FROM t AS u NOT INDEXED WHERE a RETURNING * LIMIT 2"
        ),
    ])
    func `a change of rows`(text: String, printed: String) throws { try Self.check(text, printed) }

    @Test(arguments: [
        ("create table t(a)", "CREATE TABLE t (a)"),
        (
            "create temp table if not exists s.t (a, b) without rowid",
            "CREATE TEMPORARY TABLE IF NOT EXISTS s.t (a, b) WITHOUT ROWID"
        ),
        ("create table t as select 1", "CREATE TABLE t AS SELECT 1"),
        (
            "create table t(a integer primary key desc on conflict fail autoincrement, b unsigned big int (8) not null on conflict replace null unique)",
            "CREATE TABLE t (a integer PRIMARY KEY DESC ON CONFLICT FAIL AUTOINCREMENT, b unsigned big int (8) NOT NULL ON CONFLICT REPLACE NULL UNIQUE)"
        ),
        (
            "create table t(a default 1, b default -1.5, c default 'x', d default \"x\", e default (1), f default (a + 1), g default current_time, h default x'', i default yes, j default (-(-1)), k default true)",
            "CREATE TABLE t (a DEFAULT 1, b DEFAULT -1.5, c DEFAULT 'x', d DEFAULT \"x\", e DEFAULT 1, f DEFAULT (a + 1), g DEFAULT CURRENT_TIME, h DEFAULT x'', i DEFAULT yes, j DEFAULT (- -1), k DEFAULT TRUE)"
        ),
        (
            "create table t(a text collate nocase constraint c check (a > 1), b generated always as (a + 1) virtual, c int as (b) stored)",
            "CREATE TABLE t (a text COLLATE nocase CONSTRAINT c CHECK (a > 1), b GENERATED ALWAYS AS (a + 1), c int GENERATED ALWAYS AS (b) STORED)"
        ),
        (
            "create table t(a references p, b references p(x) on delete set null on update cascade match full deferrable initially deferred, c references p not null deferrable)",
            "CREATE TABLE t (a REFERENCES p, b REFERENCES p (x) ON DELETE SET NULL ON UPDATE CASCADE MATCH \"full\" DEFERRABLE INITIALLY DEFERRED, c REFERENCES p NOT NULL DEFERRABLE)"
        ),
        (
            "create table t(a, constraint k primary key (a desc autoincrement) on conflict ignore unique (a collate rtrim) check (a), foreign key (a) references p on delete no action not deferrable initially deferred) strict, without rowid",
            "CREATE TABLE t (a, CONSTRAINT k PRIMARY KEY (a DESC AUTOINCREMENT) ON CONFLICT IGNORE, UNIQUE (a COLLATE rtrim), CHECK (a), FOREIGN KEY (a) REFERENCES p ON DELETE NO ACTION) STRICT, WITHOUT ROWID"
        ),
        (
            "create table t(a constraint x, b constraint y constraint z unique)",
            "CREATE TABLE t (a, b CONSTRAINT z UNIQUE)"
        ),
        ("create table 't'('a' 'my type', [b c] \"x\" int)", "CREATE TABLE t (a 'my type', \"b c\" \"x\" int)"),
        (
            "create unique index if not exists s.i on t(a, lower(b) desc, c collate nocase) where d is not null",
            "CREATE UNIQUE INDEX IF NOT EXISTS s.i ON t (a, lower(b) DESC, c COLLATE nocase) WHERE d IS NOT NULL"
        ),
        ("create view v as select 1", "CREATE VIEW v AS SELECT 1"),
        (
            "create temporary view if not exists v(a, b) as values (1, 2)",
            "CREATE TEMPORARY VIEW IF NOT EXISTS v (a, b) AS VALUES (1, 2)"
        ),
        ("create virtual table v using fts5", "CREATE VIRTUAL TABLE v USING fts5"),
        (
            "create virtual table if not exists s.v using fts5(a, b unindexed, tokenize = 'x, (y', c(d, e))",
            "CREATE VIRTUAL TABLE IF NOT EXISTS s.v USING fts5 (a, b unindexed, tokenize = 'x, (y', c(d, e))"
        ),
        (
            "create trigger r after update of a, b on t for each row when new.a <> old.a begin update t set a = 1; select raise(abort, 'x'); end",
            "CREATE TRIGGER r AFTER UPDATE OF a, b ON t WHEN new.a <> old.a BEGIN UPDATE t SET a = 1; SELECT RAISE(ABORT, 'x'); END"
        ),
        (
            "create temp trigger if not exists s.r instead of insert on v begin delete from t; insert into t values (1); end",
            "CREATE TEMPORARY TRIGGER IF NOT EXISTS s.r INSTEAD OF INSERT ON v BEGIN DELETE FROM t; INSERT INTO t VALUES (1); END"
        ),
        (
            "create trigger r delete on t begin select 1; end",
            "CREATE TRIGGER r BEFORE DELETE ON t BEGIN SELECT 1; END"
        ),
    ])
    func `a part of the schema`(text: String, printed: String) throws { try Self.check(text, printed) }
}
