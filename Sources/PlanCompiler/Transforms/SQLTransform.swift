internal import PlanSQL

/// A transform that the source evaluates: one row of a table.
///
/// NULL stays NULL, but for `coalesce`. A value that a transform is not meant for stays as it is, so that the column's type
/// and policies judge it and nothing is guessed.
struct SQLTransform: Sendable {
    /// What the column holds afterwards, where the plan states no type.
    enum Result: Sendable {
        /// What it held, or a value of the same kind.
        case same
        case text
        /// Anything: the plan has to state a type.
        case unknown
    }

    /// What an argument may be.
    enum Kind: Sendable {
        case text
        case integer
        /// A text or a number.
        case constant
        /// A constant or a column.
        case value
        /// One of these words, as a text or bare.
        case word([String])
    }

    let name: String
    let parameters: [Kind]
    /// How many of the parameters may be left out, from the end.
    var optional = 0
    /// Whether the last parameter may be repeated.
    var repeats = false
    let result: Result
    /// The expression, of the value's and the arguments' SQL.
    let sql: @Sendable (_ value: String, _ arguments: [String]) -> String

    /// Every transform of SQL, in the order of the documentation.
    static let all: [SQLTransform] = [
        SQLTransform(name: "trim", parameters: [.text], optional: 1, result: .same) { value, arguments in
            onTexts(value) { "trim(\(([$0] + arguments).joined(separator: ", ")))" }
        },
        SQLTransform(name: "lower", parameters: [], result: .same) { value, _ in onTexts(value) { "lower(\($0))" } },
        SQLTransform(name: "upper", parameters: [], result: .same) { value, _ in onTexts(value) { "upper(\($0))" } },
        SQLTransform(name: "nullif", parameters: [.value], result: .same) { value, arguments in
            "nullif(\(value), \(arguments[0]))"
        },
        SQLTransform(name: "replace", parameters: [.text, .text], result: .same) { value, arguments in
            onTexts(value) { "replace(\($0), \(arguments[0]), \(arguments[1]))" }
        },
        SQLTransform(name: "substring", parameters: [.integer, .integer], optional: 1, result: .text) {
            "substr(\(([$0] + $1).joined(separator: ", ")))"
        },
        SQLTransform(name: "coalesce", parameters: [.value], repeats: true, result: .same) { value, arguments in
            "coalesce(\(([value] + arguments).joined(separator: ", ")))"
        },
        SQLTransform(name: "round", parameters: [.integer], optional: 1, result: .same) { value, arguments in
            onNumbers(value) { "round(\(([$0] + arguments).joined(separator: ", ")))" }
        },
        SQLTransform(name: "abs", parameters: [], result: .same) { value, _ in
            // The lowest integer has no positive counterpart, and SQLite would end the query.
            "CASE WHEN typeof(\(value)) IN ('integer', 'real') AND \(value) <> -9223372036854775808 "
                + "THEN abs(\(value)) ELSE \(value) END"
        },
        SQLTransform(name: "concat", parameters: [.value], repeats: true, result: .text) { value, arguments in
            "(\(([value] + arguments).joined(separator: " || ")))"
        },
        SQLTransform(name: "split", parameters: [.text, .integer], result: .text) { value, arguments in
            // Part after part is cut off the front.
            "(WITH RECURSIVE plan_parts(rest, part, number) AS (SELECT \(value) || \(arguments[0]), NULL, 0 UNION ALL "
                + "SELECT substr(rest, instr(rest, \(arguments[0])) + length(\(arguments[0]))), "
                + "substr(rest, 1, instr(rest, \(arguments[0])) - 1), number + 1 FROM plan_parts WHERE rest <> '') "
                + "SELECT part FROM plan_parts WHERE number = \(arguments[1]))"
        },
        SQLTransform(name: "json_extract", parameters: [.text], result: .unknown) { value, arguments in
            // A blob is none of the types that JSON's values become, so that the policies see it.
            "CASE WHEN \(value) IS NULL THEN NULL WHEN json_valid(\(value)) THEN json_extract(\(value), \(arguments[0])) "
                + "ELSE CAST(\(value) AS BLOB) END"
        },
        SQLTransform(
            name: "date_trunc", parameters: [.word(["year", "month", "day", "hour", "minute", "second"])], result: .same
        ) { value, arguments in
            let format =
                switch arguments[0] {
                case "'year'": "%Y-01-01 00:00:00"
                case "'month'": "%Y-%m-01 00:00:00"
                case "'day'": "%Y-%m-%d 00:00:00"
                case "'hour'": "%Y-%m-%d %H:00:00"
                case "'minute'": "%Y-%m-%d %H:%M:00"
                default: "%Y-%m-%d %H:%M:%S"
                }
            // Words such as 'now' and numbers mean moments to SQLite too, and are none here.
            return "CASE WHEN typeof(\(value)) = 'text' AND \(value) GLOB '[0-9][0-9][0-9][0-9]-*' "
                + "AND datetime(\(value)) IS NOT NULL THEN strftime('\(format)', \(value)) ELSE \(value) END"
        },
        SQLTransform(
            name: "cast", parameters: [.word(["integer", "real", "numeric", "text", "blob"])], result: .unknown
        ) { value, arguments in
            let type = String(arguments[0].dropFirst().dropLast()).uppercased()
            if type == "TEXT" || type == "BLOB" { return "CAST(\(value) AS \(type))" }
            // SQLite makes 0 of a text that is no number.
            return "CASE WHEN typeof(\(value)) IN ('integer', 'real') OR CAST(\(value) AS NUMERIC) = \(value) "
                + "THEN CAST(\(value) AS \(type)) ELSE \(value) END"
        },
    ]

    private static func onTexts(_ value: String, _ body: (String) -> String) -> String {
        "CASE WHEN typeof(\(value)) = 'text' THEN \(body(value)) ELSE \(value) END"
    }

    private static func onNumbers(_ value: String, _ body: (String) -> String) -> String {
        "CASE WHEN typeof(\(value)) IN ('integer', 'real') THEN \(body(value)) ELSE \(value) END"
    }

    /// Whether a number of arguments is one that it takes.
    func takes(_ count: Int) -> Bool {
        count >= parameters.count - optional && (repeats || count <= parameters.count)
    }

    /// What the argument of a position may be.
    func parameter(_ position: Int) -> Kind { parameters[min(position, parameters.count - 1)] }
}
