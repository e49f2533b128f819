internal import CSQLite

extension SQLiteError {
    /// A result code of SQLite under its own name, or, below zero, a finding of this driver.
    package struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// SQLite's number; negative for a finding of the driver.
        package let rawValue: Int32

        /// Any code, known here or not.
        package init(rawValue: Int32) { self.rawValue = rawValue }

        /// The code without its extension: `SQLITE_BUSY` for `SQLITE_BUSY_SNAPSHOT`.
        package var primary: Code { isOfDriver ? self : Code(rawValue: rawValue & 0xFF) }

        /// Whether the driver found it before SQLite could.
        package var isOfDriver: Bool { rawValue < 0 }

        // Primary codes: https://www.sqlite.org/rescode.html#primary_result_code_list
        package static let error = Code(rawValue: SQLITE_ERROR)
        package static let `internal` = Code(rawValue: SQLITE_INTERNAL)
        package static let permission = Code(rawValue: SQLITE_PERM)
        package static let abort = Code(rawValue: SQLITE_ABORT)
        package static let busy = Code(rawValue: SQLITE_BUSY)
        package static let locked = Code(rawValue: SQLITE_LOCKED)
        package static let noMemory = Code(rawValue: SQLITE_NOMEM)
        package static let readOnly = Code(rawValue: SQLITE_READONLY)
        package static let interrupt = Code(rawValue: SQLITE_INTERRUPT)
        package static let ioError = Code(rawValue: SQLITE_IOERR)
        package static let corrupt = Code(rawValue: SQLITE_CORRUPT)
        package static let notFound = Code(rawValue: SQLITE_NOTFOUND)
        package static let full = Code(rawValue: SQLITE_FULL)
        package static let cantOpen = Code(rawValue: SQLITE_CANTOPEN)
        package static let `protocol` = Code(rawValue: SQLITE_PROTOCOL)
        package static let schema = Code(rawValue: SQLITE_SCHEMA)
        package static let tooBig = Code(rawValue: SQLITE_TOOBIG)
        package static let constraint = Code(rawValue: SQLITE_CONSTRAINT)
        package static let mismatch = Code(rawValue: SQLITE_MISMATCH)
        package static let misuse = Code(rawValue: SQLITE_MISUSE)
        package static let noLFS = Code(rawValue: SQLITE_NOLFS)
        package static let auth = Code(rawValue: SQLITE_AUTH)
        package static let range = Code(rawValue: SQLITE_RANGE)
        package static let notADatabase = Code(rawValue: SQLITE_NOTADB)

        // Extended codes that are acted on; the header defines them by macros that Swift does not import.
        package static let busySnapshot = Code(rawValue: SQLITE_BUSY | 2 << 8)
        package static let readOnlyRecovery = Code(rawValue: SQLITE_READONLY | 1 << 8)
        package static let readOnlyRollback = Code(rawValue: SQLITE_READONLY | 3 << 8)

        /// There is no such file.
        package static let missingFile = Code(rawValue: -1)
        /// The path is a directory, a socket or another thing that is no regular file.
        package static let notAFile = Code(rawValue: -2)
        /// The file has no bytes. SQLite would take it for a database without tables.
        package static let emptyFile = Code(rawValue: -3)
        /// Rows are in the write-ahead log, and it cannot be read.
        package static let unreadableLog = Code(rawValue: -4)
        /// The file was read without locks, because none could be taken, and it changed.
        package static let changedWhileRead = Code(rawValue: -5)
        /// Writers never paused long enough for all readers to begin at one moment.
        package static let noCommonMoment = Code(rawValue: -6)
        /// The text holds no statement, more than one, or a NUL.
        package static let notOneStatement = Code(rawValue: -7)
        /// The statement writes, and the connection only reads.
        package static let writesOnReadOnly = Code(rawValue: -8)

        /// SQLite's name and number.
        package var description: String {
            guard !isOfDriver else { return "driver \(rawValue)" }
            let number = rawValue == primary.rawValue ? "\(rawValue)" : "\(primary.rawValue), extended \(rawValue)"
            return "\(primaryName) \(number)"
        }

        private var primaryName: String {
            let names = [
                "SQLITE_OK", "SQLITE_ERROR", "SQLITE_INTERNAL", "SQLITE_PERM", "SQLITE_ABORT", "SQLITE_BUSY",
                "SQLITE_LOCKED", "SQLITE_NOMEM", "SQLITE_READONLY", "SQLITE_INTERRUPT", "SQLITE_IOERR",
                "SQLITE_CORRUPT", "SQLITE_NOTFOUND", "SQLITE_FULL", "SQLITE_CANTOPEN", "SQLITE_PROTOCOL",
                "SQLITE_EMPTY", "SQLITE_SCHEMA", "SQLITE_TOOBIG", "SQLITE_CONSTRAINT", "SQLITE_MISMATCH",
                "SQLITE_MISUSE", "SQLITE_NOLFS", "SQLITE_AUTH", "SQLITE_FORMAT", "SQLITE_RANGE", "SQLITE_NOTADB",
            ]
            let index = Int(primary.rawValue)
            return names.indices.contains(index) ? names[index] : "SQLite code"
        }
    }
}
