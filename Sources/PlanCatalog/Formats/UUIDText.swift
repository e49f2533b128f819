/// UUIDs as text.
package enum UUIDText {
    /// The sixteen bytes of 32 hexadecimal digits, with dashes after 8, 12, 16 and 20 digits or none, in braces or not.
    package static func parse(_ text: Span<UInt8>) -> (high: UInt64, low: UInt64)? {
        var index = 0
        var end = text.count
        if end > 2, text[0] == UInt8(ascii: "{"), text[end - 1] == UInt8(ascii: "}") {
            index = 1
            end -= 1
        }
        let hasDashes = end - index == 36
        guard hasDashes || end - index == 32 else { return nil }
        var halves: (high: UInt64, low: UInt64) = (0, 0)
        for place in 0..<32 {
            if hasDashes, place == 8 || place == 12 || place == 16 || place == 20 {
                guard text[index] == UInt8(ascii: "-") else { return nil }
                index += 1
            }
            guard let digit = hexadecimal(text[index]) else { return nil }
            if place < 16 { halves.high = halves.high << 4 | digit } else { halves.low = halves.low << 4 | digit }
            index += 1
        }
        return halves
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt64? {
        switch byte {
        case 48...57: UInt64(byte - 48)
        case 65...70: UInt64(byte - 55)
        case 97...102: UInt64(byte - 87)
        default: nil
        }
    }
}
