internal import CSQLite
internal import Synchronization

/// Stops whatever a connection is doing, from any thread: its statement ends with `SQLITE_INTERRUPT`.
///
/// It may outlive the connection; firing is then without effect. The handle stands behind a lock because SQLite's own
/// call must not be made on a connection that is being closed.
package final class SQLiteInterrupt: Sendable {
    /// The connection's handle until it is closed.
    private struct Handle: @unchecked Sendable {
        var pointer: OpaquePointer?
    }

    private let handle: Mutex<Handle>

    init(_ pointer: OpaquePointer) { handle = Mutex(Handle(pointer: pointer)) }

    /// Interrupts the statements that run now; later ones are not touched.
    package func fire() {
        handle.withLock { handle in
            if let pointer = handle.pointer { sqlite3_interrupt(pointer) }
        }
    }

    /// Takes the handle out, to be closed by the caller; nil if that was done before.
    func release() -> OpaquePointer? {
        handle.withLock { handle in
            let pointer = handle.pointer
            handle.pointer = nil
            return Handle(pointer: pointer)
        }.pointer
    }
}
