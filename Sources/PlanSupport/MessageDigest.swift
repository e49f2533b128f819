internal import COpenSSL

/// Digests of bytes, by libcrypto. Each is in the first bytes of what is returned.
package enum MessageDigest {
    /// SHA-256: 32 bytes.
    package static func sha256(_ bytes: UnsafeRawBufferPointer) -> InlineArray<32, UInt8> {
        digest { output in _ = SHA256(bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, output) }
    }

    /// SHA-1 of two pieces, for UUIDs of version 5, which ask for it: 20 bytes.
    package static func sha1(_ first: [UInt8], _ second: UnsafeRawBufferPointer) -> InlineArray<32, UInt8> {
        let whole = first + second
        return digest { output in _ = SHA1(whole, whole.count, output) }
    }

    /// HMAC with SHA-256: 32 bytes.
    package static func hmac(_ bytes: UnsafeRawBufferPointer, key: [UInt8]) -> InlineArray<32, UInt8> {
        digest { output in
            var length: UInt32 = 0
            _ = HMAC(
                EVP_sha256(), key, Int32(key.count), bytes.baseAddress?.assumingMemoryBound(to: UInt8.self),
                bytes.count, output, &length)
        }
    }

    private static func digest(_ body: (UnsafeMutablePointer<UInt8>) -> Void) -> InlineArray<32, UInt8> {
        var output: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &output) { bytes in
            if let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) { body(start) }
        }
        var result: InlineArray<32, UInt8> = .init(repeating: 0)
        withUnsafeBytes(of: output) { bytes in
            for index in 0..<32 { result[index] = bytes[index] }
        }
        return result
    }
}
