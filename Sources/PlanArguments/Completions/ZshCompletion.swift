/// The completion script for zsh, on its `_arguments` function.
///
/// Each command has a function. A group reads its options up to the subcommand's name and hands the rest of the line to
/// the function of that subcommand.
struct ZshCompletion {
    let tool: ToolSpec

    var text: String {
        let groups = tool.listedCommands.filter { !$0.command.subcommands.isEmpty }
        let leaves = tool.listedCommands.filter { $0.command.subcommands.isEmpty }
        var functions = [
            branch(.tool, commands: tool.commands, options: tool.commonOptions + [.help, .version]),
            help,
        ]
        functions += groups.map { item in
            branch(item.path, commands: item.command.subcommands, options: tool.commonOptions + [.help])
        }
        functions += leaves.map { leaf($0.path, $0.command) }
        let name = functionName(.tool)
        return """
            #compdef \(tool.name)
            # Completion of \(tool.name) for zsh.
            # To load it, write it to a file named _\(tool.name) in a directory of $fpath, or put this line into ~/.zshrc, below compinit:
            #   source <(\(tool.name) completions zsh)

            \(functions.joined(separator: "\n\n"))

            # Completing calls this file as a function; sourcing it only registers the function.
            if [[ $funcstack[1] == \(name) ]]; then
                \(name) "$@"
            else
                compdef \(name) \(tool.name)
            fi

            """
    }

    // MARK: Functions

    private func functionName(_ path: CommandPath) -> String {
        (["_\(tool.functionName)"] + path.names).joined(separator: "_")
    }

    private func branch(_ path: CommandPath, commands: [CommandSpec], options: [OptionSpec]) -> String {
        let described = commands.listed.map { "\($0.name):\(Self.escaped($0.abstract))".shellQuoted }
        let builtIn = path == .tool ? ["'help:Print the help of a command'"] : []
        let cases = commands.listed.map { "\($0.name)) \(functionName(path.appending($0.name))) ;;" }
        let helpCase = path == .tool ? ["help) \(functionName(["help"])) ;;"] : []
        let specs = options.map(Self.spec(of:)) + ["'(-): :->command'", "'(-)*:: :->rest'"]
        return """
            \(functionName(path))() {
                local curcontext="$curcontext" state line
                typeset -A opt_args
                local -a commands=(
            \(lines(described + builtIn, indentation: 8))
                )
                _arguments -C -S -s \\
            \(continued(specs)) && return
                case $state in
                    command) _describe -t commands command commands ;;
                    rest)
                        case $words[1] in
            \(lines(cases + helpCase, indentation: 16))
                        esac ;;
                esac
            }
            """
    }

    /// `help` is followed by the names of a command.
    private var help: String {
        let groups = tool.listedCommands.filter { !$0.command.subcommands.isEmpty }
        let rows = groups.map { item in
            "'\(item.path)') commands=(\(item.command.subcommands.listed.map(\.name).joined(separator: " "))) ;;"
        }
        let top = "'') commands=(\(tool.commands.listed.map(\.name).joined(separator: " "))) ;;"
        return """
            \(functionName(["help"]))() {
                local -a commands
                case "${words[2,CURRENT-1]}" in
            \(lines([top] + rows, indentation: 8))
                esac
                (( ${#commands} )) && _describe -t commands command commands
            }
            """
    }

    private func leaf(_ path: CommandPath, _ command: CommandSpec) -> String {
        let options = (tool.options(of: command) + [.help]).map(Self.spec(of:))
        let arguments = command.arguments.enumerated().map { index, argument -> String in
            let action = Self.action(argument.effectiveCompletion)
            let optional = argument.arity.isRequired ? "" : ":"
            let place = argument.arity.isRepeated ? "*" : "\(index + 1)\(optional)"
            return "\(place):\(Self.escaped(argument.name)):\(action)".shellQuoted
        }
        return """
            \(functionName(path))() {
                _arguments -S -s \\
            \(continued(options + arguments))
            }
            """
    }

    // MARK: Specs of _arguments

    private static func spec(of option: OptionSpec) -> String {
        let description = "[\(escaped(option.help))]"
        let value = option.placeholder.map { ":\(escaped($0)):\(action(option.effectiveCompletion))" } ?? ""
        let long = option.takesValue ? "\(option.longName)=" : option.longName
        let exclusions =
            option.occurrence == .repeatable ? "'*'" : "(\(option.names.joined(separator: " ")))".shellQuoted
        guard let short = option.shortName else { return exclusions + (long + description + value).shellQuoted }
        return "\(exclusions){\(option.takesValue ? "\(short)+" : short),\(long)}" + (description + value).shellQuoted
    }

    private static func action(_ completion: CompletionHint) -> String {
        switch completion {
        case .none: " "
        case .file(let extensions) where extensions.isEmpty: "_files"
        case .file(let extensions): "_files -g \"\(extensions.map { "*.\($0)" }.joined(separator: " "))\""
        case .directory: "_files -/"
        case .words(let words): "(\(words.map(escaped).joined(separator: " ")))"
        }
    }

    /// Text in which `_arguments` finds no end of a field: colons escaped, brackets replaced by round ones.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case ":", "\\": escaped += "\\\(character)"
            case "[": escaped += "("
            case "]": escaped += ")"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    // MARK: Layout

    private func lines(_ lines: [String], indentation: Int) -> String {
        lines.map { String(repeating: " ", count: indentation) + $0 }.joined(separator: "\n")
    }

    private func continued(_ words: [String]) -> String {
        words.map { "        \($0)" }.joined(separator: " \\\n")
    }
}
