/// One positional argument of a command, or the run of arguments at its end.
package struct ArgumentSpec: Hashable, Sendable {
    /// How many words the argument takes.
    package enum Arity: String, Hashable, Sendable {
        case required
        case optional
        case oneOrMore = "one_or_more"
        case zeroOrMore = "zero_or_more"

        /// Whether a command line without the argument is wrong.
        package var isRequired: Bool {
            switch self {
            case .required, .oneOrMore: true
            case .optional, .zeroOrMore: false
            }
        }

        /// Whether the argument takes all words that are left.
        package var isRepeated: Bool {
            switch self {
            case .oneOrMore, .zeroOrMore: true
            case .required, .optional: false
            }
        }
    }

    /// What the argument's words may be.
    package enum Kind: Hashable, Sendable {
        case text
        case choice([String])

        /// The cases of an enumeration.
        package static func choice<Choice>(of type: Choice.Type) -> Kind
        where Choice: CaseIterable & RawRepresentable<String> {
            .choice(type.allCases.map(\.rawValue))
        }
    }

    /// The name in capitals, as help shows it.
    package let name: String
    /// How many words the argument takes.
    package let arity: Arity
    /// What the words may be.
    package let kind: Kind
    /// What the argument is, in one line without a full stop.
    package let help: String
    /// What shells offer for the argument, unless it is a choice.
    package let completion: CompletionHint

    /// An argument; one word of any text unless said otherwise.
    package init(
        _ name: String, _ arity: Arity = .required, _ kind: Kind = .text, help: String,
        completion: CompletionHint = .none
    ) {
        self.name = name
        self.arity = arity
        self.kind = kind
        self.help = help
        self.completion = completion
    }

    /// The words that the argument may be, if it may not be any.
    var choices: [String]? {
        switch kind {
        case .text: nil
        case .choice(let words): words
        }
    }

    /// What to complete: the choices, or else what the hint says.
    var effectiveCompletion: CompletionHint { choices.map(CompletionHint.words) ?? completion }

    /// The argument as a usage line writes it.
    var usage: String {
        switch arity {
        case .required: name
        case .optional: "[\(name)]"
        case .oneOrMore: "\(name)..."
        case .zeroOrMore: "[\(name)...]"
        }
    }
}
