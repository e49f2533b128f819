import Glibc
import PlanSQLite
import PlanSupport

/// A directory of its own for one test, removed with all that is in it.
final class TemporaryDirectory: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/plan-sqlite-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
    }

    deinit {
        guard path != "/tmp" else { return }
        chmod(path, 0o700)
        Self.remove(path)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    var names: [String] { Self.names(in: path).sorted() }

    /// Makes a database of statements and returns its path.
    func database(named name: String = "test.db", _ sql: String) throws -> String {
        let connection = try SQLiteConnection<ReadWrite>(writing: file(name), missing: .create)
        try connection.execute(sql)
        try connection.close()
        return file(name)
    }

    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Files.writeAtomically(bytes, to: file(name))
        return file(name)
    }

    static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func remove(_ path: String) {
        if Files.isDirectory(path) {
            for name in names(in: path) { remove("\(path)/\(name)") }
            rmdir(path)
        } else {
            unlink(path)
        }
    }
}
