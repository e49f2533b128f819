/// Dates and times as text, in the forms of ISO 8601 that SQLite's date functions read.
///
/// What is accepted is what PostgreSQL can hold without change: days that exist, years 1 to 9999, at most six decimal
/// places of a second (further zeros are allowed), offsets up to 15:59.
package enum CalendarText {
    /// A point in time as read: microseconds since 2000-01-01 00:00:00, in UTC where the text names a zone.
    package struct Timestamp: Hashable, Sendable {
        package let microseconds: Int64
        package let hasZone: Bool

        package init(microseconds: Int64, hasZone: Bool) {
            self.microseconds = microseconds
            self.hasZone = hasZone
        }
    }

    /// Microseconds of a day.
    package static let day: Int64 = 86_400_000_000

    /// Days since 2000-01-01 of `YYYY-MM-DD`.
    package static func date(_ text: Span<UInt8>) -> Int32? {
        text.count == 10 ? leadingDate(text) : nil
    }

    /// Microseconds since midnight of `HH:MM[:SS[.f…]]`.
    package static func time(_ text: Span<UInt8>) -> Int64? {
        var index = 0
        guard let time = time(text, &index), index == text.count else { return nil }
        return time
    }

    /// A date alone, or a date and a time with a blank or `T` between, then `Z`, `±HH:MM`, `±HHMM` or `±HH`, or nothing.
    package static func timestamp(_ text: Span<UInt8>) -> Timestamp? {
        guard let days = leadingDate(text) else { return nil }
        let midnight = Int64(days) * day
        if text.count == 10 { return Timestamp(microseconds: midnight, hasZone: false) }
        var index = 11
        guard text[10] == UInt8(ascii: " ") || text[10] == UInt8(ascii: "T") || text[10] == UInt8(ascii: "t"),
            let time = time(text, &index)
        else { return nil }
        if index == text.count { return Timestamp(microseconds: midnight + time, hasZone: false) }
        if text[index] == UInt8(ascii: " ") { index += 1 }
        guard let offset = offset(text, from: index) else { return nil }
        return Timestamp(microseconds: midnight + time - offset, hasZone: true)
    }

    /// Days from 2000-01-01 to a day of the Gregorian calendar, nil if there is no such day.
    package static func days(year: Int, month: Int, day: Int) -> Int32? {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
        let lengths: InlineArray<12, Int> = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard day <= lengths[month - 1] else { return nil }
        // Counting years from March puts the leap day at the end of a year.
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfEra = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear
        return Int32(dayOfEra - 730_425)
    }

    private static func leadingDate(_ text: Span<UInt8>) -> Int32? {
        guard text.count >= 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let century = twoDigits(text, 0), let year = twoDigits(text, 2), let month = twoDigits(text, 5),
            let day = twoDigits(text, 8)
        else { return nil }
        return days(year: century * 100 + year, month: month, day: day)
    }

    private static func time(_ text: Span<UInt8>, _ index: inout Int) -> Int64? {
        guard text.count >= index + 5, text[index + 2] == UInt8(ascii: ":"),
            let hour = twoDigits(text, index), hour < 24, let minute = twoDigits(text, index + 3), minute < 60
        else { return nil }
        index += 5
        var result = Int64(hour * 60 + minute) * 60_000_000
        guard index < text.count, text[index] == UInt8(ascii: ":") else { return result }
        guard let second = twoDigits(text, index + 1), second < 60 else { return nil }
        result += Int64(second) * 1_000_000
        index += 3
        guard index < text.count, text[index] == UInt8(ascii: ".") else { return result }
        index += 1
        var unit: Int64 = 100_000
        let start = index
        while index < text.count, let digit = digit(text, index) {
            if unit == 0, digit != 0 { return nil }
            result += Int64(digit) * unit
            unit /= 10
            index += 1
        }
        return index > start ? result : nil
    }

    /// Microseconds east of Greenwich.
    private static func offset(_ text: Span<UInt8>, from start: Int) -> Int64? {
        guard start < text.count else { return nil }
        let length = text.count - start
        switch text[start] {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"): return length == 1 ? 0 : nil
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard let hours = twoDigits(text, start + 1), hours < 16 else { return nil }
            var minutes = 0
            if length == 6, text[start + 3] == UInt8(ascii: ":"), let value = twoDigits(text, start + 4) {
                minutes = value
            } else if length == 5, let value = twoDigits(text, start + 3) {
                minutes = value
            } else if length != 3 {
                return nil
            }
            guard minutes < 60 else { return nil }
            let size = Int64(hours * 60 + minutes) * 60_000_000
            return text[start] == UInt8(ascii: "-") ? -size : size
        default: return nil
        }
    }

    private static func digit(_ text: Span<UInt8>, _ index: Int) -> Int? {
        let value = Int(text[index]) - 48
        return (0...9).contains(value) ? value : nil
    }

    private static func twoDigits(_ text: Span<UInt8>, _ index: Int) -> Int? {
        guard index + 2 <= text.count, let tens = digit(text, index), let ones = digit(text, index + 1) else {
            return nil
        }
        return tens * 10 + ones
    }
}
