import PlanGraph
import PlanTestSupport
import Testing

@testable import PlanExecutor

/// Types whose values SQLite holds as texts: what arrives is what the server makes of the same text.
@Suite(.requiresPostgres) struct SpelledTypeTests {
    /// Texts that both sides read alike.
    private static func same(_ texts: [String]) -> [CodecCheck.Case] { texts.map { (.text($0), $0) } + [(.null, nil)] }

    @Test func `times with an offset`() throws {
        var random = SeededGenerator()
        var texts = ["00:00Z", "23:59:59.999999+15:59", "12:34:56-15:59", "01:02+00", "01:02:03.5-0530", "10:11:12z"]
        let offsets = ["Z", "+01", "-08:00", "+0545", "-03:30"]
        for _ in 0..<200 { texts.append(random.time() + (offsets.randomElement(using: &random) ?? "Z")) }
        try CodecCheck.check(.iso8601, "time with time zone", Self.same(texts), seed: random.seed)
        try CodecCheck.check(.iso8601, "timetz(3)", Self.same(["10:00:00.123+01"]))
        try CodecCheck.expectRefusals(
            .iso8601, "timetz",
            [
                (.text("10:00"), .notTime), (.text("24:00Z"), .notTime), (.text("10:00+16"), .notTime),
                (.text("10:00+1"), .notTime), (.text("Z"), .notTime), (.text("10:00+01:60"), .notTime),
                (.text("10:00+01:"), .notTime), (.integer(1), .storageClass),
            ])
        try CodecCheck.expectRefusals(.iso8601, "timetz(0)", [(.text("10:00:00.5Z"), .subsecond(places: 0))])
    }

    @Test func `spans of time in the three ways that they are written`() throws {
        var random = SeededGenerator()
        var texts = [
            "P1Y", "P1Y2M3W4DT5H6M7.5S", "PT0S", "P-1M-3DT-4H", "PT-0.000001S", "1 year", "-1 mons +2 days", "3 weeks",
            "1 day 02:03:04.5", "-1 days -02:03:04", "04:05", "-00:00:01", "5 hours 3 mins 2.25 secs", "100:00:00",
        ]
        for _ in 0..<300 {
            let numbers = (0..<6).map { _ in Int.random(in: -500...500, using: &random) }
            let seconds = "\(numbers[5]).\(Int.random(in: 0...999_999, using: &random))"
            texts.append("P\(numbers[0])Y\(numbers[1])M\(numbers[2])DT\(numbers[3])H\(numbers[4])M\(seconds)S")
            texts.append(
                "\(numbers[0]) years \(numbers[1]) mons \(numbers[2]) days \(numbers[3]) hours \(seconds) secs")
            texts.append(
                "\(numbers[2]) days \(numbers[3] < 0 ? "-" : "")\(abs(numbers[3])):\(10 + abs(numbers[4]) % 50):05.25")
        }
        try CodecCheck.check(.interval, "interval", Self.same(texts), seed: random.seed)
        for text in [
            "", "P", "PT", "P1", "1", "1 fortnight", "P1.5Y", "10:60", "1 day ", " 1 day", "P1H", "1 day 2", "P1YT",
        ] {
            #expect(try CodecCheck.refusal(.interval, "interval", .text(text)) == .notInterval, "\(text)")
        }
        try CodecCheck.expectRefusals(
            .interval, "interval", [(.text("P999999999Y"), .outOfRange), (.real(1), .storageClass)])
    }

