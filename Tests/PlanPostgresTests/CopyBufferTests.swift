import PlanPostgres
import Testing

@Suite struct CopyBufferTests {
    @Test func `numbers are written in network byte order`() {
        var buffer = CopyBuffer()
        buffer.append(0x01 as UInt8)
        buffer.append(-2 as Int16)
        buffer.append(0x0102_0304 as Int32)
        buffer.append(-1 as Int64)
        buffer.append((1.5).bitPattern)
        #expect(
            bytes(buffer) == [1, 0xFF, 0xFE, 1, 2, 3, 4] + Array(repeating: 0xFF, count: 8)
                + [0x3F, 0xF8, 0, 0, 0, 0, 0, 0])
    }

    @Test func `a field's length is patched when it ends`() {
        var buffer = CopyBuffer()
        buffer.append(2 as Int16)
        let field = buffer.beginField()
        buffer.append(Array("abc".utf8))
        buffer.endField(field)
        buffer.appendNull()
        #expect(bytes(buffer) == [0, 2, 0, 0, 0, 3, 0x61, 0x62, 0x63, 0xFF, 0xFF, 0xFF, 0xFF])
    }

    @Test func `the frame is that of the documentation`() {
        var buffer = CopyBuffer()
        buffer.appendCopyHeader()
        #expect(buffer.count == 19)
        buffer.appendCopyTrailer()
        #expect(
            bytes(buffer) == Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + Array(repeating: 0, count: 8) + [
                0xFF, 0xFF,
            ])
    }

    @Test func `growing keeps what was written`() {
        var buffer = CopyBuffer(capacity: 1)
        for value in 0..<100_000 { buffer.append(Int32(value)) }
        let expected = (0..<100_000).flatMap { value in
            (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
        }
        #expect(bytes(buffer) == expected)
    }

    @Test func `reset and truncate take back`() {
        var buffer = CopyBuffer()
        buffer.append([1, 2, 3])
        buffer.truncate(to: 1)
        #expect(bytes(buffer) == [1])
        buffer.append(atMost: 8) { room in
            room[0] = 7
            return 1
        }
        #expect(bytes(buffer) == [1, 7])
        buffer.reset()
        #expect(buffer.count == 0)
        [UInt8](repeating: 9, count: 3).withUnsafeBytes { buffer.appendField($0) }
        #expect(bytes(buffer) == [0, 0, 0, 3, 9, 9, 9])
    }

    private func bytes(_ buffer: borrowing CopyBuffer) -> [UInt8] { buffer.withBytes { Array($0) } }
}
