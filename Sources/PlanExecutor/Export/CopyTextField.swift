internal import PlanCatalog
internal import PlanPostgres
internal import PlanSupport

/// Writes fields of COPY's binary format as fields of its text format, so that a file holds the values that a run sends,
/// whatever codec they come from.
///
/// The text format: <https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS>.
struct CopyTextField: Sendable {
    private let type: TargetType

    init(_ type: TargetType) { self.type = type }

    /// Appends NULL.
    static func appendNull(to text: inout CopyBuffer) { append("\\N", to: &text) }

    /// Appends a value, given the bytes of its binary field without their length.
    func append(_ field: UnsafeRawBufferPointer, to text: inout CopyBuffer) {
        switch type {
        case .smallint: IntegerText.append(Int64(Self.integer(field, 0) as Int16), to: &text)
        case .integer: IntegerText.append(Int64(Self.integer(field, 0) as Int32), to: &text)
        case .bigint: IntegerText.append(Self.integer(field, 0), to: &text)
        case .real: Self.append(Float(bitPattern: Self.integer(field, 0)).description, to: &text)
        case .doublePrecision: Self.append(Double(bitPattern: Self.integer(field, 0)).description, to: &text)
        case .numeric: Self.appendNumeric(field, to: &text)
        case .text, .limitedText, .name, .json: Self.appendEscaped(field, to: &text)
        case .jsonb: Self.appendEscaped(UnsafeRawBufferPointer(rebasing: field.dropFirst()), to: &text)
        case .bytea: Self.appendBytes(field, to: &text)
        case .boolean: text.append(field[0] == 0 ? UInt8(ascii: "f") : UInt8(ascii: "t"))
        case .date: Self.append(CivilTime.date(daysFrom2000: Int64(Self.integer(field, 0) as Int32)), to: &text)
        case .time: Self.append(CivilTime.time(microseconds: Self.integer(field, 0)), to: &text)
        case .timestamp: Self.append(CivilTime.timestamp(Self.integer(field, 0), zone: ""), to: &text)
        case .timestampWithTimeZone: Self.append(CivilTime.timestamp(Self.integer(field, 0), zone: "+00"), to: &text)
        case .uuid: Self.appendUUID(field, to: &text)
        case .spelled(let type):
            let spelled = Array(SpelledText.string(field, type).utf8)
            spelled.withUnsafeBytes { Self.appendEscaped($0, to: &text) }
        }
    }

    private static func integer<Value: FixedWidthInteger>(
        _ field: UnsafeRawBufferPointer, _ offset: Int
    ) -> Value {
        Value(bigEndian: field.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }

    private static func append(_ ascii: String, to text: inout CopyBuffer) {
        var ascii = ascii
        ascii.withUTF8 { text.append(UnsafeRawBufferPointer($0)) }
    }

    /// Tabs, line breaks and backslashes would end the field, the row or the data.
    static func appendEscaped(_ bytes: UnsafeRawBufferPointer, to text: inout CopyBuffer) {
        var start = 0
        for index in bytes.indices {
            let letter: UInt8
            switch bytes[index] {
            case 0x09: letter = UInt8(ascii: "t")
            case 0x0A: letter = UInt8(ascii: "n")
            case 0x0D: letter = UInt8(ascii: "r")
            case 0x5C: letter = UInt8(ascii: "\\")
            default: continue
            }
            text.append(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
            text.append(UInt8(ascii: "\\"))
            text.append(letter)
            start = index + 1
        }
        text.append(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    }

    /// `\x` and hexadecimal digits, the backslash doubled.
    static func appendBytes(_ bytes: UnsafeRawBufferPointer, to text: inout CopyBuffer) {
        append("\\\\x", to: &text)
        text.append(atMost: bytes.count * 2) { space in
            for (index, byte) in bytes.enumerated() {
                space[2 * index] = hexadecimal(byte >> 4)
                space[2 * index + 1] = hexadecimal(byte & 15)
            }
            return bytes.count * 2
        }
    }

    private static func appendUUID(_ bytes: UnsafeRawBufferPointer, to text: inout CopyBuffer) {
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            text.append(hexadecimal(byte >> 4))
            text.append(hexadecimal(byte & 15))
        }
    }

    private static func hexadecimal(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }

    /// The number of digits of base 10,000, the weight of the first, the sign and the decimal places; then the digits.
    private static func appendNumeric(_ field: UnsafeRawBufferPointer, to text: inout CopyBuffer) {
        let count = Int(integer(field, 0) as UInt16)
        let weight = Int(integer(field, 2) as Int16)
        let sign: UInt16 = integer(field, 4)
        let scale = Int(integer(field, 6) as UInt16)
        switch sign {
        case 0xC000: return append("NaN", to: &text)
        case 0xD000: return append("Infinity", to: &text)
        case 0xF000: return append("-Infinity", to: &text)
        default: break
        }
        /// The decimal digit of 10^place.
        func digit(_ place: Int) -> UInt8 {
            let group = weight - (place >= 0 ? place / 4 : (place - 3) / 4)
            guard group >= 0, group < count else { return 48 }
            var value = Int(integer(field, 8 + 2 * group) as UInt16)
            let rest = place - (weight - group) * 4
            for _ in 0..<rest { value /= 10 }
            return UInt8(48 + value % 10)
        }
        if sign == 0x4000 { text.append(UInt8(ascii: "-")) }
        var place = max(weight * 4 + 3, 0)
        while place > 0, digit(place) == 48 { place -= 1 }
        for place in stride(from: place, through: 0, by: -1) { text.append(digit(place)) }
        guard scale > 0 else { return }
        text.append(UInt8(ascii: "."))
        for place in 1...scale { text.append(digit(-place)) }
    }
}

/// Dates and times as PostgreSQL writes them with `DateStyle` ISO.
private enum CivilTime {
    static func date(daysFrom2000 days: Int64) -> String {
        let (year, text) = civil(days)
        return text + (year < 1 ? " BC" : "")
    }

    static func timestamp(_ microseconds: Int64, zone: String) -> String {
        var days = microseconds / CalendarText.day
        var rest = microseconds % CalendarText.day
        if rest < 0 {
            days -= 1
            rest += CalendarText.day
        }
        let (year, text) = civil(days)
        return "\(text) \(time(microseconds: rest))\(zone)" + (year < 1 ? " BC" : "")
    }

    static func time(microseconds: Int64) -> String {
        let seconds = microseconds / 1_000_000
        let text = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        let fraction = microseconds % 1_000_000
        if fraction == 0 { return text }
        return text + "." + String(String(1_000_000 + fraction).dropFirst())
    }

    /// The proleptic Gregorian date of a day, by eras of 400 years that begin on 1 March.
    private static func civil(_ daysFrom2000: Int64) -> (year: Int64, text: String) {
        // 1 March of the year 0 is 730,425 days before 2000-01-01.
        let day = daysFrom2000 + 730_425
        let era = (day >= 0 ? day : day - 146_096) / 146_097
        let dayOfEra = day - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * month + 2) / 5 + 1
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        // There is no year 0: it is 1 BC.
        let shown = String(year < 1 ? 1 - year : year)
        let padded = String(repeating: "0", count: max(0, 4 - shown.utf8.count)) + shown
        return (year, "\(padded)-\(two(month < 10 ? month + 3 : month - 9))-\(two(dayOfMonth))")
    }

    private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
