import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct SelectTests {
    @Test func `results, aliases and the order of rows`() throws {
        try Queries.expectSameRows([
            "SELECT * FROM people ORDER BY id", "SELECT people.* FROM people ORDER BY 1",
            "SELECT 1, 'a', NULL, 2.5, x'00'",
            "SELECT p.*, p.id FROM people p ORDER BY p.id", "SELECT rowid, name FROM people ORDER BY rowid",
            "SELECT id * 2 AS twice FROM people WHERE twice > 4 ORDER BY twice DESC",
            "SELECT upper(name) AS name FROM people ORDER BY name",
            "SELECT name FROM people ORDER BY name COLLATE NOCASE, id", "SELECT name FROM people ORDER BY name DESC",
            "SELECT city FROM people ORDER BY city, id", "SELECT city FROM people ORDER BY city COLLATE BINARY, id",
            "SELECT id, score FROM people ORDER BY score DESC NULLS FIRST, id",
            "SELECT id FROM people ORDER BY score NULLS LAST, id",
            "SELECT id FROM people ORDER BY 'x', id", "SELECT 7 AS k, id FROM people ORDER BY k, id DESC",
            "SELECT id > 2, active, NOT active FROM people ORDER BY id",
            "SELECT id FROM people ORDER BY id > 2, id DESC",
            "SELECT (id > 2) + 1 AS x FROM people ORDER BY x, id", "SELECT t FROM samples ORDER BY t",
            "SELECT id FROM samples ORDER BY b, d, id",
            "SELECT *, upper(name) AS loud FROM people WHERE loud = 'ANN' ORDER BY id",
            "SELECT \"name\" FROM people WHERE name = \"Ann\"",
            "SELECT id AS a, id AS b FROM people ORDER BY b DESC", "SELECT ID, Name FROM People ORDER BY iD",
        ])
        try Queries.expectRefused([
            "SELECT * FROM nosuch": "no table", "SELECT x.* FROM people": "no table 'x'",
            "SELECT id FROM people ORDER BY 2": "no column 2",
            "SELECT * FROM sqlite_schema": "SQLite itself", "SELECT id FROM samples ORDER BY j": "jsonb",
            "SELECT name FROM people LIMIT id": "", "SELECT * FROM aux.people": "another database",
        ])
    }

    @Test func `DISTINCT, with and without an order`() throws {
        try Queries.expectSameRows([
            "SELECT DISTINCT team FROM people", "SELECT DISTINCT team FROM people ORDER BY team DESC",
            "SELECT DISTINCT people.team FROM people ORDER BY people.team",
            "SELECT DISTINCT team, active FROM people ORDER BY 2, 1", "SELECT DISTINCT name FROM people ORDER BY name",
            "SELECT DISTINCT team AS t FROM people ORDER BY t LIMIT 2", "SELECT DISTINCT id > 2 FROM people",
            "SELECT count(DISTINCT team) FROM people",
            "SELECT DISTINCT count(*) FROM people GROUP BY team ORDER BY count(*)",
            "SELECT DISTINCT upper(name) FROM people ORDER BY upper(name)",
            "SELECT DISTINCT d FROM samples ORDER BY d", "SELECT DISTINCT lower(city) FROM people",
            "SELECT lower(city) FROM (SELECT DISTINCT city FROM people)",
            "SELECT upper(city), team FROM (SELECT DISTINCT city, team FROM people)",
            "SELECT DISTINCT length(city), active FROM people ORDER BY 1, 2",
        ])
        try Queries.expectRefused([
            "SELECT DISTINCT name FROM people ORDER BY id": "no column of it",
            "SELECT DISTINCT city, count(*) FROM people GROUP BY city": "collation",
            "SELECT DISTINCT city, rank() OVER (ORDER BY id) FROM people": "windows",
        ])
    }

    @Test func `LIMIT and OFFSET`() throws {
        try Queries.expectSameRows([
            "SELECT id FROM people ORDER BY id LIMIT 2", "SELECT id FROM people ORDER BY id LIMIT 2 OFFSET 1",
            "SELECT id FROM people ORDER BY id LIMIT 1, 2",
            "SELECT id FROM people ORDER BY id LIMIT -1", "SELECT id FROM people ORDER BY id LIMIT -1 OFFSET 4",
            "SELECT id FROM people ORDER BY id LIMIT 0",
            "SELECT id FROM people ORDER BY id LIMIT 3 OFFSET -2",
            "SELECT id FROM people ORDER BY id LIMIT 2 OFFSET 1 + 1",
            "SELECT id FROM people ORDER BY id LIMIT 100 OFFSET 100",
        ])
    }

    @Test func `joins of every kind`() throws {
        try Queries.expectSameRows([
            "SELECT p.id, t.name FROM people p JOIN teams t ON t.id = p.team",
            "SELECT p.id, t.name FROM people AS p LEFT JOIN teams AS t ON t.id = p.team",
            "SELECT p.id, t.name FROM people p RIGHT JOIN teams t ON t.id = p.team",
            "SELECT p.id, t.name FROM people p FULL JOIN teams t ON t.id = p.team",
            "SELECT people.id, teams.id FROM people, teams WHERE people.team = teams.id",
            "SELECT count(*) FROM people, teams, tags",
            "SELECT people.id FROM people CROSS JOIN teams ON people.team = teams.id",
            "SELECT people.id FROM people JOIN teams WHERE people.team = teams.id",
            "SELECT people.id FROM people, teams LEFT JOIN tags ON tags.team = people.team AND tags.id = teams.id",
            "SELECT * FROM people NATURAL JOIN teams", "SELECT * FROM teams NATURAL LEFT JOIN tags",
            "SELECT * FROM teams JOIN tags USING (id)",
            "SELECT id, teams.id, tags.id FROM teams LEFT JOIN tags USING (id)",
            "SELECT * FROM people LEFT JOIN tags USING (team)",
            "SELECT team, people.team, tags.team FROM people RIGHT JOIN tags USING (team)",
            "SELECT * FROM people FULL JOIN tags USING (team)",
            "SELECT * FROM teams NATURAL FULL JOIN tags",
            "SELECT id FROM teams FULL JOIN tags USING (id) FULL JOIN people USING (id)",
            "SELECT team, count(*) FROM people FULL JOIN tags USING (team) GROUP BY team",
            "SELECT * FROM teams NATURAL JOIN people NATURAL JOIN tags",
            "SELECT p.id, b.name FROM people p LEFT JOIN people b ON b.id = p.boss",
            "SELECT p.id, x.tag FROM people p LEFT JOIN (teams t JOIN tags x ON x.team = t.id) ON t.id = p.team",
            "SELECT people.id, tags.id FROM people, (teams JOIN tags USING (id)) WHERE people.id = tags.id",
            "SELECT p.id FROM (people p) ORDER BY p.id",
            "SELECT people.name, (SELECT teams.name FROM teams WHERE teams.id = people.team) FROM people",
            "SELECT a.id, b.id FROM teams a JOIN teams b ON a.id < b.id",
            "SELECT p.id FROM people p LEFT JOIN teams t ON p.team = t.id AND t.lead WHERE t.id IS NULL",
        ])
        try Queries.expectRefused(["SELECT * FROM people JOIN teams USING (nosuch)": "no column 'nosuch'"])
    }

    @Test func `queries inside queries`() throws {
        try Queries.expectSameRows([
            "SELECT * FROM (SELECT id, name FROM people WHERE id < 3)",
            "SELECT q.id FROM (SELECT id FROM people) AS q WHERE q.id > 2",
            "SELECT * FROM (SELECT id + 1, count(*) FROM people GROUP BY id)",
            "SELECT * FROM (SELECT people.id, teams.id FROM people, teams) ORDER BY 1, 2",
            "SELECT * FROM (SELECT id FROM people), (SELECT name FROM teams)",
            "SELECT (SELECT name FROM people ORDER BY id)",
            "SELECT (SELECT name FROM people ORDER BY id LIMIT 1 OFFSET 1)",
            "SELECT (SELECT max(id) FROM people), (SELECT id FROM people WHERE id < 0)",
            "SELECT (SELECT 1 UNION SELECT 2)",
            "SELECT id FROM people WHERE team = (SELECT id FROM teams WHERE name = 'red')",
            "SELECT id FROM people p WHERE EXISTS (SELECT 1 FROM tags WHERE tags.team = p.team)",
            "SELECT id FROM people p WHERE NOT EXISTS (SELECT * FROM tags WHERE tags.team = p.team)",
            "SELECT id FROM people WHERE team IN (SELECT id FROM teams)",
            "SELECT id FROM people WHERE team NOT IN (SELECT team FROM tags)",
            "SELECT id FROM people WHERE (team, name) IN (SELECT id, 'Ann' FROM teams)",
            "SELECT id FROM people WHERE name IN (SELECT name FROM people WHERE id > 1)",
            "SELECT EXISTS (SELECT 1 FROM people), 1 IN (SELECT id FROM people)",
            "SELECT (SELECT count(*) FROM tags WHERE tags.team = teams.id) AS c FROM teams ORDER BY c, id",
            "SELECT x.a FROM (SELECT id AS a FROM people UNION SELECT 99) AS x ORDER BY x.a",
            "SELECT name FROM teams WHERE id = (SELECT team FROM people WHERE people.name = 'bob' AND teams.id = people.team)",
            "SELECT (SELECT name FROM people WHERE id = teams.lead) FROM teams ORDER BY id",
        ])
    }

    @Test func `compound queries associate to the left and unite types`() throws {
        try Queries.expectSameRows([
            "SELECT id FROM people UNION SELECT id FROM teams",
            "SELECT id FROM people UNION ALL SELECT id FROM teams ORDER BY id",
            "SELECT id FROM people INTERSECT SELECT id FROM teams",
            "SELECT id FROM people EXCEPT SELECT id FROM teams", "SELECT 1 UNION SELECT 2 INTERSECT SELECT 2",
            "SELECT 1 UNION ALL SELECT 1 EXCEPT SELECT 2 UNION ALL SELECT 3",
            "SELECT NULL UNION SELECT id FROM people",
            "SELECT NULL, NULL UNION ALL SELECT NULL, 1 UNION ALL SELECT 'a', NULL",
            "SELECT id FROM people UNION SELECT score FROM people",
            "SELECT name FROM people UNION SELECT name FROM teams ORDER BY name",
            "SELECT name AS n FROM people UNION SELECT 'x' ORDER BY n DESC LIMIT 3",
            "SELECT people.id FROM people UNION SELECT 7 ORDER BY people.id DESC",
            "SELECT active FROM people UNION SELECT 1", "SELECT active FROM people UNION ALL SELECT id FROM teams",
            "SELECT id > 2 FROM people UNION SELECT active FROM people", "VALUES (1, 'a'), (2, NULL)",
            "SELECT * FROM (VALUES (1, 'a'), (2, 'b'))",
            "SELECT column2 FROM (VALUES (1, 'a'), (2, 'b')) ORDER BY column1 DESC", "SELECT 1 UNION VALUES (2), (3)",
            "VALUES (1), (2.5)", "VALUES (NULL), (1)", "SELECT d FROM samples UNION SELECT '2030-01-01'",
            "SELECT t FROM samples UNION SELECT s FROM samples ORDER BY 1",
            "SELECT id, name FROM teams UNION SELECT id, name FROM people ORDER BY 2, 1 LIMIT 4 OFFSET 1",
            "SELECT count(*) FROM people UNION ALL SELECT count(*) FROM teams ORDER BY 1",
            "SELECT city FROM people UNION ALL SELECT name FROM teams",
        ])
        // A column of a compound has the collation and the affinity of its first part.
        try Queries.expectSameRows([
            "SELECT x = 'OSLO' FROM (SELECT city AS x FROM people UNION ALL SELECT 'oslo')",
            "SELECT x = 'OSLO' FROM (SELECT 'oslo' AS x UNION ALL SELECT city FROM people)",
            "SELECT x = '3' FROM (SELECT id AS x FROM people UNION ALL SELECT 3)",
        ])
        try Queries.expectRefused([
            "SELECT 1 UNION SELECT 1, 2": "number of columns",
            "SELECT city FROM people UNION SELECT name FROM teams": "collation",
            "SELECT 1 UNION SELECT 2 ORDER BY 3 + 4": "no column of it",
            "SELECT id FROM people UNION SELECT name FROM people": "row by row",
        ])
    }

    @Test func `common tables, recursive ones too`() throws {
        try Queries.expectSameRows([
            "WITH a AS (SELECT id FROM people WHERE id < 3) SELECT * FROM a",
            "WITH a(x, y) AS (SELECT id, name FROM people), b AS (SELECT x FROM a WHERE x > 2) SELECT a.y FROM a JOIN b ON a.x = b.x",
            "WITH people AS (SELECT id FROM teams) SELECT * FROM people",
            "WITH a AS MATERIALIZED (SELECT 1 AS x) SELECT x + 1 FROM a", "WITH a AS (VALUES (1), (2)) SELECT * FROM a",
            "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 5) SELECT x FROM c",
            "WITH RECURSIVE c(x) AS (VALUES (1) UNION ALL SELECT x * 2 FROM c WHERE x < 50) SELECT x FROM c ORDER BY x DESC",
            "WITH c(x) AS (SELECT 1 UNION SELECT (x + 1) % 4 FROM c) SELECT x FROM c",
            "WITH RECURSIVE c(x, before) AS (SELECT 1, NULL UNION ALL SELECT x + 1, x FROM c WHERE x < 4) SELECT x, before, before + 1 FROM c",
            "WITH RECURSIVE up(id, boss, depth, path) AS (SELECT id, boss, 0, name FROM people WHERE id = 5 UNION ALL SELECT p.id, p.boss, depth + 1, path || '/' || p.name FROM people p JOIN up ON p.id = up.boss) SELECT * FROM up ORDER BY depth",
            "WITH RECURSIVE c(x) AS (SELECT 0.5 UNION ALL SELECT x * 2 FROM c WHERE x < 5) SELECT x FROM c",
            "WITH RECURSIVE t(n, name) AS (SELECT id, name FROM teams WHERE id = 1 UNION ALL SELECT n + 1, name || 'x' FROM t WHERE n < 3) SELECT * FROM t",
            "SELECT id FROM people WHERE id IN (WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 2 FROM c WHERE x < 5) SELECT x FROM c)",
            "WITH a AS (SELECT 1 AS x UNION ALL SELECT 2) SELECT * FROM a UNION ALL SELECT x + 10 FROM a ORDER BY x",
            "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT 10 UNION ALL SELECT x + 1 FROM c WHERE x < 3) SELECT x FROM c",
        ])
        try Queries.expectRefused([
            "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 5) SELECT x FROM c": "LIMIT",
            "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 3 UNION ALL SELECT x + 10 FROM c WHERE x < 3) SELECT x FROM c":
                "only the last part",
        ])
    }

    @Test func `views give integers for truth values that they compute, and a name to each column`() throws {
        try Queries.expectSameViews([
            "SELECT id > 2 AS big, active FROM people", "SELECT x FROM (SELECT id > 2 AS x FROM people)",
            "SELECT id > 2 FROM people UNION SELECT id < 2 FROM people",
            "SELECT DISTINCT id > 2 AS big FROM people ORDER BY big",
            "SELECT people.id, teams.id FROM people, teams", "SELECT n > 1, count(*) FROM samples GROUP BY 1",
            "SELECT id > 2 AS x FROM people ORDER BY x, id", "VALUES (1 > 2), (2 > 1)",
        ])
    }
}
