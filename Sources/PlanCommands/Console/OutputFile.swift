internal import PlanSupport

/// Files that commands write, which replace nothing but files of their kind.
enum OutputFile {
    /// How a file is known to be of a kind that commands write.
    enum Kind {
        case json
        /// One that begins so.
        case text(String)
        /// What `sha256sum` writes.
        case digests
        case gzip

        /// By the first bytes of a file.
        fileprivate func isKind(of head: [UInt8]) -> Bool {
            switch self {
            case .json:
                let first = head.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
                return first == nil || first == UInt8(ascii: "{")
            case .text(let mark): return head.isEmpty || head.starts(with: mark.utf8.prefix(OutputFile.headSize))
            case .digests:
                let isDigest = head.count == OutputFile.headSize && head.allSatisfy(Self.isHexadecimal)
                return head.isEmpty || isDigest
            case .gzip: return head.isEmpty || head.starts(with: [0x1F, 0x8B])
            }
        }

        private static func isHexadecimal(_ byte: UInt8) -> Bool {
            (48...57).contains(byte) || (97...102).contains(byte)
        }
    }

    /// Bytes that tell the kind: as many as a digest has digits.
    fileprivate static let headSize = 64

    /// Writes a file, at once.
    static func write(_ bytes: [UInt8], to path: String, replacing kind: Kind = .json) throws(CommandFailure) {
        try require(path, replacing: kind)
        do throws(FileFailure) {
            try Files.writeAtomically(bytes, to: path)
        } catch {
            throw CommandFailure(.failed, .file(error))
        }
    }

    /// Fails if a file could not be written, or would replace one of another kind: a mistyped path must not cost a database.
    static func require(_ path: String, replacing kind: Kind = .json) throws(CommandFailure) {
        let head: [UInt8]
        do throws(FileFailure) {
            try Files.requireWritable(path)
            guard Files.isRegular(path) else { return }
            head = try Files.readHead(path, bytes: headSize)
        } catch {
            throw CommandFailure(.failed, .file(error))
        }
        guard kind.isKind(of: head) else { throw CommandFailure(.failed, .notOurFile(path)) }
    }
}
