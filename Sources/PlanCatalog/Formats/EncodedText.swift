/// Bytes written as text.
package enum EncodedText {
    /// Whether a text is pairs of hexadecimal digits, at least one.
    package static func isHex(_ text: Span<UInt8>) -> Bool {
        guard text.count > 0, text.count.isMultiple(of: 2) else { return false }
        for index in text.indices where !isHexDigit(text[index]) { return false }
        return true
    }

    /// Shorter texts are as likely to be words.
    private static let shortestBase64 = 16

    /// Whether a text of at least sixteen characters is base64, in the alphabet with `+` and `/`, padded to fours.
    package static func isBase64(_ text: Span<UInt8>) -> Bool {
        guard text.count >= shortestBase64, text.count.isMultiple(of: 4) else { return false }
        var end = text.count
        for _ in 0..<2 where text[end - 1] == UInt8(ascii: "=") { end -= 1 }
        for index in 0..<end {
            switch text[index] {
            case 48...57, 65...90, 97...122, UInt8(ascii: "+"), UInt8(ascii: "/"): continue
            default: return false
            }
        }
        return true
    }

    static func isHexDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }
}
