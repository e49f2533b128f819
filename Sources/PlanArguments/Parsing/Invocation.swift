/// What a command line asks for.
package enum Invocation: Hashable, Sendable {
    /// The help of a command, or of the tool.
    case help(for: CommandPath)
    case version
    case command(CommandPath, ParsedArguments)
}

extension ToolSpec {
    /// Reads a command line, without the name of the executable.
    ///
    /// - `--name value`, `--name=value`, `-o value`, `-ovalue`, `-o=value`; flags of one letter may share a dash.
    /// - Options stand anywhere; `--` ends them. Common options may also stand before the command's name.
    /// - A word that begins with a dash is never taken for the value of the option before it, except `-` itself and a
    ///   negative number: a forgotten value must not swallow the next option.
    /// - `--help` or `-h` anywhere, `help COMMAND`, and a line without any word ask for help.
    package func parse(_ arguments: [String]) throws(UsageError) -> Invocation {
        var parser = CommandLineParser(tool: self)
        return try parser.parse(arguments)
    }
}
