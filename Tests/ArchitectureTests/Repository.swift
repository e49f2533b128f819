import Foundation

/// The files of this package.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    struct File {
        /// From the package's root.
        let path: String
        let text: String
        let code: SwiftText

        init(path: String, text: String) {
            self.path = path
            self.text = text
            code = SwiftText(text)
        }

        /// The directory under `Sources` or `Tests`.
        var target: String { String(path.split(separator: "/")[1]) }
    }

    /// Every Swift file under `Sources`, read once.
    static func sources() throws -> [File] { try readSources.get() }

    private static let readSources = Result { try swiftFiles(in: "Sources").map { File(path: $0.path, text: $0.text) } }

    /// The names in a directory, sorted.
    static func directories(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            at: root.appending(path: path), includingPropertiesForKeys: [.isDirectoryKey]
        )
        .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
        .map(\.lastPathComponent).sorted()
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path(percentEncoded: false))
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The paths and texts of all Swift files under a directory, sorted by path.
    static func swiftFiles(in directory: String) throws -> [(path: String, text: String)] {
        let base = root.appending(path: directory).path(percentEncoded: false)
        let paths = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            ("\(directory)/\(path)", try text("\(directory)/\(path)"))
        }
    }

    /// The names of the targets that `Package.swift` declares.
    static func declaredTargets() throws -> Set<String> {
        let lines = try text("Package.swift").split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
        let manifest = lines.joined(separator: "\n")
        guard let start = manifest.firstRange(of: "targets: [") else { return [] }
        // A target's name comes first, or after its label; dependencies come after commas and brackets.
        return Set(manifest[start.upperBound...].matches(of: /(?:\(|name:)\s*"(\w+)"/).map { String($0.1) })
    }
}
