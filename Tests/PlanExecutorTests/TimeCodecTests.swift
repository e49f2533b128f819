import PlanGraph
import PlanPostgres
import PlanSQLite
import PlanSupport
import PlanTestSupport
import Testing

@testable import PlanExecutor

/// Every codec agrees with the server: what the server returns for the bytes we encode is what it makes of the text.
@Suite(.requiresPostgres)
struct TimeCodecTests {
    @Test func `dates and times of ISO 8601`() throws {
        var random = SeededGenerator()
        var dates = ["0001-01-01", "1582-10-15", "1969-12-31", "1970-01-01", "2000-02-29", "2024-02-29", "9999-12-31"]
        for _ in 0..<200 { dates.append(random.date()) }
        try CodecCheck.check(.iso8601, "date", dates.map { (.text($0), $0) } + [(.null, nil)], seed: random.seed)
        var times = ["00:00", "23:59:59.999999", "12:34:56", "00:00:00.000001", "01:02:03.5"]
        for _ in 0..<100 { times.append(random.time()) }
        try CodecCheck.check(.iso8601, "time without time zone", times.map { (.text($0), $0) }, seed: random.seed)
        var stamps = dates
        for _ in 0..<200 { stamps.append(random.date() + (Bool.random(using: &random) ? " " : "T") + random.time()) }
        try CodecCheck.check(.iso8601, "timestamp without time zone", stamps.map { (.text($0), $0) }, seed: random.seed)
        let zones = ["Z", "+00:00", "-05:30", "+1559", "+02"]
        // The session's time zone is UTC.
        try CodecCheck.check(
            .iso8601, "timestamp with time zone",
            stamps.map { (.text($0), $0) }
                + stamps.filter { $0.count > 10 }.enumerated().map {
                    let text = $1 + zones[$0 % zones.count]
                    return (.text(text), text)
                }, seed: random.seed)
        try CodecCheck.check(.iso8601, "timestamp(3)", [(.text("2024-01-01 00:00:00.123"), "2024-01-01 00:00:00.123")])
    }

    @Test func `case 13 - what is no date or time, or would be changed, is refused`() throws {
        for text in ["", "0", "0000-00-00", "2024-02-30", "2023-02-29", "2024-13-01", "24-01-01", "2024-01-01x"] {
            #expect(try CodecCheck.refusal(.iso8601, "date", .text(text)) == .notDate)
            #expect(try CodecCheck.refusal(.iso8601, "timestamptz", .text(text)) == .notTimestamp)
        }
        try CodecCheck.expectRefusals(
            .iso8601, "date",
            [
                (.text("2024-01-01 00:00:00"), .notMidnight), (.text("2024-01-01T10:00"), .notMidnight),
                (.integer(0), .storageClass),
            ])
        try CodecCheck.expectRefusals(
            .iso8601, "timestamp",
            [
                (.text("2024-01-01T10:00:00Z"), .zone), (.text("2024-01-01 24:00:00"), .notTimestamp),
                (.text("2024-01-01 10:00:00.1234567"), .notTimestamp), (.real(1), .storageClass),
            ])
        try CodecCheck.expectRefusals(
            .iso8601, "timestamp(3) with time zone",
            [(.text("2024-01-01 00:00:00.1234"), .subsecond(places: 3))])
        try CodecCheck.expectRefusals(.iso8601, "time(0)", [(.text("10:00:00.5"), .subsecond(places: 0))])
        try CodecCheck.expectRefusals(.iso8601, "time", [(.text("24:00:00"), .notTime), (.text("noon"), .notTime)])
    }

    @Test func `case 10 and case 11 - counted time`() throws {
        try CodecCheck.check(
            .epochMilliseconds, "timestamptz",
            [(.integer(1_627_303_906_122), "2021-07-26 12:51:46.122+00"), (.integer(-1), "1969-12-31 23:59:59.999+00")])
        try CodecCheck.check(
            .epochSeconds, "timestamptz",
            [
                (.integer(1_598_313_600), "2020-08-25 00:00:00+00"),
                (.real(1_598_313_600.5), "2020-08-25 00:00:00.5+00"),
                (.real(1_700_000_000.123456), "2023-11-14 22:13:20.123456+00"), (.integer(0), "1970-01-01 00:00:00+00"),
                (.real(-0.25), "1969-12-31 23:59:59.75+00"), (.integer(-62_135_596_800), "0001-01-01 00:00:00+00"),
                (.null, nil),
            ])
        try CodecCheck.check(.epochMicroseconds, "timestamp", [(.integer(1), "1970-01-01 00:00:00.000001")])
        try CodecCheck.check(
            .epochSeconds, "date", [(.integer(86_400), "1970-01-02"), (.integer(-86_400), "1969-12-31")])
        try CodecCheck.check(
            .julianDay, "timestamptz",
            [
                (.real(2_460_310.5), "2024-01-01 00:00:00+00"), (.integer(2_451_545), "2000-01-01 12:00:00+00"),
                (.integer(0), "4714-11-24 12:00:00+00 BC"),
            ])
        try CodecCheck.check(.julianDay, "date", [(.real(2_460_310.5), "2024-01-01")])
        try CodecCheck.expectRefusals(
            .epochSeconds, "timestamptz",
            [
                (.integer(.max), .outOfRange), (.integer(.min), .outOfRange),
                (.integer(9_224_318_016_000), .outOfRange),
                (.real(1e30), .outOfRange), (.real(9_224_318_721_654.9), .outOfRange), (.real(.infinity), .outOfRange),
                (.text("1"), .storageClass),
            ])
        try CodecCheck.expectRefusals(
            .epochMilliseconds, "timestamptz", [(.real(1), .storageClass), (.integer(.max), .outOfRange)])
        try CodecCheck.expectRefusals(.epochSeconds, "date", [(.integer(1), .notMidnight)])
        try CodecCheck.expectRefusals(
            .julianDay, "timestamptz", [(.integer(-1), .outOfRange), (.real(6e6), .outOfRange)])
    }

    @Test func `counted time agrees with the server at random moments`() throws {
        var random = SeededGenerator()
        var seconds: [CodecCheck.Case] = []
        var milliseconds: [CodecCheck.Case] = []
        try PostgresFixture.shared.withDatabase { conninfo in
            let connection = try TargetConnection(PostgresConnectionSettings(conninfo: conninfo))
            for _ in 0..<100 {
                let value = Int64.random(in: -210_866_803_200...9_224_318_015_999, using: &random)
                let text = try connection.query(
                    "SELECT (timestamptz 'epoch' + make_interval(secs => 0) + ($1::text || ' seconds')::interval)::text",
                    parameters: [String(value)]
                ).scalar
                seconds.append((.integer(value), text))
                milliseconds.append((.integer(value * 1000), text))
            }
        }
        try CodecCheck.check(.epochSeconds, "timestamptz", seconds, seed: random.seed)
        try CodecCheck.check(.epochMilliseconds, "timestamptz", milliseconds, seed: random.seed)
    }
}
