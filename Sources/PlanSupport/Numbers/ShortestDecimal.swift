internal import CLinux
internal import Glibc

/// The decimal digits of a finite double: as few of 15, 16 or 17 as read back as the same number.
///
/// Making one allocates nothing.
package struct ShortestDecimal {
    /// ASCII digits, the first not zero unless the number is.
    package private(set) var digits: InlineArray<17, UInt8> = .init(repeating: 48)
    /// Without trailing zeros; 1 for zero.
    package private(set) var count = 0
    /// The power of ten of the first digit.
    package private(set) var exponent = 0
    package let isNegative: Bool

    package init(_ value: Double) {
        isNegative = value < 0
        // d.dddddddddddddddde±xxx: sign apart, 24 bytes at most.
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { text in
            guard let start = text.baseAddress else { return }
            for attempt in Self.formats.indices {
                Self.formats[attempt].withUTF8Buffer { bytes in
                    bytes.withMemoryRebound(to: CChar.self) { format in
                        if let format = format.baseAddress { strfromd(start, text.count, format, value.magnitude) }
                    }
                }
                if strtod(start, nil) == value.magnitude { break }
            }
            read(text)
        }
    }

    /// One digit before the point, and those after it.
    private static let formats: InlineArray<3, StaticString> = ["%.14e", "%.15e", "%.16e"]

    private mutating func read(_ text: UnsafeMutableBufferPointer<CChar>) {
        var index = 0
        while text[index] != CChar(UInt8(ascii: "e")) {
            if text[index] != CChar(UInt8(ascii: ".")) {
                digits[count] = UInt8(bitPattern: text[index])
                count += 1
            }
            index += 1
        }
        while count > 1, digits[count - 1] == 48 { count -= 1 }
        let isBelowOne = text[index + 1] == CChar(UInt8(ascii: "-"))
        index += 2
        while text[index] != 0 {
            exponent = exponent * 10 + Int(text[index]) - 48
            index += 1
        }
        if isBelowOne { exponent = -exponent }
    }
}
