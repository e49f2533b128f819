internal import PlanPostgres
internal import PlanSQLite
internal import PlanSupport

/// Values in PostgreSQL's binary form as SQL would write them, on one line, shortened.
struct FieldText {
    private let type: TargetType?

    /// - Parameter type: as PostgreSQL writes it.
    init(type: String) { self.type = TargetType(type) }

    func text(of sample: FieldSample) -> String { text(of: sample, from: 0) }

    /// Two values that differ, each from shortly before the place where they begin to.
    func texts(of left: FieldSample, _ right: FieldSample) -> (String, String) {
        guard let leftBytes = left.bytes, let rightBytes = right.bytes else {
            return (text(of: left), text(of: right))
        }
        let common = zip(leftBytes, rightBytes).prefix { $0 == $1 }.count
        guard isText, common > 40, max(leftBytes.count, rightBytes.count) > 60 else {
            return (text(of: left), text(of: right))
        }
        // Not amid a character.
        var start = common - 20
        while start < leftBytes.count, leftBytes[start] & 0xC0 == 0x80 { start -= 1 }
        return (text(of: left, from: start), text(of: right, from: start))
    }

    private var isText: Bool {
        switch type {
        case .text?, .limitedText?, .name?, .json?, .jsonb?: true
        case .smallint?, .integer?, .bigint?, .real?, .doublePrecision?, .numeric?, .bytea?, .boolean?, .date?, .time?,
            .timestamp?, .timestampWithTimeZone?, .uuid?, .spelled?, nil:
            false
        }
    }

    private func text(of sample: FieldSample, from start: Int) -> String {
        guard let bytes = sample.bytes else { return "NULL" }
        let rest = sample.count - bytes.count
        return bytes[min(start, bytes.count)...].withUnsafeBytes { bytes in
            let shown = shown(bytes)
            let head = start > 0 ? "…" : ""
            // What is shown whole of the beginning may still not be the whole value.
            return head + shown + (rest > 0 && !shown.hasSuffix(")") ? "… (\(sample.count) bytes)" : "")
        }
    }

    private func shown(_ bytes: UnsafeRawBufferPointer) -> String {
        func number<Value: FixedWidthInteger>(_: Value.Type) -> Value? {
            guard bytes.count == MemoryLayout<Value>.size else { return nil }
            return Value(bigEndian: bytes.loadUnaligned(as: Value.self))
        }
        let text: String? =
            switch type {
            case .smallint?: number(Int16.self).map { String($0) }
            case .integer?: number(Int32.self).map { String($0) }
            case .bigint?: number(Int64.self).map { String($0) }
            case .real?: number(UInt32.self).map { RealText.string(Double(Float(bitPattern: $0))) }
            case .doublePrecision?: number(UInt64.self).map { RealText.string(Double(bitPattern: $0)) }
            case .boolean?: number(UInt8.self).map { $0 == 0 ? "false" : "true" }
            case .numeric?: bytes.count >= 8 ? NumericText.string(NumericForm(bytes)) : nil
            case .date?: number(Int32.self).map { "'\(MomentText.date(Int64($0)))'" }
            case .time?: number(Int64.self).map { "'\(MomentText.time($0))'" }
            case .timestamp?: number(Int64.self).map { "'\(MomentText.timestamp($0))'" }
            case .timestampWithTimeZone?: number(Int64.self).map { "'\(MomentText.timestamp($0))+00'" }
            case .uuid?: bytes.count == 16 ? "'\(Self.uuid(bytes))'" : nil
            case .jsonb?:
                SQLiteCell.text(UnsafeRawBufferPointer(rebasing: bytes.dropFirst(bytes.first == 1 ? 1 : 0))).shown
            case .text?, .limitedText?, .name?, .json?: SQLiteCell.text(bytes).shown
            case .spelled(let type)?: "'\(SpelledText.string(bytes, type))'"
            case .bytea?, nil: SQLiteCell.blob(bytes).shown
            }
        return text ?? SQLiteCell.blob(bytes).shown
    }

    private static func uuid(_ bytes: UnsafeRawBufferPointer) -> String {
        let digits = Hexadecimal.text(of: bytes)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { text += "-" }
            text.append(digit)
        }
        return text
    }
}

/// Dates and times from PostgreSQL's counts as ISO 8601 writes them.
enum MomentText {
    private static let day: Int64 = 86_400_000_000

    /// - Parameter days: since 2000-01-01.
    static func date(_ days: Int64) -> String {
        if days == Int64(Int32.max) { return "infinity" }
        if days == Int64(Int32.min) { return "-infinity" }
        // Counting years from March puts the leap day at the end of a year; 400 years have 146,097 days.
        let shifted = days + 730_425
        let era = Int64((Double(shifted) / 146_097).rounded(.down))
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return year > 0
            ? "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
            : "\(padded(1 - year, 4))-\(padded(month, 2))-\(padded(day, 2)) BC"
    }

    /// - Parameter microseconds: since midnight.
    static func time(_ microseconds: Int64) -> String {
        let seconds = microseconds / 1_000_000
        let fraction = microseconds % 1_000_000
        let text = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        return fraction == 0 ? text : "\(text).\(padded(fraction, 6))"
    }

    /// - Parameter microseconds: since 2000-01-01 00:00.
    static func timestamp(_ microseconds: Int64) -> String {
        if microseconds == .max { return "infinity" }
        if microseconds == .min { return "-infinity" }
        var (days, rest) = microseconds.quotientAndRemainder(dividingBy: day)
        if rest < 0 { (days, rest) = (days - 1, rest + day) }
        return "\(date(days)) \(time(rest))"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// A `numeric` in decimal digits.
enum NumericText {
    static func string(_ form: NumericForm) -> String {
        switch form.sign {
        case 0xC000: return "'NaN'"
        case 0xD000: return "'Infinity'"
        case 0xF000: return "'-Infinity'"
        default: break
        }
        func group(_ weight: Int) -> String {
            let index = form.weight - weight
            guard index >= 0, index < form.digits.count / 2 else { return "0000" }
            let value = UInt16(bigEndian: form.digits.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
            let digits = String(value)
            return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
        var whole = ""
        for weight in stride(from: max(form.weight, 0), through: 0, by: -1) { whole += group(weight) }
        let integer = whole.drop { $0 == "0" }
        var text = (form.sign == 0x4000 ? "-" : "") + (integer.isEmpty ? "0" : integer)
        if form.scale > 0 {
            var fraction = ""
            for weight in 1...((form.scale + 3) / 4) { fraction += group(-weight) }
            text += "." + fraction.prefix(form.scale)
        }
        return text
    }
}
