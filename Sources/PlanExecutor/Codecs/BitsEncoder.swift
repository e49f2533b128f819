internal import PlanPostgres
internal import PlanSQLite

/// Strings of bits as texts of `0` and `1`. The field is their number (four bytes), then the bits from the left, eight to a
/// byte.
struct BitsEncoder: Sendable {
    private let length: Int
    private let isVarying: Bool

    init?(_ type: TargetType) {
        guard case .spelled(.bits(let length, let isVarying)) = type else { return nil }
        (self.length, self.isVarying) = (length, isVarying)
    }

    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        guard case .text(let text) = cell else { throw .storageClass }
        guard text.allSatisfy({ $0 == 48 || $0 == 49 }) else { throw .notBits }
        // The server would fill or cut neither, but refuse.
        guard text.count == length || isVarying && text.count <= length else {
            throw .tooLong(length: text.count, limit: length)
        }
        buffer.append(Int32(4 + (text.count + 7) / 8))
        buffer.append(Int32(text.count))
        for start in stride(from: 0, to: text.count, by: 8) {
            var byte: UInt8 = 0
            for place in start..<min(start + 8, text.count) { byte |= (text[place] & 1) << (7 - UInt8(place - start)) }
            buffer.append(byte)
        }
    }
}
