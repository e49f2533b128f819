import Glibc
import PlanPostgres
import PlanSupport
import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct CopyTests {
    private let fixture = PostgresFixture.shared
    private let statement = "COPY t FROM STDIN (FORMAT binary)"

    /// What a producer of rows may throw, beside the server's errors.
    private enum Failure: PostgresErrorConvertible, Equatable {
        case server(PostgresError)
        case badRow(Int)

        init(_ error: PostgresError) { self = .server(error) }
    }

    @Test func `integers, text and NULL come back as they went`() throws {
        try fixture.withDatabase { conninfo in
            var connection = try open(conninfo)
            try connection.execute("CREATE TABLE t (a smallint, b int, c bigint, d text, e bytea, f float8)")
            let count = try connection.copyIn(statement) { writer throws(PostgresError) in
                var buffer = CopyBuffer()
                buffer.appendCopyHeader()
                appendRow(&buffer, -1, .min, .max, "ü 🐘 \\ \n", [0, 255], -0.1)
                appendRow(&buffer, nil, nil, nil, nil, nil, nil)
                appendRow(&buffer, .max, 0, -1, "", [], .infinity)
                buffer.appendCopyTrailer()
                try writer.write(buffer)
            }
            #expect(count == 3)
            let rows = try connection.query("SELECT * FROM t").rows.map(\.values)
            #expect(
                rows == [
                    ["-1", "-2147483648", "9223372036854775807", "ü 🐘 \\ \n", "\\x00ff", "-0.1"],
                    [nil, nil, nil, nil, nil, nil],
                    ["32767", "0", "-1", "", "\\x", "Infinity"],
                ])
            // And out again: the same bytes as went in, whatever pieces they come in.
            var sent = CopyBuffer()
            sent.appendCopyHeader()
            appendRow(&sent, .max, 0, -1, "", [], .infinity)
            sent.appendCopyTrailer()
            var received: [UInt8] = []
            let copied = try connection.copyOut("COPY (SELECT * FROM t WHERE b = 0) TO STDOUT (FORMAT binary)") {
                (bytes) throws(PostgresError) in
                received += bytes
            }
            #expect(copied == 1)
            #expect(received == sent.withBytes { Array($0) })
        }
    }

    @Test func `data larger than one message arrives whole`() throws {
        try fixture.withDatabase { conninfo in
            var connection = try open(conninfo)
            try connection.execute("CREATE TABLE t (a text)")
            let text = String(repeating: "x", count: 5_000_000)
            try connection.copyIn(statement) { writer throws(PostgresError) in
                var buffer = CopyBuffer()
                buffer.appendCopyHeader()
                for _ in 0..<3 {
                    buffer.append(1 as Int16)
                    appendText(&buffer, text)
                }
                buffer.appendCopyTrailer()
                try writer.write(buffer)
            }
            #expect(try connection.query("SELECT count(*), sum(length(a)) FROM t").rows[0].values == ["3", "15000000"])
        }
    }

    @Test func `a row the server refuses is named, nothing stays, and the session goes on`() throws {
        try fixture.withDatabase { conninfo in
            var connection = try open(conninfo)
            try connection.execute("CREATE TABLE t (a int CHECK (a < 100), b text)")
            let error = try #require(throws: PostgresError.self) {
                try connection.copyIn(statement) { writer throws(PostgresError) in
                    try write(rows: [(1, "one"), (2, "two"), (100, "hundred"), (4, "four")], to: &writer)
                }
            }
            #expect(error.code == .checkViolation)
            #expect(error.table == "t")
            #expect(error.context?.hasPrefix("COPY t, line 3") == true)
            #expect(error.sql == statement)
            #expect(try connection.query("SELECT count(*) FROM t").scalar == "0")

            let malformed = try #require(throws: PostgresError.self) {
                try connection.copyIn(statement) { writer throws(PostgresError) in
                    try write(rows: [(1, "one"), (2, "a\u{0}b")], to: &writer)
                }
            }
            #expect(malformed.code == .characterNotInRepertoire)
            #expect(malformed.context?.hasPrefix("COPY t, line 2, column b") == true)
            #expect(connection.transactionStatus == .idle)
        }
    }

    @Test func `a missing trailer is an error`() throws {
        try fixture.withDatabase { conninfo in
            var connection = try open(conninfo)
            try connection.execute("CREATE TABLE t (a int)")
            let error = try #require(throws: PostgresError.self) {
                try connection.copyIn(statement) { writer throws(PostgresError) in
                    var buffer = CopyBuffer()
                    buffer.append([1, 2, 3])
                    try writer.write(buffer)
                }
            }
            #expect(error.code == .badCopyFileFormat)
        }
    }

    @Test func `sending stops soon after the server has refused a row`() throws {
        try fixture.withDatabase { conninfo in
            var connection = try open(conninfo)
            try connection.execute("CREATE TABLE t (a int, b text)")
            let deadline = ContinuousClock.now + .seconds(60)
            var isOver = false
            let error = try #require(throws: PostgresError.self) {
                try connection.copyIn(statement) { writer throws(PostgresError) in
                    var buffer = CopyBuffer()
                    buffer.appendCopyHeader()
                    buffer.append(7 as Int16)
                    while ContinuousClock.now < deadline {
                        try writer.write(buffer)
                        buffer.reset()
                        buffer.append([UInt8](repeating: 0, count: 100_000))
                        usleep(1000)
                    }
                    isOver = true
                }
            }
            #expect(error.code == .badCopyFileFormat)
            #expect(!isOver, "all was sent, although the server had refused the first row")
            #expect(try connection.query("SELECT 1").scalar == "1")
        }
    }

    @Test func `a producer's own error is thrown and none of its rows stay`() throws {
        try fixture.withDatabase { conninfo in
            var connection = try open(conninfo)
            try connection.execute("CREATE TABLE t (a int, b text)")
            #expect(throws: Failure.badRow(2)) {
                try connection.copyIn(statement) { (writer) throws(Failure) in
                    var buffer = CopyBuffer()
                    buffer.appendCopyHeader()
                    appendRow(&buffer, 1, "one")
                    try writer.write(buffer)
                    throw .badRow(2)
                }
            }
            #expect(try connection.query("SELECT count(*) FROM t").scalar == "0")
            let refused = #expect(throws: Failure.self) {
                try connection.copyIn("COPY missing FROM STDIN") { (_) throws(Failure) in }
            }
            guard case .server(let error) = refused else { return }
            #expect(error.code == .undefinedTable)
        }
    }

    @Test(arguments: ["SELECT 1", "INSERT INTO t VALUES (1)", "COPY t TO STDOUT"])
    func `a statement that is no COPY in the right direction is refused`(sql: String) throws {
        try fixture.withDatabase { conninfo in
            var connection = try open(conninfo)
            try connection.execute("CREATE TABLE t (a int)")
            let error = try #require(throws: PostgresError.self) {
                try connection.copyIn(sql) { _ throws(PostgresError) in Issue.record("there is nothing to write to") }
            }
            #expect(error.code == .protocolViolation)
            #expect(throws: PostgresError.self) {
                try connection.copyOut("COPY t FROM STDIN") { _ throws(PostgresError) in }
            }
            #expect(try connection.query("SELECT 1").scalar == "1")
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a server that dies during a COPY is an error and not a wait`() throws {
        try fixture.withDatabase { conninfo in
            var connection = try open(conninfo)
            let administration = try open(conninfo)
            try connection.execute("CREATE TABLE t (a text)")
            let pid = connection.backendPID
            var isOver = false
            let error = try #require(throws: PostgresError.self) {
                try connection.copyIn(statement) { writer throws(PostgresError) in
                    var buffer = CopyBuffer()
                    buffer.appendCopyHeader()
                    for piece in 0..<2000 {
                        if piece == 3 { try administration.execute("SELECT pg_terminate_backend(\(pid))") }
                        buffer.append(1 as Int16)
                        appendText(&buffer, String(repeating: "y", count: 100_000))
                        try writer.write(buffer)
                        buffer.reset()
                    }
                    isOver = true
                }
            }
            #expect(error.connectionFailure == .lost)
            #expect(error.code == .adminShutdown || error.code == .connectionFailure)
            #expect(!isOver, "all was sent to a server that was gone")
        }
    }

    @Test func `a reader that has enough stops a COPY and the session goes on`() throws {
        let sql = "COPY (SELECT generate_series(1, 100000000)) TO STDOUT"
        var connection = try open(try fixture.conninfo(), as: ReadOnly.self)
        #expect(throws: Failure.badRow(3)) {
            var rows = 0
            try connection.copyOut(sql) { (_) throws(Failure) in
                rows += 1
                if rows == 3 { throw .badRow(3) }
            }
        }
        #expect(try connection.query("SELECT 1").scalar == "1")
    }

    // MARK: Rows

    private func write(
        rows: [(Int32, String)], to writer: inout CopyWriter<PostgresError>
    ) throws(PostgresError) {
        var buffer = CopyBuffer()
        buffer.appendCopyHeader()
        for row in rows { appendRow(&buffer, row.0, row.1) }
        buffer.appendCopyTrailer()
        try writer.write(buffer)
    }

    private func appendRow(_ buffer: inout CopyBuffer, _ number: Int32, _ text: String) {
        buffer.append(2 as Int16)
        let field = buffer.beginField()
        buffer.append(number)
        buffer.endField(field)
        appendText(&buffer, text)
    }

    private func appendRow(
        _ buffer: inout CopyBuffer, _ a: Int16?, _ b: Int32?, _ c: Int64?, _ d: String?, _ e: [UInt8]?, _ f: Double?
    ) {
        buffer.append(6 as Int16)
        appendField(&buffer, a) { $0.append($1) }
        appendField(&buffer, b) { $0.append($1) }
        appendField(&buffer, c) { $0.append($1) }
        appendField(&buffer, d) { $0.append(Array($1.utf8)) }
        appendField(&buffer, e) { $0.append($1) }
        appendField(&buffer, f) { $0.append($1.bitPattern) }
    }

    private func appendField<Value>(
        _ buffer: inout CopyBuffer, _ value: Value?, _ body: (inout CopyBuffer, Value) -> Void
    ) {
        guard let value else { return buffer.appendNull() }
        let field = buffer.beginField()
        body(&buffer, value)
        buffer.endField(field)
    }

    private func appendText(_ buffer: inout CopyBuffer, _ text: String) {
        var text = text
        text.withUTF8 { buffer.appendField(UnsafeRawBufferPointer($0)) }
    }
}
