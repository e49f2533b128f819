internal import PlanSupport

/// The checkout that the tests were built from.
package enum Repository {
    /// Its root directory.
    package static let root: String = {
        var directory = #filePath
        for _ in 0..<3 { directory = Path.directory(of: directory) }
        return directory
    }()

    package static func path(_ name: String) -> String { Path.resolve(name, against: root) }

    /// A directory of real databases beside the checkout; nil where there is none.
    package static var corpus: String? {
        let path = Path.resolve("../shared/corpus", against: root)
        return Files.isDirectory(path) ? path : nil
    }

    /// The names in a directory, sorted.
    package static func entries(in directory: String) -> [String] {
        guard let output = try? Subprocess("ls", ["-1", directory]).run() else { return [] }
        return output.text.split(separator: "\n").map(String.init).sorted()
    }

    /// Paths of the files in a directory that end so, sorted.
    package static func files(in directory: String, ending suffix: String) -> [String] {
        entries(in: directory).filter { $0.hasSuffix(suffix) }.map { "\(directory)/\($0)" }
    }
}
