internal import CSQLite

/// The storage class of a value, numbered as SQLite numbers its types.
package enum StorageClass: UInt8, Sendable, CaseIterable {
    case integer = 1
    case real = 2
    case text = 3
    case blob = 4
    case null = 5
}

/// A value of the current row. The bytes are SQLite's own, valid until the statement steps, resets or ends.
package enum SQLiteCell {
    case null
    case integer(Int64)
    case real(Double)
    /// UTF-8 as stored, which may be invalid; a database in UTF-16 is converted.
    case text(UnsafeRawBufferPointer)
    case blob(UnsafeRawBufferPointer)
}

// Reading a row: none of it allocates in a UTF-8 database. A cell is asked for its class once and for its value once, in
// the way that does not convert.
extension SQLiteStatement {
    /// The class of a value as stored, before anything converts it.
    package func storageClass(_ column: Int) -> StorageClass {
        switch sqlite3_column_type(handle, Int32(truncatingIfNeeded: column)) {
        case SQLITE_INTEGER: .integer
        case SQLITE_FLOAT: .real
        case SQLITE_TEXT: .text
        case SQLITE_BLOB: .blob
        default: .null
        }
    }

    /// The value with its class; the shortest way to read a cell of which nothing is known.
    ///
    /// The value is looked up once and asked as it is. SQLite allows that of values of a connection in multi-thread mode,
    /// as all of ours are (`SQLITE_OPEN_NOMUTEX`; https://www.sqlite.org/c3ref/value.html).
    package func cell(_ column: Int) -> SQLiteCell {
        let value = sqlite3_column_value(handle, Int32(truncatingIfNeeded: column))
        switch sqlite3_value_type(value) {
        case SQLITE_INTEGER: return .integer(sqlite3_value_int64(value))
        case SQLITE_FLOAT: return .real(sqlite3_value_double(value))
        case SQLITE_TEXT:
            // The address before the length, as for columns.
            let start = sqlite3_value_text(value)
            return .text(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value))))
        case SQLITE_BLOB:
            let start = sqlite3_value_blob(value)
            return .blob(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value))))
        default: return .null
        }
    }

    /// The value as an integer; SQLite converts what is none.
    package func integer(_ column: Int) -> Int64 {
        sqlite3_column_int64(handle, Int32(truncatingIfNeeded: column))
    }

    /// The value as a real number; SQLite converts what is none.
    package func real(_ column: Int) -> Double {
        sqlite3_column_double(handle, Int32(truncatingIfNeeded: column))
    }

    /// The bytes of a text, valid until the statement steps, resets or ends. A NUL may be among them.
    package func text(_ column: Int) -> UnsafeRawBufferPointer {
        let index = Int32(truncatingIfNeeded: column)
        // The address before the length: asking for the text may convert it (https://www.sqlite.org/c3ref/column_blob.html).
        guard let start = sqlite3_column_text(handle, index) else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
    }

    /// The bytes of a blob, valid until the statement steps, resets or ends.
    package func blob(_ column: Int) -> UnsafeRawBufferPointer {
        let index = Int32(truncatingIfNeeded: column)
        guard let start = sqlite3_column_blob(handle, index) else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
    }

    /// The length of a text or a blob in bytes.
    package func byteCount(_ column: Int) -> Int {
        Int(sqlite3_column_bytes(handle, Int32(truncatingIfNeeded: column)))
    }

    /// Lends the bytes of a text or a blob to a closure; empty for NULL, the decimal text for a number.
    package func withBytes<Result, Failure: Error>(
        _ column: Int, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(storageClass(column) == .blob ? blob(column) : text(column))
    }

    /// A copy of a text, invalid UTF-8 repaired; nil for NULL.
    package func string(_ column: Int) -> String? {
        storageClass(column) == .null ? nil : String(decoding: text(column), as: UTF8.self)
    }
}
