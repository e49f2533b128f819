internal import CPostgres

/// Where a connection leads, for messages: never with a password.
package struct PostgresEndpoint: Hashable, Sendable, CustomStringConvertible {
    /// A host name or address, or the directory of a Unix socket.
    package let host: String
    /// The TCP port, or the number in the socket's name.
    package let port: String
    /// The database's name.
    package let database: String
    /// The role the session was opened as.
    package let user: String

    init(_ handle: OpaquePointer) {
        func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
        host = text(PQhost(handle))
        port = text(PQport(handle))
        database = text(PQdb(handle))
        user = text(PQuser(handle))
    }

    package var description: String { "database \(database) on \(host):\(port) as \(user)" }
}
