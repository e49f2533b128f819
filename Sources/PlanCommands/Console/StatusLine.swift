internal import Glibc
internal import PlanSupport
internal import Synchronization

/// One line on the terminal that is redrawn in place; nothing where standard error is no terminal.
final class StatusLine: Sendable {
    private struct State {
        var isShown = false
        var lastDrawn = ContinuousClock.now - .seconds(1)
    }

    private let console: Console
    private let state = Mutex(State())

    init(_ console: Console) { self.console = console }

    /// Draws the line, at most ten times a second.
    func show(_ text: @autoclosure () -> String) {
        guard console.redrawsLines else { return }
        state.withLock { state in
            let now = ContinuousClock.now
            guard now - state.lastDrawn >= .milliseconds(100) else { return }
            state.lastDrawn = now
            state.isShown = true
            console.writeError("\r\u{1B}[K" + String(text().prefix(Self.width - 1)))
        }
    }

    /// Takes the line away, so that other lines can be written.
    func clear() {
        state.withLock { state in
            if state.isShown { console.writeError("\r\u{1B}[K") }
            state.isShown = false
        }
    }

    /// Columns of the terminal.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
