internal import PlanPostgres
internal import PlanSQLite
internal import PlanSupport

/// Digests of values, keyed or not, and UUIDs that are named by values. What is digested are the bytes of a text or blob,
/// or those of a number's text.
struct DigestEncoder: Sendable {
    enum Function: Sendable {
        /// SHA-256 (FIPS 180-4).
        case sha256
        /// HMAC with SHA-256 (RFC 2104).
        case hmac(key: [UInt8])
        /// The first half of an HMAC: as an integer without sign, as 32 hexadecimal digits, or as a UUID of version 8.
        case pseudonym(key: [UInt8])
        /// A UUID of version 5 (RFC 9562, 5.5) in a namespace of sixteen bytes.
        case uuid(namespace: [UInt8])
    }

    private enum Form {
        case hexadecimal, bytes, uuid, integer
    }

    private let function: Function
    private let form: Form

    init?(_ type: TargetType, _ function: Function) {
        self.function = function
        switch (function, type) {
        case (.sha256, .text), (.hmac, .text), (.pseudonym, .text): form = .hexadecimal
        case (.sha256, .bytea), (.hmac, .bytea): form = .bytes
        case (.pseudonym, .bigint): form = .integer
        case (.pseudonym, .uuid), (.uuid, .uuid): form = .uuid
        default: return nil
        }
    }

    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        switch cell {
        case .text(let bytes), .blob(let bytes): append(bytes, into: &buffer)
        case .integer(let value):
            var text = CopyBuffer(capacity: 64)
            IntegerText.append(value, to: &text)
            text.withBytes { append($0, into: &buffer) }
        case .real(let value):
            var text = CopyBuffer(capacity: 64)
            RealText.append(value, to: &text)
            text.withBytes { append($0, into: &buffer) }
        case .null: throw .storageClass
        }
    }

    private func append(_ bytes: UnsafeRawBufferPointer, into buffer: inout CopyBuffer) {
        switch function {
        case .sha256: append(MessageDigest.sha256(bytes), length: 32, version: nil, into: &buffer)
        case .hmac(let key): append(MessageDigest.hmac(bytes, key: key), length: 32, version: nil, into: &buffer)
        case .pseudonym(let key): append(MessageDigest.hmac(bytes, key: key), length: 16, version: 8, into: &buffer)
        case .uuid(let namespace):
            append(MessageDigest.sha1(namespace, bytes), length: 16, version: 5, into: &buffer)
        }
    }

    private func append(
        _ digest: InlineArray<32, UInt8>, length: Int, version: UInt8?, into buffer: inout CopyBuffer
    ) {
        switch form {
        case .hexadecimal:
            buffer.append(Int32(2 * length))
            for index in 0..<length {
                buffer.append(Self.digit(digest[index] >> 4))
                buffer.append(Self.digit(digest[index] & 15))
            }
        case .bytes:
            buffer.append(Int32(length))
            for index in 0..<length { buffer.append(digest[index]) }
        case .uuid: Self.appendUUID(digest, version: version ?? 8, into: &buffer)
        case .integer:
            var value: UInt64 = 0
            for index in 0..<8 { value = value << 8 | UInt64(digest[index]) }
            buffer.append(8 as Int32)
            buffer.append(value & UInt64(Int64.max))
        }
    }

    /// Appends sixteen bytes with a UUID's version and variant (RFC 9562, 4.1 and 4.2) set in them.
    static func appendUUID(_ bytes: InlineArray<32, UInt8>, version: UInt8, into buffer: inout CopyBuffer) {
        buffer.append(16 as Int32)
        for index in 0..<16 {
            switch index {
            case 6: buffer.append(bytes[6] & 0x0F | version << 4)
            case 8: buffer.append(bytes[8] & 0x3F | 0x80)
            default: buffer.append(bytes[index])
            }
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
}
