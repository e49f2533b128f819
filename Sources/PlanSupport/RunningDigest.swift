internal import COpenSSL

/// The SHA-256 digest of bytes that come in pieces.
struct RunningDigest: ~Copyable {
    private let context: OpaquePointer

    init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("libcrypto has no SHA-256")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    func add(_ bytes: UnsafeRawBufferPointer) { EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) }

    /// The digest of all; nothing may be added afterwards.
    func finish() -> ContentDigest {
        var output = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &output, nil)
        return ContentDigest(sha256: output)
    }
}

extension ContentDigest {
    /// The digest of a file, read piece by piece.
    package init(ofFile path: String) throws(FileFailure) {
        let digest = RunningDigest()
        try Files.read(path) { digest.add($0) }
        self = digest.finish()
    }
}
