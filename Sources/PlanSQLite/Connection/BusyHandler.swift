internal import CSQLite
internal import Glibc

/// Waiting for the locks of other connections.
///
/// SQLite's own handler sleeps up to a tenth of a second between two looks, and a program that commits all the time
/// leaves gaps of microseconds: a reader would starve. This one looks about once a millisecond, at random times.
enum BusyHandler {
    /// Lets the statements of a connection wait about so long before they fail with `SQLITE_BUSY`.
    static func install(_ handle: OpaquePointer, _ timeout: Duration) {
        // The handler is told how often it was called; with a millisecond a call, the most calls are the timeout. They
        // travel as the context's bits, so that there is nothing to free. No context, no waiting.
        guard let context = UnsafeMutableRawPointer(bitPattern: timeout.milliseconds) else {
            sqlite3_busy_handler(handle, nil, nil)
            return
        }
        sqlite3_busy_handler(
            handle,
            { context, calls in
                guard Int(calls) < Int(bitPattern: context) else { return 0 }
                usleep(.random(in: 200...1_700))
                return 1
            }, context)
    }
}

extension Duration {
    /// Whole milliseconds, at most a day.
    fileprivate var milliseconds: Int {
        let seconds = min(max(components.seconds, 0), 86_400)
        return Int(seconds * 1000 + max(components.attoseconds, 0) / 1_000_000_000_000_000)
    }
}
