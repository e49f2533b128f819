/// What a connection may do, as a type: the compiler refuses a write on a `ReadOnly` connection, and so does the server.
package protocol AccessMode {
    /// What the engine is told, so that it enforces the mode too.
    static var permission: AccessPermission { get }
}

/// The two access modes as a value.
package enum AccessPermission: Sendable {
    case read, readAndWrite
}

/// A connection that can only look.
package enum ReadOnly: AccessMode {
    package static var permission: AccessPermission { .read }
}

/// A connection that can change the database.
package enum ReadWrite: AccessMode {
    package static var permission: AccessPermission { .readAndWrite }
}
