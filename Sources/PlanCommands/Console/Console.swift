internal import Glibc
internal import PlanDiagnostics
internal import PlanSupport

/// Where a command writes: results on standard output, everything else on standard error.
struct Console: Sendable {
    enum Format: String, CaseIterable, Sendable {
        case text
        case json
    }

    /// How much is told besides results and diagnostics.
    enum Level: Sendable {
        case quiet
        case normal
        case verbose
    }

    /// What progress looks like.
    enum LogFormat: String, CaseIterable, Sendable {
        case text
        case json
    }

    let format: Format
    let level: Level
    let logFormat: LogFormat
    let style: TerminalRenderer.Style

    /// Whether standard error is a terminal that can redraw a line.
    var redrawsLines: Bool { isatty(STDERR_FILENO) == 1 && level != .quiet && logFormat == .text }

    /// Whether a question may be asked.
    var asks: Bool { isatty(STDIN_FILENO) == 1 }

    /// Writes a result.
    func write(_ text: String) { Self.write(Array(text.utf8), to: STDOUT_FILENO) }

    func write(_ json: JSONValue) { Self.write(JSONWriter.pretty(json), to: STDOUT_FILENO) }

    /// Tells the user something that is neither a result nor a diagnostic.
    func note(_ text: String) {
        guard level != .quiet else { return }
        Self.write(Array((text + "\n").utf8), to: STDERR_FILENO)
    }

    /// Tells the user something that only `--verbose` wants to know.
    func detail(_ text: String) {
        guard level == .verbose else { return }
        note(text)
    }

    /// Writes to standard error as it is.
    func writeError(_ text: String) { Self.write(Array(text.utf8), to: STDERR_FILENO) }

    /// Tells diagnostics: as text on standard error, or as the one JSON document on standard output.
    func report(_ diagnostics: [Diagnostic]) {
        switch format {
        case .json: write(JSONRenderer.render(diagnostics))
        case .text:
            let renderer = TerminalRenderer(style)
            for diagnostic in diagnostics { writeError(renderer.render(diagnostic)) }
            let summary = renderer.summary(of: diagnostics)
            if diagnostics.count > 1 { writeError(summary + "\n") }
        }
    }

    /// Tells warnings beside a result, which in JSON has standard output for itself.
    func warn(_ diagnostics: [Diagnostic]) {
        guard level != .quiet else { return }
        let renderer = TerminalRenderer(style)
        for diagnostic in diagnostics { writeError(renderer.render(diagnostic)) }
    }

    /// Asks a question to be answered with yes; `no` where nobody can answer.
    func confirms(_ question: String) -> Bool {
        writeError(question + " [y/N] ")
        let answer = readLine(strippingNewline: true) ?? ""
        return ["y", "yes"].contains(answer.lowercased())
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return give(up: descriptor) }
            offset += count
        }
    }

    /// A reader that went away has read enough; a result that a disk has no room for is lost, and that is a failure.
    private static func give(up descriptor: Int32) {
        let number = errno
        guard descriptor == STDOUT_FILENO, number != EPIPE else { return }
        let failure = FileFailure(path: "standard output", action: "write", number: number)
        write(Array("error[PLN0001]: \(failure)\n".utf8), to: STDERR_FILENO)
        exit(ExitCode.failed.rawValue)
    }
}
