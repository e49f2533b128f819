internal import Glibc

/// Writes a file piece by piece, in memory that does not grow with it, and takes its digest on the way.
///
/// The bytes go to a temporary file in the same directory, which takes the name when it is complete; without that it is
/// removed.
package struct FileWriter: ~Copyable {
    /// How the bytes stand in the file.
    package enum Compression: Sendable {
        case none
        case gzip
    }

    private let path: String
    private let temporary: String
    private var descriptor: Int32
    private let digest = RunningDigest()
    private let compressor: DeflateStream?

    /// - Parameter mode: the permissions of the file.
    package init(
        _ path: String, compression: Compression = .none, mode: UInt32 = 0o644
    ) throws(FileFailure) {
        self.path = path
        temporary = "\(path).\(getpid()).tmp"
        compressor =
            switch compression {
            case .none: nil
            case .gzip: DeflateStream(.gzip)
            }
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw .last("write", path) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(temporary)
    }

    /// Appends bytes. Large pieces are best.
    package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) {
        if compressor == nil { try append(bytes) } else { try compress(bytes, .more) }
    }

    private mutating func compress(
        _ bytes: UnsafeRawBufferPointer, _ rest: DeflateStream.Rest
    ) throws(FileFailure) {
        var bytes = bytes[...]
        repeat {
            let given = bytes.prefix(DeflateStream.mostBytes)
            bytes = bytes.dropFirst(given.count)
            compressor?.give(UnsafeRawBufferPointer(rebasing: given))
            while let piece = compressor?.take(bytes.isEmpty ? rest : .more), !piece.isEmpty { try append(piece) }
        } while !bytes.isEmpty
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) {
        digest.add(bytes)
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if written < 0, errno == EINTR { continue }
            guard written >= 0 else { throw .last("write", path) }
            rest = rest.dropFirst(written)
        }
    }

    /// Gives the file its name.
    ///
    /// - Returns: the digest of its bytes.
    package consuming func finish() throws(FileFailure) -> ContentDigest {
        try compress(UnsafeRawBufferPointer(start: nil, count: 0), .end)
        guard fsync(descriptor) == 0, rename(temporary, path) == 0 else { throw .last("write", path) }
        close(descriptor)
        descriptor = -1
        return digest.finish()
    }
}
