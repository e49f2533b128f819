/// Numbers and truth values as text.
package enum NumberText {
    /// The shape of a decimal number: its significant digits around the decimal point, exponent applied.
    package struct Decimal: Hashable, Sendable {
        package let isNegative: Bool
        /// Digits before the point, without leading zeros; 0 for a number below one.
        package let integerDigits: Int
        /// Digits after the point, without trailing zeros.
        package let fractionDigits: Int
        /// The first and last significant digit's places in the text; empty for zero.
        package let significant: Range<Int>
    }

    /// A decimal integer of 64 bits, with or without a sign, without blanks.
    package static func integer(_ text: Span<UInt8>) -> Int64? {
        var index = 0
        var isNegative = false
        if text.count > 0, text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") {
            isNegative = text[0] == UInt8(ascii: "-")
            index = 1
        }
        guard index < text.count else { return nil }
        var value: Int64 = 0
        while index < text.count {
            let digit = Int64(text[index]) - 48
            guard (0...9).contains(digit) else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            // Counted downwards, because the lowest integer has no positive twin.
            let (sum, carried) = product.subtractingReportingOverflow(digit)
            guard !overflow, !carried else { return nil }
            value = sum
            index += 1
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }

    /// The shape of `[+-]digits[.digits][e[+-]digits]`; nil if the text is none, or its exponent is beyond ±10,000.
    package static func decimal(_ text: Span<UInt8>) -> Decimal? {
        var index = 0
        var isNegative = false
        if text.count > 0, text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") {
            isNegative = text[0] == UInt8(ascii: "-")
            index = 1
        }
        var digits = 0
        var point: Int?
        // Places among the digits, the point not counted.
        var first: (text: Int, place: Int)?
        var last = (text: 0, place: 0)
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "."), point == nil {
                point = digits
            } else if (48...57).contains(byte) {
                if byte != 48 {
                    if first == nil { first = (index, digits) }
                    last = (index, digits)
                }
                digits += 1
            } else {
                break
            }
            index += 1
        }
        guard digits > 0 else { return nil }
        var exponent = 0
        if index < text.count {
            guard text[index] == UInt8(ascii: "e") || text[index] == UInt8(ascii: "E"),
                let value = integer(text.extracting((index + 1)...)), abs(value) <= 10_000
            else { return nil }
            exponent = Int(value)
        }
        guard let first else {
            return Decimal(isNegative: isNegative, integerDigits: 0, fractionDigits: 0, significant: 0..<0)
        }
        let pointPlace = (point ?? digits) + exponent
        return Decimal(
            isNegative: isNegative, integerDigits: max(0, pointPlace - first.place),
            fractionDigits: max(0, last.place + 1 - pointPlace), significant: first.text..<last.text + 1)
    }

    /// A truth word in any letter case: `true t yes y on 1`, `false f no n off 0`.
    package static func boolean(_ text: Span<UInt8>) -> Bool? {
        if matches(text, "true") || matches(text, "t") || matches(text, "yes") || matches(text, "y")
            || matches(text, "on") || matches(text, "1")
        {
            return true
        }
        if matches(text, "false") || matches(text, "f") || matches(text, "no") || matches(text, "n")
            || matches(text, "off") || matches(text, "0")
        {
            return false
        }
        return nil
    }

    private static func matches(_ text: Span<UInt8>, _ word: String) -> Bool {
        guard text.count == word.utf8.count else { return false }
        for (index, letter) in word.utf8.enumerated() {
            let byte = text[index]
            if ((65...90).contains(byte) ? byte + 32 : byte) != letter { return false }
        }
        return true
    }
}
