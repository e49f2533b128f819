package import PlanSupport

/// Runs the built `plan`, as a user does, in a directory of its own.
package struct PlanTool {
    /// Where the command works.
    package let directory: TemporaryDirectory
    /// Set for every command, beside the environment of the tests.
    package var environment: [String: String?]
    /// Whom commands run as.
    package var account = Account.own

    /// Whom a command runs as.
    package enum Account {
        /// Whoever runs the tests.
        case own
        /// Somebody whom permissions bind, which root is not.
        case unprivileged
    }

    /// What a command did.
    package struct Outcome {
        package let status: ExitStatus
        package let output: String
        package let errors: String

        /// The exit code; nil if a signal ended it.
        package var code: Int32? {
            switch status {
            case .exited(let code): code
            case .signalled: nil
            }
        }
    }

    /// Gives a tool with a new, empty directory.
    ///
    /// - Parameter conninfo: of the target, as `DATABASE_URL`.
    package static func withWorkspace<Value>(
        target conninfo: Secret? = nil, _ body: (PlanTool) throws -> Value
    ) throws -> Value {
        try body(
            PlanTool(
                directory: TemporaryDirectory(), environment: ["DATABASE_URL": conninfo?.reveal(), "NO_COLOR": "1"]))
    }

    /// Runs a command line without the tool's name.
    package func run(_ arguments: String...) throws -> Outcome { try run(arguments) }

    package func run(_ arguments: [String]) throws -> Outcome {
        let output = try subprocess(arguments).run(outputLimit: 1 << 26)
        return Outcome(status: output.status, output: output.text, errors: output.errorText)
    }

    /// Starts a command and does not wait for it.
    package func start(_ arguments: String...) throws -> SpawnedProcess {
        try subprocess(arguments).spawn(output: .null, error: .null)
    }

    /// Writes a file into the directory.
    package func write(_ text: String, to name: String) throws {
        try directory.write(Array(text.utf8), to: name)
    }

    package func read(_ name: String) throws -> String {
        String(decoding: try Files.read(path(name)), as: UTF8.self)
    }

    package func path(_ name: String) -> String { directory.file(name) }

    /// Makes a SQLite database with the shell of SQLite.
    package func makeDatabase(_ name: String, _ sql: String) throws {
        let shell = Subprocess("sqlite3", ["-bail", path(name)])
        let output = try shell.run(input: Array(sql.utf8))
        guard output.status.isSuccess else { throw Failure(reason: output.errorText) }
    }

    /// What another program of the tests could not do.
    package struct Failure: Error, CustomStringConvertible {
        package let reason: String

        package init(reason: String) { self.reason = reason }

        package var description: String { reason }
    }

    private func subprocess(_ arguments: [String]) -> Subprocess {
        let prefix =
            switch account {
            case .own: [String]()
            case .unprivileged: UnprivilegedAccount.prefix ?? []
            }
        let command = prefix + [program] + arguments
        return Subprocess(
            command[0], Array(command.dropFirst()),
            environment: .inherited(changing: environment),
            workingDirectory: directory.path)
    }

    /// The path of the program.
    package var program: String { Self.built("plan") }

    /// The path of a program of this package: SwiftPM puts it beside the tests' own.
    package static func built(_ name: String) -> String {
        Path.resolve(name, against: Path.directory(of: Path.executable))
    }
}