    @Test func `addresses of networks and cards`() throws {
        var random = SeededGenerator()
        var networks = [
            "0.0.0.0/0", "255.255.255.255", "10.1.2.3/8", "::", "::1/128", "2001:db8::ff00:42:8329/48",
            "::ffff:1.2.3.4",
        ]
        var blocks = ["10.0.0.0/8", "0.0.0.0/0", "192.168.1.0/24", "2001:db8::/32", "::/0", "1.2.3.4"]
        var cards: [String] = ["08:00:2b:01:02:03", "08-00-2B-01-02-03", "0800.2b01.0203", "08002b010203"]
        var wide: [String] = ["08:00:2b:01:02:03:04:05", "08002b0102030405", "08:00:2b:01:02:03"]
        for _ in 0..<200 {
            let bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
            let bits = Int.random(in: 0...32, using: &random)
            networks.append(bytes[..<4].map { "\($0)" }.joined(separator: ".") + "/\(bits)")
            let words = stride(from: 0, to: 16, by: 2).map {
                String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
            }
            networks.append(words.joined(separator: ":") + "/\(bits * 4)")
            let masked = (0..<4).map { index in
                let kept = min(max(bits - 8 * index, 0), 8)
                return kept == 0 ? 0 : bytes[index] & (0xFF << UInt8(8 - kept))
            }
            blocks.append(masked.map { "\($0)" }.joined(separator: ".") + "/\(bits)")
            let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            cards.append(digits[..<6].joined(separator: ":"))
            wide.append(digits[..<8].joined(separator: "-"))
        }
        try CodecCheck.check(.address, "inet", Self.same(networks), seed: random.seed)
        try CodecCheck.check(.address, "cidr", Self.same(blocks), seed: random.seed)
        try CodecCheck.check(.address, "macaddr", Self.same(cards), seed: random.seed)
        try CodecCheck.check(.address, "macaddr8", Self.same(wide), seed: random.seed)
        for text in ["", "1.2.3", "256.1.1.1", "1.2.3.4/33", "::/129", "1.2.3.4/", "host", "1.2.3.4/-1"] {
            #expect(try CodecCheck.refusal(.address, "inet", .text(text)) == .notAddress, "\(text)")
        }
        #expect(try CodecCheck.refusal(.address, "cidr", .text("10.0.0.1/8")) == .notAddress)
        for text in [
            "", "08:00:2b:01:02", "08:00:2b:01:02:0g", "08:00:2b:01:02:03:04", ":08002b010203", "0:8002b010203",
        ] {
            #expect(try CodecCheck.refusal(.address, "macaddr", .text(text)) == .notAddress, "\(text)")
        }
    }

    @Test func `strings of bits`() throws {
        var random = SeededGenerator()
        let texts = (0..<100).map { length in (0..<length).map { _ in Bool.random(using: &random) ? "1" : "0" }.joined()
        }
        try CodecCheck.check(.bits, "bit varying", Self.same(texts), seed: random.seed)
        try CodecCheck.check(.bits, "varbit(64)", Self.same(texts.filter { $0.count <= 64 }), seed: random.seed)
        try CodecCheck.check(.bits, "bit(9)", Self.same(["000000000", "101010101"]))
        try CodecCheck.expectRefusals(
            .bits, "bit(3)",
            [
                (.text("10"), .tooLong(length: 2, limit: 3)), (.text("1010"), .tooLong(length: 4, limit: 3)),
                (.text("1x1"), .notBits), (.integer(101), .storageClass),
            ])
    }

    @Test func `lines, paths and circles`() throws {
        var random = SeededGenerator()
        var texts: [String: [String]] = [
            "lseg": ["[(1,2),(3,4)]", "(1,2),(3,4)", "((1,2),(3,4))", "1,2,3,4"],
            "line": ["{1,2,3}", "{ 0 , -1 , 2.5 }"],
            "path": ["[(1,2)]", "((1,2),(3,4))", "(1,2),(3,4)", "[1,2,3,4]"],
            "polygon": ["((1,2))", "((0,0),(0,1),(1,0))", "(0,0),(0,1)"],
            "circle": ["<(1,2),3>", "<1,2,0>", "< ( 1 , 2 ) , 3 >"],
        ]
        for _ in 0..<100 {
            let points = (0..<Int.random(in: 1...9, using: &random)).map { _ in "(\(random.real()),\(random.real()))" }
            let list = points.joined(separator: ",")
            texts["path"]?.append(Bool.random(using: &random) ? "[\(list)]" : "(\(list))")
            texts["polygon"]?.append("(\(list))")
            texts["lseg"]?.append("[\(points[0]),(\(random.real()),\(random.real()))]")
            texts["circle"]?.append("<\(points[0]),\(abs(random.real()))>")
        }
        for type in texts.keys.sorted() {
            // A polygon or path of one point in two pairs of parentheses is read by both sides.
            try CodecCheck.check(.geometry, type, Self.same(texts[type] ?? []), seed: random.seed)
        }
        for (type, text) in [
            ("lseg", "[(1,2)]"), ("lseg", "[(1,2),(3,4),(5,6)]"), ("line", "{0,0,1}"), ("line", "{1,2}"),
            ("line", "1,2,3"),
            ("path", "[]"), ("path", "[(1,2)"), ("polygon", "((1,2)"), ("polygon", ""), ("circle", "<(1,2),-1>"),
            ("circle", "(1,2),3"), ("circle", "<(1,2)>"),
        ] {
            #expect(try CodecCheck.refusal(.geometry, type, .text(text)) == .notGeometry, "\(type) \(text)")
        }
    }

