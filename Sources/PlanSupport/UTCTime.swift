internal import Glibc

/// A moment to the second, in UTC.
package struct UTCTime: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Since 1970, without leap seconds.
    package let seconds: Int64

    package init(seconds: Int64) { self.seconds = seconds }

    /// By the clock of this machine.
    package static var now: UTCTime { UTCTime(seconds: Int64(time(nil))) }

    /// Reads `2026-11-20T09:30:00Z`; nil if `text` is not written so.
    package init?(_ text: String) {
        let numbers = text.split(whereSeparator: { "-T:Z".contains($0) }).compactMap { Int32($0) }
        guard numbers.count == 6 else { return nil }
        var fields = tm()
        (fields.tm_year, fields.tm_mon, fields.tm_mday) = (numbers[0] - 1900, numbers[1] - 1, numbers[2])
        (fields.tm_hour, fields.tm_min, fields.tm_sec) = (numbers[3], numbers[4], numbers[5])
        seconds = Int64(timegm(&fields))
        // What is no day of the calendar, or written otherwise, is another text.
        guard description == text else { return nil }
    }

    /// `2026-11-20T09:30:00Z`
    package var description: String { text(Self.format) }

    /// `20261120T093000Z`, for names of files, which sort by it.
    package var compact: String { text("%Y%m%dT%H%M%SZ") }

    package static func < (left: UTCTime, right: UTCTime) -> Bool { left.seconds < right.seconds }

    private static let format = "%Y-%m-%dT%H:%M:%SZ"

    private func text(_ format: String) -> String {
        var (number, fields) = (time_t(seconds), tm())
        gmtime_r(&number, &fields)
        var text = [CChar](repeating: 0, count: 64)
        let count = strftime(&text, text.count, format, &fields)
        return String(decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
