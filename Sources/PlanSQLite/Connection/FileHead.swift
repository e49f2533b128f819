internal import CSQLite

/// The first hundred bytes of a file: SQLite's header (https://www.sqlite.org/fileformat.html#the_database_header) or
/// that of something else.
struct FileHead {
    private var bytes = [UInt8](repeating: 0, count: 100)

    /// Reads the head of a connection's file; what a short file lacks is zero.
    init(handle: OpaquePointer, path: String) throws(SQLiteError) {
        let code = bytes.withUnsafeMutableBytes { plan_sqlite3_read_head(handle, $0.baseAddress, Int32($0.count)) }
        // IOERR_SHORT_READ: the file has fewer bytes.
        guard code == SQLITE_OK || code == SQLITE_IOERR | 2 << 8 else {
            throw SQLiteError(code, .open, handle: nil, path: path)
        }
    }

    var isSQLite: Bool { bytes.starts(with: Array("SQLite format 3\0".utf8)) }

    /// Offset 19, the read version: 2 for a write-ahead log.
    var isWriteAheadLog: Bool { bytes[19] == 2 }

    /// Four bytes as a number.
    func bigEndian(at offset: Int) -> UInt32 { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } }

    /// What a file that is no database looks like, as the end of a sentence.
    var likeness: String {
        let signatures: [(start: [UInt8], likeness: String)] = [
            ([0x1F, 0x8B], "it is compressed by gzip: unpack it first"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "it is compressed by xz: unpack it first"),
            ([0x42, 0x5A, 0x68], "it is compressed by bzip2: unpack it first"),
            ([0x28, 0xB5, 0x2F, 0xFD], "it is compressed by zstd: unpack it first"),
            ([0x50, 0x4B, 0x03, 0x04], "it is a zip archive: unpack it first"),
            (Array("PGDMP".utf8), "it is a dump of PostgreSQL (pg_restore reads it)"),
            (Array("** This file contains an SQLite 2".utf8), "it is a database of SQLite 2"),
            ([0x37, 0x7F, 0x06, 0x82], "it is a write-ahead log, not the database it belongs to"),
            ([0x37, 0x7F, 0x06, 0x83], "it is a write-ahead log, not the database it belongs to"),
            ([0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7], "it is a rollback journal, not its database"),
        ]
        for (start, likeness) in signatures where bytes.starts(with: start) { return likeness }
        guard isText else { return "it may be encrypted (as by SQLCipher), damaged, or of another program" }
        if startsLikeSQL { return "it is SQL text: make a database of it with 'sqlite3 new.db < FILE'" }
        return "it is a text file"
    }

    private var isText: Bool {
        let end = bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
        let hasControls = bytes[..<end].contains { $0 < 0x20 && !(0x09...0x0D).contains($0) || $0 == 0x7F }
        // The hundredth byte may cut a character of up to four bytes.
        return end > 0 && !hasControls
            && (0...3).contains { String(validating: bytes[..<end].dropLast($0), as: UTF8.self) != nil }
    }

    private var startsLikeSQL: Bool {
        let text = String(decoding: bytes.drop { $0 <= 0x20 || $0 >= 0x80 }, as: UTF8.self).uppercased()
        let openings = ["--", "/*", "BEGIN", "CREATE", "DROP", "INSERT", "PRAGMA", "SET ", "ALTER", "START", ".OPEN"]
        return openings.contains { text.hasPrefix($0) }
    }
}
