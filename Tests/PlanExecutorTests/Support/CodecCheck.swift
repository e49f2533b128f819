import PlanGraph
import PlanPostgres
import PlanSQLite
import PlanSupport
import PlanTestSupport
import Testing

@testable import PlanExecutor

/// Compares what the codecs make of values with what the server makes of texts.
enum CodecCheck {
    /// A value, and what the target must hold, as a text that the server itself casts to the type; nil for NULL.
    typealias Case = (value: SourceValue, expected: String?)

    /// Encodes the values, lets the server read them, and compares inside the server.
    static func check(_ codec: CodecID, _ type: String, _ cases: [Case], seed: UInt64? = nil) throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            var connection = try TargetConnection(PostgresConnectionSettings(conninfo: conninfo))
            try connection.execute("CREATE TABLE t (n integer, v \(type)); CREATE TABLE e (n integer, e text)")
            let encoder = try ColumnEncoder(
                CopyInstruction.Column(name: "v", type: type, codec: codec), table: "t",
                serverVersion: connection.serverVersion)
            var buffer = CopyBuffer()
            buffer.appendCopyHeader()
            for (number, item) in cases.enumerated() {
                buffer.append(2 as Int16)
                buffer.append(4 as Int32)
                buffer.append(Int32(number))
                do throws(ValueRefusal) {
                    try item.value.withCell { cell throws(ValueRefusal) in try encoder.encode(cell, into: &buffer) }
                } catch {
                    Issue.record("\(codec) refused \(item.value) for \(type): \(error) (seed \(seed ?? 0))")
                    return
                }
            }
            buffer.appendCopyTrailer()
            let rows = try connection.copyIn("COPY t FROM STDIN (FORMAT binary)") {
                (writer: inout CopyWriter<PostgresError>) throws(PostgresError) in
                try writer.write(buffer)
            }
            #expect(rows == cases.count)
            for (number, item) in cases.enumerated() {
                try connection.perform("INSERT INTO e VALUES ($1, $2)", parameters: [String(number), item.expected])
            }
            let wrong = try connection.query(
                """
                SELECT n, v::text, e::\(type)::text FROM t JOIN e USING (n)
                WHERE v::text IS DISTINCT FROM e::\(type)::text ORDER BY n LIMIT 3
                """)
            for row in wrong.rows {
                let item = cases[row[0].flatMap { Int($0) } ?? 0]
                Issue.record(
                    "\(codec) made \(row[1] ?? "NULL") of \(item.value) for \(type), not \(row[2] ?? "NULL") (seed \(seed ?? 0))"
                )
            }
        }
    }

    /// The reason why a value is refused; nil if it is not.
    static func refusal(_ codec: CodecID, _ type: String, _ value: SourceValue, version: Int = 150_000) throws
        -> ValueRefusal?
    {
        let encoder = try ColumnEncoder(
            CopyInstruction.Column(name: "v", type: type, codec: codec), table: "t", serverVersion: version)
        var buffer = CopyBuffer()
        do throws(ValueRefusal) {
            try value.withCell { cell throws(ValueRefusal) in try encoder.encode(cell, into: &buffer) }
            return nil
        } catch {
            return error
        }
    }

    static func expectRefusals(
        _ codec: CodecID, _ type: String, _ cases: [(SourceValue, ValueRefusal)],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for (value, expected) in cases {
            #expect(try Self.refusal(codec, type, value) == expected, "\(value)", sourceLocation: sourceLocation)
        }
    }
}
