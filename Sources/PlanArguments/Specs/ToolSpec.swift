/// A command line tool as a value: all that parsing, help, completions and documentation are made from.
package struct ToolSpec: Hashable, Sendable {
    /// The name of the executable.
    package let name: String
    /// What the tool is for, in one line.
    package let abstract: String
    /// What `--version` prints.
    package let version: String
    /// The commands in the order in which help lists them; groups stand in the order of their first command.
    package let commands: [CommandSpec]
    /// Options that every command takes, before or after the command's name.
    package let commonOptions: [OptionSpec]
    /// What the tool's exit codes mean, for help alone.
    package let exitCodes: [ExitCodeSpec]
    /// The environment variables that the tool heeds, for help alone.
    package let environment: [EnvironmentSpec]
    /// The last paragraph of the help: where documentation is to be found.
    package let furtherReading: String

    /// A spec as written by the tool's author; `problems()` says whether it is well formed.
    package init(
        name: String, abstract: String, version: String, commands: [CommandSpec], commonOptions: [OptionSpec] = [],
        exitCodes: [ExitCodeSpec] = [], environment: [EnvironmentSpec] = [], furtherReading: String = ""
    ) {
        self.name = name
        self.abstract = abstract
        self.version = version
        self.commands = commands
        self.commonOptions = commonOptions
        self.exitCodes = exitCodes
        self.environment = environment
        self.furtherReading = furtherReading
    }
}

extension ToolSpec {
    /// The command that a path leads to; nil for the tool itself and for a path that leads nowhere.
    package func command(at path: CommandPath) -> CommandSpec? {
        var found: CommandSpec?
        for name in path.names {
            guard let next = (found?.subcommands ?? commands).first(where: { $0.name == name }) else { return nil }
            found = next
        }
        return found
    }

    /// Every command with its path, a group before its subcommands.
    package var allCommands: [(path: CommandPath, command: CommandSpec)] {
        func list(_ commands: [CommandSpec], under parent: CommandPath) -> [(path: CommandPath, command: CommandSpec)] {
            commands.flatMap { command in
                let path = parent.appending(command.name)
                return [(path: path, command: command)] + list(command.subcommands, under: path)
            }
        }
        return list(commands, under: .tool)
    }

    /// Common options that a command takes as they are; one that the command declares itself is replaced by its own.
    func inheritedOptions(of command: CommandSpec?) -> [OptionSpec] {
        guard let command else { return commonOptions }
        return commonOptions.filter { common in !command.options.contains { $0.name == common.name } }
    }

    /// Every option that may be given to a command, its own first.
    func options(of command: CommandSpec?) -> [OptionSpec] {
        (command?.options ?? []) + inheritedOptions(of: command)
    }
}

/// What one exit code of a tool means.
package struct ExitCodeSpec: Hashable, Sendable {
    /// The number, 0 to 255.
    package let code: Int
    /// What the number tells the caller, in one line without a full stop.
    package let meaning: String

    /// A code and its meaning.
    package init(_ code: Int, _ meaning: String) {
        self.code = code
        self.meaning = meaning
    }
}

/// What an environment variable does to a tool.
package struct EnvironmentSpec: Hashable, Sendable {
    /// The variable's name, without a dollar sign.
    package let name: String
    /// What the variable does, in one line without a full stop.
    package let effect: String

    /// A variable and its effect.
    package init(_ name: String, _ effect: String) {
        self.name = name
        self.effect = effect
    }
}
