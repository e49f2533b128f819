internal import PlanPostgres

/// Texts that PostgreSQL does not take, made into ones that it does.
enum TextRepair {
    /// Appends the bytes without those that are zero.
    static func strip(_ bytes: UnsafeRawBufferPointer, into buffer: inout CopyBuffer) {
        for byte in bytes where byte != 0 { buffer.append(byte) }
    }

    /// Appends the bytes with U+FFFD for each maximal part that is no UTF-8, as the Unicode standard advises (chapter 3.9).
    static func replace(_ bytes: UnsafeRawBufferPointer, into buffer: inout CopyBuffer) {
        for byte in String(decoding: bytes, as: UTF8.self).utf8 { buffer.append(byte) }
    }

    /// Appends each byte as the character that it is in ISO 8859-1.
    static func latin1(_ bytes: UnsafeRawBufferPointer, into buffer: inout CopyBuffer) {
        for byte in bytes {
            if byte < 0x80 {
                buffer.append(byte)
            } else {
                buffer.append(0xC0 | byte >> 6)
                buffer.append(0x80 | byte & 0x3F)
            }
        }
    }
}
