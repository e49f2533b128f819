internal import PlanSupport

/// The checkout that the tests were built from. Its files are named by their paths from its root.
package enum Repository {
    /// Its root directory.
    package static let root: String = {
        var directory = #filePath
        for _ in 0..<3 { directory = Path.directory(of: directory) }
        return directory
    }()

    package static func path(_ name: String) -> String { Path.resolve(name, against: root) }

    package static func bytes(of path: String) throws -> [UInt8] { try Files.read(Self.path(path)) }

    package static func text(of path: String) throws -> String { String(decoding: try bytes(of: path), as: UTF8.self) }

    /// The names in a directory, sorted; empty where there is none.
    package static func names(in directory: String) -> [String] { Files.names(in: path(directory)) }

    /// Paths of the files in a directory that end so, sorted.
    package static func files(in directory: String, ending suffix: String) -> [String] {
        names(in: directory).filter { $0.hasSuffix(suffix) }.map { "\(directory)/\($0)" }
    }

    /// Paths of the files under a directory, however deep, that end so, sorted.
    package static func allFiles(under directory: String, ending suffix: String) -> [String] {
        let inner = directories(in: directory).flatMap { allFiles(under: "\(directory)/\($0)", ending: suffix) }
        return (files(in: directory, ending: suffix) + inner).sorted()
    }

    /// The names of the directories in a directory, sorted.
    package static func directories(in directory: String) -> [String] {
        names(in: directory).filter { Files.isDirectory(path("\(directory)/\($0)")) }
    }

    /// Paths of real databases of other projects: those in some folders of `../shared/corpus`, or of the directory that
    /// `PLAN_CORPUS` names. Empty where there are none.
    package static func corpus(_ folders: String...) -> [String] {
        let corpus = Subprocess.variable("PLAN_CORPUS") ?? path("../shared/corpus")
        return folders.flatMap { files(in: "\(corpus)/\($0)", ending: ".sqlite") }
    }
}
