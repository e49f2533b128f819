/// Dates and moments written as digits alone: `yyyymmdd` and `yyyymmddhhmmss`.
package enum PackedText {
    /// Days since 2000-01-01 of eight digits.
    package static func date(_ text: Span<UInt8>) -> Int32? {
        guard text.count == 8, let value = NumberText.integer(text), isDigit(text[0]) else { return nil }
        return date(value)
    }

    /// Microseconds since 2000-01-01 00:00:00 of fourteen digits.
    package static func timestamp(_ text: Span<UInt8>) -> Int64? {
        guard text.count == 14, let value = NumberText.integer(text), isDigit(text[0]) else { return nil }
        return timestamp(value)
    }

    /// The same of an integer, whose year has four digits.
    package static func date(_ value: Int64) -> Int32? {
        guard (1000_01_01...9999_12_31).contains(value) || (1_01_01...999_12_31).contains(value) else { return nil }
        return CalendarText.days(
            year: Int(value / 10_000), month: Int(value / 100 % 100), day: Int(value % 100))
    }

    /// The same of an integer.
    package static func timestamp(_ value: Int64) -> Int64? {
        let (day, time) = (value / 1_000_000, value % 1_000_000)
        let (hour, minute, second) = (time / 10_000, time / 100 % 100, time % 100)
        guard value > 0, hour < 24, minute < 60, second < 60, let days = date(day) else { return nil }
        return Int64(days) * CalendarText.day + (hour * 3600 + minute * 60 + second) * 1_000_000
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
