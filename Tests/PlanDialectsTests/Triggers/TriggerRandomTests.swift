import PlanDialects
import PlanSQL
import PlanTestSupport
import Testing

/// Triggers made at random that set off one another.
@Suite(.requiresPostgres) struct TriggerRandomTests {
    private static let tables = ["a", "b", "c"]
    private static let definitions = """
        CREATE TABLE a (id INTEGER PRIMARY KEY, x INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE b (id INTEGER PRIMARY KEY, x INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE c (id INTEGER PRIMARY KEY, x INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE journal (what TEXT);

        """

    @Test func `whatever sets off what, the journal says the same`() throws {
        var random = SeededGenerator()
        print("Random triggers, seed \(random.seed)")
        for _ in 0..<6 {
            let triggers = try Self.translatable((0..<7).map { Self.trigger("t\($0)", &random) })
            let writes = (0..<14).map { _ in Self.write(&random) }
            let scenario = TriggerScenario(
                definitions: Self.definitions + triggers.joined(separator: "\n"),
                writes: ["INSERT INTO journal VALUES ('')"] + writes)
            try scenario.run()
        }
    }

    /// Without the triggers that are refused with all others there.
    private static func translatable(_ triggers: [String]) throws -> [String] {
        var rest = triggers
        while true {
            let directory = try TemporaryDirectory()
            let schema = try SQLiteSchema(
                try directory.database(definitions + rest.joined(separator: "\n")), target: nil
            ).schema
            let translator = TriggerTranslator(schema: schema, serverVersion: 13)
            guard
                let refused = schema.triggers.firstIndex(where: { (try? translator.translate($0)) == nil })
            else { return rest }
            rest.remove(at: refused)
        }
    }

    private static func trigger(_ name: String, _ random: inout SeededGenerator) -> String {
        let event = ["INSERT", "UPDATE", "DELETE", "UPDATE OF x"].randomElement(using: &random) ?? "INSERT"
        let time = ["BEFORE", "AFTER", "AFTER"].randomElement(using: &random) ?? "AFTER"
        let row = event == "DELETE" ? "OLD" : "NEW"
        let table = tables.randomElement(using: &random) ?? "a"
        let when = Bool.random(using: &random) ? " WHEN \(row).x < \(Int.random(in: 0...9, using: &random))" : ""
        var steps = ["UPDATE journal SET what = what || ' \(name):' || \(row).id || '=' || \(row).x;"]
        for _ in 0..<Int.random(in: 1...2, using: &random) { steps.append(step(row, time, &random)) }
        // A name that says nothing of the order.
        let title = "\(Int.random(in: 0...9, using: &random))_\(name)"
        return
            "CREATE TRIGGER \"\(title)\" \(time) \(event) ON \(table)\(when) BEGIN \(steps.joined(separator: " ")) END;"
    }

    private static func step(_ row: String, _ time: String, _ random: inout SeededGenerator) -> String {
        let table = tables.randomElement(using: &random) ?? "a"
        let number = Int.random(in: 0...3, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1, 2: return "UPDATE \(table) SET x = x + \(number) WHERE id = \(row).id;"
        case 3: return "UPDATE \(table) SET x = 0 WHERE id = \(row).id + \(number);"
        case 4: return "DELETE FROM \(table) WHERE id = \(row).id + \(number);"
        case 5:
            return "INSERT INTO \(table) SELECT \(row).id + \(number), \(number) WHERE \(row).id < 12"
                + " AND NOT EXISTS (SELECT 1 FROM \(table) WHERE id = \(row).id + \(number));"
        case 6 where time == "BEFORE": return "SELECT RAISE(IGNORE) WHERE \(row).x = \(number);"
        case 6: return "REPLACE INTO \(table) (id, x) VALUES (\(row).id, \(number));"
        default: return "SELECT CASE WHEN \(row).x > \(number + 6) THEN RAISE(ABORT, 'much') END;"
        }
    }

    private static func write(_ random: inout SeededGenerator) -> String {
        let table = tables.randomElement(using: &random) ?? "a"
        let (id, x) = (Int.random(in: 1...6, using: &random), Int.random(in: 0...9, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1, 2: return "INSERT INTO \(table) VALUES (\(id), \(x))"
        case 3, 4: return "UPDATE \(table) SET x = \(x) WHERE id = \(id)"
        default: return "DELETE FROM \(table) WHERE id = \(id)"
        }
    }
}
