internal import Glibc
internal import PlanSQLite
internal import PlanSupport

/// A directory of its own for one test, removed with all that is in it when nobody holds it any more.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() throws {
        let parent = Subprocess.variable("TMPDIR") ?? "/tmp"
        var template = Array("\(parent)/plan-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw FileFailure(path: parent, action: "make a directory in", number: errno)
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        _ = try? Subprocess("rm", ["-rf", path]).run()
        guard Files.exists(path) else { return }
        // A test has made it, or a directory in it, read-only.
        _ = try? Subprocess("chmod", ["-R", "u+rwX", path]).run()
        _ = try? Subprocess("rm", ["-rf", path]).run()
    }

    /// The path of a file in the directory.
    package func file(_ name: String) -> String { Path.resolve(name, against: path) }

    /// The names in the directory, sorted.
    package var names: [String] { Files.names(in: path) }

    /// Writes a file, and the directories on the way to it.
    ///
    /// - Returns: its path.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = file(name)
        try Files.makeDirectory(Path.directory(of: file))
        try Files.writeAtomically(bytes, to: file)
        return file
    }

    // MARK: SQLite databases

    /// Executes statements in a database, which is made where there is none.
    ///
    /// - Returns: its path.
    @discardableResult
    package func database(named name: String = "test.db", _ sql: String) throws -> String {
        let connection = try SQLiteConnection<ReadWrite>(writing: file(name), missing: .create)
        try connection.execute(sql)
        try connection.close()
        return file(name)
    }

    /// Copies a database with the log or the journal beside it, as they are.
    ///
    /// - Returns: the copy's path.
    @discardableResult
    package func copyDatabase(_ original: String, as name: String) throws -> String {
        for suffix in ["", "-wal", "-journal"] where suffix.isEmpty || Files.exists(original + suffix) {
            try write(try Files.read(original + suffix), to: name + suffix)
        }
        return file(name)
    }
}
