import PlanTestSupport
import Testing

/// What becomes of rows that a table has already, and that each is taken back.
@Suite(.requiresPostgres) struct ExistingRowTests {
    private let source = """
        CREATE TABLE parents (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL);
        CREATE TABLE children (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parents, note TEXT);
        INSERT INTO parents VALUES (2, 'two of the source'), (3, 'three'), (9, 'nine');
        DELETE FROM parents WHERE id = 9;
        INSERT INTO children VALUES (20, 2, 'of two'), (30, 3, NULL);
        """
    private let target = """
        CREATE TABLE parents (name text NOT NULL, id serial PRIMARY KEY, made_at date NOT NULL DEFAULT '2020-01-01');
        CREATE TABLE children (
            id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent_id int REFERENCES parents, note varchar(40));
        """
    private let rows = """
        INSERT INTO parents (id, name) VALUES (1, 'one'), (2, 'two');
        INSERT INTO children OVERRIDING SYSTEM VALUE VALUES (10, 1, 'of one'), (20, 1, 'was of one');
        SELECT setval('parents_id_seq', 2); SELECT setval('children_id_seq', 20);
        """

    private func parents(_ migration: RowMigration) throws -> String {
        try migration.query("SELECT string_agg(id || ' ' || name, ', ' ORDER BY id) FROM parents")
    }

    private func children(_ migration: RowMigration) throws -> String {
        try migration.query("SELECT string_agg(id || ' of ' || parent_id, ', ' ORDER BY id) FROM children")
    }

    @Test func `empty tables are filled, sequences set past the rows, and all is taken back`() throws {
        try RowMigration.prepare(source: source, target: target) { (migration) throws in
            try migration.runAndBack { (_) throws in
                #expect(try parents(migration) == "2 two of the source, 3 three")
                #expect(try children(migration) == "20 of 2, 30 of 3")
                #expect(try migration.query("SELECT DISTINCT made_at FROM parents") == "2020-01-01")
                // The source has given 9 once.
                #expect(try migration.query("SELECT last_value, is_called FROM parents_id_seq") == "9|t")
                #expect(try migration.query("SELECT last_value, is_called FROM children_id_seq") == "30|t")
                let again = try migration.tool.run("run", "out/graph.json", "--yes")
                #expect(again.code == 3)
                #expect(again.errors.contains("error[PLN0706]"), "\(again.errors)")
            }
        }
    }

