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
}
