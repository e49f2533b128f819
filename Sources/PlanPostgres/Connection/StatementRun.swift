internal import CPostgres
internal import PlanSupport

/// One request to the server and the collection of everything it answers, so that the connection is idle afterwards.
struct StatementRun {
    private let handle: OpaquePointer
    private let sql: String

    init(_ handle: OpaquePointer, sql: String) {
        self.handle = handle
        self.sql = sql
    }

    /// Runs the statements of `sql` by the simple protocol, and gives the last one's result.
    func simple() throws(PostgresError) -> PostgresResult {
        try refuseNUL(in: sql)
        guard PQsendQuery(handle, sql) == 1 else { throw error(nil) }
        return try last()
    }

    /// Runs one statement by the extended protocol, with values in text form for `$1`, `$2`, ….
    func extended(_ parameters: [String?]) throws(PostgresError) -> PostgresResult {
        try refuseNUL(in: sql)
        for case .some(let value) in parameters { try refuseNUL(in: value) }
        // One block of memory for all values, each ended by a NUL.
        var bytes: [CChar] = []
        var offsets: [Int?] = []
        for parameter in parameters {
            offsets.append(parameter.map { _ in bytes.count })
            if let parameter { bytes += parameter.utf8.map { CChar(bitPattern: $0) } + [0] }
        }
        let sent = bytes.withUnsafeBufferPointer { memory in
            let values = offsets.map { offset in offset.flatMap { memory.baseAddress?.advanced(by: $0) } }
            return PQsendQueryParams(handle, sql, Int32(values.count), nil, values, nil, nil, 0)
        }
        guard sent == 1 else { throw error(nil) }
        return try last()
    }

    /// Starts a COPY.
    ///
    /// - Parameter status: the direction the statement has to have; libpq then waits for data, or has some.
    func copy(expecting status: ExecStatusType) throws(PostgresError) {
        try refuseNUL(in: sql)
        guard PQsendQuery(handle, sql) == 1, let result = PQgetResult(handle) else { throw error(nil) }
        if PQresultStatus(result) == status {
            PQclear(result)
            return
        }
        _ = try collect(startingWith: result)
        throw PostgresError(
            code: .protocolViolation, message: "the statement is not a COPY in the expected direction", sql: sql)
    }

    /// Everything the server still has to say: the last result, or the first error.
    func last() throws(PostgresError) -> PostgresResult {
        guard let last = try collect(startingWith: PQgetResult(handle)) else { throw error(nil) }
        return last
    }

    private func collect(startingWith first: OpaquePointer?) throws(PostgresError) -> PostgresResult? {
        var last: PostgresResult?
        var failure: PostgresError?
        var next = first
        while let result = next {
            let status = PQresultStatus(result)
            switch status {
            case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
                failure = failure ?? error(result)
                PQclear(result)
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                leaveCopy(status)
                PQclear(result)
            default:
                last = PostgresResult(taking: result)
            }
            next = PQstatus(handle) == CONNECTION_BAD ? nil : PQgetResult(handle)
        }
        // Whether the connection is lost shows only when all has been read: the reason comes first, then the end.
        if let failure { throw PQstatus(handle) == CONNECTION_BAD ? failure.losingConnection() : failure }
        return last
    }

    func error(_ result: OpaquePointer?) -> PostgresError { PostgresError(handle: handle, result: result, sql: sql) }

    /// Ends a COPY that nobody asked for, so that the results behind it can be read.
    private func leaveCopy(_ status: ExecStatusType) {
        if status == PGRES_COPY_IN || status == PGRES_COPY_BOTH {
            PQputCopyEnd(handle, "this statement may not be a COPY")
        } else if status == PGRES_COPY_OUT {
            var row: UnsafeMutablePointer<CChar>?
            while PQgetCopyData(handle, &row, 0) > 0 { PQfreemem(row) }
        }
    }

    /// A C string would end at a NUL, and something else would run than what was reviewed.
    private func refuseNUL(in text: String) throws(PostgresError) {
        guard text.utf8.contains(0) else { return }
        throw PostgresError(
            code: .characterNotInRepertoire, message: "a statement or parameter contains a NUL character", sql: sql)
    }
}
