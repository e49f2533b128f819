internal import PlanSupport

/// Numbers for people.
enum Quantity {
    /// Digits in groups of three: `1,234,567`.
    static func grouped(_ number: some BinaryInteger) -> String {
        let digits = Array(String(number.magnitude))
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { result += "," }
            result.append(digit)
        }
        return (number < 0 ? "-" : "") + result
    }

    /// A number and its noun: `1 row`, `2 rows`.
    static func counted(_ number: some BinaryInteger, _ noun: String) -> String {
        "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// Seconds with two places, or hours, minutes and seconds from two minutes on.
    static func seconds(_ seconds: Double) -> String {
        guard seconds >= 120 else { return fixed(seconds, 2) + " s" }
        let total = Int(seconds)
        let parts = [(total / 3600, "h"), (total / 60 % 60, "min"), (total % 60, "s")]
        return parts.drop { $0.0 == 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }

    /// Whole seconds, or hours, minutes and seconds from two minutes on.
    static func wholeSeconds(_ value: Double) -> String {
        value < 120 ? "\(Int(value.rounded(.up))) s" : seconds(value)
    }

    /// Bytes in the largest unit that leaves a number of at least one.
    static func bytes(_ count: Int64) -> String {
        var value = Double(count)
        for unit in ["B", "kB", "MB", "GB"] {
            if value < 1000 { return unit == "B" ? "\(count) B" : "\(fixed(value, 1)) \(unit)" }
            value /= 1000
        }
        return "\(fixed(value, 1)) TB"
    }

    private static func fixed(_ value: Double, _ places: Int) -> String {
        guard case .decimal(let text) = JSONValue.decimal(value, places: places) else { return "\(value)" }
        return text
    }
}
