import PlanGraph
import PlanPostgres
import PlanSQLite
import PlanSupport
import PlanTestSupport
import Testing

@testable import PlanExecutor

/// Every codec agrees with the server: what the server returns for the bytes we encode is what it makes of the text.
@Suite(.requiresPostgres)
struct NumberCodecTests {
    @Test(arguments: [
        ("smallint", Int64(Int16.min), Int64(Int16.max)), ("integer", Int64(Int32.min), Int64(Int32.max)),
        ("bigint", Int64.min, Int64.max),
    ])
    func `integers, and reals that are whole numbers`(_ type: String, _ lowest: Int64, _ highest: Int64) throws {
        var random = SeededGenerator()
        var cases: [CodecCheck.Case] = [(.null, nil), (.real(-0.0), "0"), (.real(3), "3"), (.real(-32768), "-32768")]
        for value in [lowest, lowest + 1, -1, 0, 1, highest - 1, highest] {
            cases.append((.integer(value), String(value)))
        }
        for _ in 0..<200 {
            let value = Int64.random(in: lowest...highest, using: &random)
            cases.append((.integer(value), String(value)))
        }
        try CodecCheck.check(.integer, type, cases, seed: random.seed)
        try CodecCheck.expectRefusals(
            .integer, type,
            [
                (.real(0.5), .notWhole), (.real(.infinity), .notWhole), (.real(1e19), .outOfRange),
                (.text("1"), .storageClass), (.blob([1]), .storageClass),
            ])
        if highest < .max {
            try CodecCheck.expectRefusals(
                .integer, type,
                [
                    (.integer(highest + 1), .outOfRange), (.integer(lowest - 1), .outOfRange),
                    (.real(Double(highest) + 1), .outOfRange),
                ])
        } else {
            try CodecCheck.expectRefusals(.integer, type, [(.real(9_223_372_036_854_775_808), .outOfRange)])
        }
    }

    static let boundaryReals: [Double] = [
        0, -0.0, 1, -1, 0.1, 0.2, 0.30000000000000004, 1.0 / 3, 3.141592653589793, 16_777_217, 1e15, 1e16, 1e22, 1e23,
        1e300, -1e-300, .leastNormalMagnitude, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 9_007_199_254_740_994,
        .leastNormalMagnitude.nextDown, 1e-4, 9.9999e-5, 123456789012345.6, 0.1 + 0.7,
    ]

    @Test func `case 1 - reals bit for bit, and integers that a double holds`() throws {
        var random = SeededGenerator()
        var values = Self.boundaryReals + [.infinity, -.infinity]
        for _ in 0..<500 { values.append(random.real()) }
        var cases: [CodecCheck.Case] = values.map { (.real($0), Self.floatText($0)) }
        cases += [(.null, nil), (.integer(1 << 53), "9007199254740992"), (.integer(-7), "-7")]
        try CodecCheck.check(.real, "double precision", cases, seed: random.seed)
        try CodecCheck.expectRefusals(
            .real, "double precision",
            [
                (.integer((1 << 53) + 1), .inexact), (.integer(.max), .inexact), (.text("1.5"), .storageClass),
                (.blob([0]), .storageClass),
            ])
    }

    @Test func `single precision only where nothing is lost`() throws {
        let values: [Float] = [0, 1.5, -0.25, 16_777_216, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity]
        try CodecCheck.check(.real, "real", values.map { (.real(Double($0)), Self.floatText(Double($0))) })
        try CodecCheck.expectRefusals(
            .real, "real",
            [(.real(0.1), .inexact), (.real(1e300), .inexact), (.integer(16_777_217), .inexact)])
    }

    /// A text that the server reads as exactly this number.
    private static func floatText(_ value: Double) -> String {
        value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : "\(value)"
    }

    @Test func `numeric from integers, reals and texts, digit for digit`() throws {
        var random = SeededGenerator()
        var cases: [CodecCheck.Case] = [(.null, nil)]
        for value in [Int64.min, .min + 1, -10_000, -1, 0, 1, 9999, 10_000, 10_001, 100_000_000, .max] {
            cases.append((.integer(value), String(value)))
        }
        let texts = [
            "0", "-0", "0.0", "0.000", "1", "-1", "+1", "0001", "1.", ".5", "-.5", "1.50", "00012.3400", "10000",
            "9999.9999", "0.0001", "0.00001", "123456789012345678901234567890.0123456789", "1e5", "1.50e1", "1.5e-7",
            "1500e-2", "0e10", "0.0e-3", "1e-20", "12345e20", "100000000", "0.1000000000000000000000",
        ]
        for text in texts { cases.append((.text(text), text)) }
        for _ in 0..<500 {
            let text = random.decimalText()
            cases.append((.text(text), text))
            let integer = Int64(bitPattern: random.next()) >> Int64(random.next() % 64)
            cases.append((.integer(integer), String(integer)))
        }
        cases.append((.text(String(repeating: "9", count: 3000) + "." + String(repeating: "1", count: 3000)), nil))
        let long = String(repeating: "7", count: 3000) + "." + String(repeating: "3", count: 3000)
        cases[cases.count - 1] = (.text(long), long)
        try CodecCheck.check(.numeric, "numeric", cases, seed: random.seed)
        try CodecCheck.expectRefusals(
            .numeric, "numeric",
            [
                (.text(""), .notDecimal), (.text("abc"), .notDecimal), (.text(" 1"), .notDecimal),
                (.text("1e"), .notDecimal), (.text("NaN"), .notDecimal), (.text("0x10"), .notDecimal),
                (.text("1e-9999999"), .notDecimal), (.blob([49]), .storageClass),
                (.text("1." + String(repeating: "0", count: 16_384)), .outOfRange),
                (.text("1" + String(repeating: "0", count: 131_072)), .outOfRange),
            ])
    }

