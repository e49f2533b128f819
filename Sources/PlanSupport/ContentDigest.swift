internal import COpenSSL

/// The SHA-256 digest of some bytes, written `sha256:` and 64 hexadecimal digits.
package struct ContentDigest: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The written form, `sha256:…`.
    package let description: String

    /// The digest of `bytes`.
    package init(of bytes: some Sequence<UInt8>) {
        let input = Array(bytes)
        var output = [UInt8](repeating: 0, count: 32)
        _ = SHA256(input, input.count, &output)
        self.init(sha256: output)
    }

    /// A digest that was taken elsewhere, as its 32 bytes.
    init(sha256 bytes: [UInt8]) { description = "sha256:" + Hexadecimal.text(of: bytes) }

    /// The digest of a text's UTF-8 bytes.
    package init(of text: String) {
        self.init(of: text.utf8)
    }

    /// Reads the written form; nil if `text` is not one.
    package init?(parsing text: String) {
        let digits = text.utf8.dropFirst(7)
        guard text.utf8.starts(with: "sha256:".utf8), digits.count == 64,
            digits.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        description = text
    }

    /// The hexadecimal digits alone, as `sha256sum` writes them.
    package var digits: String { String(description.dropFirst(7)) }

    /// The first twelve hexadecimal digits, for people.
    package var short: String { String(description.dropFirst(7).prefix(12)) }

    package static func < (left: ContentDigest, right: ContentDigest) -> Bool { left.description < right.description }
}
