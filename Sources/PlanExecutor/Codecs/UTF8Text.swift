/// Whether bytes are a text that PostgreSQL takes: UTF-8 without NUL.
enum UTF8Text {
    /// Checks all bytes; eight at a time as long as they are ASCII.
    ///
    /// - Returns: the number of characters (code points).
    @inline(__always)
    static func check(_ bytes: UnsafeRawBufferPointer) throws(ValueRefusal) -> Int {
        var index = 0
        var continuations = 0
        while index < bytes.count {
            if index + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                let high: UInt64 = 0x8080_8080_8080_8080
                // The second term has a bit set where a byte is zero (for bytes below 128).
                if (word | (word &- 0x0101_0101_0101_0101)) & high == 0 {
                    index += 8
                    continue
                }
            }
            let length = try sequence(bytes, at: index)
            index += length
            continuations += length - 1
        }
        return bytes.count - continuations
    }

    /// The length of the sequence that begins at `index` (The Unicode Standard, table 3-7).
    private static func sequence(_ bytes: UnsafeRawBufferPointer, at index: Int) throws(ValueRefusal) -> Int {
        let first = bytes[index]
        if first < 0x80 {
            if first == 0 { throw .nul(offset: index) }
            return 1
        }
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw .notUTF8(offset: index)
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { throw .notUTF8(offset: index) }
        var offset = 2
        while offset < length {
            guard bytes[index + offset] & 0xC0 == 0x80 else { throw .notUTF8(offset: index) }
            offset += 1
        }
        return length
    }
}
