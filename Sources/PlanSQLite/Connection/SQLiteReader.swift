package import PlanSupport

/// A reading connection that stands in a transaction: everything it reads is of one moment.
///
/// It is a class so that it can be opened by one thread and kept by another, in an array or a closure. Its connection
/// does without SQLite's mutex, so one thread at a time may use it: hence `@unchecked Sendable`, and the promise is the
/// owner's to keep.
package final class SQLiteReader: @unchecked Sendable {
    package let connection: SQLiteConnection<ReadOnly>

    init(_ connection: consuming SQLiteConnection<ReadOnly>) { self.connection = connection }

    /// Ends the transaction: what is read from now on is newer. Letting the reader go does so as well.
    ///
    /// - Throws: `changedWhileRead` where no lock could be taken and the file has changed: what was read is worth nothing.
    package func endSnapshot() throws(SQLiteError) {
        if connection.isInTransaction { try connection.prepare("COMMIT").run() }
        try connection.requireUnchanged()
    }
}
