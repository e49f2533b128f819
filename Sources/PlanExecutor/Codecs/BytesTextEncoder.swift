internal import PlanPostgres
internal import PlanSQLite

/// Texts that spell bytes: hexadecimal digits, or base64 (RFC 4648) with or without its padding.
struct BytesTextEncoder: Sendable {
    enum Spelling {
        case hexadecimal, base64
    }

    private let spelling: Spelling

    init?(_ type: TargetType, _ spelling: Spelling) {
        guard type == .bytea else { return nil }
        self.spelling = spelling
    }

    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        guard case .text(let bytes) = cell else { throw .storageClass }
        let field = buffer.beginField()
        switch spelling {
        case .hexadecimal: try Self.hexadecimal(bytes, into: &buffer)
        case .base64: try Self.base64(bytes, into: &buffer)
        }
        buffer.endField(field)
    }

    /// Pairs of digits in any letter case; `0x`, `x` and `\x` before them are passed over.
    private static func hexadecimal(
        _ bytes: UnsafeRawBufferPointer, into buffer: inout CopyBuffer
    ) throws(ValueRefusal) {
        var digits = bytes[...]
        for prefix in ["0x", "\\x", "x"] where digits.starts(with: prefix.utf8) {
            digits = digits.dropFirst(prefix.utf8.count)
            break
        }
        guard digits.count % 2 == 0 else { throw .notHexadecimal }
        var index = digits.startIndex
        while index < digits.endIndex {
            guard let high = digit(digits[index]), let low = digit(digits[index + 1]) else { throw .notHexadecimal }
            buffer.append(high << 4 | low)
            index += 2
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }

    /// Both alphabets, line breaks between the digits passed over. What does not fill a byte must be zero.
    private static func base64(_ bytes: UnsafeRawBufferPointer, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        var value: UInt32 = 0
        var digits = 0
        var padding = 0
        for byte in bytes {
            if byte == 0x0A || byte == 0x0D { continue }
            if byte == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let digit = sextet(byte) else { throw .notBase64 }
            value = value << 6 | digit
            digits += 1
            if digits == 4 {
                for shift in [16, 8, 0] as [UInt32] { buffer.append(UInt8(truncatingIfNeeded: value >> shift)) }
                (value, digits) = (0, 0)
            }
        }
        guard padding == 0 || padding + digits == 4 else { throw .notBase64 }
        switch digits {
        case 0: break
        case 2:
            guard value & 0x0F == 0 else { throw .notBase64 }
            buffer.append(UInt8(truncatingIfNeeded: value >> 4))
        case 3:
            guard value & 0x03 == 0 else { throw .notBase64 }
            buffer.append(UInt8(truncatingIfNeeded: value >> 10))
            buffer.append(UInt8(truncatingIfNeeded: value >> 2))
        default: throw .notBase64
        }
    }

    private static func sextet(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 65...90: UInt32(byte - 65)
        case 97...122: UInt32(byte - 71)
        case 48...57: UInt32(byte + 4)
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
