internal import Glibc
internal import PlanSupport

/// A new directory for one test.
package struct TemporaryDirectory {
    package let path: String

    package init() throws {
        let parent = Subprocess.variable("TMPDIR") ?? "/tmp"
        var template = Array("\(parent)/plan-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw FileFailure(path: parent, action: "make a directory in", number: errno)
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes the directory with all that is in it.
    package func remove() { _ = try? Subprocess("rm", ["-rf", path]).run() }
}
