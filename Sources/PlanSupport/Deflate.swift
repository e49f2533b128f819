/// Compresses bytes as RFC 1951 says, in one block with its fixed codes.
///
/// For texts that say the same names over and over the fixed codes lose little, and need no tables. O(n) in time.
package enum Deflate {
    private static let windowSize = 32_768
    private static let shortestMatch = 3
    private static let longestMatch = 258
    /// Earlier places that are tried for each match.
    private static let attempts = 24

    package static func compress(_ bytes: [UInt8]) -> [UInt8] {
        var output = BitWriter()
        // The last block, with fixed codes.
        output.write(1, bits: 1)
        output.write(1, bits: 2)
        var heads = [Int](repeating: -1, count: 1 << 15)
        var previous = [Int](repeating: -1, count: bytes.count)
        func hash(_ index: Int) -> Int {
            let value = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
            return Int((value &* 2_654_435_761) >> 17)
        }
        func remember(_ index: Int) {
            guard index + shortestMatch <= bytes.count else { return }
            let slot = hash(index)
            previous[index] = heads[slot]
            heads[slot] = index
        }
        var index = 0
        while index < bytes.count {
            var best = (length: 0, distance: 0)
            if index + shortestMatch <= bytes.count {
                let limit = min(longestMatch, bytes.count - index)
                var candidate = heads[hash(index)]
                var rest = attempts
                while candidate >= 0, index - candidate <= windowSize, rest > 0 {
                    var length = 0
                    while length < limit, bytes[candidate + length] == bytes[index + length] { length += 1 }
                    if length > best.length { best = (length, index - candidate) }
                    if length == limit { break }
                    candidate = previous[candidate]
                    rest -= 1
                }
            }
            if best.length >= shortestMatch {
                output.writeMatch(length: best.length, distance: best.distance)
                for place in index..<(index + best.length) { remember(place) }
                index += best.length
            } else {
                output.writeSymbol(Int(bytes[index]))
                remember(index)
                index += 1
            }
        }
        output.writeSymbol(256)
        return output.finish()
    }
}

/// Bits, the lowest first, as deflate packs them.
private struct BitWriter {
    private var bytes: [UInt8] = []
    private var buffer: UInt32 = 0
    private var count = 0

    mutating func write(_ value: Int, bits: Int) {
        buffer |= UInt32(truncatingIfNeeded: value) << UInt32(count)
        count += bits
        while count >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: buffer))
            buffer >>= 8
            count -= 8
        }
    }

    /// Huffman codes stand with their highest bit first.
    private mutating func writeCode(_ code: Int, bits: Int) {
        var reversed = 0
        for bit in 0..<bits { reversed |= (code >> bit & 1) << (bits - 1 - bit) }
        write(reversed, bits: bits)
    }

    /// A literal, the end, or a length, by the table of RFC 1951, 3.2.6.
    mutating func writeSymbol(_ symbol: Int) {
        switch symbol {
        case ..<144: writeCode(0x30 + symbol, bits: 8)
        case ..<256: writeCode(0x190 + symbol - 144, bits: 9)
        case ..<280: writeCode(symbol - 256, bits: 7)
        default: writeCode(0xC0 + symbol - 280, bits: 8)
        }
    }

    mutating func writeMatch(length: Int, distance: Int) {
        if length == 258 {
            writeSymbol(285)
        } else {
            let (symbol, extra, rest) = Self.split(length - 3, firstExtra: 8, step: 4)
            writeSymbol(257 + symbol)
            write(rest, bits: extra)
        }
        let (symbol, extra, rest) = Self.split(distance - 1, firstExtra: 4, step: 2)
        writeCode(symbol, bits: 5)
        write(rest, bits: extra)
    }

    /// Lengths and distances are told by a symbol for a range, whose size doubles every `step` symbols from the value
    /// `firstExtra` on, and by bits for the place in it (RFC 1951, 3.2.5).
    private static func split(_ value: Int, firstExtra: Int, step: Int) -> (symbol: Int, extra: Int, rest: Int) {
        if value < firstExtra { return (value, 0, 0) }
        let extra = (Int.bitWidth - 1 - (value / step).leadingZeroBitCount)
        let base = value >> extra
        return (extra * step + base, extra, value - base << extra)
    }

    mutating func finish() -> [UInt8] {
        if count > 0 { bytes.append(UInt8(truncatingIfNeeded: buffer)) }
        return bytes
    }
}

/// Bytes as letters, by RFC 4648.
package enum Base64 {
    package static func text(of bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var group: UInt32 = 0
            for offset in 0..<3 { group = group << 8 | (offset < count ? UInt32(bytes[start + offset]) : 0) }
            for place in 0..<4 {
                output.append(place > count ? UInt8(ascii: "=") : letters[Int(group >> (18 - 6 * UInt32(place)) & 63)])
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
