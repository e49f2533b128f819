/// Why a throwaway server could not be started, or not be cleared away.
package struct ThrowawayServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What could not be done.
    package let reason: String

    /// What the server programs wrote, if they ran.
    package let log: String?

    init(_ reason: String, log: String? = nil) {
        self.reason = reason
        self.log = log
    }

    package var description: String { log.map { "\(reason):\n\($0)" } ?? reason }
}
