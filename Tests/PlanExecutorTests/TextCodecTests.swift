import PlanGraph
import PlanPostgres
import PlanSQLite
import PlanSupport
import PlanTestSupport
import Testing

@testable import PlanExecutor

/// Every codec agrees with the server: what the server returns for the bytes we encode is what it makes of the text.
@Suite(.requiresPostgres)
struct TextCodecTests {
    @Test func `texts as they are, numbers as SQLite writes them`() throws {
        var random = SeededGenerator()
        var cases: [CodecCheck.Case] = [
            (.null, nil), (.text(""), ""), (.text("it's"), "it's"), (.text("naïve 💥 \\x \t\n"), "naïve 💥 \\x \t\n"),
            (.integer(.min), "-9223372036854775808"), (.integer(0), "0"), (.real(1), "1.0"), (.real(1e20), "1.0e+20"),
            (.real(.infinity), "Inf"), (.real(-.infinity), "-Inf"), (.real(0.30000000000000004), "0.30000000000000004"),
        ]
        for _ in 0..<200 {
            let text = random.text()
            cases.append((.text(text), text))
        }
        for type in ["text", "character varying", "varchar"] {
            try CodecCheck.check(.text, type, cases, seed: random.seed)
        }
    }

    @Test func `reals have the text that SQLite gives them wherever fifteen digits say it all`() throws {
        let directory = try TemporaryDirectory()
        let connection = try SQLiteConnection<ReadWrite>(writing: directory.file("x.db"), missing: .create)
        let statement = try connection.prepare("SELECT CAST(?1 AS TEXT)")
        var random = SeededGenerator()
        var values = NumberCodecTests.boundaryReals
        for _ in 0..<2000 {
            let digits = Double(Int64.random(in: -999_999_999_999_999...999_999_999_999_999, using: &random))
            var scale = 1.0
            for _ in 0..<Int.random(in: 0...22, using: &random) { scale *= 10 }
            values.append(Bool.random(using: &random) ? digits / scale : digits * scale)
        }
        var compared = 0
        for value in values {
            try statement.bind(value, at: 1)
            _ = try statement.step()
            let theirs = statement.string(0) ?? ""
            statement.reset()
            #expect(Double(RealText.string(value)) == value, "\(value) (seed \(random.seed))")
            guard Double(theirs) == value, value != 0 else { continue }
            compared += 1
            #expect(RealText.string(value) == theirs, "\(value) (seed \(random.seed))")
        }
        #expect(compared > 1000)
        #expect(RealText.string(0) == "0.0" && RealText.string(-0.0) == "0.0")
    }

    @Test func `case 17 and case 18 - lengths count characters, and nothing is cut`() throws {
        try CodecCheck.check(
            .text, "character varying(3)",
            [
                (.text("abc"), "abc"), (.text("äöü"), "äöü"), (.text("💥💥💥"), "💥💥💥"), (.integer(123), "123"),
                (.text(""), ""),
            ])
        try CodecCheck.check(.text, "character(3)", [(.text("abc"), "abc"), (.text("a"), "a"), (.text("äöü"), "äöü")])
        try CodecCheck.check(
            .text, "name", [(.text(String(repeating: "n", count: 63)), String(repeating: "n", count: 63))])
        try CodecCheck.expectRefusals(
            .text, "varchar(3)",
            [
                (.text("abcd"), .tooLong(length: 4, limit: 3)), (.text("abc "), .tooLong(length: 4, limit: 3)),
                (.integer(1234), .tooLong(length: 4, limit: 3)), (.real(0.25), .tooLong(length: 4, limit: 3)),
            ])
        try CodecCheck.expectRefusals(.text, "char(2)", [(.text("a  "), .tooLong(length: 3, limit: 2))])
        try CodecCheck.expectRefusals(
            .text, "name", [(.text(String(repeating: "ä", count: 32)), .tooManyBytes(length: 64, limit: 63))])
    }

