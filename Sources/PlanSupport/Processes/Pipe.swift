internal import CLinux
internal import Glibc
internal import Synchronization

/// A pipe that no child inherits by accident: both ends are closed on exec, from the moment they exist.
package final class Pipe: Sendable {
    /// The descriptor to read from.
    package let readEnd: Int32
    /// The descriptor to write to.
    package let writeEnd: Int32
    private let open = Mutex((read: true, write: true))

    /// A new pipe; what is open of it is closed when the value ends.
    package init() throws(SubprocessError) {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw .systemCall("pipe", number: errno) }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        closeReadEnd()
        closeWriteEnd()
    }

    /// Closes the end that is read from: a writer gets SIGPIPE or EPIPE.
    package func closeReadEnd() {
        open.withLock {
            if $0.read { close(readEnd) }
            $0.read = false
        }
    }

    /// Closes the end that is written to: the reader comes to the end of the data.
    package func closeWriteEnd() {
        open.withLock {
            if $0.write { close(writeEnd) }
            $0.write = false
        }
    }

    /// Writes all bytes, and blocks until the reader has taken them or the pipe holds them.
    ///
    /// - Returns: false if nobody reads any more.
    package func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let mask = BrokenPipeSignal.block()
        defer { BrokenPipeSignal.restore(mask) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(writeEnd, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    package func write(_ text: String) -> Bool { Array(text.utf8).withUnsafeBytes { write($0) } }
}
