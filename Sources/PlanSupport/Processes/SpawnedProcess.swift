internal import Glibc
internal import Synchronization

/// A child process that was started: it can be waited for and signalled, from any thread.
package final class SpawnedProcess: Sendable {
    /// The child's process number.
    package let pid: Int32

    /// Set when the child has been reaped: from then on its number may be another process's.
    private let status = Mutex<ExitStatus?>(nil)

    init(pid: pid_t) { self.pid = pid }

    /// Blocks until the process has ended.
    @discardableResult
    package func wait() throws(SubprocessError) -> ExitStatus {
        if let status = status.withLock({ $0 }) { return status }
        // WNOWAIT leaves the child to be reaped under the lock, so that `send` never reaches a stranger.
        var information = siginfo_t()
        while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) != 0 {
            // ECHILD: another thread has reaped it between our two looks.
            if errno == ECHILD { break }
            if errno != EINTR { throw .systemCall("waitid", number: errno) }
        }
        guard let status = reap() else { throw .systemCall("waitpid", number: ECHILD) }
        return status
    }

    /// Waits until the process has ended, at most for a time; nil if it still runs then.
    package func wait(atMost limit: Duration) -> ExitStatus? {
        let deadline = ContinuousClock.now + limit
        var pause: useconds_t = 500
        while true {
            if let status = reap() { return status }
            if ContinuousClock.now >= deadline { return nil }
            usleep(pause)
            pause = min(pause * 2, 10_000)
        }
    }

    /// Sends a signal; does nothing once the process has been waited for.
    package func send(signal: Int32) {
        status.withLock { if $0 == nil { kill(pid, signal) } }
    }

    /// Sends a signal to the process group that the process leads, as one with a session of its own does.
    package func sendToGroup(signal: Int32) {
        status.withLock { if $0 == nil { kill(-pid, signal) } }
    }

    /// Takes the exit status from the system if the process has ended.
    private func reap() -> ExitStatus? {
        status.withLock { status in
            if status != nil { return status }
            var value: Int32 = 0
            if waitpid(pid, &value, WNOHANG) == pid { status = ExitStatus(waitStatus: value) }
            return status
        }
    }
}
