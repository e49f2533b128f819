internal import Glibc

/// A file that grows at its end, and can be cut back to a length that it had.
package struct AppendedFile: ~Copyable {
    package let path: String
    private let descriptor: Int32
    /// In bytes.
    package private(set) var length: Int64

    /// What becomes of bytes that are there already.
    package enum Beginning {
        case empty
        case kept
    }

    /// Opens a file, or makes it, which its owner alone may read and write.
    package init(_ path: String, _ beginning: Beginning) throws(FileFailure) {
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC
        let descriptor = open(path, beginning == .empty ? flags | O_TRUNC : flags, 0o600)
        guard descriptor >= 0 else { throw .last("write", path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let failure = FileFailure.last("write", path)
            close(descriptor)
            throw failure
        }
        self.path = path
        self.descriptor = descriptor
        length = Int64(status.st_size)
    }

    deinit { close(descriptor) }

    package mutating func append(_ bytes: [UInt8]) throws(FileFailure) {
        try Files.write(bytes, to: descriptor, path: path)
        length += Int64(bytes.count)
    }

    /// Takes back everything after the first bytes.
    package mutating func cut(to length: Int64) throws(FileFailure) {
        guard ftruncate(descriptor, off_t(length)) == 0 else { throw .last("write", path) }
        self.length = length
    }

    /// Waits until all is on the disk.
    package borrowing func synchronize() throws(FileFailure) {
        guard fsync(descriptor) == 0 else { throw .last("write", path) }
    }
}