    @Test func `points and boxes`() throws {
        var random = SeededGenerator()
        var points = ["(0,0)", "1,2", "( -1.5 , 2e10 )", "(0.1,-0.0)"]
        var boxes = ["(1,2),(3,4)", "(3,4),(1,2)", "1,5,2,3"]
        for _ in 0..<200 {
            let numbers = (0..<4).map { _ in random.real() }
            points.append("(\(numbers[0]),\(numbers[1]))")
            boxes.append("(\(numbers[0]),\(numbers[1])),(\(numbers[2]),\(numbers[3]))")
        }
        try CodecCheck.check(.geometry, "point", Self.same(points), seed: random.seed)
        try CodecCheck.check(.geometry, "box", Self.same(boxes), seed: random.seed)
        for text in ["", "(1,2", "1", "(1,2,3)", "(nan,1)", "(0x1,2)", "(1e999,0)", "(1,2),"] {
            #expect(try CodecCheck.refusal(.geometry, "point", .text(text)) == .notGeometry, "\(text)")
        }
        #expect(try CodecCheck.refusal(.geometry, "box", .text("(1,2)")) == .notGeometry)
    }

    @Test func `arrays of JSON lists`() throws {
        var random = SeededGenerator()
        var cases: [CodecCheck.Case] = [
            (.text("[]"), "{}"), (.text("[1,null,3]"), "{1,NULL,3}"), (.text("[[1,2],[3,4]]"), "{{1,2},{3,4}}"),
            (.text("[[[1],[2]]]"), "{{{1},{2}}}"), (.null, nil),
            (.text(" [ -9223372036854775808 ] "), "{-9223372036854775808}"),
        ]
        for _ in 0..<200 {
            let numbers = (0..<Int.random(in: 1...20, using: &random)).map { _ in
                Bool.random(using: &random) ? String(Int64.random(in: .min ... .max, using: &random)) : "null"
            }
            cases.append((.text("[\(numbers.joined(separator: ","))]"), "{\(numbers.joined(separator: ","))}"))
        }
        try CodecCheck.check(.jsonArray, "bigint[]", cases, seed: random.seed)
        try CodecCheck.check(
            .jsonArray, "text[]",
            [
                (
                    .text("[\"a,b\",\"c\\\"d\",\"\",\"NULL\",null,\"{x}\",\"\\\\\",\"é\\n\",7,1.50]"),
                    #"{"a,b","c\"d","","NULL",NULL,"{x}","\\","é"# + "\n" + #"",7,1.50}"#
                )
            ])
        try CodecCheck.check(.jsonArray, "boolean[]", [(.text("[true,false,null]"), "{t,f,NULL}")])
        try CodecCheck.check(.jsonArray, "double precision[]", [(.text("[1,2.5,-1e300]"), "{1,2.5,-1e300}")])
        try CodecCheck.check(.jsonArray, "smallint[]", [(.text("[-32768,32767]"), "{-32768,32767}")])
        try CodecCheck.check(.jsonArray, "date[]", [(.text("[\"2024-02-29\"]"), "{2024-02-29}")])
        try CodecCheck.check(
            .jsonArray, "timestamp with time zone[]",
            [(.text("[\"2024-02-29T10:00:00+02:00\"]"), "{2024-02-29 10:00:00+02}")])
        try CodecCheck.check(
            .jsonArray, "uuid[]",
            [(.text("[\"A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11\"]"), "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}")])
        for text in ["", "{}", "[1,[2]]", "[[1],2]", "[[1,2],[3]]", "[1,]", "[{}]", "[true]", "[[[[[[[1]]]]]]]"] {
            #expect(try CodecCheck.refusal(.jsonArray, "bigint[]", .text(text)) == .notArray, "\(text)")
        }
        try CodecCheck.expectRefusals(
            .jsonArray, "bigint[]",
            [(.text("[1.5]"), .notArray), (.text("[\"1\"]"), .storageClass), (.integer(1), .storageClass)])
        #expect(try CodecCheck.refusal(.jsonArray, "text[]", .text("[\"a\\u0000b\"]")) == .notArray)
    }
}
