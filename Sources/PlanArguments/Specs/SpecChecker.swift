extension ToolSpec {
    /// What is wrong with the spec itself, a line each; empty for a spec that parsing, help and completions can rely on.
    package func problems() -> [String] {
        var checker = SpecChecker(tool: self)
        checker.check()
        return checker.problems
    }
}

/// Finds mistakes in a spec. It reports all of them, because their author reads the list once.
private struct SpecChecker {
    let tool: ToolSpec
    var problems: [String] = []

    init(tool: ToolSpec) {
        self.tool = tool
    }

    mutating func check() {
        if !tool.name.isSpecName { report("tool name '\(tool.name)' is not made of a-z, 0-9, '-' and '_'") }
        checkText(tool.abstract, "the abstract of the tool")
        if tool.version.isEmpty { report("the tool has no version") }
        if tool.commands.isEmpty { report("the tool has no commands") }
        checkDuplicates(tool.commands.map(\.name), "command")
        if tool.commands.contains(where: { $0.name == "help" }) { report("the name of command 'help' is reserved") }
        checkOptions(tool.commonOptions, owner: "the common options")
        // A command line may be just `--version`, or `help`: an option that every line needs would forbid it.
        for option in tool.commonOptions where option.occurrence == .required {
            report("common option '--\(option.name)' is required")
        }
        for item in tool.allCommands { check(item.command, at: item.path) }
        checkDuplicates(tool.exitCodes.map { "\($0.code)" }, "exit code")
        for exitCode in tool.exitCodes {
            if !(0...255).contains(exitCode.code) { report("exit code \(exitCode.code) is not in 0 to 255") }
            checkText(exitCode.meaning, "the meaning of exit code \(exitCode.code)")
        }
        checkDuplicates(tool.environment.map(\.name), "environment variable")
        for variable in tool.environment { checkText(variable.effect, "the effect of variable '\(variable.name)'") }
    }

    // MARK: Commands

    private mutating func check(_ command: CommandSpec, at path: CommandPath) {
        if !command.name.isSpecName { report("command name '\(path)' is not made of a-z, 0-9, '-' and '_'") }
        checkText(command.abstract, "the abstract of '\(path)'")
        checkDuplicates(command.subcommands.map(\.name), "command", under: path)
        if !command.subcommands.isEmpty, !command.arguments.isEmpty || !command.options.isEmpty {
            report("'\(path)' has subcommands: its arguments and options belong to them")
        }
        checkArguments(command.arguments, of: path)
        checkOptions(command.options, owner: "'\(path)'")
        checkAgainstCommonOptions(command, at: path)
        for example in command.examples { check(example, of: path) }
    }

    /// A command may replace a common option, but a parser that does not know the command yet must read it alike.
    private mutating func checkAgainstCommonOptions(_ command: CommandSpec, at path: CommandPath) {
        for option in command.options {
            if let common = tool.commonOptions.first(where: { $0.name == option.name }) {
                if common.takesValue != option.takesValue || common.short != option.short {
                    report("'--\(option.name)' of '\(path)' replaces a common option of another form")
                }
            } else if let short = option.short, tool.commonOptions.contains(where: { $0.short == short }) {
                report("'-\(short)' of '\(path)' is a common option too")
            }
        }
    }

