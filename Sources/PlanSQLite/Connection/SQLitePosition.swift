internal import CSQLite
internal import Glibc

/// How far a database has been written, as a text to be kept and compared: equal texts mean that nobody has committed in
/// between; different texts, that somebody may have.
///
/// With a rollback journal it is the file change counter, which every commit raises
/// (https://www.sqlite.org/fileformat.html#file_change_counter). Commits into a write-ahead log need not raise it. There
/// the log's salts, which change when the log begins anew, and the number of frames up to its last commit count as well
/// (https://www.sqlite.org/fileformat.html#the_write_ahead_log), and the time of the file's last change: the log may have
/// been carried over into the file and removed. That is another position although no row may have changed.
package struct SQLitePosition: Hashable, Sendable, CustomStringConvertible {
    /// Bytes 24 to 27 of the header.
    package let changeCounter: UInt32
    /// The size of the file in pages, bytes 28 to 31.
    package let pages: UInt32
    /// Nil for a database with a rollback journal.
    package let writeAhead: WriteAhead?

    /// What counts in write-ahead mode.
    package struct WriteAhead: Hashable, Sendable {
        /// When the file was last changed, in nanoseconds since 1970.
        package let changed: Int
        /// Nil without a log, or with one in which nothing is committed.
        package let log: Log?
    }

    /// The log's content.
    package struct Log: Hashable, Sendable {
        /// Both salts as sixteen hexadecimal digits.
        package let salts: String
        /// Frames up to the last commit.
        package let frames: Int
    }

    /// Words for people, and for the ledger.
    package var description: String {
        var text = "change counter \(changeCounter), \(pages) pages"
        if let writeAhead { text += ", changed at \(writeAhead.changed)" }
        if let log = writeAhead?.log { text += ", write-ahead log \(log.salts) with \(log.frames) frames" }
        return text
    }
}

extension SQLiteConnection {
    /// The position now. Asked before a transaction begins it is that of the transaction or an earlier one; asked after, that
    /// or a later one.
    package func position() throws(SQLiteError) -> SQLitePosition {
        // A log is carried over into the file and removed in this order, so it is looked for in the opposite one.
        let log = LogFile.committed(path)
        let changed = SQLiteFile.identity(path).map { $0.changedSeconds * 1_000_000_000 + $0.changedNanoseconds }
        let head = try FileHead(handle: handle, path: path)
        let writeAhead = SQLitePosition.WriteAhead(changed: changed ?? 0, log: log)
        return SQLitePosition(
            changeCounter: head.bigEndian(at: 24), pages: head.bigEndian(at: 28),
            writeAhead: head.isWriteAheadLog ? writeAhead : nil)
    }
}

/// A write-ahead log, read beside SQLite: locks on it are held elsewhere, on the `-shm` file.
private enum LogFile {
    private static let headerBytes = 32
    private static let frameHeaderBytes = 24

    /// What is committed in the log of a database; nil if nothing is.
    static func committed(_ path: String) -> SQLitePosition.Log? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        let descriptor = open(String(cString: real) + "-wal", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard let header = read(headerBytes, at: 0, descriptor) else { return nil }
        let (pageSize, salts) = (Int(bigEndian(header, 8)), Array(header[16..<24]))
        guard pageSize >= 512 else { return nil }
        var frames = 0
        var committed = 0
        while let frame = read(
            frameHeaderBytes, at: headerBytes + frames * (frameHeaderBytes + pageSize), descriptor),
            // Frames of the log's earlier round have other salts.
            Array(frame[8..<16]) == salts
        {
            frames += 1
            // The size of the database after a commit; zero in all other frames.
            if bigEndian(frame, 4) != 0 { committed = frames }
        }
        guard committed > 0 else { return nil }
        let digits = salts.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return SQLitePosition.Log(salts: digits, frames: committed)
    }

    private static func read(_ count: Int, at offset: Int, _ descriptor: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return pread(descriptor, &bytes, count, offset) == count ? bytes : nil
    }

    private static func bigEndian(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
        bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
