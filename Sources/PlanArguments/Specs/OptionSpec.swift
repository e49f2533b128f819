/// One option of a command or of all commands.
package struct OptionSpec: Hashable, Sendable {
    /// What follows the option's name.
    package enum Kind: Hashable, Sendable {
        /// Nothing: the option is given or not.
        case flag
        case value(placeholder: String)
        case choice([String])
        case integer(placeholder: String, range: ClosedRange<Int> = Int.min...Int.max)

        /// The cases of an enumeration.
        package static func choice<Choice>(of type: Choice.Type) -> Kind
        where Choice: CaseIterable & RawRepresentable<String> {
            .choice(type.allCases.map(\.rawValue))
        }
    }

    /// How often an option with a value is given. A flag given twice says nothing new and is always accepted.
    package enum Occurrence: String, Hashable, Sendable {
        case optional, required, repeatable
    }

    /// What holds when the option is not given.
    package enum Default: Hashable, Sendable {
        /// A value, which `ParsedArguments` then returns.
        case value(String)
        /// Words for help alone; the command works the value out.
        case described(String)
    }

    /// The long name, without dashes.
    package let name: String
    /// The letter after a single dash.
    package let short: Character?
    /// What follows the option's name.
    package let kind: Kind
    /// How often the option is given.
    package let occurrence: Occurrence
    /// What the option does, in one line without a full stop.
    package let help: String
    /// What holds when the option is not given.
    package let defaultsTo: Default?
    /// What shells offer for the value, unless it is a choice.
    package let completion: CompletionHint

    /// An option; a flag unless said otherwise.
    package init(
        _ name: String, short: Character? = nil, _ kind: Kind = .flag, _ occurrence: Occurrence = .optional,
        help: String, defaultsTo: Default? = nil, completion: CompletionHint = .none
    ) {
        self.name = name
        self.short = short
        self.kind = kind
        self.occurrence = occurrence
        self.help = help
        self.defaultsTo = defaultsTo
        self.completion = completion
    }

    /// `--help`, which every tool and command takes.
    package static let help = OptionSpec("help", short: "h", help: "Print help")
    /// `--version`, which a tool takes in place of a command.
    package static let version = OptionSpec("version", help: "Print the version")

    /// Whether a value follows the option's name.
    package var takesValue: Bool {
        switch kind {
        case .flag: false
        case .value, .choice, .integer: true
        }
    }

    /// The words that the value may be, if it may not be any.
    var choices: [String]? {
        switch kind {
        case .choice(let words): words
        case .flag, .value, .integer: nil
        }
    }

    /// The value that holds when the option is not given.
    var defaultValue: String? {
        switch defaultsTo {
        case .value(let text): text
        case .described, nil: nil
        }
    }

    /// What to complete: the choices, or else what the hint says.
    var effectiveCompletion: CompletionHint { choices.map(CompletionHint.words) ?? completion }
}
