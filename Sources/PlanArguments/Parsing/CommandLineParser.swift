internal import PlanSupport

/// Splits a command line into the command's path, its options and its words; `ArgumentBinder` then checks them.
///
/// Values are checked only when the whole line is known, because a command may replace a common option by one that
/// takes other values, and common options may stand before the command's name.
struct CommandLineParser {
    /// An option as found on the command line.
    struct FoundOption {
        /// The long name, without dashes.
        let name: String
        /// The name as typed.
        let typed: String
        let value: String?
    }

    private enum Mode {
        case command, help
    }

    private let tool: ToolSpec
    private var path = CommandPath.tool
    private var command: CommandSpec?
    private var mode = Mode.command
    private var found: [FoundOption] = []
    private var words: [String] = []
    private var remaining: ArraySlice<String> = []

    init(tool: ToolSpec) {
        self.tool = tool
    }

    mutating func parse(_ arguments: [String]) throws(UsageError) -> Invocation {
        // No option takes a value that looks like `--help`, so before `--` it always asks for help.
        let isHelpWanted = arguments.prefix { $0 != "--" }.contains {
            $0 == OptionSpec.help.longName || $0 == OptionSpec.help.shortName
        }
        do throws(UsageError) {
            return try read(arguments)
        } catch {
            // Who asks for help gets it, whatever else is wrong with the line; only the command must be a known one.
            if case .unknownCommand = error.reason { throw error }
            guard isHelpWanted else { throw error }
            return .help(for: error.path)
        }
    }

    private mutating func read(_ arguments: [String]) throws(UsageError) -> Invocation {
        if arguments.isEmpty { return .help(for: .tool) }
        remaining = arguments[...]
        var isHelpWanted = false
        while let token = remaining.popFirst() {
            if token == "--" {
                // The words after it are values or commands, never options.
                for word in remaining { try take(word: word) }
                break
            } else if token == OptionSpec.help.longName {
                isHelpWanted = true
            } else if token == OptionSpec.version.longName, command == nil {
                return .version
            } else if token.hasPrefix("--") {
                try take(longOption: token)
            } else if token.hasPrefix("-"), token != "-", !token.isNegativeNumber {
                isHelpWanted = try takeLetters(token) || isHelpWanted
            } else {
                try take(word: token)
            }
        }
        if isHelpWanted || mode == .help { return .help(for: path) }
        guard let command, command.subcommands.isEmpty else {
            throw error(.missingCommand(choices: nextCommands.listed.map(\.name)))
        }
        let binder = ArgumentBinder(tool: tool, path: path, command: command)
        return .command(path, try binder.bind(found, words: words))
    }

    /// The commands of which one may stand next.
    private var nextCommands: [CommandSpec] { command?.subcommands ?? tool.commands }

    private mutating func take(word: String) throws(UsageError) {
        if command == nil, mode == .command, word == "help" {
            mode = .help
            return
        }
        if let command, command.subcommands.isEmpty {
            switch mode {
            case .command: words.append(word)
            case .help: throw error(.unexpectedArgument(word))
            }
            return
        }
        guard let next = nextCommands.first(where: { $0.name == word }) else {
            let nearest = NearestName.of(word, among: nextCommands.listed.map(\.name))
            throw error(.unknownCommand(word, suggestion: nearest))
        }
        command = next
        path = path.appending(word)
    }

    private mutating func take(longOption token: String) throws(UsageError) {
        let parts = token.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let typed = String(parts[0])
        let attached = parts.count > 1 ? String(parts[1]) : nil
        guard let option = knownOptions.first(where: { $0.longName == typed }) else {
            if typed == OptionSpec.help.longName, let attached {
                throw error(.unexpectedValue(option: typed, value: attached))
            }
            throw error(.unknownOption(typed, suggestion: nearestOption(to: typed)))
        }
        try take(option, typed: typed, attached: attached)
    }

    /// Takes letters that share a dash, the last of which may have a value.
    ///
    /// - Returns: whether one of the letters asks for help.
    private mutating func takeLetters(_ token: String) throws(UsageError) -> Bool {
        var letters = token.dropFirst()
        var isHelpWanted = false
        while let letter = letters.popFirst() {
            let typed = "-\(letter)"
            guard let option = (knownOptions + [.help]).first(where: { $0.short == letter }) else {
                throw error(.unknownOption(typed, suggestion: nearestOption(to: "-\(token)")))
            }
            if option == .help {
                isHelpWanted = true
            } else if option.takesValue || letters.first == "=" {
                let value = letters.first == "=" ? letters.dropFirst() : letters
                let isAttached = !letters.isEmpty
                try take(option, typed: typed, attached: isAttached ? String(value) : nil)
                return isHelpWanted
            } else {
                try take(option, typed: typed, attached: nil)
            }
        }
        return isHelpWanted
    }

    private mutating func take(_ option: OptionSpec, typed: String, attached: String?) throws(UsageError) {
        guard option.takesValue else {
            if let attached { throw error(.unexpectedValue(option: typed, value: attached)) }
            found.append(FoundOption(name: option.name, typed: typed, value: nil))
            return
        }
        let value = if let attached { attached } else { try nextValue(for: option, typed: typed) }
        found.append(FoundOption(name: option.name, typed: typed, value: value))
    }

    private mutating func nextValue(for option: OptionSpec, typed: String) throws(UsageError) -> String {
        let next = remaining.first
        if let next, next == "-" || !next.hasPrefix("-") || next.isNegativeNumber {
            remaining.removeFirst()
            return next
        }
        let isOption = next.map { token in token == "--" || knownOptions.contains { $0.isNamed(by: token) } } ?? false
        throw error(
            .missingValue(option: typed, placeholder: option.placeholder ?? "", rejected: isOption ? nil : next))
    }

    /// The options that may be given after what has been read.
    private var knownOptions: [OptionSpec] { tool.options(of: command) }

    private func nearestOption(to typed: String) -> String? {
        let names = (knownOptions + [.help]).map(\.longName)
        // `-format` is a long name that lacks a dash, not a wrong letter.
        return names.contains(typed) ? typed : NearestName.of(typed, among: names)
    }

    private func error(_ reason: UsageError.Reason) -> UsageError {
        UsageError(reason, at: path, of: tool)
    }
}

extension OptionSpec {
    fileprivate func isNamed(by token: String) -> Bool {
        token == shortName || token == longName || token.hasPrefix("\(longName)=")
    }
}

extension String {
    /// Whether this is a dash and a decimal number, which is a value and not an option.
    var isNegativeNumber: Bool {
        guard hasPrefix("-") else { return false }
        let parts = dropFirst().split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }
}
