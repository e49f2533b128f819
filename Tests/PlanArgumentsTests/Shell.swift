import PlanSupport

/// A shell found on this machine, run on scripts.
struct Shell {
    struct Output: Equatable {
        let text: String
        let status: ExitStatus
    }

    let path: String

    /// The shell of that name, if it is installed.
    init?(_ name: String) {
        guard let path = Subprocess.find(name) else { return nil }
        self.path = path
    }

    /// What a script prints, first to standard output, then to standard error; it is the shell's standard input.
    func run(_ script: String, options: [String] = [], in directory: String? = nil) throws -> Output {
        let output = try Subprocess(path, options, workingDirectory: directory).run(input: Array(script.utf8))
        let text = String(decoding: output.standardOutput + output.standardError, as: UTF8.self)
        return Output(text: text, status: output.status)
    }
}
