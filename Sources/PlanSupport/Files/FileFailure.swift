internal import Glibc

/// A system call on a file that failed: which file, what was tried, and the system's reason.
package struct FileFailure: Error, Hashable, CustomStringConvertible {
    package let path: String
    package let action: String
    /// The system's error number, `errno`, or `Files.notRegular`.
    package let number: Int32

    package init(path: String, action: String, number: Int32) {
        self.path = path
        self.action = action
        self.number = number
    }

    /// The failure of the call that has just returned.
    static func last(_ action: String, _ path: String) -> FileFailure {
        FileFailure(path: path, action: action, number: errno)
    }

    /// The system's sentence for the error number.
    package var reason: String {
        number == Files.notRegular ? "it is no regular file" : String(cString: strerror(number))
    }

    package var isMissing: Bool { number == ENOENT || number == ENOTDIR }

    package var description: String { "cannot \(action) \(path): \(reason)" }
}
