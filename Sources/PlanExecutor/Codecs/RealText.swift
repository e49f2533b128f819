internal import PlanPostgres
internal import PlanSupport

/// A real number as SQLite writes it as text.
enum RealText {
    /// At most this many bytes: sign, 17 digits, point, exponent; or 15 digits before the point; or `0.000` and 17.
    static let maximumLength = 32

    /// Appends the text: the shortest digits that read back as the same number, always with a decimal point and a digit
    /// after it (`3.0`), with an exponent of two digits or more (`1.0e+20`, `1.0e-05`) below 1e-4 and from 1e15 on;
    /// `Inf` and `-Inf`. That is the form of SQLite's own `%!.15g`, whose 15 digits do not always read back.
    static func append(_ value: Double, to buffer: inout CopyBuffer) {
        if value.isInfinite {
            if value < 0 { buffer.append(UInt8(ascii: "-")) }
            for byte in "Inf".utf8 { buffer.append(byte) }
            return
        }
        let decimal = ShortestDecimal(value)
        if decimal.isNegative { buffer.append(UInt8(ascii: "-")) }
        let exponent = decimal.exponent
        if exponent < -4 || exponent > 14 {
            appendDigits(decimal, places: 0...0, to: &buffer)
            buffer.append(UInt8(ascii: "."))
            appendDigits(decimal, places: 1...max(decimal.count - 1, 1), to: &buffer)
            buffer.append(UInt8(ascii: "e"))
            buffer.append(exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
            if abs(exponent) < 10 { buffer.append(48 as UInt8) }
            IntegerText.append(Int64(abs(exponent)), to: &buffer)
        } else if exponent >= 0 {
            appendDigits(decimal, places: 0...exponent, to: &buffer)
            buffer.append(UInt8(ascii: "."))
            appendDigits(decimal, places: (exponent + 1)...max(decimal.count - 1, exponent + 1), to: &buffer)
        } else {
            buffer.append(48 as UInt8)
            buffer.append(UInt8(ascii: "."))
            for _ in 0..<(-exponent - 1) { buffer.append(48 as UInt8) }
            appendDigits(decimal, places: 0...(decimal.count - 1), to: &buffer)
        }
    }

    /// The text as a string; for what is not in the hot loop.
    static func string(_ value: Double) -> String {
        var buffer = CopyBuffer(capacity: 64)
        append(value, to: &buffer)
        return buffer.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// Digits of the number by their places from the left; zeros beyond the last.
    private static func appendDigits(
        _ decimal: ShortestDecimal, places: ClosedRange<Int>, to buffer: inout CopyBuffer
    ) {
        for place in places { buffer.append(place < decimal.count ? decimal.digits[place] : 48) }
    }
}

/// An integer in decimal digits.
enum IntegerText {
    static func append(_ value: Int64, to buffer: inout CopyBuffer) {
        if value < 0 { buffer.append(UInt8(ascii: "-")) }
        var digits: InlineArray<20, UInt8> = .init(repeating: 0)
        var count = 0
        var rest = value.magnitude
        repeat {
            digits[count] = UInt8(truncatingIfNeeded: 48 + rest % 10)
            rest /= 10
            count += 1
        } while rest > 0
        while count > 0 {
            count -= 1
            buffer.append(digits[count])
        }
    }
}
