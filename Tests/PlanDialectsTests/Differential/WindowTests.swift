import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct WindowTests {
    @Test func `ranks, with NULL first and texts by their bytes`() throws {
        let functions = ["row_number()", "rank()", "dense_rank()", "percent_rank()", "cume_dist()", "ntile(3)"]
        let orders = ["score, id", "score DESC, id", "name", "city, id", "active DESC, id", "team, name"]
        try Queries.expectSameRows(
            functions.flatMap { function in
                orders.map { "SELECT id, \(function) OVER (ORDER BY \($0)) FROM people ORDER BY id" }
                    + ["SELECT id, \(function) OVER (PARTITION BY city ORDER BY id) FROM people ORDER BY id"]
            } + [
                "SELECT id, rank() OVER (ORDER BY score), dense_rank() OVER (ORDER BY city) FROM people ORDER BY id",
                "SELECT id, rank() OVER () FROM people ORDER BY id",
            ])
    }

    @Test func `values of other rows`() throws {
        try Queries.expectSameRows([
            "SELECT id, lag(name) OVER (ORDER BY id), lead(name, 2) OVER (ORDER BY id) FROM people ORDER BY id",
            "SELECT id, lag(team, 1, 0) OVER (ORDER BY id), lead(score, 1, -1.5) OVER (ORDER BY id) FROM people ORDER BY id",
            "SELECT id, lag(active, 1, 0) OVER (ORDER BY id), lag(name, 1, 'none') OVER (ORDER BY id) FROM people ORDER BY id",
            "SELECT id, lag(team, 1, score) OVER (ORDER BY id), lag(id, 0) OVER (ORDER BY id) FROM people ORDER BY id",
            "SELECT id, lag(id, 1, NULL) OVER (ORDER BY id), lag(d, 1, '2000-01-01') OVER (ORDER BY id) FROM samples ORDER BY id",
            "SELECT id, first_value(name) OVER w, last_value(name) OVER w, nth_value(name, 2) OVER w FROM people WINDOW w AS (PARTITION BY team ORDER BY id) ORDER BY id",
            "SELECT id, first_value(team) OVER (ORDER BY score DESC, id), last_value(active) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM people ORDER BY id",
        ])
        try Queries.expectRefused([
            "SELECT lag(id, -1) OVER (ORDER BY id) FROM people": "negative",
            "SELECT lag(id, team) OVER (ORDER BY id) FROM people": "no constant",
            "SELECT row_number() FROM people": "window",
            "SELECT sum(n) OVER (ORDER BY d RANGE 1 PRECEDING) FROM samples": "values of type date",
            "SELECT sum(n) OVER (w RANGE 1 PRECEDING) FROM samples WINDOW w AS (ORDER BY d)": "another window",
        ])
    }

    @Test func `aggregates over frames of every kind`() throws {
        let aggregates = [
            "sum(m)", "count(*)", "total(m)", "avg(m)", "min(m)", "max(t)", "group_concat(id)", "coalesce(sum(m), -1)",
            "sum(m) FILTER (WHERE flag)", "max(flag)", "count(nc)",
        ]
        let frames = [
            "ORDER BY id", "PARTITION BY flag ORDER BY id", "ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING",
            "ORDER BY id ROWS 2 PRECEDING", "ORDER BY price RANGE BETWEEN 1.5 PRECEDING AND 2 FOLLOWING",
            "ORDER BY id DESC RANGE BETWEEN 2.5 PRECEDING AND CURRENT ROW",
            "ORDER BY id RANGE BETWEEN 2 PRECEDING AND CURRENT ROW",
            "ORDER BY id GROUPS BETWEEN 1 PRECEDING AND UNBOUNDED FOLLOWING",
            "ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW",
            "ORDER BY id ROWS BETWEEN 3 FOLLOWING AND 4 FOLLOWING",
            "ORDER BY id RANGE UNBOUNDED PRECEDING EXCLUDE TIES",
        ]
        try Queries.expectSameRows(
            aggregates.flatMap { aggregate in
                frames.map {
                    // A separate filter is no clause of `coalesce()`.
                    let call =
                        aggregate.hasPrefix("coalesce")
                        ? "coalesce(sum(m) OVER (\($0)), -1)" : "\(aggregate) OVER (\($0))"
                    return "SELECT id, \(call) FROM samples ORDER BY id"
                }
            } + [
                "SELECT id, sum(m) OVER () FROM samples ORDER BY id",
                "SELECT id, count(*) OVER (ORDER BY flag), sum(m) OVER (ORDER BY flag GROUPS 1 PRECEDING EXCLUDE GROUP) FROM samples ORDER BY id",
            ])
    }

    @Test func `named windows, windows that build on others, and windows over groups`() throws {
        try Queries.expectSameRows([
            "SELECT id, sum(id) OVER w, count(*) OVER (w ROWS 1 PRECEDING) FROM people WINDOW w AS (ORDER BY id) ORDER BY id",
            "SELECT id, rank() OVER v FROM people WINDOW w AS (PARTITION BY active), v AS (w ORDER BY score) ORDER BY id",
            "SELECT team, sum(count(*)) OVER (), rank() OVER (ORDER BY count(*) DESC) FROM people GROUP BY team ORDER BY team",
            "SELECT team, max(sum(score)) OVER w FROM people GROUP BY team WINDOW w AS (ORDER BY team) ORDER BY team",
            "SELECT * FROM (SELECT id, row_number() OVER (PARTITION BY team ORDER BY score DESC, id) AS place FROM people) WHERE place = 1 ORDER BY id",
            "SELECT id FROM people ORDER BY row_number() OVER (ORDER BY name DESC)",
        ])
    }
}
