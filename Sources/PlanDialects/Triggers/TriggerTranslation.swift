internal import PlanSQL
internal import PlanSupport

/// A trigger of SQLite as PostgreSQL has it: a function in PL/pgSQL, and a trigger that calls it.
package struct TriggerTranslation: Hashable, Sendable {
    /// The schema of the table and of the function; nil where names stand alone.
    package let schema: String?
    package let functionName: String
    package let functionSQL: String
    /// The table or view in the target.
    package let table: String
    package let triggerName: String
    package let triggerSQL: String
    /// What it does otherwise than SQLite, in the order of the source.
    package let notes: [TranslationNote]
}

/// Renders the statements that make a trigger.
enum TriggerDDL {
    static func createFunction(_ name: String, variables: [String], body: [String]) -> String {
        var lines = ["#variable_conflict use_column"]
        if !variables.isEmpty { lines += ["DECLARE"] + variables.map { "    \($0);" } }
        lines += ["BEGIN"] + body.map { $0.isEmpty ? "" : "    \($0)" } + ["END"]
        let text = lines.joined(separator: "\n")
        let quote = "$\(tag(for: text))$"
        return "CREATE FUNCTION \(name)() RETURNS trigger\nLANGUAGE plpgsql\nAS \(quote)\n\(text)\n\(quote)"
    }

    /// A word for the dollar quotes that does not occur in the text.
    private static func tag(for text: String) -> String {
        var tag = "trigger"
        var number = 0
        while text.contains("$\(tag)$") {
            number += 1
            tag = "trigger\(number)"
        }
        return tag
    }

    static func createTrigger(
        _ name: String, _ time: CreateTriggerStatement.Time, _ event: String, on table: String, condition: String?,
        function: String
    ) -> String {
        let when = condition.map { " WHEN (\($0))" } ?? ""
        return "CREATE TRIGGER \(QuotedIdentifier(name)) \(time.rawValue) \(event) ON \(table)\n"
            + "FOR EACH ROW\(when)\nEXECUTE FUNCTION \(function)()"
    }

    /// The setting that tells whether a trigger is running, which is nobody else's.
    static func setting(of function: String) -> String { "plan.running_\(ContentDigest(of: function).short)" }
}