    @Test func `case 74 and case 75 - texts that are not UTF-8, and NULs, are refused with their place`() throws {
        let bad: [([UInt8], Int)] = [
            ([0xFF], 0), ([0x61, 0x80], 1), ([0xC3], 0), ([0xC0, 0x80], 0), ([0xE0, 0x80, 0x80], 0),
            ([0xED, 0xA0, 0x80], 0), ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF5, 0x80, 0x80, 0x80], 0),
            ([0x61, 0x62, 0x63, 0xE2, 0x82], 3), (Array("eight by".utf8) + [0xFE], 8),
        ]
        for (bytes, offset) in bad {
            #expect(try CodecCheck.refusal(.text, "text", .text(bytes)) == .notUTF8(offset: offset))
            #expect(try CodecCheck.refusal(.json, "json", .text(bytes)) == .notUTF8(offset: offset))
        }
        try CodecCheck.expectRefusals(
            .text, "text",
            [
                (.text("a\0b"), .nul(offset: 1)), (.text("12345678\0"), .nul(offset: 8)),
                (.text("123456\u{0}8"), .nul(offset: 6)), (.blob([0x61]), .storageClass),
            ])
    }

    @Test func `case 20 and case 21 - bytes of any value`() throws {
        let cases: [(SourceValue, [UInt8])] = [
            (.blob([]), []), (.blob([0, 255]), [0, 255]), (.text("pem\n"), Array("pem\n".utf8)),
            (.text([0xFF, 0]), [0xFF, 0]), (.integer(-12), Array("-12".utf8)), (.real(1.5), Array("1.5".utf8)),
        ]
        try CodecCheck.check(
            .blob, "bytea", [(.null, nil)] + cases.map { ($0.0, "\\x" + Hexadecimal.text(of: $0.1)) })
    }

    @Test func `JSON`() throws {
        let texts = [
            "null", "true", "0", "-1.50e10", "\"\"", "[]", "{}", "{\"a\": [1, {\"b\": null}], \"ä\": \"\\u00e4\\n\"}",
            " [1 , 2] ", "\"\\ud83d\\ude00\"", "12345678901234567890.123456789",
        ]
        for type in ["json", "jsonb"] {
            try CodecCheck.check(
                .json, type,
                texts.map { (.text($0), $0) } + [
                    (.integer(-5), "-5"), (.real(2.5), "2.5"), (.real(1e20), "1.0e+20"), (.null, nil),
                ]
            )
            for text in ["", "NULL", "{", "{a:1}", "[1,]", "01", "\"\u{1}\"", "nul"] {
                #expect(try CodecCheck.refusal(.json, type, .text(text)) == .notJSON)
            }
            try CodecCheck.expectRefusals(.json, type, [(.blob([0x31]), .storageClass), (.real(.infinity), .infinity)])
        }
        for text in ["\"\\u0000\"", "\"\\ud800\"", "{\"a\":1,\"a\":2}"] {
            #expect(try CodecCheck.refusal(.json, "json", .text(text)) == nil)
            #expect(try CodecCheck.refusal(.json, "jsonb", .text(text)) == .changedByJSONB)
        }
    }

    @Test func `UUIDs`() throws {
        let dashed = "123E4567-e89b-12d3-a456-426614174000"
        let bytes: [UInt8] = [
            0x12, 0x3E, 0x45, 0x67, 0xE8, 0x9B, 0x12, 0xD3, 0xA4, 0x56, 0x42, 0x66, 0x14, 0x17, 0x40, 0,
        ]
        try CodecCheck.check(
            .uuidText, "uuid",
            [(.text(dashed), dashed), (.text(dashed.filter { $0 != "-" }), dashed), (.text("{\(dashed)}"), dashed)])
        try CodecCheck.check(.uuidBlob, "uuid", [(.blob(bytes), dashed), (.null, nil)])
        try CodecCheck.expectRefusals(
            .uuidText, "uuid", [(.text("123"), .notUUID), (.text(""), .notUUID), (.blob(bytes), .storageClass)])
        try CodecCheck.expectRefusals(.uuidBlob, "uuid", [(.blob([1]), .notUUID), (.text(dashed), .storageClass)])
    }

    @Test(arguments: [
        ("it's", "'it''s'"), ("a\nb\u{1B}", "'a\\nb\\u{1B}'"),
        (String(repeating: "a", count: 60), "'" + String(repeating: "a", count: 60) + "'"),
        (String(repeating: "a", count: 59) + "éx", "'" + String(repeating: "a", count: 59) + "'… (62 bytes)"),
        (String(repeating: "a", count: 57) + "😀", "'" + String(repeating: "a", count: 57) + "'… (61 bytes)"),
    ])
    func `a text in a message is quoted, on one line, and cut between characters`(_ text: String, _ shown: String)
        throws
    {
        SourceValue.text(text).withCell { cell in #expect(cell.shown == shown) }
    }
}