    @Test func `numeric from reals in the shortest decimals that read back`() throws {
        var random = SeededGenerator()
        var values = Self.boundaryReals
        for _ in 0..<500 { values.append(random.real()) }
        for _ in 0..<200 { values.append(Double(Int64.random(in: -1_000_000...1_000_000, using: &random)) / 100) }
        // Fifteen digits read back for all numbers that have no more, and those the server agrees on.
        try CodecCheck.check(
            .numeric, "numeric",
            [
                (.real(0), "0"), (.real(-0.0), "0"), (.real(0.1), "0.1"), (.real(2.5), "2.5"), (.real(-100), "-100"),
                (.real(1e20), "100000000000000000000"), (.real(1e-7), "0.0000001"),
                (.real(0.30000000000000004), "0.30000000000000004"),
                (.real(1.2345678901234567e+19), "12345678901234567000"), (.real(.infinity), "Infinity"),
                (.real(-.infinity), "-Infinity"),
            ])
        let encoder = try ColumnEncoder(
            CopyInstruction.Column(name: "v", type: "numeric", codec: .numeric), table: "t", serverVersion: 150_000)
        try PostgresFixture.shared.withDatabase { conninfo in
            var connection = try TargetConnection(PostgresConnectionSettings(conninfo: conninfo))
            try connection.execute("CREATE TABLE t (d numeric, f double precision)")
            var buffer = CopyBuffer()
            buffer.appendCopyHeader()
            for value in values {
                buffer.append(2 as Int16)
                try encoder.encode(.real(value), into: &buffer)
                buffer.append(8 as Int32)
                buffer.append(value.bitPattern)
            }
            buffer.appendCopyTrailer()
            try connection.copyIn("COPY t FROM STDIN (FORMAT binary)") {
                (writer: inout CopyWriter<PostgresError>) throws(PostgresError) in
                try writer.write(buffer)
            }
            let wrong = try connection.query("SELECT d::text, f::text FROM t WHERE d::float8 <> f LIMIT 3")
            for row in wrong.rows { Issue.record("\(row[0] ?? "") for \(row[1] ?? "") (seed \(random.seed))") }
            let count = try connection.query("SELECT count(*) FROM t").scalar
            #expect(count == String(values.count))
        }
    }

    @Test func `case 16 - infinity is a numeric from PostgreSQL 14 on`() throws {
        #expect(try CodecCheck.refusal(.numeric, "numeric", .real(.infinity), version: 130_000) == .infinity)
        #expect(try CodecCheck.refusal(.numeric, "numeric", .real(.infinity), version: 140_000) == nil)
        #expect(try CodecCheck.refusal(.numeric, "numeric(10,2)", .real(.infinity)) == .infinity)
    }

    @Test func `case 14 - numeric with precision and scale never rounds`() throws {
        try CodecCheck.check(
            .numeric, "numeric(5,2)",
            [
                (.text("999.99"), "999.99"), (.text("-999.99"), "-999.99"), (.integer(999), "999"),
                (.text("1.5000"), "1.5"),
                (.real(0.07), "0.07"), (.integer(0), "0"), (.text("0.00"), "0"), (.null, nil),
            ])
        try CodecCheck.expectRefusals(
            .numeric, "numeric(5,2)",
            [
                (.text("1230.99"), .tooManyIntegerDigits(limit: 3)), (.integer(1000), .tooManyIntegerDigits(limit: 3)),
                (.text("0.001"), .tooManyFractionDigits(limit: 2)), (.real(0.125), .tooManyFractionDigits(limit: 2)),
            ])
        try CodecCheck.check(.numeric, "numeric(3,5)", [(.text("0.00999"), "0.00999"), (.integer(0), "0")])
        try CodecCheck.expectRefusals(
            .numeric, "numeric(3,5)",
            [(.text("0.01"), .tooManyIntegerDigits(limit: -2)), (.text("0.000001"), .tooManyFractionDigits(limit: 5))])
        try CodecCheck.check(.numeric, "numeric(3)", [(.integer(999), "999")])
    }
}
