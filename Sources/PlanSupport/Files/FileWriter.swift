internal import Glibc

/// Writes a file piece by piece, in memory that does not grow with it, and takes its digest on the way.
///
/// The bytes go to a temporary file in the same directory, which takes the name when it is complete; without that it is
/// removed.
package struct FileWriter: ~Copyable {
    private let path: String
    private let temporary: String
    private var descriptor: Int32
    private let digest = RunningDigest()
    /// Bytes so far.
    package private(set) var count: Int64 = 0

    package init(_ path: String) throws(FileFailure) {
        self.path = path
        temporary = "\(path).\(getpid()).tmp"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .last("write", path) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(temporary)
    }

    /// Appends bytes. Large pieces are best.
    package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) {
        digest.add(bytes)
        count += Int64(bytes.count)
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
        guard fsync(descriptor) == 0, rename(temporary, path) == 0 else { throw .last("write", path) }
        close(descriptor)
        descriptor = -1
        return digest.finish()
    }
}
