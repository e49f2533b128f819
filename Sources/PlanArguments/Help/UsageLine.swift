/// One line that says how a tool or command is used: arguments and required options by name, the others as a word.
enum UsageLine {
    static func text(for path: CommandPath, in tool: ToolSpec) -> String {
        let start = path.invocation(of: tool)
        guard let command = tool.command(at: path), command.subcommands.isEmpty else {
            return "\(start) COMMAND [options]"
        }
        let required = command.options.filter { $0.occurrence == .required }.map(\.usage)
        let parts = [start] + command.arguments.map(\.usage) + required
        // Every command takes at least `--help`.
        return (parts + ["[options]"]).joined(separator: " ")
    }
}
