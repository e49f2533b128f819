internal import PlanGraph
internal import PlanSupport

/// Runs a program and keeps what it writes.
struct CommandRunner {
    let instruction: CommandInstruction
    /// Where it runs, and what its path is relative to: the directory of the plan.
    let directory: String
    let stop: StopSignal

    /// How much of the output is told.
    private static let toldCharacters = 2000

    /// - Returns: what it wrote, its end if that is long.
    func run() throws(StepFailure) -> String {
        let name = instruction.command[0]
        let directory = Path.absolute(directory.isEmpty ? "." : directory)
        // Like a shell: a name without a slash is one of the search path.
        let program = name.contains("/") ? Path.resolve(name, against: directory) : name
        let deadline = ContinuousClock.now + .seconds(instruction.seconds)
        // A session of its own: what it has started ends with it, and Ctrl-C is ours to handle.
        let subprocess = Subprocess(
            program, Array(instruction.command.dropFirst()), workingDirectory: directory, session: .new)
        let output: Subprocess.Output
        do throws(SubprocessError) {
            output = try subprocess.run(
                outputLimit: 1 << 20, endingWhen: { stop.isSet || ContinuousClock.now > deadline })
        } catch {
            throw failure(error.description, "")
        }
        let text = Self.end(of: [output.text, output.errorText].filter { !$0.isEmpty }.joined(separator: "\n"))
        if output.status.isSuccess { return text }
        if stop.isSet { throw .stopped }
        if ContinuousClock.now > deadline { throw failure("it took longer than \(instruction.seconds) seconds", text) }
        throw failure("\(output.status)", text)
    }

    private func failure(_ reason: String, _ output: String) -> StepFailure {
        .failed(.command(instruction.command.joined(separator: " "), reason: reason, output: output))
    }

    private static func end(of text: String) -> String {
        text.count > toldCharacters ? "…" + text.suffix(toldCharacters) : text
    }
}
