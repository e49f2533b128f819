package import PlanGraph
package import PlanPostgres
package import PlanSupport

/// What went wrong in one operation.
package enum OperationFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The target refused a statement, or was lost.
    case target(PostgresError)
    /// The source could not be read.
    case source(SourceFailure)
    /// A value that its codec refuses.
    case invalidValue(InvalidValue)
    /// An answer that does not hold.
    case check(message: String, expected: String?, actual: String?)
    /// Rows that are not the same on both sides.
    case differences(TableVerification)
    /// A command that did not end with success, and the end of what it wrote.
    case command(String, reason: String, output: String)
    /// An address, as the plan writes it, that did not answer with success.
    case health(url: String, reason: String)
    /// The target could not be backed up.
    case backup(BackupFailure)
    /// An instruction's query did not answer as it must.
    case answer(query: String, reason: String)
    /// The target took another number of rows than were read.
    case rowCount(table: String, read: Int64, written: Int64)
    /// The source returned rows out of the order of their keys: the database is damaged, or the graph is wrong.
    case rowOrder(table: String, key: Int64, after: Int64)
    /// The query returns another number of columns than the instruction names.
    case columnCount(table: String, expected: Int, found: Int)
    /// No codec of this program turns values into that type. Found before the first row.
    case conversion(UnknownConversion)
    /// The rows that are set aside cannot be written down.
    case rejectFile(FileFailure)

    package var description: String {
        switch self {
        case .target(let error): return "the target refused: \(error)"
        case .source(let error): return error.description
        case .invalidValue(let value): return value.description
        case .check(let message, let expected, let actual):
            return "\(message): expected \(Self.shown(expected)), found \(Self.shown(actual))"
        case .differences(let verification): return verification.description
        case .command(let command, let reason, let output):
            return "\(command): \(reason)" + (output.isEmpty ? "" : "; it wrote: \(output)")
        case .health(let url, let reason): return "\(url): \(reason)"
        case .backup(let failure): return "no backup: \(failure)"
        case .answer(let query, let reason): return "\(reason): \(query)"
        case .rowCount(let table, let read, let written):
            return "\(read) rows of \(table) were read and \(written) written"
        case .rowOrder(let table, let key, let after):
            return "\(table) returned the row \(key) after the row \(after); "
                + "the source is damaged ('PRAGMA integrity_check' tells where)"
        case .columnCount(let table, let expected, let found):
            return "the query for \(table) returns \(found) columns where \(expected) are expected"
        case .conversion(let conversion): return conversion.description
        case .rejectFile(let failure): return "rows are to be set aside, and that failed: \(failure)"
        }
    }

    private static func shown(_ answer: String?) -> String { answer.map { "'\($0)'" } ?? "NULL" }
}

/// A codec and a type that do not go together.
package struct UnknownConversion: Error, Hashable, Sendable, CustomStringConvertible {
    package let table: String
    package let column: String
    package let codec: CodecID
    package let type: String
    package let reason: String

    package init(table: String, column: String, codec: CodecID, type: String, reason: String) {
        self.table = table
        self.column = column
        self.codec = codec
        self.type = type
        self.reason = reason
    }

    package var description: String {
        "\(table).\(column): the codec '\(codec.rawValue)' makes no values of type '\(type)': \(reason)"
    }
}

/// The source could not be opened or read: where, and why.
package struct SourceFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let path: String
    package let reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    package var description: String { reason }
}

/// A value of the source that its codec refuses.
package struct InvalidValue: Error, Hashable, Sendable, CustomStringConvertible {
    /// How a row is found again.
    package enum Key: Hashable, Sendable, CustomStringConvertible {
        case rowID(Int64)
        /// The values of its key, as SQL would write them.
        case values([String])
        /// Counted from 1 in the order of the query.
        case row(Int64)

        package var description: String {
            switch self {
            case .rowID(let id): "rowid \(id)"
            case .values(let values): "key (\(values.joined(separator: ", ")))"
            case .row(let number): "row \(number)"
            }
        }
    }

    package let table: String
    package let column: String
    package let key: Key
    /// `integer`, `real`, `text` or `blob`.
    package let storageClass: String
    /// The value as SQLite would write it, shortened.
    package let value: String
    package let type: String
    package let reason: String

    package init(
        table: String, column: String, key: Key, storageClass: String, value: String, type: String, reason: String
    ) {
        self.table = table
        self.column = column
        self.key = key
        self.storageClass = storageClass
        self.value = value
        self.type = type
        self.reason = reason
    }

    package var description: String {
        "\(table).\(column), \(key): the \(storageClass) value \(value) cannot become \(type): \(reason)"
    }
}
