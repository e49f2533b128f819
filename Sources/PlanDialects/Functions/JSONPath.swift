internal import PlanSQL
internal import PlanSupport

/// A constant path into a JSON document (<https://sqlite.org/json1.html#path_arguments>).
struct JSONPath {
    enum Step: Hashable {
        case key(String)
        /// From the beginning of an array, the first being 0.
        case index(Int)
        /// From the end of an array, the last being 1.
        case fromEnd(Int)
        /// Behind the last element.
        case end
    }

    let steps: [Step]

    init(_ steps: [Step]) { self.steps = steps }

    /// Nil for what is no path, and for keys that are empty or spelled with escapes.
    init?(_ text: String) {
        var rest = text.unicodeScalars[...]
        guard rest.popFirst() == "$" else { return nil }
        var steps: [Step] = []
        while let mark = rest.popFirst() {
            let step: Step?
            switch mark {
            case ".": step = Self.key(&rest)
            case "[": step = Self.element(&rest)
            default: step = nil
            }
            guard let step else { return nil }
            steps.append(step)
        }
        self.steps = steps
    }

    private static func key(_ rest: inout Substring.UnicodeScalarView) -> Step? {
        let key: Substring.UnicodeScalarView
        if rest.first == "\"" {
            rest.removeFirst()
            key = rest.prefix { $0 != "\"" }
            guard key.endIndex < rest.endIndex, !key.contains("\\") else { return nil }
            rest = rest[rest.index(after: key.endIndex)...]
        } else {
            key = rest.prefix { $0 != "." && $0 != "[" }
            rest = rest[key.endIndex...]
        }
        return key.isEmpty || key.contains("\0") ? nil : .key(String(key))
    }

    private static func element(_ rest: inout Substring.UnicodeScalarView) -> Step? {
        let inside = rest.prefix { $0 != "]" }
        guard inside.endIndex < rest.endIndex else { return nil }
        rest = rest[rest.index(after: inside.endIndex)...]
        let text = String(inside)
        if text == "#" { return .end }
        if text.hasPrefix("#-") { return Self.number(text.dropFirst(2)).map { .fromEnd($0) } }
        return Self.number(text[...]).map { .index($0) }
    }

    /// Up to nine digits, which both engines count with.
    private static func number(_ digits: Substring) -> Int? {
        digits.utf8.count <= 9 && digits.utf8.allSatisfy { (48...57).contains($0) } ? Int(digits) : nil
    }

    /// Whether every step is a key that PostgreSQL's paths cannot take for the index of an array.
    var hasOnlyNames: Bool {
        steps.allSatisfy { step in
            guard case .key(let key) = step else { return false }
            return !(key.utf8.last.map { (48...57).contains($0) } ?? true)
        }
    }

    // MARK: In PostgreSQL

    /// What stands at the path of a jsonb; NULL if nothing does.
    func part(of document: Expression) -> Expression {
        if steps.contains(where: { !$0.isKey }) {
            // `->` would take a scalar for an array of one.
            return .call(
                "jsonb_path_query_first", document, .string("strict $" + steps.map(\.queried).joined()),
                .string("{}"), .boolean(true))
        }
        return steps.reduce(document) { $0.binary(.arrow, $1.subscripting) }
    }

    /// What stands at the path of a json, where an array or an object does.
    func container(of document: Expression) -> Expression {
        steps.reduce(document) { $0.binary(.arrow, $1.subscripting) }
    }

    /// The path as an array of texts.
    var array: Expression {
        Expression(
            .array(
                steps.map { step in
                    switch step {
                    case .key(let key): .string(key)
                    case .index(let index): .string(String(index))
                    case .fromEnd(let distance): .string(String(-distance))
                    case .end: .string(String(Int32.max))
                    }
                }))
    }
}

extension JSONPath.Step {
    fileprivate var isKey: Bool {
        if case .key = self { return true }
        return false
    }

    /// In PostgreSQL's path language. Behind the end there is nothing.
    fileprivate var queried: String {
        switch self {
        case .key(let key): "." + JSONConstant.text(.string(key))
        case .index(let index): "[\(index)]"
        case .fromEnd(let distance): distance == 0 ? "[last + 1]" : "[last - \(distance - 1)]"
        case .end: "[last + 1]"
        }
    }

    /// The right operand of `->`.
    fileprivate var subscripting: Expression {
        switch self {
        case .key(let key): .string(key)
        case .index(let index): .integer(Int64(index))
        case .fromEnd(let distance): .integer(Int64(-distance))
        case .end: .integer(Int64(Int32.max))
        }
    }
}

/// Constants as JSON.
enum JSONConstant {
    /// On one line, without a line feed.
    static func text(_ value: JSONValue) -> String { String(decoding: JSONWriter.compact(value), as: UTF8.self) }

    /// A constant of SQLite as SQLite's functions put it into a document; nil for one that they do not.
    static func value(_ literal: Literal) -> JSONValue? {
        switch literal {
        case .null: .null
        case .integer(let digits): Translator.integer(digits).map(JSONValue.integer)
        case .real(let digits): Double(digits).map { .decimal("\($0)") }
        case .string(let text): .string(text)
        case .boolean(let flag): .integer(flag ? 1 : 0)
        case .blob, .currentDate, .currentTime, .currentTimestamp: nil
        }
    }

    static func expression(_ value: JSONValue) -> Expression { .string(text(value)).cast(to: .jsonb) }

    static let null = expression(.null)
}
