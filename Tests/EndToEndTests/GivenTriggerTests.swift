import PlanSupport
import PlanTestSupport
import Testing

/// PostgreSQL's SQL that a plan puts in the place of a trigger, on a real server.
@Suite(.requiresPostgres) struct GivenTriggerTests {
    private static let source = """
        CREATE TABLE orders(id INTEGER PRIMARY KEY, total INTEGER);
        CREATE TABLE journal(id INTEGER PRIMARY KEY, entry TEXT);
        INSERT INTO orders VALUES (1, 10);
        CREATE TRIGGER noted AFTER INSERT ON orders BEGIN SELECT of_the_application(NEW.id); END;
        """

    private static func plan(watching table: String) -> String {
        """
        plan: 1
        name: given
        source: { sqlite: source.db }
        target: { postgres: "${DATABASE_URL}" }
        triggers:
          noted:
            sql: |
              CREATE FUNCTION note_order() RETURNS trigger LANGUAGE plpgsql AS $$
              BEGIN
                  INSERT INTO journal (entry) VALUES ('order ' || NEW.id || '; total ' || NEW.total);
                  RETURN NULL;
              END
              $$;
              CREATE TRIGGER noted AFTER INSERT ON \(table) FOR EACH ROW EXECUTE FUNCTION note_order();

        """
    }

    @Test func `a given trigger is made, fires for new rows alone and is rolled back with its function`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try tool.makeDatabase("source.db", Self.source)
                try tool.write(Self.plan(watching: "orders"), to: "given.plan.yml")
                let compiled = try tool.run("compile", "given.plan.yml", "-o", "out")
                try #require(compiled.code == 0, "\(compiled.errors)")
                let run = try tool.run("run", "out/graph.json", "--yes")
                try #require(run.code == 0, "\(run.errors)")
                // The rows that were copied did not fire it.
                #expect(try Psql.run("SELECT count(*) FROM journal", conninfo) == "0")
                let entries = try Psql.run(
                    "INSERT INTO orders (total) VALUES (20); SELECT entry FROM journal", conninfo)
                #expect(entries == "order 2; total 20")

                // Others have written since, which takes a word more.
                let refused = try tool.run("rollback", "out/graph.json", "--yes")
                #expect(refused.code == 3 && refused.errors.contains("PLN0719"), "\(refused.errors)")
                let rollback = try tool.run("rollback", "out/graph.json", "--yes", "--force")
                try #require(rollback.code == 0, "\(rollback.errors)")
                let left = "SELECT count(*) FROM pg_proc WHERE proname = 'note_order'"
                #expect(try Psql.run(left, conninfo) == "0")
                #expect(try Psql.run("SELECT count(*) FROM pg_trigger WHERE tgname = 'noted'", conninfo) == "0")
            }
        }
    }

    @Test func `a given trigger of another table is refused`() throws {
        try PlanTool.withWorkspace(target: Secret("postgresql://nowhere")) { tool in
            try tool.makeDatabase("source.db", Self.source)
            try tool.write(Self.plan(watching: "journal"), to: "given.plan.yml")
            let compiled = try tool.run("compile", "given.plan.yml", "-o", "out")
            #expect(compiled.code == 65)
            #expect(compiled.errors.contains("its trigger watches 'public.journal', not 'public.orders'"))
        }
    }
}
