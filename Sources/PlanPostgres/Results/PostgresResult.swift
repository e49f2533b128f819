internal import CPostgres

/// What a statement returned: rows of text values, in libpq's memory until somebody looks at them.
package struct PostgresResult: Sendable {
    private let storage: Storage

    /// Takes over a result of libpq.
    init(taking result: OpaquePointer) { storage = Storage(result) }

    /// The columns' names, in order.
    package var columns: [String] {
        (0..<PQnfields(storage.result)).map { String(cString: PQfname(storage.result, $0)) }
    }

    /// The columns' types, as OIDs of `pg_type`.
    package var columnTypes: [UInt32] {
        (0..<PQnfields(storage.result)).map { PQftype(storage.result, $0) }
    }

    /// How many rows there are; zero for a statement that returns none.
    package var rowCount: Int { Int(PQntuples(storage.result)) }

    /// How many rows the statement inserted, changed, deleted, copied or returned; nil for other statements.
    package var affectedRows: Int? { Int(String(cString: PQcmdTuples(storage.result))) }

    /// A value as text; nil is SQL's NULL.
    package subscript(row row: Int, column column: Int) -> String? {
        withBytes(row: row, column: column) { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    /// A value as text by the column's name, which the statement is known to have.
    package subscript(row row: Int, column column: String) -> String? {
        self[row: row, column: index(of: column)]
    }

    /// The value of the first row's first column; nil where there is none or it is NULL.
    package var scalar: String? { rowCount == 0 ? nil : self[row: 0, column: 0] }

    /// The rows, in the server's order.
    package var rows: Rows { Rows(result: self) }

    /// Lends a value's bytes as the server wrote them; nil is SQL's NULL.
    package func withBytes<Value, Failure: Error>(
        row: Int, column: Int, _ body: (UnsafeRawBufferPointer?) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        precondition(row >= 0 && row < rowCount && column >= 0 && column < Int(PQnfields(storage.result)))
        let (row, column) = (Int32(row), Int32(column))
        if PQgetisnull(storage.result, row, column) == 1 { return try body(nil) }
        let count = Int(PQgetlength(storage.result, row, column))
        return try body(UnsafeRawBufferPointer(start: PQgetvalue(storage.result, row, column), count: count))
    }

    private func index(of column: String) -> Int {
        guard let index = columns.firstIndex(of: column) else { preconditionFailure("no column \(column)") }
        return index
    }

    /// Owns the result. Sendable because nothing changes a result once libpq has handed it out.
    private final class Storage: @unchecked Sendable {
        let result: OpaquePointer

        init(_ result: OpaquePointer) { self.result = result }

        deinit { PQclear(result) }
    }
}

extension PostgresResult {
    /// The rows of a result, as a collection.
    package struct Rows: RandomAccessCollection, Sendable {
        fileprivate let result: PostgresResult

        package var startIndex: Int { 0 }
        package var endIndex: Int { result.rowCount }

        package subscript(position: Int) -> Row { Row(result: result, position: position) }
    }

    /// One row of a result.
    package struct Row: Sendable {
        fileprivate let result: PostgresResult
        fileprivate let position: Int

        /// A value as text; nil is SQL's NULL.
        package subscript(column: Int) -> String? { result[row: position, column: column] }

        /// A value as text by the column's name, which the statement is known to have.
        package subscript(column: String) -> String? { result[row: position, column: column] }

        /// All values, in the order of the columns.
        package var values: [String?] { (0..<result.columns.count).map { self[$0] } }
    }
}
