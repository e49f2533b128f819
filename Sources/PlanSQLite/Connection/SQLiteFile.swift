internal import CSQLite
internal import Glibc
internal import PlanSupport

/// What a database file is, as found just before it was opened.
package struct SQLiteFile: Hashable, Sendable {
    /// How writers make their changes safe.
    package enum Journal: Hashable, Sendable {
        case rollback
        /// A write-ahead log; nil where no log file lies beside the database. Then either all is in the database, or the
        /// database was copied without its log and has lost the latest rows: nobody can tell.
        case writeAheadLog(bytes: Int?)
    }

    /// The size of the database file, its log not counted.
    package let bytes: Int
    package let journal: Journal
    /// Whether it is read without locks, because its directory lets nobody write and there is no log to read.
    package let isImmutable: Bool

    /// The number of the file and its last change, to tell whether it changed while it was read without locks.
    struct Identity: Hashable {
        let device: UInt
        let number: UInt
        let bytes: Int
        let changedSeconds: Int
        let changedNanoseconds: Int
        let logBytes: Int?
    }
}

extension SQLiteFile {
    /// Looks at the file without opening it; nil if there is none.
    static func identity(_ path: String) -> Identity? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Identity(
            device: UInt(status.st_dev), number: UInt(status.st_ino), bytes: Int(status.st_size),
            changedSeconds: status.st_mtim.tv_sec, changedNanoseconds: status.st_mtim.tv_nsec,
            logBytes: logBytes(path))
    }

    /// The size of the write-ahead log; nil if there is none. SQLite puts it beside the file that a link leads to.
    static func logBytes(_ path: String) -> Int? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        var status = stat()
        guard stat(String(cString: real) + "-wal", &status) == 0 else { return nil }
        return Int(status.st_size)
    }

    /// Refuses what is missing, no regular file, or empty.
    static func requireContents(_ path: String) throws(SQLiteError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let failure = FileFailure(path: path, action: "open", number: errno)
            throw SQLiteError(
                code: failure.isMissing ? .missingFile : .cantOpen, action: .open,
                message: failure.isMissing ? "there is no such file" : failure.reason, path: path)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            let found = status.st_mode & S_IFMT == S_IFDIR ? "it is a directory" : "it is not a regular file"
            throw SQLiteError(code: .notAFile, action: .open, message: found, path: path)
        }
        guard status.st_size > 0 else {
            throw SQLiteError(
                code: .emptyFile, action: .open,
                message: "the file is empty; SQLite would take it for a database without tables", path: path)
        }
    }

    /// The name to open a file by. SQLite gives `:memory:`, the empty name and, if built so, `file:` a meaning of their
    /// own; a path that begins with `/` or `.` has none.
    static func name(of path: String) -> String { Path.isAbsolute(path) ? path : "./" + path }

    /// The name that opens a file without locks and without a look at its log: https://www.sqlite.org/uri.html
    static func immutableName(of path: String) -> String {
        var name = "file://"
        for byte in Path.absolute(path).utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            default: name += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return name + "?immutable=1"
    }
}
