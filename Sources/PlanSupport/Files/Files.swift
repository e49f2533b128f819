internal import Glibc

/// Whole files, read and written.
package enum Files {
    /// A file is larger than its reader takes.
    package static let tooLarge = EFBIG

    /// A path leads to a pipe, a socket or a device. No number of the system's: those are positive.
    package static let notRegular: Int32 = -1

    /// All bytes of a regular file, or of standard input, whatever that is, for `-`.
    ///
    /// - Parameter limit: the most bytes to take; a longer file fails with `tooLarge`.
    package static func read(_ path: String, limit: Int = .max) throws(FileFailure) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : try openRegular(path)
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last("read", path) }
            if count == 0 { return bytes }
            bytes += piece[0..<count]
            if bytes.count > limit { throw FileFailure(path: path, action: "read", number: tooLarge) }
        }
    }

    /// Lends the bytes of a regular file piece by piece.
    static func read(_ path: String, pieces body: (UnsafeRawBufferPointer) -> Void) throws(FileFailure) {
        let descriptor = try openRegular(path)
        defer { close(descriptor) }
        var piece = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last("read", path) }
            if count == 0 { return }
            piece.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0.prefix(count))) }
        }
    }

    /// The first bytes of a file, at most so many.
    package static func readHead(_ path: String, bytes count: Int) throws(FileFailure) -> [UInt8] {
        let descriptor = try openRegular(path)
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        let read = Glibc.read(descriptor, &bytes, count)
        guard read >= 0 else { throw .last("read", path) }
        return Array(bytes.prefix(read))
    }

    /// Replaces a file by new contents at once: a reader sees the old bytes or the new, never a part.
    ///
    /// The bytes go to a temporary file in the same directory, are flushed to the disk, and take the name by `rename`. A
    /// symbolic link stays one, and what is no regular file (a device, a pipe) is written to as it is.
    package static func writeAtomically(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o644) throws(FileFailure) {
        let destination = Path.followingLinks(path)
        guard !exists(destination) || isRegular(destination) else { return try write(bytes, into: path) }
        let temporary = "\(destination).\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw .last("write", path) }
        do throws(FileFailure) {
            try write(bytes, to: descriptor, path: path)
            guard fsync(descriptor) == 0 else { throw .last("write", path) }
        } catch {
            close(descriptor)
            unlink(temporary)
            throw error
        }
        guard close(descriptor) == 0, rename(temporary, destination) == 0 else {
            let failure = FileFailure.last("write", path)
            unlink(temporary)
            throw failure
        }
    }

    /// Fails if `writeAtomically` could not begin: the directory is missing or may not be written to, or, for a device or
    /// a pipe, which is written to as it is, the path itself may not.
    package static func requireWritable(_ path: String) throws(FileFailure) {
        let destination = Path.followingLinks(path)
        let isWrittenInPlace = exists(destination) && !isRegular(destination)
        let (place, mode) =
            isWrittenInPlace ? (destination, W_OK) : (Path.directory(of: destination), W_OK | X_OK)
        guard access(place, mode) == 0 else { throw .last("write", path) }
    }

    /// Makes a directory and those above it; existing ones are left alone.
    package static func makeDirectory(_ path: String) throws(FileFailure) {
        if path.isEmpty || isDirectory(path) { return }
        let parent = Path.directory(of: path)
        if parent != path { try makeDirectory(parent) }
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw .last("make directory", path) }
    }

    /// Removes a file, not a directory.
    package static func remove(_ path: String) throws(FileFailure) {
        guard unlink(path) == 0 else { throw .last("remove", path) }
    }

    /// In bytes.
    package static func size(_ path: String) throws(FileFailure) -> Int64 {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .last("read", path) }
        return Int64(status.st_size)
    }

    /// Waits until the names in a directory are on the disk.
    package static func synchronizeDirectory(_ path: String) throws(FileFailure) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("write", path) }
        defer { close(descriptor) }
        // Some file systems cannot, and need not.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw .last("write", path) }
    }

    package static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    package static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Opens a file to read. Others are refused, because a pipe without a writer, and many a device, would keep the reader
    /// waiting for ever, and a device may have no end.
    private static func openRegular(_ path: String) throws(FileFailure) -> Int32 {
        // Without O_NONBLOCK opening a pipe waits for its writer; reading a regular file is the same with it.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        // A socket cannot be opened at all.
        guard descriptor >= 0 else { throw errno == ENXIO ? notRegular(path) : .last("read", path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return descriptor }
        close(descriptor)
        throw status.st_mode & S_IFMT == S_IFDIR
            ? FileFailure(path: path, action: "read", number: EISDIR) : notRegular(path)
    }

    private static func notRegular(_ path: String) -> FileFailure {
        FileFailure(path: path, action: "read", number: notRegular)
    }

    private static func write(_ bytes: [UInt8], into path: String) throws(FileFailure) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("write", path) }
        defer { close(descriptor) }
        try write(bytes, to: descriptor, path: path)
    }

    /// Writes all bytes to an open file descriptor.
    static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(FileFailure) {
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last("write", path) }
            offset += count
        }
    }
}
