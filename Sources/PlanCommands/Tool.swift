internal import Glibc
package import PlanArguments
package import PlanDiagnostics
internal import PlanSupport

extension CommandGroup {
    static let writing = CommandGroup("Writing and compiling")
    static let running = CommandGroup("Running")
    static let other = CommandGroup("Help")
}

/// The tool `plan`: its spec, and the way from the command line to an exit code.
package enum Tool {
    package static let version = "0.1.0"

    private static let commands: [any Command.Type] = [
        InitCommand.self, ValidateCommand.self, CompileCommand.self, ShowCommand.self, DiffCommand.self,
        SnapshotCommand.self, ProfileCommand.self, RehearseCommand.self, RunCommand.self, VerifyCommand.self,
        StatusCommand.self, HistoryCommand.self, RollbackCommand.self, BackupCommand.self, ExplainCommand.self,
        CompletionsCommand.self, ManualCommand.self,
    ]

    package static let spec = ToolSpec(
        name: "plan", abstract: "Move databases by reviewed plans that compile to operation graphs", version: version,
        commands: commands.map { $0.spec },
        commonOptions: [
            OptionSpec(
                "format", .choice(of: Console.Format.self), help: "How results are printed", defaultsTo: .value("text")),
            OptionSpec("quiet", short: "q", help: "Print nothing but errors and what was asked for"),
            OptionSpec("verbose", help: "Print details"),
            OptionSpec("no-color", help: "Do not use colors"),
            OptionSpec(
                "log-format", .choice(of: Console.LogFormat.self), help: "How progress is printed",
                defaultsTo: .value("text")),
        ],
        exitCodes: ExitCode.allCases.map { ExitCodeSpec(Int($0.rawValue), $0.meaning) },
        environment: [
            EnvironmentSpec("NO_COLOR", "Set to anything, turns colors off"),
            EnvironmentSpec("PGPASSFILE, PGSERVICE, PGSSLMODE, …", "Heeded by libpq for connections to PostgreSQL"),
        ],
        furtherReading: """
            'plan init' writes a first plan. 'plan explain CODE' explains a diagnostic.
            """)

    /// What `plan explain` says about each diagnostic, by code.
    package static var diagnosticPages: [DiagnosticPage] { ExplainCommand.pages }

    /// Runs a command line without the program's name; the exit code for the process.
    package static func main(_ arguments: [String]) -> Int32 {
        // A closed pipe is an error of a write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        do throws(UsageError) {
            switch try spec.parse(arguments) {
            case .help(let path): return help(path)
            case .version: return printVersion()
            case .command(let path, let arguments): return run(path, arguments).rawValue
            }
        } catch {
            let console = console(format: .text, level: .normal, logFormat: .text, color: .automatic)
            console.writeError("plan: \(error.message)\n\(error.usage)\n\(error.hint)\n")
            return ExitCode.usage.rawValue
        }
    }

    private enum Color {
        case automatic
        case never
    }

    private static func console(
        format: Console.Format, level: Console.Level, logFormat: Console.LogFormat, color: Color
    ) -> Console {
        let mayColor = color == .automatic && CommandContext.variable("NO_COLOR")?.isEmpty ?? true
        let isColored = mayColor && isatty(STDERR_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
        return Console(format: format, level: level, logFormat: logFormat, style: isColored ? .colored : .plain)
    }

    private static func help(_ path: CommandPath) -> Int32 {
        let console = console(format: .text, level: .normal, logFormat: .text, color: .automatic)
        let renderer = HelpRenderer(
            tool: spec, width: min(100, max(60, StatusLine.width)), headings: console.style == .colored ? .bold : .plain
        )
        console.write(renderer.help(for: path))
        return ExitCode.done.rawValue
    }

    private static func printVersion() -> Int32 {
        console(format: .text, level: .normal, logFormat: .text, color: .never).write("plan \(version)\n")
        return ExitCode.done.rawValue
    }

    private static func run(_ path: CommandPath, _ arguments: ParsedArguments) -> ExitCode {
        let level: Console.Level =
            arguments.flag("quiet") ? .quiet : arguments.flag("verbose") ? .verbose : .normal
        let console = console(
            format: Console.Format(rawValue: arguments.value("format") ?? "") ?? .text, level: level,
            logFormat: arguments.requiredChoice("log-format", as: Console.LogFormat.self),
            color: arguments.flag("no-color") ? .never : .automatic)
        guard let command = commands.first(where: { $0.spec.name == path.names.first }) else {
            preconditionFailure("the parser gave a command that the tool does not have")
        }
        do throws(CommandFailure) {
            return try command.run(CommandContext(tool: spec, path: path, arguments: arguments, console: console))
        } catch {
            console.report(error.diagnostics)
            return error.exitCode
        }
    }
}
