import PlanCatalog
import Testing

@Suite struct FormatTests {
    @Test(arguments: [
        ("2000-01-01", 0), ("1999-12-31", -1), ("2024-02-29", 8825), ("0001-01-01", -730_119),
        ("9999-12-31", 2_921_939),
    ])
    func `a date is days since 2000`(text: String, days: Int32) {
        #expect(CalendarText.date(text.utf8.span) == days)
    }

    @Test(arguments: [
        "", "2024-02-30", "2023-02-29", "0000-00-00", "0000-01-01", "2024-1-1", "2024-13-01", "20240101", " 2024-01-01",
    ])
    func `a day that does not exist is no date`(text: String) {
        #expect(CalendarText.date(text.utf8.span) == nil)
    }

    @Test(arguments: [
        ("2000-01-01", 0, false), ("2000-01-01 00:00:01", 1_000_000, false), ("2000-01-01T00:01", 60_000_000, false),
        ("2000-01-01 00:00:00.5", 500_000, false), ("2000-01-01 00:00:00.123456000", 123_456, false),
        ("2000-01-01 00:00:00Z", 0, true), ("2000-01-01 02:00:00+02:00", 0, true),
        ("1999-12-31T19:00:00-0500", 0, true),
        ("2000-01-01 00:00:00 +01", -3_600_000_000, true),
    ])
    func `a timestamp is microseconds since 2000 in UTC`(text: String, microseconds: Int64, hasZone: Bool) {
        let expected = CalendarText.Timestamp(microseconds: microseconds, hasZone: hasZone)
        #expect(CalendarText.timestamp(text.utf8.span) == expected)
    }

    @Test(arguments: [
        "", "2000-01-01 ", "2000-01-01 24:00:00", "2000-01-01 00:00:60", "2000-01-01 00:00:00.1234567", "now",
        "2000-01-01 00:00:00 UTC", "2000-01-01 00:00:00+16:00", "2000-01-01 00:00:00.", "2000-01-01x00:00",
        "20180406034959",
    ])
    func `what a microsecond timestamp cannot hold is none`(text: String) {
        #expect(CalendarText.timestamp(text.utf8.span) == nil)
    }

    @Test(arguments: [
        ("0", 0), ("-9223372036854775808", Int64.min), ("9223372036854775807", .max), ("+5", 5), ("007", 7),
    ])
    func `an integer is read`(text: String, value: Int64) {
        #expect(NumberText.integer(text.utf8.span) == value)
    }

    @Test(arguments: [
        "", "-", "9223372036854775808", "-9223372036854775809", "1.0", " 1", "1e3", "99999999999999999999999",
    ])
    func `what 64 bits cannot hold is no integer`(text: String) {
        #expect(NumberText.integer(text.utf8.span) == nil)
    }

    @Test(arguments: [
        ("1230.99", 4, 2), ("0", 0, 0), ("0.001", 0, 3), ("1e5", 6, 0), ("1.5e-7", 0, 8), ("100", 3, 0), (".5", 0, 1),
        ("12.3400", 2, 2), ("-1.2345678901234567e+19", 20, 0), ("5.", 1, 0),
    ])
    func `the digits of a decimal are counted`(text: String, integerDigits: Int, fractionDigits: Int) throws {
        let found = NumberText.decimal(text.utf8.span)
        let decimal = try #require(found)
        #expect((decimal.integerDigits, decimal.fractionDigits) == (integerDigits, fractionDigits))
    }

    @Test(arguments: ["", ".", "e5", "1e", "1.2.3", "0x10", "1e99999", "Infinity", "1 "])
    func `what is no decimal number is refused`(text: String) {
        #expect(NumberText.decimal(text.utf8.span) == nil)
    }

    @Test func `a UUID is read with dashes, without and in braces`() throws {
        for text in [
            "00112233-4455-6677-8899-aabbccddeeff", "00112233445566778899AABBCCDDEEFF",
            "{00112233-4455-6677-8899-aabbccddeeff}",
        ] {
            let halves = UUIDText.parse(text.utf8.span)
            #expect(try #require(halves) == (0x0011_2233_4455_6677, 0x8899_AABB_CCDD_EEFF))
        }
        for text in [
            "", "0011", "00112233-4455-6677-8899_aabbccddeeff", "g0112233445566778899AABBCCDDEEFF",
            "{00112233445566778899AABBCCDDEEFF",
        ] {
            #expect(UUIDText.parse(text.utf8.span) == nil)
        }
    }

    @Test(arguments: [
        ("{\"a\": [1, true, null, \"x\\n\"]}", JSONText.Kind.jsonb), ("1e5", .jsonb), (" [] ", .jsonb),
        ("{\"a\":1,\"a\":2}", .onlyJSON), ("\"\\u0000\"", .onlyJSON), ("\"\\ud800\"", .onlyJSON),
        ("\"\\ud83d\\ude00\"", .jsonb), ("1e99999", .onlyJSON), ("NULL", .notJSON), ("", .notJSON), ("{a:1}", .notJSON),
        ("[1,]", .notJSON), ("01", .notJSON), ("tru", .notJSON), ("[1] x", .notJSON),
    ])
    func `JSON is told from what jsonb would change`(text: String, kind: JSONText.Kind) {
        #expect(JSONText.kind(of: text.utf8.span) == kind)
    }
}
