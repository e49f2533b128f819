import PlanTestSupport

/// What the checkout holds of Swift, and what its package declares.
extension Repository {
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

    /// The paths and texts of all Swift files under a directory, sorted by path.
    static func swiftFiles(in directory: String) throws -> [(path: String, text: String)] {
        try allFiles(under: directory, ending: ".swift").map { ($0, try text(of: $0)) }
    }

    /// The names of the targets that `Package.swift` declares.
    static func declaredTargets() throws -> Set<String> {
        let lines = try text(of: "Package.swift").split(separator: "\n").filter {
            !$0.drop { $0 == " " }.hasPrefix("//")
        }
        let manifest = lines.joined(separator: "\n")
        guard let start = manifest.firstRange(of: "targets: [") else { return [] }
        // A target's name comes first, or after its label; dependencies come after commas and brackets.
        return Set(manifest[start.upperBound...].matches(of: /(?:\(|name:)\s*"(\w+)"/).map { String($0.1) })
    }
}