    /// An example that the parser itself refuses teaches a mistake. Lines that need a shell to be read are not parsed.
    private mutating func check(_ example: ExampleSpec, of path: CommandPath) {
        checkText(example.explanation, "the explanation of an example of '\(path)'")
        let words = example.line.split(separator: " ").map(String.init)
        guard words.first == tool.name, !example.line.contains(where: { #"'"`\|&;<>$()"#.contains($0) }) else { return }
        do throws(UsageError) {
            switch try tool.parse(Array(words.dropFirst())) {
            case .command(path, _): break
            case .command, .help, .version: report("example '\(example.line)' is not one of '\(path)'")
            }
        } catch {
            report("example '\(example.line)' of '\(path)' is refused: \(error.message)")
        }
    }

    // MARK: Arguments

    private mutating func checkArguments(_ arguments: [ArgumentSpec], of path: CommandPath) {
        checkDuplicates(arguments.map(\.name), "argument", under: path)
        var isPastOptional = false
        for (index, argument) in arguments.enumerated() {
            let label = "argument '\(argument.name)' of '\(path)'"
            if argument.name.isEmpty || argument.name.contains(where: { $0.isWhitespace || $0.isLowercase }) {
                report("the name of \(label) is not in capitals")
            }
            checkText(argument.help, "the help of \(label)")
            if isPastOptional, argument.arity.isRequired {
                report("\(label) is required, but follows an optional one")
            }
            if argument.arity.isRepeated, index < arguments.count - 1 {
                report("\(label) is repeated, but not the last")
            }
            isPastOptional = isPastOptional || !argument.arity.isRequired
            if let words = argument.choices { checkChoices(words, of: label) }
        }
    }

    // MARK: Options

    private mutating func checkOptions(_ options: [OptionSpec], owner: String) {
        for name in options.map(\.name).duplicates { report("option '--\(name)' of \(owner) is declared twice") }
        for short in options.compactMap(\.short).duplicates {
            report("option '-\(short)' of \(owner) is declared twice")
        }
        for option in options { check(option, owner: owner) }
    }

    private mutating func check(_ option: OptionSpec, owner: String) {
        let label = "option '--\(option.name)' of \(owner)"
        // The parser reads one letter after one dash, and a long name after two.
        if option.name.count == 1 { report("the name of \(label) is a single letter") }
        if !option.name.isSpecName { report("the name of \(label) is not made of a-z, 0-9, '-' and '_'") }
        if option.name == OptionSpec.help.name || option.name == OptionSpec.version.name || option.short == "h" {
            report("a name of \(label) is reserved")
        }
        if let short = option.short, !(short.isASCII && short.isLetter) {
            report("the short name '\(short)' of \(label) is no letter")
        }
        checkText(option.help, "the help of \(label)")
        switch option.kind {
        case .flag:
            if option.occurrence != .optional { report("\(label) is a flag, and cannot be \(option.occurrence)") }
            if option.defaultsTo != nil { report("\(label) is a flag, and cannot have a default") }
        case .value(let placeholder):
            if placeholder.isEmpty { report("\(label) has no placeholder") }
        case .choice(let words):
            checkChoices(words, of: label)
            if let value = option.defaultValue, !words.contains(value) {
                report("the default '\(value)' of \(label) is not one of its choices")
            }
        case .integer(let placeholder, let range):
            if placeholder.isEmpty { report("\(label) has no placeholder") }
            if let value = option.defaultValue, !(Int(value).map(range.contains) ?? false) {
                report("the default '\(value)' of \(label) is not an integer in its range")
            }
        }
        if option.occurrence == .required, option.defaultsTo != nil {
            report("\(label) is required, but has a default")
        }
    }

    // MARK: Texts and lists

    private mutating func checkChoices(_ words: [String], of label: String) {
        if words.isEmpty { report("\(label) has no choices") }
        for word in words.duplicates { report("choice '\(word)' of \(label) is listed twice") }
        // The completion scripts list choices as shell words.
        for word in words where !word.isSpecName {
            report("choice '\(word)' of \(label) is not made of a-z, 0-9, '-' and '_'")
        }
    }

    private mutating func checkText(_ text: String, _ what: String) {
        if text.allSatisfy(\.isWhitespace) { report("\(what) is empty") }
        if text.contains(where: \.isNewline) { report("\(what) is more than a line") }
        if text.hasSuffix(".") { report("\(what) ends in a full stop") }
    }

    private mutating func checkDuplicates(_ names: [String], _ what: String, under path: CommandPath = .tool) {
        let place = path == .tool ? "" : " of '\(path)'"
        for name in names.duplicates { report("\(what) '\(name)'\(place) is declared twice") }
    }

    private mutating func report(_ problem: String) {
        problems.append(problem)
    }
}

extension String {
    /// Whether this is a lower-case name that every shell reads as one plain word.
    fileprivate var isSpecName: Bool {
        guard let first = utf8.first, first != UInt8(ascii: "-") else { return false }
        return utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }
}

extension Sequence where Element: Hashable {
    /// The elements that have occurred before, once for each repetition.
    fileprivate var duplicates: [Element] {
        var seen: Set<Element> = []
        return filter { !seen.insert($0).inserted }
    }
}
