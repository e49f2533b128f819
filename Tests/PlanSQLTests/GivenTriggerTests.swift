import PlanSQL
import Testing

/// What a plan may put in the place of a trigger, and what of it is known.
struct GivenTriggerTests {
    private static let function = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"

    @Test func `a trigger alone is one statement without its semicolon`() throws {
        let given = try GivenTrigger(
            parsing: " CREATE TRIGGER audit BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION f(); \n")
        #expect(given.name == "audit")
        #expect(given.table == GivenTrigger.Table(schema: nil, name: "orders"))
        #expect(given.function == nil)
        #expect(
            given.statements == ["CREATE TRIGGER audit BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION f()"])
    }

    @Test func `names are folded as PostgreSQL folds them, and kept in quotes`() throws {
        let given = try GivenTrigger(
            parsing: """
                create function Shop."Log It"() returns trigger language plpgsql as $body$ begin return new; end $body$;
                create constraint trigger "Audit""s" after insert or update of "on", b ON Shop.Orders
                for each row execute function f()
                """)
        #expect(given.name == "Audit\"s")
        #expect(given.table == GivenTrigger.Table(schema: "shop", name: "orders"))
        #expect(given.function == GivenTrigger.Function(schema: "shop", name: "Log It"))
        #expect(given.statements.count == 2)
        let accented = try GivenTrigger(parsing: "CREATE TRIGGER ÉA AFTER DELETE ON Ä EXECUTE FUNCTION f()")
        #expect(accented.name == "Éa" && accented.table.name == "Ä")
    }

    @Test(arguments: [
        "$$ BEGIN a; b; END $$", "$f$ BEGIN a := '$$'; END; $f$", "' BEGIN a := ''x;''; END '", "E'a\\';b'",
        "$$ $other$ ; $x$ ; $$", "/* a; /* b; */ c; */ $$ ; $$", "-- it's; one\n$$ ; $$", "$é$ ; $$ ; $é$",
    ])
    func `semicolons in quotes and comments end no statement`(body: String) throws {
        let function = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS \(body)"
        let trigger = "CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f()"
        let given = try GivenTrigger(parsing: "\(function);\n\(trigger);")
        #expect(given.statements == [function, trigger])
        #expect(given.function?.name == "f")
    }

    @Test func `a dollar sign inside a name opens no quotes`() throws {
        let given = try GivenTrigger(parsing: "CREATE TRIGGER a$b$ AFTER INSERT ON t$b$ EXECUTE FUNCTION f();")
        #expect(given.name == "a$b$" && given.table.name == "t$b$")
    }

    @Test(arguments: [
        "", ";", "DROP TABLE a", function, "CREATE TRIGGER t", "CREATE TRIGGER t AFTER INSERT",
        "CREATE TABLE trigger(a int)", "\(function); DROP TABLE a",
        "DROP TABLE a; CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f()",
        "CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f(); \(function)",
        "\(function); CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f(); SELECT 1",
        "CREATE OR REPLACE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f()",
        "CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ $$; "
            + "CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f()",
        "CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f('x)", "CREATE TRIGGER \"t AFTER INSERT ON a",
        "CREATE FUNCTION f() AS $$ BEGIN END $; CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f()",
        "/* CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f()",
    ])
    func `anything else is refused`(text: String) {
        #expect(throws: SyntaxError.self) { try GivenTrigger(parsing: text) }
    }
}
