import PlanSupport
import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct VerifyTests {
    /// Runs the sample plan, then changes the target, and gives what 'plan verify' says.
    private func verify(
        after change: String, _ options: String..., body: (PlanTool.Outcome) throws -> Void
    ) throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try SamplePlan.compile(with: tool)
                let run = try tool.run("run", "out/graph.json")
                #expect(run.code == 0, "\(run.errors)")
                if !change.isEmpty { _ = try Psql.run(change, conninfo) }
                try body(try tool.run(["verify", "out/graph.json"] + options))
            }
        }
    }

    @Test func `what a run has written is equal, at any later time`() throws {
        try verify(after: "") { outcome in
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("public.users"), "\(outcome.output)")
            #expect(outcome.output.contains("equal: sample, 2 tables, "), "\(outcome.output)")
        }
    }

    @Test(arguments: [
        (
            "UPDATE users SET born = born + 1 WHERE id = 7",
            "public.users, id 7: born is '1970-01-08' in the source and '1970-01-09' in the target\n"
        ),
        (
            "UPDATE orders SET total = total + 0.01 WHERE id = 1200",
            "public.orders, id 1200: total is 12 in the source and 12.01 in the target\n"
        ),
        ("DELETE FROM orders WHERE id = 12", "public.orders, id 12: not in the target\n"),
        ("INSERT INTO users (id, name) VALUES (501, 'new')", "public.users, id 501: not in the source\n"),
        (
            "ALTER TABLE orders DROP CONSTRAINT orders_pkey; INSERT INTO orders SELECT * FROM orders WHERE id = 3",
            "public.orders, id 3: once in the source and 2 times in the target\n"
        ),
        ("DROP INDEX orders_user", "public.orders: indexes are missing or invalid: expected '', found 'orders_user'\n"),
        (
            "ALTER TABLE users ALTER name DROP NOT NULL",
            "public.users: columns may be NULL: expected '', found 'name'\n"
        ),
        (
            "ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey",
            "public.orders: constraints are missing or not validated: expected '', found 'orders_user_id_fkey'\n"
        ),
        (
            """
            ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
            ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users NOT VALID
            """,
            "public.orders: constraints are missing or not validated: expected '', found 'orders_user_id_fkey'\n"
        ),
        (
            "SELECT setval('orders_id_seq', 5)",
            "the sequence of public.orders.id is behind the rows: expected 't', found 'f'\n"
        ),
        ("DROP TABLE orders", "public.orders: relation \"public.orders\" does not exist\n"),
    ])
    func `what was changed by hand in the target is found and told`(change: String, difference: String) throws {
        try verify(after: change) { outcome in
            #expect(outcome.code == 2, "\(outcome.errors)")
            #expect(outcome.output.contains(difference), "\(outcome.output)")
        }
    }

    @Test func `a change of the source after the run is found as well`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try SamplePlan.compile(with: tool)
                #expect(try tool.run("run", "out/graph.json").code == 0)
                try tool.makeDatabase("source.db", "UPDATE users SET name = 'someone' WHERE id = 2")
                let outcome = try tool.run("verify", "sample.plan.yml")
                #expect(outcome.code == 2, "\(outcome.errors)")
                let difference = "public.users, id 2: name is 'someone' in the source and 'user 2' in the target"
                #expect(outcome.output.contains(difference), "\(outcome.output)")
            }
        }
    }

    @Test(.requiresSchemaChecker) func `as JSON the differences satisfy their schema`() throws {
        let change = "UPDATE users SET active = NULL WHERE id < 4; DELETE FROM orders WHERE id < 3"
        try verify(after: change, "--format", "json", "--limit", "2") { outcome in
            #expect(outcome.code == 2)
            let json = try JSONParser.parse(Array(outcome.output.utf8))
            guard case .array(let tables)? = json["tables"] else {
                Issue.record("\(outcome.output)")
                return
            }
            #expect(json["equal"] == false && tables.count == 2)
            #expect(tables[1]["rows"]?["source"] == 500 && tables[1]["differing"] == 3)
            #expect(try SchemaChecker.refused([json], by: "verification") == [])
        }
    }

    @Test func `a target that cannot be reached exits with 69`() throws {
        try PlanTool.withWorkspace(target: Secret("host=/nowhere dbname=x")) { tool in
            try SamplePlan.compile(with: tool)
            #expect(try tool.run("verify", "out/graph.json").code == 69)
        }
    }

    @Test func `rows that the plan filters are not looked for, and levels are heeded`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try SamplePlan.compile(
                    with: tool, "tables: { orders: { where: 'total > 5' } }\nverify: { level: values }")
                #expect(try tool.run("run", "out/graph.json").code == 0)
                #expect(try tool.run("verify", "out/graph.json").code == 0)
                try tool.write(
                    SamplePlan.text("tables: { orders: { where: 'total > 5' } }\nverify: { level: counts }"),
                    to: "sample.plan.yml")
                _ = try Psql.run("UPDATE users SET name = 'x' WHERE id = 1", conninfo)
                #expect(try tool.run("verify", "sample.plan.yml").code == 0)
                _ = try Psql.run("DELETE FROM orders WHERE id = 2000", conninfo)
                let counts = try tool.run("verify", "sample.plan.yml")
                #expect(counts.code == 2 && counts.output.contains("has another number of rows"), "\(counts.output)")
            }
        }
    }
}
