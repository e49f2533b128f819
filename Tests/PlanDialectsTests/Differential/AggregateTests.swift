import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct AggregateTests {
    @Test func `aggregates over all rows, over none, and over groups`() throws {
        let aggregates = [
            "count(*)", "count()", "count(n)", "count(DISTINCT flag)", "count(DISTINCT nc)", "count(t)", "sum(m)",
            "sum(n % 1000)", "sum(r)", "sum(price)", "sum(flag)", "sum(DISTINCT m)", "sum(n > 1)", "total(m)",
            "total(r)", "total(price)", "avg(m)", "avg(n)", "avg(r)", "avg(price)", "avg(flag)", "min(n)", "max(n)",
            "min(r)", "max(price)", "min(t)", "max(t)", "max(s || t)", "min(flag)", "max(flag)", "min(d)", "max(ts)",
            "min(u)", "max(u)", "max(n > 1)", "sum(n % 7) + count(*)", "max(n) - min(n)", "coalesce(sum(m), 0)",
            "sum(m) FILTER (WHERE flag)", "count(*) FILTER (WHERE n > 1)", "total(m) FILTER (WHERE n > 1000000)",
            "max(t) FILTER (WHERE flag = 0)", "sum(CASE WHEN flag THEN 1 ELSE 0 END)",
        ]
        try Queries.expectSameRows(
            aggregates.flatMap { aggregate in
                [
                    "SELECT \(aggregate) FROM samples", "SELECT \(aggregate) FROM samples WHERE id < 0",
                    "SELECT flag, \(aggregate) FROM samples GROUP BY flag ORDER BY flag",
                ]
            })
    }

    @Test func `texts of groups are joined in the order that is asked for`() throws {
        try Queries.expectSameRows([
            // The SQLite at hand has no ORDER BY inside the call, but takes the rows in the order of a query.
            "SELECT group_concat(name) FROM (SELECT name FROM people ORDER BY id)",
            "SELECT group_concat(name, '; ') FROM (SELECT name FROM people ORDER BY id)",
            "SELECT group_concat(id, NULL) FROM (SELECT id FROM people ORDER BY id)",
            "SELECT group_concat(team, name) FROM (SELECT * FROM people ORDER BY id)",
            "SELECT group_concat(active) FROM (SELECT active FROM people ORDER BY id)",
            "SELECT group_concat(name) FROM people WHERE id < 0",
            "SELECT group_concat(DISTINCT team) FROM people WHERE team = 1",
            "SELECT length(group_concat(DISTINCT name)) FROM people",
            "SELECT team, group_concat(name) FILTER (WHERE score > 2) FROM people GROUP BY team",
        ])
        #expect(
            try Queries.sql("SELECT string_agg(name, ', ' ORDER BY score DESC, name) FROM people")
                == "SELECT string_agg(people.name, ', ' ORDER BY people.score DESC NULLS LAST, "
                + "people.name COLLATE \"C\" NULLS FIRST) AS column1 FROM people")
        #expect(
            try Queries.sql("SELECT group_concat(DISTINCT name ORDER BY name) AS names FROM people")
                == "SELECT string_agg(DISTINCT people.name COLLATE \"C\", ',' ORDER BY people.name COLLATE \"C\" "
                + "NULLS FIRST) AS names FROM people")
        try Queries.expectRefused([
            "SELECT group_concat(DISTINCT id ORDER BY id) FROM people": "something else",
            "SELECT group_concat(DISTINCT city) FROM people": "collation",
            "SELECT (SELECT sum(p.score) FROM teams) FROM people p": "the query around this one",
            "SELECT (SELECT count(*) FILTER (WHERE p.id > 1) FROM teams) FROM people p": "the query around this one",
            "SELECT group_concat(score) FROM people": "not known", "SELECT max(city) FROM people": "collation",
            "SELECT max(b) FROM samples": "bytea", "SELECT min(j) FROM samples": "jsonb",
            "SELECT sum(name) FROM people": "number", "SELECT median(score) FROM people": "WITHIN GROUP",
        ])
    }

    @Test func `a sum beyond 64 bits fails as SQLite's does`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            _ = try Psql.run(SampleRows.postgres, conninfo)
            let sql = try Queries.sql(
                "SELECT sum(n) FROM (SELECT n FROM samples UNION ALL SELECT n FROM samples UNION ALL SELECT n FROM samples)"
            )
            #expect(throws: PlanTool.Failure.self) { try Psql.run(sql, conninfo) }
        }
    }

    @Test func `columns that are neither grouped by nor aggregated are those of one row`() throws {
        try Queries.expectSameRows([
            "SELECT team, name, max(score) FROM people WHERE id < 5 GROUP BY team ORDER BY team",
            "SELECT team, name, min(id), count(*) FROM people GROUP BY team ORDER BY team",
            "SELECT name, max(id) FROM people", "SELECT name || '!', max(id) + max(id) FROM people",
            "SELECT team, name FROM people GROUP BY team ORDER BY max(id) DESC",
            "SELECT team, name, max(id) FILTER (WHERE id < 3) FROM people WHERE team = 1 GROUP BY team",
            "SELECT teams.name, teams.lead, count(people.id) FROM teams LEFT JOIN people ON people.team = teams.id GROUP BY teams.id ORDER BY 1",
            "SELECT teams.*, count(*) FROM teams JOIN people ON people.team = teams.id GROUP BY teams.id ORDER BY teams.id",
            "SELECT teams.name, count(*) FROM teams JOIN people ON people.team = teams.id GROUP BY people.team ORDER BY 1",
            "SELECT upper(teams.name) AS team, count(*) FROM teams JOIN people ON people.team = teams.id GROUP BY teams.name HAVING count(*) > 1",
            "SELECT city, count(*) FROM people WHERE id > 3 OR id = 1 GROUP BY city ORDER BY city COLLATE NOCASE",
            "SELECT name, max(id) AS m FROM people GROUP BY active HAVING m > 3 ORDER BY m",
        ])
    }

    @Test func `groups by expressions, numbers, aliases and constants`() throws {
        try Queries.expectSameRows([
            "SELECT n > 1, count(*) FROM samples GROUP BY n > 1 ORDER BY 1",
            "SELECT n > 1 AS big, count(*) FROM samples GROUP BY big ORDER BY big DESC",
            "SELECT flag, count(*) FROM samples GROUP BY 1 ORDER BY 1", "SELECT count(*) FROM samples GROUP BY 'x'",
            "SELECT 5 AS k, count(*) FROM samples GROUP BY k",
            "SELECT count(*) FROM samples WHERE id < 0 GROUP BY NULL",
            "SELECT length(t) AS l, flag, sum(m) FROM samples GROUP BY l, flag ORDER BY l, flag",
            "SELECT flag, count(*) AS c FROM samples GROUP BY flag HAVING c > 2 ORDER BY c, flag",
            "SELECT flag FROM samples GROUP BY flag HAVING max(n) > 1 ORDER BY count(*), flag",
            "SELECT count(*) FROM samples HAVING count(*) > 100",
            "SELECT sum(m) FROM samples GROUP BY n % 2 ORDER BY sum(m)",
        ])
    }
}
