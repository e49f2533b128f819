/// Addresses of the internet protocol as text.
package enum AddressText {
    /// Whether a text is an address of IPv4 (four numbers, without leading zeros) or IPv6, with `/` and a number of bits or
    /// without.
    package static func isAddress(_ text: Span<UInt8>) -> Bool {
        var end = text.count
        var bits: Int64?
        for index in text.indices where text[index] == UInt8(ascii: "/") {
            guard let value = NumberText.integer(text.extracting((index + 1)...)) else { return false }
            (end, bits) = (index, value)
            break
        }
        let address = text.extracting(0..<end)
        if isVersion4(address) { return bits.map { (0...32).contains($0) } ?? true }
        return isVersion6(address) && bits.map { (0...128).contains($0) } ?? true
    }

    private static func isVersion4(_ text: Span<UInt8>) -> Bool {
        var (parts, digits, value) = (0, 0, 0)
        for index in text.indices {
            switch text[index] {
            case 48...57:
                // A leading zero reads as octal elsewhere.
                guard digits == 0 || value > 0 else { return false }
                value = value * 10 + Int(text[index] - 48)
                digits += 1
                guard value < 256 else { return false }
            case UInt8(ascii: "."):
                guard digits > 0 else { return false }
                (parts, digits, value) = (parts + 1, 0, 0)
            default: return false
            }
        }
        return parts == 3 && digits > 0
    }

    /// Eight groups of one to four hexadecimal digits, one `::` in the place of at least one group of zeros. The last two
    /// may be written as an address of version 4.
    private static func isVersion6(_ text: Span<UInt8>) -> Bool {
        var (groups, digits, start, hasGap, index) = (0, 0, 0, false, 0)
        guard text.count >= 2 else { return false }
        while index < text.count {
            let byte = text[index]
            if EncodedText.isHexDigit(byte) {
                digits += 1
                guard digits <= 4 else { return false }
                index += 1
            } else if byte == UInt8(ascii: "."), isVersion4(text.extracting(start...)) {
                return hasGap ? groups < 6 : groups == 6
            } else if byte == UInt8(ascii: ":") {
                if digits > 0 { groups += 1 }
                let isGap = index + 1 < text.count && text[index + 1] == UInt8(ascii: ":")
                guard isGap ? !hasGap : digits > 0 && index + 1 < text.count else { return false }
                hasGap = hasGap || isGap
                index += isGap ? 2 : 1
                (digits, start) = (0, index)
            } else {
                return false
            }
        }
        if digits > 0 { groups += 1 }
        return hasGap ? groups < 8 : groups == 8
    }
}
