internal import PlanCatalog
internal import PlanPostgres
internal import PlanSQLite
internal import PlanSupport

/// UUIDs of version 7 (RFC 9562, 5.7) of texts `milliseconds:name`: the moment since 1970, then bits of the name's digest in
/// the place of random ones, so that the same row has the same UUID every time.
struct TimedUUIDEncoder: Sendable {
    init?(_ type: TargetType) {
        guard type == .uuid else { return nil }
    }

    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        guard case .text(let bytes) = cell else { throw .storageClass }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            let milliseconds = NumberText.integer(
                UnsafeRawBufferPointer(rebasing: bytes[..<colon]).bindMemory(to: UInt8.self).span)
        else { throw .notTimestamp }
        guard milliseconds >= 0, milliseconds < 1 << 48 else { throw .outOfRange }
        // The whole text is digested, so that two names of one moment differ as much as any two.
        let digest = MessageDigest.sha256(bytes)
        var uuid: InlineArray<32, UInt8> = .init(repeating: 0)
        for index in 0..<6 { uuid[index] = UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * index)) }
        for index in 6..<16 { uuid[index] = digest[index] }
        DigestEncoder.appendUUID(uuid, version: 7, into: &buffer)
    }
}
