internal import PlanEmitters
internal import PlanSupport

/// The digests of files, in the form that `sha256sum -c` reads.
struct DigestList {
    static let name = "SHA256SUMS"

    struct Entry {
        /// From the list's directory.
        let path: String
        let digest: ContentDigest

        /// Whether it holds what the source held, which no plan says.
        var isData: Bool { path.hasPrefix("data/") }
    }

    /// Sorted by path.
    let entries: [Entry]

    init(_ entries: [Entry]) {
        self.entries = entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    var text: String { entries.map { "\($0.digest.digits)  \($0.path)\n" }.joined() }

    /// The list in a directory; empty where there is none. What is no entry, or leads out of the directory, is passed over.
    static func read(_ directory: String) throws(CommandFailure) -> DigestList {
        let bytes: [UInt8]
        do throws(FileFailure) {
            bytes = try Files.read(Path.resolve(name, against: directory))
        } catch {
            guard error.isMissing else { throw CommandFailure(.failed, .file(error)) }
            return DigestList([])
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        return DigestList(lines.compactMap { entry(String($0)) })
    }

    /// How the rows that are among files stand in these; nil where there are none.
    static func rowFormat(of entries: [Entry]) -> SQLBundle.RowFormat? {
        let data = entries.filter(\.isData)
        if data.isEmpty { return nil }
        return data.contains { $0.path.hasSuffix(".gz") } ? .gzip : .text
    }

    private static func entry(_ line: String) -> Entry? {
        guard line.count > 66, let digest = ContentDigest(parsing: "sha256:" + line.prefix(64)),
            line.dropFirst(64).hasPrefix("  ")
        else { return nil }
        let path = String(line.dropFirst(66))
        guard !Path.isAbsolute(path), !path.split(separator: "/").contains("..") else { return nil }
        return Entry(path: path, digest: digest)
    }
}
