/// What one pass over the bytes of a text finds, without copying them.
///
/// Valid is what the Unicode standard calls well-formed (table 3-7), and PostgreSQL with it: no overlong forms, no
/// surrogates, nothing beyond U+10FFFF.
package struct UTF8Scan: Hashable, Sendable {
    /// Unicode scalars; in a text that is not valid, the bytes that do not continue a character.
    package private(set) var characters = 0
    package private(set) var isValid = true
    package private(set) var hasNUL = false

    package init(_ bytes: UnsafeRawBufferPointer) {
        let count = bytes.count
        var index = 0
        var continuations = 0
        while index < count {
            // Eight bytes of ASCII at a time.
            while index &+ 8 <= count {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                if word & 0x8080_8080_8080_8080 != 0 { break }
                // With the high bits clear, a byte has one after the subtraction only if it, or one below it, was zero.
                if (word &- 0x0101_0101_0101_0101) & 0x8080_8080_8080_8080 != 0 { hasNUL = true }
                index &+= 8
            }
            guard index < count else { break }
            let byte = bytes[index]
            if byte < 0x80 {
                if byte == 0 { hasNUL = true }
                index &+= 1
                continue
            }
            let length = Self.length(bytes, index)
            if length == 0 {
                isValid = false
                // What follows is only counted.
                for byte in bytes[index...] {
                    if byte == 0 { hasNUL = true }
                    if byte & 0xC0 == 0x80 { continuations &+= 1 }
                }
                break
            }
            continuations &+= length &- 1
            index &+= length
        }
        characters = count &- continuations
    }

    /// The length of the character beyond ASCII that begins at a place; 0 if none does.
    @inline(__always)
    private static func length(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int {
        let left = bytes.count &- index
        let first = bytes[index]
        guard left >= 2 else { return 0 }
        let second = bytes[index &+ 1]
        if first < 0xE0 { return first >= 0xC2 && second & 0xC0 == 0x80 ? 2 : 0 }
        guard left >= 3, bytes[index &+ 2] & 0xC0 == 0x80 else { return 0 }
        if first < 0xF0 {
            let lowest: UInt8 = first == 0xE0 ? 0xA0 : 0x80
            let highest: UInt8 = first == 0xED ? 0x9F : 0xBF
            return second >= lowest && second <= highest ? 3 : 0
        }
        guard left >= 4, first <= 0xF4, bytes[index &+ 3] & 0xC0 == 0x80 else { return 0 }
        let lowest: UInt8 = first == 0xF0 ? 0x90 : 0x80
        let highest: UInt8 = first == 0xF4 ? 0x8F : 0xBF
        return second >= lowest && second <= highest ? 4 : 0
    }
}
