internal import PlanSupport

/// Checks what was found on a command line against the command's spec.
struct ArgumentBinder {
    let tool: ToolSpec
    let path: CommandPath
    let command: CommandSpec

    func bind(
        _ found: [CommandLineParser.FoundOption], words: [String]
    ) throws(UsageError) -> ParsedArguments {
        let options = tool.options(of: command)
        var given: [ParsedArguments.GivenOption] = []
        for item in found {
            guard let option = options.first(where: { $0.name == item.name }) else {
                throw error(.unknownOption(item.typed, suggestion: nil))
            }
            let isRepeat = given.contains { $0.name == option.name }
            let value = try value(of: option, item)
            if isRepeat, option.takesValue, option.occurrence != .repeatable {
                throw error(.optionGivenTwice(item.typed))
            }
            given.append(ParsedArguments.GivenOption(name: option.name, value: value))
        }
        let positionals = try assign(words)
        let missing = options.first { option in
            option.occurrence == .required && !given.contains { $0.name == option.name }
        }
        if let missing { throw error(.missingOption(missing.usage)) }
        return ParsedArguments(
            path: path, options: options, arguments: command.arguments, given: given, positionals: positionals)
    }

    /// The value of an option, checked against its kind; nil for a flag.
    private func value(
        of option: OptionSpec, _ item: CommandLineParser.FoundOption
    ) throws(UsageError) -> String? {
        switch option.kind {
        case .flag:
            if let value = item.value { throw error(.unexpectedValue(option: item.typed, value: value)) }
        case .value(let placeholder):
            guard item.value != nil else { throw missingValue(item.typed, placeholder) }
        case .choice(let words):
            guard let value = item.value else { throw missingValue(item.typed, option.placeholder ?? "") }
            try check(value, isIn: words, for: item.typed)
        case .integer(let placeholder, let range):
            guard let value = item.value else { throw missingValue(item.typed, placeholder) }
            guard value.isInteger else { throw error(.notAnInteger(option: item.typed, value: value)) }
            guard let number = Int(value), range.contains(number) else {
                throw error(.integerOutOfRange(option: item.typed, value: value, range: range))
            }
        }
        return item.value
    }

    /// Gives the words to the arguments in turn; a spec is well formed if this needs no looking ahead.
    private func assign(_ words: [String]) throws(UsageError) -> [ParsedArguments.Positional] {
        var rest = words[...]
        var assigned: [ParsedArguments.Positional] = []
        for argument in command.arguments {
            let taken = argument.arity.isRepeated ? rest : rest.prefix(1)
            rest = rest.dropFirst(taken.count)
            if taken.isEmpty, argument.arity.isRequired { throw error(.missingArgument(argument.name)) }
            for word in taken {
                switch argument.kind {
                case .text: break
                case .choice(let choices): try check(word, isIn: choices, for: argument.name)
                }
            }
            assigned.append(ParsedArguments.Positional(name: argument.name, words: Array(taken)))
        }
        if let extra = rest.first { throw error(.unexpectedArgument(extra)) }
        return assigned
    }

    private func check(_ value: String, isIn choices: [String], for subject: String) throws(UsageError) {
        guard !choices.contains(value) else { return }
        let nearest = NearestName.of(value, among: choices)
        throw error(.invalidChoice(value, of: subject, choices: choices, suggestion: nearest))
    }

    private func missingValue(_ typed: String, _ placeholder: String) -> UsageError {
        error(.missingValue(option: typed, placeholder: placeholder, rejected: nil))
    }

    private func error(_ reason: UsageError.Reason) -> UsageError {
        UsageError(reason, at: path, of: tool)
    }
}

extension String {
    /// Whether this is an integer of any size.
    fileprivate var isInteger: Bool {
        let digits = hasPrefix("-") || hasPrefix("+") ? dropFirst() : self[...]
        return !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
