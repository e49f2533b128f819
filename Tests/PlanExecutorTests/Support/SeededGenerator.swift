/// A generator whose seed is told by whoever fails (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    init(seed: UInt64 = .random(in: 0 ... .max)) {
        self.seed = seed
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

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
