internal import PlanPostgres
internal import PlanSQLite

/// Spans of time as texts: of ISO 8601 (`P1Y2M3DT4H5M6.5S`), in words (`1 year 2 mons -3 days 04:05:06.5`), or as a clock
/// shows them (`04:05`, `-04:05:06`). The field is microseconds (eight bytes), days and months (four bytes each).
struct IntervalEncoder: Sendable {
    init?(_ type: TargetType) {
        guard type == .spelled(.interval) else { return nil }
    }

    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        guard case .text(let bytes) = cell else { throw .storageClass }
        var span = Span(text: Array(bytes))
        guard span.read() else { throw .notInterval }
        guard let months = Int32(exactly: span.months), let days = Int32(exactly: span.days) else { throw .outOfRange }
        buffer.append(16 as Int32)
        buffer.append(span.microseconds)
        buffer.append(days)
        buffer.append(months)
    }

    /// A span as it is being read.
    private struct Span {
        let text: [UInt8]
        var index = 0
        var months: Int64 = 0
        var days: Int64 = 0
        var microseconds: Int64 = 0

        init(text: [UInt8]) { self.text = text }

        private enum Unit {
            case year, month, week, day, hour, minute, second
        }

        mutating func read() -> Bool {
            guard let first = text.first else { return false }
            return first == UInt8(ascii: "P") ? designated() : words()
        }

        private var byte: UInt8? { index < text.count ? text[index] : nil }

        private mutating func accept(_ byte: UInt8) -> Bool {
            guard self.byte == byte else { return false }
            index += 1
            return true
        }

        /// A number with a sign; its part behind a point in millionths, and whether there is one.
        private mutating func number() -> (whole: Int64, millionths: Int64, isFraction: Bool)? {
            let isNegative = accept(UInt8(ascii: "-"))
            if !isNegative { _ = accept(UInt8(ascii: "+")) }
            var whole: Int64 = 0
            let start = index
            while let byte, (48...57).contains(byte) {
                guard whole < 1_000_000_000_000 else { return nil }
                whole = whole * 10 + Int64(byte - 48)
                index += 1
            }
            guard index > start else { return nil }
            guard accept(UInt8(ascii: ".")) else { return (isNegative ? -whole : whole, 0, false) }
            var (millionths, unit) = (Int64(0), Int64(100_000))
            let fraction = index
            while let byte, (48...57).contains(byte) {
                if unit == 0, byte != 48 { return nil }
                millionths += Int64(byte - 48) * unit
                unit /= 10
                index += 1
            }
            guard index > fraction else { return nil }
            return isNegative ? (-whole, -millionths, true) : (whole, millionths, true)
        }

        private mutating func add(_ number: (whole: Int64, millionths: Int64, isFraction: Bool), _ unit: Unit) -> Bool {
            // A part of a month or a day is no number of days or hours that everybody agrees on.
            switch unit {
            case .year where !number.isFraction: return add(number.whole, 12, to: \.months)
            case .month where !number.isFraction: return add(number.whole, 1, to: \.months)
            case .week where !number.isFraction: return add(number.whole, 7, to: \.days)
            case .day where !number.isFraction: return add(number.whole, 1, to: \.days)
            case .hour where !number.isFraction: return add(number.whole, 3_600_000_000, to: \.microseconds)
            case .minute where !number.isFraction: return add(number.whole, 60_000_000, to: \.microseconds)
            case .second:
                return add(number.whole, 1_000_000, to: \.microseconds)
                    && add(number.millionths, 1, to: \.microseconds)
            case .year, .month, .week, .day, .hour, .minute: return false
            }
        }

        private mutating func add(_ count: Int64, _ factor: Int64, to part: WritableKeyPath<Span, Int64>) -> Bool {
            let (product, overflow) = count.multipliedReportingOverflow(by: factor)
            let (sum, carry) = self[keyPath: part].addingReportingOverflow(product)
            self[keyPath: part] = sum
            return !overflow && !carry
        }

        /// `PnYnMnWnDTnHnMnS`, at least one part.
        private mutating func designated() -> Bool {
            index = 1
            var isTime = false
            var parts = 0
            while index < text.count {
                if !isTime, accept(UInt8(ascii: "T")) {
                    isTime = true
                    guard index < text.count else { return false }
                }
                guard let number = number(), let letter = byte else { return false }
                index += 1
                let unit: Unit
                switch (letter, isTime) {
                case (UInt8(ascii: "Y"), false): unit = .year
                case (UInt8(ascii: "M"), false): unit = .month
                case (UInt8(ascii: "W"), false): unit = .week
                case (UInt8(ascii: "D"), false): unit = .day
                case (UInt8(ascii: "H"), true): unit = .hour
                case (UInt8(ascii: "M"), true): unit = .minute
                case (UInt8(ascii: "S"), true): unit = .second
                default: return false
                }
                guard add(number, unit) else { return false }
                parts += 1
            }
            return parts > 0
        }

        /// Numbers with units, blanks between, and a clock at the end.
        private mutating func words() -> Bool {
            while true {
                let start = index
                let isNegative = byte == UInt8(ascii: "-")
                guard let number = number() else { return false }
                if byte == UInt8(ascii: ":") {
                    index = start
                    return clock(isNegative: isNegative)
                }
                guard accept(0x20), let unit = unit(), add(number, unit) else { return false }
                if index == text.count { return true }
                guard accept(0x20) else { return false }
            }
        }

        private static let units: [(Unit, [String])] = [
            (.year, ["year", "years", "yr", "yrs"]), (.month, ["month", "months", "mon", "mons"]),
            (.week, ["week", "weeks"]), (.day, ["day", "days"]), (.hour, ["hour", "hours", "hr", "hrs"]),
            (.minute, ["minute", "minutes", "min", "mins"]), (.second, ["second", "seconds", "sec", "secs"]),
        ]

        private mutating func unit() -> Unit? {
            var word: [UInt8] = []
            while let byte, byte != 0x20 {
                word.append(byte | 0x20)
                index += 1
            }
            return Self.units.first { $0.1.contains { $0.utf8.elementsEqual(word) } }?.0
        }

        /// `[-]HH:MM[:SS[.f…]]` to the end.
        private mutating func clock(isNegative: Bool) -> Bool {
            if isNegative || byte == UInt8(ascii: "+") { index += 1 }
            guard let hours = number(), !hours.isFraction, accept(UInt8(ascii: ":")), let minutes = sexagesimal() else {
                return false
            }
            var seconds: (whole: Int64, millionths: Int64, isFraction: Bool) = (0, 0, false)
            if accept(UInt8(ascii: ":")) {
                guard byte.map({ (48...53).contains($0) }) == true, let read = number(), read.whole < 60 else {
                    return false
                }
                seconds = read
            }
            guard index == text.count, hours.whole < 2_562_047_788 else { return false }
            let total = ((hours.whole * 60 + minutes) * 60 + seconds.whole) * 1_000_000 + seconds.millionths
            return add(isNegative ? -total : total, 1, to: \.microseconds)
        }

        private mutating func sexagesimal() -> Int64? {
            guard index + 2 <= text.count, (48...53).contains(text[index]), (48...57).contains(text[index + 1]) else {
                return nil
            }
            defer { index += 2 }
            return Int64(text[index] - 48) * 10 + Int64(text[index + 1] - 48)
        }
    }
}
