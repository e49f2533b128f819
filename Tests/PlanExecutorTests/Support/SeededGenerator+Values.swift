import PlanTestSupport

/// Values of the kinds that codecs read.
extension SeededGenerator {
    /// Any finite double, all exponents alike.
    mutating func real() -> Double {
        while true {
            let value = Double(bitPattern: next())
            if value.isFinite { return value }
        }
    }

    /// A decimal number as text, with leading and trailing zeros and sometimes an exponent.
    mutating func decimalText() -> String {
        func digits(_ count: Int, _ generator: inout SeededGenerator) -> String {
            (0..<count).map { _ in
                Bool.random(using: &generator) ? "0" : String(Int.random(in: 0...9, using: &generator))
            }.joined()
        }
        var text = ["", "-", "+"].randomElement(using: &self) ?? ""
        text += digits(Int.random(in: 1...30, using: &self), &self)
        if Bool.random(using: &self) { text += "." + digits(Int.random(in: 0...30, using: &self), &self) }
        if Int.random(in: 0..<4, using: &self) == 0 { text += "e\(Int.random(in: -40...40, using: &self))" }
        return text
    }

    /// A text without NUL of any characters.
    mutating func text() -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...40, using: &self) {
            let highest: UInt32 = [0x7F, 0x7FF, 0xFFFF, 0x10FFFF].randomElement(using: &self) ?? 0x7F
            if let scalar = Unicode.Scalar(UInt32.random(in: 1...highest, using: &self)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    mutating func date() -> String {
        Self.padded(Int.random(in: 1...9999, using: &self), 4) + "-"
            + Self.padded(Int.random(in: 1...12, using: &self), 2)
            + "-" + Self.padded(Int.random(in: 1...28, using: &self), 2)
    }

    mutating func time() -> String {
        let parts = [23, 59, 59].map { Self.padded(Int.random(in: 0...$0, using: &self), 2) }.joined(separator: ":")
        let places = Int.random(in: 0...6, using: &self)
        return places == 0
            ? parts : parts + "." + String(Self.padded(Int.random(in: 0...999_999, using: &self), 6).prefix(places))
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
