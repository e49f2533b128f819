extension PostgresError {
    /// A SQLSTATE of five letters and digits. A struct because servers and extensions have codes of their own; the
    /// constants are those callers act on, with the names of PostgreSQL's appendix A.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The five characters.
        package let sqlState: String

        /// Any code, also one without a name here.
        package init(_ sqlState: String) { self.sqlState = sqlState }

        /// The first two characters, which say what kind of error it is.
        package var errorClass: Substring { sqlState.prefix(2) }

        package var description: String { "SQLSTATE \(sqlState)" }
    }
}

extension PostgresError.Code {
    // Class 08: connection exception
    package static let connectionException = Self("08000")
    package static let unableToConnect = Self("08001")
    package static let connectionFailure = Self("08006")
    package static let protocolViolation = Self("08P01")

    package static let featureNotSupported = Self("0A000")

    // Class 22: data exception
    package static let stringDataRightTruncation = Self("22001")
    package static let numericValueOutOfRange = Self("22003")
    package static let invalidDatetimeFormat = Self("22007")
    package static let datetimeFieldOverflow = Self("22008")
    package static let characterNotInRepertoire = Self("22021")
    package static let invalidParameterValue = Self("22023")
    package static let invalidTextRepresentation = Self("22P02")
    package static let invalidBinaryRepresentation = Self("22P03")
    package static let badCopyFileFormat = Self("22P04")

    // Class 23: integrity constraint violation
    package static let notNullViolation = Self("23502")
    package static let foreignKeyViolation = Self("23503")
    package static let uniqueViolation = Self("23505")
    package static let checkViolation = Self("23514")
    package static let exclusionViolation = Self("23P01")

    package static let readOnlyTransaction = Self("25006")
    package static let inFailedTransaction = Self("25P02")

    // Class 28: invalid authorization specification
    package static let invalidAuthorization = Self("28000")
    package static let invalidPassword = Self("28P01")

    package static let invalidCatalogName = Self("3D000")
    package static let invalidSchemaName = Self("3F000")

    // Class 40: transaction rollback
    package static let serializationFailure = Self("40001")
    package static let deadlockDetected = Self("40P01")

    // Class 42: syntax error or access rule violation
    package static let insufficientPrivilege = Self("42501")
    package static let syntaxError = Self("42601")
    package static let undefinedColumn = Self("42703")
    package static let undefinedObject = Self("42704")
    package static let undefinedFunction = Self("42883")
    package static let undefinedTable = Self("42P01")
    package static let duplicateDatabase = Self("42P04")
    package static let duplicateSchema = Self("42P06")
    package static let duplicateTable = Self("42P07")

    // Class 53: insufficient resources
    package static let diskFull = Self("53100")
    package static let outOfMemory = Self("53200")
    package static let tooManyConnections = Self("53300")

    package static let objectInUse = Self("55006")
    package static let lockNotAvailable = Self("55P03")

    // Class 57: operator intervention
    package static let queryCanceled = Self("57014")
    package static let adminShutdown = Self("57P01")
    package static let crashShutdown = Self("57P02")
    package static let cannotConnectNow = Self("57P03")

    package static let internalError = Self("XX000")
}
