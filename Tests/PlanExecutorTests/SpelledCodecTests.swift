import PlanGraph
import PlanTestSupport
import Testing

@testable import PlanExecutor

/// Codecs of values that are spelled in another form than the server's: each agrees with what the server makes of its own.
@Suite(.requiresPostgres) struct SpelledCodecTests {
    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { byte in [byte >> 4, byte & 15].map { "0123456789abcdef".utf8.map { $0 }[Int($0)] } }
            .map { String(decoding: $0, as: UTF8.self) }.joined()
    }

    /// Base64 as RFC 4648 says, written anew.
    private static func base64(_ bytes: [UInt8], alphabet last: String, isPadded: Bool) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + last)
        let bits = bytes.flatMap { byte in (0..<8).map { byte >> (7 - UInt8($0)) & 1 } }
        var text = ""
        for start in stride(from: 0, to: bits.count, by: 6) {
            let sextet = (start..<start + 6).reduce(0) { $0 * 2 + ($1 < bits.count ? Int(bits[$1]) : 0) }
            text.append(alphabet[sextet])
        }
        if isPadded { while text.count % 4 != 0 { text += "=" } }
        return text
    }

    @Test func `bytes in hexadecimal digits and in base64`() throws {
        var random = SeededGenerator()
        var blobs: [[UInt8]] = [[], [0], [0xFF], [0, 0], Array(0...255)]
        for length in 0..<200 { blobs.append((0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }) }
        let prefixes = ["", "0x", "x", "\\x"]
        try CodecCheck.check(
            .hex, "bytea",
            blobs.enumerated().map { index, bytes in
                let digits = index % 2 == 0 ? Self.hexadecimal(bytes) : Self.hexadecimal(bytes).uppercased()
                return (.text(prefixes[index % 4] + digits), "\\x" + Self.hexadecimal(bytes))
            } + [(.null, nil)], seed: random.seed)
        try CodecCheck.check(
            .base64, "bytea",
            blobs.enumerated().map { index, bytes in
                let text = Self.base64(bytes, alphabet: index % 2 == 0 ? "+/" : "-_", isPadded: index % 3 == 0)
                return (.text(text), "\\x" + Self.hexadecimal(bytes))
            }, seed: random.seed)
        for text in ["0", "0g", "abc", "0x0", "é"] {
            #expect(try CodecCheck.refusal(.hex, "bytea", .text(text)) == .notHexadecimal, "\(text)")
        }
        for text in ["A", "AB=", "A===", "AA=A", "AB", "AAB", "A A=", "AP9="] {
            #expect(try CodecCheck.refusal(.base64, "bytea", .text(text)) == .notBase64, "\(text)")
        }
        try CodecCheck.expectRefusals(.hex, "bytea", [(.blob([0]), .storageClass), (.integer(10), .storageClass)])
    }

    @Test func `case 11 - packed digits and nanoseconds`() throws {
        var random = SeededGenerator()
        var cases: [CodecCheck.Case] = [
            (.text("20180406034959"), "2018-04-06 03:49:59"), (.integer(20_180_406_034_959), "2018-04-06 03:49:59"),
            (.text("20240229"), "2024-02-29"), (.integer(99_991_231), "9999-12-31"), (.null, nil),
            (.text("202402291259"), "2024-02-29 12:59"), (.text("20240229125959999"), "2024-02-29 12:59:59.999"),
            (.text("00010101000000"), "0001-01-01"),
        ]
        for _ in 0..<300 {
            let (date, time) = (random.date(), random.time().prefix(8))
            let text = (date + " " + time + (time.count == 5 ? ":00" : "")).prefix(19)
            cases.append((.text(text.filter { $0.isNumber }), String(text)))
        }
        try CodecCheck.check(.packedDigits, "timestamp", cases, seed: random.seed)
        try CodecCheck.check(.packedDigits, "timestamptz", cases, seed: random.seed)
        try CodecCheck.check(
            .packedDigits, "date", [(.text("20240517"), "2024-05-17"), (.integer(20_240_517), "2024-05-17")])
        try CodecCheck.expectRefusals(
            .packedDigits, "timestamp",
            [
                (.text("2024-01-01"), .notTimestamp), (.text("20240230"), .notDate),
                (.text("20240101240000"), .notTime),
                (.integer(0), .notTimestamp), (.text(""), .notTimestamp), (.real(20_240_101), .storageClass),
            ])
        try CodecCheck.check(
            .epochNanoseconds, "timestamptz",
            [
                (.integer(0), "1970-01-01"), (.integer(1_700_000_000_123_456_000), "2023-11-14 22:13:20.123456"),
                (.integer(-1000), "1969-12-31 23:59:59.999999"),
                (.integer(Int64.max - Int64.max % 1000), "2262-04-11 23:47:16.854775"),
            ])
        try CodecCheck.expectRefusals(
            .epochNanoseconds, "timestamptz", [(.integer(1), .subsecond(places: 6)), (.real(0), .storageClass)])
    }

    // MARK: JSONB

    /// A document as SQLite's binary form and as text, made of the same choices.
    private struct Document {
        var blob: [UInt8] = []
        var text = ""

        static func element(_ type: UInt8, _ payload: [UInt8], wide: Bool = false) -> [UInt8] {
            let count = payload.count
            if count <= 11, !wide { return [UInt8(count) << 4 | type] + payload }
            if count <= 255 { return [0xC0 | type, UInt8(count)] + payload }
            if count <= 65535 { return [0xD0 | type, UInt8(count >> 8), UInt8(count & 255)] + payload }
            return [0xE0 | type] + (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) } + payload
        }

        init(_ random: inout SeededGenerator, depth: Int) {
            switch Int.random(in: 0..<(depth > 3 ? 8 : 11), using: &random) {
            case 0: (blob, text) = (Self.element(0, []), "null")
            case 1: (blob, text) = (Self.element(1, []), "true")
            case 2: (blob, text) = (Self.element(2, []), "false")
            case 3:
                text = String(Int64.random(in: .min ... .max, using: &random))
                blob = Self.element(3, Array(text.utf8), wide: Bool.random(using: &random))
            case 4:
                let value = UInt32.random(in: 0...(.max), using: &random)
                (blob, text) = (Self.element(4, Array("-0x\(String(value, radix: 16))".utf8)), "-\(value)")
            case 5:
                text = "\(Int.random(in: 0...999, using: &random)).\(Int.random(in: 1...9, using: &random))e5"
                blob = Self.element(5, Array(text.utf8))
            case 6:
                let digits = Int.random(in: 0...99, using: &random)
                let (form, meaning) =
                    [(".\(digits)", "0.\(digits)"), ("+\(digits).", "\(digits).0"), ("\(digits).e2", "\(digits).0e2")]
                    .randomElement(using: &random) ?? ("1.", "1.0")
                (blob, text) = (Self.element(6, Array(form.utf8)), meaning)
            case 7: (blob, text) = Self.string(&random)
            default:
                let isObject = Bool.random(using: &random)
                var payload: [UInt8] = []
                var parts: [String] = []
                for index in 0..<Int.random(in: 0...6, using: &random) {
                    let value = Document(&random, depth: depth + 1)
                    if isObject {
                        let label = "k\(index)"
                        payload += Self.element(7, Array(label.utf8))
                        parts.append("\"\(label)\":\(value.text)")
                    } else {
                        parts.append(value.text)
                    }
                    payload += value.blob
                }
                blob = Self.element(isObject ? 12 : 11, payload)
                text = isObject ? "{\(parts.joined(separator: ","))}" : "[\(parts.joined(separator: ","))]"
            }
        }

        /// A string in one of the four forms that it may have, and as JSON.
        private static func string(_ random: inout SeededGenerator) -> ([UInt8], String) {
            let forms: [(type: UInt8, payload: String, text: String)] = [
                (7, "plain \u{1F600} é", "plain \u{1F600} é"), (8, "a\\n\\u00e9\\\"", "a\\n\\u00e9\\\""),
                (9, "it\\'s \\x41\\v\\\n!\"", "it's \\u0041\\u000b!\\\""),
                (10, "a\"b\\c\n\t", "a\\\"b\\\\c\\u000a\\u0009"),
                (7, String(repeating: "x", count: 300), String(repeating: "x", count: 300)),
                (10, String(repeating: "\"", count: 70_000), String(repeating: "\\\"", count: 70_000)),
            ]
            let form = forms[Int.random(in: 0..<100, using: &random) == 0 ? 5 : Int.random(in: 0..<5, using: &random)]
            return (element(form.type, Array(form.payload.utf8)), "\"\(form.text)\"")
        }
    }

    @Test func `case 22 - documents in SQLite's binary form are those of their texts`() throws {
        var random = SeededGenerator()
        var cases: [CodecCheck.Case] = [
            // jsonb('[1]'), jsonb('{"a":[2,3.5,true,null,"x"]}') of SQLite 3.45.
            (.blob([0x2B, 0x13, 0x31]), "[1]"),
            (
                .blob([0xCC, 0x0D, 0x17, 0x61, 0xAB, 0x13, 0x32, 0x35, 0x33, 0x2E, 0x35, 0x01, 0x00, 0x17, 0x78]),
                "{\"a\":[2,3.5,true,null,\"x\"]}"
            ), (.text("{\"a\": 1}"), "{\"a\":1}"), (.null, nil),
        ]
        for _ in 0..<300 {
            let document = Document(&random, depth: 0)
            cases.append((.blob(document.blob), document.text))
        }
        try CodecCheck.check(.jsonBlob, "jsonb", cases, seed: random.seed)
        try CodecCheck.check(.jsonBlob, "json", [(.blob([0x2B, 0x13, 0x31]), "[1]")])
        let broken: [[UInt8]] = [
            [], [0x2B, 0x13], [0x13], [0x1C, 0x17], [0x0D], [0x2B, 0x13, 0x31, 0x00],
            [0xFB, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x13, 0x78], [0x2C, 0x13, 0x31, 0x00], [0x13, 0x2D],
        ]
        for bytes in broken {
            #expect(try CodecCheck.refusal(.jsonBlob, "jsonb", .blob(bytes)) == .notJSON, "\(bytes)")
        }
        #expect(try CodecCheck.refusal(.jsonBlob, "jsonb", .blob([0x29, 0x5C, 0x30])) == .changedByJSONB)
    }

    @Test func `a damaged document never does more than be refused`() throws {
        var random = SeededGenerator()
        for _ in 0..<2000 {
            var bytes = Document(&random, depth: 1).blob
            for _ in 0..<3 where !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = try CodecCheck.refusal(.jsonBlob, "jsonb", .blob(bytes))
        }
    }

    @Test func `values of several kinds as JSON values`() throws {
        let cases: [CodecCheck.Case] = [
            (.text("a \"b\" \\ \u{1}\n\u{1F}é"), #""a \"b\" \\ \u0001\n\u001fé""#), (.text(""), #""""#),
            (.text("[1]"), #""[1]""#), (.text("1"), #""1""#), (.integer(-7), "-7"), (.real(0.5), "0.5"), (.null, nil),
        ]
        try CodecCheck.check(.jsonValue, "jsonb", cases)
        try CodecCheck.expectRefusals(
            .jsonValue, "jsonb", [(.blob([1]), .storageClass), (.real(.infinity), .infinity)])
    }
}
