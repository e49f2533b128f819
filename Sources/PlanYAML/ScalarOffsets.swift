/// Byte offsets of Unicode scalars: libyaml's marks count scalars, and everything else here counts bytes.
struct ScalarOffsets {
    /// Every how many scalars an offset is noted.
    private static let stride = 64
    private let bytes: [UInt8]
    private var notes: [Int] = []

    /// - Parameter start: where the text begins, after a byte order mark, which libyaml does not count.
    init(_ bytes: [UInt8], from start: Int) {
        self.bytes = bytes
        var count = 0
        for offset in start..<max(start, bytes.count) where Self.isStart(bytes[offset]) {
            if count.isMultiple(of: Self.stride) { notes.append(offset) }
            count += 1
        }
    }

    /// The offset of a scalar, the end of the text for one past the last. O(1).
    func byteOffset(ofScalar index: Int) -> Int {
        guard index / Self.stride < notes.count else { return bytes.count }
        var offset = notes[index / Self.stride]
        for _ in 0..<(index % Self.stride) {
            offset += 1
            while offset < bytes.count, !Self.isStart(bytes[offset]) { offset += 1 }
        }
        return min(offset, bytes.count)
    }

    private static func isStart(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }
}
