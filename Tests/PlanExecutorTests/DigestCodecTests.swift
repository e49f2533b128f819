import PlanGraph
import PlanPostgres
import PlanTestSupport
import Testing

@testable import PlanExecutor

/// Digests and named UUIDs agree with those that the server's own functions make.
@Suite(.requiresPostgres) struct DigestCodecTests {
    private static let key = "key \u{E9}"

    /// What a codec makes of a value: the field's bytes, without the length, in hexadecimal digits.
    private static func field(_ codec: CodecID, _ type: String, _ argument: String?, _ value: SourceValue) throws
        -> String
    {
        let column = CopyInstruction.Column(name: "v", type: type, codec: codec, argument: argument)
        let encoder = try ColumnEncoder(
            column, table: "t", serverVersion: 150_000, variable: { $0 == "KEY" ? key : nil })
        var buffer = CopyBuffer()
        try value.withCell { cell throws(ValueRefusal) in try encoder.encode(cell, into: &buffer) }
        return buffer.withBytes { bytes in
            bytes.dropFirst(4).map { byte in
                let digits = String(byte, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }.joined()
        }
    }

    private static func values(_ random: inout SeededGenerator) -> [[UInt8]] {
        var values: [[UInt8]] = [[], [0], Array("abc".utf8), Array(repeating: 0x61, count: 1000)]
        for length in 0..<150 { values.append((0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }) }
        return values
    }

    @Test func `digests, keyed and not, are those of pgcrypto`() throws {
        var random = SeededGenerator()
        let values = Self.values(&random)
        try PostgresFixture.shared.withDatabase { conninfo in
            let connection = try TargetConnection(PostgresConnectionSettings(conninfo: conninfo))
            try connection.execute("CREATE EXTENSION pgcrypto")
            for value in values {
                let text = value.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
                let row = try connection.query(
                    "SELECT encode(sha256(decode($1, 'hex')), 'hex'), encode(hmac(decode($1, 'hex'), $2::text::bytea, 'sha256'), 'hex')",
                    parameters: [text, Self.key]
                ).rows.map { [$0[0], $0[1]] }
                let (sha256, hmac) = (row[0][0] ?? "", row[0][1] ?? "")
                #expect(try Self.field(.sha256, "bytea", nil, .blob(value)) == sha256, "seed \(random.seed)")
                #expect(try Self.field(.hmac, "bytea", "${KEY}", .text(value)) == hmac, "seed \(random.seed)")
                let uuid = try Self.field(.pseudonym, "uuid", "${KEY}", .blob(value))
                #expect(
                    uuid.prefix(12) == hmac.prefix(12) && Array(uuid)[12] == "8" && "89ab".contains(Array(uuid)[16]))
                let number = try Self.field(.pseudonym, "bigint", "${KEY}", .blob(value))
                #expect(
                    Int64(number, radix: 16).map { $0 >= 0 } == true
                        && number.dropFirst() == hmac.prefix(16).dropFirst())
            }
        }
    }

    @Test func `UUIDs named by values are those of uuid-ossp`() throws {
        var random = SeededGenerator()
        try PostgresFixture.shared.withDatabase { conninfo in
            let connection = try TargetConnection(PostgresConnectionSettings(conninfo: conninfo))
            try connection.execute("CREATE EXTENSION \"uuid-ossp\"")
            for _ in 0..<100 {
                let (name, namespace) = (random.text(), random.text())
                let expected = try connection.query(
                    """
                    SELECT uuid_generate_v5(uuid_generate_v5(uuid_generate_v5(uuid_ns_url(), 'plan'), $1), $2)
                    """, parameters: [namespace, name]
                ).scalar
                let found = try Self.field(.uuidV5, "uuid", namespace, .text(name))
                #expect(found == expected?.filter { $0 != "-" }, "seed \(random.seed)")
            }
        }
    }

    @Test func `a number is digested as its text`() throws {
        #expect(
            try Self.field(.sha256, "text", nil, .integer(-12)) == Self.field(.sha256, "text", nil, .text("-12")))
        #expect(try Self.field(.sha256, "text", nil, .real(1.5)) == Self.field(.sha256, "text", nil, .text("1.5")))
    }

    @Test func `a mask keeps the length in characters, the last of them, and no letter or digit before`() throws {
        var random = SeededGenerator()
        for _ in 0..<300 {
            let text = random.text()
            let kept = Int.random(in: 0...5, using: &random)
            let column = CopyInstruction.Column(name: "v", type: "text", codec: .mask, argument: String(kept))
            let encoder = try ColumnEncoder(column, table: "t", serverVersion: 150_000)
            var buffer = CopyBuffer()
            try SourceValue.text(text).withCell { cell throws(ValueRefusal) in try encoder.encode(cell, into: &buffer) }
            let masked = buffer.withBytes { String(decoding: $0.dropFirst(4), as: UTF8.self) }
            let (before, after) = (Array(text.unicodeScalars), Array(masked.unicodeScalars))
            #expect(before.count == after.count && before.suffix(kept) == after.suffix(kept), "seed \(random.seed)")
            for (old, new) in zip(before, after).dropLast(kept) {
                let isHidden = old.properties.isAlphabetic || old.properties.numericType != nil
                #expect(isHidden ? new == "x" || new == "0" : new == old, "seed \(random.seed)")
            }
        }
    }
}
