internal import PlanSQL

/// A call in a query of the source whose answer is not the same each time, or that the reader of a run does not allow.
///
/// A query is asked chunk by chunk, and again to compare counts: a filter that answers differently copies rows that no
/// later question finds. SQLite compiles all of these, so that they would show in the middle of a run at the earliest.
struct UnrepeatableCall {
    /// What is wrong with it, as a sentence without an end.
    let reason: String

    /// The first such call in a query; nil if there is none.
    static func first(in sql: String) -> UnrepeatableCall? {
        guard let tokens = try? Lexer.tokens(of: sql) else { return nil }
        for index in tokens.indices {
            let token = tokens[index]
            guard [.word, .quotedName].contains(token.kind) else { continue }
            let name = token.value.lowercased()
            if token.kind == .word, clockWords.contains(name) { return clock(name) }
            let rest = tokens[(index + 1)...]
            guard rest.first?.isSymbol("(") == true else { continue }
            if forbidden.contains(name) {
                return UnrepeatableCall(reason: "it calls \(name)(), which is switched off for what reads a source")
            }
            if changing.contains(name) {
                return UnrepeatableCall(reason: "it calls \(name)(), which answers otherwise each time")
            }
            if let place = calendar.first(where: { $0.key == name })?.value, asksClock(rest, place) {
                return clock("\(name)()")
            }
        }
        return nil
    }

    private static let forbidden = ["load_extension", "fts3_tokenizer"]
    private static let changing = ["random", "randomblob", "changes", "total_changes", "last_insert_rowid"]
    private static let clockWords = ["current_date", "current_time", "current_timestamp"]
    /// The functions of date and time, and which of their arguments is the moment: https://www.sqlite.org/lang_datefunc.html
    private static let calendar: KeyValuePairs = [
        "date": 0, "time": 0, "datetime": 0, "julianday": 0, "unixepoch": 0, "strftime": 1,
    ]

    private static func clock(_ name: String) -> UnrepeatableCall {
        UnrepeatableCall(
            reason: "\(name) asks for the time of the run, which differs from query to query; write the moment")
    }

    /// Whether the moment among a call's arguments is 'now', or is left out, which means the same.
    private static func asksClock(_ tokens: ArraySlice<Token>, _ place: Int) -> Bool {
        var arguments: [[Token]] = [[]]
        var depth = 0
        for token in tokens {
            if token.isSymbol(")") { depth -= 1 }
            if depth == 0, token.isSymbol(")") { break }
            if depth == 1, token.isSymbol(",") {
                arguments.append([])
            } else if depth > 0 {
                arguments[arguments.count - 1].append(token)
            }
            if token.isSymbol("(") { depth += 1 }
        }
        guard arguments.indices.contains(place), let moment = arguments[place].first else { return true }
        return arguments[place].count == 1 && moment.kind == .string && moment.value.lowercased() == "now"
    }
}
