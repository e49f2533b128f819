/// The options and arguments given to a command, checked against its spec.
///
/// Every name must be one that the command declares, with the kind that is asked for: anything else is a mistake in the
/// command, and traps.
package struct ParsedArguments: Hashable, Sendable {
    struct GivenOption: Hashable, Sendable {
        let name: String
        let value: String?
    }

    struct Positional: Hashable, Sendable {
        let name: String
        let words: [String]
    }

    let path: CommandPath
    let options: [OptionSpec]
    let arguments: [ArgumentSpec]
    let given: [GivenOption]
    let positionals: [Positional]

    // MARK: Options

    /// Whether a flag is given.
    package func flag(_ name: String) -> Bool {
        precondition(!option(name).takesValue, "'--\(name)' of '\(path)' takes a value: it is not a flag")
        return given.contains { $0.name == name }
    }

    /// Whether an option stands on the command line, whatever its default.
    package func isGiven(_ name: String) -> Bool {
        let option = option(name)
        return given.contains { $0.name == option.name }
    }

    /// The value of an option, or its default value if there is one.
    package func value(_ name: String) -> String? {
        precondition(option(name).occurrence != .repeatable, "'--\(name)' of '\(path)' has several values")
        return values(name).first
    }

    /// The values of an option in the order given, or its default value if there is one.
    package func values(_ name: String) -> [String] {
        let option = option(name)
        precondition(option.takesValue, "'--\(name)' of '\(path)' is a flag: it has no value")
        let values = given.compactMap { $0.name == name ? $0.value : nil }
        return values.isEmpty ? option.defaultValue.map { [$0] } ?? [] : values
    }

    /// The value of an option that is required or has a default value.
    package func requiredValue(_ name: String) -> String {
        guard let value = value(name) else { preconditionFailure("'--\(name)' of '\(path)' may be left out") }
        return value
    }

    /// The value of an integer option, or its default value if there is one.
    package func integer(_ name: String) -> Int? {
        switch option(name).kind {
        case .integer: value(name).flatMap { Int($0) }
        case .flag, .value, .choice: preconditionFailure("'--\(name)' of '\(path)' is no integer")
        }
    }

    /// The value of an integer option that is required or has a default value.
    package func requiredInteger(_ name: String) -> Int {
        guard let number = integer(name) else { preconditionFailure("'--\(name)' of '\(path)' may be left out") }
        return number
    }

    /// The value of a choice as a case of the enumeration that it was declared with.
    package func choice<Choice: RawRepresentable<String>>(_ name: String, as type: Choice.Type) -> Choice? {
        switch option(name).kind {
        case .choice: value(name).map { Self.convert($0, of: "--\(name)") }
        case .flag, .value, .integer: preconditionFailure("'--\(name)' of '\(path)' is no choice")
        }
    }

    /// The value of a choice that is required or has a default value.
    package func requiredChoice<Choice: RawRepresentable<String>>(_ name: String, as type: Choice.Type) -> Choice {
        guard let choice = choice(name, as: type) else {
            preconditionFailure("'--\(name)' of '\(path)' may be left out")
        }
        return choice
    }

    // MARK: Positional arguments

    /// The word of a required argument.
    package func positional(_ name: String) -> String {
        guard let word = words(of: name, are: .required).first else {
            preconditionFailure("'\(name)' of '\(path)' has no word")
        }
        return word
    }

    /// The word of a required argument as a case of the enumeration that it was declared with.
    package func positional<Choice: RawRepresentable<String>>(_ name: String, as type: Choice.Type) -> Choice {
        Self.convert(positional(name), of: name)
    }

    /// The word of an optional argument.
    package func optionalPositional(_ name: String) -> String? {
        words(of: name, are: .optional).first
    }

    /// The words of a repeated argument.
    package func positionals(_ name: String) -> [String] {
        words(of: name, are: .oneOrMore, .zeroOrMore)
    }

    // MARK: Lookup

    private func option(_ name: String) -> OptionSpec {
        guard let option = options.first(where: { $0.name == name }) else {
            preconditionFailure("'\(path)' declares no option '--\(name)'")
        }
        return option
    }

    private func words(of name: String, are arities: ArgumentSpec.Arity...) -> [String] {
        guard let argument = arguments.first(where: { $0.name == name }),
            let positional = positionals.first(where: { $0.name == name })
        else { preconditionFailure("'\(path)' declares no argument '\(name)'") }
        precondition(arities.contains(argument.arity), "'\(name)' of '\(path)' is \(argument.arity)")
        return positional.words
    }

    private static func convert<Choice: RawRepresentable<String>>(_ word: String, of name: String) -> Choice {
        guard let choice = Choice(rawValue: word) else {
            preconditionFailure("'\(word)', a choice of '\(name)', is no case of \(Choice.self)")
        }
        return choice
    }
}
