/// A shell for which a completion script can be made; the raw value is the shell's name.
package enum CompletionScript: String, CaseIterable, Hashable, Sendable {
    case bash, zsh, fish

    /// The script, which the user's shell loads at its start. Hidden commands are not in it.
    package func text(for tool: ToolSpec) -> String {
        switch self {
        case .bash: BashCompletion(tool: tool).text
        case .zsh: ZshCompletion(tool: tool).text
        case .fish: FishCompletion(tool: tool).text
        }
    }
}

extension ToolSpec {
    /// The name as a part of the names of shell functions.
    var functionName: String { String(name.map { $0 == "-" ? "_" : $0 }) }

    /// The commands that completions offer, with their paths.
    var listedCommands: [(path: CommandPath, command: CommandSpec)] {
        allCommands.filter { item in
            item.path.names.indices.allSatisfy { index in
                !(command(at: CommandPath(Array(item.path.names[...index])))?.isHidden ?? true)
            }
        }
    }
}

extension String {
    /// The text as one word of a POSIX shell.
    var shellQuoted: String {
        "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
