import PlanSupport
import PlanTestSupport
import Testing

@Suite struct DeflateTests {
    @Test func `what is compressed is read back by another program, whatever the bytes`() throws {
        var generator = SeededGenerator(seed: 7)
        var samples: [[UInt8]] = [[], [0], Array("abc".utf8), Array(repeating: 65, count: 100_000)]
        samples.append(Array(0...255))
        samples.append((0..<70_000).map { _ in UInt8.random(in: 0...255, using: &generator) })
        samples.append((0..<90_000).map { _ in UInt8.random(in: 97...99, using: &generator) })
        let words = ["create table ", "\"public\".", "orders ", "customer_id bigint, ", "primary key "]
        samples.append(Array((0..<20_000).map { _ in words.randomElement(using: &generator) ?? "" }.joined().utf8))
        let reader =
            "import sys, zlib, base64; sys.stdout.buffer.write(zlib.decompress(base64.b64decode(sys.stdin.read()), -15))"
        for sample in samples {
            let compressed = Deflate.compress(sample)
            let output = try Subprocess("python3", ["-c", reader]).run(
                input: Array(Base64.text(of: compressed).utf8), outputLimit: 1 << 24)
            #expect(output.standardOutput == sample, "\(sample.count) bytes: \(output.errorText)")
        }
        #expect(Deflate.compress(samples[7]).count * 5 < samples[7].count)
    }

    @Test func `a file that is compressed as it is written is read back by gzip, and its digest is that of its bytes`()
        throws
    {
        let directory = try TemporaryDirectory()
        var generator = SeededGenerator(seed: 8)
        for size in [0, 1, 100, 65_536, 1_000_000] {
            let bytes = (0..<size).map { _ in UInt8.random(in: 0...63, using: &generator) }
            let path = directory.file("rows.gz")
            var file = try FileWriter(path, compression: .gzip)
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = Array(rest.prefix(Int.random(in: 1...70_000, using: &generator)))
                let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: piece.count, alignment: 1)
                defer { copy.deallocate() }
                copy.copyBytes(from: piece)
                try file.write(UnsafeRawBufferPointer(copy))
                rest = rest.dropFirst(piece.count)
            }
            let digest = try file.finish()
            #expect(try digest == ContentDigest(ofFile: path))
            let output = try Subprocess("gzip", ["-dc", path]).run(outputLimit: 1 << 24)
            #expect(output.status.isSuccess && output.standardOutput == bytes, "\(size): \(output.errorText)")
        }
    }
}