    @Test func `rows in a table that must be empty refuse the run`() throws {
        try RowMigration.prepare(source: source, target: target) { (migration) throws in
            try #require(try migration.compile().code == 0)
            _ = try migration.query(rows)
            let before = try migration.dump()
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == 3)
            #expect(
                run.errors.contains(
                    "error[PLN0731]: the target has rows in tables that must be empty: public.children, "),
                "\(run.errors)")
            #expect(try migration.dump() == before)
        }
    }

    @Test func `rows are added`() throws {
        try RowMigration.prepare(source: source, target: target + rows) { (migration) throws in
            _ = try migration.query("DELETE FROM children WHERE id = 20; DELETE FROM parents WHERE id = 2")
            try migration.runAndBack("load: { existing: append }") { (_) throws in
                #expect(try parents(migration) == "1 one, 2 two of the source, 3 three")
                #expect(try children(migration) == "10 of 1, 20 of 2, 30 of 3")
            }
        }
    }

    @Test func `a key that is there fails an append, and everything is as it was found`() throws {
        try RowMigration.prepare(source: source, target: target + rows) { (migration) throws in
            let before = try migration.dump()
            try #require(try migration.compile("load: { existing: append }").code == 0)
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == 1)
            #expect(run.errors.contains("parents_pkey"), "\(run.errors)")
            #expect(try migration.dump() == before)
            #expect(try migration.leftovers() == "")
        }
    }

    @Test func `rows whose key is there are left, and told`() throws {
        try RowMigration.prepare(source: source, target: target + rows) { (migration) throws in
            try migration.runAndBack("load: { existing: skip }") { (run) throws in
                #expect(try parents(migration) == "1 one, 2 two, 3 three")
                #expect(try children(migration) == "10 of 1, 20 of 1, 30 of 3")
                #expect(
                    run.output.contains("public.parents: 1 added, 1 left\n"), "\(run.output)")
            }
        }
    }

    @Test func `rows whose key is there take the source's values, and others are added`() throws {
        try RowMigration.prepare(source: source, target: target + rows) { (migration) throws in
            try migration.runAndBack("load: { existing: update }") { (run) throws in
                #expect(try parents(migration) == "1 one, 2 two of the source, 3 three")
                #expect(try children(migration) == "10 of 1, 20 of 2, 30 of 3")
                #expect(run.output.contains("public.parents: 1 added, 1 changed\n"), "\(run.output)")
            }
        }
    }

    @Test(arguments: ["truncate", "replace"])
    func `all rows make way for the source's, and come back`(policy: String) throws {
        try RowMigration.prepare(source: source, target: target + rows) { (migration) throws in
            try migration.runAndBack("load: { existing: \(policy) }") { (_) throws in
                #expect(try parents(migration) == "2 two of the source, 3 three")
                #expect(try children(migration) == "20 of 2, 30 of 3")
                #expect(try migration.query("SELECT last_value FROM parents_id_seq") == "9")
            }
        }
    }

    @Test func `each table may have a policy of its own`() throws {
        try RowMigration.prepare(source: source, target: target + rows) { (migration) throws in
            let plan = "load: { existing: update }\ntables: { children: { existing: replace } }"
            try migration.runAndBack(plan) { (_) throws in
                #expect(try parents(migration) == "1 one, 2 two of the source, 3 three")
                #expect(try children(migration) == "20 of 2, 30 of 3")
            }
        }
    }

    @Test func `rows that are written after a run are not taken back unasked`() throws {
        try RowMigration.prepare(source: source, target: target) { (migration) throws in
            try migration.run()
            _ = try migration.query("UPDATE parents SET name = 'changed' WHERE id = 2")
            let rollback = try migration.tool.run("rollback", "out/graph.json", "--yes")
            #expect(rollback.code == 3)
            #expect(rollback.errors.contains("public.parents has rows written since (1)"), "\(rollback.errors)")
            let forced = try migration.tool.run("rollback", "out/graph.json", "--yes", "--force")
            #expect(forced.code == 0, "\(forced.errors)")
            #expect(try migration.query("SELECT count(*) FROM parents") == "0")
        }
    }

    @Test func `a table that stays and names rows that go is told`() throws {
        let outside = "CREATE TABLE visits (parent_id int REFERENCES parents ON DELETE CASCADE);"
        try RowMigration.prepare(source: source, target: target + outside) { (migration) throws in
            for policy in ["truncate", "replace"] {
                let told = try migration.compile("load: { existing: \(policy) }")
                #expect(told.code == 65)
                #expect(
                    told.errors.contains(
                        "error[PLN0325]: the rows of 'parents' cannot go by 'existing: \(policy)': those of 'visits' stay "
                            + "and name them by visits_parent_id_fkey, ON DELETE CASCADE"), "\(told.errors)")
            }
        }
    }

    @Test func `rows that outside tables name are replaced where they are there again`() throws {
        let outside = "CREATE TABLE visits (parent_id int REFERENCES parents);"
        try RowMigration.prepare(source: source, target: target + rows + outside) { (migration) throws in
            _ = try migration.query("INSERT INTO visits VALUES (2)")
            try migration.runAndBack("load: { existing: replace }") { (_) throws in
                #expect(try parents(migration) == "2 two of the source, 3 three")
                #expect(try migration.query("SELECT * FROM visits") == "2")
            }
        }
    }

    @Test func `an undo does not take rows of other tables along`() throws {
        let outside = "CREATE TABLE visits (parent_id int REFERENCES parents ON DELETE CASCADE);"
        try RowMigration.prepare(source: source, target: target + outside) { (migration) throws in
            try migration.run()
            _ = try migration.query("INSERT INTO visits VALUES (3)")
            let rollback = try migration.tool.run("rollback", "out/graph.json", "--yes")
            #expect(rollback.code == 1)
            #expect(rollback.errors.contains("rows of public.visits name rows of public.parents"), "\(rollback.errors)")
            #expect(try migration.query("SELECT count(*) FROM visits") == "1")
            #expect(try migration.query("SELECT count(*) FROM parents") == "2")
        }
    }

    @Test func `in a plan that makes its tables the policy is refused`() throws {
        try RowMigration.prepare(source: source, target: "SELECT 1") { (migration) throws in
            try migration.tool.write(SamplePlan.text("load: { existing: append }"), to: "sample.plan.yml")
            let told = try migration.tool.run("compile", "sample.plan.yml", "-o", "out")
            #expect(told.code == 65)
            #expect(
                told.errors.contains("5:19: error[PLN0326]: 'existing: append' is for tables that are there"),
                "\(told.errors)")
        }
    }
}
