internal import PlanDiagnostics
internal import PlanSQL

/// How one function of SQLite is written for PostgreSQL: a row of a table.
struct FunctionRule: Sendable {
    enum Kind: Sendable {
        /// One value of a row's own values.
        case scalar
        /// One value of many rows; over a window too.
        case aggregate
        /// Only over a window.
        case window
    }

    /// In lower case.
    let name: String
    let kind: Kind
    /// How many arguments it takes. Several rows may have one name and different counts.
    let counts: ClosedRange<Int>
    let translate: @Sendable (FunctionUse) throws(Untranslatable) -> TypedExpression

    init(
        _ name: String, _ counts: ClosedRange<Int>, _ kind: Kind = .scalar,
        _ translate: @escaping @Sendable (FunctionUse) throws(Untranslatable) -> TypedExpression
    ) {
        self.name = name
        self.kind = kind
        self.counts = counts
        self.translate = translate
    }

    init(
        _ name: String, _ count: Int, _ kind: Kind = .scalar,
        _ translate: @escaping @Sendable (FunctionUse) throws(Untranslatable) -> TypedExpression
    ) {
        self.init(name, count...count, kind, translate)
    }

    /// A function of SQLite that has no equal, with the reason as a whole clause.
    static func withoutEqual(_ name: String, _ reason: String) -> FunctionRule {
        FunctionRule(name, 0...127) { (use) throws(Untranslatable) in throw Untranslatable(reason, at: use.range) }
    }
}

/// A call that a rule translates.
struct FunctionUse {
    let translator: Translator
    let call: FunctionCall
    /// The arguments, translated; empty for `count(*)`.
    let arguments: [TypedExpression]
    let range: SourceRange

    var first: TypedExpression { arguments[0] }

    /// A computed value.
    func result(
        _ expression: Expression, _ type: PostgresTypeName, _ storage: TypedExpression.Storage,
        volatility: TypedExpression.Volatility = .immutable
    ) -> TypedExpression {
        translator.result(expression, type, storage, of: arguments, volatility: volatility)
    }

    /// The text of an argument.
    func text(_ position: Int) throws(Untranslatable) -> Expression { try translator.text(of: arguments[position]) }

    /// The texts of all arguments.
    func texts() throws(Untranslatable) -> [Expression] {
        try translator.map(arguments) { (argument) throws(Untranslatable) in try translator.text(of: argument) }
    }

    /// An argument that is an integer in every row.
    func integer(_ position: Int) throws(Untranslatable) -> Expression {
        try translator.integer(of: arguments[position]).expression
    }

    /// An argument that is a constant text; nil where it is something else.
    func constantText(_ position: Int) -> String? {
        if position < arguments.count, case .string(let text)? = arguments[position].literal { return text }
        return nil
    }

    /// A constant text.
    func constant(_ text: String) -> TypedExpression {
        TypedExpression(.string(text), PostgresType(.text), .text, literal: .string(text))
    }

    /// Says that the translation has an argument more than once, which must not change its value.
    func repeats(_ position: Int) throws(Untranslatable) {
        if arguments[position].volatility == .volatile {
            throw refuse("an argument that is random would be computed more than once")
        }
    }

    func refuse(_ reason: String) -> Untranslatable { Untranslatable(reason, at: range) }
}

/// Every function of SQLite, by topic.
enum FunctionRules {
    static let all: [FunctionRule] =
        core + text + substrings + formats + blobs + math + dates + json + aggregates + windows + withoutEqual

    private static let byName = Dictionary(grouping: all, by: \.name)

    /// The rule for a call; nil for a function that is none of SQLite's.
    static func rule(_ name: String, count: Int) -> FunctionRule? {
        let rules = byName[name] ?? []
        return rules.first { $0.counts.contains(count) } ?? rules.first
    }
}
