internal import PlanDiagnostics

/// Masks parts of a text, each character by one of as many bytes, so that offsets, lines and columns stay as they are.
///
/// The length of what is masked can be seen, its text cannot.
enum SecretMask {
    /// A file of the same path without what stands in `ranges`.
    static func file(_ file: SourceFile, hiding ranges: [Range<Int>]) -> SourceFile {
        guard !ranges.isEmpty else { return file }
        return SourceFile(path: file.path, bytes: bytes(file.bytes, hiding: ranges))
    }

    /// A text that may be shown: without what looks like a password.
    static func text(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let hidden = SecretScanner.secrets(in: bytes, .value)
        return hidden.isEmpty ? text : String(decoding: Self.bytes(bytes, hiding: hidden), as: UTF8.self)
    }

    private static func bytes(_ bytes: [UInt8], hiding ranges: [Range<Int>]) -> [UInt8] {
        var result = bytes
        for range in ranges {
            var index = range.lowerBound
            while index < range.upperBound {
                var end = index + 1
                while end < range.upperBound, bytes[end] & 0xC0 == 0x80 { end += 1 }
                if bytes[index] != 0x0A, bytes[index] != 0x0D {
                    result.replaceSubrange(index..<end, with: mask(ofCount: end - index))
                }
                index = end
            }
        }
        return result
    }

    /// One character of a count of bytes.
    private static func mask(ofCount count: Int) -> [UInt8] {
        switch count {
        case 2: Array("·".utf8)
        case 3: Array("•".utf8)
        case 4: Array("𝅘".utf8)
        default: Array(repeating: UInt8(ascii: "*"), count: count)
        }
    }
}
